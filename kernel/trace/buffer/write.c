// SPDX-License-Identifier: GPL-2.0
/*
 * Reserve, commit and discard.  What a plain hit pays for is in buffer_inline.h.
 *
 * Called in any context, NMI included, with preemption off, always for the
 * CPU it runs on.  Takes no lock.  The invariants I1-I8 and the ordering table
 * are in ring.h.  A writer that interrupts another one runs to its end before
 * the other goes on, so each step below must leave a state in which a whole
 * nested reserve/commit may run; RB_STEP() names those points for the tests.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "buffer/buffer_inline.h"
#include "buffer/ring.h"

/* A nested writer may defeat an attempt, and a probe in the clock would do so each time. */
#define RB_CLOCK_TRIES		4
#define RB_TRIES		64

/* A step back of the clock by less is skew and hidden; by more it was set. */
#define RB_CLOCK_SKEW		BIT_ULL(30)

/* Why a stamp needs an item of its own. */
enum rb_stamp_kind {
	RB_STAMP_NONE,
	RB_STAMP_EXTEND	= RINGBUF_TYPE_TIME_EXTEND,
	RB_STAMP_ABS	= RINGBUF_TYPE_TIME_STAMP,
};

/* What the slow path decided for one attempt. */
struct rb_plan {
	u64			ts;
	u64			delta;		/* to the item before */
	u64			epoch;		/* found before the word moves */
	enum rb_stamp_kind	kind;
	bool			abs;		/* stamps_abs when the size was checked */
};

/*
 * The whole stamp in @tail.  An epoch whose low bit differs is one behind: its
 * writer has moved the word and was interrupted before it stored the epoch.
 */
static u64 rb_last_stamp(struct ring_buffer_per_cpu *cpu_rb, u64 tail)
{
	u64 stamp = tail >> RB_PLACE_BITS;
	u64 epoch = rb_epoch(cpu_rb);

	if (epoch == RB_EPOCH_NONE)
		return 0;
	epoch += (epoch ^ (stamp >> RB_EPOCH_SHIFT)) & 1;
	return epoch << RB_EPOCH_SHIFT | (stamp & ((1ULL << RB_EPOCH_SHIFT) - 1));
}

/* Hide that the clock stepped back a little. */
static u64 rb_not_before(u64 ts, u64 least)
{
	return ts < least && least - ts < RB_CLOCK_SKEW ? least : ts;
}

static void rb_plan_stamp(struct ring_buffer_per_cpu *cpu_rb, u64 tail, u32 nest,
			  struct rb_plan *plan)
{
	u64 last = rb_last_stamp(cpu_rb, tail);
	u32 outer;

	plan->kind = RB_STAMP_NONE;
	plan->delta = 0;
	plan->epoch = rb_epoch(cpu_rb);
	plan->ts = rb_not_before(plan->ts, last);
	/* An interrupted writer may have moved the word more than one epoch on. */
	for (outer = 0; outer < nest; outer++)
		plan->ts = rb_not_before(plan->ts, cpu_rb->open_ts[outer]);
	cpu_rb->open_ts[nest] = plan->ts;

	if (plan->abs) {
		plan->kind = RB_STAMP_ABS;
	} else if (!rb_tail_offset(tail)) {
		/* The stamp of the page will be this one. */
	} else if (plan->ts >> RB_EPOCH_SHIFT != plan->epoch || plan->ts < last) {
		plan->kind = RB_STAMP_ABS;
	} else {
		plan->delta = plan->ts - last;
		if (plan->delta > RB_DELTA_MAX)
			plan->kind = RB_STAMP_EXTEND;
	}
}

/* Write the header of a data event and return where its bytes go. */
static __always_inline void *rb_write_header(void *item, u32 size, u32 delta)
{
	u32 *word = item;

	if (!RB_ALWAYS_LARGE && likely(size <= RB_EVENT_HEADER + RB_SMALL_MAX)) {
		word[0] = (size - RB_EVENT_HEADER) / RB_WORD | delta << 5;
		return &word[1];
	}
	word[0] = delta << 5;
	word[1] = size - RB_EVENT_HEADER;
	return &word[2];
}

