// SPDX-License-Identifier: GPL-2.0
/*
 * trace_clock and timestamp_mode: what stamps records and how stamps are kept.
 *
 * Text files, process context, no lock held.
 */
#include <linux/ring_buffer.h>
#include <linux/string.h>

#include "base/base.h"
#include "tracefs/tracefs.h"

/**
 * trace_clock_show - the clocks, the current one in brackets
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int trace_clock_show(struct seq_file *m, const struct trace_target *target)
{
	unsigned int current_clock = READ_ONCE(target->tr->clock);
	unsigned int i;

	for (i = 0; i < trace_clocks_nr; i++)
		seq_printf(m, i == current_clock ? "%s[%s]" : "%s%s", i ? " " : "",
			   trace_clocks[i].name);
	seq_putc(m, '\n');
	return 0;
}

/**
 * trace_clock_write - choose the clock
 * @target: the instance's file
 * @text: its name
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if there is no such clock.
 */
int trace_clock_write(const struct trace_target *target, char *text)
{
	int ret;

	/* All records go, and their place is written to. */
	reader_lock(target->tr, INSTANCE_ALL_CPUS);
	ret = instance_set_clock(target->tr, strstrip(text));
	reader_unlock(target->tr, INSTANCE_ALL_CPUS);
	return ret;
}

/**
 * timestamp_mode_show - are stamps kept as differences or in full
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int timestamp_mode_show(struct seq_file *m, const struct trace_target *target)
{
	bool absolute = ring_buffer_time_stamp_abs(target->tr->rb);

	seq_puts(m, absolute ? "delta [absolute]\n" : "[delta] absolute\n");
	return 0;
}
