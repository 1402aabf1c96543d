// SPDX-License-Identifier: GPL-2.0
/*
 * Sleeping until a buffer has data, and waking who sleeps.
 *
 * A writer compares one word, wake_pos, with its commit position.  A sleeper
 * lowers that word to the position it waits for; whoever finds it reached raises
 * it out of the way and queues an irq_work, because a writer may hold any lock.
 * The writer has no barrier between its commit and that load.  Who slips through
 * the gap in ring_buffer_wait() looks again after RB_RECHECK; who polls does not, but
 * wake_pos stays low for it, and the CPU's next commit wakes it.
 */
#include <linux/cpumask.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

#include "buffer/ring.h"

#define RB_RECHECK		(HZ / 5)

static void rb_wake_work(struct irq_work *work)
{
	struct ring_buffer_per_cpu *cpu_rb;

	cpu_rb = container_of(work, struct ring_buffer_per_cpu, wake_work);
	wake_up_all(&cpu_rb->waiters.queue);
	wake_up_all(&READ_ONCE(cpu_rb->rb)->waiters.queue);
}

/**
 * rb_wait_init - prepare one CPU's part for sleepers
 * @cpu_rb: the ring
 *
 * Context: process.
 */
void rb_wait_init(struct ring_buffer_per_cpu *cpu_rb)
{
	cpu_rb->wake_pos = U64_MAX;
	init_irq_work(&cpu_rb->wake_work, rb_wake_work);
	init_waitqueue_head(&cpu_rb->waiters.queue);
}

/**
 * rb_wake - wake who waits for a position that is reached
 * @cpu_rb: the ring of this CPU
 *
 * Context: any, NMI included, after a commit.
 */
void rb_wake(struct ring_buffer_per_cpu *cpu_rb)
{
	/* Before the work is queued: who arms in between is woken by it. */
	WRITE_ONCE(cpu_rb->wake_pos, U64_MAX);
	irq_work_queue(&cpu_rb->wake_work);
}

/* Whether so many of the CPU's sub-buffers are full, in percent; 0: any data will do. */
static bool rb_cpu_ready(struct trace_buffer *rb, int cpu, int full)
{
	struct ring_buffer_per_cpu *cpu_rb = rb->buffers[cpu];

	if (ring_buffer_empty_cpu(rb, cpu))
		return false;
	/* The one being written never counts as dirty, but as used. */
	return !full || (ring_buffer_nr_dirty_pages(rb, cpu) + 1) * 100 >=
			(size_t)full * cpu_rb->ring.nr_pages;
}

static bool rb_ready(struct trace_buffer *rb, int cpu, int full)
{
	if (cpu == RING_BUFFER_ALL_CPUS)
		return !ring_buffer_empty(rb);
	return rb_cpu_ready(rb, cpu, full);
}

static void rb_arm_cpu(struct ring_buffer_per_cpu *cpu_rb, int full)
{
	u64 old = READ_ONCE(cpu_rb->wake_pos);
	u64 pos = 0;

	if (full)
		pos = READ_ONCE(cpu_rb->reader_pos) +
		      DIV_ROUND_UP((u64)full * cpu_rb->ring.nr_pages, 100);
	while (pos < old) {
		if (try_cmpxchg64(&cpu_rb->wake_pos, &old, pos))	/* RB(wake:A) */
			return;
	}
}

/* Ask to be woken; what is committed from here on will do it. */
static void rb_arm(struct trace_buffer *rb, int cpu, int full)
{
	if (cpu != RING_BUFFER_ALL_CPUS) {
		rb_arm_cpu(rb->buffers[cpu], full);
	} else {
		for_each_cpu(cpu, rb->cpumask)
			rb_arm_cpu(rb->buffers[cpu], 0);
	}
	smp_mb();		/* RB(wake:A) */
}

static struct rb_waiters *rb_waiters_of(struct trace_buffer *rb, int cpu)
{
	return cpu == RING_BUFFER_ALL_CPUS ? &rb->waiters : &rb->buffers[cpu]->waiters;
}

