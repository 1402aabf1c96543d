# SPDX-License-Identifier: GPL-2.0
#: Tests

# Each suite is a target: `make -s SUITE` prints its result lines (make/tap-sum).
# The makefiles of the host and of the guest tests add theirs to HOST_TESTS and
# GUEST_TESTS.
SUITES ?= $(if $(SKIP_CHECK),,check-lines) $(HOST_TESTS) series-check build-kernels $(GUEST_TESTS)

# The kernels that the suites boot.
TEST_KERNELS ?= kernel-test kernel-debug stock-test

# Suites that keep one core busy, the longest first: they run two at a time.
PAIRED := boot-test-debug patch-fault-test soak-test fault-test bad-input-test hung-reader-test boot-test samples-test exec-load-test hook-soak-test livepatch-test tour-test abi-test trace-cmd-test perf-tools-test dump-test

.PHONY: test build-kernels test-suites
test: ## everything that CI runs (SUITES='a b' for some); the last line is the sum
	@$(MAKE) -s --no-print-directory test-suites

# A second make, so that SUITES sees what every makefile added.
test-suites:
	@make/test.sh $(filter-out $(PAIRED),$(SUITES)) -- $(foreach s,$(PAIRED),$(filter $s,$(SUITES)))

build-kernels:
	@make/build-kernels.sh $(TEST_KERNELS)
