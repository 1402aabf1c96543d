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
#include <linux/string.h>

#include "event/event.h"

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
	int ret;

	guard(mutex)(&event_mutex);
	ret = instance_set_option(tr, opt, on);
	event_files_follow_options(tr);
	return ret;
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
	int ret;

	guard(mutex)(&event_mutex);
	ret = instance_set_option_text(tr, text);
	event_files_follow_options(tr);
	return ret;
}
