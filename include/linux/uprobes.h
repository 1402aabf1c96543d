/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Breakpoints in user text.  No part of this kernel yet: memory maps, forks and
 * signals find nothing to do here.
 */
#ifndef _LINUX_UPROBES_H
#define _LINUX_UPROBES_H

#include <linux/errno.h>
#include <linux/rbtree.h>
#include <linux/types.h>
#include <linux/wait.h>

struct mm_struct;
struct pt_regs;
struct task_struct;
struct uprobe_task;
struct vm_area_struct;

/* Part of every mm */
struct uprobes_state { };

#define uprobe_get_trap_addr(regs)	instruction_pointer(regs)

static inline void uprobes_init(void) { }

/* Memory maps */
static inline int uprobe_mmap(struct vm_area_struct *vma) { return 0; }
static inline void uprobe_munmap(struct vm_area_struct *vma,
				 unsigned long start, unsigned long end) { }
static inline void uprobe_clear_state(struct mm_struct *mm) { }

/* Fork and exit */
static inline void uprobe_start_dup_mmap(void) { }
static inline void uprobe_end_dup_mmap(void) { }
static inline void uprobe_dup_mmap(struct mm_struct *oldmm,
				   struct mm_struct *newmm) { }
static inline void uprobe_copy_process(struct task_struct *t,
				       unsigned long flags) { }
static inline void uprobe_free_utask(struct task_struct *t) { }

/* Return to user mode and signals */
static inline void uprobe_notify_resume(struct pt_regs *regs) { }
static inline bool uprobe_deny_signal(void) { return false; }

#endif /* _LINUX_UPROBES_H */
