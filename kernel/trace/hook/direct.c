// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls: a function's entry calls code of the user itself, with no
 * callback in between.  BPF's trampolines are such code.
 *
 * A direct call is an ops whose trampoline is the user's; it wants all registers,
 * because with others at the same function it becomes a callback, which names the
 * code for ftrace_regs_caller to go to.  A function has one.
 *
 * direct_mutex is taken before ftrace_lock and held where an owner is asked to
 * share (ipmodify.c).  Process context.
 */
#include <linux/export.h>
#include <linux/mutex.h>

#include "hook/ops.h"

/* Covers who has a direct call, and what it shares with IPMODIFY. */
DEFINE_MUTEX(direct_mutex);

/* Named in enabled_functions.  Hits may see an address that is being changed. */
static notrace void call_direct_funcs(unsigned long ip, unsigned long parent_ip,
				      struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	unsigned long addr = READ_ONCE(op->direct_call);

	if (addr)
		arch_ftrace_set_direct_caller(fregs, addr);
}

/* Is @ops registered for direct calls? */
static bool is_direct(const struct ftrace_ops *ops)
{
	const unsigned long flags = FTRACE_OPS_FL_INITIALIZED | FTRACE_OPS_FL_DIRECT |
				    FTRACE_OPS_FL_ENABLED;

	return (ops->flags & flags) == flags;
}

static bool may_register(const struct ftrace_ops *ops)
{
	return !ops->func && !ops->trampoline &&
	       (ops->flags & FTRACE_OPS_FL_INITIALIZED) &&
	       !(ops->flags & FTRACE_OPS_FL_ENABLED) &&
	       rcu_access_pointer(ops->func_hash->filter_hash);
}

/**
 * register_ftrace_direct - have functions call a piece of code on entry
 * @ops: unused but for its filter, which names the functions
 * @addr: the code; it keeps all registers and returns into the function
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL: @ops is in use or names no function; -EBUSY: one of the
 *	   functions has a direct call; or another negative errno.
 */
int register_ftrace_direct(struct ftrace_ops *ops, unsigned long addr)
{
	int ret;

	guard(mutex)(&direct_mutex);
	guard(mutex)(&ftrace_lock);
	if (!may_register(ops))
		return -EINVAL;
	ops->func = call_direct_funcs;
	ops->flags |= FTRACE_OPS_FL_DIRECT | FTRACE_OPS_FL_SAVE_REGS;
	ops->direct_call = addr;
	ret = ops_add(ops);
	if (ret) {
		ops->func = NULL;
		ops->direct_call = 0;
	}
	return ret;
}
EXPORT_SYMBOL_GPL(register_ftrace_direct);

/**
 * unregister_ftrace_direct - have functions call that code no more
 * @ops: as it was registered
 * @addr: the code, of no meaning
 * @free_filters: free the filter, too
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if @ops has no direct call, or another negative errno.
 */
int unregister_ftrace_direct(struct ftrace_ops *ops, unsigned long addr, bool free_filters)
{
	int ret;

	guard(mutex)(&direct_mutex);
	if (!is_direct(ops))
		return -EINVAL;
	scoped_guard(mutex, &ftrace_lock)
		ret = ops_remove(ops);
	if (ret)
		return ret;
	ops_remove_wait(ops);
	ops->func = NULL;
	ops->direct_call = 0;
	if (free_filters)
		ftrace_free_filter(ops);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_direct);

/**
 * modify_ftrace_direct_nolock - have functions call other code from now on
 * @ops: as it was registered
 * @addr: the code
 *
 * No hit is missed; the old code may still run afterwards.
 *
 * Context: Process context, may sleep, under direct_mutex: from ops_func().
 * Return: 0, -EINVAL if @ops has no direct call, or another negative errno.
 */
int modify_ftrace_direct_nolock(struct ftrace_ops *ops, unsigned long addr)
{
	lockdep_assert_held(&direct_mutex);
	guard(mutex)(&ftrace_lock);
	if (!is_direct(ops))
		return -EINVAL;
	WRITE_ONCE(ops->direct_call, addr);
	return ops_retarget(ops);
}
EXPORT_SYMBOL_GPL(modify_ftrace_direct_nolock);

/**
 * modify_ftrace_direct - have functions call other code from now on
 * @ops: as it was registered
 * @addr: the code
 *
 * Context: Process context, may sleep.
 * Return: as modify_ftrace_direct_nolock().
 */
int modify_ftrace_direct(struct ftrace_ops *ops, unsigned long addr)
{
	guard(mutex)(&direct_mutex);
	return modify_ftrace_direct_nolock(ops, addr);
}
EXPORT_SYMBOL_GPL(modify_ftrace_direct);

/**
 * ftrace_find_rec_direct - find the direct call of a function
 * @ip: the function's entry
 *
 * Context: Any that RCU watches.
 * Return: the code, or 0.
 */
unsigned long ftrace_find_rec_direct(unsigned long ip)
{
	struct ftrace_ops *op;

	guard(preempt_notrace)();
	for (op = rcu_dereference_raw(ftrace_ops_list); op; op = rcu_dereference_raw(op->next)) {
		if (op->flags & FTRACE_OPS_FL_DIRECT && ops_wants(op, ip))
			return READ_ONCE(op->direct_call);
	}
	return 0;
}
