/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Custom events: records of one's own at tracepoints that others declared.
 *
 * All of them are in the system "custom", so no TRACE_SYSTEM is named.  The
 * tracepoint's prototype has to be repeated as it is; the entry may hold
 * as little as one needs.  This module records a context switch in 16 bytes
 * where sched:sched_switch takes 56.
 */
#if !defined(_SAMPLE_CUSTOM_SCHED_H) || defined(TRACE_CUSTOM_MULTI_READ)
#define _SAMPLE_CUSTOM_SCHED_H

#include <linux/trace_events.h>

TRACE_CUSTOM_EVENT(sched_waking,

	TP_PROTO(struct task_struct *p),
	TP_ARGS(p),

	TP_STRUCT__entry(
		__field(	pid_t,			pid	)
		__field(	u8,			prio	)
	),
	TP_fast_assign(
		__entry->pid = p->pid;
		__entry->prio = p->prio;
	),
	TP_printk("pid %d prio %u", __entry->pid, __entry->prio)
);

TRACE_CUSTOM_EVENT(sched_switch,

	TP_PROTO(bool preempt, struct task_struct *from, struct task_struct *to,
		 unsigned int from_state),
	TP_ARGS(preempt, from, to, from_state),

	TP_STRUCT__entry(
		__field(	pid_t,			to_pid		)
		__field(	u8,			from_prio	)
		__field(	u8,			to_prio		)
	),
	TP_fast_assign(
		__entry->to_pid = to->pid;
		__entry->from_prio = from->prio;
		__entry->to_prio = to->prio;
	),
	TP_printk("from prio %u to pid %d prio %u",
		  __entry->from_prio, __entry->to_pid, __entry->to_prio)
);

#endif /* _SAMPLE_CUSTOM_SCHED_H */

#undef TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_PATH .
#define TRACE_INCLUDE_FILE trace_custom_sched
#include <trace/define_custom_trace.h>
