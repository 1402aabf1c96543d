/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the record's struct.
 *
 *	struct trace_event_raw_foo_bar {
 *		struct trace_entry	ent;
 *		int			bar;		__field(int, bar)
 *		char			tag[8];		__array(char, tag, 8)
 *		u32			__data_loc_str;	__string(str, s)
 *		char			__data[];
 *	};
 *
 * BPF programs and crash tools know these structs by name.
 */
#include <trace/pass/none.h>

#define __ev_field(text, type, item, filter, is_signed)	type item;
#define __ev_array(text, type, item, len)		type item[len];
#define __ev_dyn(loc, text, type, item, bytes)		u32 __##loc##_##item;
#define __ev_str(loc, item, src)			u32 __##loc##_##item;
#define __ev_strn(loc, item, src, len)			u32 __##loc##_##item;

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	struct trace_event_raw_##name {					\
		struct trace_entry	ent;				\
		tstruct							\
		char			__data[];			\
	};

#include <trace/reread.h>
