// SPDX-License-Identifier: GPL-2.0
/*
 * Readers that consume: event by event (trace_pipe) and page by page
 * (trace_pipe_raw).
 *
 * Called from process context, and from an oops or NMI when the buffer is
 * dumped.  reader_lock of the CPU's ring serialises them; writers never see it.
 */
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "buffer/ring.h"

/* What user space gets by splice or read: a page that no ring owns. */
struct buffer_data_read_page {
	unsigned int		order;
	struct buffer_data_page	*data;
};

/**
 * rb_reader_lock - keep other readers of one ring out
 * @cpu_rb: the ring
 * @flags: where to save the interrupt state
 *
 * A dump from NMI must not wait for a reader that it interrupted.  It goes on
 * without the lock then, and recording on that CPU ends for good.
 *
 * Context: any.
 * Return: whether the lock was taken.
 */
bool rb_reader_lock(struct ring_buffer_per_cpu *cpu_rb, unsigned long *flags)
{
	if (likely(!in_nmi())) {
		raw_spin_lock_irqsave(&cpu_rb->reader_lock, *flags);
		return true;
	}
	if (raw_spin_trylock_irqsave(&cpu_rb->reader_lock, *flags))
		return true;
	atomic_inc(&cpu_rb->disabled);
	return false;
}

/**
 * rb_reader_unlock - undo rb_reader_lock()
 * @cpu_rb: the ring
 * @locked: what rb_reader_lock() returned
 * @flags: what it saved
 *
 * Context: as the lock.
 */
void rb_reader_unlock(struct ring_buffer_per_cpu *cpu_rb, bool locked,
		      unsigned long flags)
{
	if (likely(locked))
		raw_spin_unlock_irqrestore(&cpu_rb->reader_lock, flags);
}

/*
 * Bytes that are complete in the reader page; *closed says that the writer has
 * left it.  commit_pos comes first: if it is beyond, the count is final.
 */
static u32 rb_reader_end(struct ring_buffer_per_cpu *cpu_rb, bool *closed)
{
	*closed = smp_load_acquire(&cpu_rb->commit_pos) != cpu_rb->reader_pos;	/* RB(pos:A) */
	return rb_page_end(cpu_rb, cpu_rb->reader_page);
}

/* Make the reader page one with unread items.  Return its end, 0 if there is none. */
static u32 rb_reader_fill(struct ring_buffer_per_cpu *cpu_rb)
{
	bool closed;
	u64 pos;
	u32 end;

	for (;;) {
		pos = smp_load_acquire(&cpu_rb->commit_pos);		/* RB(pos:A) */
		end = rb_reader_end(cpu_rb, &closed);
		if (cpu_rb->read < end)
			return end;
		if (pos == cpu_rb->reader_pos || !rb_take_page(cpu_rb, pos))
			return 0;
	}
}

static struct ring_buffer_event *rb_reader_item(struct ring_buffer_per_cpu *cpu_rb)
{
	return (void *)cpu_rb->reader_page->data->data + cpu_rb->read;
}

/* Step over the item at the read offset; over all, if no other follows. */
static void rb_reader_advance(struct ring_buffer_per_cpu *cpu_rb, u32 end)
{
	struct ring_buffer_event *item = rb_reader_item(cpu_rb);
	u32 room = end - cpu_rb->read;
	u32 span = rb_item_span(item, room);

	if (span)
		cpu_rb->read_stamp = rb_item_time(item, cpu_rb->read_stamp);
	if (span && rb_item_is_data(item))
		WRITE_ONCE(cpu_rb->read_events, cpu_rb->read_events + 1);
	cpu_rb->read += span ?: room;
	cpu_rb->read_bytes += span ?: room;
}

/**
 * rb_reader_read_all - count all that the reader page holds as read
 * @cpu_rb: the ring
 *
 * If it was read already, the next page takes its place first.
 *
 * Context: reader_lock held.
 */
void rb_reader_read_all(struct ring_buffer_per_cpu *cpu_rb)
{
	u32 end = rb_reader_fill(cpu_rb);

	while (cpu_rb->read < end)
		rb_reader_advance(cpu_rb, end);
}