/* Write a time extend or an absolute stamp, if the plan has one. */
static void *rb_write_stamp(void *item, const struct rb_plan *plan)
{
	u64 value = plan->kind == RB_STAMP_ABS ? plan->ts : plan->delta;
	u32 *word = item;

	if (plan->kind == RB_STAMP_NONE)
		return item;
	word[0] = plan->kind | (u32)(value & RB_DELTA_MAX) << 5;
	word[1] = (value & RB_STAMP_MASK) >> RB_DELTA_BITS;
	return item + RB_STAMP_SIZE;
}

/*
 * Without a delta in its header an event takes 8 bytes or at least 16, so that
 * padding and a stamp fit in should it be discarded.
 */
static u32 rb_planned_size(const struct rb_plan *plan, u32 size)
{
	bool odd = size > RB_STAMP_SIZE && size < 2 * RB_STAMP_SIZE;

	return odd && (plan->kind || !plan->delta) ? 2 * RB_STAMP_SIZE : size;
}

/* Fill in what a claimed place holds before the user's bytes. */
static void *rb_fill_place(struct ring_buffer_per_cpu *cpu_rb, struct rb_page *page,
			   u32 offset, u32 size, const struct rb_plan *plan)
{
	void *item = page->data->data + offset;
	u32 delta = plan->kind == RB_STAMP_NONE ? plan->delta : 0;
	u64 epoch = plan->ts >> RB_EPOCH_SHIFT;

	local_inc(&page->entries);
	RB_STEP("fill:counted");
	if (!offset)
		WRITE_ONCE(page->data->time_stamp, plan->ts);
	/* Who nested since the word moved has moved it on, and stored what is so now. */
	if (epoch != plan->epoch)
		cmpxchg_local(&cpu_rb->epoch_end, rb_epoch_end(plan->epoch),
			      rb_epoch_end(epoch));
	RB_STEP("fill:epoch");
	return rb_write_header(rb_write_stamp(item, plan), size, delta);
}

/* One attempt in the page that @tail names.  NULL: no room, or the word moved. */
static void *rb_try_same_page(struct ring_buffer_per_cpu *cpu_rb, u64 tail, u32 size,
			      u32 nest, const struct rb_plan *plan)
{
	u32 offset = rb_tail_offset(tail);
	struct rb_page *page;
	u32 whole;
	u64 next;

	size = rb_planned_size(plan, size);
	whole = size + (plan->kind ? RB_STAMP_SIZE : 0);
	next = rb_tail_word(plan->ts, tail >> RB_OFFSET_BITS, offset + whole);
	if (!local64_try_cmpxchg(&cpu_rb->tail, (s64 *)&tail, next))
		return NULL;
	RB_STEP("same:moved");
	cpu_rb->open_tail[nest] = next;
	page = rb_tail_page(cpu_rb, next);
	return rb_fill_place(cpu_rb, page, offset, size, plan);
}

/* Keep I8, though writers nest here that move on and note that themselves. */
static void rb_note_tail_page(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 tail;

	do {
		tail = local64_read(&cpu_rb->tail);
		RB_STEP("note:tail");
		WRITE_ONCE(cpu_rb->tail_page, rb_tail_page(cpu_rb, tail));
		RB_STEP("note:page");
	} while (((tail ^ local64_read(&cpu_rb->tail)) >> RB_OFFSET_BITS) & RB_POS_MASK);
}

/* One attempt at the start of @page, which is at @pos, the one after @tail's. */
static void *rb_try_next_page(struct ring_buffer_per_cpu *cpu_rb, u64 tail,
			      struct rb_page *page, u64 pos, u32 size, u32 nest,
			      const struct rb_plan *plan)
{
	struct rb_page *left = rb_tail_page(cpu_rb, tail);
	long base = local_read(&page->entries);
	u32 end = rb_tail_offset(tail);
	u32 whole;
	u64 next;

	size = rb_planned_size(plan, size);
	whole = size + (plan->kind ? RB_STAMP_SIZE : 0);
	next = rb_tail_word(plan->ts, pos, whole);
	if (!local64_try_cmpxchg(&cpu_rb->tail, (s64 *)&tail, next))
		return NULL;
	RB_STEP("next:moved");
	/* Nobody counted an event in it before the word moved, so base is exact. */
	left->end = end;
	WRITE_ONCE(page->base, base);
	cpu_rb->open_tail[nest] = next;
	RB_STEP("next:closed");
	rb_note_tail_page(cpu_rb);
	return rb_fill_place(cpu_rb, page, 0, size, plan);
}

