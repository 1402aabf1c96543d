// SPDX-License-Identifier: GPL-2.0
/*
 * The settings of an instance: the size of its buffer, clock, CPUs.
 *
 * Control paths in process context, under trace_types_lock.  A buffer starts at
 * its smallest and grows to its size when something is about to be recorded.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "base/base.h"
#include "instance/instance.h"

/* Bytes for each CPU once a buffer is used: trace_buf_size= or 1408 kB. */
static unsigned long full_size = 88 * SZ_16K;

/* What the buffer has before that: the smallest that a ring can be. */
#define INITIAL_SIZE	1

static bool full_from_start;

static int __init set_buf_size(char *str)
{
	unsigned long size = str ? memparse(str, &str) : 0;

	/* What is too small for a sub-buffer becomes one. */
	full_size = max(size, 4096UL);
	return 1;
}
__setup("trace_buf_size=", set_buf_size);

/**
 * instance_expand_from_start - make buffers in their full size, as events come early
 *
 * Context: Boot, before there is an instance.
 */
void __init instance_expand_from_start(void)
{
	full_from_start = true;
}

/**
 * instance_buffer_alloc - give a new instance its buffer
 * @tr: the instance, its clock set
 *
 * Context: Process context, may sleep; nobody else sees the instance.
 * Return: 0 or -ENOMEM.
 */
int instance_buffer_alloc(struct trace_array *tr)
{
	unsigned int flags = instance_has(tr, OPT_OVERWRITE) ? RB_FL_OVERWRITE : 0;
	struct trace_buffer *rb;
	unsigned int i;

	tr->expanded = full_from_start;
	tr->pair[0] = ring_buffer_alloc(tr->expanded ? full_size : INITIAL_SIZE, flags);
	if (!tr->pair[0])
		return -ENOMEM;
	if (IS_ENABLED(CONFIG_TRACER_SNAPSHOT)) {
		tr->pair[1] = ring_buffer_alloc(INITIAL_SIZE, flags);
		if (!tr->pair[1]) {
			ring_buffer_free(tr->pair[0]);
			return -ENOMEM;
		}
	}
	tr->rb = tr->pair[0];
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_set_clock(rb, trace_clocks[tr->clock].func);
	tr->time_start = ring_buffer_time_stamp(tr->rb);
	return 0;
}

/**
 * instance_buffer_free - free an instance's buffer and its spare
 * @tr: the instance, which nobody else sees any more
 *
 * Context: Process context, may sleep.
 */
void instance_buffer_free(struct trace_array *tr)
{
	struct trace_buffer *rb;
	unsigned int i;

	for_each_instance_buffer(rb, tr, i)
		ring_buffer_free(rb);
	memset(tr->pair, 0, sizeof(tr->pair));
	tr->rb = NULL;
}

/**
 * instance_size_when_expanded - what a buffer grows to
 *
 * Context: Any.
 * Return: bytes for each CPU.
 */
unsigned long instance_size_when_expanded(void)
{
	return full_size;
}

/**
 * instance_is_expanded - has the buffer its full size
 * @tr: the instance
 *
 * Context: Any.
 * Return: true if so.
 */
bool instance_is_expanded(const struct trace_array *tr)
{
	return READ_ONCE(tr->expanded);
}

/*
 * The spare is as large as the buffer once it is used, which is the buffer next.
 * It goes first, as it may lose its size again where the buffer must not.
 */
static int resize_locked(struct trace_array *tr, unsigned long bytes, int cpu)
{
	struct trace_buffer *rb = READ_ONCE(tr->rb);
	struct trace_buffer *spare = tr->pair[rb == tr->pair[0]];
	int ret;

	lockdep_assert_held(&trace_types_lock);
	ret = tr->snapshot.allocated ? ring_buffer_resize(spare, bytes, cpu) : 0;
	if (ret)
		return ret;
	ret = ring_buffer_resize(rb, bytes, cpu);
	if (!ret)
		WRITE_ONCE(tr->expanded, true);
	else if (tr->snapshot.allocated)
		instance_spare_match(tr, rb);
	return ret;
}

static int expand_locked(struct trace_array *tr)
{
	lockdep_assert_held(&trace_types_lock);
	if (tr->expanded)
		return 0;
	return resize_locked(tr, full_size, INSTANCE_ALL_CPUS);
}

/**
 * instance_expand - give the buffer its full size, as it is about to be used
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int instance_expand(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	return expand_locked(tr);
}

/**
 * instance_resize - set the size of a buffer
 * @tr: the instance
 * @bytes: for each CPU
 * @cpu: the CPU, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno, with the size as it was.
 */
int instance_resize(struct trace_array *tr, unsigned long bytes, int cpu)
{
	guard(mutex)(&trace_types_lock);
	return resize_locked(tr, bytes, cpu);
}

/**
 * instance_set_subbuf_order - choose the size of sub-buffers, which empties the buffer
 * @tr: the instance
 * @order: the size, as an order of pages
 *
 * Context: Process context, may sleep.
 * Return: 0, or a negative errno: the size is as it was, or the spare has not
 * followed and there are no more snapshots.
 */