/**
 * ring_buffer_wait - sleep until there is data
 * @buffer: the buffer
 * @cpu: the CPU, or RING_BUFFER_ALL_CPUS
 * @full: percent of the CPU's sub-buffers that must be filled, 0 for any data
 * @cond: another reason to return; NULL for ring_buffer_wake_waiters() only
 * @data: passed to @cond
 *
 * Context: process.
 * Return: 0, -ENODEV if the CPU has no buffer, -ERESTARTSYS after a signal.
 */
int ring_buffer_wait(struct trace_buffer *buffer, int cpu, int full,
		     ring_buffer_cond_fn cond, void *data)
{
	struct rb_waiters *waiters;
	DEFINE_WAIT(wait);
	int ret = 0;
	long kicks;
	bool done;

	if (cpu != RING_BUFFER_ALL_CPUS && !rb_has_cpu(buffer, cpu))
		return -ENODEV;
	kicks = READ_ONCE(rb_waiters_of(buffer, cpu)->kicks);
	do {
		/* The ring may be exchanged, and its sleepers' queue with it. */
		waiters = rb_waiters_of(buffer, cpu);
		prepare_to_wait(&waiters->queue, &wait, TASK_INTERRUPTIBLE);
		rb_arm(buffer, cpu, full);
		done = rb_ready(buffer, cpu, full) ||
		       (cond ? cond(data) : kicks != READ_ONCE(waiters->kicks));
		if (!done && signal_pending(current))
			ret = -ERESTARTSYS;
		if (!done && !ret)
			schedule_timeout(RB_RECHECK);
		finish_wait(&waiters->queue, &wait);
	} while (!done && !ret);
	return ret;
}

/**
 * ring_buffer_poll_wait - the poll method for data in a buffer
 * @buffer: the buffer
 * @cpu: the CPU, or RING_BUFFER_ALL_CPUS
 * @filp: the file polled
 * @poll_table: the caller's table
 * @full: percent of the CPU's sub-buffers that must be filled, 0 for any data
 *
 * Context: process.
 * Return: EPOLLIN | EPOLLRDNORM if there is data, EPOLLERR without a buffer, or 0.
 */
__poll_t ring_buffer_poll_wait(struct trace_buffer *buffer, int cpu,
			       struct file *filp, poll_table *poll_table, int full)
{
	if (cpu != RING_BUFFER_ALL_CPUS && !rb_has_cpu(buffer, cpu))
		return EPOLLERR;
	poll_wait(filp, &rb_waiters_of(buffer, cpu)->queue, poll_table);
	rb_arm(buffer, cpu, full);
	return rb_ready(buffer, cpu, full) ? EPOLLIN | EPOLLRDNORM : 0;
}

static void rb_kick(struct rb_waiters *waiters)
{
	WRITE_ONCE(waiters->kicks, waiters->kicks + 1);
	/* Sleepers that wake must see the new count. */
	smp_wmb();
	wake_up_all(&waiters->queue);
}

/**
 * ring_buffer_wake_waiters - make sleepers return, with or without data
 * @buffer: the buffer, or NULL
 * @cpu: the CPU, or RING_BUFFER_ALL_CPUS for those of all and of each
 *
 * Context: process or interrupt.
 */
void ring_buffer_wake_waiters(struct trace_buffer *buffer, int cpu)
{
	if (!buffer)
		return;
	if (cpu != RING_BUFFER_ALL_CPUS) {
		if (rb_has_cpu(buffer, cpu))
			rb_kick(&buffer->buffers[cpu]->waiters);
		return;
	}
	for_each_cpu(cpu, buffer->cpumask)
		rb_kick(&buffer->buffers[cpu]->waiters);
	rb_kick(&buffer->waiters);
}

/**
 * ring_buffer_wake_all - have all sleepers look again
 * @buffer: the buffer
 *
 * Context: any but NMI.
 */
void ring_buffer_wake_all(struct trace_buffer *buffer)
{
	int cpu;

	for_each_cpu(cpu, buffer->cpumask) {
		if (READ_ONCE(buffer->buffers[cpu]->wake_pos) != U64_MAX)
			rb_wake(buffer->buffers[cpu]);
	}
}
