/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: what is known of the dynamic fields before the record is reserved.
 *
 *	struct trace_event_data_offsets_foo_bar {
 *		u32		str;		bytes << 16 | offset in the entry
 *		const void	*str_ptr_;	where a string comes from
 *	};
 *
 * It lives in registers and on the stack of the probe; an event without
 * dynamic fields has an empty one.
 */
#include <trace/pass/none.h>

#define __ev_field(text, type, item, filter, is_signed)
#define __ev_array(text, type, item, len)
#define __ev_dyn(loc, text, type, item, bytes)	u32 item; const void *item##_ptr_;
#define __ev_str(loc, item, src)		u32 item; const void *item##_ptr_;
#define __ev_strn(loc, item, src, len)		u32 item; const void *item##_ptr_;

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	struct trace_event_data_offsets_##name {			\
		tstruct							\
	};

#include <trace/reread.h>
