#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# patch-fault.sh CASE
# One attempt to patch functions fails, at a step that CASE says.  The text must
# stay as it was, the place be named, the writer told, and nothing be patched any
# more; the kernel goes on.  Prints result lines.

case=$1
failed=0
inject=/sys/kernel/debug/fail_ftrace_patch
tools=/mnt/tools
cd /sys/kernel/tracing || exit 2
if [ ! -d $inject ]; then
	echo "skip - patch-fault # this kernel has no fault injection"
	exit 0
fi

result() {
	if [ "$1" -eq 0 ]; then
		echo "ok - patch-fault $case: $2"
	else
		echo "not ok - patch-fault $case: $2"
		failed=1
	fi
}

# The next look at a site fails, after $1 others.
fail_after() {
	echo 0 > $inject/verbose
	echo 100 > $inject/probability
	echo "$1" > $inject/space
	echo 1 > $inject/times
	dmesg -c > /dev/null
}

some='schedule vfs_read vfs_write do_sys_open* kmem_cache_alloc*'
module=trace-events-sample

# What is done before, how many sites pass, and what fails
case $case in
on-first)	before=true; after=0; step='echo function > current_tracer' ;;
on-middle)	before=true; after=20000; step='echo function > current_tracer' ;;
on-graph)	before=true; after=9999; step='echo function_graph > current_tracer' ;;
on-one)		before='echo schedule > set_ftrace_filter'; after=0
		step='echo function > current_tracer' ;;
off)		before="echo $some > set_ftrace_filter; echo function > current_tracer"; after=2
		step='echo nop > current_tracer' ;;
off-all)	before='echo function > current_tracer'; after=15000
		step='echo nop > current_tracer' ;;
change)		before="echo $some > set_ftrace_filter; echo function > current_tracer"; after=3
		step='echo vfs_open > set_ftrace_filter' ;;
module)		before='echo function > current_tracer'; after=1; step="modprobe $module" ;;
*)		echo "patch-fault: no such case: $case" >&2; exit 2 ;;
esac

# An event has names of tasks kept, as tracers do: so their probes stay in the text.
echo 1 > events/sched/sched_wakeup/enable
echo function_graph > current_tracer && echo nop > current_tracer || exit 2
eval "$before" || exit 2
$tools/kernel-text /tmp/before || exit 2
$tools/kernel-text /tmp/before2 || exit 2
cmp -l /tmp/before /tmp/before2 | wc -l > /tmp/noise
fail_after $after
(eval "$step") 2> /tmp/error
status=$?
$tools/kernel-text /tmp/after

case $case in
# These cannot be refused: what was asked for is given up all the same.
off*|change|module) ;;
*)	[ $status -ne 0 ]
	result $? "the writer is told" ;;
esac
[ "$(cat $inject/times)" = 0 ]
result $? "the failure happened"
dmesg > /tmp/messages
grep -q 'ftrace bug: [a-z_0-9.]*+0x[0-9a-f]*/0x[0-9a-f]* .*cannot be written' /tmp/messages
result $? "the place is named"
cmp -l /tmp/before /tmp/after > /tmp/differs
[ "$(wc -l < /tmp/differs)" -le "$(cat /tmp/noise)" ]
result $? "the text is as it was"
[ $failed -eq 0 ] || { cat /tmp/error; head -20 /tmp/messages; wc -l /tmp/differs; head /tmp/differs; }

# No more patching, and a kernel that works; who is still called records nothing.
echo nop > current_tracer 2> /dev/null
echo > set_ftrace_filter 2> /dev/null
! echo function > current_tracer 2> /dev/null
result $? "nothing is hooked any more"
$tools/kernel-text /tmp/later
cmp -l /tmp/after /tmp/later > /tmp/differs
[ "$(wc -l < /tmp/differs)" -le "$(cat /tmp/noise)" ]
result $? "the text stays"
grep -q 'FUNCTION TRACING IS CORRUPTED' trace
result $? "trace says so"
echo > trace
ls /dev > /dev/null
! timeout 20 grep -q ' <-' trace
result $? "no calls are recorded any more"
ls -R /dev /bin /proc/sys > /dev/null 2>&1
echo 1 > events/sched/enable
sleep 0.2
echo 0 > events/sched/enable
grep -q 'sched_switch: ' trace
result $? "events work"
modprobe $module 2> /dev/null
rmmod $module
result $? "modules come and go"
exit $failed
