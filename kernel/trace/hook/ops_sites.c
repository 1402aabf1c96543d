// SPDX-License-Identifier: GPL-2.0
/*
 * Which sites an ops is called from: the users that a site counts, and what it is
 * to call by them.
 *
 * A change of an ops is the difference of two filters, so it costs what it
 * changes: with a set of functions on both sides only these are looked at; all
 * sites only if one side is all functions.  Under ftrace_lock.
 */
#include <linux/module.h>

#include "hook/ops.h"

/* No function at all: what an ops has that is not registered. */
static struct ftrace_hash no_functions = {
	.mask	= 1,
	.slots	= { SLOT_EMPTY, SLOT_EMPTY },
};

struct ops_filter ops_filter_none = { .filter = &no_functions };

/* The users of sites that are asked about one after the other are often the same. */
static struct ftrace_ops *only_user;

/**
 * ops_only_user_forget - an ops is in the list no more
 *
 * Context: Under ftrace_lock.
 */
void ops_only_user_forget(void)
{
	lockdep_assert_held(&ftrace_lock);
	only_user = NULL;
}

/**
 * ops_only_user - find the ops of a site that has one
 * @ip: the site's address
 *
 * Context: Under ftrace_lock.
 * Return: the first that wants it.
 */
struct ftrace_ops *ops_only_user(unsigned long ip)
{
	struct ftrace_ops *op = only_user;

	lockdep_assert_held(&ftrace_lock);
	if (op && ops_wants(op, ip))
		return op;
	for_each_ftrace_op(op) {
		if (ops_wants(op, ip)) {
			only_user = op;
			return op;
		}
	}
	return NULL;
}

/**
 * ops_site_target - what a site is to call
 * @ref: the site
 *
 * Context: Under ftrace_lock.
 * Return: the address, or 0: nothing.
 */
unsigned long ops_site_target(struct site_ref ref)
{
	u32 state = site_state(ref);
	struct ftrace_ops *op;

	lockdep_assert_held(&ftrace_lock);
	if (!(state & SITE_USERS) || !ftrace_enabled)
		return 0;
	if ((state & SITE_USERS) == 1) {
		op = ops_only_user(site_ip(ref));
		if (op && op->flags & FTRACE_OPS_FL_DIRECT)
			return op->direct_call;
		if (op && op->trampoline)
			return op->trampoline;
	}
	return state & SITE_REGS ? FTRACE_REGS_ADDR : FTRACE_ADDR;
}

static u32 site_flags_of(const struct ftrace_ops *op)
{
	u32 flags = 0;

	if (op->flags & FTRACE_OPS_FL_SAVE_REGS)
		flags |= SITE_REGS;
	if (op->flags & FTRACE_OPS_FL_IPMODIFY)
		flags |= SITE_IPMODIFY | SITE_MODIFIED;
	if (op->flags & FTRACE_OPS_FL_DIRECT)
		flags |= SITE_DIRECT | SITE_MODIFIED;
	return flags;
}

/* Does another ops than @gone want all registers at @ip? */
static bool others_want_regs(const struct ftrace_ops *gone, unsigned long ip)
{
	struct ftrace_ops *op;

	for_each_ftrace_op(op) {
		if (op != gone && op->flags & FTRACE_OPS_FL_SAVE_REGS && ops_wants(op, ip))
			return true;
	}
	return false;
}

/**
 * ops_site_count - a site has one user more or less
 * @op: the user
 * @ref: the site
 * @wanted: it comes
 *
 * Context: Under ftrace_lock; ftrace_arm() is to follow.
 * Return: 0.
 */
int ops_site_count(struct ftrace_ops *op, struct site_ref ref, bool wanted)
{
	u32 *state = &site_of(ref)->state;
	u32 flags = site_flags_of(op);

	if (wanted) {
		*state = (*state + 1) | flags;
	} else {
		*state -= 1;
		flags &= ~SITE_MODIFIED;
		if (flags & SITE_REGS && *state & SITE_USERS && others_want_regs(op, site_ip(ref)))
			flags &= ~SITE_REGS;
		*state &= ~flags;
	}
	site_touch(ref);
	return 0;
}

/* Two filters, and what is done with a site that they answer differently. */
struct filter_diff {
	struct ftrace_ops	*op;
	const struct ops_filter	*old, *new;
	site_change_fn		change;
};

static int diff_site(const struct filter_diff *diff, struct site_ref ref)
{
	unsigned long ip = site_ip(ref);
	bool wanted = ops_filter_wants(diff->new, ip);

	if (wanted == ops_filter_wants(diff->old, ip))
		return 0;
	return diff->change(diff->op, ref, wanted);
}

