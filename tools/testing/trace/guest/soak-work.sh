# shellcheck shell=dash
# SPDX-License-Identifier: GPL-2.0
#
# What goes on during a soak, beside its writers and readers: loads on the
# machine and hands on every control file.  Sourced by soak.sh, which calls each
# *_load and *_work in the background, in the folder of tracefs.
#
# $mess is an instance in which everything may change; $exact ones are those
# whose records are counted: their buffers may only be resized.  Of $shots only
# snapshots are taken.
# shellcheck disable=SC2154 # mess, exact and shots are soak.sh's

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

# A number from 0 to $1 - 1.
pick() {
	# shellcheck disable=SC3028 # busybox has it
	echo $((RANDOM % $1))
}

# Two tasks that wake each other through pipes, as fast as they can.
ping_pong_load() {
	while :; do
		dd if=/dev/zero bs=64 count=2000 2>/dev/null | cat | wc -c
	done > /dev/null
}

fork_load() {
	while :; do
		for _ in 1 2 3 4 5 6 7 8; do
			/bin/busybox true &
		done
		wait
	done
}

file_load() {
	while :; do
		dd if=/dev/zero of=/tmp/file bs=4k count=500 2>/dev/null
		sync
		cat /tmp/file > /dev/null
		rm /tmp/file
	done
}

marker_load() {
	while :; do
		echo "a marker of the soak" > trace_marker
		usleep 20000
	done
}

# Modules come and go with their events, and take probes off live buffers.
module_work() {
	while :; do
		modprobe trace-events-sample && sleep 1
		rmmod trace-events-sample && did module
		sleep 1
	done 2>/dev/null
}

resize_work() {
	while :; do
		for i in . $mess $exact; do
			try resize $((16 + $(pick 400))) "$i/buffer_size_kb"
			try resize_cpu $((16 + $(pick 400))) "$i/per_cpu/cpu$(pick 4)/buffer_size_kb"
			usleep 200000
		done
	done
}

subbuf_work() {
	while :; do
		for kb in 8 16 4 64 4; do
			try subbuf $kb "$mess/buffer_subbuf_size_kb"
			usleep 700000
		done
	done
}

clock_work() {
	clocks=$(tr -d '[]' < trace_clock)
	while :; do
		for clock in $clocks; do
			try clock "$clock" "$mess/trace_clock"
			sleep 1
		done
	done
}

# A mapped buffer, and one whose CPUs differ in size from the snapshot's, are
# refused: so also in an instance where nothing else happens to the buffer.
snapshot_work() {
	while :; do
		for i in $mess $shots; do
			for what in 1 2 1; do
				try snapshot $what "$i/snapshot"
				head -n 200 "$i/snapshot" > /dev/null
				try snapshot_cpu 1 "$i/per_cpu/cpu$(pick 4)/snapshot"
				usleep 300000
			done
			try snapshot_free 0 "$i/snapshot"
		done
	done
}

hotplug_work() {
	while :; do
		cpu=/sys/devices/system/cpu/cpu$((1 + $(pick 3)))
		try offline 0 $cpu/online
		sleep 1
		try online 1 $cpu/online
		sleep 2
	done
}

# Instances that are made, used and removed, with a reader still on one.
churn_work() {
	n=0
	while :; do
		i=instances/churn$((n % 3))
		n=$((n + 1))
		mkdir $i || continue
		try churn_event 'sched:*' $i/set_event
		try churn_event 1 $i/events/irq/enable
		timeout 1 cat $i/trace_pipe > /dev/null
		head -n 20 $i/trace > /dev/null
		rmdir $i && did churn
	done 2>/dev/null
}

# Everything on and off, in an instance and, with patched text, at the top.
enable_work() {
	while :; do
		try enable 1 "$mess/events/enable"
		sleep 2
		for system in sched irq timer rcu kmem; do
			try disable_system 0 "events/$system/enable"
			usleep 300000
			try enable_system 1 "events/$system/enable"
		done
		try disable 0 "$mess/events/enable"
		sleep 1
	done
}

enable_top_work() {
	while :; do
		sleep 10
		try disable_top 0 events/enable
		try enable_top 1 events/enable
	done
}

# The small files: reset, off and on, options, masks, pids.
control_work() {
	while :; do
		try reset '' "$mess/trace"
		try reset_cpu '' "$mess/per_cpu/cpu$(pick 4)/trace"
		try off 0 "$mess/tracing_on"
		try on 1 "$mess/tracing_on"
		try option nooverwrite "$mess/trace_options"
		try option overwrite "$mess/trace_options"
		try pids "$$ 1 $(pick 200)" "$mess/set_event_pid"
		try pids '' "$mess/set_event_pid"
		try cpumask "$((1 + $(pick 15)))" "$mess/tracing_cpumask"
		try cpumask f "$mess/tracing_cpumask"
		try cmdlines $((100 + $(pick 1000))) saved_cmdlines_size
		cat saved_cmdlines "$mess"/per_cpu/cpu*/stats > /dev/null
		usleep 200000
	done
}
