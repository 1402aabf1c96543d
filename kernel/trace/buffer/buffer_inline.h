/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reserve and commit where nothing is special: all that most hits execute.
 *
 * Inline in write.c and, as the buffer's second header, in dispatch/record.c:
 * there the whole way from a probe into the buffer is one function.  Whatever is
 * not plain goes to functions of write.c, which see the same state.  RB_STEP(),
 * I1-I8 and the ordering table: as in write.c and ring.h.
 */
#ifndef _TRACE_BUFFER_INLINE_H
#define _TRACE_BUFFER_INLINE_H

#include <linux/smp.h>

#include "buffer/clock_inline.h"
#include "buffer/ring.h"

/* write.c */
void *rb_reserve_busy(struct ring_buffer_per_cpu *cpu_rb, size_t len);
void *rb_reserve_odd(struct ring_buffer_per_cpu *cpu_rb, size_t len, u32 nest);
void *rb_reserve_called(struct ring_buffer_per_cpu *cpu_rb, size_t len);
void rb_publish_slow(struct ring_buffer_per_cpu *cpu_rb);

/*
 * A CPU's ring.  Read once, since a swap may put another one there from an
 * interrupt, but in one instruction, unlike a READ_ONCE(); unsigned, so that the
 * index need not be extended.
 */
static __always_inline struct ring_buffer_per_cpu *rb_ring_of(struct trace_buffer *rb,
							      unsigned int cpu)
{
	struct ring_buffer_per_cpu *cpu_rb = RB_PEEK(rb->buffers[cpu]);

	OPTIMIZER_HIDE_VAR(cpu_rb);
	return cpu_rb;
}

static __always_inline struct ring_buffer_per_cpu *rb_this_cpu(struct trace_buffer *rb)
{
	return rb_ring_of(rb, smp_processor_id());
}

/* Can the clock be read without a call?  If not, rb_reserve_called() is next. */
static __always_inline bool rb_clock_is_inline(struct ring_buffer_per_cpu *cpu_rb)
{
	return likely(cpu_rb->clock_is_local) && rb_sched_clock_is_inline();
}

/*
 * Does no CPU record?  Asked ahead of all else by who is hit often, so that tracing_on = 0
 * costs next to nothing; whether only this CPU is stopped, the reserve will see.
 */
static __always_inline bool rb_is_off(struct trace_buffer *rb)
{
	return unlikely(atomic_read(&rb->record_disabled));
}

/* Is this to be refused, or nested in another write?  Then rb_reserve_busy() is next. */
static __always_inline bool rb_is_busy(struct ring_buffer_per_cpu *cpu_rb)
{
	return RB_PEEK(cpu_rb->disabled_or_nested);		/* RB(stop:A) */
}

/* Of those that are busy: refused, and not to be counted. */
static __always_inline bool rb_is_stopped(struct ring_buffer_per_cpu *cpu_rb)
{
	return atomic_read(&cpu_rb->disabled) & ~(int)RB_STOP_BUSY;
}

/* Open the outermost write of a ring that was not busy; only then is the clock read. */
static __always_inline void rb_open(struct ring_buffer_per_cpu *cpu_rb)
{
	RB_STEP("reserve:enabled");
	WRITE_ONCE(cpu_rb->nest, 1);
	barrier();
	RB_STEP("reserve:nested");
}

/**
 * rb_reserve_plain - begin the record of a write that rb_open() has opened
 * @cpu_rb: the ring
 * @len: bytes wanted
 * @ts: the time
 *
 * Context: as ring_buffer_reserve().
 * Return: the event, with a header of one word; or NULL, and rb_reserve_odd() is next,
 *	   with a nest of 0.
 */
