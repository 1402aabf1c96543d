#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Lists the targets of the given makefiles that carry a '## ' description.
set -euo pipefail

echo "usage: make TARGET [VARIABLE=value ...]"
for mk in "$@"; do
	awk -v title="$(sed -n 's/^#: //p' "$mk" | head -1)" '
	/^[a-zA-Z][a-zA-Z0-9_.-]*:[^=]*## / {
		if (!head++ && title != "")
			printf "\n%s\n", title
		name = $0; sub(/:.*/, "", name)
		text = $0; sub(/.*## /, "", text)
		printf "  %-14s %s\n", name, text
	}' "$mk"
done
