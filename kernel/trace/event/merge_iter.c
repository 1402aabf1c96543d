// SPDX-License-Identifier: GPL-2.0
/*
 * The records of all CPUs in the order of their stamps.
 *
 * What each CPU has next is remembered, so a step asks the buffer only about
 * the CPU whose record went by, and compares stamps.  A reader that consumes
 * must forget all that (event_iter_rewind() or event_iter_is_empty()) whenever
 * it has let go of what keeps other consumers away, since the memory that the
 * records stand in is then no longer its own.
 *
 * Process context; an iterator has one user at a time.
 */
#include <kunit/visibility.h>
#include <linux/cpumask.h>
#include <linux/ring_buffer.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"
#include "buffer/buffer.h"
#include "event/event.h"
#include "event/merge.h"

/* What a reader that leaves records in place says of those it missed. */
#define LOST_UNCOUNTED	(-1UL)

static bool iter_consumes(const struct trace_iterator *iter)
{
	return !iter->buffer_iter;
}

static void merge_forget(struct event_merge *merge)
{
	unsigned int i;

	for (i = 0; i < merge->nr; i++) {
		merge->cpus[i].known = false;
		merge->cpus[i].passed = false;
	}
	merge->given = NULL;
}

static void merge_ask(struct trace_iterator *iter, struct merge_cpu *next)
{
	struct ring_buffer_iter *place;

	next->lost = 0;
	if (iter_consumes(iter)) {
		next->event = ring_buffer_peek(iter->rb, next->cpu, &next->ts, &next->lost);
		/* Records may come at any time: an empty CPU is asked again. */
		next->known = next->event;
		return;
	}
	place = iter->buffer_iter[next->cpu];
	if (next->passed)
		next->event = ring_buffer_iter_next(place, &next->ts);
	else
		next->event = place ? ring_buffer_iter_peek(place, &next->ts) : NULL;
	next->passed = false;
	if (next->event && ring_buffer_iter_dropped(place))
		next->lost = LOST_UNCOUNTED;
	next->known = true;
}

/* The CPU with the oldest record.  NULL: there is none. */
static struct merge_cpu *merge_oldest(struct trace_iterator *iter)
{
	struct event_merge *merge = iter->merge;
	struct merge_cpu *oldest = NULL;
	unsigned int i;

	for (i = 0; i < merge->nr; i++) {
		struct merge_cpu *next = &merge->cpus[i];

		if (!next->known)
			merge_ask(iter, next);
		if (next->event && (!oldest || next->ts < oldest->ts))
			oldest = next;
	}
	/* At the end for now; ask again next time. */
	if (!oldest)
		merge_forget(merge);
	return oldest;
}

/* Step over the record that the user has; a consuming user does that itself. */
static void merge_pass_given(struct trace_iterator *iter)
{
	struct merge_cpu *given = iter->merge->given;

	if (!given || iter_consumes(iter))
		return;
	given->known = false;
	given->passed = true;
	iter->merge->given = NULL;
}

static struct trace_entry *iter_fill(struct trace_iterator *iter, const struct merge_cpu *next)
{
	if (!next) {
		iter->ent = NULL;
		iter->ent_size = 0;
		iter->lost_events = 0;
		return NULL;
	}
	iter->ent = ring_buffer_event_data(next->event);
	iter->ent_size = ring_buffer_event_length(next->event);
	iter->ts = next->ts;
	iter->cpu = next->cpu;
	iter->lost_events = next->lost;
	return iter->ent;
}

/**
 * event_iter_peek - look at the record that event_iter_next() will give
 * @iter: the iterator
 *
 * A record given before is no longer valid then.
 * Context: Process context.
 * Return: the record, described in @iter, or NULL.
 */
struct trace_entry *event_iter_peek(struct trace_iterator *iter)
{
	merge_pass_given(iter);
	return iter_fill(iter, merge_oldest(iter));
}

/**
 * event_iter_next - go to the next record
 * @iter: the iterator
 *
 * A consuming iterator gives the same record until event_iter_consume().
 * Context: Process context.
 * Return: the record, described in @iter, or NULL.
 */
struct trace_entry *event_iter_next(struct trace_iterator *iter)
{
	struct merge_cpu *next;

	merge_pass_given(iter);
	next = merge_oldest(iter);
	if (next && next != iter->merge->given)
		iter->idx++;
	iter->merge->given = next;
	return iter_fill(iter, next);
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_next);

/**
 * event_iter_consume - take the record that event_iter_next() gave
 * @iter: the iterator, one that consumes
 *
 * Context: Process context.
 */
void event_iter_consume(struct trace_iterator *iter)
{
	struct merge_cpu *given = iter->merge->given;

	if (!given)
		return;
	ring_buffer_consume(iter->rb, given->cpu, NULL, NULL);
	given->known = false;
	iter->merge->given = NULL;
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_consume);

