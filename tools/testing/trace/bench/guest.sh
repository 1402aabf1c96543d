#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# usage: guest.sh CASE...
# Runs in the guest: sets up what a case needs, measures it, undoes it.  Prints
# lines "CASE LEAST FIRST MOST" (one number where there is but one); a case that
# cannot be run here prints "CASE -".  /mnt/bench has bench_module.ko and bench_user.

run=/sys/module/bench_module/parameters/run
events=events/bench
cpu=per_cpu/cpu0
all=36000		# events of the case "fill" of bench_module

cp /mnt/bench/bench_module.ko /mnt/bench/bench_user /tmp || exit 1
insmod /tmp/bench_module.ko || exit 1
cd /sys/kernel/tracing || exit 1
echo local > trace_clock

none() { echo "$1 -"; }

# module CASE RUN: what the module says of RUN
module() {
	if echo "$2" > $run; then
		echo "$1 $(cat $run)"
	else
		none "$1"
	fi
}

# user CASE ARGS...: what bench_user says
user() {
	name=$1
	shift
	value=$(/tmp/bench_user "$@") || value=-
	echo "$name $value"
}

# with_event EVENT COMMAND...
with_event() {
	event=$1
	shift
	echo 1 > $events/"$event"/enable
	"$@"
	echo 0 > $events/"$event"/enable
}

# The buffer of CPU 0 holds all of the case "fill".
fill() {
	echo 4096 > buffer_size_kb
	echo > trace
	with_event bench_ints sh -c "echo fill > $run"
}

# with_tracer TRACER COMMAND...: it follows one function of the module
with_tracer() {
	tracer=$1
	shift
	echo bench_function > set_ftrace_filter
	echo "$tracer" > current_tracer
	"$@"
	echo nop > current_tracer
	echo > set_ftrace_filter
}

# The same with entries of a function.
fill_functions() {
	echo 4096 > buffer_size_kb
	echo > trace
	with_tracer function sh -c "echo fill_functions > $run; echo 0 > tracing_on
		/tmp/bench_user text trace $all; echo 1 > tracing_on"
}

case_lines() {
	for _ in 1 2 3; do
		fill_functions
	done | awk 'NR == 1 { first = least = most = $1 }
		$1 < least { least = $1 }
		$1 > most { most = $1 }
		END { print "function_text", least, first, most }'
}

# Nothing is below the functions that the graph tracer is to follow.
case_graph_out() {
	echo bench_other > set_graph_function
	with_tracer function_graph module graph_out function
	echo > set_graph_function
}

case_function_off() {
	echo 0 > tracing_on
	with_tracer function module function_off function
	echo 1 > tracing_on
}

# Bytes that the kernel keeps of each function that can be hooked.
case_site_bytes() {
	sed 's/pages:/ /' dyn_ftrace_total_info | awk '{ printf "site_bytes %.2f\n", $2 * 4096 / $1 }'
}

# least_of CASE ARGS...: three fillings, bench_user on each
least_of() {
	name=$1
	shift
	for _ in 1 2 3; do
		fill
		/tmp/bench_user "$@" || echo -
	done | awk -v name="$name" '
		NR == 1 { first = least = most = $1 }
		$1 == "-" { bad = 1 }
		$1 < least { least = $1 }
		$1 > most { most = $1 }
		END { print name, bad ? "-" : least " " first " " most }'
}

# Function call interrupts of each CPU.
calls() {
	sed -n 's/^ *CAL: *\([0-9 ]*[0-9]\).*/\1/p' /proc/interrupts
}

# rounds BEFORE AFTER: calls that all CPUs other than 0 got.  What one got more
# was for it alone, from a tick or a wake-up.
rounds() {
	echo "$1" "$2" | awk '{
		for (i = 2; i <= NF / 2; i++) {
			n = $(i + NF / 2) - $i
			if (i == 2 || n < least)
				least = n
		}
		print least }'
}

# case_ipi FILE CASE [ON OFF]
case_ipi() {
	taskset 1 true || return 1
	before=$(calls)
	taskset 1 sh -c "echo ${3:-1} > $1"
	middle=$(calls)
	taskset 1 sh -c "echo ${4:-0} > $1"
	after=$(calls)
	echo "$2_on $(rounds "$before" "$middle")"
	echo "$2_off $(rounds "$middle" "$after")"
}

# Bytes of slab objects in use.
slab() {
	echo 3 > /proc/sys/vm/drop_caches
	sleep 1
	awk 'NR > 2 { sum += $2 * $4 } END { printf "%d\n", sum }' /proc/slabinfo
}

case_slab() {
	slab > /dev/null
	if ! mkdir instances/first; then
		none slab
		return
	fi
	rmdir instances/first
	before=$(slab)
	for i in 1 2 3 4 5; do
		mkdir instances/"bench$i" || { none slab; return; }
	done
	after=$(slab)
	echo "slab $(((after - before) / 5))"
	rmdir instances/bench[1-5]
}

# What stock keeps for its events from boot on.
case_bootslab() {
	awk '/^(ftrace_event_field|trace_event_file) / { sum += $3 * $4 }
		END { printf "bootslab %d\n", sum }' /proc/slabinfo
}

for case; do
	case $case in
	site)		module site ints ;;
	probe1)		module probe1 bare1 ;;
	probe2)		module probe2 bare2 ;;
	buffer|printk)	module "$case" "$case" ;;
	ints)		with_event bench_ints module ints ints ;;
	string)		with_event bench_string module string string ;;
	off)		echo 0 > tracing_on
			with_event bench_ints module off ints
			echo 1 > tracing_on ;;
	instances)	if mkdir instances/bench; then
				echo 1 > instances/bench/$events/bench_ints/enable
				with_event bench_ints module instances ints
				echo 0 > instances/bench/$events/bench_ints/enable
				rmdir instances/bench
			else
				none instances
			fi ;;
	marker)		user marker marker trace_marker ;;
	text)		least_of text text trace $all ;;
	raw|splice)	least_of "$case" "$case" $cpu/trace_pipe_raw ;;
	enable)		/tmp/bench_user enable events/enable || none enable
			wc -l < available_events | sed 's/^/events /' ;;
	function)	with_tracer function module function function ;;
	graph)		with_tracer function_graph module graph function ;;
	ops|ops2)	module "$case" "$case" ;;
	function_off)	case_function_off ;;
	graph_out)	case_graph_out ;;
	lines)		case_lines ;;
	site_bytes)	case_site_bytes ;;
	tracers)	/tmp/bench_user set 3 current_tracer function nop || none tracers
			/tmp/bench_user set 4 current_tracer function_graph nop || none tracers ;;
	filters)	/tmp/bench_user set 5 set_ftrace_filter schedule || none filters
			/tmp/bench_user set 6 set_ftrace_filter '*lock*' || none filters
			/tmp/bench_user read 7 available_filter_functions || none filters ;;
	boot)		/tmp/bench_user boot ;;
	ipi_function)	case_ipi current_tracer ipi_function function nop ;;
	ipi)		case_ipi events/enable ipi
			case_ipi events/sched/sched_switch/enable ipi_one ;;
	bootslab|slab)	"case_$case" ;;
	*)		echo "guest.sh: no case $case" >&2
			exit 1 ;;
	esac
done
[ -d "$OUT" ] && cat /proc/kallsyms > "$OUT/kallsyms"
exit 0