/* The next data event; time items before it are consumed.  *end is its page's. */
static struct ring_buffer_event *rb_reader_peek(struct ring_buffer_per_cpu *cpu_rb, u32 *end)
{
	struct ring_buffer_event *item;

	while ((*end = rb_reader_fill(cpu_rb))) {
		item = rb_reader_item(cpu_rb);
		if (rb_item_is_data(item) && rb_item_span(item, *end - cpu_rb->read))
			return item;
		rb_reader_advance(cpu_rb, *end);
	}
	return NULL;
}

static struct ring_buffer_event *rb_read_one(struct trace_buffer *rb, int cpu, u64 *ts,
					     unsigned long *lost_events, bool consume)
{
	struct ring_buffer_per_cpu *cpu_rb;
	struct ring_buffer_event *event;
	unsigned long flags;
	bool locked;
	u32 end;

	if (!rb_has_cpu(rb, cpu))
		return NULL;
	cpu_rb = rb->buffers[cpu];
	locked = rb_reader_lock(cpu_rb, &flags);
	event = rb_reader_peek(cpu_rb, &end);
	if (event) {
		if (ts)
			*ts = rb_item_time(event, cpu_rb->read_stamp);
		if (lost_events)
			*lost_events = cpu_rb->lost_events;
		if (consume) {
			cpu_rb->lost_events = 0;
			rb_reader_advance(cpu_rb, end);
		}
	}
	rb_reader_unlock(cpu_rb, locked, flags);
	return event;
}

/**
 * ring_buffer_peek - look at the oldest event of a CPU
 * @buffer: the buffer
 * @cpu: the CPU
 * @ts: gets the event's stamp, may be NULL
 * @lost_events: gets the number of events overwritten before it, may be NULL
 *
 * Context: any.  The event stays valid until another read of this CPU.
 * Return: the event, or NULL.
 */
struct ring_buffer_event *ring_buffer_peek(struct trace_buffer *buffer, int cpu,
					   u64 *ts, unsigned long *lost_events)
{
	return rb_read_one(buffer, cpu, ts, lost_events, false);
}
EXPORT_SYMBOL_GPL(ring_buffer_peek);

/**
 * ring_buffer_consume - take the oldest event of a CPU
 * @buffer: the buffer
 * @cpu: the CPU
 * @ts: gets the event's stamp, may be NULL
 * @lost_events: gets the number of events overwritten before it, may be NULL
 *
 * Context: any.  The event stays valid until another read of this CPU.
 * Return: the event, or NULL.
 */
struct ring_buffer_event *ring_buffer_consume(struct trace_buffer *buffer, int cpu,
					      u64 *ts, unsigned long *lost_events)
{
	return rb_read_one(buffer, cpu, ts, lost_events, true);
}
EXPORT_SYMBOL_GPL(ring_buffer_consume);

/**
 * ring_buffer_event_length - the number of bytes of an event's record
 * @event: the event
 *
 * Context: any.
 * Return: the length, rounded up as it was reserved.
 */
unsigned int ring_buffer_event_length(struct ring_buffer_event *event)
{
	if (!rb_item_is_data(event) && event->type_len != RINGBUF_TYPE_PADDING)
		event = (void *)event + RB_STAMP_SIZE;
	if (!event->type_len)
		return event->array[0] - RB_WORD;
	return rb_item_length(event) - RB_EVENT_HEADER;
}
EXPORT_SYMBOL_GPL(ring_buffer_event_length);

/**
 * ring_buffer_event_data - the bytes of an event's record
 * @event: the event
 *
 * Context: any.
 * Return: where they begin.
 */
void *ring_buffer_event_data(struct ring_buffer_event *event)
{
	if (event->type_len >= RINGBUF_TYPE_TIME_EXTEND)
		event = (void *)event + RB_STAMP_SIZE;
	return rb_item_data(event);
}
EXPORT_SYMBOL_GPL(ring_buffer_event_data);

