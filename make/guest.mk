# SPDX-License-Identifier: GPL-2.0
#: Guests (KERNEL=test|debug|perf|stock-test, ACCEL=tcg|kvm, NOBUILD=1 takes the kernel as it is)

KERNEL			?= test
export ACCEL		?= tcg
GUEST_QEMU		:= nice make/guest/qemu
GUEST_SCRIPTS		:= tools/testing/trace/guest

# What has to be there before a guest of kernel $(1) boots.  Ours follows the
# sources; the stock one never changes, so it is built only if it is missing.
guest-kernel = $(if $(NOBUILD),,$(if $(filter stock-%,$(1)),$(BUILD)/$(1)/arch/x86/boot/bzImage,kernel-$(1)))

$(BUILD)/stock-%/arch/x86/boot/bzImage:
	@$(MAKE) --no-print-directory stock CONFIG=$*

.PHONY: run
run: $(call guest-kernel,$(KERNEL)) ## the guided tour: each command typed into tracefs, then its output
	@$(GUEST_QEMU) --kernel $(KERNEL) $(GUEST_SCRIPTS)/tour.sh

.PHONY: shell
shell: $(call guest-kernel,$(KERNEL)) ## a prompt in the same guest (IMAGE=1: in the Debian image)
	@$(GUEST_QEMU) --kernel $(KERNEL) $(if $(IMAGE),--image) --shell

.PHONY: oracle
oracle: $(call guest-kernel,$(KERNEL)) $(call guest-kernel,stock-$(KERNEL:stock-%=%)) ## run SCRIPT=x on ours and on stock, show the difference
	@$(if $(SCRIPT),,echo "oracle: say SCRIPT=file" >&2; exit 2;) nice make/guest/oracle $(KERNEL) $(SCRIPT)
