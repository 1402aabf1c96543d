# SPDX-License-Identifier: GPL-2.0
#: Static checks

# Each is a script make/check.d/NAME: it prints what is wrong and fails, or
# ends with status 77 and the reason why it cannot run here.
CHECKS ?= replaced checkpatch kernel-doc docs shellcheck codespell original norms labels layers \
	  headers warnings sparse clang

.PHONY: check check-lines headers-check
check: ## static checks (CHECKS='a b' for some of: replaced checkpatch kernel-doc shellcheck ...)
	@mkdir -p $(BUILD); dir=$$(mktemp -d $(BUILD)/.check.XXXXXX); trap 'rm -rf "$$dir"' EXIT; \
	make/tap-sum run "$$dir" check $(MAKE) -s --no-print-directory check-lines || true; \
	make/tap-sum total "$$dir"

check-lines: tree
	@make/check.sh $(CHECKS)

headers-check: tree ## every header of ours compiles alone
	@make/check.sh headers
