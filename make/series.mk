# SPDX-License-Identifier: GPL-2.0
#: Patch series

.PHONY: series series-check series-build
series: tree ## write the work to build/series as patches that git am puts on a pristine tree
	@make/series.sh write

series-check: series ## the series applies by git am and makes the same tree as build/linux
	@make/series.sh check

series-build: series ## the kernel builds after each patch of the series (two full builds long)
	@make/series.sh build
