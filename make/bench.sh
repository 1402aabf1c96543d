#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: bench.sh [ROW...]
# Measures stock-perf and perf side by side and prints the table of the rows; with
# no rows it does all and keeps the table in tools/testing/trace/bench/results.txt.
# Values of one run stay in build/bench/KERNEL/values.  --prepare only builds what
# the guests of $BENCH_KERNELS run; --keep only makes the table of the values that
# runs row by row have left.
set -euo pipefail

src=tools/testing/trace/bench
out=$BUILD/bench
rows=$*
kernels=${BENCH_KERNELS:-stock-perf perf}
append="nokaslr mitigations=off"
# Without erms a copy is counted by the word, as it costs, and not by the byte.
counted="-icount shift=0,sleep=off -cpu max,-erms,-fsrm"

unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
if [ -d /usr/lib/ccache ]; then
	PATH=/usr/lib/ccache:$PATH
	export CCACHE_BASEDIR=$BUILD CCACHE_NOHASHDIR=1
fi
export PYTHONDONTWRITEBYTECODE=1

die() { echo "bench: $*" >&2; exit 1; }

# wanted ROW...: whether one of them is to be measured
wanted() {
	local row
	[ -n "$rows" ] || return 0
	for row; do
		if [[ " $rows " == *" $row "* ]]; then
			return 0
		fi
	done
	return 1
}

# quiet LOG COMMAND...: its output is of interest only when it fails
quiet() {
	local log=$1
	shift
	"$@" > "$log" 2>&1 || { tail -30 "$log" >&2; die "failed: $*"; }
}

# module FOLDER OBJECTS [MAKE-ARGS...]: bench_module.ko in FOLDER for a kernel
module() {
	local folder=$1 objects=$2
	shift 2
	mkdir -p "$folder/module"
	cp $src/Kbuild $src/bench_* "$folder/module/"
	quiet "$folder/module.log" make -C "$objects" M="$folder/module" "$@" modules
	strip -g -o "$folder/bench_module.ko" "$folder/module/bench_module.ko"
}

prepare() {
	local kernel
	for kernel in $kernels; do
		mkdir -p "$out/$kernel/share"
		[ -n "$rows" ] || rm -f "$out/$kernel/values"
		module "$out/$kernel" "$BUILD/$kernel"
		mv "$out/$kernel/bench_module.ko" "$out/$kernel/share/"
		gcc -O2 -Wall -static -o "$out/$kernel/share/bench_user" $src/bench_user.c
	done
	gcc -O2 -Wall -shared -fPIC -o "$out/plugin.so" $src/plugin.c
	echo "$(git rev-parse --short=12 HEAD)$(git diff --quiet HEAD -- || echo ' with changes')" \
		> "$out/commit"
}

# guest KERNEL PART QEMU-ARGS... -- CASES...: appends what guest.sh prints
guest() {
	local kernel=$1 part=$2 args=() status=0
	shift 2
	while [ "$1" != -- ]; do
		args+=("$1")
		shift
	done
	shift
	nice make/guest/qemu --accel tcg --kernel "$kernel" --timeout 1200 \
		--share bench="$out/$kernel/share" --out "$out/$kernel/$part" \
		"${args[@]}" -- $src/guest.sh "$@" > "$out/$kernel/$part.txt" || status=$?
	cat "$out/$kernel/$part.txt" >> "$out/$kernel/values"
	[ $status = 0 ] || echo "bench: $kernel, $part: guest status $status" >&2
}

# both PART ARGS...: guests of both kernels, at the same time
both() {
	local kernel part=$1 pids=()
	shift
	for kernel in $kernels; do
		guest "$kernel" "$part" "$@" &
		pids+=($!)
	done
	wait "${pids[@]}"
}

