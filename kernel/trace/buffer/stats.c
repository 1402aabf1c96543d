// SPDX-License-Identifier: GPL-2.0
/*
 * What a buffer tells about itself: counts, sizes and stamps.
 *
 * Any context unless said otherwise; counts of a running CPU are snapshots.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

#include "buffer/ring.h"

/*
 * Events and bytes written so far.  The lock keeps the pages from being exchanged;
 * the loop, the writer from leaving the page meanwhile.
 */
static unsigned long rb_written_locked(struct ring_buffer_per_cpu *cpu_rb, u64 *bytes)
{
	unsigned long events;
	struct rb_page *page;
	u64 pos;

	do {
		pos = smp_load_acquire(&cpu_rb->commit_pos);		/* RB(pos:A) */
		page = READ_ONCE(cpu_rb->commit_page);
		events = READ_ONCE(page->first) + rb_page_entries(page);
		*bytes = READ_ONCE(cpu_rb->closed_bytes) + rb_page_commit(page->data);
		smp_rmb();	/* the page before the second look */
	} while (pos != READ_ONCE(cpu_rb->commit_pos));
	return events;
}

/**
 * rb_written_events - the number of events that were ever kept
 * @cpu_rb: the ring
 *
 * Context: reader_lock held.
 * Return: the number, those read and overwritten included.
 */
unsigned long rb_written_events(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 bytes;

	return rb_written_locked(cpu_rb, &bytes);
}

static unsigned long rb_cpu_entries(struct ring_buffer_per_cpu *cpu_rb)
{
	unsigned long gone, written, flags;
	bool locked;

	locked = rb_reader_lock(cpu_rb, &flags);
	/* First what is gone: it was written before, so the difference is not negative. */
	gone = local_read(&cpu_rb->overrun) + cpu_rb->read_events;
	smp_rmb();		/* pairs with the writer's cmpxchg that overwrites */
	written = rb_written_events(cpu_rb);
	rb_reader_unlock(cpu_rb, locked, flags);
	return written - gone;
}

static unsigned long rb_cpu_bytes(struct ring_buffer_per_cpu *cpu_rb)
{
	unsigned long gone, flags;
	bool locked;
	u64 bytes;

	locked = rb_reader_lock(cpu_rb, &flags);
	gone = local_read(&cpu_rb->overrun_bytes) + cpu_rb->read_bytes;
	smp_rmb();		/* as in rb_cpu_entries() */
	rb_written_locked(cpu_rb, &bytes);
	rb_reader_unlock(cpu_rb, locked, flags);
	return bytes - gone;
}

/**
 * ring_buffer_entries_cpu - events of a CPU that can still be read
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_entries_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? rb_cpu_entries(buffer->buffers[cpu]) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_entries_cpu);

/**
 * ring_buffer_entries - events that can still be read
 * @buffer: the buffer
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_entries(struct trace_buffer *buffer)
{
	unsigned long sum = 0;
	int cpu;

	for_each_cpu(cpu, buffer->cpumask)
		sum += rb_cpu_entries(buffer->buffers[cpu]);
	return sum;
}
EXPORT_SYMBOL_GPL(ring_buffer_entries);

/**
 * ring_buffer_bytes_cpu - bytes of a CPU that can still be read
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number, event headers included.
 */
unsigned long ring_buffer_bytes_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? rb_cpu_bytes(buffer->buffers[cpu]) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_bytes_cpu);

/**
 * ring_buffer_overrun_cpu - events of a CPU lost by being overwritten
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_overrun_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? local_read(&buffer->buffers[cpu]->overrun) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_overrun_cpu);

/**
 * ring_buffer_overruns - events lost by being overwritten
 * @buffer: the buffer
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_overruns(struct trace_buffer *buffer)
{
	unsigned long sum = 0;
	int cpu;

	for_each_cpu(cpu, buffer->cpumask)
		sum += local_read(&buffer->buffers[cpu]->overrun);
	return sum;
}
EXPORT_SYMBOL_GPL(ring_buffer_overruns);

/**
 * ring_buffer_commit_overrun_cpu - events of a CPU dropped by nested writers
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * They found the ring full of records that an interrupted writer holds back.
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_commit_overrun_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? local_read(&buffer->buffers[cpu]->commit_overrun) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_commit_overrun_cpu);

/**
 * ring_buffer_dropped_events_cpu - new events of a CPU that were refused
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_dropped_events_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? local_read(&buffer->buffers[cpu]->dropped) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_dropped_events_cpu);

/**
 * ring_buffer_read_events_cpu - events of a CPU that were consumed
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number.
 */
unsigned long ring_buffer_read_events_cpu(struct trace_buffer *buffer, int cpu)
{
	return rb_has_cpu(buffer, cpu) ? READ_ONCE(buffer->buffers[cpu]->read_events) : 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_events_cpu);

/**
 * ring_buffer_nr_dirty_pages - sub-buffers of a CPU with something to read
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: their number, the one being written not counted.
 */
size_t ring_buffer_nr_dirty_pages(struct trace_buffer *buffer, int cpu)
{
	struct ring_buffer_per_cpu *cpu_rb = buffer->buffers[cpu];
	u64 pages = READ_ONCE(cpu_rb->commit_pos) - READ_ONCE(cpu_rb->reader_pos);

	return min_t(u64, pages ? pages - 1 : 0, cpu_rb->ring.nr_pages);
}

