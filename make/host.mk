# SPDX-License-Identifier: GPL-2.0
#: Tests

# The pure units built in user space: each folder of tools/testing/trace with a
# Makefile has a target `run`, which prints result lines.
HOST_TESTS += host

.PHONY: host
host: ## the buffer and the parsers in user space, under ASan and UBSan
	@status=0; for m in tools/testing/trace/*/Makefile; do \
		$(MAKE) -s --no-print-directory -C "$${m%/Makefile}" \
			O="$(BUILD)/host/$$(basename "$${m%/Makefile}")" run || status=1; \
	done; exit $$status

.PHONY: proof
proof: ## the buffer's searches without limits, and mutants they must find (30 min)
	@$(MAKE) -s --no-print-directory -C tools/testing/trace/buffer O="$(BUILD)/host/buffer" proof
	@$(MAKE) -s --no-print-directory -C tools/testing/trace/fuzz O="$(BUILD)/host/fuzz" libfuzzer
