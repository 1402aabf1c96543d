// SPDX-License-Identifier: GPL-2.0
/*
 * Stopping and starting to record: a switch and a count for a buffer, a count for
 * each CPU.
 *
 * Any context, NMI included; no lock.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>

#include "buffer/ring.h"

/**
 * rb_follow_buffer - let a ring record or not, as its buffer does
 * @cpu_rb: the ring
 *
 * Callers race, from any context, and the ring may change buffers meanwhile.  Who
 * copied an old state sees, after the store, that it was old, and copies again.
 *
 * Context: any.
 */
void rb_follow_buffer(struct ring_buffer_per_cpu *cpu_rb)
{
	struct trace_buffer *rb;
	bool stopped;

	do {
		rb = READ_ONCE(cpu_rb->rb);
		stopped = atomic_read(&rb->record_disabled);
		if (stopped)
			atomic_or(RB_STOP_BUFFER, &cpu_rb->disabled);
		else
			atomic_andnot(RB_STOP_BUFFER, &cpu_rb->disabled);
		/* The copy is visible before the second look. */
		smp_mb__after_atomic();
	} while (rb != READ_ONCE(cpu_rb->rb) || stopped != !!atomic_read(&rb->record_disabled));
}

/*
 * Writers look at one word of their CPU, so a stop of the whole buffer is copied
 * to each.  A ring that takes another's place meanwhile is told by the one who put
 * it there, or by the second look here.
 */
static void rb_copy_record_disabled(struct trace_buffer *rb)
{
	struct ring_buffer_per_cpu *cpu_rb;
	int cpu;

	for_each_possible_cpu(cpu) {
		do {
			cpu_rb = READ_ONCE(rb->buffers[cpu]);
			rb_follow_buffer(cpu_rb);
		} while (cpu_rb != READ_ONCE(rb->buffers[cpu]));
	}
}

/**
 * ring_buffer_record_disable - stop recording; calls count
 * @buffer: the buffer
 *
 * Writers that are under way finish; wait for an RCU grace period if it matters.
 *
 * Context: any.
 */
void ring_buffer_record_disable(struct trace_buffer *buffer)
{
	atomic_inc_return(&buffer->record_disabled);
	rb_copy_record_disabled(buffer);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_disable);

/**
 * ring_buffer_record_enable - undo one ring_buffer_record_disable()
 * @buffer: the buffer
 *
 * Context: any.
 */
void ring_buffer_record_enable(struct trace_buffer *buffer)
{
	atomic_dec_return(&buffer->record_disabled);
	rb_copy_record_disabled(buffer);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_enable);

/**
 * ring_buffer_record_off - stop recording, whoever else does; a switch
 * @buffer: the buffer
 *
 * Context: any.
 */
void ring_buffer_record_off(struct trace_buffer *buffer)
{
	atomic_fetch_or(RB_RECORD_OFF, &buffer->record_disabled);
	rb_copy_record_disabled(buffer);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_off);

/**
 * ring_buffer_record_on - undo ring_buffer_record_off()
 * @buffer: the buffer
 *
 * Context: any.
 */
void ring_buffer_record_on(struct trace_buffer *buffer)
{
	atomic_fetch_andnot(RB_RECORD_OFF, &buffer->record_disabled);
	rb_copy_record_disabled(buffer);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_on);

/**
 * ring_buffer_record_disable_cpu - stop recording on a CPU; calls count
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any, but not while the CPU's ring is exchanged.
 */
void ring_buffer_record_disable_cpu(struct trace_buffer *buffer, int cpu)
{
	if (rb_has_cpu(buffer, cpu))
		atomic_inc(&buffer->buffers[cpu]->disabled);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_disable_cpu);

/**
 * ring_buffer_record_enable_cpu - undo one ring_buffer_record_disable_cpu()
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: any, but not while the CPU's ring is exchanged.
 */
void ring_buffer_record_enable_cpu(struct trace_buffer *buffer, int cpu)
{
	if (rb_has_cpu(buffer, cpu))
		atomic_dec(&buffer->buffers[cpu]->disabled);
}
EXPORT_SYMBOL_GPL(ring_buffer_record_enable_cpu);

/**
 * ring_buffer_record_is_set_on - ask for the state of the switch alone
 * @buffer: the buffer
 *
 * Context: any.
 * Return: true unless ring_buffer_record_off() was called last.
 */
bool ring_buffer_record_is_set_on(struct trace_buffer *buffer)
{
	int disabled = atomic_read(&buffer->record_disabled);

	return (disabled & RB_RECORD_OFF) == 0;
}

/**
 * ring_buffer_record_is_on - ask whether the buffer records
 * @buffer: the buffer
 *
 * Context: any.
 * Return: true if neither the switch nor a count stops it.
 */
bool ring_buffer_record_is_on(struct trace_buffer *buffer)
{
	return atomic_read(&buffer->record_disabled) == 0;
}
