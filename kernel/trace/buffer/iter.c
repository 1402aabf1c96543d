// SPDX-License-Identifier: GPL-2.0
/*
 * Readers that leave the events where they are (the trace file).
 *
 * An iterator copies each event out under reader_lock, which keeps other readers
 * away, but not the writer.  If the page's slot has moved on after the copy, the
 * copy may be torn: it is thrown away and the iterator goes on at the oldest
 * page that is left.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "buffer/ring.h"

struct ring_buffer_iter {
	/* Set once: */
	struct ring_buffer_per_cpu	*cpu_rb;
	struct ring_buffer_event	*event;		/* copy of the current one */
	u32				event_size;

	/* Protected by reader_lock: */
	u64				pos;
	u32				offset;
	u64				stamp;		/* of the item before it */
	bool				copied;		/* event is the one at offset */
	bool				dropped;	/* the writer overtook us */
};

static void rb_iter_move(struct ring_buffer_iter *iter, u64 pos, u32 offset, u64 stamp)
{
	iter->pos = pos;
	iter->offset = offset;
	iter->stamp = stamp;
	iter->copied = false;
}

/* To where a consuming reader would go on. */
static void rb_iter_to_reader(struct ring_buffer_iter *iter)
{
	struct ring_buffer_per_cpu *cpu_rb = iter->cpu_rb;

	rb_iter_move(iter, cpu_rb->reader_pos, cpu_rb->read, cpu_rb->read_stamp);
}

/* Whether the page of a position still holds what it held. */
static bool rb_iter_holds(struct ring_buffer_iter *iter)
{
	struct ring_buffer_per_cpu *cpu_rb = iter->cpu_rb;

	/* Order what was read of the page before this look at its slot. */
	smp_rmb();							/* RB(slot:B) */
	return iter->pos == cpu_rb->reader_pos ||
	       rb_slot_pos(atomic64_read(rb_slot_of(cpu_rb, iter->pos))) == iter->pos;
}

/* The page at the iterator's position.  NULL: the writer has overtaken it. */
static struct rb_page *rb_iter_page(struct ring_buffer_iter *iter)
{
	struct ring_buffer_per_cpu *cpu_rb = iter->cpu_rb;
	u64 word;

	if (iter->pos < cpu_rb->reader_pos ||
	    (iter->pos == cpu_rb->reader_pos && iter->offset < cpu_rb->read))
		rb_iter_to_reader(iter);
	if (iter->pos == cpu_rb->reader_pos)
		return cpu_rb->reader_page;
	word = atomic64_read_acquire(rb_slot_of(cpu_rb, iter->pos));
	return rb_slot_pos(word) == iter->pos ? cpu_rb->ring.pages[rb_slot_id(word)] : NULL;
}

/* Go on at the oldest page, since ours was overwritten. */
static void rb_iter_catch_up(struct ring_buffer_iter *iter, u64 commit_pos)
{
	u64 oldest = rb_oldest_pos(iter->cpu_rb, commit_pos);

	iter->dropped = true;
	rb_iter_move(iter, max(iter->pos + 1, oldest), 0, 0);
}

/* What was copied is nothing that a writer leaves: skip the rest, as after padding. */
static void rb_iter_end_page(struct ring_buffer_iter *iter)
{
	iter->event->type_len = RINGBUF_TYPE_PADDING;
	iter->event->time_delta = 0;
}

/* Copy the item at the iterator's place.  False: it was overwritten meanwhile. */
static bool rb_iter_copy(struct ring_buffer_iter *iter, struct rb_page *page, u32 end)
{
	void *item = page->data->data + iter->offset;
	u32 room = min(end - iter->offset, iter->event_size);
	u32 span;

	memcpy(iter->event, item, min(room, RB_LARGE_HEADER));
	span = rb_item_span(iter->event, room);
	if (span > RB_LARGE_HEADER)
		memcpy(iter->event, item, span);
	iter->copied = rb_iter_holds(iter);
	if (!span)
		rb_iter_end_page(iter);
	return iter->copied;
}

static void rb_iter_step(struct ring_buffer_iter *iter)
{
	u32 length = rb_item_length(iter->event) ?: iter->event_size;

	rb_iter_move(iter, iter->pos, iter->offset + length,
		     rb_item_time(iter->event, iter->stamp));
}

/* The end of a page, and the stamp it begins with; read before the slot is checked. */
static u32 rb_iter_enter(struct ring_buffer_iter *iter, struct rb_page *page)
{
	u32 end = rb_page_end(iter->cpu_rb, page);

	if (!iter->offset)
		iter->stamp = READ_ONCE(page->data->time_stamp);
	return end;
}

/* Copy the next data event; reader_lock held. */
static bool rb_iter_next(struct ring_buffer_iter *iter)
{
	struct rb_page *page;
	u64 commit_pos;
	u32 end;

	if (iter->copied)
		return true;
	/* The sub-buffers have grown since; start anew for what is in them now. */
	if (iter->event_size < iter->cpu_rb->data_size)
		return false;
	for (;;) {
		commit_pos = smp_load_acquire(&iter->cpu_rb->commit_pos);	/* RB(pos:A) */
		if (iter->pos > commit_pos)
			return false;
		page = rb_iter_page(iter);
		if (!page) {
			rb_iter_catch_up(iter, commit_pos);
			continue;
		}
		end = rb_iter_enter(iter, page);
		if (iter->offset >= end && rb_iter_holds(iter)) {
			if (iter->pos == commit_pos)
				return false;
			rb_iter_move(iter, iter->pos + 1, 0, 0);
			continue;
		}
		if (iter->offset >= end || !rb_iter_copy(iter, page, end))
			continue;
		if (rb_item_is_data(iter->event))
			return true;
		rb_iter_step(iter);
	}
}

