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

# The Debian image: built anew when the list of packages changes.
IMAGE_FILE		:= $(BUILD)/image/debian.ext4
$(IMAGE_FILE): make/guest/image-packages.txt
	@make/guest/image $@ $<

.PHONY: image
image: $(IMAGE_FILE) ## the Debian userland of the guest, build/image/debian.ext4

# Suites.  All but the soak take a few seconds of guest.
GUEST_TESTS		+= tour-test abi-test trace-cmd-test conformance

.PHONY: tour-test
tour-test: $(call guest-kernel,$(KERNEL)) ## what make run shows, as a test
	@nice make/guest/suite "tour on $(KERNEL)" --kernel $(KERNEL) $(GUEST_SCRIPTS)/tour.sh

.PHONY: abi-test
abi-test: $(call guest-kernel,$(KERNEL)) $(call guest-kernel,stock-$(KERNEL:stock-%=%)) ## formats, header files, modes: the same as stock's
	@nice make/guest/abi-test $(KERNEL)

.PHONY: trace-cmd-test
trace-cmd-test: $(IMAGE_FILE) $(call guest-kernel,$(KERNEL)) ## Debian's trace-cmd records and reports
	@$(GUEST_QEMU) --kernel $(KERNEL) --image $(GUEST_SCRIPTS)/trace-cmd-test.sh

.PHONY: conformance
conformance: $(IMAGE_FILE) $(call guest-kernel,$(KERNEL)) ## stock's own ftrace selftests against our table (UPDATE=1 rewrites it, CASES='a b')
	@nice make/guest/conformance --kernel $(KERNEL) $(if $(UPDATE),--update) $(CASES)

# The kernel that finds mistakes: build/debug, four CPUs.
GUEST_TESTS		+= boot-test boot-test-debug
SELFTEST_SHARES		:= --share selftests=$(BUILD)/stock/tools/testing/selftests/ftrace \
			   --share own=tools/testing/selftests/ftrace/test.d

.PHONY: boot-test boot-test-debug
boot-test: $(call guest-kernel,$(KERNEL)) ## KUnit modules and our own selftests in KERNEL
	@make/guest/qemu --kernel $(KERNEL) --timeout 400 $(SELFTEST_SHARES) -- $(GUEST_SCRIPTS)/boot-test.sh

boot-test-debug: $(call guest-kernel,debug) ## the same in the debug kernel
	@make/guest/qemu --kernel debug --smp 4 --timeout 900 $(SELFTEST_SHARES) -- $(GUEST_SCRIPTS)/boot-test.sh

# Everything at once, in the debug kernel unless KERNEL says another.
SOAK_SECONDS		?= 600
SOAK_KERNEL		:= $(if $(filter file,$(origin KERNEL)),debug,$(KERNEL))
GUEST_TESTS		+= soak-test dump-test

.PHONY: soak soak-test
soak: $(call guest-kernel,$(SOAK_KERNEL)) ## writers, readers and every change of settings at once (SOAK_SECONDS=600); the numbers must add up
	@make/guest/soak $(SOAK_KERNEL) $(SOAK_SECONDS)

soak-test: $(call guest-kernel,$(SOAK_KERNEL)) ## the same for three minutes
	@make/guest/soak $(SOAK_KERNEL) 180

.PHONY: dump-test
dump-test: $(call guest-kernel,$(KERNEL)) ## records on the console: sysrq-z, tp_printk, a kernel that dies
	@nice make/guest/dump-test $(KERNEL)
