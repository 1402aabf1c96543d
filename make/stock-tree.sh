#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Brings the stock source to $BUILD/stock: from KERNEL_SRC (a directory or a
# tarball of any 6.12.y), else from Debian's linux-source-6.12.  A tree that is
# there already stays, unless KERNEL_SRC names another one than it came from.
set -euo pipefail

BUILD=${BUILD:-build}
default=/usr/src/linux-source-6.12.tar.xz
stock=$BUILD/stock
stamp=$BUILD/.stock-from

die() { echo "stock-tree: $*" >&2; exit 1; }

# What the source is: its name, and for a tarball its size and date.
identity() {
	if [ -d "$1" ]; then realpath "$1"; else stat -c '%n %s %Y' "$(realpath "$1")"; fi
}

check_version() {
	local v
	v=$(awk '$2 == "=" && ($1 == "VERSION" || $1 == "PATCHLEVEL") { printf "%s.", $3 }' \
		"$1/Makefile" 2>/dev/null)
	[ "$v" = 6.12. ] || die "$2 is not a 6.12.y kernel source (found '${v%.}')"
}

mkdir -p "$BUILD"
exec 9> "$BUILD/.tree.lock"
flock 9

if [ -f "$stock/Makefile" ] && [ -z "${KERNEL_SRC:-}" ]; then
	exit 0
fi
src=${KERNEL_SRC:-$default}
[ -e "$src" ] || die "$src is not there: run 'make deps' or give KERNEL_SRC=directory|tarball"
id=$(identity "$src")
if [ -f "$stock/Makefile" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$id" ]; then
	exit 0
fi

rm -rf "$stock.new"
mkdir -p "$stock.new"
echo "stock-tree: unpacking $src"
if [ -d "$src" ]; then
	check_version "$src" "$src"
	rsync -a --exclude=/.git --exclude='*.o' --exclude='*.cmd' "$src/" "$stock.new/"
	rm -rf "$stock.new/include/generated" "$stock.new/include/config" "$stock.new/.config"
else
	tar -C "$stock.new" --strip-components=1 -xf "$src" || die "cannot unpack $src"
fi
check_version "$stock.new" "$src"
rm -rf "$stock"
mv "$stock.new" "$stock"
echo "$id" > "$stamp"
