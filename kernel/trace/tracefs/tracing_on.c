// SPDX-License-Identifier: GPL-2.0
/*
 * tracing_on and tracing_cpumask: whether records are made, and on which CPUs.
 *
 * Text files, process context, no lock held.
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/ring_buffer.h>

#include "tracefs/tracefs.h"

/**
 * tracing_on_show - does the instance record
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int tracing_on_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%d\n", instance_is_on(target->tr));
	return 0;
}

/**
 * tracing_on_write - let the instance record or not
 * @target: the instance's file
 * @text: a number, 0 for off
 *
 * Context: Process context.
 * Return: 0 or a negative errno.
 */
int tracing_on_write(const struct trace_target *target, char *text)
{
	unsigned long on;
	int ret = kstrtoul(text, 10, &on);

	if (ret)
		return ret;
	instance_set_on(target->tr, on);
	/* For a reader that has something this is the end. */
	if (!on)
		ring_buffer_wake_waiters(target->tr->rb, RING_BUFFER_ALL_CPUS);
	return 0;
}

/**
 * tracing_cpumask_show - the CPUs that record
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int tracing_cpumask_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%*pb\n", cpumask_pr_args(target->tr->cpumask));
	return 0;
}

/**
 * tracing_cpumask_write - choose the CPUs that record
 * @target: the instance's file
 * @text: a mask in hex
 *
 * Context: Process context.
 * Return: 0 or a negative errno.
 */
int tracing_cpumask_write(const struct trace_target *target, char *text)
{
	cpumask_var_t mask;
	int ret = -EINVAL;

	if (!*text)
		return ret;
	if (!zalloc_cpumask_var(&mask, GFP_KERNEL))
		return -ENOMEM;
	ret = cpumask_parse(text, mask);
	if (!ret)
		ret = instance_set_cpumask(target->tr, mask);
	free_cpumask_var(mask);
	return ret;
}
