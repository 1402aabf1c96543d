/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM stress

#if !defined(_STRESS_EVENTS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _STRESS_EVENTS_H

#include <linux/tracepoint.h>

/* Every byte of the body is the low byte of seq, so that a torn record shows. */
TRACE_EVENT(stress,
	TP_PROTO(int context, int cpu, unsigned long seq, int len),
	TP_ARGS(context, cpu, seq, len),
	TP_STRUCT__entry(
		__field(int, context)
		__field(int, cpu)
		__field(unsigned long, seq)
		__dynamic_array(u8, body, len)
	),
	TP_fast_assign(
		__entry->context = context;
		__entry->cpu = cpu;
		__entry->seq = seq;
		memset(__get_dynamic_array(body), seq & 0xff, len);
	),
	TP_printk("context=%d cpu=%d seq=%lu len=%d", __entry->context, __entry->cpu,
		  __entry->seq, __get_dynamic_array_len(body))
);

#endif /* _STRESS_EVENTS_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE stress_events
#include <trace/define_trace.h>
