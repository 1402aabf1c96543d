#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# usage: boot-test.sh [WORD...]
# Load every KUnit module of this kernel and run our own ftracetest cases, or those
# whose names have one of the words in them; then, where the kernel has a leak
# detector, ask it.  Prints result lines.

# shellcheck source=tools/testing/trace/guest/checks.sh
. /share/checks.sh

words=$*

wanted() { # name
	[ -n "$words" ] || return 0
	for word in $words; do
		case $1 in
		*"$word"*)	return 0 ;;
		esac
	done
	return 1
}

failed=0
dmesg -c > /dev/null
echo "ok - boot $(uname -r)"

# kunit_results MODULE: the kernel log's KTAP as result lines, suite.case each
kunit_results() {
	sed -E 's/^\[ *[0-9.]+\] //' /tmp/dmesg | awk -v module="$1" '
		/^ +# Subtest: / && !/^        / { suite = $3; next }
		/^    (ok|not ok) [0-9]+ / {
			kind = $1 == "ok" ? "ok" : "not ok"
			name = $0
			sub(/^ *(not )?ok [0-9]+ (- )?/, "", name)
			reason = "skipped"
			if (match(name, /# SKIP/)) {
				kind = "skip"
				reason = substr(name, RSTART + 7)
			}
			sub(/ *#.*/, "", name)
			print kind " - kunit " suite "." name \
				(kind == "skip" ? " # " reason : "")
			cases++
			if (kind == "not ok")
				bad++
		}
		/^not ok [0-9]+ / { broken = 1 }
		END {
			if (!cases)
				print "not ok - kunit " module ": no case ran"
			exit !cases || bad || broken
		}'
}

# The messages that say why a case failed.
kunit_reasons() {
	sed -E 's/^\[ *[0-9.]+\] //' /tmp/dmesg | grep -E '^ +# ' |
		grep -vE 'Subtest|pass:|Totals' | head -n 30 | sed 's/^ */  # /'
}

modules=$(find "/lib/modules/$(uname -r)" -name '*_kunit.ko' | sort)
if [ -n "$modules" ]; then
	modprobe kunit enable=1 || echo "not ok - kunit loads"
fi
for file in $modules; do
	module=$(basename "$file" .ko)
	wanted "$module" || continue
	dmesg -c > /dev/null
	if ! modprobe "$module"; then
		echo "not ok - kunit $module loads"
		failed=1
		continue
	fi
	dmesg > /tmp/dmesg
	if ! kunit_results "$module"; then
		kunit_reasons
		failed=1
	fi
	rmmod "$module"
done

# Our own cases in stock's harness.
if [ -x /mnt/selftests/ftracetest ] && [ -d /mnt/own ]; then
	cd /mnt/selftests || exit 1
	for case in $(find /mnt/own -name '*.tc' | sort); do
		name=${case#/mnt/own/}
		wanted "$name" || continue
		./ftracetest -l /tmp/logs "$case" > /tmp/report 2>&1 < /dev/null
		if grep -q '\[PASS\]' /tmp/report &&
				! grep -qE '\[(FAIL|UNRESOLVED)\]' /tmp/report; then
			echo "ok - selftest $name"
		elif grep -q '\[UNSUPPORTED\]' /tmp/report; then
			echo "skip - selftest $name # unsupported"
		else
			echo "not ok - selftest $name"
			find /tmp/logs -type f -exec tail -n 15 {} + |
				cut -c1-300 | sed 's/^/  # /'
			failed=1
		fi
		rm -rf /tmp/logs
	done
fi

no_leaks boot || failed=1
exit $failed
