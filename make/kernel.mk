# SPDX-License-Identifier: GPL-2.0
#: Kernels

.PHONY: kernel stock $(CONFIGS:%=kernel-%) $(CONFIGS:%=stock-%)
kernel: kernel-$(CONFIG) ## our kernel and modules in build/CONFIG (CONFIG=test|perf|debug, KCONFIG_EXTRA=fragment)
stock: stock-$(CONFIG) ## the untouched kernel with the same configuration in build/stock-CONFIG

$(CONFIGS:%=kernel-%): kernel-%: tree
	@make/kernel.sh $(BUILD)/linux $(BUILD)/$* $*

$(CONFIGS:%=stock-%): stock-%: stock-tree
	@make/kernel.sh $(BUILD)/stock $(BUILD)/stock-$* $*

.PHONY: event-size
event-size: ## bytes that an event adds to a module, ours and stock's (kernels test and stock-test)
	@make/event-size stock-test test