/* What was kept for the next reader.  It is in the way if sub-buffers have another size now. */
static struct buffer_data_page *rb_take_free_page(struct ring_buffer_per_cpu *cpu_rb,
						  unsigned int order)
{
	struct buffer_data_page *page;
	unsigned int page_order;
	unsigned long flags;

	raw_spin_lock_irqsave(&cpu_rb->free_page_lock, flags);
	page = cpu_rb->free_page;
	page_order = cpu_rb->free_page_order;
	cpu_rb->free_page = NULL;
	raw_spin_unlock_irqrestore(&cpu_rb->free_page_lock, flags);
	if (!page || page_order == order)
		return page;
	rb_data_page_free(page, page_order);
	return NULL;
}

/**
 * ring_buffer_alloc_read_page - make a page for ring_buffer_read_page()
 * @buffer: the buffer
 * @cpu: the CPU that will be read
 * @rpage: gets the page
 *
 * Context: process.
 * Return: 0, -ENODEV or -ENOMEM.
 */
int ring_buffer_alloc_read_page(struct trace_buffer *buffer, int cpu,
				struct buffer_data_read_page **rpage)
{
	struct buffer_data_read_page *page;
	struct ring_buffer_per_cpu *cpu_rb;
	unsigned int order;

	if (!rb_has_cpu(buffer, cpu))
		return -ENODEV;
	page = kzalloc(sizeof(*page), GFP_KERNEL);
	if (!page)
		return -ENOMEM;

	cpu_rb = buffer->buffers[cpu];
	order = READ_ONCE(cpu_rb->order);
	page->order = order;
	page->data = rb_take_free_page(cpu_rb, order);
	if (!page->data)
		page->data = rb_data_page_alloc(cpu, order, GFP_KERNEL);
	if (!page->data) {
		kfree(page);
		return -ENOMEM;
	}
	local_set(&page->data->commit, 0);
	*rpage = page;
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_alloc_read_page);

/**
 * ring_buffer_free_read_page - give back what ring_buffer_alloc_read_page() made
 * @buffer: the buffer
 * @cpu: the CPU it was made for
 * @page: the page
 *
 * One page without other users is kept for the next reader.
 *
 * Context: any but NMI.
 */
void ring_buffer_free_read_page(struct trace_buffer *buffer, int cpu,
				struct buffer_data_read_page *page)
{
	struct buffer_data_page *data = page->data;
	struct ring_buffer_per_cpu *cpu_rb;
	unsigned long flags;

	if (rb_has_cpu(buffer, cpu) && page_ref_count(virt_to_page(data)) == 1) {
		cpu_rb = buffer->buffers[cpu];
		raw_spin_lock_irqsave(&cpu_rb->free_page_lock, flags);
		if (!cpu_rb->free_page) {
			cpu_rb->free_page = data;
			cpu_rb->free_page_order = page->order;
			data = NULL;
		}
		raw_spin_unlock_irqrestore(&cpu_rb->free_page_lock, flags);
	}
	rb_data_page_free(data, page->order);
	kfree(page);
}
EXPORT_SYMBOL_GPL(ring_buffer_free_read_page);

/* Whole items from the read offset on that fit in @room bytes. */
static u32 rb_reader_span(struct ring_buffer_per_cpu *cpu_rb, u32 end, u32 room)
{
	void *data = cpu_rb->reader_page->data->data;
	u32 at = cpu_rb->read;
	u32 length;

	while (at < end) {
		length = rb_item_span(data + at, end - at) ?: end - at;
		if (at + length - cpu_rb->read > room)
			break;
		at += length;
	}
	return at - cpu_rb->read;
}

/* Copy items out, because the page is still written to, or was read in part. */
static bool rb_copy_out(struct ring_buffer_per_cpu *cpu_rb, struct buffer_data_page *to,
			u32 end, u32 room)
{
	u32 span = rb_reader_span(cpu_rb, end, room);
	u32 stop = cpu_rb->read + span;

	if (!span)
		return false;
	to->time_stamp = cpu_rb->read_stamp;
	memcpy(to->data, rb_reader_item(cpu_rb), span);
	local_set(&to->commit, span);
	while (cpu_rb->read < stop)
		rb_reader_advance(cpu_rb, stop);
	return true;
}

