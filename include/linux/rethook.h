/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Return hooks exchange a return address on the stack for a trampoline's.
 * They are no part of this kernel yet, so an exiting task has none to give back.
 */
#ifndef _LINUX_RETHOOK_H
#define _LINUX_RETHOOK_H

#include <linux/compiler.h>
#include <linux/kallsyms.h>
#include <linux/llist.h>
#include <linux/objpool.h>
#include <linux/rcupdate.h>

struct task_struct;

static inline void rethook_flush_task(struct task_struct *tk) { }

#endif /* _LINUX_RETHOOK_H */
