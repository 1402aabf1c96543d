#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: test.sh SUITE...
# Runs each suite (a make target) and prints the sum of all results last.
set -euo pipefail

results=${BUILD:-build}/results
failed=0

rm -rf "$results"
mkdir -p "$results"
for suite in "$@"; do
	echo "# $suite"
	start=$SECONDS
	make/tap-sum run "$results" "$suite" make -s --no-print-directory "$suite" || failed=1
	echo "# $suite took $((SECONDS - start)) s"
done
make/tap-sum total "$results" || failed=1
exit $failed
