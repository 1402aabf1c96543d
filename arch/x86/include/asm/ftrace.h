/* SPDX-License-Identifier: GPL-2.0 */
/*
 * x86's part of function hooks.  They are no part of this kernel yet, so there
 * are no trampolines to protect once the kernel text is read-only.
 */
#ifndef _ASM_X86_FTRACE_H
#define _ASM_X86_FTRACE_H

#include <asm/ptrace.h>

#ifndef __ASSEMBLY__

static inline void set_ftrace_ops_ro(void) { }

#endif

#endif /* _ASM_X86_FTRACE_H */
