// SPDX-License-Identifier: GPL-2.0
/*
 * The hot path between a probe and the buffer: reserve room for a record; write
 * its header and commit what the probe filled in.
 *
 * Called by every probe that TRACE_EVENT generates, in the context of the hit,
 * NMI included, with preemption off.  No lock, no allocation, no warning: what
 * cannot be recorded is counted by the buffer.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/trace_events.h>
#include <linux/unaligned.h>

#include "buffer/buffer_inline.h"
#include "dispatch/dispatch_inline.h"
#include "dispatch/dispatch.h"

/*
 * The token of a record: its CPU's buffer, whose address leaves the lowest bit for
 * a mark that commit has more to do.  It stands where the header will be, so that
 * a probe need not keep it; who reads the buffer never sees it.
 */
#define TOKEN_MORE		1UL

static_assert(sizeof(struct trace_entry) == sizeof(unsigned long));

/* A tracepoint turned preemption off before it called the probe. */
#define OFF_BY_TRACEPOINT	1

/* The record at @entry, unless it was refused. */
static __always_inline void *begun(void *entry, unsigned long token)
{
	/* Records stand at multiples of four bytes. */
	if (likely(entry))
		put_unaligned(token, (unsigned long *)entry);
	return entry;
}

/* What no plain reserve can do, before and after it has opened the write. */
static noinline void *reserve_busy(struct ring_buffer_per_cpu *cpu_rb, size_t len)
{
	return begun(rb_reserve_busy(cpu_rb, len), (unsigned long)cpu_rb);
}

static noinline void *reserve_odd(struct ring_buffer_per_cpu *cpu_rb, size_t len)
{
	return begun(rb_reserve_odd(cpu_rb, len, 0), (unsigned long)cpu_rb);
}

static noinline void *reserve_called(struct ring_buffer_per_cpu *cpu_rb, size_t len)
{
	return begun(rb_reserve_called(cpu_rb, len), (unsigned long)cpu_rb);
}

/* What is not just recording; flags says why. */
static noinline void *reserve_special(void *data, size_t len)
{
	struct trace_event_file *file = data;
	unsigned long token;
	struct rb_slot slot;

	if ((unsigned long)data & TRACE_DATA_PERF)
		return perf_record_reserve(data, len);
	if (file->flags & EVENT_FILE_GATED && !gate_passes(file))
		return NULL;
	slot = ring_buffer_reserve(READ_ONCE(file->tr->rb), len);
	token = (unsigned long)slot.cpu_rb;
	if (file->flags & EVENT_FILE_STACKS)
		token |= TOKEN_MORE;
	return begun(slot.data, token);
}

/**
 * trace_record_reserve - room for the record of a hit
 * @data: what the probe was registered with
 * @len: bytes, header included
 *
 * Context: Any, preemption off until the commit.
 * Return: the place to fill in behind the header, which is the commit's; NULL when
 * nobody wants the record or there is no room for it.
 */
void *trace_record_reserve(void *data, size_t len)
{
	struct trace_event_file *file = data;
	struct ring_buffer_per_cpu *cpu_rb;
	void *event;

	if (unlikely((unsigned long)data & TRACE_DATA_PERF || file->flags))
		return reserve_special(data, len);
	cpu_rb = rb_this_cpu(READ_ONCE(file->tr->rb));
	if (unlikely(rb_is_busy(cpu_rb)))
		return rb_is_stopped(cpu_rb) ? NULL : reserve_busy(cpu_rb, len);
	rb_open(cpu_rb);
	if (unlikely(!rb_clock_is_inline(cpu_rb)))
		return reserve_called(cpu_rb, len);
	event = rb_reserve_plain(cpu_rb, len, rb_inline_clock());
	if (unlikely(!event))
		return reserve_odd(cpu_rb, len);
	return begun(event + RB_EVENT_HEADER, (unsigned long)cpu_rb);
}
EXPORT_SYMBOL_GPL(trace_record_reserve);

