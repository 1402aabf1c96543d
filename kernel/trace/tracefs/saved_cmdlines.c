// SPDX-License-Identifier: GPL-2.0
/*
 * saved_cmdlines_size.  The lists themselves, saved_cmdlines and saved_tgids,
 * are shown by the cache (event/comm_cache.c).
 *
 * Text file, process context, no lock held.
 */
#include <linux/kernel.h>
#include <linux/threads.h>

#include "tracefs/tracefs.h"

/**
 * saved_cmdlines_size_show - how many names of tasks are kept
 * @m: where to
 * @target: the file
 *
 * Context: Process context.
 * Return: 0.
 */
int saved_cmdlines_size_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%u\n", comm_cache_size());
	return 0;
}

/**
 * saved_cmdlines_size_write - choose how many
 * @target: the file
 * @text: the number
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for none or more than there are pids, or -ENOMEM.
 */
int saved_cmdlines_size_write(const struct trace_target *target, char *text)
{
	unsigned long entries;
	int ret = kstrtoul(text, 10, &entries);

	if (ret)
		return ret;
	if (!entries || entries > PID_MAX_DEFAULT)
		return -EINVAL;
	return comm_cache_resize(entries);
}
