// SPDX-License-Identifier: GPL-2.0
/*
 * The clocks that stamp records.
 *
 * Called from the hit path, so in any context, NMI included: no clock takes a
 * lock, and all that a clock needs to know is in one word.  What a clock calls
 * is not traced, or stamping a record would make records.
 *
 * "local" is the cheapest and agrees between CPUs as well as sched_clock()
 * does; "global" adds one shared word to never run backwards between CPUs.
 */
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/preempt.h>
#include <linux/sched/clock.h>
#include <linux/trace_clock.h>

/* The latest stamp that any CPU took from trace_clock_global(). */
static atomic64_t global_latest ____cacheline_aligned_in_smp;

/* Stamps handed out by trace_clock_counter(). */
static atomic64_t counter ____cacheline_aligned_in_smp;

/**
 * trace_clock_local() - the CPU's own time
 *
 * Context: any.
 * Return: nanoseconds; ordered on one CPU, roughly comparable between CPUs.
 */
u64 notrace trace_clock_local(void)
{
	u64 now;

	preempt_disable_notrace();
	now = sched_clock();
	preempt_enable_notrace();
	return now;
}
EXPORT_SYMBOL_GPL(trace_clock_local);

/**
 * trace_clock() - the CPU's time, kept near the other CPUs' by the scheduler
 *
 * Context: any.
 * Return: nanoseconds; CPUs differ by about a jiffy at most.
 */
u64 notrace trace_clock(void)
{
	return local_clock();
}
EXPORT_SYMBOL_GPL(trace_clock);

/**
 * trace_clock_global() - time that no CPU sees run backwards
 *
 * A stamp that is behind one already taken elsewhere is replaced by that one.
 * A CPU whose stamp another one overtakes while it is published tries again,
 * now behind, and so leaves at the latest in its second round; an NMI that
 * comes between only moves the word forward.
 *
 * Context: any.
 * Return: nanoseconds, at least what every earlier call on any CPU returned.
 */
u64 notrace trace_clock_global(void)
{
	s64 now, latest;

	preempt_disable_notrace();
	latest = atomic64_read(&global_latest);
	now = sched_clock_cpu(raw_smp_processor_id());
	do {
		if (now <= latest) {
			now = latest;
			break;
		}
	} while (!atomic64_try_cmpxchg(&global_latest, &latest, now));
	preempt_enable_notrace();
	return now;
}
EXPORT_SYMBOL_GPL(trace_clock_global);

/**
 * trace_clock_jiffies() - uptime in clock ticks of user space
 *
 * Context: any on 64 bit; elsewhere a stamp taken in an NMI can tear.
 * Return: USER_HZ ticks since boot.
 */
u64 notrace trace_clock_jiffies(void)
{
	return jiffies_64_to_clock_t(get_jiffies_64() - INITIAL_JIFFIES);
}
EXPORT_SYMBOL_GPL(trace_clock_jiffies);

/**
 * trace_clock_counter() - no time at all, but a strict order
 *
 * Context: any.
 * Return: one more than the call before it, on whichever CPU that was.
 */
u64 notrace trace_clock_counter(void)
{
	return atomic64_inc_return(&counter);
}
