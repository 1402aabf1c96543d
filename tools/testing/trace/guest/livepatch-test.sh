#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs in the guest, in the Debian image: each of stock's selftests of livepatch.
# Prints a result line for each of their cases, and for a script that fails.
cp -r /mnt/livepatch /tmp/livepatch && cd /tmp/livepatch || exit 1
export KDIR=/tmp
failed=0
for test in test-*.sh; do
	bash "./$test" > /tmp/log 2>&1
	status=$?
	sed -n "s/^TEST: \(.*\) \.\.\. ok$/ok - livepatch \1/p
		s/^TEST: \(.*\) \.\.\. not ok$/not ok - livepatch \1/p" /tmp/log
	case $status in
	0) ;;
	4)	echo "skip - livepatch $test # $(sed -n 's/^SKIP: //p' /tmp/log | head -n 1)" ;;
	*)	echo "not ok - livepatch $test (status $status)"
		tail -n 40 /tmp/log | sed 's/^/  # /'
		failed=1 ;;
	esac
done
exit $failed
