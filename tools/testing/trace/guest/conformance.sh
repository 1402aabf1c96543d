#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# conformance.sh LIMIT [CASE...]
# Run the selftests at /mnt/selftests one case at a time, each for at most LIMIT
# seconds, and leave in $OUT: results (case, instance or top, result, seconds)
# and in logs/ what each case that did not pass had to say.

limit=$1
shift
tests=/mnt/selftests
cd "$tests" || exit 1
mkdir -p "$OUT/logs"

if [ $# -eq 0 ]; then
	# shellcheck disable=SC2046 # no name has a space
	set -- $(find test.d -name '*.tc' | sort)
fi

# What a case that was stopped halfway may have left behind.
clean_up() {
	echo 1 > /proc/sys/kernel/ftrace_enabled 2>/dev/null
	rmmod trace-printk trace-events-sample ftrace-direct 2>/dev/null
	for dir in /sys/kernel/tracing/instances/*; do
		[ -d "$dir" ] && rmdir "$dir" 2>/dev/null
	done
}

# now: the uptime in hundredths of a second
now() {
	read -r up _ < /proc/uptime
	echo "${up%.*}${up#*.}"
}

for case in "$@"; do
	start=$(now)
	setsid timeout -s KILL "$limit" ./ftracetest -l /tmp/logs "$case" \
		> /tmp/report 2>&1 < /dev/null
	status=$?
	spent=$(($(now) - start))
	name=${case#test.d/}
	# A line is "[N] title  [RESULT]", with "(instance)" before the title the
	# second time a case runs.
	sed 's/\x1b\[[0-9;]*m//g' /tmp/report > /tmp/plain
	grep -E '^\[[0-9]+\].*\[[A-Z]+\]$' /tmp/plain |
		sed -E 's/^\[[0-9]+\]( *\(instance\))?.*\[([A-Z]+)\]$/\1 \2/' |
		while read -r where result; do
			if [ -z "$result" ]; then
				result=$where
				where=top
			else
				where=instance
			fi
			printf '%s\t%s\t%s\t%d.%02d\n' "$name" $where "$result" \
				$((spent / 100)) $((spent % 100)) >> "$OUT/results"
			echo "$name $where $result"
		done
	if [ $status -ge 124 ]; then
		printf '%s\t%s\t%s\t%d\n' "$name" top TIMEOUT "$limit" >> "$OUT/results"
		echo "$name TIMEOUT"
		clean_up
	fi
	if grep -qvE '\[(PASS|UNSUPPORTED)\]$|^$|^#|^===' /tmp/plain ||
			[ $status -ne 0 ]; then
		log=$(echo "$name" | tr / _)
		cat /tmp/plain /tmp/logs/*/*.log > "$OUT/logs/$log" 2>/dev/null
	fi
	rm -rf /tmp/logs
done
