// SPDX-License-Identifier: GPL-2.0
/*
 * Who follows functions to their return: up to 16 users, each an ordinary ftrace_ops
 * with a filter of its own, and the switches that stop them all.
 *
 * A frame stays for as long as its call takes, which may be for ever, so an index
 * is given to somebody else while frames still have its bit.  The epoch tells: it
 * grows with each user, a frame notes it, and nobody hears of older frames.
 */
#include <kunit/visibility.h>
#include <linux/ftrace.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rcupdate_wait.h>
#include <linux/suspend.h>

#include "hook/fgraph.h"

/* Covers what follows, fgraph_users, and that one user comes or goes at a time. */
static DEFINE_MUTEX(fgraph_lock);
static unsigned int fgraph_users_nr;
static unsigned int fgraph_next_idx;

/* Covers what fgraph_epoch is made of; the newest one changes under both locks. */
static DEFINE_RAW_SPINLOCK(fgraph_epoch_lock);
static u32 fgraph_newest_epoch = 1;
static bool fgraph_suspended;

/* For good, from any context */
static bool fgraph_dead;

static void fgraph_epoch_publish(void)
{
	bool off = READ_ONCE(fgraph_dead) || fgraph_suspended;

	lockdep_assert_held(&fgraph_epoch_lock);
	WRITE_ONCE(fgraph_epoch, off ? 0 : fgraph_newest_epoch);
	/* Who stops everything meanwhile writes these in the other order, and prevails. */
	smp_mb();
	if (READ_ONCE(fgraph_dead))
		WRITE_ONCE(fgraph_epoch, 0);
}

/**
 * ftrace_graph_stop - nobody may follow a function any more
 *
 * Calls that are followed return as they should.
 * Context: any.
 */
void ftrace_graph_stop(void)
{
	WRITE_ONCE(fgraph_dead, true);
	/* Pairs with the one of fgraph_epoch_publish(). */
	smp_mb();
	WRITE_ONCE(fgraph_epoch, 0);
}

/**
 * ftrace_graph_is_dead - was ftrace_graph_stop() called
 *
 * Context: any.
 * Return: true if so.
 */
bool ftrace_graph_is_dead(void)
{
	return READ_ONCE(fgraph_dead);
}

/* While memory is copied to an image, no stack may change behind the copy. */
static int fgraph_pm_event(struct notifier_block *nb, unsigned long event, void *unused)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fgraph_epoch_lock, flags);
	if (event == PM_HIBERNATION_PREPARE)
		fgraph_suspended = true;
	else if (event == PM_POST_HIBERNATION)
		fgraph_suspended = false;
	fgraph_epoch_publish();
	raw_spin_unlock_irqrestore(&fgraph_epoch_lock, flags);
	return NOTIFY_DONE;
}

static struct notifier_block fgraph_pm_notifier = {
	.notifier_call = fgraph_pm_event,
};

static int fgraph_free_idx(void)
{
	unsigned int i, idx;

	/* One after the other, so that an index rests. */
	for (i = 0; i < FGRAPH_USERS_MAX; i++) {
		idx = (fgraph_next_idx + i) % FGRAPH_USERS_MAX;
		if (!fgraph_users[idx].gops) {
			fgraph_next_idx = idx + 1;
			return idx;
		}
	}
	return -ENOSPC;
}

static void fgraph_no_return(struct fgraph_frame *frame, struct fgraph_ops *gops,
			     struct fgraph_ret_regs *regs)
{
}

static void fgraph_new_epoch(void)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&fgraph_epoch_lock, flags);
	if (!++fgraph_newest_epoch)
		fgraph_newest_epoch = 1;
	fgraph_epoch_publish();
	raw_spin_unlock_irqrestore(&fgraph_epoch_lock, flags);
}

static void fgraph_user_add(struct fgraph_ops *gops, int idx, fgraph_return_t returned)
{
	struct fgraph_user *user = &fgraph_users[idx];

	lockdep_assert_held(&fgraph_lock);
	fgraph_tasks_clear_var(idx);
	gops->idx = idx;
	user->gops = gops;
	user->returned = returned;
	fgraph_new_epoch();
	/* Who is told of a frame sees all of the above: fgraph_tell_return(). */
	smp_store_release(&user->since, fgraph_newest_epoch);
}

