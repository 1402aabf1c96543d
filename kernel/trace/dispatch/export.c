// SPDX-License-Identifier: GPL-2.0
/*
 * Who gets a record beside the buffer: exports, which modules register, and
 * the console (tp_printk.c).
 *
 * While there is nobody, a hit pays for a nop.  Sinks run in the hit's context
 * with preemption off, before the record is committed; they are found by RCU.
 * sinks_mutex covers the list and who counts.
 */
#include <linux/export.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>

#include "dispatch/dispatch.h"

DEFINE_STATIC_KEY_FALSE(record_sinks);

static struct trace_export __rcu *exports;
static DEFINE_MUTEX(sinks_mutex);

#define sinks_dereference(p)	rcu_dereference_protected(p, lockdep_is_held(&sinks_mutex))

/**
 * record_export - hand a record to the exports that want its kind
 * @slot: the record, not yet committed
 * @kind: TRACE_EXPORT_*
 *
 * Context: Any, preemption off.
 */
void record_export(struct rb_slot slot, int kind)
{
	unsigned int size = ring_buffer_slot_length(slot);
	struct trace_export *export;

	for (export = rcu_dereference_sched(exports); export;
	     export = rcu_dereference_sched(export->next)) {
		if (export->flags & kind)
			export->write(export, slot.data, size);
	}
}

/* The link that leads to @export, or the one that ends the list. */
static struct trace_export __rcu **export_link(const struct trace_export *export)
{
	struct trace_export __rcu **link = &exports;
	struct trace_export *at;

	lockdep_assert_held(&sinks_mutex);
	while ((at = sinks_dereference(*link))) {
		if (at == export)
			break;
		link = &at->next;
	}
	return link;
}

/**
 * register_ftrace_export - have copies of records
 * @export: its write function and the kinds that it takes
 *
 * Context: Process context, may sleep.
 * Return: 0, -1 without a function.
 */
int register_ftrace_export(struct trace_export *export)
{
	if (WARN_ON_ONCE(!export->write))
		return -1;
	guard(mutex)(&sinks_mutex);
	rcu_assign_pointer(export->next, sinks_dereference(exports));
	rcu_assign_pointer(exports, export);
	static_branch_inc(&record_sinks);
	return 0;
}
EXPORT_SYMBOL_GPL(register_ftrace_export);

/**
 * unregister_ftrace_export - have no more of them
 * @export: what was registered
 *
 * No hit is in its function any more when this returns.
 * Context: Process context, may sleep.
 * Return: 0, -1 if it is not registered.
 */
int unregister_ftrace_export(struct trace_export *export)
{
	struct trace_export __rcu **link;

	guard(mutex)(&sinks_mutex);
	link = export_link(export);
	if (!rcu_access_pointer(*link))
		return -1;
	rcu_assign_pointer(*link, sinks_dereference(export->next));
	static_branch_dec(&record_sinks);
	synchronize_rcu();
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_export);
