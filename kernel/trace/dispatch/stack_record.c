// SPDX-License-Identifier: GPL-2.0
/*
 * A kernel stack as a record.
 *
 * Any context, NMI included: the addresses are collected on the stack and then
 * copied, so that the record has just the room that it needs.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "dispatch/dispatch.h"

#define STACK_DEPTH	64

/**
 * record_stack - record where the caller is
 * @tr: the instance
 * @skip: callers to leave out, the caller of this function being the first
 *
 * Context: Any.
 */
void record_stack(struct trace_array *tr, unsigned int skip)
{
	unsigned long calls[STACK_DEPTH];
	struct stack_entry *entry;
	struct rb_slot slot;
	unsigned int nr;

	guard(preempt_notrace)();
	nr = stack_trace_save(calls, STACK_DEPTH, skip + 1);
	slot = record_reserve(tr, TRACE_STACK, offsetof(struct stack_entry, caller) +
			      nr * sizeof(calls[0]));
	entry = slot.data;
	if (!entry)
		return;
	entry->size = nr;
	unsafe_memcpy(entry->caller, calls, nr * sizeof(calls[0]),
		      /* the format says caller[8]; the record has room for all */);
	record_commit(slot);
}

/**
 * trace_dump_stack - record the caller's stack into the top instance
 * @skip: callers to leave out
 *
 * Context: Any.
 */
void trace_dump_stack(int skip)
{
	struct trace_array *tr = instance_top();

	if (tr)
		record_stack(tr, skip + 1);
}
EXPORT_SYMBOL_GPL(trace_dump_stack);
