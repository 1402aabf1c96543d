/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a callback on function entry keeps from being entered again by a function
 * that it calls itself.
 *
 * Contexts nest on a CPU in the order task, softirq, hardirq, NMI, and the bits
 * of preempt_count that tell them apart ascend in the same order.  So one word
 * for each CPU says all: the lowest value that a hit must exceed to be of a
 * context that nothing is running in yet.  Who is let in raises the word and
 * puts back what it found; an interrupt in between does the same and is not
 * noticed.
 */
#ifndef _LINUX_TRACE_RECURSION_H
#define _LINUX_TRACE_RECURSION_H

#include <linux/compiler.h>
#include <linux/interrupt.h>
#include <linux/percpu-defs.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/types.h>

#ifdef CONFIG_FUNCTION_TRACER

/* What preempt_count says of the context; task context is the bit below. */
#define TRACE_NEST_CONTEXT	(NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)
#define TRACE_NEST_TASK		1U

/* Takes a context's value above all that the same context can have. */
#define TRACE_NEST_SHIFT	4

/*
 * Interrupt entry runs functions before preempt_count knows of the interrupt.
 * They look like recursion, so one hit that does is let in all the same.
 */
#define TRACE_NEST_EXTRA	BIT(30)

DECLARE_PER_CPU(u32, trace_nest_callback);
DECLARE_PER_CPU(u32, trace_nest_list);

int trace_nest_extra(u32 __percpu *nest, u32 context);

/*
 * trace_nest_enter - let a hit in if its context is new to @nest
 *
 * Context: any, preemption off.
 * Return: what trace_nest_leave() needs, or a negative number: recursion.
 */
static __always_inline int trace_nest_enter(u32 __percpu *nest)
{
	u32 context = (preempt_count() & TRACE_NEST_CONTEXT) | TRACE_NEST_TASK;
	u32 before = raw_cpu_read(*nest);

	if (unlikely(context <= before))
		return trace_nest_extra(nest, context);
	raw_cpu_write(*nest, context << TRACE_NEST_SHIFT);
	barrier();
	return before;
}

static __always_inline void trace_nest_leave(u32 __percpu *nest, int before)
{
	barrier();
	raw_cpu_write(*nest, before);
}

/**
 * ftrace_test_recursion_trylock() - begin what must not run inside itself
 * @ip: the function that was hit
 * @parent_ip: where it was called from
 *
 * Callbacks that are not registered with FTRACE_OPS_FL_RECURSION use it.
 * Context: any.
 * Return: a number for ftrace_test_recursion_unlock(), with preemption off; a
 *	   negative one if the caller must not go on.
 */
static __always_inline int ftrace_test_recursion_trylock(unsigned long ip,
							 unsigned long parent_ip)
{
	int bit;

	preempt_disable_notrace();
	bit = trace_nest_enter(&trace_nest_callback);
	if (unlikely(bit < 0))
		preempt_enable_notrace();
	return bit;
}

/**
 * ftrace_test_recursion_unlock() - end what ftrace_test_recursion_trylock() began
 * @bit: what that one returned
 *
 * Context: any.
 */
static __always_inline void ftrace_test_recursion_unlock(int bit)
{
	trace_nest_leave(&trace_nest_callback, bit);
	preempt_enable_notrace();
}

#endif /* CONFIG_FUNCTION_TRACER */

#endif /* _LINUX_TRACE_RECURSION_H */
