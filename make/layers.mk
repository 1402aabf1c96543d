# SPDX-License-Identifier: GPL-2.0
#: Layers

.PHONY: layers why
layers: ## check the folders of kernel/trace against LAYERS and print the measured graph
	@scripts/trace/check-layers --graph

why: ## which includes and symbols make layer A need layer B (A=event B=hook)
	@scripts/trace/check-layers --why $(A) $(B)
