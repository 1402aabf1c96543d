// SPDX-License-Identifier: GPL-2.0
/*
 * benchmark:benchmark_event: while it is enabled, a thread of its own hits it
 * and measures how long that takes.  A record tells about the hits before it.
 *
 * benchmark_start() and benchmark_stop() are called as the tracepoint gets its
 * first probe and loses its last, in process context under tracepoints_mutex.
 */
#include <linux/err.h>
#include <linux/irqflags.h>
#include <linux/kthread.h>
#include <linux/math.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/trace_clock.h>

#define CREATE_TRACE_POINTS
#include "event/benchmark_event.h"

/* After so many hits the average is what it is, and the sums stay in 64 bits. */
#define AVERAGE_HITS	1000000ULL

/* A hit that took longer than this (ns) was interrupted by the host. */
#define ODD_HIT		1000000ULL

/* All but text: nanoseconds, or of those the sums. */
struct benchmark {
	u64	hits;
	u64	summed;		/* hits in sum and squares */
	u64	first;
	u64	last;
	u64	min;
	u64	max;
	u64	sum;
	u64	squares;
	char	text[BENCHMARK_TEXT_SIZE];
};

static struct task_struct *benchmark_task;

static u64 hit(const struct benchmark *b)
{
	unsigned long flags;
	u64 begin, end;

	local_irq_save(flags);
	begin = trace_clock_local();
	trace_benchmark_event(b->text, b->last);
	end = trace_clock_local();
	local_irq_restore(flags);
	return end - begin;
}

static void benchmark_sum(struct benchmark *b, u64 delta)
{
	if (b->summed >= AVERAGE_HITS || delta > ODD_HIT)
		return;
	b->summed++;
	b->sum += delta;
	b->squares += delta * delta;
}

/* Of @n values with this sum and sum of squares, around their average. */
static u64 variance(const struct benchmark *b, u64 average)
{
	u64 mean_square = div64_u64(b->squares, b->summed);

	return mean_square > average * average ? mean_square - average * average : 0;
}

static void benchmark_tell(struct benchmark *b)
{
	u64 average, spread;

	if (b->hits == 1) {
		scnprintf(b->text, sizeof(b->text), "first=%llu [COLD CACHED]", b->first);
		return;
	}
	average = b->summed ? div64_u64(b->sum, b->summed) : 0;
	spread = b->summed ? variance(b, average) : 0;
	scnprintf(b->text, sizeof(b->text),
		  "last=%llu first=%llu max=%llu min=%llu avg=%u std=%d std^2=%lld",
		  b->last, b->first, b->max, b->min, (u32)average, (int)int_sqrt64(spread),
		  (s64)spread);
}

/* The first hit finds nothing in the caches, so it counts for itself alone. */
static void benchmark_step(struct benchmark *b)
{
	u64 delta = hit(b);

	b->last = delta;
	if (!b->hits++) {
		b->first = delta;
	} else {
		b->max = max(b->max, delta);
		b->min = b->hits == 2 ? delta : min(b->min, delta);
		benchmark_sum(b, delta);
	}
	benchmark_tell(b);
}

static int benchmark_run(void *data)
{
	struct benchmark b = { .text = "START" };

	while (!kthread_should_stop()) {
		benchmark_step(&b);
		/* Also a point at which readers of RCU's tasks are known to be done. */
		cond_resched_tasks_rcu_qs();
	}
	return 0;
}

/**
 * benchmark_start - the event has its first probe: begin to hit it
 *
 * Context: Process context, may sleep.
 * Return: 0, or why there is no thread; -EBUSY before there can be one.
 */
int benchmark_start(void)
{
	struct task_struct *task;

	/* The command line may enable events before there are threads. */
	if (!kthreadd_task)
		return -EBUSY;
	task = kthread_run(benchmark_run, NULL, "event_benchmark");
	if (IS_ERR(task))
		return PTR_ERR(task);
	benchmark_task = task;
	return 0;
}

/**
 * benchmark_stop - the event has lost its last probe
 *
 * Context: Process context, may sleep.
 */
void benchmark_stop(void)
{
	if (benchmark_task)
		kthread_stop(benchmark_task);
	benchmark_task = NULL;
}
