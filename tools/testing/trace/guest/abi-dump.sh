#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Everything in tracefs that user space takes for granted, as text in $OUT:
# header_page, header_event, every event's format, and mode and owner of every
# file.  make/guest/abi-compare reads the dumps of two kernels.

set -eu

cd /sys/kernel/tracing
# An instance's files are files as well.
mkdir instances/abi 2>/dev/null || echo "no instances"

cat events/header_page > "$OUT/header_page"
cat events/header_event > "$OUT/header_event"
# In batches: tail holds all of its files open.
find events -name format -print0 | xargs -0 -n 500 tail -n +1 > "$OUT/formats" ||
	echo "a format file is unreadable"
find . -print0 | xargs -0 -n 500 stat -c '%A %u:%g %n' > "$OUT/modes"

rmdir instances/abi 2>/dev/null || true
wc -l "$OUT/formats" "$OUT/modes"
