#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# The guided tour of `make run`: what a user types into tracefs, and what the
# kernel answers.  Runs the same on any kernel with tracefs; a step that shows
# nothing, or not what it must, makes the tour fail.

failed=0
steps=0

# title TEXT: what the next commands are about
title() {
	printf '\n\033[1m== %s\033[0m\n' "$*"
}

# run COMMAND: print it as typed, then what it prints
run() {
	printf '\033[32m# %s\033[0m\n' "$1"
	eval "$1" > /tmp/tour.out 2>&1
	status=$?
	cat /tmp/tour.out
	[ $status -eq 0 ] && return
	printf '\033[31m(exit status %d)\033[0m\n' $status
	failed=$((failed + 1))
}

# must REGEX COMMAND: the same, and a line of the output has to match
must() {
	run "$2"
	steps=$((steps + 1))
	grep -qE "$1" /tmp/tour.out && return
	printf '\033[31m(no line of this matches: %s)\033[0m\n' "$1"
	failed=$((failed + 1))
}

# mustnot REGEX COMMAND: no line of the output may match
mustnot() {
	run "$2"
	steps=$((steps + 1))
	grep -qE "$1" /tmp/tour.out || return
	printf '\033[31m(a line of this matches: %s)\033[0m\n' "$1"
	failed=$((failed + 1))
}

title "Where it lives: a file system of control files"
must "tracefs" "mount | grep tracefs"
run "cd /sys/kernel/tracing"
must "^trace_pipe$" "ls"

title "Which events does this kernel have?"
must "^[a-z0-9_]+:[a-z0-9_]+$" "head -n 5 available_events"
must "^[1-9][0-9]+$" "wc -l < available_events"
must "sched_switch" "ls events/sched"

title "One event: every switch from one task to another"
must "prev_comm" "cat events/sched/sched_switch/format"
run "echo 1 > events/sched/sched_switch/enable"
must "^sched:sched_switch$" "cat set_event"
run "sleep 0.2"
run "echo 0 > tracing_on"
must "sched_switch: prev_comm=.* ==> next_comm=" "head -n 20 trace"
run "echo 0 > events/sched/sched_switch/enable; echo > trace; echo 1 > tracing_on"
mustnot "sched_switch:" "cat trace"

title "A whole system of events: interrupts"
run "echo 'irq:*' > set_event"
must "^irq:irq_handler_entry$" "cat set_event"
must "^1$" "cat events/irq/enable"
run "dd if=/dev/zero of=/share/file bs=4k count=64 conv=fsync 2>/dev/null; rm /share/file"
must "irq_handler_entry: irq=[0-9]+ name=" "grep -m 4 irq_handler_ trace"
must "softirq_(raise|entry|exit): vec=[0-9]+ \[action=[A-Z_]+\]" "grep -m 4 softirq_ trace"
run "echo > set_event"
must "^0$" "cat events/irq/enable"

title "Live: trace_pipe hands out each record once"
run "echo > trace; echo sched:sched_process_fork sched:sched_process_exec > set_event"
run "(sleep 0.3; /bin/true; sleep 0.3; /bin/ls / > /dev/null) &"
must "sched_process_exec: filename=/bin/ls" "timeout 1 cat trace_pipe; true"
run "echo > set_event"

title "A module's own TRACE_EVENT"
mustnot "^sample-trace:" "grep sample-trace available_events; true"
run "modprobe trace-events-sample"
must "^sample-trace:foo_bar$" "grep sample-trace available_events"
must "field:int bar;" "cat events/sample-trace/foo_bar/format"
run "echo 1 > events/sample-trace/foo_bar/enable"
run "sleep 2.2"
must "foo_bar: .*[0-9]+" "grep foo_bar trace"
run "echo 0 > events/sample-trace/foo_bar/enable; rmmod trace-events-sample"
mustnot "^sample-trace:" "grep sample-trace available_events; true"

title "Functions: every one that can be traced, by name"
must "^function_graph function nop|function" "cat available_tracers"
must "^[1-9][0-9]+$" "wc -l < available_filter_functions"
run "echo > trace; echo 'vfs_*' > set_ftrace_filter"
must "^vfs_read$" "grep -m 3 vfs_re set_ftrace_filter"
run "echo function > current_tracer; head -n 1 /proc/version > /dev/null; echo nop > current_tracer"
mustnot "function" "cat current_tracer"
run "echo function > current_tracer; head -n 1 /proc/version > /dev/null; echo 0 > tracing_on"
must " vfs_read <-ksys_read" "grep -m 4 ' vfs_read ' trace"
must "^vfs_read \(1\)" "grep -m 2 vfs_re enabled_functions"
run "echo nop > current_tracer; echo 1 > tracing_on; echo > set_ftrace_filter"
mustnot "vfs" "cat enabled_functions"

title "Calls as a tree, with their times: one system call"
run "echo ksys_read > set_graph_function; echo 4 > max_graph_depth"
run "echo function_graph > current_tracer; head -n 1 /proc/version > /dev/null; echo 0 > tracing_on"
must "ksys_read\(\) \{" "grep -m 1 -A 12 'ksys_read() {' trace"
must "[0-9.]+ us +\| +\}" "grep -m 3 ' us .*}' trace"
run "echo nop > current_tracer; echo > set_graph_function; echo 0 > max_graph_depth; echo 1 > tracing_on"

title "A command at a function: stop recording when a process exits"
run "echo > trace; echo 'do_exit:traceoff:1' > set_ftrace_filter"
must "^do_exit:traceoff:count=[01]$" "grep : set_ftrace_filter"
run "/bin/true"
must "^0$" "cat tracing_on"
run "echo '!do_exit:traceoff:0' > set_ftrace_filter; echo 1 > tracing_on"

title "Words of your own between the records"
run "echo > trace; echo 'hello from user space' > trace_marker"
must "tracing_mark_write: hello from user space" "cat trace"

title "The buffer: its clock, its size, what went through it"
must "\[local\]" "cat trace_clock"
must "[0-9]+" "cat buffer_size_kb"
run "echo 64 > buffer_size_kb"
must "^6[0-9]$" "cat per_cpu/cpu0/buffer_size_kb"
run "echo 1 > events/sched/enable; i=0; while [ \$i -lt 300 ]; do /bin/true; i=\$((i + 1)); done; echo 0 > events/sched/enable"
must "^entries: [1-9]" "cat per_cpu/cpu0/stats"
must "^overrun: [1-9]" "cat per_cpu/cpu*/stats"
must "[0-9a-f]{8}" "dd if=per_cpu/cpu0/trace_pipe_raw bs=4096 count=1 2>/dev/null | hexdump -C | head -n 4"

printf '\n'
if [ $failed -ne 0 ]; then
	echo "tour: $failed of $steps checked steps went wrong"
	exit 1
fi
echo "tour: all $steps checked steps gave what they must"
