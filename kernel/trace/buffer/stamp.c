// SPDX-License-Identifier: GPL-2.0
/*
 * Which clock stamps a buffer's events, and in which form.  Process context,
 * except for the clock itself.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/trace_clock.h>

#include "buffer/ring.h"

/**
 * rb_set_clock_cpu - let one ring use a clock
 * @cpu_rb: the ring
 * @clock: callable in any context
 *
 * Context: any.
 */
void rb_set_clock_cpu(struct ring_buffer_per_cpu *cpu_rb, u64 (*clock)(void))
{
	WRITE_ONCE(cpu_rb->clock, clock);
	WRITE_ONCE(cpu_rb->clock_is_local, clock == trace_clock_local);
}

/**
 * rb_set_stamps_abs_cpu - let one ring's events carry whole stamps
 * @cpu_rb: the ring
 * @abs: whether they should
 *
 * Context: any.
 */
void rb_set_stamps_abs_cpu(struct ring_buffer_per_cpu *cpu_rb, bool abs)
{
	WRITE_ONCE(cpu_rb->stamps_abs, abs);
	WRITE_ONCE(cpu_rb->plain_size, abs ? 0 : cpu_rb->data_size);
}

/**
 * ring_buffer_set_clock - choose the clock that stamps events
 * @buffer: the buffer
 * @clock: callable in any context
 *
 * The caller resets the buffer, unless the clocks agree.
 *
 * Context: process.
 */
void ring_buffer_set_clock(struct trace_buffer *buffer, u64 (*clock)(void))
{
	int cpu;

	buffer->clock = clock;
	for_each_possible_cpu(cpu)
		rb_set_clock_cpu(buffer->buffers[cpu], clock);
}
EXPORT_SYMBOL_IF_KUNIT(ring_buffer_set_clock);

/**
 * ring_buffer_set_time_stamp_abs - have each event carry its whole stamp
 * @buffer: the buffer
 * @abs: whether it should
 *
 * Context: process.
 */
void ring_buffer_set_time_stamp_abs(struct trace_buffer *buffer, bool abs)
{
	int cpu;

	guard(mutex)(&buffer->mutex);
	buffer->stamps_abs = abs;
	for_each_possible_cpu(cpu)
		rb_set_stamps_abs_cpu(buffer->buffers[cpu], abs);
}

/**
 * ring_buffer_time_stamp_abs - ask whether events carry whole stamps
 * @buffer: the buffer
 *
 * Context: any.
 * Return: true if they do.
 */
bool ring_buffer_time_stamp_abs(struct trace_buffer *buffer)
{
	return buffer->stamps_abs;
}

/**
 * ring_buffer_time_stamp - the time by the buffer's clock
 * @buffer: the buffer
 *
 * Context: any.
 * Return: now.
 */
u64 ring_buffer_time_stamp(struct trace_buffer *buffer)
{
	u64 now;

	preempt_disable_notrace();
	now = buffer->clock();
	preempt_enable_notrace();
	return now;
}
EXPORT_SYMBOL_GPL(ring_buffer_time_stamp);

/**
 * ring_buffer_normalize_time_stamp - turn a stamp into nanoseconds
 * @buffer: the buffer
 * @cpu: the CPU of the event
 * @ts: the stamp, changed in place
 *
 * Stamps are kept as the clock gives them, so there is nothing to do.
 *
 * Context: any.
 */
void ring_buffer_normalize_time_stamp(struct trace_buffer *buffer, int cpu, u64 *ts)
{
}
EXPORT_SYMBOL_GPL(ring_buffer_normalize_time_stamp);
