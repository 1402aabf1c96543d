// SPDX-License-Identifier: GPL-2.0
/*
 * stack_max_size and stack_trace: the deepest stack that the stack tracer saw.
 *
 * Text files, process context, no lock held.
 */
#include <linux/string.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/**
 * stack_max_size_show - how deep it was
 * @m: where to
 * @target: the file
 *
 * Context: Process context.
 * Return: 0.
 */
int stack_max_size_show(struct seq_file *m, const struct trace_target *target)
{
	/* Signed, as users know it. */
	seq_printf(m, "%ld\n", stack_depth_max());
	return 0;
}

/**
 * stack_max_size_write - say what a stack must exceed to be shown
 * @target: the file
 * @text: bytes; 0 to begin anew
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int stack_max_size_write(const struct trace_target *target, char *text)
{
	unsigned long max;
	int ret = kstrtoul(text, 10, &max);

	if (!ret)
		stack_depth_set_max(max);
	return ret;
}

/**
 * stack_trace_show - what was on it
 * @m: where to
 * @target: the file
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int stack_trace_show(struct seq_file *m, const struct trace_target *target)
{
	return stack_depth_show(m);
}
