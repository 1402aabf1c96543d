// SPDX-License-Identifier: GPL-2.0
/*
 * How long tasks are not running, for users who do not want that in the time that
 * a function took.  Nothing is measured unless somebody asks for it.
 */
#include <linux/ftrace.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/trace_clock.h>
#include <trace/events/sched.h>

#include "hook/fgraph.h"

static DEFINE_MUTEX(fgraph_sleep_lock);
static unsigned int fgraph_sleep_users;

/* Times before it were noted for somebody who has gone. */
static u64 fgraph_sleep_since;

static void fgraph_sched_switch(void *data, bool preempt, struct task_struct *prev,
				struct task_struct *next, unsigned int prev_state)
{
	struct fgraph_stack *stack = fgraph_stack_of(next);
	u64 now = trace_clock_local();
	u64 left = max(next->ftrace_timestamp, READ_ONCE(fgraph_sleep_since));

	prev->ftrace_timestamp = now;
	/* Clocks of two CPUs may differ. */
	if (stack && now > left)
		stack->slept += now - left;
}

/**
 * fgraph_sleep_get - have it measured how long tasks do not run
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int fgraph_sleep_get(void)
{
	int ret = 0;

	guard(mutex)(&fgraph_sleep_lock);
	if (!fgraph_sleep_users) {
		WRITE_ONCE(fgraph_sleep_since, trace_clock_local());
		ret = register_trace_sched_switch(fgraph_sched_switch, NULL);
	}
	if (!ret)
		fgraph_sleep_users++;
	return ret;
}

/**
 * fgraph_sleep_put - it need not be measured for the caller any more
 *
 * Context: may sleep.
 */
void fgraph_sleep_put(void)
{
	guard(mutex)(&fgraph_sleep_lock);
	if (!--fgraph_sleep_users)
		unregister_trace_sched_switch(fgraph_sched_switch, NULL);
}
