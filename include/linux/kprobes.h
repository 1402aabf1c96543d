/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Breakpoints in kernel text.  No part of this kernel yet: the trap and fault
 * paths learn here that no probe is running, other callers that the text holds
 * no probe and no instruction slot, and that no address may be probed.
 */
#ifndef _LINUX_KPROBES_H
#define _LINUX_KPROBES_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/linkage.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/objpool.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/rethook.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#include <asm/kprobes.h>

struct kprobe;
struct kretprobe;
struct pt_regs;
struct task_struct;

/* Traps and faults */
static inline struct kprobe *kprobe_running(void) { return NULL; }
static inline void kprobe_busy_begin(void) { }
static inline void kprobe_busy_end(void) { }
static inline int kprobe_fault_handler(struct pt_regs *regs, int trapnr) { return 0; }

static nokprobe_inline bool kprobe_page_fault(struct pt_regs *regs,
					      unsigned int trap)
{
	return false;
}

/* Questions about an address */
static inline bool within_kprobe_blacklist(unsigned long addr) { return true; }
static inline bool is_kprobe_insn_slot(unsigned long addr) { return false; }
static inline bool is_kprobe_optinsn_slot(unsigned long addr) { return false; }

static inline int kprobe_get_kallsym(unsigned int symnum, unsigned long *value,
				     char *type, char *sym)
{
	return -ERANGE;
}

/* Life of a task and of init memory */
static inline void kprobe_flush_task(struct task_struct *tk) { }
static inline void kprobe_free_init_mem(void) { }

/* Registration */
static inline int register_kprobe(struct kprobe *p) { return -EOPNOTSUPP; }
static inline void unregister_kprobe(struct kprobe *p) { }
static inline int register_kretprobe(struct kretprobe *rp) { return -EOPNOTSUPP; }
static inline void unregister_kretprobe(struct kretprobe *rp) { }

#endif /* _LINUX_KPROBES_H */
