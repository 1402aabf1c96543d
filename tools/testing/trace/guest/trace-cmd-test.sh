#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Debian's trace-cmd in Debian's userland: can it parse every event's format,
# record sched and irq events of a load, and report them?  Prints result lines.
# shellcheck disable=SC2317 # the functions are called by check()

cd /tmp || exit 1
failed=0

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
exit $failed
