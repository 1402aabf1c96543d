#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest: loads modules that were built from stock's samples and looks
# for what each is there to show.
cd /sys/kernel/tracing || exit 2
failed=0

# see NAME PATTERN: do lines of the trace match?
see() {
	if grep -qE "$2" trace; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		tail -n 5 trace
		failed=1
	fi
}

echo > trace
insmod /mnt/samples/trace-events-sample.ko || exit 1
echo 1 > events/sample-trace/enable
sleep 3
see "stock's foo_bar prints every kind of field" \
	'foo_bar: foo hello 1 0x1 BIT1 \{0x1\} \{0x1\} Snoopy +\(.*\) \(.*\) iter=1 '
see "stock's conditional event" 'foo_bar_with_cond: foo '
see "stock's event with functions starts its thread" 'foo_bar_with_fn: foo Look at me'
see "stock's relative fields" 'foo_rel_loc: foo_rel_loc '
echo 0 > events/sample-trace/enable

# What it recorded goes with the module, a snapshot too: its numbers get other events.
if [ -f snapshot ]; then
	echo 1 > snapshot
	grep -q 'foo_bar: ' snapshot || failed=1
fi
rmmod trace_events_sample || failed=1
if [ -f snapshot ]; then
	if grep -q 'Snapshot is allocated' snapshot; then
		echo "ok - a module's records leave the snapshot with it"
	else
		echo "not ok - a module's records leave the snapshot with it"
		failed=1
	fi
	echo 0 > snapshot
fi

echo > trace
insmod /mnt/samples/trace_custom_sched.ko || exit 1
echo 1 > events/custom/enable
sleep 0.2
echo 0 > events/custom/enable
see "stock's custom event on sched_switch" 'sched_switch: prev_prio=[0-9]+ next_pid=[0-9]+ next_prio='
rmmod trace_custom_sched || failed=1

echo > trace
insmod /mnt/samples/trace-printk.ko || exit 1
sleep 0.2
see "stock's trace_printk module: static formats" 'This is a static string that will use trace_bputs'
see "stock's trace_printk module: formats of arguments" 'This is a dynamic string that will use trace_printk'
rmmod trace_printk || failed=1

# A module that shows itself in the trace by trace_printk() for each call.
direct() { # MODULE PATTERN
	echo > trace
	insmod "/mnt/samples/$1.ko" || failed=1
	sleep 1
	see "stock's $1" "$2"
	rmmod "$(echo "$1" | tr - _)" || failed=1
}

direct ftrace-direct 'my_direct_func.*: waking up '
direct ftrace-direct-too 'my_direct_func.*: handle mm fault '
direct ftrace-direct-modify 'my_direct_func[12].*: my direct func'
direct ftrace-direct-multi 'my_direct_func.*: ip '
direct ftrace-direct-multi-modify 'my_direct_func[12].*: my direct func. ip '

# check NAME COMMAND: does it succeed?
check() {
	name=$1
	shift
	if "$@"; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		failed=1
	fi
}

instance=instances/sample-instance
insmod /mnt/samples/sample-trace-array.ko || exit 1
sleep 3
grep -v '^#' $instance/trace | tail -n 3 > /tmp/lines
check "stock's sample-trace-array prints into its instance" \
	grep -qE 'simple_thread.*: trace_array_printk: count=[0-9]+' /tmp/lines
check "its instance has the systems it asked for" \
	[ "$(cd $instance/events && echo *)" = "enable header_event header_page sched timer" ]
check "its instance stays while it is there" [ -n "$(rmdir $instance 2>&1)" ]
rmmod sample_trace_array || failed=1
check "its instance goes with it" [ ! -e $instance ]

# It measures itself and fails to load when it is done.
dmesg -c > /dev/null
insmod /mnt/samples/ftrace-ops.ko nr_function_calls=10000 nr_ops_relevant=2 \
	nr_ops_irrelevant=1 check_count=1 2> /dev/null || :
rmmod ftrace_ops 2> /dev/null || :
dmesg > /tmp/dmesg
check "stock's ftrace-ops calls back" grep -q 'Attempted 10000 calls to .*tracee' /tmp/dmesg
check "stock's ftrace-ops counts all calls" \
	[ -z "$(grep 'Counter called' /tmp/dmesg)" ]

dmesg -c > /dev/null
insmod /mnt/samples/fprobe_example.ko || exit 1
/bin/true
rmmod fprobe_example
dmesg > /tmp/dmesg
check "stock's fprobe_example sees entries" grep -q 'Enter <kernel_clone+' /tmp/dmesg
check "stock's fprobe_example sees returns" grep -q 'Return from <kernel_clone+' /tmp/dmesg

cat /proc/cmdline > /tmp/before
insmod /mnt/samples/livepatch-sample.ko || exit 1
check "stock's livepatch-sample patches" \
	grep -q 'this has been live patched' /proc/cmdline
echo 0 > /sys/kernel/livepatch/livepatch_sample/enabled
tries=0
while [ -e /sys/kernel/livepatch/livepatch_sample ] && [ $tries -lt 100 ]; do
	usleep 100000
	tries=$((tries + 1))
done
check "and goes back" cmp /tmp/before /proc/cmdline
rmmod livepatch_sample || failed=1
check "nothing is hooked at the end" [ -z "$(cat enabled_functions)" ]
exit $failed
