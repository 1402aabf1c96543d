// SPDX-License-Identifier: GPL-2.0
/*
 * The hot path between a probe and the buffer: reserve room for a record and
 * write its header, commit what the probe filled in.
 *
 * Called by every probe that TRACE_EVENT generates, in the context of the hit,
 * NMI included, with preemption off.  No lock, no allocation, no warning: what
 * cannot be recorded is counted by the buffer.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/trace_events.h>

#include "buffer/buffer_inline.h"
#include "dispatch/dispatch_inline.h"
#include "dispatch/dispatch.h"

/*
 * What a token may carry beside the CPU's buffer, whose address has these bits
 * 0: that commit has more to do.  TRACE_DATA_PERF, the lowest, is perf's.
 */
#define TOKEN_MORE		2UL
#define TOKEN_MARKS		(TRACE_DATA_PERF | TOKEN_MORE)

/* A tracepoint turned preemption off before it called the probe. */
#define OFF_BY_TRACEPOINT	1

/* The record at @entry, its header written, unless it was refused. */
static __always_inline struct trace_record begun(struct trace_event_file *file, void *entry,
						 struct ring_buffer_per_cpu *cpu_rb)
{
	if (likely(entry))
		context_fill(entry, file->type, OFF_BY_TRACEPOINT);
	return (struct trace_record) { entry, (unsigned long)cpu_rb };
}

/* What no plain reserve can do, before and after it has opened the write. */
static noinline struct trace_record reserve_busy(struct trace_event_file *file, size_t len,
						 struct ring_buffer_per_cpu *cpu_rb)
{
	return begun(file, rb_reserve_busy(cpu_rb, len), cpu_rb);
}

static noinline struct trace_record reserve_odd(struct trace_event_file *file, size_t len,
						struct ring_buffer_per_cpu *cpu_rb)
{
	return begun(file, rb_reserve_odd(cpu_rb, len, 0), cpu_rb);
}

/* What is not just recording; flags says why. */
static noinline struct trace_record reserve_special(void *data, size_t len)
{
	struct trace_event_file *file = data;
	struct trace_record rec;
	struct rb_slot slot;

	if ((unsigned long)data & TRACE_DATA_PERF)
		return perf_record_reserve(data, len);
	if (file->flags & EVENT_FILE_GATED && !gate_passes(file))
		return (struct trace_record) { NULL, 0 };
	slot = ring_buffer_reserve(READ_ONCE(file->tr->rb), len);
	rec = begun(file, slot.data, slot.cpu_rb);
	if (rec.entry && file->flags & EVENT_FILE_STACKS)
		rec.token |= TOKEN_MORE;
	return rec;
}

/**
 * trace_record_reserve - room for the record of a hit
 * @data: what the probe was registered with
 * @len: bytes, header included
 *
 * Context: Any, preemption off until the commit.
 * Return: the place to fill in, its header written; entry is NULL when nobody
 * wants the record or there is no room for it.
 */
struct trace_record trace_record_reserve(void *data, size_t len)
{
	struct trace_event_file *file = data;
	struct ring_buffer_per_cpu *cpu_rb;
	void *event;

	if (unlikely((unsigned long)data & TRACE_DATA_PERF || file->flags))
		return reserve_special(data, len);
	cpu_rb = rb_this_cpu(READ_ONCE(file->tr->rb));
	if (unlikely(rb_is_busy(cpu_rb))) {
		if (rb_is_stopped(cpu_rb))
			return (struct trace_record) { NULL, 0 };
		return reserve_busy(file, len, cpu_rb);
	}
	event = rb_reserve_plain(cpu_rb, len);
	if (unlikely(!event))
		return reserve_odd(file, len, cpu_rb);
	return begun(file, event + RB_EVENT_HEADER, cpu_rb);
}
EXPORT_SYMBOL_GPL(trace_record_reserve);

/* @from is where the probe called trace_record_commit(). */
static noinline void commit_special(void *data, struct trace_record rec, unsigned long from)
{
	struct trace_event_file *file = data;
	struct trace_entry head;
	struct rb_slot slot;

	if (rec.token & TRACE_DATA_PERF) {
		perf_record_commit(data, rec);
		return;
	}
	slot = (struct rb_slot) { rec.entry, (void *)(rec.token & ~TOKEN_MARKS) };
	if (static_branch_unlikely(&record_sinks)) {
		record_export(slot, TRACE_EXPORT_EVENT);
		record_to_console(file, rec.entry);
	}
	head = *(struct trace_entry *)rec.entry;
	record_commit(slot);
	record_stacks_after(file, head, from);
}

/**
 * trace_record_commit - let readers see the record
 * @data: what the probe was registered with
 * @rec: what trace_record_reserve() gave
 *
 * Context: Any, on the CPU of the reserve.
 */
void trace_record_commit(void *data, struct trace_record rec)
{
	if (static_branch_unlikely(&record_sinks) || unlikely(rec.token & TOKEN_MARKS)) {
		commit_special(data, rec, _RET_IP_);
		return;
	}
	/* Before the end, whose last call then leaves nothing to do here. */
	comm_cache_record_hit();
	rb_end_inline((void *)rec.token);
}
EXPORT_SYMBOL_GPL(trace_record_commit);

/**
 * trace_record_perf_set - see trace_record_perf_hint()
 * @rec: the record
 * @count: how many events the hit counts for
 * @task: whose counters it belongs to, or NULL
 *
 * Context: Any, between reserve and commit.
 */
void trace_record_perf_set(struct trace_record rec, u64 count, struct task_struct *task)
{
	if (rec.token & TRACE_DATA_PERF)
		perf_record_hint(rec.token, count, task);
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
	fbuffer->rec = trace_record_reserve(file, len);
	fbuffer->entry = fbuffer->rec.entry;
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
	trace_record_commit(fbuffer->trace_file, fbuffer->rec);
	preempt_enable_notrace();
}
EXPORT_SYMBOL_GPL(trace_event_buffer_commit);
