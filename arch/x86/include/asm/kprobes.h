/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * x86's part of kernel probes.  They are no part of this kernel yet, so no
 * debug exception is a probe's single step.
 */
#ifndef _ASM_X86_KPROBES_H
#define _ASM_X86_KPROBES_H

#include <asm-generic/kprobes.h>

#ifndef __ASSEMBLY__

struct pt_regs;

static inline int kprobe_debug_handler(struct pt_regs *regs) { return 0; }

#endif

#endif /* _ASM_X86_KPROBES_H */
