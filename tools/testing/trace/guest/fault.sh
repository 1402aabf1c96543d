#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fault.sh [OPERATION...]
# Every allocation of every operation fails once (fault.c); then nothing may have
# leaked and tracing must work.  Prints result lines.

# shellcheck source=tools/testing/trace/guest/checks.sh
. /share/checks.sh

failed=0
cd /sys/kernel/tracing || exit 2
debug=/sys/kernel/debug
if [ ! -d $debug/failslab ]; then
	echo "skip - fault # this kernel has no fault injection"
	exit 0
fi
# All allocations that may sleep, also of single pages, and not a word of it.
for kind in failslab fail_page_alloc fail_usercopy; do
	[ -d $debug/$kind ] || continue
	echo 0 > $debug/$kind/verbose
	[ ! -e $debug/$kind/ignore-gfp-wait ] || echo N > $debug/$kind/ignore-gfp-wait
	[ ! -e $debug/$kind/min-order ] || echo 0 > $debug/$kind/min-order
done

# What leaked before is not ours.
[ -f "$kmemleak" ] && leaks /dev/null && echo clear > "$kmemleak"

echo 64 > buffer_size_kb
mkdir instances/fault 2> /dev/null && rmdir instances/fault
[ -d instances ] || echo "skip - fault: instances # this kernel has none"
module=$(find "/lib/modules/$(uname -r)" -name trace-events-sample.ko)
/mnt/fault/fault "$module" "$@" || failed=1

for file in set_event set_event_pid set_event_notrace_pid; do
	if [ -e $file ] && grep -v 'no pid' $file; then
		echo "not ok - fault: $file is not empty afterwards"
		failed=1
	fi
done
events_work fault || failed=1
echo > trace
no_leaks fault || failed=1
exit $failed