static u64 rb_clock(struct ring_buffer_per_cpu *cpu_rb)
{
	return cpu_rb->clock_is_local ? sched_clock_noinstr() : cpu_rb->clock();
}

static void rb_end(struct ring_buffer_per_cpu *cpu_rb);

/*
 * Every case but the plain one: a page is full or empty, the delta is too long
 * or unknown, stamps are absolute, or a nested writer came between.
 */
static noinline void *rb_reserve_slow(struct ring_buffer_per_cpu *cpu_rb, u32 size,
				      u32 nest, bool abs)
{
	struct rb_plan plan = { .abs = abs };
	struct rb_page *page;
	void *data;
	u64 tail, pos;
	u32 whole;
	int tries;

	for (tries = 0; tries < RB_TRIES; tries++) {
		tail = local64_read(&cpu_rb->tail);
		RB_STEP("slow:tail");
		plan.ts = tries < RB_CLOCK_TRIES ? rb_clock(cpu_rb) :
						   rb_last_stamp(cpu_rb, tail);
		RB_STEP("slow:clock");
		rb_plan_stamp(cpu_rb, tail, nest, &plan);
		whole = rb_planned_size(&plan, size) + (plan.kind ? RB_STAMP_SIZE : 0);
		if (rb_tail_offset(tail) + whole <= cpu_rb->data_size) {
			data = rb_try_same_page(cpu_rb, tail, size, nest, &plan);
		} else {
			pos = rb_tail_pos(cpu_rb, tail) + 1;
			page = rb_claim_page(cpu_rb, pos);
			RB_STEP("slow:claimed");
			if (!page)
				goto refused;
			plan.delta = 0;
			plan.kind = abs ? RB_STAMP_ABS : RB_STAMP_NONE;
			data = rb_try_next_page(cpu_rb, tail, page, pos, size, nest, &plan);
		}
		if (data)
			return data;
	}
	local_inc(&cpu_rb->dropped);
refused:
	rb_end(cpu_rb);
	return NULL;
}

/**
 * rb_reserve_odd - begin any record in a write that is open
 * @cpu_rb: the ring
 * @len: bytes wanted, none and too many included
 * @nest: how many writes were open before
 *
 * Context: as ring_buffer_reserve().
 * Return: the place for the bytes; NULL if they are refused, and the write has ended.
 */
noinline void *rb_reserve_odd(struct ring_buffer_per_cpu *cpu_rb, size_t len, u32 nest)
{
	/* Read once: it may change at any time, and the stamp must fit in, too. */
	bool abs = READ_ONCE(cpu_rb->stamps_abs);
	u32 room = cpu_rb->data_size - (abs ? RB_STAMP_SIZE : 0);

	if (len > room || rb_item_size(len) > room) {
		local_inc(&cpu_rb->dropped);
		rb_end(cpu_rb);
		return NULL;
	}
	return rb_reserve_slow(cpu_rb, rb_item_size(len), nest, abs);
}

/**
 * rb_reserve_called - begin the outermost record by a clock that has to be called
 * @cpu_rb: a ring that rb_open() has opened
 * @len: bytes wanted
 *
 * Context: as ring_buffer_reserve().
 * Return: the place for the bytes; NULL if they are refused, and the write has ended.
 */
noinline void *rb_reserve_called(struct ring_buffer_per_cpu *cpu_rb, size_t len)
{
	u64 ts = rb_clock(cpu_rb);
	void *event = NULL;

	/* Clocks that can be set may step back by any time, unlike the inline one. */
	if (likely(ts >> RB_EPOCH_SHIFT == rb_epoch(cpu_rb)))
		event = rb_reserve_plain(cpu_rb, len, ts);
	return likely(event) ? event + RB_EVENT_HEADER : rb_reserve_odd(cpu_rb, len, 0);
}

/*
 * Each context that is active may have one writer open, and one more is let
 * in for entry code that runs before preempt_count tells the new context.
 * Beyond that the writer was called by what it calls itself.
 */
static bool rb_may_nest(struct ring_buffer_per_cpu *cpu_rb)
{
	return cpu_rb->nest < RB_MAX_NEST &&
	       cpu_rb->nest <= interrupt_context_level() + 1 + cpu_rb->nest_extra;
}

