#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# exec-load.sh COUNT
# So many programs start and end, eight at a time, while the graph tracer follows
# every call of every function; none may get lost, and the calls are there to be
# read.  Prints result lines.

count=$1
cd /sys/kernel/tracing || exit 1
failed=0
result() {
	if [ "$1" -eq 0 ]; then
		echo "ok - exec load: $2"
	else
		echo "not ok - exec load: $2"
		failed=1
	fi
}

# Each says that it ran.
programs() {
	n=0
	while [ $n -lt $((count / 8)) ]; do
		for _ in 1 2 3 4 5 6 7 8; do
			/bin/busybox echo ran >> /tmp/ran &
		done
		wait
		n=$((n + 1))
	done
}

echo function_graph > current_tracer
grep -qx function_graph current_tracer
result $? "all functions are followed"
programs
[ "$(wc -l < /tmp/ran)" -eq $((count / 8 * 8)) ]
result $? "$count programs ran"
echo 0 > tracing_on
grep -q ' do_exit() {' trace && grep -q ' us  *|  .*;$' trace
result $? "their calls were recorded"
echo nop > current_tracer
[ ! -s enabled_functions ]
result $? "no function stays hooked"
exit $failed
