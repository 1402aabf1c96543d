#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds stock's selftests/ring-buffer and, as a module outside the tree against
# our kernel's headers, its ring_buffer_benchmark, both as they are, and runs
# them in a guest, with our own test of what a shell cannot reach.  What is built
# stays in build/.
set -euo pipefail

kernel=$1
out=$BUILD/ring-buffer-$kernel
stock=$BUILD/stock
log=$out/build.log
failed=0

# shellcheck source=make/lib.sh
. make/lib.sh
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
rm -rf "${out:?}"
mkdir -p "$out/share" "$out/include/linux" "$out/module"

# The one header that Debian's libc does not bring.
cp "$BUILD/linux/include/uapi/linux/trace_mmap.h" "$out/include/linux/"
builds "$log" "stock's ring-buffer/map_test.c builds" \
	gcc -static -O2 -D_GNU_SOURCE -isystem "$out/include" -o "$out/share/map_test" \
	"$stock/tools/testing/selftests/ring-buffer/map_test.c" || failed=1
builds "$log" "raw-user.c builds" \
	gcc -static -O2 -Wall -Wextra -isystem "$out/include" -o "$out/share/raw-user" \
	tools/testing/trace/guest/raw-user.c || failed=1

cp "$stock/kernel/trace/ring_buffer_benchmark.c" "$out/module/"
echo 'obj-m := ring_buffer_benchmark.o' > "$out/module/Makefile"
builds "$log" "stock's ring_buffer_benchmark builds against our headers" \
	make -C "$BUILD/$kernel" M="$out/module" modules || failed=1
if [ $failed != 0 ]; then
	exit 1
fi
cp "$out/module/ring_buffer_benchmark.ko" "$out/share/"
nice make/guest/qemu --kernel "$kernel" --timeout 300 --share "ring-buffer=$out/share" \
	tools/testing/trace/guest/ring-buffer-test.sh || failed=1

# The command line's words for snapshots.
nice make/guest/qemu --kernel "$kernel" \
	--append "trace_event=sched:sched_process_fork ftrace_boot_snapshot" \
	tools/testing/trace/guest/boot-snapshot.sh taken || failed=1
nice make/guest/qemu --kernel "$kernel" \
	--append "trace_event=sched:sched_process_fork alloc_snapshot" \
	tools/testing/trace/guest/boot-snapshot.sh allocated || failed=1
exit $failed
