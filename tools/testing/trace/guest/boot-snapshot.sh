#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# usage: boot-snapshot.sh taken|allocated
# Runs in the guest: what the command line said about snapshots has happened.
cd /sys/kernel/tracing || exit 2
failed=1

case $1 in
taken)
	# The first tasks of all are in it, and what came since is not.
	if grep -q 'child_comm=swapper.* child_pid=1$' snapshot && ! grep -q 'child_pid=1$' trace; then
		failed=0
	fi ;;
allocated)
	if grep -q 'Snapshot is allocated' snapshot && grep -q 'child_pid=1$' trace; then
		failed=0
	fi ;;
esac
if [ $failed = 0 ]; then
	echo "ok - a snapshot is $1 at boot"
else
	head -n 20 snapshot
	echo "not ok - a snapshot is $1 at boot"
fi
exit $failed
