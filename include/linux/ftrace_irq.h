/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NMI entry and exit tell the latency tracers that the CPU was taken away.
 * None of those tracers exists yet, so both are empty; always inlined, because
 * the callers are noinstr code.
 */
#ifndef _LINUX_FTRACE_IRQ_H
#define _LINUX_FTRACE_IRQ_H

#include <linux/compiler_types.h>

static __always_inline void ftrace_nmi_enter(void) { }
static __always_inline void ftrace_nmi_exit(void) { }

#endif /* _LINUX_FTRACE_IRQ_H */
