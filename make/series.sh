#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: series.sh write | check | build
# write: turns build/linux minus build/stock into patches in $BUILD/series, in
# the order of make/series.list.  check: applies them with git am and compares.
# Both work in small repositories that hold only the files that the work
# touches, as stock has them.  build: puts one patch after the other on a copy of
# the stock tree and builds the kernel at each step.
set -euo pipefail
. make/lib.sh

stock=$BUILD/stock
linux=$BUILD/linux
work=$BUILD/.series
dest=$BUILD/series
empty='# SPDX-License-Identifier: GPL-2.0'
late="kernel/trace/Kconfig kernel/trace/Makefile"

git_author() {
	GIT_AUTHOR_NAME=$(git log -1 --format=%an)
	GIT_AUTHOR_EMAIL=$(git log -1 --format=%ae)
	GIT_AUTHOR_DATE=$(git log -1 --format=%aI)
	GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME
	GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
	GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE
	export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE
	export GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE
}

quiet_git() {
	git -c core.hooksPath=/dev/null -c commit.gpgsign=false -c core.autocrlf=false \
	    -c gc.auto=0 -c advice.detachedHead=false -c init.defaultBranch=work "$@"
}

# copy_files FROM TO < LIST: those of LIST that FROM has
copy_files() {
	rsync -rlp --ignore-missing-args --files-from=- "$1/" "$2/"
}

# new_repo DIR: a repository with what stock has of the touched files
new_repo() {
	rm -rf "$1"
	mkdir -p "$1"
	copy_files "$stock" "$1" < "$work/touched"
	quiet_git -C "$1" init -q
	quiet_git -C "$1" add -A -f
	quiet_git -C "$1" commit -q --allow-empty -m stock
	quiet_git -C "$1" tag stock
}

# Which entry of series.list each overlay file belongs to: 'number path'.
assign() {
	awk '
	NR == FNR {
		if (/^== /) {
			n++
			for (i = 2; i <= NF; i++)
				entry[$i] = n
		}
		next
	}
	{
		p = $0
		while (!(p in entry) && sub(/\/[^\/]*$/, "", p))
			;
		if (p in entry)
			print entry[p], $0
		else {
			print "series: make/series.list has no patch for " $0 > "/dev/stderr"
			exit 1
		}
	}' make/series.list -
}

# message NUMBER: subject and body of an entry
message() {
	awk -v want="$1" '/^#/ { next } /^== / { n++; next } n == want' make/series.list
}

# The first patch: stock files out, base files patched, empty build files in (those
# that make clean reads even where nothing is configured).
first_step() {
	local f
	(cd "$repo" && xargs -r -d '\n' rm -f) < "$BUILD/.tree/removed"
	comm -23 "$BUILD/.tree/replaced" "$BUILD/.tree/patched" | (cd "$repo" && xargs -r -d '\n' rm -f)
	copy_files "$linux" "$repo" < "$BUILD/.tree/patched"
	for f in $late fs/tracefs/Makefile; do
		mkdir -p "$repo/$(dirname "$f")"
		echo "$empty" > "$repo/$f"
	done
}

write_series() {
	local repo=$work/write n last
	git_author
	cat "$BUILD/.tree/present" "$BUILD/.tree/removed" "$BUILD/.tree/replaced" | sort -u > "$work/touched"
	assign < "$BUILD/.tree/overlay" > "$work/assigned"
	new_repo "$repo"
	last=$(grep -c '^== ' make/series.list)
	for n in $(seq "$last"); do
		if [ "$n" -eq 1 ]; then
			first_step
		fi
		sed -n "s/^$n //p" "$work/assigned" | copy_files "$linux" "$repo"
		quiet_git -C "$repo" add -A -f
		if ! quiet_git -C "$repo" diff --cached --quiet; then
			message "$n" | quiet_git -C "$repo" commit -q -F -
		fi
	done
	rm -rf "$dest"
	quiet_git -C "$repo" format-patch -q --no-renames --no-signature -o "$dest" stock..HEAD
	echo "series: $(find "$dest" -name '*.patch' | wc -l) patches in $dest"
}

# result NAME STATUS: a result line
result() {
	if [ "$2" -eq 0 ]; then echo "ok - $1"; else echo "not ok - $1"; fi
}

# A folder that only one tree has stands for its files.
files_below() {
	local f
	while read -r f; do
		if [ -d "$linux/$f" ]; then
			(cd "$linux" && find "$f" ! -type d)
		elif [ ! -d "$stock/$f" ]; then
			echo "$f"
		fi
	done
}

check_series() {
	local repo=$work/am status=0 f
	git_author
	new_repo "$repo"
	quiet_git -C "$repo" am -q --whitespace=nowarn "$dest"/*.patch > "$work/am.log" 2>&1 || status=1
	[ $status -eq 0 ] || head -20 "$work/am.log"
	result "series applies with git am" $status
	[ $status -eq 0 ] || return 1

	# Every path that differs from stock in build/linux, and every path that
	# the series knows, must be the same in both or in neither.
	{
		cat "$work/touched"
		{ LC_ALL=C diff -rq --no-dereference "$stock" "$linux" || true; } |
			sed -n -e "s,^Files $stock/\(.*\) and .* differ$,\1,p" \
			       -e "s,^Only in $stock\(/[^:]*\)\?: \(.*\),\1/\2,p" \
			       -e "s,^Only in $linux\(/[^:]*\)\?: \(.*\),\1/\2,p" | sed 's,^/,,'
		quiet_git -C "$repo" ls-files
	} | files_below | sort -u > "$work/compare"
	while read -r f; do
		if [ -e "$linux/$f" ]; then
			cmp -s "$linux/$f" "$repo/$f" || { echo "$f differs"; status=1; }
		elif [ -e "$repo/$f" ]; then
			echo "$f is only in the series"
			status=1
		fi
	done < "$work/compare"
	result "series makes build/linux" $status
	return $status
}

build_series() {
	local tree=$work/tree p status=0
	mkdir -p "$tree"
	rsync -rlp --checksum --delete "$stock/" "$tree/"
	for p in "$dest"/*.patch; do
		patch -d "$tree" -p1 -F0 -s --force --no-backup-if-mismatch < "$p" || status=1
		[ $status -ne 0 ] ||
			make/kernel.sh "$tree" "$BUILD/series-step" test bzImage modules || status=1
		result "builds: $(basename "$p" .patch)" $status
		[ $status -eq 0 ] || return 1
	done
}

mkdir -p "$work"
exec 8> "$BUILD/.series.lock"
flock 8
case ${1:-} in
write)	write_series ;;
check)	check_series ;;
build)	build_series ;;
*)	echo "usage: series.sh write | check | build" >&2; exit 2 ;;
esac
