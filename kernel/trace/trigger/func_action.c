// SPDX-License-Identifier: GPL-2.0
/*
 * What function commands do when a function is hit.
 *
 * Any context, preemption off, RCU watching (FTRACE_OPS_FL_RCU); no lock, no
 * allocation.  The two dumps print, which is what they are for.
 */
#include <linux/array_size.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/trace_recursion.h>

#include "dispatch/dispatch.h"
#include "event/event.h"
#include "instance/instance.h"
#include "trigger/func_command.h"

static bool recording_is_due(const struct func_command *command)
{
	return instance_is_on(command->tr) != command->action->on;
}

static void recording_run(const struct func_command *command, unsigned long ip)
{
	instance_set_on(command->tr, command->action->on);
}

static bool event_is_due(const struct func_command *command)
{
	return READ_ONCE(command->file->switched_on) != command->action->on;
}

static void event_run(const struct func_command *command, unsigned long ip)
{
	event_file_switch(command->file, command->action->on);
}

static void stacktrace_run(const struct func_command *command, unsigned long ip)
{
	record_stack_from(command->tr, ip);
}

static void snapshot_run(const struct func_command *command, unsigned long ip)
{
	tracing_snapshot_cond(command->tr, NULL);
}

static void dump_run(const struct func_command *command, unsigned long ip)
{
	ftrace_dump(DUMP_ALL);
}

static void cpudump_run(const struct func_command *command, unsigned long ip)
{
	ftrace_dump(DUMP_ORIG);
}

static const struct func_action func_actions[] = {
	{ .name = "traceon", .on = true, .is_due = recording_is_due, .run = recording_run },
	{ .name = "traceoff", .is_due = recording_is_due, .run = recording_run },
	{ .name = "stacktrace", .run = stacktrace_run },
	{ .name = "dump", .count_kind = FUNC_COUNT_ONCE, .run = dump_run },
	{ .name = "cpudump", .count_kind = FUNC_COUNT_NONE, .run = cpudump_run },
	{ .name = "snapshot", .wants_snapshot = true, .run = snapshot_run },
	{ .name = "enable_event", .wants_event = true, .on = true, .is_due = event_is_due,
	  .run = event_run },
	{ .name = "disable_event", .wants_event = true, .is_due = event_is_due,
	  .run = event_run },
};

/**
 * func_action_find - the action of a name
 * @name: the name
 *
 * Context: Any.
 * Return: the action or NULL.
 */
const struct func_action *func_action_find(const char *name)
{
	const struct func_action *action = func_actions;

	for (; action < func_actions + ARRAY_SIZE(func_actions); action++) {
		if (action->wants_snapshot && !IS_ENABLED(CONFIG_TRACER_SNAPSHOT))
			continue;
		if (!strcmp(action->name, name))
			return action;
	}
	return NULL;
}

/*
 * Several CPUs may see that something is to be switched, and all switch it.
 * Only one of them finds the count as it was before.
 */
static void run_if_due(const struct func_command *command, unsigned long ip, atomic_long_t *count)
{
	long seen = atomic_long_read_acquire(count);

	if (!seen || !command->action->is_due(command))
		return;
	command->action->run(command, ip);
	if (seen != FUNC_COUNT_ALWAYS)
		atomic_long_try_cmpxchg_release(count, &seen, seen - 1);
}

static void run_counted(const struct func_command *command, unsigned long ip, atomic_long_t *count)
{
	long seen = atomic_long_read(count);

	do {
		if (!seen)
			return;
		if (seen == FUNC_COUNT_ALWAYS)
			break;
	} while (!atomic_long_try_cmpxchg_relaxed(count, &seen, seen - 1));
	command->action->run(command, ip);
}

static void hit_counted(const struct func_command *command, unsigned long ip)
{
	const struct func_sites *sites = rcu_dereference_sched(command->sites);
	unsigned int at = sites ? func_sites_find(sites, ip) : 0;

	/* A function that was just taken away may be hit still. */
	if (!sites || at == sites->nr)
		return;
	if (command->action->is_due)
		run_if_due(command, ip, &sites->sites[at]->count);
	else
		run_counted(command, ip, &sites->sites[at]->count);
}

static void hit_always(const struct func_command *command, unsigned long ip)
{
	if (!command->action->is_due || command->action->is_due(command))
		command->action->run(command, ip);
}

/**
 * func_command_hit - a function that has a command was entered
 * @ip: the function
 * @parent_ip: its caller
 * @ops: of the command
 * @fregs: ignored
 *
 * Context: Any.
 */
void func_command_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
		      struct ftrace_regs *fregs)
{
	const struct func_command *command = container_of(ops, struct func_command, ops);
	int bit = ftrace_test_recursion_trylock(ip, parent_ip);

	if (bit < 0)
		return;
	if (command->is_counted)
		hit_counted(command, ip);
	else
		hit_always(command, ip);
	ftrace_test_recursion_unlock(bit);
}
