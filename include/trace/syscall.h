/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The syscall tracepoints sys_enter and sys_exit are reached only by tasks that
 * carry the SYSCALL_TRACEPOINT work bit.  A new task takes the bit from its
 * parent here; tracepoint registration sets it on all tasks.
 */
#ifndef _TRACE_SYSCALL_H
#define _TRACE_SYSCALL_H

#include <linux/thread_info.h>
#include <linux/trace_events.h>
#include <linux/tracepoint.h>
#include <linux/unistd.h>

#include <asm/ptrace.h>

#if defined(CONFIG_TRACEPOINTS) && defined(CONFIG_HAVE_SYSCALL_TRACEPOINTS)

/**
 * syscall_tracepoint_update() - give a new task its parent's work bit
 * @p: the task, copied from current and not running yet
 *
 * The copy may be older than the last change of the bit, so it is set anew.
 *
 * Context: process, with tasklist_lock held for writing.
 */
static inline void syscall_tracepoint_update(struct task_struct *p)
{
	clear_task_syscall_work(p, SYSCALL_TRACEPOINT);
	if (test_syscall_work(SYSCALL_TRACEPOINT))
		set_task_syscall_work(p, SYSCALL_TRACEPOINT);
}

#else

static inline void syscall_tracepoint_update(struct task_struct *p) { }

#endif

#endif /* _TRACE_SYSCALL_H */
