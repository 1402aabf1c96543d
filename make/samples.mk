# SPDX-License-Identifier: GPL-2.0
#: Modules from elsewhere

# Stock's own samples, unmodified, built as outside modules against our headers.
GUEST_TESTS += samples-test

.PHONY: samples-test
samples-test: $(call guest-kernel,$(KERNEL)) ## stock's unmodified samples build against our headers and run
	@make/samples-test.sh $(KERNEL)