int instance_set_subbuf_order(struct trace_array *tr, int order)
{
	struct trace_buffer *rb = READ_ONCE(tr->rb);
	int ret;

	guard(mutex)(&trace_types_lock);
	ret = ring_buffer_subbuf_order_set(rb, order);
	if (!ret && tr->snapshot.allocated)
		ret = instance_spare_match(tr, rb);
	return ret;
}

static void reset_buffer(struct trace_buffer *rb, int cpu)
{
	ring_buffer_record_disable(rb);
	/* Whoever is writing finishes. */
	synchronize_rcu();
	if (cpu == INSTANCE_ALL_CPUS)
		ring_buffer_reset_online_cpus(rb);
	else
		ring_buffer_reset_cpu(rb, cpu);
	ring_buffer_record_enable(rb);
}

/**
 * instance_reset - throw away what was recorded
 * @tr: the instance
 * @cpu: of this CPU, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 */
void instance_reset(struct trace_array *tr, int cpu)
{
	struct trace_buffer *rb = READ_ONCE(tr->rb);

	tr->time_start = ring_buffer_time_stamp(rb);
	reset_buffer(rb, cpu);
}

/**
 * instance_reset_all - throw away all that was recorded
 * @tr: the instance
 *
 * The snapshot too, and what CPUs that are down have.
 *
 * Context: Process context, may sleep, under trace_types_lock.
 */
void instance_reset_all(struct trace_array *tr)
{
	struct trace_buffer *rb;
	unsigned int i;

	lockdep_assert_held(&trace_types_lock);
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_reset(rb);
	tr->time_start = ring_buffer_time_stamp(tr->rb);
}

/**
 * instance_snapshot_reset - throw away what the spare holds
 * @tr: the instance
 * @cpu: of this CPU, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 */
void instance_snapshot_reset(struct trace_array *tr, int cpu)
{
	guard(mutex)(&trace_types_lock);
	if (tr->snapshot.allocated)
		reset_buffer(instance_spare(tr), cpu);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_reset);

/**
 * instance_find_clock - a clock by its name
 * @name: a name from the trace_clock file
 *
 * Context: Any.
 * Return: its index, or -EINVAL if there is no such clock.
 */
int instance_find_clock(const char *name)
{
	unsigned int i;

	for (i = 0; i < trace_clocks_nr; i++) {
		if (!strcmp(trace_clocks[i].name, name))
			return i;
	}
	return -EINVAL;
}

/**
 * instance_set_clock - choose what stamps records
 * @tr: the instance
 * @name: a name from the trace_clock file
 *
 * Stamps of two clocks do not compare, so what was recorded goes.
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if there is no such clock.
 */
int instance_set_clock(struct trace_array *tr, const char *name)
{
	int clock = instance_find_clock(name);
	struct trace_buffer *rb;
	unsigned int i;

	if (clock < 0)
		return clock;
	guard(mutex)(&trace_types_lock);
	tr->clock = clock;
	for_each_instance_buffer(rb, tr, i) {
		ring_buffer_set_clock(rb, trace_clocks[clock].func);
		reset_buffer(rb, INSTANCE_ALL_CPUS);
	}
	tr->time_start = ring_buffer_time_stamp(tr->rb);
	return 0;
}

static void apply_cpumask(struct trace_buffer *rb, const struct cpumask *old,
			  const struct cpumask *new)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		bool was = cpumask_test_cpu(cpu, old);
		bool is = cpumask_test_cpu(cpu, new);

		if (was && !is)
			ring_buffer_record_disable_cpu(rb, cpu);
		if (!was && is)
			ring_buffer_record_enable_cpu(rb, cpu);
	}
}

/**
 * instance_set_cpumask - choose the CPUs that record
 * @tr: the instance
 * @mask: the CPUs
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int instance_set_cpumask(struct trace_array *tr, const struct cpumask *mask)
{
	struct trace_buffer *rb;
	unsigned int i;

	guard(mutex)(&trace_types_lock);
	for_each_instance_buffer(rb, tr, i)
		apply_cpumask(rb, tr->cpumask, mask);
	cpumask_copy(tr->cpumask, mask);
	return 0;
}

static void set_whole_stamps(struct trace_array *tr, bool whole)
{
	struct trace_buffer *rb;
	unsigned int i;

	for_each_instance_buffer(rb, tr, i)
		ring_buffer_set_time_stamp_abs(rb, whole);
}

/**
 * instance_whole_stamps_get - have each record carry its whole stamp from now on
 * @tr: the instance
 *
 * For who reads the stamp of a record before it is committed, as histograms do,
 * and cannot add up differences.
 * Context: Process context, may sleep.
 */
void instance_whole_stamps_get(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	if (!tr->whole_stamps++)
		set_whole_stamps(tr, true);
}
EXPORT_SYMBOL_IF_KUNIT(instance_whole_stamps_get);

/**
 * instance_whole_stamps_put - end instance_whole_stamps_get()
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void instance_whole_stamps_put(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	if (!WARN_ON_ONCE(!tr->whole_stamps) && !--tr->whole_stamps)
		set_whole_stamps(tr, false);
}
EXPORT_SYMBOL_IF_KUNIT(instance_whole_stamps_put);
