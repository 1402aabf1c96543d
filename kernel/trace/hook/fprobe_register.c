// SPDX-License-Identifier: GPL-2.0
/*
 * fprobes come and go: their filters are those of ordinary ftrace_ops, and while
 * there is one that wants to know of returns, they are a user of fgraph.
 *
 * Process context.
 */
#include <kunit/visibility.h>
#include <linux/export.h>
#include <linux/fprobe.h>
#include <linux/kallsyms.h>
#include <linux/mutex.h>
#include <linux/rcupdate_wait.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/fprobe.h"

/* Covers fprobe_ids, what is registered, and the rest here. */
static DEFINE_MUTEX(fprobe_lock);

/* fprobes with an exit_handler */
static unsigned int fprobe_followers;

static u32 fprobe_new_id(void)
{
	static u32 last;

	lockdep_assert_held(&fprobe_lock);
	do {
		last++;
	} while (!last || fprobe_find(last));
	return last;
}

static int fprobe_follow_begin(struct fprobe *fp)
{
	int ret;

	lockdep_assert_held(&fprobe_lock);
	if (!fprobe_followers) {
		ret = fgraph_attach(&fprobe_fgraph, fprobe_return);
		if (ret)
			return ret;
	}
	fprobe_followers++;
	hlist_add_head_rcu(&fp->node, fprobe_bucket(fp->id));
	return 0;
}

/* Frames that have the id find nobody any more. */
static void fprobe_follow_end(struct fprobe *fp)
{
	lockdep_assert_held(&fprobe_lock);
	hlist_del_rcu(&fp->node);
	/* Returns are told with preemption off, also where RCU does not watch. */
	synchronize_rcu_tasks_rude();
	if (!--fprobe_followers)
		fgraph_detach(&fprobe_fgraph);
}

/* The filter is set: have the hits. */
static int fprobe_start(struct fprobe *fp)
{
	int ret;

	fp->nmissed = 0;
	fp->id = fprobe_new_id();
	if (fp->exit_handler) {
		ret = fprobe_follow_begin(fp);
		if (ret)
			return ret;
	}
	ret = register_ftrace_function(&fp->ops);
	if (ret && fp->exit_handler)
		fprobe_follow_end(fp);
	return ret;
}

/**
 * fprobe_is_registered - can an fprobe be hit
 * @fp: the fprobe
 *
 * Context: any.
 * Return: true if it was registered and not unregistered.
 */
bool fprobe_is_registered(struct fprobe *fp)
{
	return fp && fp->id && fp->ops.func == fprobe_hit;
}
EXPORT_SYMBOL_IF_KUNIT(fprobe_is_registered);

/* Which functions: by a glob, without those of another one, or by address */
struct fprobe_places {
	const char	*filter;
	const char	*notfilter;
	unsigned long	*ips;
	int		num;
};

static int fprobe_set_places(struct fprobe *fp, const struct fprobe_places *places)
{
	unsigned char *name = (unsigned char *)places->filter;
	int ret;

	if (!name)
		return ftrace_set_filter_ips(&fp->ops, places->ips, places->num, 0, 0);
	ret = ftrace_set_filter(&fp->ops, name, strlen(name), 0);
	name = (unsigned char *)places->notfilter;
	if (ret || !name)
		return ret;
	return ftrace_set_notrace(&fp->ops, name, strlen(name), 0);
}

static int fprobe_register(struct fprobe *fp, const struct fprobe_places *places)
{
	int ret;

	if (!fp || !(places->filter || (places->ips && places->num > 0)))
		return -EINVAL;
	guard(mutex)(&fprobe_lock);
	if (fprobe_is_registered(fp))
		return -EBUSY;
	if (fp->entry_data_size > FGRAPH_DATA_MAX * sizeof(long))
		return -E2BIG;
	fp->ops.func = fprobe_hit;
	/* As unregistering waits for hits then, whatever memory it is. */
	fp->ops.flags |= FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_DYNAMIC;
	ret = fprobe_set_places(fp, places);
	if (!ret)
		ret = fprobe_start(fp);
	if (ret) {
		fp->id = 0;
		ftrace_free_filter(&fp->ops);
	}
	return ret;
}

/**
 * register_fprobe - have the functions reported that a name or a glob means
 * @fp: the fprobe, with its handlers
 * @filter: which functions
 * @notfilter: which of them not, or NULL
 *
 * Context: may sleep.
 * Return: 0 or a negative errno; -EINVAL if @filter means no function.
 */
int register_fprobe(struct fprobe *fp, const char *filter, const char *notfilter)
{
	struct fprobe_places places = { .filter = filter, .notfilter = notfilter };

	return fprobe_register(fp, &places);
}
EXPORT_SYMBOL_GPL(register_fprobe);

/**
 * register_fprobe_ips - have functions reported by their addresses
 * @fp: the fprobe, with its handlers
 * @addrs: of the functions
 * @num: how many
 *
 * Context: may sleep.
 * Return: 0 or a negative errno.
 */
int register_fprobe_ips(struct fprobe *fp, unsigned long *addrs, int num)
{
	struct fprobe_places places = { .ips = addrs, .num = num };

	return fprobe_register(fp, &places);
}
EXPORT_SYMBOL_GPL(register_fprobe_ips);

/**
 * register_fprobe_syms - have functions reported by their names
 * @fp: the fprobe, with its handlers
 * @syms: the names
 * @num: how many
 *
 * Context: may sleep.
 * Return: 0 or a negative errno; -ENOENT if one of them is no function that can
 *	   be hooked.
 */
int register_fprobe_syms(struct fprobe *fp, const char **syms, int num)
{
	unsigned long *addrs __free(kfree) = NULL;
	int i;

	if (!fp || !syms || num <= 0)
		return -EINVAL;
	addrs = kcalloc(num, sizeof(*addrs), GFP_KERNEL);
	if (!addrs)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		addrs[i] = ftrace_location(kallsyms_lookup_name(syms[i]));
		if (!addrs[i])
			return -ENOENT;
	}
	return register_fprobe_ips(fp, addrs, num);
}
EXPORT_SYMBOL_GPL(register_fprobe_syms);

/**
 * unregister_fprobe - end what one of the above began
 * @fp: the fprobe
 *
 * None of its handlers runs any more afterwards.
 * Context: may sleep.
 * Return: 0 or a negative errno; -EINVAL if it is not registered.
 */
int unregister_fprobe(struct fprobe *fp)
{
	int ret;

	guard(mutex)(&fprobe_lock);
	if (!fprobe_is_registered(fp))
		return -EINVAL;
	ret = unregister_ftrace_function(&fp->ops);
	if (ret < 0)
		return ret;
	if (fp->exit_handler)
		fprobe_follow_end(fp);
	fp->id = 0;
	ftrace_free_filter(&fp->ops);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_fprobe);
