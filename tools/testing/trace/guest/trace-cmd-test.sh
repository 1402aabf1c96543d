#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Debian's trace-cmd in Debian's userland: can it parse every event's format,
# record sched and irq events of a load, report them, and do what else it does
# with events and instances?  Then a program that uses libtracefs.  Prints result
# lines.
# shellcheck disable=SC2317 # the functions are called by check()

cd /tmp || exit 1
failed=0
TRACING=/sys/kernel/tracing

# check NAME COMMAND...: one result line; the output only if it went wrong
check() {
	local name=$1
	shift
	if "$@" > check.log 2>&1; then
		echo "ok - trace-cmd $name"
	else
		echo "not ok - trace-cmd $name"
		head -n 15 check.log | sed 's/^/  # /'
		failed=1
	fi
}

formats_parse() {
	trace-cmd check-events > formats.log 2>&1
	local status=$?
	cat formats.log
	[ "$status" -eq 0 ] && [ ! -s formats.log ]
}

record() {
	trace-cmd record -e sched -e irq -o trace.dat hackbench -l 20 -g 2
}

report() {
	trace-cmd report -i trace.dat > report.txt 2> report.err
	local status=$?
	cat report.err
	[ "$status" -eq 0 ] && [ ! -s report.err ] && [ "$(wc -l < report.txt)" -gt 100 ]
}

# What trace-cmd says of a record or an event that it cannot make out.
no_parse_failure() {
	! grep -iE 'failed to parse|unknown event|\[UNKNOWN|bad event|could not find' \
		report.txt
}

# Each line: comm-pid [cpu] time: event: text
lines_well_formed() {
	! grep -vE '^cpus=[0-9]+$|^ *.+-[0-9]+ +\[[0-9]{3}\] +[0-9]+\.[0-9]{6}: [a-z0-9_]+: +' \
		report.txt
}

has() {
	grep -m 3 -E "$1" report.txt || { head -n 5 report.txt; return 1; }
}

no_loss() {
	! grep -E 'CPU:[0-9]+ \[.*EVENTS DROPPED|EVENTS DROPPED' report.txt
}

# Each CPU's times never go back: the page stamps and deltas were understood.
times_ordered() {
	awk '{ if (!match($0, /\[[0-9]+\] +[0-9]+\.[0-9]+:/)) next
		split(substr($0, RSTART, RLENGTH), part, / +/)
		if (part[2] + 0 < last[part[1]] + 0) { print; bad = 1 }
		last[part[1]] = part[2] }
		END { exit bad }' report.txt
}

lists() {
	trace-cmd list -e | grep -x 'sched:sched_switch' &&
		trace-cmd list -s | grep -x sched &&
		trace-cmd list -e '^irq:softirq_.*' -F | grep 'field:unsigned int vec;' &&
		trace-cmd list -t | grep -w nop &&
		trace-cmd list -C | grep -F '[local]' &&
		trace-cmd list -o | grep -x overwrite &&
		trace-cmd list > list.txt && grep -x 'sched:sched_switch' list.txt
}

# The records of the command come out while it runs.  A CPU's reader wakes up when half of
# its buffer is full.
stream() {
	timeout 60 trace-cmd stream -b 64 -e sched hackbench -l 20 -g 2 > stream.txt ||
		return
	grep -m 3 -E 'sched_process_fork: +comm=.*hackbench' stream.txt || { head stream.txt; return 1; }
}

# What was recorded without trace-cmd at hand.
extract() {
	trace-cmd start -e sched:sched_process_exec &&
		/bin/true && trace-cmd stop && trace-cmd show | grep -F 'filename=/bin/true' &&
		trace-cmd extract -o extract.dat &&
		trace-cmd report -i extract.dat | grep -E 'sched_process_exec: +filename=/bin/true'
}

clear_all() {
	trace-cmd clear && ! trace-cmd show | grep -v '^#' &&
		trace-cmd reset && [ "$(cat "$TRACING/events/enable")" = 0 ]
}

snapshot() {
	trace-cmd start -e sched:sched_process_exec && /bin/true &&
		trace-cmd snapshot -s && trace-cmd snapshot | grep -F 'filename=/bin/true' &&
		trace-cmd snapshot -r && ! trace-cmd snapshot | grep -F 'filename=/bin/true' &&
		trace-cmd snapshot -f && trace-cmd snapshot | grep -i 'snapshot is freed' &&
		trace-cmd reset
}

# What is set, and only that.
stat_shows() {
	trace-cmd start -e sched -e irq:softirq_entry -O sym-addr -b 2000 -C mono &&
		trace-cmd stat > stat.txt && cat stat.txt &&
		grep -x 'Events:' stat.txt && grep -E '^ +.*sched' stat.txt &&
		grep -E 'softirq_entry' stat.txt && grep -iE '^clock: +mono' stat.txt &&
		grep -E 'Buffer size in kilobytes' stat.txt &&
		trace-cmd reset && trace-cmd stat > stat.txt && ! grep -E 'softirq_entry' stat.txt
}

