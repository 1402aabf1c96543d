// SPDX-License-Identifier: GPL-2.0
/*
 * The users of function hooks: the list of ops, how hits get to them, how they
 * come and go.
 *
 * A site with one user calls that one's trampoline, which calls the user's
 * function.  A site with several calls a trampoline of all, which ends in
 * arch_ftrace_ops_list_func() here: it asks each ops's filter.  Hits read the list
 * with preemption off; it changes under ftrace_lock.
 *
 * An ops is in the list before a site calls it and until none does any more.
 */
#include <linux/export.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/trace_recursion.h>

#include <asm/sections.h>

#include "hook/ops.h"

/* Not yet for kexec and suspend to set to 0 for a while: text is not changed then. */
int ftrace_enabled __read_mostly = 1;

struct ftrace_ops __rcu *ftrace_ops_list __read_mostly;

DEFINE_PER_CPU(u32, trace_nest_callback);
EXPORT_PER_CPU_SYMBOL_GPL(trace_nest_callback);
DEFINE_PER_CPU(u32, trace_nest_list);

/**
 * trace_nest_extra - decide on a hit that looks like recursion
 * @nest: the word of trace_nest_enter()
 * @context: the hit's context there
 *
 * Context: any, preemption off.
 * Return: as trace_nest_enter().
 */
notrace int trace_nest_extra(u32 __percpu *nest, u32 context)
{
	u32 before = raw_cpu_read(*nest);

	if (context > (before & ~TRACE_NEST_EXTRA))
		raw_cpu_write(*nest, (context << TRACE_NEST_SHIFT) | TRACE_NEST_EXTRA);
	else if (!(before & TRACE_NEST_EXTRA))
		raw_cpu_write(*nest, before | TRACE_NEST_EXTRA);
	else
		return -1;
	barrier();
	return before;
}
EXPORT_SYMBOL_GPL(trace_nest_extra);

/**
 * ftrace_stub - a callback that does nothing
 * @ip: the function that was entered
 * @parent_ip: its caller
 * @op: the ops
 * @fregs: the registers
 *
 * Context: any.
 */
notrace void ftrace_stub(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
}
EXPORT_SYMBOL_GPL(ftrace_stub);

/**
 * arch_ftrace_ops_list_func - call every ops that wants a hit
 * @ip: the function that was entered
 * @parent_ip: its caller
 * @op: of no meaning
 * @fregs: the registers
 *
 * What ftrace_caller and ftrace_regs_caller call.  The linker script knows the name.
 *
 * Context: any.
 */
notrace void arch_ftrace_ops_list_func(unsigned long ip, unsigned long parent_ip,
				       struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	int bit;

	preempt_disable_notrace();
	bit = trace_nest_enter(&trace_nest_list);
	if (unlikely(bit < 0))
		goto out;
	for (op = rcu_dereference_raw(ftrace_ops_list); op; op = rcu_dereference_raw(op->next)) {
		if (!ops_wants(op, ip))
			continue;
		if (likely(!(op->flags & FTRACE_OPS_FL_RCU)) || rcu_is_watching())
			op->func(ip, parent_ip, op, fregs);
	}
	trace_nest_leave(&trace_nest_list, bit);
out:
	preempt_enable_notrace();
}

NOKPROBE_SYMBOL(arch_ftrace_ops_list_func);

/*
 * What the trampoline of an ops calls that must not recurse, or needs RCU.  Named
 * in enabled_functions.
 */
static notrace void ftrace_ops_assist_func(unsigned long ip, unsigned long parent_ip,
					   struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	int bit;

	preempt_disable_notrace();
	bit = trace_nest_enter(&trace_nest_list);
	if (unlikely(bit < 0))
		goto out;
	if (!(op->flags & FTRACE_OPS_FL_RCU) || rcu_is_watching())
		op->func(ip, parent_ip, op, fregs);
	trace_nest_leave(&trace_nest_list, bit);
out:
	preempt_enable_notrace();
}

NOKPROBE_SYMBOL(ftrace_ops_assist_func);

/**
 * ops_callee - what the trampoline of an ops calls
 * @op: the ops
 *
 * Context: Any.
 * Return: the function.
 */
ftrace_func_t ops_callee(const struct ftrace_ops *op)
{
	if (op->flags & (FTRACE_OPS_FL_RECURSION | FTRACE_OPS_FL_RCU))
		return ftrace_ops_assist_func;
	return op->func;
}

/**
 * ops_any_registered - is there an ops at all
 *
 * Context: Under ftrace_lock.
 * Return: true if so.
 */
bool ops_any_registered(void)
{
	lockdep_assert_held(&ftrace_lock);
	return rcu_access_pointer(ftrace_ops_list);
}

static void ops_list_add(struct ftrace_ops *op)
{
	rcu_assign_pointer(op->next, ops_deref(ftrace_ops_list));
	rcu_assign_pointer(ftrace_ops_list, op);
}

/* op->next stays, for hits that are at it. */
static void ops_list_remove(struct ftrace_ops *op)
{
	struct ftrace_ops __rcu **at = &ftrace_ops_list;

	while (ops_deref(*at) != op)
		at = &ops_deref(*at)->next;
	rcu_assign_pointer(*at, ops_deref(op->next));
	ops_only_user_forget();
}

