#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# What this kernel answers to bad input, in $OUT: list (the files that were
# asked; as given in /mnt/bad, if it is there), and answers.  Then looks whether
# tracing still works.  The lockdown comes last, as it cannot be undone.

failed=0
# shellcheck source=tools/testing/trace/guest/checks.sh
. /share/checks.sh
bad=/mnt/bad/bad-input
cd /sys/kernel/tracing || exit 2
mount -t securityfs securityfs /sys/kernel/security

mkdir instances/bad 2> /dev/null
echo 1408 | tee buffer_size_kb > instances/bad/buffer_size_kb

# Every file but those that differ from another only by their event or CPU.
if [ -f /mnt/bad/list ]; then
	cp /mnt/bad/list "$OUT/list"
else
	find . -type f | sed 's,^\./,,' | sort | grep -vE \
		'^(instances/bad/)?(events|per_cpu/cpu[1-9]|options)/|^instances/bad/per_cpu' > /tmp/list
	find options instances/bad/options events/enable events/header_* events/sched/enable \
		events/sched/filter events/sched/sched_switch events/ftrace/enable \
		events/ftrace/print instances/bad/events/enable \
		instances/bad/events/sched/enable instances/bad/events/sched/sched_switch \
		instances/bad/per_cpu/cpu0 -type f 2> /dev/null >> /tmp/list
	# The buffer's end comes last.
	grep -v free_buffer /tmp/list | sort > "$OUT/list"
	grep free_buffer /tmp/list >> "$OUT/list"
fi

$bad files < "$OUT/list" > "$OUT/answers" || failed=1

echo 64 > buffer_size_kb
for dir in . events events/sched events/sched/sched_switch options per_cpu per_cpu/cpu0; do
	echo $dir
done | $bad directories >> "$OUT/answers"

# part TITLE MODE [ARG]: a list on stdin, its answers under a title
part() {
	title=$1
	shift
	$bad "$@" | sed "s,^,$title: ," >> "$OUT/answers"
}

# Records to read, then disks that take none.
mkdir /tmp/full
mount -t tmpfs -o size=4k tmpfs /tmp/full
dd if=/dev/zero of=/tmp/full/file bs=4k count=1 2> /dev/null
for to in /dev/full /tmp/full/file; do
	echo > trace
	for cpu in 1 2; do
		seq 600 | taskset $cpu sed 's/^/marker /' |
			taskset $cpu dd bs=12 of=trace_marker 2> /dev/null
	done
	part $to full $to < /dev/null
done

echo 'hello' > trace_marker
if [ "$(echo hi > trace_marker; grep -c hi trace)" = 1 ]; then
	echo "ok - bad-input: the buffer works afterwards"
else
	echo "not ok - bad-input: the buffer works afterwards"
	failed=1
fi
events_work bad-input || failed=1

# Whoever may look into the directory may still not open the files.
grep -vE '^(options|instances)/' "$OUT/list" > /tmp/fewer
part nobody nobody < /tmp/fewer
mount -o remount,mode=755 /sys/kernel/tracing
part "nobody in 0755" nobody < /tmp/fewer
mount -o remount,mode=700 /sys/kernel/tracing

echo confidentiality > /sys/kernel/security/lockdown
part lockdown opens < /tmp/fewer
exit $failed
