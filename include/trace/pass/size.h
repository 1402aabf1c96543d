/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the bytes that the dynamic fields of one hit need.
 *
 *	static inline int trace_event_get_offsets_foo_bar(offsets *, int bar, char *s)
 *	{
 *		int __bytes = offsetof(struct trace_event_raw_foo_bar, __data);
 *
 *		offsets->str_ptr_ = s ?: "(null)";
 *		__bytes += __ev_strlen(offsets->str_ptr_) + 1;
 *		return __bytes - offsetof(struct trace_event_raw_foo_bar, __data);
 *	}
 *
 * __bytes runs through the entry from its __data on: each field takes what it
 * needs and leaves bytes << 16 | offset behind.
 */
#include <trace/pass/none.h>

#undef __ev_take
#define __ev_take(item, bytes)						\
	do {								\
		int __need = (bytes);					\
									\
		__data_offsets->item = __need << 16 | __bytes;		\
		__bytes += __need;					\
	} while (0)

#define __ev_field(text, type, item, filter, is_signed)
#define __ev_array(text, type, item, len)
#define __ev_dyn(loc, text, type, item, bytes)	__ev_take(item, bytes);
#define __ev_str(loc, item, src)					\
	__data_offsets->item##_ptr_ = (const char *)(src);		\
	if (!__data_offsets->item##_ptr_)				\
		__data_offsets->item##_ptr_ = EVENT_NULL_STR;		\
	__ev_take(item, __ev_strlen(__data_offsets->item##_ptr_) + 1);
#define __ev_strn(loc, item, src, len)					\
	__data_offsets->item##_ptr_ = (src);				\
	__ev_take(item, (len) + 1);

#undef DECLARE_EVENT_CLASS
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)	\
	static __always_inline notrace int				\
	trace_event_get_offsets_##name(					\
		struct trace_event_data_offsets_##name *__data_offsets, proto) \
	{								\
		struct trace_event_raw_##name __maybe_unused *entry;	\
		int __bytes = offsetof(typeof(*entry), __data);		\
									\
		tstruct							\
		return __bytes - offsetof(typeof(*entry), __data);	\
	}

#include <trace/reread.h>
