#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: kernel.sh SOURCE OBJECTS test|perf|debug [TARGET...]
# Configures and builds a kernel with its modules, and installs these stripped
# in OBJECTS/modules.  With TARGETs it builds only them.  One build at a time in
# OBJECTS: its .kbuild.lock.  The whole output goes to OBJECTS/build.log.
set -euo pipefail

src=$1 out=$2 config=$3
shift 3
name=${out##*/}
jobs=${JOBS:-$(nproc)}
log=$out/build.log

unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
if [ -d /usr/lib/ccache ]; then
	PATH=/usr/lib/ccache:$PATH
	# What one clone compiled serves the next one, whatever its folder is called.
	export CCACHE_BASEDIR=${BUILD%/*} CCACHE_NOHASHDIR=1
fi

die() { echo "$name: $*" >&2; exit 1; }
# KERNEL_CC: a compiler other than gcc, with the same binutils.
kbuild() { make -C "$src" O="$out" ${KERNEL_CC:+CC="$KERNEL_CC"} "$@"; }

fragments() {
	echo configs/base.config configs/trace.config
	case $config in
	test|perf)	echo "configs/$config.config" ;;
	debug)		echo configs/test.config configs/debug.config ;;
	*)		die "no such CONFIG: $config (test, perf or debug)" ;;
	esac
	if [ -n "${KCONFIG_EXTRA:-}" ]; then
		[ -f "$KCONFIG_EXTRA" ] || die "KCONFIG_EXTRA: no file $KCONFIG_EXTRA"
		echo "$KCONFIG_EXTRA"
	fi
}

# Writes .config if what decides it changed, and only if it comes out different.
configure() {
	local key files
	files=$(fragments)
	# shellcheck disable=SC2086 # a list of files
	key=$({ cat $files; "${KERNEL_CC:-gcc}" --version | head -1
		cd "$src" && find . -name 'Kconfig*' -type f -print0 | sort -z | xargs -0 cat
	      } | sha256sum)
	if [ -f "$out/.config" ] && [ "$(cat "$out/.config.key" 2>/dev/null)" = "$key" ]; then
		return
	fi
	# shellcheck disable=SC2086
	cat $files > "$out/.config.wanted"
	rm -f "$out/.config.new"
	if ! KCONFIG_CONFIG=$out/.config.new kbuild -s KCONFIG_ALLCONFIG="$out/.config.wanted" \
			allnoconfig > "$log" 2>&1; then
		make/first-error.sh "$log" >&2
		die "cannot configure"
	fi
	if cmp -s "$out/.config.new" "$out/.config"; then
		rm "$out/.config.new"
	else
		mv "$out/.config.new" "$out/.config"
	fi
	echo "$key" > "$out/.config.key"
}

# Runs a long make in the background with a line of progress: redrawn on a
# terminal, else one every 30 s.
build() {
	local pid start=$SECONDS last=0 step=30 done_n
	if [ -t 1 ]; then
		step=1
	fi
	kbuild -j"$jobs" "$@" < /dev/null > "$log" 2>&1 9>&- &
	pid=$!
	trap 'kill $pid 2>/dev/null; exit 130' INT TERM
	while kill -0 $pid 2>/dev/null; do
		sleep 0.5
		if [ $((SECONDS - start - last)) -ge $step ]; then
			last=$((SECONDS - start))
			done_n=$(grep -c '^  ' "$log") || true
			status "$(printf '%s: %d steps, %d:%02d' "$name" "$done_n" $((last / 60)) $((last % 60)))"
		fi
	done
	trap - INT TERM
	if [ -t 1 ]; then
		printf '\r\033[K'
	fi
	if ! wait $pid; then
		make/first-error.sh "$log" >&2
		die "build failed; all of it: $log"
	fi
	last=$((SECONDS - start))
	done_n=$(grep -c '^  ' "$log") || true
	if [ "$last" -ge 10 ]; then
		printf '%s: built, %d steps, %d:%02d\n' "$name" "$done_n" $((last / 60)) $((last % 60))
	fi
}

status() {
	if [ -t 1 ]; then printf '\r\033[K%s' "$1"; else echo "$1"; fi
}

install_modules() {
	local stamp=$out/.modules-installed
	if [ -f "$stamp" ] && [ -z "$(find "$out" -path "$out/modules" -prune -o \
			\( -name '*.ko' -o -name modules.order \) -newer "$stamp" -print -quit)" ]; then
		return
	fi
	rm -rf "$out/modules"
	if ! kbuild -s INSTALL_MOD_PATH="$out/modules" INSTALL_MOD_STRIP=1 \
			modules_install > "$out/install.log" 2>&1; then
		tail -20 "$out/install.log" >&2
		die "modules_install failed"
	fi
	touch "$stamp"
}

mkdir -p "$out"
exec 9> "$out/.kbuild.lock"
if ! flock -n 9; then
	echo "$name: waiting for another build of it"
	flock 9
fi
configure
if [ $# -gt 0 ]; then
	build "$@"
	exit
fi
build bzImage modules
install_modules
