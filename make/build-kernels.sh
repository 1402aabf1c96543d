#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: build-kernels.sh TARGET...
# Builds kernels one after the other, each a result line of its own.
set -uo pipefail

status=0
for target in "$@"; do
	if make -s --no-print-directory "$target"; then
		echo "ok - build $target"
	else
		echo "not ok - build $target"
		status=1
	fi
done
exit $status
