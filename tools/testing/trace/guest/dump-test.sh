#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# usage: dump-test.sh CASE
# What the console gets of what was recorded.  The cases that end in a panic are
# judged by the host (make/guest/dump-test); the others print result lines here.

cd /sys/kernel/tracing || exit 1
failed=0

result() { # STATUS NAME
	if [ "$1" = 0 ]; then
		echo "ok - dump $2"
	else
		echo "not ok - dump $2"
		dmesg | tail -n 20 | sed 's/^/  # /'
		failed=1
	fi
}

# The kernel log since the last call, without its stamps.
news() {
	dmesg -c | sed -E 's/^\[ *[0-9.]+\] //'
}

case $1 in
sysrq)
	news > /dev/null
	echo "a mark for sysrq" > trace_marker
	echo z > /proc/sysrq-trigger
	news > /tmp/log
	grep -q '^Dumping ftrace buffer:$' /tmp/log &&
		grep -q 'tracing_mark_write: a mark for sysrq' /tmp/log
	result $? "sysrq-z shows the records"
	[ "$(cat tracing_on)" = 0 ]
	result $? "sysrq-z stops recording"
	! grep -q 'a mark' trace
	result $? "sysrq-z takes the records"
	echo 1 > tracing_on
	echo z > /proc/sysrq-trigger
	news > /tmp/log
	grep -q '^   (ftrace buffer empty)$' /tmp/log
	result $? "sysrq-z says when there are none"
	;;
tp_printk)
	news > /dev/null
	[ "$(cat /proc/sys/kernel/tracepoint_printk)" = 1 ]
	result $? "tp_printk is on"
	echo 1 > events/sched/sched_process_fork/enable
	/bin/true
	echo 0 > /proc/sys/kernel/tracepoint_printk
	news > /tmp/log
	grep -q '^sched_process_fork: comm=' /tmp/log
	result $? "tp_printk shows events"
	/bin/true
	news > /tmp/log
	! grep -q sched_process_fork /tmp/log
	result $? "tp_printk stops"
	[ "$(grep -c sched_process_fork: trace)" -ge 2 ]
	result $? "tp_printk leaves them in the buffer"
	;;
tp_printk_stopped)
	[ "$(cat /proc/sys/kernel/tracepoint_printk)" = 0 ]
	result $? "tp_printk_stop_on_boot"
	echo 1 > /proc/sys/kernel/tracepoint_printk
	[ "$(cat /proc/sys/kernel/tracepoint_printk)" = 1 ]
	result $? "tp_printk goes on after boot"
	;;
no_tp_printk)
	echo 1 > /proc/sys/kernel/tracepoint_printk
	[ "$(cat /proc/sys/kernel/tracepoint_printk)" = 0 ]
	result $? "tracepoint_printk needs tp_printk"
	[ "$(cat /proc/sys/kernel/ftrace_dump_on_oops)" = 0 ]
	result $? "ftrace_dump_on_oops is 0"
	;;
panic)
	# DUMP-ON-OOPS as the second word: what the sysctl is set to.
	[ -z "$2" ] || echo "$2" > /proc/sys/kernel/ftrace_dump_on_oops
	mkdir instances/foo instances/bar 2> /dev/null
	echo "a mark of the top" > trace_marker
	echo "a mark of foo" > instances/foo/trace_marker
	echo "a mark of bar" > instances/bar/trace_marker
	taskset 1 sh -c 'echo "a mark on cpu 0" > trace_marker'
	taskset 2 sh -c 'echo "a mark on cpu 1" > trace_marker'
	exec taskset 2 sh -c 'echo c > /proc/sysrq-trigger'
	;;
*)
	exit 2
	;;
esac
exit $failed
