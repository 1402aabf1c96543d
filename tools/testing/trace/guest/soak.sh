#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# soak.sh SECONDS
# Enable every event while the machine is busy, read the text pipe, the raw
# pipes of all CPUs and the trace file at the same time, then disable.  What was
# read goes to $OUT for make/guest/soak-check; only trouble is printed here.
# shellcheck disable=SC2317 # the loads are called by name

seconds=$1
bad=0
cd /sys/kernel/tracing || exit 1
mkdir /tmp/soak

complain() {
	echo "soak: $*"
	bad=1
}

# Two tasks that wake each other through pipes, as fast as they can.
ping_pong() {
	while :; do
		dd if=/dev/zero bs=64 count=2000 2>/dev/null | cat | wc -c
	done > /dev/null
}

fork_storm() {
	while :; do
		for _ in 1 2 3 4 5 6 7 8; do
			/bin/busybox true &
		done
		wait
	done
}

file_work() {
	while :; do
		dd if=/dev/zero of=/tmp/soak/file bs=4k count=500 2>/dev/null
		sync
		cat /tmp/soak/file > /dev/null
		rm /tmp/soak/file
	done
}

# Modules come and go with their events, and take probes off live buffers.
module_work() {
	while :; do
		modprobe trace-events-sample && sleep 1
		rmmod trace-events-sample
		sleep 1
	done 2>/dev/null
}

# The text of the buffer without taking anything out of it.
peek() {
	sleep $((seconds / 2))
	head -n 3000 trace > /tmp/soak/peek
}

# One reader of the text, one of each CPU's raw pages.
start_readers() {
	to=/dev/null
	[ "$kept" ] && to=/tmp/soak/text
	cat trace_pipe > "$to" &
	readers=$!
	for cpu in per_cpu/cpu*; do
		to=/dev/null
		[ "$kept" ] && to=/tmp/soak/raw.${cpu##*cpu}
		cat "$cpu/trace_pipe_raw" > "$to" &
		readers="$readers $!"
	done
}

# How far it is, for whoever reads why it did not end.
mark() {
	echo "$(cut -d' ' -f1 /proc/uptime) $*" >> "$OUT/progress"
}

# In batches: tail holds all of its files open.
modprobe trace-events-sample 2>/dev/null
find events -name format -print0 | xargs -0 -n 500 tail -n +1 > "$OUT/formats"
rmmod trace-events-sample 2>/dev/null
cat available_events > "$OUT/available_events"
echo 1024 > buffer_size_kb

mark enable
echo 1 > events/enable || complain "enable failed"
[ "$(cat events/enable)" = 1 ] || complain "events/enable is $(cat events/enable)"
mark enabled

# The load gets what this script and the readers leave.
renice -n -15 $$ > /dev/null
jobs=
for work in ping_pong fork_storm file_work module_work; do
	$work &
	renice -n 10 $! > /dev/null
	jobs="$jobs $!"
done

kept=yes
start_readers
peek &
peeker=$!

# Memory is bounded: after so much the readers go on, but nothing is kept.
left=$seconds
while [ "$left" -gt 0 ]; do
	sleep 1
	left=$((left - 1))
	if [ "$kept" ] && [ "$(du -sm /tmp/soak | cut -f1)" -gt 120 ]; then
		# shellcheck disable=SC2086 # a list of numbers
		kill $readers
		kept=
		start_readers
		mark "enough is kept"
	fi
done

# One system goes while the load is on; all others cost a text patch each.
mark disable
echo 0 > events/sched/enable || complain "disable of sched failed"
# shellcheck disable=SC2086
kill $jobs
mark "load killed"
echo 0 > events/enable || complain "disable failed"
mark disabled
wait $peeker
[ "$(cat events/enable)" = 0 ] || complain "events/enable is $(cat events/enable)"
[ -z "$(cat set_event)" ] || complain "set_event still has events"

# Nothing may be written any more: the same numbers a second apart.
sleep 1
written() { cat per_cpu/cpu*/stats | grep -E '^(overrun|entries|read)'; }
# shellcheck disable=SC2086
kill $readers 2>/dev/null
sleep 1
written > /tmp/soak/then
sleep 1
written > /tmp/soak/now
cmp /tmp/soak/then /tmp/soak/now || complain "records after the disable"

cat per_cpu/cpu*/stats > "$OUT/stats"
mark read
rm -f /tmp/soak/file
cp /tmp/soak/* "$OUT/"
[ -d /sys/module/trace_events_sample ] && rmmod trace-events-sample
exit $bad