/**
 * rb_reserve_busy - begin a record if it may nest in another one, or refuse it
 * @cpu_rb: a ring that is nested or disabled
 * @len: bytes wanted
 *
 * Context: as ring_buffer_reserve().
 * Return: the place for the bytes, or NULL, which is counted unless recording is off.
 */
noinline void *rb_reserve_busy(struct ring_buffer_per_cpu *cpu_rb, size_t len)
{
	int disabled = atomic_read(&cpu_rb->disabled);		/* RB(stop:A) */
	u32 nest = cpu_rb->nest;

	if (disabled & ~(int)RB_STOP_BUSY)
		return NULL;
	/* While the ring is changed nothing is to be lost silently. */
	if (disabled || !rb_may_nest(cpu_rb)) {
		local_inc(&cpu_rb->dropped);
		return NULL;
	}
	WRITE_ONCE(cpu_rb->nest, nest + 1);
	barrier();
	RB_STEP("busy:nested");
	return rb_reserve_odd(cpu_rb, len, nest);
}

/**
 * ring_buffer_reserve - begin a record
 * @rb: the buffer
 * @len: bytes wanted
 *
 * The slot must be ended by ring_buffer_commit() or ring_buffer_discard() on
 * this CPU.  Its bytes are 4-byte aligned, 8 where the architecture needs it.
 *
 * Context: any, NMI included; preemption off until the slot has ended.
 * Return: the slot; its data is NULL when the record was refused.
 */
struct rb_slot ring_buffer_reserve(struct trace_buffer *rb, size_t len)
{
	struct ring_buffer_per_cpu *cpu_rb = rb_this_cpu(rb);
	void *event;

	if (unlikely(rb_is_busy(cpu_rb)))
		return (struct rb_slot){ rb_reserve_busy(cpu_rb, len), cpu_rb };
	rb_open(cpu_rb);
	if (unlikely(!rb_clock_is_inline(cpu_rb)))
		return (struct rb_slot){ rb_reserve_called(cpu_rb, len), cpu_rb };
	event = rb_reserve_plain(cpu_rb, len, rb_inline_clock());
	if (unlikely(!event))
		return (struct rb_slot){ rb_reserve_odd(cpu_rb, len, 0), cpu_rb };
	return (struct rb_slot){ event + RB_EVENT_HEADER, cpu_rb };
}

/**
 * rb_publish_slow - end the outermost write where the tail is on another page, or moves
 * @cpu_rb: the ring
 *
 * Context: as ring_buffer_commit().
 */
noinline void rb_publish_slow(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 tail;

	do {
		WRITE_ONCE(cpu_rb->nest, 1);
		barrier();
		RB_STEP("publish:again");
		tail = local64_read(&cpu_rb->tail);
		RB_STEP("publish:tail");
		rb_publish_pages(cpu_rb, tail);
		RB_STEP("publish:page");
		rb_publish(cpu_rb, cpu_rb->commit_page, tail);
	} while (local64_read(&cpu_rb->tail) != tail);
	if (cpu_rb->commit_pos >= READ_ONCE(cpu_rb->wake_pos))		/* RB(wake:A) */
		rb_wake(cpu_rb);
}

static noinline void rb_end(struct ring_buffer_per_cpu *cpu_rb)
{
	rb_end_inline(cpu_rb);
}

/**
 * ring_buffer_commit - end a record and keep it
 * @slot: what reserve returned, not NULL
 *
 * Readers see it once the outermost open record of this CPU has ended.
 *
 * Context: as the reserve.
 */
void ring_buffer_commit(struct rb_slot slot)
{
	rb_end_inline(slot.cpu_rb);
}

/*
 * Turn the event into bytes to skip.  The time that it carries must stay.  Padding
 * cannot carry none, which would end the sub-buffer, so a stamp takes its place or
 * puts right what follows.
 */
static void rb_make_padding(struct ring_buffer_event *item, u32 size, u64 ts)
{
	struct rb_plan stamp = { .ts = ts, .kind = RB_STAMP_EXTEND };
	u32 delta = item->time_delta;

	if (!delta) {
		if (size > RB_STAMP_SIZE)
			stamp.kind = RB_STAMP_ABS;
		size -= RB_STAMP_SIZE;
		rb_write_stamp((void *)item + size, &stamp);
		if (!size)
			return;
	}
	*(u32 *)item = RINGBUF_TYPE_PADDING | (delta ?: 1) << 5;
	item->array[0] = size - RB_EVENT_HEADER;
}

