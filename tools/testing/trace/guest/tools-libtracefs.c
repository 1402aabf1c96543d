// SPDX-License-Identifier: GPL-2.0
/*
 * What a program does with libtracefs: it makes an instance, enables two events
 * there, iterates over them, and removes the instance.  Prints result lines.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tracefs/tracefs.h>
#include <unistd.h>

#define NR_CHILDREN	50

/* What the iteration met. */
struct found {
	int			forks, switches, bad_pids, backwards, all;
	int			parent;
	unsigned long long	time[CPU_SETSIZE];
	struct tep_event	*fork_event;
};

static bool failed;

static void result(bool good, const char *what)
{
	printf("%s - libtracefs %s\n", good ? "ok" : "not ok", what);
	failed |= !good;
}

static int on_event(struct tep_event *event, struct tep_record *record, int cpu, void *context)
{
	struct found *found = context;
	unsigned long long pid;

	found->all++;
	if (record->ts < found->time[cpu])
		found->backwards++;
	found->time[cpu] = record->ts;
	if (!strcmp(event->name, "sched_switch"))
		found->switches++;
	if (strcmp(event->name, "sched_process_fork"))
		return 0;
	if (tep_get_field_val(NULL, event, "parent_pid", record, &pid, 0) < 0)
		found->bad_pids++;
	else if ((int)pid == found->parent)
		found->forks++;
	return 0;
}

static void make_children(void)
{
	int i, status;

	for (i = 0; i < NR_CHILDREN; i++) {
		if (!fork())
			_exit(0);
		wait(&status);
	}
}

static void check_found(const struct found *found)
{
	printf("# %d records: %d forks of ours, %d switches\n", found->all, found->forks,
	       found->switches);
	result(found->forks == NR_CHILDREN, "got every fork");
	result(found->switches > NR_CHILDREN, "got switches");
	result(!found->bad_pids, "finds the fields of a record");
	result(!found->backwards, "times go forward on each CPU");
}

static void iterate(struct tracefs_instance *instance)
{
	struct found *found = calloc(1, sizeof(*found));
	struct tep_handle *tep;
	char *text;
	int ret;

	tep = tracefs_local_events(NULL);
	result(tep, "reads the events' formats");
	if (!tep || !found)
		return;
	found->parent = getpid();
	tracefs_trace_on(instance);
	make_children();
	tracefs_trace_off(instance);
	ret = tracefs_iterate_raw_events(tep, instance, NULL, 0, on_event, found);
	result(!ret, "iterates over the records");
	check_found(found);
	text = tracefs_instance_file_read(instance, "trace", NULL);
	result(text && strstr(text, "# tracer: nop"), "reads the instance's trace");
	free(text);
	tep_free(tep);
	free(found);
}

int main(void)
{
	struct tracefs_instance *instance = tracefs_instance_create("libtracefs");
	char *clock;

	result(instance && tracefs_instance_is_new(instance), "makes an instance");
	if (!instance)
		return 1;
	result(!tracefs_instance_set_buffer_size(instance, 4096, -1), "sets the buffer's size");
	result(tracefs_instance_get_buffer_size(instance, 0) >= 4096, "gets the buffer's size");
	clock = tracefs_get_clock(instance);
	result(clock && !strcmp(clock, "local"), "gets the clock");
	free(clock);
	result(!tracefs_event_enable(instance, "sched", "sched_switch") &&
	       !tracefs_event_enable(instance, "sched", "sched_process_fork"), "enables events");
	result(tracefs_event_is_enabled(instance, "sched", "sched_switch") ==
	       TRACEFS_ALL_ENABLED, "sees that an event is on");
	result(tracefs_event_is_enabled(NULL, "sched", "sched_switch") ==
	       TRACEFS_ALL_DISABLED, "sees that it is off at the top");
	result(!tracefs_option_enable(instance, TRACEFS_OPTION_RECORD_TGID), "sets an option");
	iterate(instance);
	result(!tracefs_event_disable(instance, "sched", NULL), "disables events");
	result(!tracefs_instance_destroy(instance), "removes the instance");
	result(!tracefs_instance_exists("libtracefs"), "it is gone");
	tracefs_instance_free(instance);
	return failed;
}
