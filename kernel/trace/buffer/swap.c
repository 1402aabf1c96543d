// SPDX-License-Identifier: GPL-2.0
/*
 * Exchanging one CPU's ring between two buffers, for snapshots.
 *
 * Called with interrupts off on the CPU in question, or while it is down, from
 * process context or from inside a tracer, so no lock may be taken.  A writer
 * keeps the ring that it reserved in, not the buffer; the exchange is refused
 * while one is open.  What rb_run_stopped() does to a ring cannot come between:
 * it runs on that CPU too, and finds the ring anew.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>

#include "buffer/ring.h"

static int rb_may_swap(struct ring_buffer_per_cpu *a, struct ring_buffer_per_cpu *b)
{
	if (a->ring.nr_pages != b->ring.nr_pages || a->data_size != b->data_size)
		return -EINVAL;
	if (atomic_read(&a->disabled) || atomic_read(&b->disabled))
		return -EAGAIN;
	if (READ_ONCE(a->mapped) || READ_ONCE(b->mapped))
		return -EBUSY;
	return 0;
}

/* The ring follows its new buffer's clock; its sleepers look which one is theirs now. */
static void rb_move_to(struct ring_buffer_per_cpu *cpu_rb, struct trace_buffer *rb)
{
	rb_set_clock_cpu(cpu_rb, rb->clock);
	rb_set_stamps_abs_cpu(cpu_rb, rb->stamps_abs);
	WRITE_ONCE(cpu_rb->rb, rb);
	WRITE_ONCE(rb->buffers[cpu_rb->cpu], cpu_rb);
	if (READ_ONCE(cpu_rb->wake_pos) != U64_MAX)
		rb_wake(cpu_rb);
}

/**
 * ring_buffer_swap_cpu - exchange one CPU's ring between two buffers
 * @a: a buffer
 * @b: another one, of the same size
 * @cpu: the CPU
 *
 * Context: interrupts off, on @cpu unless it is down.
 * Return: 0; -EINVAL if the rings differ in size or are missing, -EAGAIN if one
 *	   does not record, -EBUSY if one is being written to or is mapped.
 */
int ring_buffer_swap_cpu(struct trace_buffer *a, struct trace_buffer *b, int cpu)
{
	struct ring_buffer_per_cpu *cpu_a, *cpu_b;
	int ret;

	if (!rb_has_cpu(a, cpu) || !rb_has_cpu(b, cpu))
		return -EINVAL;
	cpu_a = a->buffers[cpu];
	cpu_b = b->buffers[cpu];
	ret = rb_may_swap(cpu_a, cpu_b);
	if (ret)
		return ret;

	/* Only an NMI can come from here on: it finds both closed, and counts. */
	atomic_or(RB_STOP_BUSY, &cpu_a->disabled);
	atomic_or(RB_STOP_BUSY, &cpu_b->disabled);
	ret = -EBUSY;
	if (!READ_ONCE(cpu_a->nest) && !READ_ONCE(cpu_b->nest)) {
		rb_move_to(cpu_a, b);
		rb_move_to(cpu_b, a);
		/* Their new places are visible before the looks at what stops. */
		smp_mb();
		rb_follow_buffer(cpu_a);
		rb_follow_buffer(cpu_b);
		ret = 0;
	}
	atomic_andnot(RB_STOP_BUSY, &cpu_a->disabled);
	atomic_andnot(RB_STOP_BUSY, &cpu_b->disabled);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_swap_cpu);
