// SPDX-License-Identifier: GPL-2.0
/*
 * README: a guide to the files beside it, for people.
 *
 * Also read by programs, which look for the exact words of a feature to find
 * out whether the kernel has it: [gid=<gid>] is such.  It names nothing that
 * is not there.
 */
#include <linux/seq_file.h>

#include "tracefs/tracefs.h"

#ifdef CONFIG_DYNAMIC_FTRACE
#define FUNCTIONS \
"			function: each function that is entered, and its caller\n" \
"			function_graph: entries and returns, as a tree of calls\n"
#define FUNCTION_FILES \
"\n" \
"Functions\n" \
"  available_filter_functions	those that can be traced; with addresses in _addrs\n" \
"  set_ftrace_filter	trace only these; > begins a new list, >> adds: a name, a\n" \
"			glob (vfs_*), :mod:MODULE for those of a module, also of one\n" \
"			that is not there yet, the number of a line of\n" \
"			available_filter_functions; ! in front takes away\n" \
"  set_ftrace_notrace	do not trace these\n" \
"  set_ftrace_pid	trace functions in these tasks only, >> adds\n" \
"  set_ftrace_notrace_pid	do not trace functions in these tasks\n" \
"			with function-fork in trace_options, children follow\n" \
"  enabled_functions	those that call something on entry now, and what\n" \
"  touched_functions	those that ever did\n" \
"  dyn_ftrace_total_info	how many there are, in how much memory\n" \
"\n" \
"  Commands, in set_ftrace_filter too: FUNCTION:COMMAND[:COUNT], carried out each\n" \
"  time the function is entered, or COUNT times:\n" \
"	traceon, traceoff	as tracing_on\n" \
"	enable_event:<system>:<event>, disable_event:<system>:<event>\n" \
"	stacktrace		record who called it\n" \
"	snapshot		as 1 in the file snapshot\n" \
"	dump, cpudump		records to the console, once all; those of the CPU\n" \
"  '!FUNCTION:COMMAND' takes it away, '!FUNCTION:COMMAND:0' one with a count.\n"
#else
#define FUNCTIONS
#define FUNCTION_FILES
#endif

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
#define GRAPH_FILES \
"\n" \
"  set_graph_function	function_graph follows only these and what they call\n" \
"  set_graph_notrace	it does not follow these, nor what they call\n" \
"  max_graph_depth	how deep it follows calls; 0: all\n"
#else
#define GRAPH_FILES
#endif

static const char readme[] =
"Kernel events, recorded into a buffer for each CPU.\n"
"\n"
"A short session:\n"
"\n"
"  # echo 1 > events/sched/sched_switch/enable	record every task switch\n"
"  # cat trace					what is in the buffer now\n"
"  # cat trace_pipe				what comes in, until you stop it\n"
"  # echo 0 > tracing_on				keep what was recorded\n"
"  # echo > set_event				disable all events\n"
"\n"
"Who may use these files: root, and a group if the mount names one:\n"
"\n"
"	mount -t tracefs [-o [gid=<gid>]] nodev /sys/kernel/tracing\n"
"\n"
"Recording\n"
"  tracing_on		1: record, 0: do not; costs next to nothing to switch\n"
"  tracing_cpumask	CPUs that record\n"
"  buffer_size_kb	kilobytes for each CPU; that of one CPU in per_cpu/cpuN/\n"
"  buffer_total_size_kb	all CPUs together\n"
"  buffer_subbuf_size_kb	unit of the buffer; no record is larger\n"
"  buffer_percent	how full a CPU's buffer is before readers of\n"
"			trace_pipe_raw are woken\n"
"  free_buffer		closing it gives the buffer's memory back\n"
"  trace_clock		what stamps records; shows all, [the current one]\n"
"  timestamp_mode	how stamps are kept in the buffer\n"
"\n"
"Reading\n"
"  trace			all records as text, not consumed; > trace clears\n"
"  trace_pipe		records as text, each read once; waits for more\n"
"  per_cpu/cpuN/		the same for one CPU, and\n"
"	trace_pipe_raw	sub-buffers in binary, by read() or splice()\n"
"	stats		what was recorded, read and lost\n"
"  trace_options		how records look and a few other choices, one word each,\n"
"			\"no\" in front when off; or 0 and 1 in options/\n"
"  saved_cmdlines		names of tasks that had records, by pid\n"
"  saved_cmdlines_size	how many of them are kept\n"
"  saved_tgids		thread group of each pid, with record-tgid\n"
"  printk_formats	strings that binary records point to\n"
"\n"
"Writing\n"
"  trace_marker		text from user space becomes a record\n"
"  trace_marker_raw	binary data, a four-byte tag in front\n"
"\n"
"Events\n"
"  available_events	system:event, one a line\n"
"  set_event		events that are recorded; write event, system: or\n"
"			system:event, with ! in front to disable; >> adds\n"
"  set_event_pid		only hits of these tasks are recorded, >> adds\n"
"  set_event_notrace_pid	hits of these tasks are not\n"
"			with event-fork in trace_options, children follow\n"
"  events/enable		0: none, 1: all, X: some; the same in each system\n"
"  events/SYSTEM/EVENT/	enable: 0 or 1\n"
"			format: the fields of its records\n"
"			id: its number in records, and for perf\n"
"  events/header_page	layout of a sub-buffer\n"
"  events/header_event	layout of what precedes a record\n"
"\n"
"  error_log		what was wrong with commands that were refused; > clears\n"
"\n"
"Tracers\n"
"  current_tracer	nop: the buffer holds events only\n"
FUNCTIONS
"  available_tracers	what current_tracer takes\n"
FUNCTION_FILES
GRAPH_FILES;

/**
 * readme_show - the text
 * @m: where to
 * @target: ignored
 *
 * Context: Process context.
 * Return: 0.
 */
int readme_show(struct seq_file *m, const struct trace_target *target)
{
	seq_puts(m, readme);
	return 0;
}
