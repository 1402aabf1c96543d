#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# conformance.sh LIMIT CASE...
# Run cases of the selftests at /mnt/selftests one at a time, each for at most
# LIMIT seconds.  In $OUT it leaves: begun, the cases in the order they started;
# results, lines of case, variant, result, seconds; logs/, what a case said that
# did not pass.

limit=$1
shift
cd /mnt/selftests || exit 1
mkdir -p "$OUT/logs"

# What a case that was stopped halfway may have left behind.
clean_up() {
	for dir in /sys/kernel/tracing/instances/*; do
		[ -d "$dir" ] && rmdir "$dir" 2>/dev/null
	done
	echo nop > /sys/kernel/tracing/current_tracer
	echo > /sys/kernel/tracing/set_event
	echo 1 > /proc/sys/kernel/ftrace_enabled 2>/dev/null
	for module in trace-printk trace-events-sample ftrace-direct; do
		rmmod $module 2>/dev/null
	done
}

# now: the uptime in hundredths of a second
now() {
	read -r up _ < /proc/uptime
	echo "${up%.*}${up#*.}"
}

# result CASE VARIANT RESULT: a line of the table, and one to look at
result() {
	printf '%s\t%s\t%s\t%d.%02d\n' "$1" "$2" "$3" \
		$((spent / 100)) $((spent % 100)) >> "$OUT/results"
	echo "$1 $2 $3 $((spent / 100)) s"
}

# A line of the report is "[N] title  [RESULT]", with "(instance)" before the
# title the second time that a case runs.
results_of_report() {
	grep -E '^\[[0-9]+\].*\[[A-Z]+\]$' /tmp/plain |
		sed -E 's/^\[[0-9]+\]( *\(instance\))?.*\[([A-Z]+)\]$/\1 \2/' |
		while read -r where what; do
			if [ -n "$what" ]; then
				result "$1" instance "$what"
			else
				result "$1" top "$where"
			fi
		done
}

splat='BUG:|WARNING:|KASAN|UBSAN|Oops|suspicious RCU|possible .* lock|stall'

for case in "$@"; do
	echo "$case" >> "$OUT/begun"
	dmesg -c > /dev/null
	start=$(now)
	setsid timeout -s KILL "$limit" ./ftracetest -l /tmp/logs "test.d/$case" \
		> /tmp/report 2>&1 < /dev/null
	status=$?
	spent=$(($(now) - start))
	sed 's/\x1b\[[0-9;]*m//g' /tmp/report > /tmp/plain
	results_of_report "$case"
	if [ $status -ge 124 ]; then
		variant=top
		grep -q '(instance)' /tmp/plain && variant=instance
		result "$case" $variant TIMEOUT
		clean_up
	fi
	dmesg > /tmp/dmesg
	if grep -qE "$splat" /tmp/dmesg; then
		result "$case" top SPLAT
	fi
	if [ $status -ne 0 ] || grep -qE '\[(FAIL|UNRESOLVED)\]' /tmp/plain; then
		find /tmp/logs -type f -exec cat {} + >> /tmp/plain
		cat /tmp/plain /tmp/dmesg > "$OUT/logs/$(echo "$case" | tr / _)"
	fi
	rm -rf /tmp/logs
done