/**
 * ring_buffer_discard - end a record and drop it
 * @slot: what reserve returned, not NULL
 *
 * The bytes are given back if nothing was written after them; else they become
 * padding.
 *
 * Context: as the reserve.
 */
void ring_buffer_discard(struct rb_slot slot)
{
	struct ring_buffer_per_cpu *cpu_rb = slot.cpu_rb;
	u64 tail = cpu_rb->open_tail[cpu_rb->nest - 1];
	struct rb_page *page = rb_tail_page(cpu_rb, tail);
	void *end = page->data->data + rb_tail_offset(tail);
	struct ring_buffer_event *item;
	u64 before;
	u32 size;

	item = slot.data - (rb_size_is_large(end - slot.data) ? RB_LARGE_HEADER :
								RB_EVENT_HEADER);
	size = end - (void *)item;
	local_dec(&page->entries);
	RB_STEP("discard:counted");
	before = tail - size - ((u64)item->time_delta << RB_PLACE_BITS);
	if (!local64_try_cmpxchg(&cpu_rb->tail, (s64 *)&tail, before))
		rb_make_padding(item, size, cpu_rb->open_ts[cpu_rb->nest - 1]);
	RB_STEP("discard:done");
	rb_end(cpu_rb);
}

/**
 * ring_buffer_slot_time_stamp - the stamp of an open record
 * @slot: the innermost open slot of this CPU
 *
 * Context: between reserve and commit or discard.
 * Return: the stamp, by the buffer's clock.
 */
u64 ring_buffer_slot_time_stamp(struct rb_slot slot)
{
	return slot.cpu_rb->open_ts[slot.cpu_rb->nest - 1];
}

/**
 * ring_buffer_slot_length - the bytes of an open record
 * @slot: the innermost open slot of this CPU
 *
 * Context: between reserve and commit or discard.
 * Return: the length, rounded up as it was reserved.
 */
unsigned int ring_buffer_slot_length(struct rb_slot slot)
{
	u64 tail = slot.cpu_rb->open_tail[slot.cpu_rb->nest - 1];
	struct rb_page *page = rb_tail_page(slot.cpu_rb, tail);

	return page->data->data + rb_tail_offset(tail) - (unsigned char *)slot.data;
}

/*
 * From a place of cpu_rb to its event, or to that of another one: the end looks the
 * ring up again, so it must still be the buffer's.  From now on an open record keeps it.
 */
static noinline struct ring_buffer_event *
rb_keep_event(struct trace_buffer *buffer, unsigned long length,
	      struct ring_buffer_per_cpu *cpu_rb, void *data)
{
	struct rb_slot slot = { data, cpu_rb };

	while (slot.data) {
		if (READ_ONCE(buffer->buffers[slot.cpu_rb->cpu]) == slot.cpu_rb)
			return slot.data - (rb_size_is_large(length) ? RB_LARGE_HEADER :
								       RB_EVENT_HEADER);
		ring_buffer_discard(slot);
		slot = ring_buffer_reserve(buffer, length);
	}
	preempt_enable_notrace();
	return NULL;
}

/* What ring_buffer_lock_reserve() leaves to others, so that it keeps nothing over a call. */
static noinline struct ring_buffer_event *
rb_lock_busy(struct trace_buffer *buffer, unsigned long length,
	     struct ring_buffer_per_cpu *cpu_rb)
{
	return rb_keep_event(buffer, length, cpu_rb, rb_reserve_busy(cpu_rb, length));
}

static noinline struct ring_buffer_event *
rb_lock_called(struct trace_buffer *buffer, unsigned long length,
	       struct ring_buffer_per_cpu *cpu_rb)
{
	return rb_keep_event(buffer, length, cpu_rb, rb_reserve_called(cpu_rb, length));
}

static noinline struct ring_buffer_event *
rb_lock_odd(struct trace_buffer *buffer, unsigned long length,
	    struct ring_buffer_per_cpu *cpu_rb)
{
	return rb_keep_event(buffer, length, cpu_rb, rb_reserve_odd(cpu_rb, length, 0));
}

/**
 * ring_buffer_lock_reserve - begin a record, by event pointer
 * @buffer: the buffer
 * @length: bytes wanted
 *
 * Context: any; returns with preemption off if it succeeds.
 * Return: the event, to be ended by ring_buffer_unlock_commit() or
 *	   ring_buffer_discard_commit(), or NULL.
 */
