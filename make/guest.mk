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
GUEST_TESTS		+= tour-test abi-test trace-cmd-test perf-tools-test conformance

.PHONY: tour-test
tour-test: $(call guest-kernel,$(KERNEL)) ## what make run shows, as a test
	@nice make/guest/suite "tour on $(KERNEL)" --kernel $(KERNEL) $(GUEST_SCRIPTS)/tour.sh

.PHONY: abi-test
abi-test: $(call guest-kernel,$(KERNEL)) $(call guest-kernel,stock-$(KERNEL:stock-%=%)) ## formats, header files, modes: the same as stock's
	@nice make/guest/abi-test $(KERNEL)

.PHONY: trace-cmd-test
trace-cmd-test: $(BUILD)/guest/bin/tools-libtracefs $(IMAGE_FILE) $(call guest-kernel,$(KERNEL)) ## Debian's trace-cmd, and a program with libtracefs
	@$(GUEST_QEMU) --kernel $(KERNEL) --timeout 300 --image --share tools=$(BUILD)/guest/bin $(GUEST_SCRIPTS)/trace-cmd-test.sh

.PHONY: perf-tools-test
perf-tools-test: $(IMAGE_FILE) $(call guest-kernel,$(KERNEL)) ## Debian's perf-tools, perf ftrace and uftrace -k
	@$(GUEST_QEMU) --kernel $(KERNEL) --timeout 600 --image $(GUEST_SCRIPTS)/perf-tools-test.sh

.PHONY: conformance
conformance: $(IMAGE_FILE) $(call guest-kernel,$(KERNEL)) ## stock's own ftrace selftests against our table (UPDATE=1 rewrites it, CASES='a b')
	@nice make/guest/conformance --kernel $(KERNEL) $(if $(UPDATE),--update) $(CASES)

# The kernel that finds mistakes: build/debug, four CPUs.
GUEST_TESTS		+= boot-test boot-test-debug
SELFTEST_SHARES		:= --share selftests=$(BUILD)/stock/tools/testing/selftests/ftrace \
			   --share own=tools/testing/selftests/ftrace/test.d

.PHONY: boot-test boot-test-debug
boot-test: $(call guest-kernel,$(KERNEL)) ## KUnit modules and our own selftests in KERNEL (CASES='words' of their names)
	@make/guest/qemu --kernel $(KERNEL) --timeout 900 $(SELFTEST_SHARES) -- $(GUEST_SCRIPTS)/boot-test.sh $(CASES)

boot-test-debug: $(call guest-kernel,debug) ## the same in the debug kernel
	@make/guest/qemu --kernel debug --smp 4 --timeout 2700 $(SELFTEST_SHARES) -- $(GUEST_SCRIPTS)/boot-test.sh $(CASES)

# Programs that tests take along, static: busybox guests have no libraries.
GUEST_BIN		:= $(BUILD)/guest/bin
GUEST_PROGRAMS		:= $(addprefix $(GUEST_BIN)/,soak-reader bad-input fault kernel-text)

$(GUEST_BIN)/soak-reader: $(GUEST_SCRIPTS)/soak-reader.c
$(GUEST_BIN)/bad-input: $(wildcard $(GUEST_SCRIPTS)/bad-input*.[ch])
$(GUEST_BIN)/fault: $(GUEST_SCRIPTS)/fault.c
$(GUEST_BIN)/kernel-text: $(GUEST_SCRIPTS)/kernel-text.c
# Two suites may want one at the same time.
$(GUEST_PROGRAMS):
	@mkdir -p $(@D)
	@gcc -static -O2 -Wall -o $@.$$$$ $(filter %.c,$^) && mv $@.$$$$ $@

# This one runs in the Debian image, which is of the same release as the host.
$(GUEST_BIN)/tools-libtracefs: $(GUEST_SCRIPTS)/tools-libtracefs.c
	@mkdir -p $(@D)
	@gcc -O2 -Wall -I/usr/include/tracefs -I/usr/include/traceevent -o $@ $< -ltracefs -ltraceevent

# Everything at once, in the debug kernel unless KERNEL says another.
SOAK_SECONDS		?= 600
SOAK_KERNEL		:= $(if $(filter file,$(origin KERNEL)),debug,$(KERNEL))
GUEST_TESTS		+= soak-test dump-test

.PHONY: soak soak-test
soak: $(GUEST_BIN)/soak-reader $(call guest-kernel,$(SOAK_KERNEL)) ## writers, readers and every change of settings at once (SOAK_SECONDS=600); the numbers must add up
	@make/guest/soak $(SOAK_KERNEL) $(SOAK_SECONDS)

soak-test: $(GUEST_BIN)/soak-reader $(call guest-kernel,$(SOAK_KERNEL)) ## the same for three minutes
	@make/guest/soak $(SOAK_KERNEL) 180

GUEST_TESTS		+= hook-soak-test exec-load-test

.PHONY: exec-load-test
EXECS			?= 400
exec-load-test: $(call guest-kernel,$(KERNEL)) ## programs start and end while function_graph follows everything (EXECS=20000 is a kernel build's worth)
	@make/guest/qemu --kernel $(KERNEL) --smp 2 --timeout $$((300 + $(EXECS) / 5)) $(GUEST_SCRIPTS)/exec-load.sh $(EXECS)

.PHONY: hook-soak hook-soak-test
hook-soak: $(call guest-kernel,$(SOAK_KERNEL)) ## function hooks: tracers, filters, users, modules, CPUs at once (SOAK_SECONDS=600); the text must be as before
	@make/guest/hook-soak $(SOAK_KERNEL) $(SOAK_SECONDS)

hook-soak-test: $(call guest-kernel,$(SOAK_KERNEL)) ## the same for two and a half minutes
	@make/guest/hook-soak $(SOAK_KERNEL) 150

# What goes wrong around tracing must not go wrong in it.
GUEST_TESTS		+= bad-input-test hung-reader-test fault-test patch-fault-test

.PHONY: bad-input-test hung-reader-test fault-test patch-fault-test
bad-input-test: $(GUEST_BIN)/bad-input $(call guest-kernel,$(KERNEL)) $(call guest-kernel,stock-$(KERNEL:stock-%=%)) ## junk into every control file: stock's answers
	@make/guest/bad-input $(KERNEL)

hung-reader-test: $(GUEST_BIN)/soak-reader $(call guest-kernel,$(KERNEL)) ## readers that hang or are killed hold up nobody
	@make/guest/qemu --kernel $(KERNEL) --smp 4 --timeout 300 --share soak=$(GUEST_BIN) $(GUEST_SCRIPTS)/soak-hung.sh

fault-test: $(GUEST_BIN)/fault $(call guest-kernel,$(SOAK_KERNEL)) ## each allocation of each operation fails once, in the debug kernel
	@make/guest/fault $(SOAK_KERNEL)

patch-fault-test: $(GUEST_BIN)/kernel-text $(call guest-kernel,$(SOAK_KERNEL)) ## patching functions fails at each step, in the debug kernel
	@make/guest/patch-fault $(SOAK_KERNEL)

.PHONY: dump-test
dump-test: $(call guest-kernel,$(KERNEL)) ## records on the console: sysrq-z, tp_printk, a kernel that dies
	@nice make/guest/dump-test $(KERNEL)
