/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * x86's part of user probes.  They are no part of this kernel yet; callers
 * include this header without asking whether they are built.
 */
#ifndef _ASM_UPROBES_H
#define _ASM_UPROBES_H

#include <linux/notifier.h>

struct arch_uprobe;
struct arch_uprobe_task;

#endif /* _ASM_UPROBES_H */
