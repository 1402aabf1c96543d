#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# soak.sh SECONDS
# Writers in task, softirq, irq and NMI, every event on, readers of every kind,
# and hands on every control file, all at the same time; then everything stops
# and the numbers of records must add up.  What was read goes to $OUT for
# make/guest/soak-check.  Prints result lines.
# shellcheck disable=SC2317 # the loads are called by name

seconds=$1
failed=0
mess=instances/mess
shots=instances/shots
exact=
parameters=/sys/module/stress/parameters
cd /sys/kernel/tracing || exit 1
mkdir /tmp/soak
# shellcheck source=tools/testing/trace/guest/checks.sh
. /share/checks.sh
# shellcheck source-path=SCRIPTDIR source=soak-work.sh
. /mnt/soak/soak-work.sh

complain() {
	echo "not ok - soak $*"
	failed=1
}

# How far it is, for whoever reads why it did not end.
mark() {
	echo "$(cut -d' ' -f1 /proc/uptime) $*" >> "$OUT/progress"
}

# in_background NICE COMMAND...
jobs=
in_background() {
	priority=$1
	shift
	"$@" &
	renice -n "$priority" $! > /dev/null
	jobs="$jobs $!"
}

# The top instance: one reader of the text, one of each CPU's raw pages.
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

# The text of the buffer without taking anything out of it.
peek() {
	sleep $((seconds / 2))
	head -n 3000 trace > /tmp/soak/peek
}

# reader MODE INSTANCE: one of our own
own_readers=
reader() {
	/mnt/soak/soak-reader "$1" "$2" > "/tmp/reader.$1.${2##*/}" 2>&1 &
	own_readers="$own_readers $!"
}

# Instances in which only the event of the writers is on, from the first hit to
# the last, each with readers that can say how many records they got.
start_exact() {
	mkdir instances/sum $mess $shots || return
	exact=instances/sum
	# Also: a mapped buffer could not be made large with the first event.
	for i in instances/sum $mess $shots; do
		echo 256 > "$i/buffer_size_kb"
	done
	for i in instances/sum $shots; do
		echo 1 > "$i/events/stress/stress/enable"
	done
	for mode in read splice pipe text; do
		reader $mode instances/sum
	done
	if /mnt/soak/soak-reader probe . 2> /dev/null; then
		mkdir instances/map
		exact="$exact instances/map"
		echo 1 > instances/map/events/stress/stress/enable
		reader mmap instances/map
		reader text instances/map
		reader mmap-loose $mess
	else
		echo "skip - soak readers of mapped buffers # no mmap of trace_pipe_raw"
	fi
	for mode in read splice pipe text; do
		reader $mode-loose $mess
	done
}

# In batches: tail holds all of its files open.
insmod /mnt/soak/stress.ko pause_us=20000 || complain "the writers' module does not load"
modprobe trace-events-sample 2>/dev/null
find events -name format -print0 | xargs -0 -n 500 tail -n +1 > "$OUT/formats"
rmmod trace-events-sample 2>/dev/null
cat available_events > "$OUT/available_events"
echo 1024 > buffer_size_kb

mark enable
echo 1 > events/enable || complain "enable failed"
[ "$(cat events/enable)" = 1 ] || complain "events/enable is $(cat events/enable)"
mark enabled

# The load gets what this script, the readers and the writers leave.
renice -n -15 $$ > /dev/null
if [ -d instances ]; then
	start_exact
else
	echo "skip - soak instances # this kernel has none"
fi
mark "readers run"
echo 1 > $parameters/run || complain "the writers do not start"
: > "$SHARE/nmi"
for work in ping_pong_load fork_load file_load marker_load module_work hotplug_work; do
	in_background 10 $work
done
if [ -n "$exact" ]; then
	works="resize_work subbuf_work clock_work churn_work enable_work enable_top_work
		control_work"
	[ -e $mess/snapshot ] && works="$works snapshot_work"
	for work in $works; do
		in_background 5 "$work"
	done
fi

kept=yes
start_readers
peek &
peeker=$!

# Memory is bounded: after so much the readers go on, but nothing is kept.
end=$(($(cut -d. -f1 /proc/uptime) + seconds))
while [ "$(cut -d. -f1 /proc/uptime)" -lt $end ]; do
	sleep 1
	if [ "$kept" ] && [ "$(du -sm /tmp/soak | cut -f1)" -gt 120 ]; then
		# shellcheck disable=SC2086 # a list of numbers
		kill $readers
		kept=
		start_readers
		mark "enough is kept"
	fi
done

# One system goes while the load is on.
mark disable
echo 0 > events/sched/enable || complain "disable of sched failed"
# shellcheck disable=SC2086
kill $jobs 2>/dev/null
# shellcheck disable=SC2086
wait $jobs 2>/dev/null
mark "load killed"
rm "$SHARE/nmi"
echo 0 > $parameters/run || complain "the writers do not stop"
for cpu in /sys/devices/system/cpu/cpu[1-9]; do
	echo 1 > "$cpu/online" 2>/dev/null
done
mark "writers stopped"
echo 0 > events/enable || complain "disable failed"
mark disabled
wait $peeker
[ "$(cat events/enable)" = 0 ] || complain "events/enable is $(cat events/enable)"
[ -z "$(cat set_event)" ] || complain "set_event still has events"

# Nothing may be written any more: the same numbers a second apart.
sleep 1
written() { cat per_cpu/cpu*/stats | grep -E '^(overrun|entries|read)'; }
# shellcheck disable=SC2086
kill $readers $own_readers 2>/dev/null
# shellcheck disable=SC2086
wait $readers $own_readers 2>/dev/null
written > /tmp/soak/then
sleep 1
written > /tmp/soak/now
cmp /tmp/soak/then /tmp/soak/now || complain "records after the disable"
mark read

# For soak-check: the sums, and what each reader got.
cat $parameters/counts > "$OUT/counts"
for i in $exact; do
	for cpu in 0 1 2 3; do
		sed "s,^,$i $cpu ," "$i/per_cpu/cpu$cpu/stats"
	done
done > "$OUT/stats"
for file in /tmp/reader.*; do
	[ -e "$file" ] && sed "s,^,${file##*.} ," "$file"
done > "$OUT/readers"
for file in /tmp/did.* /tmp/refused.*; do
	[ -e "$file" ] && echo "${file#/tmp/} $(wc -l < "$file")"
done > "$OUT/did"
cat /tmp/refused.* 2> /dev/null | sort | uniq -c > "$OUT/refusals"
cp /tmp/soak/* "$OUT/"

[ -d /sys/module/trace_events_sample ] && rmmod trace-events-sample
for i in instances/churn[0-9] $mess $shots $exact; do
	[ ! -d "$i" ] || rmdir "$i" || complain "$i cannot be removed"
done
rmmod stress || complain "the writers' module cannot be removed"
mark "cleaned up"

no_leaks soak || failed=1
[ ! -f /tmp/leaks ] || cp /tmp/leaks "$OUT/leaks"
mark end
exit $failed
