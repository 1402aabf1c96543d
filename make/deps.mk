# SPDX-License-Identifier: GPL-2.0
#: Preparing

.PHONY: deps
deps: ## install the Debian packages that are missing (make/packages.txt)
	@make/deps.sh make/packages.txt
