#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# A reader that stops, or waits for somebody who does not read what it has read,
# holds up no writer and no control file; one that is killed leaves everything
# as if it had never been.  Prints result lines.

failed=0
cd /sys/kernel/tracing || exit 2
reader=/mnt/soak/soak-reader

result() {
	status=$1
	shift
	[ "$status" -eq 0 ] && echo "ok - hung reader: $*" && return
	echo "not ok - hung reader: $*"
	failed=1
}

# Records of all CPUs that the buffer ever took.
written() {
	cat per_cpu/cpu*/stats | awk -F ': ' '
		/^(entries|overrun|dropped events|read events)/ { n += $2 } END { print n }'
}

write_markers() {
	seq 500 | while read -r n; do
		echo "marker $n" > trace_marker || exit 1
	done
}

# in_time SECONDS FUNCTION: it ends, well, before that
in_time() {
	limit=$1
	"$2" > /dev/null 2>&1 &
	worker=$!
	while kill -0 $worker 2> /dev/null && [ "$limit" -gt 0 ]; do
		sleep 1
		limit=$((limit - 1))
	done
	if kill -0 $worker 2> /dev/null; then
		kill -9 $worker
		return 1
	fi
	wait $worker
}

# Each is called with the reader hung.
writers() {
	then=$(written)
	write_markers && [ "$(written)" -ge $((then + 500)) ]
}

events() {
	echo 1 > events/sched/enable && sleep 0.1 && echo 0 > events/sched/enable
}

other_readers() {
	head -n 100 trace > /dev/null
	timeout 2 dd if=per_cpu/cpu1/trace_pipe_raw of=/dev/null bs=4096 count=1
	cat per_cpu/cpu*/stats > /dev/null
}

# A mapping or an open trace may refuse a new size, at once.
sizes() {
	echo 100 > buffer_size_kb || echo 2 > buffer_percent
}

emptying() {
	echo > trace
}

all_is_free() {
	timeout 1 cat trace_pipe > /dev/null
	echo 200 > buffer_size_kb && grep -q '^20[0-9]$' buffer_size_kb && echo 8 > buffer_subbuf_size_kb &&
		echo 4 > buffer_subbuf_size_kb && write_markers && grep -q 'marker 500' trace
}

# hang NAME PID...: with the readers stopped, then killed
hang() {
	name=$1
	shift
	held=
	kill -STOP "$@"
	for what in writers events other_readers emptying sizes; do
		in_time 20 $what || held="$held $what"
	done
	[ -z "$held" ]
	result $? "$name stopped: all go on$held"
	kill -KILL "$@"
	limit=10
	while kill -0 "$@" 2> /dev/null && [ $limit -gt 0 ]; do
		sleep 1
		limit=$((limit - 1))
	done
	! kill -0 "$@" 2> /dev/null && in_time 30 all_is_free
	result $? "$name killed: it goes, everything is free"
}

echo 256 > buffer_size_kb
for mode in read splice mmap pipe text; do
	if [ $mode = mmap ] && ! $reader probe . 2> /dev/null; then
		echo "skip - hung reader: mmap # trace_pipe_raw cannot be mapped"
		continue
	fi
	for pause in 0.3 0.77; do
		echo 1 > events/sched/enable
		$reader $mode-loose . > /dev/null &
		sleep $pause
		hang "$mode ($pause s)" $!
	done
done

# In the kernel, waiting for a record.
echo 0 > events/enable
echo > trace
cat trace_pipe > /dev/null &
sleep 0.5
hang "an empty trace_pipe" $!
cat per_cpu/cpu0/trace_pipe_raw > /dev/null &
sleep 0.5
hang "an empty trace_pipe_raw" $!

# With a pipe that nobody empties.
mkfifo /tmp/full
hold_pipe() {
	# shellcheck disable=SC2217 # it only has to be open
	sleep 1000 < /tmp/full &
	sleeper=$!
}

hold_pipe
for file in trace_pipe per_cpu/cpu0/trace_pipe_raw trace; do
	echo 1 > events/sched/enable
	sleep 0.2
	cat $file > /tmp/full &
	sleep 0.7
	hang "$file into a full pipe" $!
	kill $sleeper
	hold_pipe
done
kill $sleeper
echo 0 > events/enable
exit $failed
