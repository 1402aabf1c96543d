/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the class and the event, and a pointer to the event where the
 * registry finds it.
 *
 *	static struct trace_event_class event_class_foo_bar = { system, probe, fields };
 *	static struct trace_event_call event_foo_bar = { class, tracepoint, print, print_fmt };
 *
 * The print fmt text is made here: with every helper undefined they stand in
 * it by name, __entry as REC, and macros of the header as what they expand to.
 */
#include <trace/pass/none.h>
#include <trace/pass/print_helpers_undef.h>
#undef __get_dynamic_array
#undef __get_dynamic_array_len
#undef __get_str
#undef __get_sockaddr
#undef __get_rel_dynamic_array
#undef __get_rel_dynamic_array_len
#undef __get_rel_str
#undef __get_rel_sockaddr

#undef __entry
#define __entry	REC

#define TP_printk(fmt, args...)	"\"" fmt "\", " __stringify(args)

#define __ev_field(text, type, item, filter, is_signed)
#define __ev_array(text, type, item, len)
#define __ev_dyn(loc, text, type, item, bytes)
#define __ev_str(loc, item, src)
#define __ev_strn(loc, item, src, len)

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	static const char print_fmt_##name[] = print;			\
	static struct trace_event_class __maybe_unused event_class_##name = { \
		.system		= TRACE_SYSTEM_STRING,			\
		.probe		= trace_event_raw_event_##name,		\
		.reg		= trace_event_reg,			\
		.raw_init	= trace_event_raw_init,			\
		.fields		= trace_event_fields_##name,		\
		.field_names	= trace_event_names_##name,		\
		.nr_fields	= ARRAY_SIZE(trace_event_fields_##name),\
	};

/* at: where the event happens; text: whose print function and fmt it has. */
#undef __ev_define
#define __ev_define(class_name, text, event_name, event_flags, at...)	\
	static struct trace_event_call __used event_##event_name = {	\
		.class		= &event_class_##class_name,		\
		at,							\
		.print		= trace_raw_output_##text,		\
		.print_fmt	= print_fmt_##text,			\
		.flags		= event_flags,				\
	};								\
	static struct trace_event_call __used				\
	__section("_ftrace_events") *__event_##event_name = &event_##event_name;

#undef DEFINE_EVENT
#define DEFINE_EVENT(template, name, proto, args)			\
	__ev_define(template, template, name, TRACE_EVENT_FL_TRACEPOINT,\
		    .tp = &__tracepoint_##name)

#undef DEFINE_EVENT_PRINT
#define DEFINE_EVENT_PRINT(template, name, proto, args, print)		\
	static const char print_fmt_##name[] = print;			\
	__ev_define(template, name, name, TRACE_EVENT_FL_TRACEPOINT,	\
		    .tp = &__tracepoint_##name)

/*
 * The tracepoint is somebody else's: the registry finds it by this name.  A
 * module may also show every tracepoint to the event's update function.
 */
#undef DEFINE_CUSTOM_EVENT
#define DEFINE_CUSTOM_EVENT(template, event_name, proto, args)		\
	__ev_define(custom_##template, custom_##template, custom_##event_name, \
		    TRACE_EVENT_FL_CUSTOM, .name = #event_name)		\
	static __maybe_unused void					\
	trace_custom_event_##event_name##_update(struct tracepoint *tp)	\
	{								\
		trace_event_update_custom(&event_custom_##event_name, #event_name, tp); \
	}

#undef TRACE_EVENT_FLAGS
#undef TRACE_EVENT_PERF_PERM
#define TRACE_EVENT_FLAGS(name, value)		__TRACE_EVENT_FLAGS(name, value)
#define TRACE_EVENT_PERF_PERM(name, expr...)	__TRACE_EVENT_PERF_PERM(name, expr)

#include <trace/reread.h>
