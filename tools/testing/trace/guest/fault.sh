#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fault.sh [OPERATION...]
# Every allocation of every operation fails once (fault.c); then nothing may have
# leaked and tracing must work.  Prints result lines.

failed=0
cd /sys/kernel/tracing || exit 2
debug=/sys/kernel/debug
if [ ! -d $debug/failslab ]; then
	echo "skip - fault # this kernel has no fault injection"
	exit 0
fi
# All allocations that may sleep, also of single pages, and not a word of it.
for kind in failslab fail_page_alloc fail_usercopy; do
	[ -d $debug/$kind ] || continue
	echo 0 > $debug/$kind/verbose
	[ ! -e $debug/$kind/ignore-gfp-wait ] || echo N > $debug/$kind/ignore-gfp-wait
	[ ! -e $debug/$kind/min-order ] || echo 0 > $debug/$kind/min-order
done
leaks() {
	echo scan > $debug/kmemleak
	sleep 6
	echo scan > $debug/kmemleak
	cat $debug/kmemleak
}

# What leaked before is not ours.
[ -f $debug/kmemleak ] && leaks > /dev/null && echo clear > $debug/kmemleak

echo 64 > buffer_size_kb
mkdir instances/fault 2> /dev/null && rmdir instances/fault
[ -d instances ] || echo "skip - fault: instances # this kernel has none"
module=$(find "/lib/modules/$(uname -r)" -name trace-events-sample.ko)
/mnt/fault/fault "$module" "$@" || failed=1

for file in set_event set_event_pid set_event_notrace_pid; do
	if [ -e $file ] && grep -v 'no pid' $file; then
		echo "not ok - fault: $file is not empty afterwards"
		failed=1
	fi
done
echo 1 > events/sched/sched_switch/enable
sleep 0.3
echo 0 > events/sched/sched_switch/enable
if grep -q sched_switch: trace; then
	echo "ok - fault: tracing works afterwards"
else
	echo "not ok - fault: tracing works afterwards"
	failed=1
fi
echo > trace

if [ -f $debug/kmemleak ]; then
	leaks > /tmp/leaks
	if [ -s /tmp/leaks ]; then
		echo "not ok - fault: kmemleak ($(grep -c unreferenced /tmp/leaks) objects)"
		head -n 60 /tmp/leaks | sed 's/^/  # /'
		failed=1
	else
		echo "ok - fault: nothing leaked"
	fi
fi
exit $failed