in_instance() {
	trace-cmd record -B box -e sched:sched_process_fork -o box.dat hackbench -l 5 -g 1 &&
		trace-cmd report -i box.dat | grep -m 3 -E 'sched_process_fork: +comm=hackbench' &&
		[ ! -d "$TRACING/instances/box" ]
}

keeps_instance() {
	trace-cmd start -B box -e sched:sched_process_exec && /bin/true &&
		trace-cmd show -B box | grep -F 'filename=/bin/true' &&
		trace-cmd stat -B box | grep -F sched_process_exec &&
		trace-cmd extract -B box -o box2.dat &&
		trace-cmd report -i box2.dat | grep -F 'filename=/bin/true' &&
		trace-cmd reset -B box -d && [ ! -d "$TRACING/instances/box" ]
}

# Only the command and its children.
filters_pids() {
	trace-cmd record -F -c -e sched:sched_process_fork -o pid.dat hackbench -l 5 -g 1 &&
		trace-cmd report -i pid.dat > pid.txt || return
	grep -E 'sched_process_fork: +comm=hackbench' pid.txt | head -n 3
	! grep -E 'sched_process_fork' pid.txt | grep -v 'hackbench'
}

has_options() {
	trace-cmd record -e sched:sched_process_exec -O nooverwrite -C mono -b 512 -s 500 \
		-o options.dat /bin/true && trace-cmd report -i options.dat | grep -F /bin/true &&
		trace-cmd dump --summary -i options.dat | grep -i mono
}

# Entries of functions, all and some; the report names them.
functions() {
	trace-cmd record -p function -b 4000 -o function.dat /bin/true &&
		trace-cmd report -i function.dat > function.txt 2> function.err &&
		[ ! -s function.err ] && grep -m 2 -E ' function: +vfs_read' function.txt &&
		trace-cmd record -p function -l 'vfs_*' -o some.dat /bin/true &&
		trace-cmd report -i some.dat | grep -E ' function: ' > some.txt &&
		[ -s some.txt ] && ! grep -vE ' function: +vfs_' some.txt | head -n 3 | grep .
}

# Trees of calls with their times.
graph() {
	trace-cmd record -p function_graph -g ksys_read --max-graph-depth 3 -o graph.dat /bin/cat /etc/passwd &&
		trace-cmd report -i graph.dat > graph.txt 2> graph.err &&
		[ ! -s graph.err ] && grep -m 2 -E 'funcgraph_entry: .*ksys_read\(\) \{' graph.txt &&
		grep -m 2 -E 'funcgraph_exit: +.* us +\| +\}' graph.txt
}

filters_functions() {
	# What -O has set stays after a reset; stat_shows() did.
	trace-cmd start -p function -l 'vfs_r*' -n vfs_readv -O nosym-addr &&
		/bin/cat /etc/passwd > /dev/null && trace-cmd stop &&
		trace-cmd show | grep -m 1 -E 'vfs_read <-' && trace-cmd stat > stat.txt && grep -A 2 '^Function Filter:' stat.txt | grep vfs_read &&
		grep -A 1 '^Function No Trace:' stat.txt | grep vfs_readv &&
		trace-cmd reset &&
		grep '^####' "$TRACING/set_ftrace_filter" && [ "$(cat "$TRACING/current_tracer")" = nop ]
}

lists_functions() {
	trace-cmd list -f | grep -x schedule && trace-cmd list -f '^vfs_rea' | grep -x vfs_read &&
		trace-cmd list -t | grep -w function_graph
}

check "parses the format of every event" formats_parse
check "records sched and irq events" record
check "reports them" report
check "could make out every record" no_parse_failure
check "lines are well-formed" lines_well_formed
check "times go forward on each CPU" times_ordered
check "lost no record" no_loss
check "saw sched_switch of the load" has 'sched_switch: +.*hackbench:[0-9]+ \[[0-9]+\]'
check "saw sched_wakeup of the load" has 'sched_wakeup: +hackbench:[0-9]+ \[[0-9]+\]'
check "saw sched_process_fork of the load" has 'sched_process_fork: +comm=hackbench pid=[0-9]+'
check "saw an irq handler" has 'irq_handler_entry: +irq=[0-9]+ name='
check "saw a softirq" has 'softirq_entry: +vec=[0-9]+ \[action=[A-Z_]+\]'
check "lists events, systems, fields, clocks and options" lists
check "stream" stream
check "start, stop, show, extract" extract
check "clear and reset" clear_all
check "stat" stat_shows
check "record with other options" has_options
check "record of a command only" filters_pids
check "record -p function" functions
check "record -p function_graph" graph
check "start and reset of function filters" filters_functions
check "list of functions and tracers" lists_functions
if [ -d $TRACING/instances ]; then
	check "record in an instance" in_instance
	check "start, show, stat, extract and reset of an instance" keeps_instance
	/mnt/tools/tools-libtracefs || failed=1
else
	echo "skip - trace-cmd in an instance # no instances"
	echo "skip - libtracefs # no instances"
fi
if [ -f $TRACING/snapshot ]; then
	check "snapshot" snapshot
else
	echo "skip - trace-cmd snapshot # no snapshot file"
fi
exit $failed
