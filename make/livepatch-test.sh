#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: livepatch-test.sh KERNEL
# Stock's selftests of livepatch as they are: builds their modules against KERNEL
# and runs them in the Debian image.  They read livepatch's debug messages, so the
# kernel needs CONFIG_DYNAMIC_DEBUG.
set -euo pipefail

kernel=$1
from=$BUILD/stock/tools/testing/selftests/livepatch
out=$BUILD/guest/livepatch-$kernel

if ! grep -q '^CONFIG_DYNAMIC_DEBUG=y' "$BUILD/$kernel/.config"; then
	echo "skip - livepatch selftests on $kernel # no CONFIG_DYNAMIC_DEBUG"
	exit
fi
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
rm -rf "$out"
mkdir -p "$(dirname "$out")"
cp -r "$from" "$out"
# As the folder of an outside module it needs no rules of its own.
sed -n '/^obj-m/,/[^\\]$/p' "$from/test_modules/Makefile" > "$out/test_modules/Makefile"
if ! make -C "$BUILD/$kernel" M="$out/test_modules" modules > "$out/build.log" 2>&1; then
	tail -n 20 "$out/build.log"
	echo "not ok - the modules of livepatch's selftests build"
	exit 1
fi
gcc -static -O2 -o "$out/test_klp-call_getpid" "$out/test_klp-call_getpid.c"
exec nice make/guest/qemu --kernel "$kernel" --timeout 900 --image --share "livepatch=$out" \
	tools/testing/trace/guest/livepatch-test.sh