static void fgraph_user_remove(struct fgraph_ops *gops)
{
	struct fgraph_user *user = &fgraph_users[gops->idx];

	lockdep_assert_held(&fgraph_lock);
	/* No frame is as young, and none will be for a billion users. */
	WRITE_ONCE(user->since, fgraph_newest_epoch + BIT(30));
	/* Returns are told with preemption off, also where RCU does not watch. */
	synchronize_rcu_tasks_rude();
	user->returned = fgraph_no_return;
	user->gops = NULL;
}

static int fgraph_first_user(void)
{
	static bool pm_watched;
	int ret;

	lockdep_assert_held(&fgraph_lock);
	if (!pm_watched) {
		ret = register_pm_notifier(&fgraph_pm_notifier);
		if (ret)
			return ret;
		pm_watched = true;
	}
	return fgraph_tasks_begin();
}

static int fgraph_attach_locked(struct fgraph_ops *gops, fgraph_return_t returned)
{
	int idx, ret;

	lockdep_assert_held(&fgraph_lock);
	if (ftrace_graph_is_dead())
		return -ENODEV;
	idx = fgraph_free_idx();
	if (idx < 0)
		return idx;
	if (!fgraph_users_nr) {
		ret = fgraph_first_user();
		if (ret)
			return ret;
	}
	fgraph_users_nr++;
	fgraph_user_add(gops, idx, returned);
	return 0;
}

static void fgraph_detach_locked(struct fgraph_ops *gops)
{
	lockdep_assert_held(&fgraph_lock);
	fgraph_user_remove(gops);
	if (!--fgraph_users_nr)
		fgraph_tasks_end();
}

/**
 * fgraph_attach - be a user whose entries come by ftrace_ops of its own
 * @gops: the user; its ops is not used
 * @returned: called on returns
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, as register_ftrace_graph().
 */
int fgraph_attach(struct fgraph_ops *gops, fgraph_return_t returned)
{
	guard(mutex)(&fgraph_lock);
	return fgraph_attach_locked(gops, returned);
}

/**
 * fgraph_detach - end what fgraph_attach() began
 * @gops: the user
 *
 * Context: may sleep; no entry is hit any more.
 */
void fgraph_detach(struct fgraph_ops *gops)
{
	guard(mutex)(&fgraph_lock);
	fgraph_detach_locked(gops);
}

/**
 * fgraph_register - have functions followed to their return by functions of one's own
 * @gops: the user, its ops.func set
 * @returned: called on returns
 *
 * Context: may sleep.
 * Return: 0 or a negative errno, as register_ftrace_graph().
 */
int fgraph_register(struct fgraph_ops *gops, fgraph_return_t returned)
{
	int ret;

	guard(mutex)(&fgraph_lock);
	ret = fgraph_attach_locked(gops, returned);
	if (ret)
		return ret;
	ret = register_ftrace_function(&gops->ops);
	if (ret)
		fgraph_detach_locked(gops);
	return ret;
}

/**
 * register_ftrace_graph - have functions followed to their return
 * @gops: the user, with at least an entryfunc or a function of its own in its ops
 *
 * Context: may sleep.
 * Return: 0, -ENOSPC if there are as many users as there can be, or another
 *	   negative errno.
 */
int register_ftrace_graph(struct fgraph_ops *gops)
{
	if (!gops->ops.func)
		gops->ops.func = ftrace_graph_func;
	return fgraph_register(gops, gops->retfunc ? fgraph_tell_retfunc : fgraph_no_return);
}
EXPORT_SYMBOL_IF_KUNIT(register_ftrace_graph);

/**
 * unregister_ftrace_graph - end what register_ftrace_graph() began
 * @gops: the user
 *
 * No function of @gops is called any more afterwards, also for calls that it was
 * told of and that have not returned.
 * Context: may sleep.
 */
void unregister_ftrace_graph(struct fgraph_ops *gops)
{
	guard(mutex)(&fgraph_lock);
	if (fgraph_users[gops->idx].gops != gops)
		return;
	unregister_ftrace_function(&gops->ops);
	fgraph_detach_locked(gops);
}
EXPORT_SYMBOL_IF_KUNIT(unregister_ftrace_graph);