/* Errors are those that users know. */
static int ops_may_add(struct ftrace_ops *op)
{
	if (ftrace_disabled)
		return -ENODEV;
	if (!op->func || op->flags & FTRACE_OPS_FL_DELETED)
		return -EINVAL;
	if (op->flags & (FTRACE_OPS_FL_ENABLED | FTRACE_OPS_FL_REMOVING))
		return -EBUSY;
	if (!ftrace_enabled && op->flags & FTRACE_OPS_FL_PERMANENT)
		return -EBUSY;
	return 0;
}

/* The sites that call @op change to @new from @old; the text follows. */
static int ops_sites_change(struct ftrace_ops *op, const struct ops_filter *old,
			    const struct ops_filter *new)
{
	ops_filter_diff(op, old, new, ops_site_count);
	return ftrace_arm();
}

/* Until no hit is in a function or a trampoline that it cannot get to any more. */
static void wait_for_hits(void)
{
	/* CPUs on which RCU does not watch, then tasks preempted in a trampoline. */
	synchronize_rcu_tasks_rude();
	synchronize_rcu_tasks();
}

/*
 * Give @op code of its own, unless it has a direct call.  Without memory the
 * trampoline of all serves it.
 */
static void ops_make_trampoline(struct ftrace_ops *op)
{
	if (op->flags & FTRACE_OPS_FL_DIRECT)
		return;
	if (ftrace_trampoline_make(op, ops_callee(op)) == -EBUSY) {
		/* A static ops has kept one that saves other registers. */
		wait_for_hits();
		ftrace_trampoline_free(op);
		ftrace_trampoline_make(op, ops_callee(op));
	}
	if (op->trampoline)
		op->flags |= FTRACE_OPS_FL_ALLOC_TRAMP;
}

/**
 * ops_add - make hits arrive at an ops
 * @op: the ops, with its function and filter
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ops_add(struct ftrace_ops *op)
{
	struct ops_filter filter;
	int ret;

	lockdep_assert_held(&ftrace_lock);
	ret = ops_may_add(op);
	if (ret)
		return ret;
	if (op->flags & FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED)
		op->flags |= FTRACE_OPS_FL_SAVE_REGS;
	if (!is_kernel_core_data((unsigned long)op))
		op->flags |= FTRACE_OPS_FL_DYNAMIC;

	filter = ops_filter_of(op->func_hash);
	ret = ipmodify_check(op, &ops_filter_none, &filter);
	if (ret)
		return ret;
	ops_make_trampoline(op);
	ops_list_add(op);
	op->flags |= FTRACE_OPS_FL_ENABLED;
	ret = ops_sites_change(op, &ops_filter_none, &filter);
	if (!ret)
		return 0;
	/* No site got to its trampoline, but hits of several users may be at it. */
	ops_remove(op);
	wait_for_hits();
	ftrace_trampoline_free(op);
	return ret;
}

/**
 * ops_remove - have no site call an ops any more
 * @op: the ops
 *
 * Hits may still be in its function; ops_remove_wait() is for that.
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ops_remove(struct ftrace_ops *op)
{
	struct ops_filter filter;
	int ret;

	lockdep_assert_held(&ftrace_lock);
	if (!(op->flags & FTRACE_OPS_FL_ENABLED))
		return -EBUSY;
	filter = ops_filter_of(op->func_hash);
	ops_list_remove(op);
	ret = ops_sites_change(op, &filter, &ops_filter_none);
	op->flags &= ~FTRACE_OPS_FL_ENABLED;
	if (!ret && op->flags & FTRACE_OPS_FL_DYNAMIC)
		op->flags |= FTRACE_OPS_FL_REMOVING;
	return ret;
}

/**
 * ops_remove_wait - wait until no hit is in an ops's function or trampoline
 * @op: the ops, which ops_remove() has taken out
 *
 * Static ops stay what they are and keep their trampolines for the next time.
 *
 * Context: Process context, may sleep long; without ftrace_lock.
 */
void ops_remove_wait(struct ftrace_ops *op)
{
	if (!(op->flags & FTRACE_OPS_FL_REMOVING))
		return;
	wait_for_hits();
	guard(mutex)(&ftrace_lock);
	if (!(op->flags & FTRACE_OPS_FL_DIRECT))
		ftrace_trampoline_free(op);
	op->flags &= ~FTRACE_OPS_FL_REMOVING;
}

/**
 * register_ftrace_function - have a function called on function entry
 * @ops: says which function, for which functions, and how
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int register_ftrace_function(struct ftrace_ops *ops)
{
	ops_init(ops);
	if (ops->flags & FTRACE_OPS_FL_IPMODIFY)
		return ipmodify_register(ops);
	guard(mutex)(&ftrace_lock);
	return ops_add(ops);
}
EXPORT_SYMBOL_GPL(register_ftrace_function);

/**
 * unregister_ftrace_function - have a function called no more
 * @ops: as it was registered
 *
 * If @ops is not the kernel's own static data, nothing of it is in use
 * afterwards.
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int unregister_ftrace_function(struct ftrace_ops *ops)
{
	int ret;

	if (ops->flags & FTRACE_OPS_FL_IPMODIFY)
		return ipmodify_unregister(ops);
	scoped_guard(mutex, &ftrace_lock)
		ret = ops_remove(ops);
	if (!ret)
		ops_remove_wait(ops);
	return ret;
}
EXPORT_SYMBOL_GPL(unregister_ftrace_function);
