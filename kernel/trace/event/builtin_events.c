// SPDX-License-Identifier: GPL-2.0
/*
 * The core's own records as events of the system "ftrace": they have a format
 * file and a fixed type, but nobody enables them, since no tracepoint makes
 * them.  All is made from entries.h; how they print is builtin_print.c.
 */
#include <linux/init.h>
#include <linux/kernel.h>

#include "event/event.h"
#include "event/print.h"

/* perf may open these two by their ids; the tracers that make them do the rest. */
static int builtin_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	return call->type == TRACE_PRINT ? 0 : -EOPNOTSUPP;
}

#define BUILTIN_EVENT(event, record, id, items, print)			\
	static const struct trace_event_fields fields_##event[] = { items };
#define B_DESC(t, bytes, n, sign)					\
	{ .size = (bytes), .len = (n), .is_signed = (sign),		\
	  .align = offsetof(struct { char c; t item; }, item) },
#define B_FIELD(t, item)	B_DESC(t, sizeof(t), 0, is_signed_type(t))
#define B_ARRAY(t, item, n)	B_DESC(t, sizeof(t[n]), n, is_signed_type(t))
#define B_FLEX(t, item)		B_DESC(t, 0, 0, is_signed_type(t))
#define B_SHOWN(t, item, n)	B_ARRAY(t, item, n)
#include "event/entries.h"

#define BUILTIN_EVENT(event, record, id, items, print)			\
	static const char names_##event[] = items;
#define B_FIELD(t, item)	#t "\0" #item "\0"
#define B_ARRAY(t, item, n)	#t "\0" #item "\0"
#define B_FLEX(t, item)		#t "[]\0" #item "\0"
#define B_SHOWN(t, item, n)	#t "\0" #item "\0"
#include "event/entries.h"

#define BUILTIN_EVENT(event, record, id, items, fmt)			\
	static struct trace_event_class class_##event = {		\
		.system		= "ftrace",				\
		.reg		= (id) == TRACE_FN || (id) == TRACE_PRINT ? \
				  builtin_reg : NULL,			\
		.fields		= fields_##event,			\
		.field_names	= names_##event,			\
		.nr_fields	= ARRAY_SIZE(fields_##event),		\
	};								\
	static struct trace_event_call event_##event = {		\
		.class		= &class_##event,			\
		.name		= #event,				\
		.print_fmt	= fmt,					\
		.flags		= TRACE_EVENT_FL_IGNORE_ENABLE,		\
		.type		= id,					\
	};								\
	static struct trace_event_call *__used __section("_ftrace_events") \
	__event_##event = &event_##event;
#define B_FIELD(t, item)
#define B_ARRAY(t, item, n)
#define B_FLEX(t, item)
#define B_SHOWN(t, item, n)
#include "event/entries.h"

/**
 * builtin_events_init - register what prints the core's own records
 *
 * Context: Boot, process context.
 * Return: 0 or -EINVAL if a type was taken already.
 */
int __init builtin_events_init(void)
{
	unsigned int i;

	for (i = 0; i < builtin_printers_nr; i++) {
		if (!register_trace_event(&builtin_printers[i]))
			return -EINVAL;
	}
	return 0;
}
