#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest: stock's test of mapped buffers, then its benchmark, which
# writes and reads a buffer of its own and reports to the trace.
cd /sys/kernel/tracing || exit 2
failed=0

# Its TAP without the numbers; cases about triggers count only where there are some.
/mnt/ring-buffer/map_test > /tmp/map_test 2>&1
grep '^# .*:' /tmp/map_test
grep -E '^(not )?ok ' /tmp/map_test | while read -r line; do
	name="map_test ${line##* }"
	case "$line" in
	ok*)
		echo "ok - $name" ;;
	*snapshot*)
		if [ -e events/sched/sched_switch/trigger ]; then
			echo "not ok - $name"
		else
			echo "skip - $name # there are no triggers yet"
		fi ;;
	*)
		echo "not ok - $name" ;;
	esac
done > /tmp/results
cat /tmp/results
if grep -q '^not ok' /tmp/results || [ "$(grep -c '^ok' /tmp/results)" -lt 4 ]; then
	echo "not ok - map_test as a whole"
	failed=1
fi

/mnt/ring-buffer/raw-user || failed=1

echo 1 > tracing_on
echo > trace
if insmod /mnt/ring-buffer/ring_buffer_benchmark.ko; then
	sleep 14
	rmmod ring_buffer_benchmark || failed=1
else
	failed=1
fi
sed -n 's/.*ring_buffer_[a-z_]*: /# /p' trace
if [ $failed = 0 ] && grep -q 'ns per entry' trace && ! grep -qi 'ERROR' trace; then
	echo "ok - ring_buffer_benchmark runs to its end"
else
	echo "not ok - ring_buffer_benchmark runs to its end"
	failed=1
fi
exit $failed
