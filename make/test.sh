#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: test.sh SUITE... -- SUITE...
# Runs each suite (a make target) and prints the sum of all results last.  Those
# behind -- run two at a time: each is one guest, which keeps one core busy.
set -euo pipefail

results=${BUILD:-build}/results
failed=0

rm -rf "$results"
mkdir -p "$results"

run() {
	local suite=$1 start=$SECONDS status=0
	echo "# $suite"
	make/tap-sum run "$results" "$suite" make -s --no-print-directory "$suite" || status=1
	echo "# $suite took $((SECONDS - start)) s"
	return $status
}

while [ $# -gt 0 ] && [ "$1" != -- ]; do
	run "$1" || failed=1
	# Two suites must not build at once, and what they boot is there now.
	if [ "$1" = build-kernels ]; then
		export NOBUILD=1
	fi
	shift
done

if [ $# -gt 1 ]; then
	shift
	make -s --no-print-directory image
	running=0
	for suite in "$@"; do
		if [ $running = 2 ]; then
			wait -n || failed=1
			running=1
		fi
		# What a suite prints stays together.
		(
			status=0
			run "$suite" > "$results/$suite.out" 2>&1 || status=1
			cat "$results/$suite.out"
			exit $status
		) &
		running=$((running + 1))
	done
	while [ $running -gt 0 ]; do
		wait -n || failed=1
		running=$((running - 1))
	done
fi
make/tap-sum total "$results" || failed=1
exit $failed
