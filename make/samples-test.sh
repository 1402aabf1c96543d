#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds stock's samples/trace_events, trace_printk, ftrace, fprobe and livepatch, as
# they are, as modules outside the tree against our kernel's headers, and runs them
# there.
set -euo pipefail

kernel=$1
out=$BUILD/samples-$kernel
log=$out/build.log
failed=0

# shellcheck source=make/lib.sh
. make/lib.sh
unset MAKEFLAGS MFLAGS MAKELEVEL GNUMAKEFLAGS	# kbuild is a make of its own
mkdir -p "$out/ko"
for sample in trace_events trace_printk ftrace fprobe livepatch; do
	rm -rf "${out:?}/$sample"
	cp -r "$BUILD/stock/samples/$sample" "$out/$sample"
	builds "$log" "stock's samples/$sample builds against our headers" \
		make -C "$BUILD/$kernel" M="$out/$sample" CONFIG_SAMPLE_TRACE_EVENTS=m \
		CONFIG_SAMPLE_TRACE_CUSTOM_EVENTS=m CONFIG_SAMPLE_TRACE_PRINTK=m \
		CONFIG_SAMPLE_TRACE_ARRAY=m CONFIG_SAMPLE_FTRACE_DIRECT=m \
		CONFIG_SAMPLE_FTRACE_DIRECT_MULTI=m CONFIG_SAMPLE_FTRACE_OPS=m \
		CONFIG_SAMPLE_FPROBE=m CONFIG_SAMPLE_LIVEPATCH=m modules || failed=1
	cp "$out/$sample"/*.ko "$out/ko/" 2> /dev/null || true
done
if [ $failed != 0 ]; then
	exit 1
fi
exec nice make/guest/qemu --kernel "$kernel" --share "samples=$out/ko" \
	tools/testing/trace/guest/samples-test.sh
