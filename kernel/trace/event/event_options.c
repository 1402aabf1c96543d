// SPDX-License-Identifier: GPL-2.0
/*
 * Options of an instance that hits take part in: whether a stack follows each
 * record, whether names of tasks are filed.  What a hit reads of them stands in
 * the event files, so those are computed anew when an option changes.
 *
 * Front ends change options here.  Process context; takes event_mutex, then
 * trace_types_lock.
 */
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/sprintf.h>
#include <linux/string.h>

#include "event/event.h"

/* What is left to do once options may have changed; @ret is how that went. */
static int options_follow(struct trace_array *tr, int ret)
{
	lockdep_assert_held(&event_mutex);
	event_files_follow_options(tr);
	/* trace_printk() cannot wait for its buffer to grow. */
	if (!ret && tr->name && instance_has(tr, OPT_TRACE_PRINTK_DEST))
		return instance_expand(tr);
	return ret;
}

/**
 * event_set_option - set or clear an option of an instance
 * @tr: the instance
 * @opt: the option
 * @on: which
 *
 * Context: Process context, may sleep.
 * Return: 0, or why it cannot be.
 */
int event_set_option(struct trace_array *tr, enum instance_option opt, bool on)
{
	guard(mutex)(&event_mutex);
	return options_follow(tr, instance_set_option(tr, opt, on));
}

/**
 * event_set_option_text - the same by name, "no" in front to clear
 * @tr: the instance
 * @text: one name
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such option, or why it cannot be.
 */
int event_set_option_text(struct trace_array *tr, const char *text)
{
	guard(mutex)(&event_mutex);
	return options_follow(tr, instance_set_option_text(tr, text));
}

/**
 * event_file_find_hook - find what leads from the event's site to its probe
 * @file: the event in an instance
 *
 * A stack begins with the function that has the site.  What is called there has
 * the name of its tracepoint, and no other way to be known.
 * Context: Process context, under event_mutex.
 */
void event_file_find_hook(struct trace_event_file *file)
{
	const struct trace_event_call *call = file->call;
	unsigned long start, size, offset;
	char name[KSYM_NAME_LEN];

	lockdep_assert_held(&event_mutex);
	if (file->hook_end || !call || !(call->flags & TRACE_EVENT_FL_TRACEPOINT) || !call->tp)
		return;
	snprintf(name, sizeof(name), "__tracecall_%s", call->tp->name);
	start = kallsyms_lookup_name(name);
	if (!start || !kallsyms_lookup_size_offset(start, &size, &offset))
		return;
	WRITE_ONCE(file->hook_start, start);
	/* Hits that see an end see the start. */
	smp_store_release(&file->hook_end, start + size);
}