/**
 * ring_buffer_read_start - begin to iterate over a CPU's events
 * @buffer: the buffer
 * @cpu: the CPU
 * @flags: how to allocate
 *
 * The buffer is not resized until ring_buffer_read_finish().
 *
 * Context: as @flags allows.
 * Return: the iterator, or NULL.
 */
struct ring_buffer_iter *ring_buffer_read_start(struct trace_buffer *buffer,
						int cpu, gfp_t flags)
{
	struct ring_buffer_iter *iter;

	if (!rb_has_cpu(buffer, cpu))
		return NULL;
	iter = kzalloc(sizeof(*iter), flags);
	if (!iter)
		return NULL;
	/* Looked up once: a swap may give the buffer another ring at any time. */
	iter->cpu_rb = READ_ONCE(buffer->buffers[cpu]);
	atomic_inc(&iter->cpu_rb->resize_disabled);
	iter->event_size = buffer->data_size;
	iter->event = kvmalloc(iter->event_size, flags);
	if (!iter->event) {
		ring_buffer_read_finish(iter);
		return NULL;
	}
	ring_buffer_iter_reset(iter);
	return iter;
}
EXPORT_SYMBOL_GPL(ring_buffer_read_start);

/**
 * ring_buffer_read_finish - end an iteration
 * @iter: the iterator
 *
 * Context: any but NMI; if the start could sleep, so may this.
 */
void ring_buffer_read_finish(struct ring_buffer_iter *iter)
{
	atomic_dec(&iter->cpu_rb->resize_disabled);
	kvfree(iter->event);
	kfree(iter);
}
EXPORT_SYMBOL_GPL(ring_buffer_read_finish);

/**
 * ring_buffer_iter_reset - go back to the oldest event
 * @iter: the iterator
 *
 * Context: any.
 */
void ring_buffer_iter_reset(struct ring_buffer_iter *iter)
{
	unsigned long flags;
	bool locked;

	locked = rb_reader_lock(iter->cpu_rb, &flags);
	rb_iter_to_reader(iter);
	iter->dropped = false;
	rb_reader_unlock(iter->cpu_rb, locked, flags);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_reset);

/**
 * ring_buffer_iter_peek - look at the event the iterator is at
 * @iter: the iterator
 * @ts: gets its stamp, may be NULL
 *
 * Context: any.
 * Return: a copy of the event, good until the iterator is used again, or NULL.
 */
struct ring_buffer_event *ring_buffer_iter_peek(struct ring_buffer_iter *iter, u64 *ts)
{
	unsigned long flags;
	bool locked, found;

	locked = rb_reader_lock(iter->cpu_rb, &flags);
	found = rb_iter_next(iter);
	if (found && ts)
		*ts = rb_item_time(iter->event, iter->stamp);
	rb_reader_unlock(iter->cpu_rb, locked, flags);
	return found ? iter->event : NULL;
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_peek);

/**
 * ring_buffer_iter_next - go to the next event and look at it
 * @iter: the iterator
 * @ts: gets its stamp
 *
 * Context: any.
 * Return: a copy of the event, good until the iterator is used again, or NULL.
 */
struct ring_buffer_event *ring_buffer_iter_next(struct ring_buffer_iter *iter, u64 *ts)
{
	unsigned long flags;
	bool locked, found;

	locked = rb_reader_lock(iter->cpu_rb, &flags);
	if (likely(iter->copied))
		rb_iter_step(iter);
	found = rb_iter_next(iter);
	if (found)
		*ts = rb_item_time(iter->event, iter->stamp);
	rb_reader_unlock(iter->cpu_rb, locked, flags);
	return found ? iter->event : NULL;
}

/**
 * ring_buffer_iter_advance - go to the next event
 * @iter: the iterator
 *
 * Context: any.
 */
void ring_buffer_iter_advance(struct ring_buffer_iter *iter)
{
	unsigned long flags;
	bool locked;

	locked = rb_reader_lock(iter->cpu_rb, &flags);
	if (rb_iter_next(iter))
		rb_iter_step(iter);
	rb_reader_unlock(iter->cpu_rb, locked, flags);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_advance);

/**
 * ring_buffer_iter_empty - ask whether the iterator is at the end
 * @iter: the iterator
 *
 * Context: any.
 * Return: 1 if no event is left, else 0.
 */
int ring_buffer_iter_empty(struct ring_buffer_iter *iter)
{
	return !ring_buffer_iter_peek(iter, NULL);
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_empty);

/**
 * ring_buffer_iter_dropped - ask whether the writer overtook the iterator
 * @iter: the iterator
 *
 * Context: any.
 * Return: true if so since the last call.
 */
bool ring_buffer_iter_dropped(struct ring_buffer_iter *iter)
{
	bool dropped = iter->dropped;

	iter->dropped = false;
	return dropped;
}
EXPORT_SYMBOL_GPL(ring_buffer_iter_dropped);
