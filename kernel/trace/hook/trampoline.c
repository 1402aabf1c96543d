// SPDX-License-Identifier: GPL-2.0
/*
 * Code that calls one ops directly, for sites of which that ops is the only user,
 * and the lookup of whose code an address is in.
 *
 * Control paths make and free them under ftrace_lock; the unwinder and kallsyms
 * look for them from any context, under RCU.
 */
#include <kunit/visibility.h>
#include <linux/kallsyms.h>
#include <linux/perf_event.h>
#include <linux/rculist.h>
#include <linux/slab.h>

#include "hook/hook.h"

struct ftrace_trampoline {
	/* Set once: */
	struct ftrace_ops	*ops;
	unsigned long		start;
	unsigned int		size;
	bool			regs;	/* it saves all */

	/* Written under ftrace_lock, read under RCU: */
	struct list_head	list;
	struct rcu_head		rcu;
};

static LIST_HEAD(trampolines);

static struct ftrace_trampoline *trampoline_find(unsigned long addr)
{
	struct ftrace_trampoline *tramp;

	/* The unwinder may look where RCU does not watch; the caller keeps it alive. */
	list_for_each_entry_lockless(tramp, &trampolines, list) {
		if (addr - tramp->start < tramp->size)
			return tramp;
	}
	return NULL;
}

static void tell_perf(const struct ftrace_trampoline *tramp, bool gone)
{
	void *code = (void *)tramp->start;

	if (gone)
		perf_event_text_poke(code, code, tramp->size, NULL, 0);
	perf_event_ksymbol(PERF_RECORD_KSYMBOL_TYPE_OOL, tramp->start, tramp->size, gone,
			   FTRACE_TRAMPOLINE_SYM);
	if (!gone)
		perf_event_text_poke(code, NULL, 0, code, tramp->size);
}

static int trampoline_add(struct ftrace_ops *ops, ftrace_func_t func)
{
	struct ftrace_trampoline *tramp = kmalloc(sizeof(*tramp), GFP_KERNEL);
	void *code = tramp ? arch_ftrace_trampoline_make(ops, func, &tramp->size) : NULL;

	if (!code) {
		kfree(tramp);
		return -ENOMEM;
	}
	tramp->ops = ops;
	tramp->regs = ops->flags & FTRACE_OPS_FL_SAVE_REGS;
	tramp->start = (unsigned long)code;
	ops->trampoline = tramp->start;
	ops->trampoline_size = tramp->size;
	list_add_tail_rcu(&tramp->list, &trampolines);
	tell_perf(tramp, false);
	return 0;
}

/**
 * ftrace_trampoline_make - see that an ops has code of its own
 * @ops: the ops; no site calls code that it has
 * @func: what the code calls, with @ops as argument
 *
 * Context: ftrace_lock held, may sleep; takes text_mutex.
 * Return: 0 and ops->trampoline set; or a negative error, and it goes without.
 */
int ftrace_trampoline_make(struct ftrace_ops *ops, ftrace_func_t func)
{
	struct ftrace_trampoline *tramp;

	lockdep_assert_held(&ftrace_lock);

	if (!ops->trampoline)
		return trampoline_add(ops, func);
	/* A task may still be in there, so it is not freed; it can call another one. */
	tramp = trampoline_find(ops->trampoline);
	if (!tramp || tramp->regs != !!(ops->flags & FTRACE_OPS_FL_SAVE_REGS))
		return -EBUSY;
	arch_ftrace_trampoline_call((void *)tramp->start, tramp->regs, func);
	return 0;
}

/**
 * ftrace_trampoline_free - free the code of an ops
 * @ops: it may have none
 *
 * Context: ftrace_lock held, may sleep; no site calls the code and no task is
 *	    still in it.
 */
void ftrace_trampoline_free(struct ftrace_ops *ops)
{
	struct ftrace_trampoline *tramp;

	lockdep_assert_held(&ftrace_lock);

	tramp = ops->trampoline ? trampoline_find(ops->trampoline) : NULL;
	if (!tramp)
		return;
	tell_perf(tramp, true);
	list_del_rcu(&tramp->list);
	ops->trampoline = 0;
	ops->trampoline_size = 0;
	arch_ftrace_trampoline_free((void *)tramp->start);
	kfree_rcu(tramp, rcu);
}

/**
 * ftrace_ops_trampoline - whose code is at an address
 * @addr: the address
 *
 * Context: Any; the ops stays as long as a task is in its code.
 * Return: the ops; NULL if it is none of our trampolines.
 */
struct ftrace_ops *ftrace_ops_trampoline(unsigned long addr)
{
	struct ftrace_trampoline *tramp;
	struct ftrace_ops *ops;

	preempt_disable_notrace();
	tramp = trampoline_find(addr);
	ops = tramp ? tramp->ops : NULL;
	preempt_enable_notrace();
	return ops;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_ops_trampoline);

/**
 * is_ftrace_trampoline - is an address in code that we made
 * @addr: the address
 *
 * Context: Any.
 * Return: true if so.
 */
bool is_ftrace_trampoline(unsigned long addr)
{
	return ftrace_ops_trampoline(addr);
}
EXPORT_SYMBOL_IF_KUNIT(is_ftrace_trampoline);

/**
 * trampoline_nth - list trampolines
 * @n: which
 * @start: where its address is put
 *
 * Context: RCU read side.
 * Return: false if there are not so many.
 */
bool trampoline_nth(unsigned int n, unsigned long *start)
{
	struct ftrace_trampoline *tramp;

	list_for_each_entry_rcu(tramp, &trampolines, list) {
		if (n-- == 0) {
			*start = tramp->start;
			return true;
		}
	}
	return false;
}

/**
 * trampoline_count - count trampolines
 *
 * Context: RCU read side.
 * Return: how many there are.
 */
unsigned int trampoline_count(void)
{
	struct ftrace_trampoline *tramp;
	unsigned int count = 0;

	list_for_each_entry_rcu(tramp, &trampolines, list)
		count++;
	return count;
}

/**
 * trampoline_at - what kallsyms wants to know of an address
 * @addr: the address
 * @size: where the size of the trampoline is put
 * @offset: where the offset into it is put
 *
 * Context: Any.
 * Return: false if it is none of our trampolines.
 */
bool trampoline_at(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	struct ftrace_trampoline *tramp;

	guard(preempt_notrace)();
	tramp = trampoline_find(addr);
	if (!tramp)
		return false;
	if (size)
		*size = tramp->size;
	if (offset)
		*offset = addr - tramp->start;
	return true;
}
