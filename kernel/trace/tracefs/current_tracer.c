// SPDX-License-Identifier: GPL-2.0
/*
 * current_tracer, available_tracers and tracing_thresh.
 *
 * Text files, process context, no lock held.
 */
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

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
	const struct tracer *tracer;
	unsigned int at;

	for (at = 0; (tracer = tracer_at(target->tr, at)); at++)
		seq_printf(m, "%s%s", at ? " " : "", tracer->view.name);
	seq_putc(m, '\n');
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
	seq_printf(m, "%s\n", tracer_current(target->tr)->view.name);
	return 0;
}

/**
 * current_tracer_write - choose the tracer
 * @target: the instance's file
 * @text: its name
 *
 * Context: Process context, may sleep.
 * Return: 0, or as tracer_set() says.
 */
int current_tracer_write(const struct trace_target *target, char *text)
{
	return tracer_set(target->tr, strim(text));
}

/**
 * tracing_thresh_show - what is shorter is not of interest, in microseconds
 * @m: where to
 * @target: the file
 *
 * Context: Process context.
 * Return: 0.
 */
int tracing_thresh_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%lu\n", READ_ONCE(tracing_thresh) / NSEC_PER_USEC);
	return 0;
}

/**
 * tracing_thresh_write - set that time
 * @target: the file
 * @text: microseconds
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int tracing_thresh_write(const struct trace_target *target, char *text)
{
	unsigned long us;
	int ret = kstrtoul(text, 10, &us);

	return ret ?: tracer_set_thresh(us * NSEC_PER_USEC);
}
