/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM benchmark

#if !defined(_TRACE_BENCHMARK_EVENT_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_BENCHMARK_EVENT_H

#include <linux/tracepoint.h>

#define BENCHMARK_TEXT_SIZE	128

int benchmark_start(void);
void benchmark_stop(void);

TRACE_EVENT_FN(benchmark_event,

	TP_PROTO(const char *str, u64 delta),

	TP_ARGS(str, delta),

	TP_STRUCT__entry(
		__array(char,	str,	BENCHMARK_TEXT_SIZE)
		__field(u64,	delta)
	),

	TP_fast_assign(
		memcpy(__entry->str, str, BENCHMARK_TEXT_SIZE);
		__entry->delta = delta;
	),

	TP_printk("%s delta=%llu", __entry->str, __entry->delta),

	benchmark_start, benchmark_stop
);

#endif /* _TRACE_BENCHMARK_EVENT_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH ../../kernel/trace/event
#define TRACE_INCLUDE_FILE benchmark_event

#include <trace/define_trace.h>
