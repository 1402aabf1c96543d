/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What bench_module.c hits: two events and a tracepoint that is no event.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM bench

#if !defined(_BENCH_EVENT_H) || defined(TRACE_HEADER_MULTI_READ)
#define _BENCH_EVENT_H

#include <linux/tracepoint.h>

DECLARE_TRACE(bench_bare,
	TP_PROTO(int a),
	TP_ARGS(a)
);

TRACE_EVENT(bench_ints,
	TP_PROTO(int a, int b),
	TP_ARGS(a, b),
	TP_STRUCT__entry(
		__field(int, a)
		__field(int, b)
	),
	TP_fast_assign(
		__entry->a = a;
		__entry->b = b;
	),
	TP_printk("a=%d b=%d", __entry->a, __entry->b)
);

TRACE_EVENT(bench_string,
	TP_PROTO(int a, const char *text),
	TP_ARGS(a, text),
	TP_STRUCT__entry(
		__field(int, a)
		__string(text, text)
	),
	TP_fast_assign(
		__entry->a = a;
		__assign_str(text);
	),
	TP_printk("a=%d text=%s", __entry->a, __get_str(text))
);

#endif /* _BENCH_EVENT_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE bench_event
#include <trace/define_trace.h>
