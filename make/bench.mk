# SPDX-License-Identifier: GPL-2.0
#: Figures (NOBUILD=1 takes the kernels as they are)

ROWS			?=
CASE			?= ints

# Ours follows the sources; stock's never changes.
bench-kernel = $(if $(NOBUILD),,$(if $(filter stock-%,$(1)),$(BUILD)/$(1)/arch/x86/boot/bzImage,kernel-$(1)))
PROFILED := $(or $(KERNEL),perf)

.PHONY: bench
bench: $(call bench-kernel,perf) $(call bench-kernel,stock-perf) ## the table of figures, ours beside stock (ROWS='4 5' for some; all of them are kept in results.txt)
	@make/bench.sh $(ROWS)

.PHONY: profile
profile: $(call bench-kernel,$(PROFILED)) ## where the instructions of a case go, by function (CASE=ints|string|buffer|text|enable..., KERNEL=perf|stock-perf)
	@make/profile.sh $(PROFILED) $(CASE)
