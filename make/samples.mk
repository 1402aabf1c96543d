# SPDX-License-Identifier: GPL-2.0
#: Modules from elsewhere

# Stock's own samples, unmodified, built as outside modules against our headers.
GUEST_TESTS += samples-test

.PHONY: samples-test
samples-test: $(call guest-kernel,$(KERNEL)) ## stock's unmodified samples build against our headers and run
	@make/samples-test.sh $(KERNEL)

# Stock's selftests of livepatch, unmodified, in the kernel that has its debug messages.
GUEST_TESTS += livepatch-test

.PHONY: livepatch-test
livepatch-test: $(IMAGE_FILE) $(call guest-kernel,$(SOAK_KERNEL)) ## stock's livepatch selftests, modules built against our headers
	@make/livepatch-test.sh $(SOAK_KERNEL)
