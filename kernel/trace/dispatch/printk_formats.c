// SPDX-License-Identifier: GPL-2.0
/*
 * The strings whose addresses may stand in records: formats of trace_printk()
 * and strings marked by tracepoint_string().
 *
 * A module's formats must outlive it, as its records do: when it loads, each is
 * copied (once, if several are alike) and the module is made to use the copy.
 * Copies are never freed.  Process context, under formats_mutex.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "dispatch/dispatch.h"

struct kept_format {
	struct list_head	list;
	char			text[];
};

static LIST_HEAD(kept_formats);
static DEFINE_MUTEX(formats_mutex);

extern const char *__start___trace_bprintk_fmt[];
extern const char *__stop___trace_bprintk_fmt[];
extern const char *__start___tracepoint_str[];
extern const char *__stop___tracepoint_str[];

#ifdef CONFIG_MODULES
/* The copy of @fmt, or NULL without memory: then the record is not made. */
static const char *format_keep(const char *fmt)
{
	struct kept_format *kept;

	list_for_each_entry(kept, &kept_formats, list) {
		if (!strcmp(kept->text, fmt))
			return kept->text;
	}
	kept = kmalloc(struct_size(kept, text, strlen(fmt) + 1), GFP_KERNEL);
	if (!kept)
		return NULL;
	memcpy(kept->text, fmt, strlen(fmt) + 1);
	list_add_tail(&kept->list, &kept_formats);
	return kept->text;
}

static int formats_module_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct module *mod = data;
	const char **fmt = mod->trace_bprintk_fmt_start;
	unsigned int i;

	if (state != MODULE_STATE_COMING || !mod->num_trace_bprintk_fmt)
		return NOTIFY_OK;
	trace_printk_init_buffers();
	guard(mutex)(&formats_mutex);
	for (i = 0; i < mod->num_trace_bprintk_fmt; i++)
		fmt[i] = fmt[i] ? format_keep(fmt[i]) : NULL;
	return NOTIFY_OK;
}

static struct notifier_block formats_module_nb = {
	.notifier_call = formats_module_notify,
};

static int formats_modules_init(void)
{
	return register_module_notifier(&formats_module_nb);
}
#else
static int formats_modules_init(void)
{
	return 0;
}
#endif

/* The string at @pos of a section, counting only entries that hold one. */
static const char *section_at(const char **start, const char **stop, loff_t *pos)
{
	for (; start < stop; start++) {
		if (*start && !(*pos)--)
			return *start;
	}
	return NULL;
}

/**
 * printk_format_at - a string that records may point to
 * @pos: its place, from 0
 *
 * Context: Process context, may sleep.
 * Return: the string, whose address is what records hold, or NULL past the end.
 */
const char *printk_format_at(loff_t pos)
{
	struct kept_format *kept;
	const char *found;

	found = section_at(__start___trace_bprintk_fmt, __stop___trace_bprintk_fmt, &pos) ?:
		section_at(__start___tracepoint_str, __stop___tracepoint_str, &pos);
	if (found)
		return found;
	guard(mutex)(&formats_mutex);
	list_for_each_entry(kept, &kept_formats, list) {
		if (!pos--)
			return kept->text;
	}
	return NULL;
}

/**
 * trace_printk_init - prepare for trace_printk() in the kernel and in modules
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init trace_printk_init(void)
{
	if (&__start___trace_bprintk_fmt[0] != &__stop___trace_bprintk_fmt[0])
		trace_printk_init_buffers();
	return formats_modules_init();
}
