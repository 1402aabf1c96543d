// SPDX-License-Identifier: GPL-2.0
/*
 * current_tracer and available_tracers.  The nop tracer, which leaves the
 * buffer to the events, is the only one.
 *
 * Text files, process context, no lock held.
 */
#include <linux/string.h>

#include "tracefs/tracefs.h"

/**
 * available_tracers_show - the names that current_tracer takes
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int available_tracers_show(struct seq_file *m, const struct trace_target *target)
{
	seq_puts(m, "nop\n");
	return 0;
}

/**
 * current_tracer_show - the tracer that runs
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int current_tracer_show(struct seq_file *m, const struct trace_target *target)
{
	seq_puts(m, "nop\n");
	return 0;
}

/**
 * current_tracer_write - choose the tracer
 * @target: the instance's file
 * @text: its name
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such tracer, -ENOMEM.
 */
int current_tracer_write(const struct trace_target *target, char *text)
{
	if (strcmp(strim(text), "nop"))
		return -EINVAL;
	return instance_expand(target->tr);
}
