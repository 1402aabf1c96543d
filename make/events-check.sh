#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Compiles every .c file of the tree that defines CREATE_TRACE_POINTS and that
# an x86 allmodconfig can build, and counts the event headers that came through.
# Objects are in $BUILD/events; the compiler's words in $BUILD/events/check.log.
# EVENTS=pattern (extended regular expression) takes the files that match it.
# Prints one result line.
set -euo pipefail

BUILD=${BUILD:-build}
src=$BUILD/linux
out=$BUILD/events
log=$out/check.log
jobs=${JOBS:-$(nproc)}
start=$SECONDS

unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
if [ -d /usr/lib/ccache ]; then
	PATH=/usr/lib/ccache:$PATH
fi

kbuild() { make -C "$src" O="$out" "$@"; }

# Everything as modules, without what only makes the compiler slow.
wanted() {
	cat <<-END
	CONFIG_FTRACE=y
	CONFIG_TRACE_EVAL_MAP_FILE=y
	CONFIG_COMPILE_TEST=y
	CONFIG_DEBUG_INFO_NONE=y
	END
	printf 'CONFIG_%s=n\n' WERROR MODVERSIONS GCOV_KERNEL KASAN KCSAN KMSAN UBSAN \
		KCOV HEADERS_INSTALL DRM_WERROR DRM_I915_WERROR GCC_PLUGINS \
		MODULE_SIG RANDSTRUCT_FULL STRICT_DEVMEM
}

configure() {
	wanted > "$out/wanted.new"
	find "$src" -name 'Kconfig*' -newer "$out/.config" 2> /dev/null | grep -q . ||
		[ ! -f "$out/.config" ] || ! cmp -s "$out/wanted.new" "$out/wanted" || return 0
	mv "$out/wanted.new" "$out/wanted"
	kbuild -s KCONFIG_ALLCONFIG="$out/wanted" allmodconfig
}

# Out of reach on x86: kbuild would compile them without their own Makefile, for
# a single target is built whether its option is on or not.
unreachable='^drivers/(s390|misc/o?cxl|base/arch_topology|tee/optee/smc_abi|net/ethernet/sun)'
unreachable+='|^drivers/net/wireless/intel/iwlwifi/mei/|^drivers/gpu/drm/amd/display/'
unreachable+='|^sound/soc/intel/common/sst-dsp'
# build_policy.c includes it
unreachable+='|^kernel/sched/ext\.c'

# Sources that instantiate events.
sources() {
	(cd "$src" && grep -rlE --include='*.c' '^[[:space:]]*#[[:space:]]*define[[:space:]]+CREATE_TRACE_POINTS' \
		arch/x86 block crypto drivers fs init io_uring ipc kernel lib mm net \
		samples security sound virt) |
	grep -vE -- "$unreachable" | grep -E -- "${EVENTS:-.}" | sort
}

# The event headers that the objects listed on stdin were made with.
headers_of() {
	local o
	while read -r o; do
		sed -n 's,^  \([^ $]*\.h\) \\$,\1,p' "$(dirname "$o")/.$(basename "$o").cmd"
	done | sort -u | xargs -r -d '\n' grep -lE 'include <trace/define(_custom)?_trace\.h>' 2> /dev/null | sort -u
}

mkdir -p "$out"
if ! configure > "$log" 2>&1 || ! kbuild -j"$jobs" prepare >> "$log" 2>&1; then
	make/first-error.sh "$log" >&2
	echo "not ok - events-check: cannot configure"
	exit 1
fi

sources > "$out/sources"
sed "s/\.c$/.o/" "$out/sources" > "$out/objects"
xargs -a "$out/objects" make -C "$src" O="$out" -k -j"$jobs" >> "$log" 2>&1 || true

built() { (cd "$out" && xargs -a objects ls -d 2> /dev/null) || true; }
built > "$out/built"
sed -n 's,.*\*\*\* \[[^]]*: \(.*\.o\)\] Error.*,\1,p' "$log" | sort -u > "$out/failed"
(cd "$out" && headers_of < built) > "$out/headers"

summary="$(wc -l < "$out/built") objects with $(wc -l < "$out/headers") event headers"
summary+=" in $((SECONDS - start)) s"
if [ -s "$out/failed" ]; then
	sed 's/^/failed: /' "$out/failed" >&2
	make/first-error.sh "$log" >&2
	echo "not ok - events-check: $(wc -l < "$out/failed") objects failed, $summary"
	exit 1
fi
if [ ! -s "$out/built" ]; then
	make/first-error.sh "$log" >&2
	echo "not ok - events-check: nothing was built"
	exit 1
fi
echo "ok - events-check: $summary"
