# SPDX-License-Identifier: GPL-2.0
#: Tests

# The written models of the buffer's algorithm, Promela and litmus tests; each
# model comes with variants that must fail.
MODELS := tools/testing/trace/model
LITMUS := tools/testing/trace/litmus

HOST_TESTS += model

.PHONY: model
model: tree ## the ring buffer's written models: spin, and herd7 if it is there
	@status=0; $(MODELS)/run $(BUILD)/model $(MODELS)/*.pml || status=1; \
	$(LITMUS)/run $(BUILD)/linux/tools/memory-model $(LITMUS)/*.litmus || status=1; \
	exit $$status
