#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: check.sh NAME...
# Runs the static checks make/check.d/NAME; a result line for each, after what
# it found.
set -uo pipefail

status=0
export BUILD=${BUILD:-$PWD/build}
for name in "$@"; do
	out=$(make/check.d/"$name" 2>&1)
	case $? in
	0)
		[ -z "$out" ] || echo "# ${out//$'\n'/$'\n'# }"
		echo "ok - $name"
		;;
	77)
		echo "skip - $name # ${out##*$'\n'}"
		;;
	*)
		echo "$out"
		echo "not ok - $name"
		status=1
		;;
	esac
done
exit $status
