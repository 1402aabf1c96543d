#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Tools that trace functions, as Debian has them: perf-tools (scripts that use
# tracefs), perf ftrace and uftrace -k.  Prints result lines.
# shellcheck disable=SC2317 # the functions are called by check()

cd /tmp || exit 1
failed=0
TRACING=/sys/kernel/tracing
mount -t debugfs none /sys/kernel/debug 2> /dev/null

# check NAME COMMAND...: one result line; the output only if it went wrong
check() {
	local name=$1
	shift
	if "$@" > check.log 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		head -n 20 check.log | sed 's/^/  # /'
		failed=1
	fi
}

# has FILE REGEX: does a line match?  Otherwise what there is.
has() {
	grep -m 3 -E "$2" "$1" || { head -n 15 "$1"; return 1; }
}

reads() {
	while :; do
		cat /proc/version > /dev/null
		sleep 0.05
	done
}

# These print the trace while it goes on: what reading it calls would have no end.
functrace() {
	functrace-perf -d 2 'vfs_ope*' > functrace.txt 2>&1
	has functrace.txt ' vfs_open <-'
}

funccount() {
	funccount-perf -d 2 'vfs_*' > funccount.txt 2>&1
	has funccount.txt '^vfs_read +[1-9][0-9]*'
}

funcgraph() {
	funcgraph-perf -d 2 -m 3 do_sys_openat2 > funcgraph.txt 2>&1
	has funcgraph.txt 'do_sys_openat2\(\) \{' && has funcgraph.txt 'do_filp_open\(\)'
}

funcslower() {
	funcslower-perf -d 2 do_filp_open 1 > funcslower.txt 2>&1
	has funcslower.txt ' us .*do_filp_open'
}

perf_ftrace() {
	perf ftrace trace -T vfs_read -- cat /proc/version > ftrace.txt 2>&1
	has ftrace.txt ' vfs_read <-'
}

perf_graph() {
	perf ftrace trace -G ksys_read --graph-opts depth=3 -- cat /proc/version > graph.txt 2>&1
	has graph.txt 'ksys_read\(\) \{'
}

perf_latency() {
	perf ftrace latency -T vfs_read -- cat /proc/version > latency.txt 2>&1
	has latency.txt '^ +[0-9].* us \| +[1-9]'
}

# Its own events are of kernel functions here: a program without its hooks.
uftrace_kernel() {
	uftrace record -k -K 3 --force -d uftrace.data /bin/cat /proc/version > uftrace.log 2>&1
	uftrace replay -k -d uftrace.data > uftrace.txt 2>> uftrace.log
	has uftrace.txt 'vfs_read\(\)|ksys_read\(\)|_x64_sys_|do_syscall_64\(\)' || { cat uftrace.log; return 1; }
}

left_clean() {
	grep -x nop "$TRACING/current_tracer" && [ -z "$(cat "$TRACING/enabled_functions")" ] &&
		grep '^####' "$TRACING/set_ftrace_filter"
}

# uftrace finds tracefs by what systemd mounts: shared.
mount --make-shared "$TRACING"
reads &
load=$!
check "perf-tools functrace" functrace
check "perf-tools funccount" funccount
check "perf-tools funcgraph" funcgraph
check "perf-tools funcslower" funcslower
check "perf ftrace, functions" perf_ftrace
check "perf ftrace, graph" perf_graph
check "perf ftrace latency" perf_latency
check "uftrace -k" uftrace_kernel
check "they leave nothing behind" left_clean
kill $load
exit $failed
