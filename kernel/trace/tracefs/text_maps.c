// SPDX-License-Identifier: GPL-2.0
/*
 * printk_formats and eval_map: what readers of raw records need to know of
 * addresses and names that stand in records and formats.
 *
 * Lists by position; process context.  eval_map holds event_mutex from start
 * to stop.
 */
#include <linux/seq_file.h>
#include <linux/string_helpers.h>

#include "dispatch/dispatch.h"
#include "tracefs/tracefs.h"

static void *printk_formats_start(struct seq_file *m, loff_t *pos)
{
	return (void *)printk_format_at(*pos);
}

static void *printk_formats_next(struct seq_file *m, void *v, loff_t *pos)
{
	return (void *)printk_format_at(++*pos);
}

static void printk_formats_stop(struct seq_file *m, void *v)
{
}

/* As a C string, with the address that records have for it. */
static int printk_formats_show(struct seq_file *m, void *v)
{
	const char *fmt = v;

	seq_printf(m, "0x%lx : \"", (unsigned long)fmt);
	seq_escape_mem(m, fmt, strlen(fmt), ESCAPE_SPACE | ESCAPE_SPECIAL,
		       "\n\t\\\"");
	seq_puts(m, "\"\n");
	return 0;
}

const struct seq_operations printk_formats_list = {
	.start	= printk_formats_start,
	.next	= printk_formats_next,
	.stop	= printk_formats_stop,
	.show	= printk_formats_show,
};

static void *eval_map_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&event_mutex);
	return event_eval_at(*pos);
}

static void *eval_map_next(struct seq_file *m, void *v, loff_t *pos)
{
	return event_eval_at(++*pos);
}

static void eval_map_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&event_mutex);
}

static int eval_map_show(struct seq_file *m, void *v)
{
	const struct trace_eval_map *map = v;

	seq_printf(m, "%s %ld (%s)\n", map->eval_string, map->eval_value, map->system);
	return 0;
}

const struct seq_operations eval_map_list = {
	.start	= eval_map_start,
	.next	= eval_map_next,
	.stop	= eval_map_stop,
	.show	= eval_map_show,
};
