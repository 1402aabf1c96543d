/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The records that the core itself writes: one table for their C structs
 * (builtin_structs.h), their fields and their format text (builtin_events.c).
 * Whoever includes it defines what the words mean, and this file takes them
 * away again:
 *
 *	BUILTIN_EVENT(name, struct, type, fields, print fmt)
 *	B_FIELD(type, item)	one value
 *	B_ARRAY(type, item, n)	always n of them
 *	B_FLEX(type, item)	as many as the record has room for
 *	B_SHOWN(type, item, n)	like B_FLEX, but the format file says n
 *
 * Names, order and print fmt are ABI: user space reads them in
 * events/ftrace/NAME/format.  Every event is there in every configuration.
 */

BUILTIN_EVENT(function, ftrace_entry, TRACE_FN,
	B_FIELD(unsigned long, ip)
	B_FIELD(unsigned long, parent_ip),
	"\" %ps <-- %ps\", (void *)REC->ip, (void *)REC->parent_ip")

BUILTIN_EVENT(funcgraph_entry, ftrace_graph_ent_entry, TRACE_GRAPH_ENT,
	B_FIELD(unsigned long, func)
	B_FIELD(int, depth),
	"\"--> %ps (%d)\", (void *)REC->func, REC->depth")

#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
BUILTIN_EVENT(funcgraph_exit, ftrace_graph_ret_entry, TRACE_GRAPH_RET,
	B_FIELD(unsigned long, func)
	B_FIELD(unsigned long, retval)
	B_FIELD(int, depth)
	B_FIELD(unsigned int, overrun)
	B_FIELD(unsigned long long, calltime)
	B_FIELD(unsigned long long, rettime),
	"\"<-- %ps (%d) (start: %llx  end: %llx) over: %d retval: %lx\", "
	"(void *)REC->func, REC->depth, REC->calltime, REC->rettime, REC->depth, REC->retval")
#else
BUILTIN_EVENT(funcgraph_exit, ftrace_graph_ret_entry, TRACE_GRAPH_RET,
	B_FIELD(unsigned long, func)
	B_FIELD(int, depth)
	B_FIELD(unsigned int, overrun)
	B_FIELD(unsigned long long, calltime)
	B_FIELD(unsigned long long, rettime),
	"\"<-- %ps (%d) (start: %llx  end: %llx) over: %d\", "
	"(void *)REC->func, REC->depth, REC->calltime, REC->rettime, REC->depth")
#endif

BUILTIN_EVENT(context_switch, ctx_switch_entry, TRACE_CTX,
	B_FIELD(unsigned int, prev_pid)
	B_FIELD(unsigned int, next_pid)
	B_FIELD(unsigned int, next_cpu)
	B_FIELD(unsigned char, prev_prio)
	B_FIELD(unsigned char, prev_state)
	B_FIELD(unsigned char, next_prio)
	B_FIELD(unsigned char, next_state),
	"\"%u:%u:%u  ==> %u:%u:%u [%03u]\", REC->prev_pid, REC->prev_prio, REC->prev_state, "
	"REC->next_pid, REC->next_prio, REC->next_state, REC->next_cpu")

BUILTIN_EVENT(wakeup, wakeup_entry, TRACE_WAKE,
	B_FIELD(unsigned int, prev_pid)
	B_FIELD(unsigned int, next_pid)
	B_FIELD(unsigned int, next_cpu)
	B_FIELD(unsigned char, prev_prio)
	B_FIELD(unsigned char, prev_state)
	B_FIELD(unsigned char, next_prio)
	B_FIELD(unsigned char, next_state),
	"\"%u:%u:%u  ==+ %u:%u:%u [%03u]\", REC->prev_pid, REC->prev_prio, REC->prev_state, "
	"REC->next_pid, REC->next_prio, REC->next_state, REC->next_cpu")

#define B_STACK_FMT							\
	"\"\\t=> %ps\\n\\t=> %ps\\n\\t=> %ps\\n\" "			\
	"\"\\t=> %ps\\n\\t=> %ps\\n\\t=> %ps\\n\" "			\
	"\"\\t=> %ps\\n\\t=> %ps\\n\", "				\
	"(void *)REC->caller[0], (void *)REC->caller[1], (void *)REC->caller[2], " \
	"(void *)REC->caller[3], (void *)REC->caller[4], (void *)REC->caller[5], " \
	"(void *)REC->caller[6], (void *)REC->caller[7]"

BUILTIN_EVENT(kernel_stack, stack_entry, TRACE_STACK,
	B_FIELD(int, size)
	B_SHOWN(unsigned long, caller, 8),
	B_STACK_FMT)

BUILTIN_EVENT(user_stack, userstack_entry, TRACE_USER_STACK,
	B_FIELD(unsigned int, tgid)
	B_ARRAY(unsigned long, caller, 8),
	B_STACK_FMT)

BUILTIN_EVENT(bprint, bprint_entry, TRACE_BPRINT,
	B_FIELD(unsigned long, ip)
	B_FIELD(const char *, fmt)
	B_FLEX(u32, buf),
	"\"%ps: %s\", (void *)REC->ip, REC->fmt")

