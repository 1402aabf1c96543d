// SPDX-License-Identifier: GPL-2.0
/*
 * Who may change where execution goes on after a function's entry: one ops with
 * IPMODIFY (livepatch) for a function, and beside it one direct call (BPF), if its
 * owner agrees by ops_func().
 *
 * The owner may have to exchange its code first and comes back by
 * modify_ftrace_direct_nolock().  So it is asked under direct_mutex, without
 * ftrace_lock.  Process context.
 */
#include <linux/mutex.h>

#include "hook/ops.h"

static int check_site(struct ftrace_ops *op, struct site_ref ref, bool wanted)
{
	u32 state = site_state(ref);

	if (!wanted)
		return 0;
	if (op->flags & FTRACE_OPS_FL_IPMODIFY) {
		if (state & SITE_IPMODIFY)
			return -EBUSY;
		/* ipmodify_register() has asked; later there is nobody to ask. */
		return op->flags & FTRACE_OPS_FL_ENABLED && state & SITE_DIRECT ? -EBUSY : 0;
	}
	if (state & SITE_DIRECT)
		return -EBUSY;
	if (!(state & SITE_IPMODIFY))
		return 0;
	if (!op->ops_func)
		return -EBUSY;
	return op->ops_func(op, FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF);
}

/**
 * ipmodify_check - may the filter of an ops change
 * @op: the ops
 * @old: what it has
 * @new: what it shall get
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0; -EINVAL: such an ops names its functions, and no others to be left
 *	   out once it is registered; -EBUSY: a function has
 *	   such a user already; or what the owner of a direct call said.
 */
int ipmodify_check(struct ftrace_ops *op, const struct ops_filter *old,
		   const struct ops_filter *new)
{
	lockdep_assert_held(&ftrace_lock);
	if (!(op->flags & (FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_DIRECT)))
		return 0;
	if (!new->filter)
		return -EINVAL;
	if (op->flags & FTRACE_OPS_FL_IPMODIFY && op->flags & FTRACE_OPS_FL_ENABLED &&
	    new->except != old->except)
		return -EINVAL;
	return ops_filter_diff(op, old, new, check_site);
}

static struct ftrace_ops *direct_ops_of(unsigned long ip)
{
	struct ftrace_ops *op;

	guard(mutex)(&ftrace_lock);
	for_each_ftrace_op(op) {
		if (op->flags & FTRACE_OPS_FL_DIRECT && ops_wants(op, ip))
			return op;
	}
	return NULL;
}

/*
 * Tell the direct calls of @nr functions; says of how many it went well.  If @ret
 * is NULL, mistakes do not matter.
 */
static unsigned int tell_direct(const unsigned long *ips, unsigned int nr,
				enum ftrace_ops_cmd cmd, int *ret)
{
	struct ftrace_ops *direct;
	unsigned int i;
	int answer;

	for (i = 0; i < nr; i++) {
		direct = direct_ops_of(ips[i]);
		if (!direct)
			continue;
		answer = direct->ops_func ? direct->ops_func(direct, cmd) : -EBUSY;
		if (answer && ret) {
			*ret = answer;
			break;
		}
	}
	return i;
}

/* The functions that @op is for, in a list of its own; NULL without memory. */
static unsigned long *ips_of(struct ftrace_ops *op, unsigned int *nr)
{
	struct ftrace_hash *filter;

	guard(mutex)(&ftrace_lock);
	filter = ops_filter_of(op->func_hash).filter;
	*nr = filter ? filter->count : 0;
	return ftrace_hash_sorted(filter);
}

/**
 * ipmodify_register - register an ops that changes where execution goes on
 * @op: the ops
 *
 * Context: Process context, may sleep; takes direct_mutex and ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ipmodify_register(struct ftrace_ops *op)
{
	unsigned long *ips __free(kvfree) = NULL;
	unsigned int nr, told;
	int ret = 0;

	guard(mutex)(&direct_mutex);
	ips = ips_of(op, &nr);
	if (!ips)
		return -ENOMEM;
	told = tell_direct(ips, nr, FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER, &ret);
	if (!ret) {
		guard(mutex)(&ftrace_lock);
		ret = ops_add(op);
	}
	if (ret)
		tell_direct(ips, told, FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER, NULL);
	return ret;
}

/**
 * ipmodify_unregister - unregister what ipmodify_register() registered
 * @op: the ops
 *
 * Context: Process context, may sleep; takes direct_mutex and ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ipmodify_unregister(struct ftrace_ops *op)
{
	unsigned long *ips __free(kvfree) = NULL;
	unsigned int nr;
	int ret;

	guard(mutex)(&direct_mutex);
	scoped_guard(mutex, &ftrace_lock)
		ret = ops_remove(op);
	if (ret)
		return ret;
	ops_remove_wait(op);
	/* Without memory the direct calls go on as if they shared: slower, not wrong. */
	ips = ips_of(op, &nr);
	if (ips)
		tell_direct(ips, nr, FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER, NULL);
	return 0;
}