struct ring_buffer_event *ring_buffer_lock_reserve(struct trace_buffer *buffer,
						   unsigned long length)
{
	struct ring_buffer_per_cpu *cpu_rb;
	unsigned int cpu;
	void *event;

	preempt_disable_notrace();
	cpu = smp_processor_id();
	cpu_rb = rb_ring_of(buffer, cpu);
	if (unlikely(rb_is_busy(cpu_rb)))
		return rb_lock_busy(buffer, length, cpu_rb);
	rb_open(cpu_rb);
	if (unlikely(!rb_clock_is_inline(cpu_rb)))
		return rb_lock_called(buffer, length, cpu_rb);
	event = rb_reserve_plain(cpu_rb, length, rb_inline_clock());
	if (unlikely(!event))
		return rb_lock_odd(buffer, length, cpu_rb);
	if (unlikely(RB_PEEK(buffer->buffers[cpu]) != cpu_rb))
		return rb_keep_event(buffer, length, cpu_rb, event + RB_EVENT_HEADER);
	return event;
}
EXPORT_SYMBOL_GPL(ring_buffer_lock_reserve);

/**
 * ring_buffer_unlock_commit - end and keep what ring_buffer_lock_reserve() began
 * @buffer: the buffer
 *
 * Context: as the reserve; preemption as before it.
 * Return: 0
 */
int ring_buffer_unlock_commit(struct trace_buffer *buffer)
{
	rb_end_inline(rb_this_cpu(buffer));
	preempt_enable_notrace();
	return 0;
}
EXPORT_SYMBOL_GPL(ring_buffer_unlock_commit);

/**
 * ring_buffer_discard_commit - end and drop what ring_buffer_lock_reserve() began
 * @buffer: the buffer
 * @event: the event
 *
 * Context: as the reserve; preemption as before it.
 */
void ring_buffer_discard_commit(struct trace_buffer *buffer,
				struct ring_buffer_event *event)
{
	struct rb_slot slot = { ring_buffer_event_data(event), rb_this_cpu(buffer) };

	ring_buffer_discard(slot);
	preempt_enable_notrace();
}
EXPORT_SYMBOL_GPL(ring_buffer_discard_commit);

/**
 * ring_buffer_write - record bytes that are at hand
 * @buffer: the buffer
 * @length: how many
 * @data: the bytes
 *
 * Context: any.
 * Return: 0, or -EBUSY if the record was refused.
 */
int ring_buffer_write(struct trace_buffer *buffer, unsigned long length, void *data)
{
	struct rb_slot slot;
	int ret = -EBUSY;

	preempt_disable_notrace();
	slot = ring_buffer_reserve(buffer, length);
	if (slot.data) {
		memcpy(slot.data, data, length);
		ring_buffer_commit(slot);
		ret = 0;
	}
	preempt_enable_notrace();
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_write);

/**
 * ring_buffer_nest_start - let this context write while it has a record open
 * @buffer: the buffer
 *
 * Context: any; preemption is off until ring_buffer_nest_end().
 */
void ring_buffer_nest_start(struct trace_buffer *buffer)
{
	preempt_disable_notrace();
	rb_this_cpu(buffer)->nest_extra++;
}

/**
 * ring_buffer_nest_end - undo ring_buffer_nest_start()
 * @buffer: the buffer
 *
 * Context: as the start.
 */
void ring_buffer_nest_end(struct trace_buffer *buffer)
{
	rb_this_cpu(buffer)->nest_extra--;
	preempt_enable_notrace();
}

/**
 * ring_buffer_event_time_stamp - the stamp of an event that is being written
 * @buffer: its buffer
 * @event: the innermost open event of this CPU
 *
 * Context: between reserve and commit.
 * Return: the stamp, by the buffer's clock.
 */
u64 ring_buffer_event_time_stamp(struct trace_buffer *buffer,
				 struct ring_buffer_event *event)
{
	struct ring_buffer_per_cpu *cpu_rb = rb_this_cpu(buffer);
	struct rb_slot slot = { event, cpu_rb };

	if (!cpu_rb->nest)
		return rb_last_stamp(cpu_rb, local64_read(&cpu_rb->tail));
	return ring_buffer_slot_time_stamp(slot);
}
