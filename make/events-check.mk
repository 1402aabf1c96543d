# SPDX-License-Identifier: GPL-2.0
#: Checks

.PHONY: events-check
events-check: tree ## compile every file of the kernel that instantiates events (all of x86; EVENTS=pattern for some)
	@make/events-check.sh
