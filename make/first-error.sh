#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: first-error.sh LOG
# Prints the first error of a kbuild log with the lines around it, 40 at most.
set -euo pipefail

awk '
function wrong(l) {
	return l ~ /(^|[^a-z_-])(fatal )?error:|undefined reference|multiple definition|^ERROR:|^FAILED|No rule to make target/ ||
	       l ~ /^make.*\*\*\*/
}
# Lines of progress end a block; an error is shown with its own block.
/^  [A-Z][A-Z0-9_]*( \[M\])? +/ || /^make.*(Entering|Leaving)/ {
	if (found)
		exit
	n = 0
	next
}
{
	line[++n] = $0
	if (!found && wrong($0))
		found = n
	if (found && n >= found + 25)
		exit
}
END {
	if (!found)
		exit
	for (i = found > 14 ? found - 14 : 1; i <= n; i++)
		print line[i]
}' "$1"
