/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the record as text, without what every line begins with.
 *
 *	static void trace_raw_output_foo_bar(struct trace_iterator *iter, const void *ent)
 *	{
 *		trace_event_printf(iter, "bar=%d str=%s\n", __entry->bar, __get_str(str));
 *	}
 *
 * TP_printk may use p, a trace_seq whose text is thrown away with the line,
 * and __get_buf(len), len bytes of it.  Three headers of the kernel print ret or
 * flags without having such a field; the names are here so that they compile.
 */
#include <trace/pass/none.h>
#include <trace/pass/access.h>
#include <trace/pass/print_helpers.h>

#undef __entry
#define __entry	__field_of_record

#define TP_printk(fmt, args...)	fmt "\n", ##args

#undef __ev_print
#define __ev_print(class, name, print)					\
	static notrace __maybe_unused void				\
	trace_raw_output_##name(struct trace_iterator *iter, const void *__ent) \
	{								\
		const struct trace_event_raw_##class *__const_entry = __ent; \
		struct trace_event_raw_##class *__entry __maybe_unused = \
			(typeof(__entry))__const_entry;			\
		struct trace_seq *p __maybe_unused = &iter->tmp_seq;	\
		struct trace_seq *s __maybe_unused = &iter->seq;	\
		const int ret __maybe_unused = TRACE_TYPE_HANDLED;	\
		const int flags __maybe_unused = 0;			\
									\
		trace_event_printf(iter, print);			\
	}

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	__ev_print(name, name, PARAMS(print))

#undef DEFINE_EVENT_PRINT
#define DEFINE_EVENT_PRINT(template, name, proto, args, print)		\
	__ev_print(template, name, PARAMS(print))

#include <trace/reread.h>