/* The functions of @these, save those of @done, which were looked at before. */
static int diff_hash(const struct filter_diff *diff, const struct ftrace_hash *these,
		     const struct ftrace_hash *done)
{
	struct site_ref ref;
	unsigned long ip;
	int ret;
	u32 at;

	for_each_hash_ip(these, at, ip) {
		if (done && ftrace_hash_has(done, ip))
			continue;
		if (!ftrace_site_find(ip, &ref) || !ref.group->ready)
			continue;
		ret = diff_site(diff, ref);
		if (ret)
			return ret;
	}
	return 0;
}

static int diff_group(const struct filter_diff *diff, struct site_group *group)
{
	struct site_ref ref;
	int ret;

	for_each_site_in(group, ref) {
		ret = diff_site(diff, ref);
		if (ret)
			return ret;
	}
	return 0;
}

static int diff_all(const struct filter_diff *diff)
{
	struct site_group *group;
	int ret;

	list_for_each_entry(group, &site_groups, list) {
		if (!group->ready)
			continue;
		ret = diff_group(diff, group);
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * ops_filter_diff - visit the sites that two filters answer differently
 * @op: the ops whose they are
 * @old: what it has
 * @new: what it gets
 * @change: called for each of the sites, != 0 ends it
 *
 * Context: Under ftrace_lock.
 * Return: 0, or what @change said.
 */
int ops_filter_diff(struct ftrace_ops *op, const struct ops_filter *old,
		    const struct ops_filter *new, site_change_fn change)
{
	struct filter_diff diff = { op, old, new, change };
	int ret;

	lockdep_assert_held(&ftrace_lock);
	if (!old->filter != !new->filter)
		return diff_all(&diff);
	if (old->filter) {
		ret = diff_hash(&diff, new->filter, NULL);
		return ret ?: diff_hash(&diff, old->filter, new->filter);
	}
	ret = diff_hash(&diff, new->except, NULL);
	return ret ?: diff_hash(&diff, old->except, new->except);
}

static int check_users(struct ftrace_ops_hash *owner, const struct ops_filter *old,
		       const struct ops_filter *new)
{
	struct ftrace_ops *op;
	int ret;

	for_each_ftrace_op(op) {
		if (op->func_hash != owner)
			continue;
		ret = ipmodify_check(op, old, new);
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * ops_filter_publish - give the ops that share a filter another one
 * @owner: where they have it
 * @new: the filter; what of it differs from the old one is the owner's afterwards
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0 or a negative errno, with @new still the caller's.
 */
int ops_filter_publish(struct ftrace_ops_hash *owner, const struct ops_filter *new)
{
	struct ops_filter old = ops_filter_of(owner);
	struct ftrace_ops *op;
	int ret;

	ret = check_users(owner, &old, new);
	if (ret)
		return ret;
	rcu_assign_pointer(owner->filter_hash, new->filter);
	rcu_assign_pointer(owner->notrace_hash, new->except);
	for_each_ftrace_op(op) {
		if (op->func_hash == owner)
			ops_filter_diff(op, &old, new, ops_site_count);
	}
	/* If that fails, there are no more hits, and ftrace_disabled says so. */
	ftrace_arm();
	if (old.filter != new->filter)
		ftrace_hash_free_rcu(old.filter);
	if (old.except != new->except)
		ftrace_hash_free_rcu(old.except);
	return 0;
}

static int retarget_site(struct ftrace_ops *op, struct site_ref ref, bool wanted)
{
	site_touch(ref);
	return 0;
}

/**
 * ops_retarget - what the sites of an ops call for it has changed
 * @op: the ops, which is registered
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ops_retarget(struct ftrace_ops *op)
{
	struct ops_filter filter = ops_filter_of(op->func_hash);

	ops_filter_diff(op, &ops_filter_none, &filter, retarget_site);
	return ftrace_arm();
}

/**
 * ops_touch_all - what all sites call may have changed
 *
 * Context: Under ftrace_lock; ftrace_arm() is to follow.
 */
void ops_touch_all(void)
{
	struct site_group *group;
	struct site_ref ref;

	lockdep_assert_held(&ftrace_lock);
	for_each_ftrace_site(group, ref) {
		if (site_users(ref))
			site_touch(ref);
	}
}

/**
 * ops_sites_added - let users in who want a module's sites
 * @group: the sites, which have no users yet and are not ready
 *
 * Context: Under ftrace_lock; ftrace_arm() is to follow.
 */
void ops_sites_added(struct site_group *group)
{
	struct ftrace_ops *op;
	struct site_ref ref;

	lockdep_assert_held(&ftrace_lock);
	filter_pending_apply(group->mod);
	for_each_ftrace_op(op) {
		for_each_site_in(group, ref) {
			if (ops_wants(op, site_ip(ref)))
				ops_site_count(op, ref, true);
		}
	}
}
