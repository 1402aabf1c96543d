// SPDX-License-Identifier: GPL-2.0
/*
 * The test of all events at boot: each one, each system and all together are
 * enabled and disabled again while the kernel has something to do.
 *
 * A late initcall in a thread that may sleep; nobody else traces yet, or the
 * test is left out.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kthread.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "event/event.h"

/* Its thread would be all that there is to see. */
#define SKIPPED_SYSTEM	"benchmark"

static DEFINE_MUTEX(test_mutex);

static void __init event_test_work(struct work_struct *unused)
{
	void *memory = kmalloc(1234, GFP_KERNEL);

	guard(mutex)(&test_mutex);
	usleep_range(100, 200);
	kfree(memory);
}

/* Something of everything: sleeping, memory, locks, threads, work on each CPU. */
static int __init event_test_thread(void *done)
{
	WARN_ON(schedule_on_each_cpu(event_test_work));
	complete(done);
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void __init event_test_load(void)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct task_struct *task = kthread_run(event_test_thread, &done, "event_test");

	if (WARN_ON(IS_ERR(task)))
		return;
	/* A thread that is stopped before it has begun does nothing. */
	wait_for_completion(&done);
	kthread_stop(task);
}

static bool __init event_test_wants(struct trace_event_call *call)
{
	if (!event_call_is_visible(call) || !strcmp(call->class->system, SKIPPED_SYSTEM))
		return false;
	return IS_ENABLED(CONFIG_EVENT_TRACE_TEST_SYSCALLS) ||
	       strcmp(call->class->system, "syscalls");
}

static unsigned int __init count_enabled(void)
{
	struct trace_event_call *call;
	unsigned int i, nr = 0;

	guard(mutex)(&event_mutex);
	for (i = 0; (call = event_call_at(i)); i++)
		nr += event_is_enabled(instance_top(), call);
	return nr;
}

/* Enable what @system and @name say, work, disable; NULL is any. */
static void __init event_test_one(const char *what, const char *system, const char *name)
{
	struct trace_array *tr = instance_top();
	bool enabled, disabled;

	enabled = !event_set_enabled(tr, NULL, system, name, true) && count_enabled();
	event_test_load();
	disabled = !event_set_enabled(tr, NULL, system, name, false) && !count_enabled();
	if (!WARN(!enabled || !disabled, "Testing %s: FAILED to %s\n", what,
		  enabled ? "disable" : "enable"))
		pr_info("Testing %s: OK\n", what);
}

static struct trace_event_call *__init event_test_at(unsigned int index)
{
	guard(mutex)(&event_mutex);
	return event_call_at(index);
}

static void __init event_test_each(void)
{
	struct trace_event_call *call;
	unsigned int i;
	char what[80];

	pr_info("Running tests on trace events:\n");
	for (i = 0; (call = event_test_at(i)); i++) {
		if (!event_test_wants(call))
			continue;
		snprintf(what, sizeof(what), "event %s", trace_event_name(call));
		event_test_one(what, call->class->system, trace_event_name(call));
	}
}

static const char *__init system_test_at(unsigned int *index)
{
	const char *system = NULL;

	guard(mutex)(&event_mutex);
	while (!system && *index < event_system_count())
		system = event_system_name((*index)++);
	return system;
}

static void __init event_test_systems(void)
{
	unsigned int i = 0;
	const char *system;
	char what[80];

	pr_info("Running tests on trace event systems:\n");
	while ((system = system_test_at(&i))) {
		if (!strcmp(system, "ftrace") || !strcmp(system, SKIPPED_SYSTEM))
			continue;
		snprintf(what, sizeof(what), "event system %s", system);
		event_test_one(what, system, NULL);
	}
}

/* Modules cannot come yet, so the registry stays as it is between the locks. */
static int __init event_startup_test(void)
{
	if (!instance_top() || count_enabled())
		return 0;
	event_test_each();
	event_test_systems();
	pr_info("Running tests on all trace events:\n");
	event_test_one("all events", NULL, NULL);
	instance_reset(instance_top(), INSTANCE_ALL_CPUS);
	return 0;
}
late_initcall(event_startup_test);
