#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: profile.sh KERNEL CASE [LINES]
# Instructions by function for one hit of a case of the benchmark, counted by a
# plugin of QEMU.  For events/enable and the tracers a hit is the whole write: first on, then off.
set -euo pipefail

kernel=$1 case=$2 lines=${3:-30}
src=tools/testing/trace/bench
out=$BUILD/bench
export PYTHONDONTWRITEBYTECODE=1

# What a case does between its marks, all in all.
case $case in
site|probe1|probe2|buffer|printk|ints|string|off|instances|marker|function|function_off|ops|ops2|graph|graph_out)
		hits=9000 ;;
text|lines)	hits=108000 ;;
raw|splice)	hits=528 ;;		# pages, about
enable|tracers|filters)	hits=1 ;;
*)		echo "profile: no such case: $case" >&2; exit 2 ;;
esac

BENCH_KERNELS=$kernel make/bench.sh --prepare
nice make/guest/qemu --accel tcg --kernel "$kernel" --smp 1 --timeout 600 \
	--append "nokaslr mitigations=off" \
	--qemu="-icount shift=0,sleep=off -cpu max,-erms,-fsrm" \
	--qemu="-plugin $out/plugin.so,out=$out/$kernel/$case.counts" \
	--share bench="$out/$kernel/share" --out "$out/$kernel/$case" -- $src/guest.sh "$case"

attribute() {
	$src/attribute "$out/$kernel/$case.counts" "$out/$kernel/$case/kallsyms" "$@" "$lines"
}
case $case in
enable)		attribute 1 1
		attribute 2 1 ;;
tracers)	attribute 3 1 ;;
filters)	attribute 6 1 ;;
*)		attribute 0 "$hits" ;;
esac
