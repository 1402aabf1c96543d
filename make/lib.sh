# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
# Shared by the scripts of make/: where the overlay is and what is in it.

BUILD=${BUILD:-$PWD/build}
# The folders whose files stand at kernel paths and go into build/linux.
# shellcheck disable=SC2034 # for those that source this
OVERLAY="include kernel arch fs lib samples scripts/trace Documentation/trace
	 tools/testing/selftests/ftrace tools/testing/trace"

# own_files [PATH...]: files known to git, or new and not ignored; all by default.
own_files() {
	git ls-files -co --exclude-standard -- "$@" | while read -r f; do
		if [ -e "$f" ]; then
			echo "$f"
		fi
	done | sort -u
}

overlay_files() {
	# shellcheck disable=SC2086 # a list of folders
	own_files $OVERLAY
}

# The stock files that series/replaced names, directories followed.
replaced_files() {
	[ -f series/replaced ] || return 0
	sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e 's,/$,,' -e '/^$/d' series/replaced |
	while read -r p; do
		if [ ! -e "$BUILD/stock/$p" ]; then
			echo "series/replaced: stock has no $p" >&2
			exit 1
		fi
		find "$BUILD/stock/$p" ! -type d
	done | sed "s,^$BUILD/stock/,," | sort -u
}

# The base files that patches change or make.
patched_files() {
	cat /dev/null series/*.patch 2>/dev/null |
		sed -n 's,^\(---\|+++\) [ab]/\([^[:space:]]*\).*,\2,p' | sort -u
}

# What kbuild is asked for to compile the overlay's C files: a folder with a
# Makefile of ours is built whole, other files one by one.
kernel_targets() {
	local f d
	grep '\.[cS]$' "$BUILD/.tree/overlay" | grep '^\(kernel\|fs\|lib\|arch\|samples\)/' |
	while read -r f; do
		d=${f%/*}
		while [ "$d" != . ] && [ ! -e "$d/Makefile" ]; do
			d=$(dirname "$d")
		done
		if [ "$d" != . ]; then echo "$d/"; else echo "${f%.*}.o"; fi
	done | sort -u
}

# What the compiler said of files in build/linux, from a kbuild log.
compiler_words() {
	grep -E '(warning|error): |^make\[.*Error|No rule' "$1" |
		sed "s,$BUILD/linux/,," | sort -u | head -60
	echo "all of it: $1"
}

# builds LOG NAME COMMAND...: a result line for a build, and its last words if it fails.
builds() {
	local log=$1 name=$2
	shift 2
	if "$@" > "$log" 2>&1; then
		echo "ok - $name"
	else
		tail -20 "$log"
		echo "not ok - $name"
		return 1
	fi
}
