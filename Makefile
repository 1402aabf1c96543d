# SPDX-License-Identifier: GPL-2.0
# The overlay's own build: it makes a kernel tree out of a stock one and drives
# that tree's kbuild.  Targets live in make/*.mk, work is done by make/*.sh.

SHELL		:= /bin/bash
.SHELLFLAGS	:= -eu -o pipefail -c
.DEFAULT_GOAL	:= help
.DELETE_ON_ERROR:
.NOTPARALLEL:

export BUILD		:= $(CURDIR)/build
CONFIG			?= test
CONFIGS			:= test perf debug
export KERNEL_SRC	?=
export KCONFIG_EXTRA	?=

# Suites of `make test`: host targets, then targets that boot a guest.  A suite
# prints 'ok - name', 'not ok - name' or 'skip - name # reason' lines.
HOST_TESTS	:=
GUEST_TESTS	:=

include $(sort $(wildcard make/*.mk)) $(wildcard tools/testing/trace/*.mk)

.PHONY: help
help: ## what can be made (this list)
	@make/help.sh $(MAKEFILE_LIST)
