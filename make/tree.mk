# SPDX-License-Identifier: GPL-2.0
#: The kernel tree

.PHONY: stock-tree tree
stock-tree:
	@make/stock-tree.sh

tree: stock-tree ## build/linux = stock source - series/replaced + this overlay + series/*.patch
	@make/tree.sh
