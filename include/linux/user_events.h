/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events that user space declares hang on its mm.  No part of this kernel yet:
 * a task has none to share, to drop or to give back.
 */
#ifndef _LINUX_USER_EVENTS_H
#define _LINUX_USER_EVENTS_H

#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/refcount.h>
#include <linux/workqueue.h>
#include <uapi/linux/user_events.h>

struct task_struct;

static inline void user_events_fork(struct task_struct *t, u64 clone_flags) { }
static inline void user_events_execve(struct task_struct *t) { }
static inline void user_events_exit(struct task_struct *t) { }

#endif /* _LINUX_USER_EVENTS_H */
