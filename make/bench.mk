# SPDX-License-Identifier: GPL-2.0
#: Figures (NOBUILD=1 takes the kernels as they are)

ROWS			?=
CASE			?= ints

# Ours follows the sources; stock's never changes.
BENCH_KERNELS := $(if $(NOBUILD),,kernel-perf $(BUILD)/stock-perf/arch/x86/boot/bzImage)

.PHONY: bench
bench: $(BENCH_KERNELS) ## the table of figures, ours beside stock (ROWS='4 5' for some; all of them are kept in results.txt)
	@make/bench.sh $(ROWS)

.PHONY: profile
profile: $(BENCH_KERNELS) ## where the instructions of a case go, by function (CASE=ints|string|buffer|text|enable..., KERNEL=perf|stock-perf)
	@make/profile.sh $(if $(filter file,$(origin KERNEL)),perf,$(KERNEL)) $(CASE)