static __always_inline void *rb_reserve_plain(struct ring_buffer_per_cpu *cpu_rb, size_t len,
					      u64 ts)
{
	/* 64 bits, so that none has to be widened. */
	u64 tail, next, delta, offset, size, more;
	struct rb_page *page;
	u32 *item;

	/* Who nested since the clock was read makes the delta negative, which is not plain. */
	RB_STEP("reserve:clock");
	/* Words after the first one, of which there are many if it is not needed. */
	more = (len - 1) / RB_WORD;
	if (RB_ALWAYS_LARGE || unlikely(more >= RB_SMALL_MAX / RB_WORD))
		return NULL;

	size = RB_EVENT_HEADER + RB_WORD + more * RB_WORD;
	tail = local64_read(&cpu_rb->tail);
	RB_STEP("reserve:tail");
	/* If the word does not move, neither has the page. */
	page = READ_ONCE(cpu_rb->tail_page);
	RB_STEP("reserve:page");
	offset = rb_tail_offset(tail);
	/*
	 * The delta sits in the upper bits, modulo the range of the word's stamp.
	 * Plain is 1 to half of what a header can hold; none: see rb_planned_size().
	 * A clock that steps back is not plain either, be it to an earlier epoch,
	 * but for steps of the whole range: rb_reserve_called() keeps those out.
	 */
	delta = (ts << RB_PLACE_BITS) - (tail & ~RB_PLACE_MASK);
	if (unlikely(offset + size > cpu_rb->plain_size ||
		     (delta - RB_PLACE_MASK - 1) >> (RB_PLACE_BITS + RB_DELTA_BITS - 1) ||
		     ts >= cpu_rb->epoch_end))
		return NULL;

	next = tail + delta + size;
	if (unlikely(!local64_try_cmpxchg(&cpu_rb->tail, (s64 *)&tail, next)))
		return NULL;
	RB_STEP("reserve:moved");
	cpu_rb->open_tail[0] = next;
	cpu_rb->open_ts[0] = ts;
	local_inc(&page->entries);
	RB_STEP("reserve:counted");
	item = (void *)page->data->data + offset;
	*item = (u32)(delta >> (RB_PLACE_BITS - 5)) + (u32)more + 1;
	RB_STEP("reserve:header");
	/* Spares who asks whether there is a place a look at this one. */
	if (!item)
		__builtin_unreachable();
	return item;
}

/* Make visible what @tail covers. */
static __always_inline void rb_publish(struct ring_buffer_per_cpu *cpu_rb,
				       struct rb_page *page, u64 tail)
{
	/* RB(commit:A) */
	smp_store_release((long *)&page->data->commit, rb_tail_offset(tail));
	RB_STEP("publish:commit");
	WRITE_ONCE(cpu_rb->nest, 0);
	barrier();
	RB_STEP("publish:closed");
}

/* End a write; the outermost one shows readers what has come together. */
static __always_inline void rb_end_inline(struct ring_buffer_per_cpu *cpu_rb)
{
	struct rb_page *page;
	u64 tail;

	barrier();
	if (unlikely(RB_PEEK(cpu_rb->nest) != 1)) {
		barrier();
		WRITE_ONCE(cpu_rb->nest, cpu_rb->nest - 1);
		return;
	}
	page = cpu_rb->commit_page;
	tail = local64_read(&cpu_rb->tail);
	RB_STEP("end:tail");
	/* Read after the tail: if it is this one, so was that of the tail. */
	if (unlikely(RB_PEEK(cpu_rb->tail_page) != page)) {
		rb_publish_slow(cpu_rb);
		return;
	}
	rb_publish(cpu_rb, page, tail);
	/* A writer that nested before nest fell has left its bytes to us. */
	if (unlikely(local64_read(&cpu_rb->tail) != tail)) {
		rb_publish_slow(cpu_rb);
		return;
	}
	if (unlikely(cpu_rb->commit_pos >= RB_PEEK(cpu_rb->wake_pos)))	/* RB(wake:A) */
		rb_wake(cpu_rb);
}

#endif /* _TRACE_BUFFER_INLINE_H */