/* Hand the reader page itself over and keep the caller's in its place. */
static void rb_swap_out(struct ring_buffer_per_cpu *cpu_rb,
			struct buffer_data_read_page *to, u32 end)
{
	struct rb_page *page = cpu_rb->reader_page;

	swap(to->data, page->data);
	local_set(&to->data->commit, end);
	local_set(&page->data->commit, 0);
	cpu_rb->read = 0;
	cpu_rb->read_bytes += end;
	WRITE_ONCE(cpu_rb->read_events, cpu_rb->read_events + rb_page_entries(page));
}

/* Say in the page how many events are missing before it, then clear its rest. */
static void rb_finish_page(struct buffer_data_page *page, u32 size, unsigned long lost)
{
	unsigned long used = rb_page_commit(page);
	unsigned long commit = used;

	if (lost) {
		commit |= RB_MISSED_EVENTS;
		if (size - used >= sizeof(lost)) {
			memcpy(&page->data[used], &lost, sizeof(lost));
			commit |= RB_MISSED_STORED;
			used += sizeof(lost);
		}
		local_set(&page->commit, commit);
	}
	if (used < size)
		memset(&page->data[used], 0, size - used);
}

static int rb_read_page_locked(struct ring_buffer_per_cpu *cpu_rb,
			       struct buffer_data_read_page *to, u32 room, bool full)
{
	bool closed, whole;
	u32 end;

	if (!rb_reader_fill(cpu_rb))
		return -1;
	end = rb_reader_end(cpu_rb, &closed);
	whole = closed && end - cpu_rb->read <= room;
	if (full && !whole)
		return -1;
	if (whole && !cpu_rb->read && !cpu_rb->mapped)
		rb_swap_out(cpu_rb, to, end);
	else if (!rb_copy_out(cpu_rb, to->data, end, room))
		return -1;

	rb_finish_page(to->data, cpu_rb->data_size, cpu_rb->lost_events);
	cpu_rb->lost_events = 0;
	return 0;
}

/**
 * ring_buffer_read_page - take up to a page of events of a CPU
 * @buffer: the buffer
 * @data_page: from ring_buffer_alloc_read_page(); its data may be exchanged
 * @len: bytes the caller has room for, page header included
 * @cpu: the CPU
 * @full: only if the writer is done with the page
 *
 * A finished page that fits is handed over without a copy.
 *
 * Context: process.
 * Return: the offset of the first item in the page, or negative if there is
 *	   nothing to read.
 */
int ring_buffer_read_page(struct trace_buffer *buffer,
			  struct buffer_data_read_page *data_page,
			  size_t len, int cpu, int full)
{
	struct ring_buffer_per_cpu *cpu_rb;
	unsigned long flags;
	int ret = -1;

	if (!rb_has_cpu(buffer, cpu) || len <= RB_PAGE_HEADER ||
	    !data_page || !data_page->data)
		return -1;

	cpu_rb = buffer->buffers[cpu];
	len -= RB_PAGE_HEADER;
	raw_spin_lock_irqsave(&cpu_rb->reader_lock, flags);
	/* The page may have been made before the sub-buffers changed size. */
	if (data_page->order == cpu_rb->order)
		ret = rb_read_page_locked(cpu_rb, data_page,
					  min_t(size_t, len, cpu_rb->data_size), full);
	raw_spin_unlock_irqrestore(&cpu_rb->reader_lock, flags);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page);

/**
 * ring_buffer_read_page_data - the bytes of a read page
 * @page: the page
 *
 * Context: any.
 * Return: the sub-buffer, header first.
 */
void *ring_buffer_read_page_data(struct buffer_data_read_page *page)
{
	return page->data;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page_data);

/**
 * ring_buffer_read_page_size - the size of a read page
 * @rpage: the page
 *
 * Context: any.
 * Return: bytes, header included.
 */
unsigned int ring_buffer_read_page_size(struct buffer_data_read_page *rpage)
{
	return PAGE_SIZE << rpage->order;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_page_size);
