# SPDX-License-Identifier: GPL-2.0
#: Modules from elsewhere

# Stock's own test of mapped buffers and its ring buffer benchmark, both unmodified.
GUEST_TESTS += ring-buffer-test

.PHONY: ring-buffer-test
ring-buffer-test: $(call guest-kernel,$(KERNEL)) ## stock's selftests/ring-buffer and ring_buffer_benchmark, unmodified
	@make/ring-buffer-test.sh $(KERNEL)
