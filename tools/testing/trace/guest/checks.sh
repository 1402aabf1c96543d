# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0
#
# What several guest scripts look at when they are done; /share has it in every
# guest.  Each check prints a result line, named by $1, and fails if it is not ok.

kmemleak=/sys/kernel/debug/kmemleak

# leaks FILE: what is lost for longer than a moment
leaks() {
	echo scan > $kmemleak
	sleep 6
	echo scan > $kmemleak
	cat $kmemleak > "$1"
}

no_leaks() {
	[ -f $kmemleak ] || return 0
	leaks /tmp/leaks
	if [ -s /tmp/leaks ]; then
		echo "not ok - $1: nothing leaked ($(grep -c unreferenced /tmp/leaks) objects)"
		head -n 60 /tmp/leaks | sed 's/^/  # /'
		return 1
	fi
	echo "ok - $1: nothing leaked"
}

# In the folder of tracefs; what was recorded before does not count.
events_work() {
	echo > trace
	echo 1 > events/sched/sched_switch/enable
	sleep 0.3
	echo 0 > events/sched/sched_switch/enable
	if ! grep -q sched_switch: trace; then
		echo "not ok - $1: events work afterwards"
		return 1
	fi
	echo "ok - $1: events work afterwards"
}
