/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the probe.  It is the same one whoever wants the record; __data
 * says who, and only the dispatch layer reads it.
 *
 *	static void trace_event_raw_event_foo_bar(void *__data, int bar, char *s)
 *	{
 *		size, reserve; return if nobody wants it
 *		entry->__data_loc_str = offsets.str;
 *		entry->bar = bar; __assign_str(str);	TP_fast_assign
 *		commit
 *	}
 */
#include <trace/pass/none.h>
#include <trace/pass/access.h>

#undef __ev_place_data_loc
#undef __ev_place_rel_loc
#define __ev_place_data_loc(item)					\
	entry->__data_loc_##item = __data_offsets.item
#define __ev_place_rel_loc(item)					\
	entry->__rel_loc_##item = __data_offsets.item -			\
		(u32)offsetofend(typeof(*entry), __rel_loc_##item)

#define __ev_field(text, type, item, filter, is_signed)
#define __ev_array(text, type, item, len)
#define __ev_dyn(loc, text, type, item, bytes)	__ev_place_##loc(item);
#define __ev_str(loc, item, src)		__ev_place_##loc(item);
#define __ev_strn(loc, item, src, len)		__ev_place_##loc(item);

#define TP_fast_assign(args...)	args

#undef __entry
#define __entry	entry

/* A class may say in TP_ARGS() what a sample weighs and whose it is. */
#undef __perf_count
#undef __perf_task
#define __perf_count(c)	(__count = (c))
#define __perf_task(t)	(__task = (t))

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	static notrace void						\
	trace_event_raw_event_##name(void *__data, proto)		\
	{								\
		struct trace_event_data_offsets_##name __maybe_unused __data_offsets; \
		struct trace_event_raw_##name *entry;			\
		struct task_struct *__task = NULL;			\
		int __data_size;					\
		u64 __count = 1;					\
									\
		__data_size = trace_event_get_offsets_##name(&__data_offsets, args); \
		entry = trace_record_reserve(__data, sizeof(*entry) + __data_size); \
		if (!entry)						\
			return;						\
		trace_record_perf_hint(__data, entry, __count, __task);	\
		tstruct							\
		{							\
			assign;						\
		}							\
		trace_record_commit(__data, entry);			\
	}

#undef DEFINE_EVENT
#define DEFINE_EVENT(template, name, proto, args)			\
	static __maybe_unused void trace_event_check_##name(void)	\
	{								\
		check_trace_callback_type_##name(trace_event_raw_event_##template); \
	}

#undef DEFINE_CUSTOM_EVENT
#define DEFINE_CUSTOM_EVENT(template, name, proto, args)		\
	static __maybe_unused void trace_event_check_custom_##name(void)\
	{								\
		check_trace_callback_type_##name(			\
			trace_event_raw_event_custom_##template);	\
	}

#include <trace/reread.h>
