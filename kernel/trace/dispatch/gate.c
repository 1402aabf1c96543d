// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a hit that is not simply recorded is recorded at all: triggers may
 * have switched the event off, and users may have asked for some tasks only.
 *
 * Called by record.c for event files whose flags say so, in the context of the
 * hit, NMI included, with preemption off.
 */
#include <kunit/visibility.h>
#include <linux/export.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "base/base.h"
#include "dispatch/dispatch.h"

/*
 * Hits are inside an RCU read-side section by having preemption off, which the
 * checking variants of rcu_dereference() would ask lockdep for each time.
 */
static bool ignores_pid(const struct instance_events *events, int pid)
{
	const struct pid_set *only = rcu_dereference_raw(events->pids[EVENT_PIDS_ONLY]);
	const struct pid_set *except = rcu_dereference_raw(events->pids[EVENT_PIDS_EXCEPT]);

	return (only && !pid_set_has(only, pid)) || (except && pid_set_has(except, pid));
}

/* A switch or wakeup is wanted if either of its two tasks is. */
static bool ignores_hit(const struct instance_events *events)
{
	int other;

	if (!ignores_pid(events, current->pid))
		return false;
	other = __this_cpu_read(event_other_pid);
	return other == EVENT_NO_PID || ignores_pid(events, other);
}

/**
 * gate_passes - is a hit recorded
 * @file: the event in an instance; its flags have one of %EVENT_FILE_GATED
 *
 * Context: Any, preemption off.
 * Return: true if so.
 */
bool gate_passes(const struct trace_event_file *file)
{
	unsigned long flags = READ_ONCE(file->flags);

	if (flags & EVENT_FILE_NOT_RECORDING)
		return false;
	if (flags & EVENT_FILE_SWITCHED && !READ_ONCE(file->switched_on))
		return false;
	return !(flags & EVENT_FILE_PIDS && ignores_hit(file->tr->events));
}
EXPORT_SYMBOL_IF_KUNIT(gate_passes);

/**
 * trace_event_ignore_this_pid - did the user ask not to see this hit's task
 * @file: the event in an instance
 *
 * Context: Any, preemption off.
 * Return: true if so.
 */
bool trace_event_ignore_this_pid(struct trace_event_file *file)
{
	return READ_ONCE(file->flags) & EVENT_FILE_PIDS && ignores_hit(file->tr->events);
}
EXPORT_SYMBOL_GPL(trace_event_ignore_this_pid);