/* The record's place in the buffer is about to be used for the next one. */
static bool iter_keep_record(struct trace_iterator *iter)
{
	void *room = iter->temp;

	if (iter->ent == room)
		return true;
	if (iter->temp_size < iter->ent_size) {
		if (iter->iter_flags & TRACE_FILE_NO_ALLOC)
			return false;
		room = krealloc(iter->temp, iter->ent_size, GFP_KERNEL);
		if (!room)
			return false;
		iter->temp = room;
		iter->temp_size = iter->ent_size;
	}
	iter->ent = memcpy(room, iter->ent, iter->ent_size);
	return true;
}

/**
 * event_iter_next_ts - when the next record was written
 * @iter: the iterator, on a record; the record may move to iter->temp
 *
 * Context: Process context.
 * Return: a stamp; that of the record itself if there is no next one, and
 * always in a consuming iterator.
 */
u64 event_iter_next_ts(struct trace_iterator *iter)
{
	struct merge_cpu *next;

	if (iter_consumes(iter) || !iter_keep_record(iter))
		return iter->ts;
	merge_pass_given(iter);
	next = merge_oldest(iter);
	return next ? next->ts : iter->ts;
}

static struct merge_cpu *merge_of(struct event_merge *merge, int cpu)
{
	unsigned int i;

	for (i = 0; i < merge->nr; i++) {
		if (merge->cpus[i].cpu == cpu)
			return &merge->cpus[i];
	}
	return NULL;
}

/**
 * event_iter_peek_cpu - look at the record behind the current one on its CPU
 * @iter: the iterator, on a record, which moves to iter->temp and is consumed
 *
 * Context: Process context.
 * Return: the record, or NULL.
 */
struct trace_entry *event_iter_peek_cpu(struct trace_iterator *iter)
{
	struct merge_cpu *next = merge_of(iter->merge, iter->cpu);

	if (!next || !iter_keep_record(iter))
		return NULL;
	if (next == iter->merge->given && iter_consumes(iter))
		event_iter_consume(iter);
	else
		merge_pass_given(iter);
	if (!next->known)
		merge_ask(iter, next);
	return next->event ? ring_buffer_event_data(next->event) : NULL;
}

/**
 * event_iter_skip_cpu - pass over the record that event_iter_peek_cpu() gave
 * @iter: the iterator
 *
 * Context: Process context.
 */
void event_iter_skip_cpu(struct trace_iterator *iter)
{
	struct merge_cpu *next = merge_of(iter->merge, iter->cpu);

	next->known = false;
	if (iter_consumes(iter))
		ring_buffer_consume(iter->rb, next->cpu, NULL, NULL);
	else
		next->passed = true;
}

/**
 * event_iter_is_empty - is there nothing to read
 * @iter: the iterator
 *
 * If the iterator consumes it forgets what each CPU had next, and looks where
 * records go to by now: snapshots change that.
 * Context: Process context.
 * Return: true if event_iter_next() has nothing to give.
 */
bool event_iter_is_empty(struct trace_iterator *iter)
{
	struct event_merge *merge = iter->merge;
	unsigned int i;

	if (!iter_consumes(iter))
		return !merge_oldest(iter);
	merge_forget(merge);
	iter->rb = READ_ONCE(iter->tr->rb);
	for (i = 0; i < merge->nr; i++) {
		if (!ring_buffer_empty_cpu(iter->rb, merge->cpus[i].cpu))
			return false;
	}
	return true;
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_is_empty);

/**
 * event_iter_rewind - begin again at the oldest records
 * @iter: the iterator
 *
 * Context: Process context.
 */
void event_iter_rewind(struct trace_iterator *iter)
{
	struct event_merge *merge = iter->merge;
	unsigned int i;

	merge_forget(merge);
	iter->ent = NULL;
	if (iter_consumes(iter))
		return;
	iter->idx = 0;
	cpumask_clear(iter->started);
	for (i = 0; i < merge->nr; i++) {
		if (iter->buffer_iter[merge->cpus[i].cpu])
			ring_buffer_iter_reset(iter->buffer_iter[merge->cpus[i].cpu]);
	}
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_rewind);

/**
 * event_iter_is_stale - does an iterator remember records of events that left
 * @iter: the iterator, to be rewound then
 *
 * The buffer was emptied when they left, and their types may be others' by now.
 * An iterator has copies of records, and would give those all the same.
 *
 * Context: Process context, under event_read_lock().
 * Return: true if so, once; also before the first use, when it makes no difference.
 */
bool event_iter_is_stale(struct trace_iterator *iter)
{
	unsigned long generation = event_registry_generation();
	struct event_merge *merge = iter->merge;
	u64 since = iter->tr->time_start;

	if (merge->generation == generation || merge->since == since)
		return false;
	merge->generation = generation;
	merge->since = since;
	return true;
}

/* Say which CPUs are merged; there is room for them. */
static void merge_choose(struct event_merge *merge, int only)
{
	unsigned int i = 0;
	int cpu;

	if (only != INSTANCE_ALL_CPUS) {
		merge->nr = 1;
		merge->cpus[0].cpu = only;
		return;
	}
	merge->nr = num_possible_cpus();
	for_each_possible_cpu(cpu)
		merge->cpus[i++].cpu = cpu;
}

