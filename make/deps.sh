#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: deps.sh LIST
# Installs the packages of LIST that are missing; says nothing if there are none.
set -euo pipefail

wanted=$(sed 's/#.*//' "$1" | xargs -n1)
# shellcheck disable=SC2086 # one word a package
have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
       sed -n 's/^installed //p' || true)
missing=$(comm -23 <(sort -u <<< "$wanted") <(sort -u <<< "$have"))
[ -n "$missing" ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo > /dev/null || {
		echo "deps: need root or sudo to install: ${missing//$'\n'/ }" >&2
		exit 1
	}
	as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)

echo "deps: installing ${missing//$'\n'/ }"
# An index that knows every package spares the update.
# shellcheck disable=SC2086
if ! apt-cache show $missing > /dev/null 2>&1; then
	"${apt[@]}" update
fi
# shellcheck disable=SC2086
"${apt[@]}" install --no-install-recommends $missing < /dev/null || {
	"${apt[@]}" update
	"${apt[@]}" install --no-install-recommends $missing < /dev/null
}