hits() {
	local cases=()
	wanted 1 && cases+=(site)
	wanted 3 && cases+=(probe1 probe2)
	wanted 4 && cases+=(buffer)
	wanted 5 && cases+=(ints string)
	wanted 7 && cases+=(instances)
	wanted 8 && cases+=(off)
	wanted 11 && cases+=(function function_off ops ops2)
	wanted 12 && cases+=(graph graph_out)
	wanted 19 && cases+=(printk marker)
	wanted 20 && cases+=(text lines)
	wanted 21 && cases+=(raw splice)
	[ ${#cases[@]} != 0 ] || return 0
	echo "bench: hits and reads: ${cases[*]}"
	both hits --smp 1 --qemu="$counted" --append "$append" -- "${cases[@]}"
}

# executed PART CASES... -- TAG:METRIC...: waiting is no work, so the plugin counts
# what is executed between the marks of each tag.
executed() {
	local kernel pair part=$1 cases=()
	shift
	while [ "$1" != -- ]; do
		cases+=("$1")
		shift
	done
	shift
	for kernel in $kernels; do
		guest "$kernel" "$part" --smp 1 --append "$append" \
			--qemu="$counted -plugin $out/plugin.so,out=$out/$kernel/$part.counts" \
			-- "${cases[@]}" &
	done
	wait
	for kernel in $kernels; do
		for pair; do
			echo "${pair#*:}" "$($src/attribute "$out/$kernel/$part.counts" \
				"$out/$kernel/$part/kallsyms" "${pair%:*}" 1 0 | awk '{ print $1 }')"
		done >> "$out/$kernel/values"
	done
}

enable() {
	wanted 25 || return 0
	echo "bench: events/enable"
	executed enable enable -- 1:enable_on 2:enable_off
	both ipi --smp 4 --append "$append" -- ipi
}

functions() {
	wanted 22 23 24 26 30 || return 0
	echo "bench: all functions, and their names"
	executed functions tracers filters site_bytes -- 3:tracer 4:tracer_graph 5:filter_name \
		6:filter_glob 7:filter_read
	both ipi_function --smp 4 --append "$append" -- ipi_function
}

boot() {
	local kernel
	wanted 27 || return 0
	echo "bench: boot"
	executed boot boot --
	for kernel in $kernels; do
		$src/boot-share "$kernel" "$BUILD/$kernel" "$out/$kernel/boot.counts" \
			"$out/$kernel/boot/kallsyms" >> "$out/$kernel/values"
	done
}

memory() {
	wanted 29 31 || return 0
	echo "bench: slab"
	both slab --smp 1 --append "$append slab_nomerge trace_buf_size=64k" -- bootslab slab
}

# event-size says "perf: TRACE_EVENT: 965 bytes (...)"
module_bytes() {
	local kernel
	wanted 28 || return 0
	echo "bench: bytes of an event in a module"
	for kernel in $kernels; do
		make/event-size "$kernel" | awk '{ print tolower($2), $3 }' | tr -d : \
			>> "$out/$kernel/values"
	done
}

image_bytes() {
	local kernel
	for kernel in $kernels; do
		image_bytes_of "$kernel" >> "$out/$kernel/values"
	done
}

image_bytes_of() {
	local kernel=$1
	if wanted 2; then
		$src/cold-sites "$BUILD/$kernel/vmlinux" "$BUILD/stock/tools/objtool/noreturns.h"
	fi
	if wanted 29; then
		{
			$src/event-bytes "$BUILD/$kernel/vmlinux"
			cat "$out/$kernel/slab.txt"
		} | awk '{ v[$1] = $2 } END {
			printf "event_bytes %.1f\n", (v["image"] + v["bootslab"]) / v["events"] }'
	fi
	if wanted 32; then
		$src/core-text "$kernel" "$BUILD/$kernel"
	fi
}

# uml NAME TREE: builds it, with a folder that it boots from
uml() {
	local name=$1 tree=$2 objects=$out/uml-$1 root=$out/uml-$1/root
	mkdir -p "$root"/{bin,dev,proc,sys}
	if ! cmp -s $src/uml.config "$objects/wanted"; then
		rm -f "$objects/.config"
	fi
	cp $src/uml.config "$objects/wanted"
	[ -f "$objects/.config" ] || quiet "$objects/config.log" make -C "$tree" O="$objects" \
		ARCH=um KCONFIG_ALLCONFIG="$objects/wanted" allnoconfig
	quiet "$objects/build.log" nice make -C "$tree" O="$objects" ARCH=um -j"${JOBS:-$(nproc)}" \
		linux modules
	module "$out/uml-$name" "$objects" ARCH=um
	mv "$out/uml-$name/bench_module.ko" "$root/"
	cp "$(command -v busybox)" "$root/bin/"
	cp $src/uml-init "$root/init"
}

# Three turns each, one after the other: what is least counts.
native() {
	local kernel turn
	wanted 6 || return 0
	echo "bench: User Mode Linux"
	uml stock-perf "$BUILD/stock"
	uml perf "$BUILD/linux"
	for turn in 1 2 3; do
		for kernel in $kernels; do
			"$out/uml-$kernel/linux" mem=256M rootfstype=hostfs \
				rootflags="$out/uml-$kernel/root" rw init=/init con=null con0=fd:0,fd:1 \
				quiet < /dev/null > "$out/uml-$kernel/turn$turn.txt" 2>&1 || true
		done
	done
	for kernel in $kernels; do
		cat "$out/uml-$kernel"/turn[123].txt | tr -d '\r' | awk '
			/^uml_/ {
				if (!($1 in least) || $2 < least[$1]) least[$1] = $2
			}
			END { for (m in least) print m, least[m] }' >> "$out/$kernel/values"
	done
}

# What was compared, and the table.
report() {
	echo "Measured by 'make bench': stock Linux $(cat "$BUILD/stock-perf/include/config/kernel.release")," \
		"ours at commit $(cat "$out/commit")."
	echo "$(gcc --version | head -1); $(qemu-system-x86_64 --version | head -1); configs/perf.config."
	echo
	# shellcheck disable=SC2086 # a list of rows
	$src/table $src/goals "$out/stock-perf/values" "$out/perf/values" $rows
}

keep() {
	report | tee "$out/results.txt"
	cp "$out/results.txt" $src/results.txt
}

if [ "$rows" = --keep ]; then
	rows=
	keep
	exit
fi
prepare
if [ "$rows" = --prepare ]; then
	exit
fi
hits
enable
functions
boot
memory
module_bytes
image_bytes
native
if [ -n "$rows" ]; then
	report
else
	keep
fi
