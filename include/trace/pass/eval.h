/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the numbers behind names in a print fmt.  User space cannot know an
 * enum, so TRACE_DEFINE_ENUM(NAME) and TRACE_DEFINE_SIZEOF(type) leave a map
 * entry by which the format file shows the number in its place.
 */
#include <trace/pass/none.h>

#undef __ev_eval
#define __ev_eval(id, text, value)					\
	static struct trace_eval_map __used __ev_eval_name(id) = {	\
		.system		= TRACE_SYSTEM_STRING,			\
		.eval_string	= text,					\
		.eval_value	= (value),				\
	};								\
	static struct trace_eval_map __used				\
	__section("_ftrace_eval_map") *__ev_eval_ptr(id) = &__ev_eval_name(id);

#undef __ev_eval_name
#undef __ev_eval_ptr
#define __ev_eval_name(id)	CONCATENATE(__trace_eval_, id)
#define __ev_eval_ptr(id)	CONCATENATE(__trace_eval_ptr_, id)

#undef TRACE_DEFINE_ENUM
#undef TRACE_DEFINE_SIZEOF
#define TRACE_DEFINE_ENUM(a)	__ev_eval_at(__COUNTER__, #a, a)
#define TRACE_DEFINE_SIZEOF(a)	__ev_eval_at(__COUNTER__, "sizeof(" #a ")", sizeof(a))
#undef __ev_eval_at
#define __ev_eval_at(id, text, value)	__ev_eval(id, text, value)

#include <trace/reread.h>