BUILTIN_EVENT(print, print_entry, TRACE_PRINT,
	B_FIELD(unsigned long, ip)
	B_FLEX(char, buf),
	"\"%ps: %s\", (void *)REC->ip, REC->buf")

BUILTIN_EVENT(raw_data, raw_data_entry, TRACE_RAW_DATA,
	B_FIELD(unsigned int, id)
	B_FLEX(char, buf),
	"\"id:%04x %08x\", REC->id, (int)REC->buf[0]")

BUILTIN_EVENT(bputs, bputs_entry, TRACE_BPUTS,
	B_FIELD(unsigned long, ip)
	B_FIELD(const char *, str),
	"\"%ps: %s\", (void *)REC->ip, REC->str")

BUILTIN_EVENT(mmiotrace_rw, mmiotrace_rw_entry, TRACE_MMIO_RW,
	B_FIELD(resource_size_t, phys)
	B_FIELD(unsigned long, value)
	B_FIELD(unsigned long, pc)
	B_FIELD(int, map_id)
	B_FIELD(unsigned char, opcode)
	B_FIELD(unsigned char, width),
	"\"%lx %lx %lx %d %x %x\", (unsigned long)REC->phys, REC->value, REC->pc, "
	"REC->map_id, REC->opcode, REC->width")

BUILTIN_EVENT(mmiotrace_map, mmiotrace_map_entry, TRACE_MMIO_MAP,
	B_FIELD(resource_size_t, phys)
	B_FIELD(unsigned long, virt)
	B_FIELD(unsigned long, len)
	B_FIELD(int, map_id)
	B_FIELD(unsigned char, opcode),
	"\"%lx %lx %lx %d %x\", (unsigned long)REC->phys, REC->virt, REC->len, "
	"REC->map_id, REC->opcode")

BUILTIN_EVENT(branch, trace_branch, TRACE_BRANCH,
	B_FIELD(unsigned int, line)
	B_ARRAY(char, func, 31)
	B_ARRAY(char, file, 21)
	B_FIELD(char, correct)
	B_FIELD(char, constant),
	"\"%u:%s:%s (%u)%s\", REC->line, REC->func, REC->file, REC->correct, "
	"REC->constant ? \" CONSTANT\" : \"\"")

BUILTIN_EVENT(hwlat, hwlat_entry, TRACE_HWLAT,
	B_FIELD(u64, duration)
	B_FIELD(u64, outer_duration)
	B_FIELD(u64, nmi_total_ts)
	B_FIELD(s64, tv_sec)
	B_FIELD(long, tv_nsec)
	B_FIELD(unsigned int, nmi_count)
	B_FIELD(unsigned int, seqnum)
	B_FIELD(unsigned int, count),
	"\"cnt:%u\\tts:%010llu.%010lu\\tinner:%llu\\touter:%llu\\tcount:%d\\t"
	"nmi-ts:%llu\\tnmi-count:%u\\n\", REC->seqnum, REC->tv_sec, REC->tv_nsec, "
	"REC->duration, REC->outer_duration, REC->count, REC->nmi_total_ts, REC->nmi_count")

BUILTIN_EVENT(func_repeats, func_repeats_entry, TRACE_FUNC_REPEATS,
	B_FIELD(unsigned long, ip)
	B_FIELD(unsigned long, parent_ip)
	B_FIELD(u16, count)
	B_FIELD(u16, top_delta_ts)
	B_FIELD(u32, bottom_delta_ts),
	"\" %ps <-%ps\\t(repeats:%u  delta: -%llu)\", (void *)REC->ip, (void *)REC->parent_ip, "
	"REC->count, (((u64)(REC)->top_delta_ts << 32) | (REC)->bottom_delta_ts)")

BUILTIN_EVENT(osnoise, osnoise_entry, TRACE_OSNOISE,
	B_FIELD(u64, noise)
	B_FIELD(u64, runtime)
	B_FIELD(u64, max_sample)
	B_FIELD(unsigned int, hw_count)
	B_FIELD(unsigned int, nmi_count)
	B_FIELD(unsigned int, irq_count)
	B_FIELD(unsigned int, softirq_count)
	B_FIELD(unsigned int, thread_count),
	"\"noise:%llu\\tmax_sample:%llu\\thw:%u\\tnmi:%u\\tirq:%u\\tsoftirq:%u\\tthread:%u\\n\", "
	"REC->noise, REC->max_sample, REC->hw_count, REC->nmi_count, REC->irq_count, "
	"REC->softirq_count, REC->thread_count")

BUILTIN_EVENT(timerlat, timerlat_entry, TRACE_TIMERLAT,
	B_FIELD(unsigned int, seqnum)
	B_FIELD(int, context)
	B_FIELD(u64, timer_latency),
	"\"seq:%u\\tcontext:%d\\ttimer_latency:%llu\\n\", REC->seqnum, REC->context, "
	"REC->timer_latency")

#undef BUILTIN_EVENT
#undef B_FIELD
#undef B_ARRAY
#undef B_FLEX
#undef B_SHOWN
#undef B_STACK_FMT
#undef B_DESC