static bool rb_cpu_empty(struct ring_buffer_per_cpu *cpu_rb)
{
	unsigned long flags;
	bool empty, locked;

	locked = rb_reader_lock(cpu_rb, &flags);
	empty = !rb_pages_unread(cpu_rb) &&
		cpu_rb->read >= rb_page_end(cpu_rb, cpu_rb->reader_page);
	rb_reader_unlock(cpu_rb, locked, flags);
	return empty;
}

/**
 * ring_buffer_empty_cpu - ask whether a CPU has nothing to read
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: true if so.
 */
bool ring_buffer_empty_cpu(struct trace_buffer *buffer, int cpu)
{
	return !rb_has_cpu(buffer, cpu) || rb_cpu_empty(buffer->buffers[cpu]);
}
EXPORT_SYMBOL_GPL(ring_buffer_empty_cpu);

/**
 * ring_buffer_empty - ask whether there is nothing to read
 * @buffer: the buffer
 *
 * Context: any.
 * Return: true if so.
 */
bool ring_buffer_empty(struct trace_buffer *buffer)
{
	int cpu;

	for_each_cpu(cpu, buffer->cpumask) {
		if (!rb_cpu_empty(buffer->buffers[cpu]))
			return false;
	}
	return true;
}
EXPORT_SYMBOL_GPL(ring_buffer_empty);

/* The page that a reader would look at next; reader_lock held. */
static struct rb_page *rb_oldest_page(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 commit_pos = smp_load_acquire(&cpu_rb->commit_pos);		/* RB(pos:A) */
	u64 pos = rb_oldest_pos(cpu_rb, commit_pos);
	u64 word;

	if (cpu_rb->read < rb_page_end(cpu_rb, cpu_rb->reader_page))
		return cpu_rb->reader_page;
	for (; cpu_rb->reader_pos != commit_pos && pos <= commit_pos; pos++) {
		word = atomic64_read_acquire(rb_slot_of(cpu_rb, pos));
		if (rb_slot_pos(word) == pos)
			return cpu_rb->ring.pages[rb_slot_id(word)];
	}
	return NULL;
}

/**
 * ring_buffer_oldest_event_ts - the stamp of the oldest page of a CPU
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any.
 * Return: the stamp, 0 if there is nothing.
 */
u64 ring_buffer_oldest_event_ts(struct trace_buffer *buffer, int cpu)
{
	struct ring_buffer_per_cpu *cpu_rb;
	struct rb_page *page;
	unsigned long flags;
	bool locked;
	u64 ts;

	if (!rb_has_cpu(buffer, cpu))
		return 0;
	cpu_rb = buffer->buffers[cpu];
	locked = rb_reader_lock(cpu_rb, &flags);
	page = rb_oldest_page(cpu_rb);
	ts = page ? READ_ONCE(page->data->time_stamp) : 0;
	rb_reader_unlock(cpu_rb, locked, flags);
	return ts;
}
EXPORT_SYMBOL_GPL(ring_buffer_oldest_event_ts);

/**
 * ring_buffer_size - the size of a CPU's part
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: process.
 * Return: bytes of records it can hold, 0 if it has no part.
 */
unsigned long ring_buffer_size(struct trace_buffer *buffer, int cpu)
{
	if (!rb_has_cpu(buffer, cpu))
		return 0;
	return buffer->data_size * buffer->buffers[cpu]->ring.nr_pages;
}
EXPORT_SYMBOL_GPL(ring_buffer_size);

/**
 * ring_buffer_max_event_size - the longest record
 * @buffer: the buffer
 *
 * Context: any.
 * Return: bytes.
 */
unsigned long ring_buffer_max_event_size(struct trace_buffer *buffer)
{
	return buffer->data_size - RB_LARGE_HEADER -
	       (buffer->stamps_abs ? RB_STAMP_SIZE : 0);
}
EXPORT_SYMBOL_GPL(ring_buffer_max_event_size);

/**
 * ring_buffer_subbuf_order_get - the size of a sub-buffer, as an order of pages
 * @buffer: the buffer
 *
 * Context: process.
 * Return: the order, or -EINVAL without a buffer.
 */
int ring_buffer_subbuf_order_get(struct trace_buffer *buffer)
{
	return buffer ? (int)buffer->order : -EINVAL;
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_order_get);

/**
 * ring_buffer_subbuf_size_get - the size of a sub-buffer
 * @buffer: the buffer
 *
 * Context: process.
 * Return: bytes, page header included.
 */
int ring_buffer_subbuf_size_get(struct trace_buffer *buffer)
{
	return buffer->data_size + RB_PAGE_HEADER;
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_size_get);

/**
 * ring_buffer_change_overwrite - choose what to lose when a buffer is full
 * @buffer: the buffer
 * @val: nonzero for the oldest events, 0 for the newest
 *
 * Context: process.
 */
void ring_buffer_change_overwrite(struct trace_buffer *buffer, int val)
{
	guard(mutex)(&buffer->mutex);
	if (val)
		WRITE_ONCE(buffer->flags, buffer->flags | RB_FL_OVERWRITE);
	else
		WRITE_ONCE(buffer->flags, buffer->flags & ~RB_FL_OVERWRITE);
}
EXPORT_SYMBOL_GPL(ring_buffer_change_overwrite);
