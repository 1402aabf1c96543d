#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Lists the targets of the given makefiles that carry a '## ' description, under
# the title that a makefile gives in its '#: ' line.
set -euo pipefail

echo "usage: make TARGET [VARIABLE=value ...]"
for mk in "$@"; do
	title=$(sed -n 's/^#: //p' "$mk" | head -1)
	awk -v title="${title:-$(basename "$mk" .mk)}" '
	/^[a-zA-Z][a-zA-Z0-9_.-]*:([^=].*)?## / {
		if (!head++ && title != "Makefile")
			printf "\n%s\n", title
		name = $0; sub(/:.*/, "", name)
		text = $0; sub(/.*## /, "", text)
		printf "  %-14s %s\n", name, text
	}' "$mk"
done
