/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the fields as the format file and the filters see them.
 *
 *	static const struct trace_event_fields trace_event_fields_foo_bar[] = {
 *		{ .size = 4, .align = 4, .is_signed = 1 },	bar
 *		{ .size = 4, .align = 4, ... },			str
 *	};
 *	static const char trace_event_names_foo_bar[] =
 *		"int\0bar\0" "__data_loc char[]\0str\0";
 *
 * It reads the header twice: numbers and names are two tables because strings
 * of one literal need no pointers and no relocations.
 */
#include <trace/pass/none.h>

#undef __ev_desc
#define __ev_desc(type, bytes, n, sign, filter)				\
	{ .size = (bytes), .len = (n),					\
	  .align = offsetof(struct { char c; type t; }, t),		\
	  .is_signed = (sign), .filter_type = (filter) },

#define __ev_field(text, type, item, filter, is_signed)			\
	__ev_desc(type, sizeof(type), 0, is_signed, filter)
#define __ev_array(text, type, item, len)				\
	__ev_desc(type, sizeof(type[len]), len, is_signed_type(type), FILTER_OTHER)
#define __ev_dyn(loc, text, type, item, bytes)				\
	__ev_desc(u32, sizeof(u32), 0, is_signed_type(type), FILTER_OTHER)
#define __ev_str(loc, item, src)					\
	__ev_desc(u32, sizeof(u32), 0, is_signed_type(char), FILTER_OTHER)
#define __ev_strn(loc, item, src, len)	__ev_str(loc, item, src)

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	static const struct trace_event_fields trace_event_fields_##name[] = { \
		tstruct							\
	};

#include <trace/reread.h>

#include <trace/pass/none.h>

#define __ev_field(text, type, item, filter, is_signed)	text "\0" #item "\0"
#define __ev_array(text, type, item, len)		text "\0" #item "\0"
#define __ev_dyn(loc, text, type, item, bytes)		"__" #loc " " text "\0" #item "\0"
#define __ev_str(loc, item, src)			"__" #loc " char[]\0" #item "\0"
#define __ev_strn(loc, item, src, len)			"__" #loc " char[]\0" #item "\0"

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	static const char trace_event_names_##name[] = "" tstruct;

#include <trace/reread.h>