/* @from is where the probe called trace_record_commit(). */
static noinline void commit_special(struct trace_event_file *file, void *entry,
				    unsigned long from)
{
	unsigned long token = get_unaligned((unsigned long *)entry);
	struct rb_slot slot = { entry, (void *)(token & ~TOKEN_MORE) };
	struct trace_entry head;

	context_fill(entry, file->type, OFF_BY_TRACEPOINT);
	if (static_branch_unlikely(&record_sinks)) {
		record_export(slot, TRACE_EXPORT_EVENT);
		record_to_console(file, entry);
	}
	head = *(struct trace_entry *)entry;
	record_commit(slot);
	record_stacks_after(file, head, from);
}

/**
 * trace_record_commit - let readers see the record
 * @data: what the probe was registered with
 * @entry: what trace_record_reserve() gave, filled in
 *
 * Context: Any, on the CPU of the reserve.
 */
void trace_record_commit(void *data, void *entry)
{
	struct trace_event_file *file = data;
	unsigned long token;

	if (unlikely((unsigned long)data & TRACE_DATA_PERF)) {
		perf_record_commit(data, entry);
		return;
	}
	token = get_unaligned((unsigned long *)entry);
	if (static_branch_unlikely(&record_sinks) || unlikely(token & TOKEN_MORE)) {
		commit_special(file, entry, _RET_IP_);
		return;
	}
	context_fill(entry, file->type, OFF_BY_TRACEPOINT);
	/* Before the end, whose last call then leaves nothing to do here. */
	comm_cache_record_hit();
	rb_end_inline((void *)token);
}
EXPORT_SYMBOL_GPL(trace_record_commit);

/**
 * trace_record_perf_set - see trace_record_perf_hint()
 * @data: what the probe was registered with
 * @entry: the record
 * @count: how many events the hit counts for
 * @task: whose counters it belongs to, or NULL
 *
 * Context: Any, between reserve and commit.
 */
void trace_record_perf_set(void *data, void *entry, u64 count, struct task_struct *task)
{
	if ((unsigned long)data & TRACE_DATA_PERF)
		perf_record_hint(entry, count, task);
}
EXPORT_SYMBOL_GPL(trace_record_perf_set);

/**
 * record_reserve - room for a record that is no TRACE_EVENT
 * @tr: the instance
 * @type: one of enum trace_type
 * @len: bytes, header included
 *
 * Context: Any; the caller turned preemption off once, until the commit.
 * Return: the slot, its header written; data is NULL when there is no room.
 */
struct rb_slot record_reserve(struct trace_array *tr, unsigned int type, size_t len)
{
	struct rb_slot slot = ring_buffer_reserve(READ_ONCE(tr->rb), len);

	if (slot.data)
		context_fill(slot.data, type, 1);
	return slot;
}

/**
 * record_fill_header - write the header of a record that is in no buffer
 * @record: the record
 * @type: its type
 *
 * Context: Any; the tracepoint turned preemption off once.
 */
void record_fill_header(void *record, unsigned int type)
{
	context_fill(record, type, OFF_BY_TRACEPOINT);
}

/**
 * record_commit - let readers see it
 * @slot: what record_reserve() gave
 *
 * Context: Any, on the CPU of the reserve.
 */
void record_commit(struct rb_slot slot)
{
	ring_buffer_commit(slot);
	comm_cache_record_hit();
}

/**
 * trace_event_buffer_reserve - the same for writers that know their event file
 * @fbuffer: filled in; entry is what is returned
 * @file: the event in an instance
 * @len: bytes, header included
 *
 * Preemption is off from here to trace_event_buffer_commit().
 * Context: Any.
 * Return: the place to fill in, or NULL (and preemption is as it was).
 */
void *trace_event_buffer_reserve(struct trace_event_buffer *fbuffer, struct trace_event_file *file,
				 unsigned long len)
{
	preempt_disable_notrace();
	fbuffer->trace_file = file;
	fbuffer->entry = trace_record_reserve(file, len);
	if (!fbuffer->entry)
		preempt_enable_notrace();
	return fbuffer->entry;
}
EXPORT_SYMBOL_GPL(trace_event_buffer_reserve);

/**
 * trace_event_buffer_commit - end trace_event_buffer_reserve()
 * @fbuffer: as it was filled in there
 *
 * Context: Any, on the CPU of the reserve.
 */
void trace_event_buffer_commit(struct trace_event_buffer *fbuffer)
{
	trace_record_commit(fbuffer->trace_file, fbuffer->entry);
	preempt_enable_notrace();
}
EXPORT_SYMBOL_GPL(trace_event_buffer_commit);
