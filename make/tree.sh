#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Makes $BUILD/linux out of $BUILD/stock: minus series/replaced, plus the
# overlay, plus series/*.patch.  Contents decide: a file that stays the same
# keeps its time, so that kbuild rebuilds only what changed.
#
# $BUILD/.tree holds the work: stage/ has every overlay and patched file,
# 'present' and 'removed' list how the tree differs from stock.
set -euo pipefail

# shellcheck source=make/lib.sh
. make/lib.sh
stock=$BUILD/stock
linux=$BUILD/linux
work=$BUILD/.tree

die() { echo "tree: $*" >&2; exit 1; }
copy() { rsync -rlp --checksum "$@"; }	# by content; a changed file gets the time of now

# Says which patch, file and hunk failed, from what patch(1) printed.
explain_failure() {
	local name=$1 log=$2
	awk -v name="$name" '
	/^patching file|^checking file|^can.t find file/ { file = $3 }
	/^can.t find file/ { print "tree: " name ": a file to patch is not there"; next }
	/^Hunk #[0-9]+ FAILED/ { print "tree: " name ": " file ": hunk " substr($2, 2) " (line " $5+0 ") does not apply"; n++ }
	END { if (!n) print "tree: " name " does not apply" }
	' "$log" | tr -d "'" >&2
	find "$work/stage.new" -name '*.rej' -exec cat {} + >&2
	grep -v '^Hunk\|^patching' "$log" | head -5 >&2 || true
}

# Base files that patches change, taken from stock and patched in order.
apply_patches() {
	local p f
	: > "$work/patched"
	for p in series/*.patch; do
		[ -e "$p" ] || continue
		while read -r f; do
			if grep -qxF "$f" "$work/overlay"; then
				die "$p changes $f, which the overlay provides itself"
			fi
			echo "$f" >> "$work/patched"
			if [ ! -e "$work/stage.new/$f" ] && [ -e "$stock/$f" ]; then
				mkdir -p "$work/stage.new/$(dirname "$f")"
				cp -p "$stock/$f" "$work/stage.new/$f"
			fi
		done < <(sed -n 's,^\(---\|+++\) [ab]/\([^[:space:]]*\).*,\2,p' "$p" | sort -u)
		if ! patch -d "$work/stage.new" -p1 -F0 --force --no-backup-if-mismatch \
				< "$p" > "$work/patch.log" 2>&1; then
			explain_failure "$p" "$work/patch.log"
			exit 1
		fi
	done
	sort -u -o "$work/patched" "$work/patched"
}

mkdir -p "$work"
exec 9> "$BUILD/.tree.lock"
flock 9

overlay_files > "$work/overlay"
replaced_files > "$work/replaced" || exit 1

rm -rf "$work/stage.new"
mkdir -p "$work/stage.new"
apply_patches
rsync -rlp --files-from="$work/overlay" ./ "$work/stage.new/"
(cd "$work/stage.new" && find . ! -type d -printf '%P\n' | sort) > "$work/present.new"
{
	comm -23 "$work/replaced" "$work/present.new"
	# a patch can remove a base file, too
	comm -23 "$work/patched" "$work/present.new"
} | sort -u > "$work/removed.new"

# An overlay file over a stock one that nobody declared replaced.
while read -r f; do
	if [ -e "$stock/$f" ]; then
		echo "tree: $f replaces a stock file; name it in series/replaced" >&2
	fi
done < <(comm -23 "$work/overlay" "$work/replaced")

stock_id=$(stat -c '%i %Y' "$stock/Makefile")
if [ "$(cat "$work/stock-id" 2>/dev/null)" != "$stock_id" ]; then
	rm -f "$work/stock-id"
	if [ -d "$linux" ]; then
		copy --delete "$stock/" "$linux/"
	else
		echo "tree: copying the stock tree"
		cp -a "$stock" "$linux.new"
		mv "$linux.new" "$linux"
	fi
	: > "$work/present"
	: > "$work/removed"
	echo "$stock_id" > "$work/stock-id"
fi

# Stock files that came back, and our files that went.
cat "$work/present" "$work/removed" | sort -u > "$work/was"
cat "$work/present.new" "$work/removed.new" | sort -u > "$work/is"
comm -23 "$work/was" "$work/is" > "$work/back"
while read -r f; do
	[ -e "$stock/$f" ] || rm -f "$linux/$f"
done < "$work/back"
copy --ignore-missing-args --files-from="$work/back" "$stock/" "$linux/"
# Files that are to be gone, with the directories they leave empty.
(cd "$linux" && xargs -r -d '\n' rm -f) < "$work/removed.new"
copy --files-from="$work/present.new" "$work/stage.new/" "$linux/"
sed 's,/[^/]*$,,' "$work/removed.new" | sort -ru | while read -r d; do
	if [ -d "$linux/$d" ]; then
		(cd "$linux" && rmdir -p --ignore-fail-on-non-empty "$d" 2>/dev/null) || true
	fi
done

rm -rf "$work/stage"
mv "$work/stage.new" "$work/stage"
mv "$work/present.new" "$work/present"
mv "$work/removed.new" "$work/removed"
