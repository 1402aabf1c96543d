#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# hook-soak.sh SECONDS
# Everything that can happen to function hooks, at the same time: all functions
# traced by two tracers in turn and by parts in instances, filters and commands
# that change, users that come and go, modules, CPUs, tasks and NMIs.  Then all
# of it ends, and the kernel's text has to be what it was.  Prints result lines.
# shellcheck disable=SC2317 # the loads are called by name

seconds=$1
failed=0
parameters=/sys/module/hook/parameters
cd /sys/kernel/tracing || exit 1

complain() {
	echo "not ok - hook soak: $*"
	failed=1
}

# did WHAT: counts one success of it, so that one that never works is seen.
did() {
	echo . >> "/tmp/did.$1"
}

# try WHAT TEXT FILE: a write that may be refused, as long as not always
try() {
	if error=$({ echo "$2" > "$3"; } 2>&1); then
		did "$1"
	else
		echo "$1: $error" >> "/tmp/refused.$1"
	fi
}

add() {
	if error=$({ echo "$2" >> "$3"; } 2>&1); then
		did "$1"
	else
		echo "$1: $error" >> "/tmp/refused.$1"
	fi
}

# One of the words.
one_of() {
	# shellcheck disable=SC3028 # busybox has it
	shift $((RANDOM % $#))
	echo "$1"
}

# all_functions NAME FILE ON OFF: somebody follows all functions for a while.  One
# after the other, and with a pause: while they do the others hardly get on.
all_functions() {
	[ -e "$2" ] || return
	try "$1" "$3" "$2"
	sleep 2
	try "$1_off" "$4" "$2"
	sleep 5
}

tracer_work() {
	while :; do
		all_functions tracer_function current_tracer function nop
		all_functions profile function_profile_enabled 1 0
		all_functions tracer_function_graph current_tracer function_graph nop
		all_functions stack /proc/sys/kernel/stack_tracer_enabled 1 0
	done
}

# Each of the three follows a set of its own, which changes while it runs.
instance_work() {
	while :; do
		for i in instances/hook1 instances/hook2 instances/hook3; do
			filter=$(one_of 'vfs_*' '*_lock' 'schedule*' do_exit '*mem*' '__x64_sys_*' '[p-t]*_t*')
			try filter "$filter" "$i/set_ftrace_filter"
			add filter_more "$(one_of '*exit*' 'k*alloc*' '!vfs_r*' ':mod:trace_events_sample')" \
				"$i/set_ftrace_filter"
			try instance_tracer "$(one_of function function nop)" "$i/current_tracer"
			usleep 300000
		done
	done
}

notrace_work() {
	while :; do
		try notrace "$(one_of '*rcu*' '*lock*' 'raw_*' '')" set_ftrace_notrace
		try graph_filter "$(one_of do_syscall_64 'vfs_*' '')" set_graph_function
		try graph_notrace "$(one_of '*fault*' '')" set_graph_notrace
		try depth "$(one_of 0 3 10)" max_graph_depth
		sleep 2
	done
}

pid_work() {
	while :; do
		try pid "$$" set_ftrace_pid
		add pid_more 1 set_ftrace_pid
		sleep 1
		try pid_none '' set_ftrace_pid
		try notrace_pid "$$" set_ftrace_notrace_pid
		sleep 1
		try notrace_pid_none '' set_ftrace_notrace_pid
		sleep 3
	done
}

# on_and_off COMMAND [AS IT IS TAKEN BACK]
on_and_off() {
	add command "$1" set_ftrace_filter
	usleep 300000
	add command_off "!${2:-$1}" set_ftrace_filter
}

command_work() {
	while :; do
		on_and_off do_exit:traceon
		on_and_off schedule:stacktrace:5 schedule:stacktrace:0
		on_and_off do_exit:traceon:3 do_exit:traceon:0
		on_and_off schedule_timeout:snapshot:2 schedule_timeout:snapshot:0
		on_and_off wake_up_process:enable_event:sched:sched_switch
		on_and_off do_exit:disable_event:sched:sched_switch
	done
}

# Who looks at the lists.
side_work() {
	while :; do
		head -n 500 enabled_functions > /dev/null
		sleep 3
		head -n 5000 available_filter_functions > /dev/null
		sleep 3
	done
}

# livepatch NAME: it has to be disabled before it goes
livepatch_off() {
	echo 0 > "/sys/kernel/livepatch/$1/enabled"
	while [ -d "/sys/kernel/livepatch/$1" ]; do
		usleep 200000
	done
}

module_work() {
	while :; do
		modprobe livepatch-sample && sleep 1 && livepatch_off livepatch_sample
		rmmod livepatch_sample && did livepatch
		for module in trace-events-sample ftrace-direct ftrace-direct-too ftrace-direct-modify; do
			modprobe "$module" && sleep 1
			rmmod "$(echo "$module" | tr - _)" && did module
		done
	done 2>/dev/null
}

hotplug_work() {
	while :; do
		for cpu in /sys/devices/system/cpu/cpu[1-3]; do
			try offline 0 "$cpu/online"
			sleep 1
			try online 1 "$cpu/online"
			sleep 2
		done
	done
}

# The loads pause: the CPUs take turns, and who changes hooks needs most of them.
fork_load() {
	while :; do
		for _ in 1 2 3 4 5 6 7 8; do
			/bin/busybox true &
		done
		wait
		usleep 200000
	done
}

file_load() {
	while :; do
		dd if=/dev/zero of=/tmp/file bs=4k count=20 2>/dev/null
		cat /tmp/file > /dev/null
		rm /tmp/file
		usleep 200000
	done
}

# A tracepoint that is off keeps the call of its last probe: have the last one be
# the same each time that the text is looked at.
settle() {
	for tracer in function function_graph nop; do
		echo $tracer > current_tracer
	done
	echo 1 > events/enable
	echo 0 > events/enable
}

# What stays in the text once it was used, such as the keys of what started.
warm_up() {
	for cpu in 1 2 3; do
		echo 0 > /sys/devices/system/cpu/cpu$cpu/online
		echo 1 > /sys/devices/system/cpu/cpu$cpu/online
	done
	modprobe trace-events-sample && rmmod trace-events-sample
	echo 1 > $parameters/run
	sleep 2
	echo 0 > $parameters/run
	busybox true | cat
}

# No tracer comes or goes while its records are read, so that is not always.
read_pipes() {
	while :; do
		for i in . instances/hook1 instances/hook2 instances/hook3; do
			timeout 1 cat "$i/trace_pipe" > /dev/null
			sleep 1
		done
	done
}

# in_background NICE WORK: who changes something comes before who only runs
jobs=
in_background() {
	"$2" &
	renice -n "$1" $! > /dev/null
	jobs="$jobs $!"
}

# How far it is, for whoever reads why it did not end.
mark() {
	echo "$(cut -d' ' -f1 /proc/uptime) $*" >> "$OUT/progress"
}

insmod /mnt/hook/hook.ko || { complain "the module does not load"; exit 1; }
echo 256 > buffer_size_kb
warm_up
settle
mark warm
text=$(awk '$3 == "_stext" { from = $1 } $3 == "_etext" { to = $1 } END { print from, to }' \
	/proc/kallsyms)
echo "$text" > $parameters/text || complain "no copy of the text"

mkdir instances/hook1 instances/hook2 instances/hook3
renice -n -15 $$ > /dev/null
echo 1 > $parameters/run
: > "$SHARE/nmi"
for work in tracer_work instance_work notrace_work pid_work command_work side_work module_work \
	hotplug_work; do
	in_background 0 $work
done
for work in read_pipes fork_load file_load; do
	in_background 15 $work
done
mark "load runs"
sleep "$seconds"

# shellcheck disable=SC2086 # lists of numbers
kill $jobs 2>/dev/null
# shellcheck disable=SC2086
wait $jobs 2>/dev/null
mark "load killed"
rm "$SHARE/nmi"
echo 0 > $parameters/run
echo nop > current_tracer
for patch in /sys/kernel/livepatch/*; do
	[ -d "$patch" ] && livepatch_off "${patch##*/}"
done
for module in livepatch_sample trace_events_sample ftrace_direct ftrace_direct_too \
	ftrace_direct_modify; do
	[ ! -d /sys/module/$module ] || rmmod $module || complain "$module cannot be removed"
done
[ -e function_profile_enabled ] && echo 0 > function_profile_enabled
[ -e /proc/sys/kernel/stack_tracer_enabled ] && echo 0 > /proc/sys/kernel/stack_tracer_enabled
for cpu in /sys/devices/system/cpu/cpu[1-9]; do
	echo 1 > "$cpu/online"
done
for i in . instances/hook1 instances/hook2 instances/hook3; do
	echo nop > "$i/current_tracer"
	grep -v '^#' "$i/set_ftrace_filter" | sed -n 's/^\([^ :]*\)[^:]*\(:.*\):unlimited$/!\1\2/p
		s/^\([^ :]*\)[^:]*\(:.*\):count=.*$/!\1\2:0/p' > /tmp/off
	while read -r command; do
		echo "$command" >> "$i/set_ftrace_filter"
	done < /tmp/off
	echo > "$i/set_ftrace_filter"
done
echo 0 > events/enable
rmdir instances/hook1 instances/hook2 instances/hook3 || complain "an instance cannot be removed"
echo > set_ftrace_notrace
echo > set_ftrace_pid
echo > set_graph_function
echo > set_graph_notrace
mark "all off"

settle
cat enabled_functions > "$OUT/enabled"
[ ! -s "$OUT/enabled" ] || complain "functions are enabled: $(head -n 3 "$OUT/enabled")"
cat $parameters/counts > "$OUT/counts"
cat $parameters/text > "$OUT/text"
grep -q '^0 of' "$OUT/text" || complain "the kernel's text: $(head -n 5 "$OUT/text")"
value() { sed -n "s/^$1 //p" "$OUT/counts"; }
[ "$(value lost)" = 0 ] || complain "$(value lost) wrong returns"
for what in calls plain regs glob entries exits registered; do
	[ "$(value $what)" -gt 0 ] || complain "no $what"
done
for what in tracer_function tracer_function_graph filter filter_more instance_tracer notrace \
	graph_filter pid command command_off module livepatch offline online; do
	[ -s /tmp/did.$what ] || complain "$what never worked: $(head -n 1 /tmp/refused.$what)"
done
for file in /tmp/did.*; do
	echo "${file#/tmp/did.} $(wc -l < "$file")"
done > "$OUT/did"
cat /tmp/refused.* 2> /dev/null | sort | uniq -c > "$OUT/refusals"
rmmod hook || complain "the module cannot be removed"
mark end
exit $failed