static struct event_merge *merge_alloc(int only)
{
	unsigned int nr = only == INSTANCE_ALL_CPUS ? num_possible_cpus() : 1;
	struct event_merge *merge = kzalloc(struct_size(merge, cpus, nr), GFP_KERNEL);

	if (merge)
		merge_choose(merge, only);
	return merge;
}

/* Stand at the oldest record of each CPU, without taking any. */
static int iter_start(struct trace_iterator *iter)
{
	struct event_merge *merge = iter->merge;
	unsigned int i;

	iter->buffer_iter = kcalloc(nr_cpu_ids, sizeof(*iter->buffer_iter), GFP_KERNEL);
	if (!iter->buffer_iter)
		return -ENOMEM;
	for (i = 0; i < merge->nr; i++) {
		int cpu = merge->cpus[i].cpu;

		iter->buffer_iter[cpu] = ring_buffer_read_start(iter->rb, cpu, GFP_KERNEL);
	}
	return 0;
}

/* The clock and the format that it is read in stay as they are at open. */
static unsigned long iter_flags_now(struct trace_iterator *iter, bool consume)
{
	struct trace_array *tr = iter->tr;
	unsigned long flags = 0;

	if (trace_clocks[tr->clock].in_ns)
		flags |= TRACE_FILE_TIME_IN_NS;
	if (instance_has(tr, OPT_LATENCY_FORMAT))
		flags |= TRACE_FILE_LAT_FMT;
	if (!consume && ring_buffer_overruns(iter->rb))
		flags |= TRACE_FILE_ANNOTATE;
	return flags;
}

/**
 * event_iter_follow_view - show records as the tracer of now does
 * @iter: the iterator
 *
 * Context: Process context, may sleep.
 */
void event_iter_follow_view(struct trace_iterator *iter)
{
	const struct event_view *view = READ_ONCE(iter->tr->view);

	if (likely(iter->view == view))
		return;
	if (iter->view && iter->view->close)
		iter->view->close(iter);
	iter->private = NULL;
	iter->view = view;
	if (view && view->open)
		view->open(iter);
}

/**
 * event_iter_open - begin to read a buffer
 * @iter: the iterator, all zero but for snapshot: to read that instead
 * @tr: the instance
 * @cpu: the one CPU to read, or INSTANCE_ALL_CPUS
 * @consume: take records away rather than leave them in place
 *
 * Context: Process context.  event_iter_close() must follow, also on error.
 * Return: 0 or -ENOMEM.
 */
int event_iter_open(struct trace_iterator *iter, struct trace_array *tr, int cpu, bool consume)
{
	mutex_init(&iter->mutex);
	trace_seq_init(&iter->seq);
	trace_seq_init(&iter->tmp_seq);
	iter->tr = tr;
	iter->rb = iter->snapshot ? instance_spare(tr) : READ_ONCE(tr->rb);
	iter->cpu_file = cpu;
	iter->iter_flags = iter_flags_now(iter, consume);
	iter->merge = merge_alloc(cpu);
	if (!iter->merge || !zalloc_cpumask_var(&iter->started, GFP_KERNEL))
		return -ENOMEM;
	event_iter_follow_view(iter);
	return consume ? 0 : iter_start(iter);
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_open);

/**
 * event_iter_restart - read another buffer with an iterator that consumes
 * @iter: the iterator, opened for all CPUs
 * @tr: the instance
 * @cpu: the one CPU to read, or INSTANCE_ALL_CPUS
 *
 * Context: Any; allocates nothing.
 */
void event_iter_restart(struct trace_iterator *iter, struct trace_array *tr, int cpu)
{
	iter->tr = tr;
	iter->rb = tr->rb;
	iter->view = READ_ONCE(tr->view);
	iter->private = NULL;
	iter->cpu_file = cpu;
	iter->iter_flags = iter_flags_now(iter, true);
	iter->idx = 0;
	merge_choose(iter->merge, cpu);
	event_iter_rewind(iter);
}

/**
 * event_iter_close - end what event_iter_open() began
 * @iter: the iterator
 *
 * Context: Process context.
 */
void event_iter_close(struct trace_iterator *iter)
{
	unsigned int cpu;

	for (cpu = 0; iter->buffer_iter && cpu < nr_cpu_ids; cpu++) {
		if (iter->buffer_iter[cpu])
			ring_buffer_read_finish(iter->buffer_iter[cpu]);
	}
	if (iter->view && iter->view->close)
		iter->view->close(iter);
	kfree(iter->buffer_iter);
	kfree(iter->merge);
	kfree(iter->temp);
	kfree(iter->fmt);
	free_cpumask_var(iter->started);
	mutex_destroy(&iter->mutex);
}
EXPORT_SYMBOL_IF_KUNIT(event_iter_close);
