// SPDX-License-Identifier: GPL-2.0
/*
 * The option func-no-repeats: a function that is called again and again from the
 * same place is recorded once, and then how often it was called again.
 *
 * Hits, in any context, preemption off and guarded.  What a CPU remembers may be
 * changed by an interrupt between two accesses: then a repetition is counted for
 * another function, or not at all.
 */
#include <linux/percpu.h>

#include "dispatch/dispatch.h"
#include "tracer/function.h"

/**
 * function_repeats_alloc - have room to remember what each CPU recorded last
 * @fn: the instance's
 *
 * Context: Process context, may sleep, under trace_types_lock.
 * Return: 0 or -ENOMEM.
 */
int function_repeats_alloc(struct function_tracing *fn)
{
	struct function_last __percpu *last;

	lockdep_assert_held(&trace_types_lock);
	if (fn->last)
		return 0;
	last = alloc_percpu(struct function_last);
	if (!last)
		return -ENOMEM;
	/* Hits that see the option find it. */
	smp_store_release(&fn->last, last);
	return 0;
}

/**
 * function_repeats_free - free it
 * @fn: the instance's, which no hit uses any more
 *
 * Context: Process context.
 */
void function_repeats_free(struct function_tracing *fn)
{
	free_percpu(fn->last);
	fn->last = NULL;
}

static void repeats_record(struct function_tracing *fn, const struct function_last *last)
{
	struct func_repeats_entry *entry;
	struct rb_slot slot;
	u64 delta;

	slot = record_reserve(fn->tr, TRACE_FUNC_REPEATS, sizeof(*entry));
	entry = slot.data;
	if (!entry)
		return;
	delta = ring_buffer_slot_time_stamp(slot) - last->ts;
	entry->ip = last->ip;
	entry->parent_ip = last->parent_ip;
	entry->count = last->repeats;
	entry->top_delta_ts = delta >> 32;
	entry->bottom_delta_ts = delta;
	record_commit(slot);
}

/**
 * function_is_repeat - is a hit like the one before it on this CPU
 * @fn: the instance's
 * @ip: the function
 * @parent_ip: where it was called from
 *
 * Context: As a hit.
 * Return: true if so; it has been counted then.
 */
bool function_is_repeat(struct function_tracing *fn, unsigned long ip, unsigned long parent_ip)
{
	struct function_last *last = this_cpu_ptr(fn->last);

	if (last->ip == ip && last->parent_ip == parent_ip && last->repeats < U16_MAX) {
		last->ts = ring_buffer_time_stamp(READ_ONCE(fn->tr->rb));
		last->repeats++;
		return true;
	}
	if (last->repeats)
		repeats_record(fn, last);
	last->repeats = 0;
	last->ip = ip;
	last->parent_ip = parent_ip;
	return false;
}
