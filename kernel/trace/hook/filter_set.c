// SPDX-License-Identifier: GPL-2.0
/*
 * Which functions an ops is called for, as the kernel's own users say it: by
 * address or by name.
 *
 * Each call makes a new set, from the old one or from nothing, and gives it to
 * hits as a whole.  An empty set of wanted functions means all of them.  Process
 * context; a registered ops is changed under way.
 */
#include <linux/cleanup.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/ops.h"

struct ftrace_ops global_ops = {
	.func		= ftrace_stub,
	.func_hash	= &global_ops.local_hash,
	.list		= LIST_HEAD_INIT(global_ops.list),
	.flags		= FTRACE_OPS_FL_INITIALIZED | FTRACE_OPS_FL_PID,
};

/**
 * ops_init - make the core's part of an ops valid
 * @op: the ops
 *
 * Context: Any; @op has one owner.
 */
void ops_init(struct ftrace_ops *op)
{
	if (op->flags & FTRACE_OPS_FL_INITIALIZED)
		return;
	op->func_hash = &op->local_hash;
	INIT_LIST_HEAD(&op->list);
	op->flags |= FTRACE_OPS_FL_INITIALIZED;
}

/**
 * ops_filter_replace - give an ops another set of functions
 * @op: the ops
 * @except: the set is of those it is not called for
 * @hash: the set, which is taken over
 *
 * Context: Process context, under ftrace_lock.
 * Return: 0 or a negative errno.
 */
int ops_filter_replace(struct ftrace_ops *op, bool except, struct ftrace_hash *hash)
{
	struct ops_filter new = ops_filter_of(op->func_hash);
	bool is_empty = !hash->count && !hash->of_modules;
	int ret;

	if (except)
		new.except = is_empty ? NULL : hash;
	else
		new.filter = is_empty ? NULL : hash;
	ret = ops_filter_publish(op->func_hash, &new);
	if (ret || is_empty)
		ftrace_hash_free(hash);
	return ret;
}

/* What an edit of the ops's set begins with. */
static struct ftrace_hash *hash_to_edit(struct ftrace_ops *op, bool except, bool reset)
{
	struct ops_filter old = ops_filter_of(op->func_hash);

	if (reset)
		return ftrace_hash_alloc(0);
	return ftrace_hash_copy(except ? old.except : old.filter);
}

/**
 * ftrace_set_filter_ips - name functions to be called for by address
 * @ops: the ops
 * @ips: the functions
 * @cnt: how many
 * @remove: they are to be named no more
 * @reset: only they are to be named
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL: one cannot be hooked; -ENOENT: one to be removed is not
 *	   named; or another negative errno.  Nothing has changed then.
 */
int ftrace_set_filter_ips(struct ftrace_ops *ops, unsigned long *ips, unsigned int cnt,
			  int remove, int reset)
{
	struct ftrace_hash *hash __free(ftrace_hash) = NULL;
	unsigned int i;
	int ret;

	ops_init(ops);
	guard(mutex)(&ftrace_lock);
	if (ftrace_disabled)
		return -ENODEV;
	hash = hash_to_edit(ops, false, reset);
	if (!hash)
		return -ENOMEM;
	for (i = 0; i < cnt; i++) {
		unsigned long ip = ftrace_location(ips[i]);

		if (!ip)
			return -EINVAL;
		if (!remove)
			ret = ftrace_hash_add(&hash, ip);
		else
			ret = ftrace_hash_remove(hash, ip) ? 0 : -ENOENT;
		if (ret)
			return ret;
	}
	return ops_filter_replace(ops, false, no_free_ptr(hash));
}
EXPORT_SYMBOL_GPL(ftrace_set_filter_ips);

/**
 * ftrace_set_filter_ip - name a function to be called for by address
 * @ops: the ops
 * @ip: the function
 * @remove: it is to be named no more
 * @reset: only it is to be named
 *
 * Context: Process context, may sleep.
 * Return: as ftrace_set_filter_ips().
 */
int ftrace_set_filter_ip(struct ftrace_ops *ops, unsigned long ip, int remove, int reset)
{
	return ftrace_set_filter_ips(ops, &ip, 1, remove, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_filter_ip);

static int add_ip(unsigned long ip, void *data)
{
	return ftrace_hash_add(data, ip);
}

static int remove_ip(unsigned long ip, void *data)
{
	struct ftrace_hash **hash = data;

	ftrace_hash_remove(*hash, ip);
	return 0;
}

/**
 * ftrace_hash_edit - take what a word means into a set or, with !, out of it
 * @hash: the set, which no hit can see; it may be exchanged
 * @func: a name, glob or number, perhaps behind a !
 * @module: only functions of this module, or with ! only others; NULL: any
 *
 * Context: Process context, under ftrace_lock, may sleep.
 * Return: how many functions the word means, or a negative errno.
 */
int ftrace_hash_edit(struct ftrace_hash **hash, const char *func, const char *module)
{
	bool negated = *func == '!';
	struct match_words words = { .func = func + negated, .module = module };

	return ftrace_match(&words, negated ? remove_ip : add_ip, hash);
}

static int ops_set_by_name(struct ftrace_ops *op, bool except, const char *word, int reset)
{
	struct ftrace_hash *hash __free(ftrace_hash) = NULL;
	int ret;

	guard(mutex)(&ftrace_lock);
	if (ftrace_disabled)
		return -ENODEV;
	hash = hash_to_edit(op, except, reset);
	if (!hash)
		return -ENOMEM;
	if (word) {
		ret = ftrace_hash_edit(&hash, word, NULL);
		if (ret <= 0)
			return ret ?: -EINVAL;
	}
	return ops_filter_replace(op, except, no_free_ptr(hash));
}

static int ops_set_by_text(struct ftrace_ops *op, bool except, const unsigned char *buf,
			   int len, int reset)
{
	char *word __free(kfree) = NULL;

	ops_init(op);
	if (buf) {
		word = kmemdup_nul(buf, len, GFP_KERNEL);
		if (!word)
			return -ENOMEM;
	}
	return ops_set_by_name(op, except, word, reset);
}

/**
 * ftrace_set_filter - name functions to be called for
 * @ops: the ops
 * @buf: a name or glob, with a ! in front to name them no more; NULL: none
 * @len: the length of @buf
 * @reset: only they are to be named; none means all functions
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such function, or another negative errno.
 */
int ftrace_set_filter(struct ftrace_ops *ops, unsigned char *buf, int len, int reset)
{
	return ops_set_by_text(ops, false, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_filter);

/**
 * ftrace_set_notrace - name functions not to be called for
 * @ops: the ops
 * @buf: a name or glob, with a ! in front to name them no more; NULL: none
 * @len: the length of @buf
 * @reset: only they are to be named
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such function, or another negative errno.
 */
int ftrace_set_notrace(struct ftrace_ops *ops, unsigned char *buf, int len, int reset)
{
	return ops_set_by_text(ops, true, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_notrace);

/**
 * ftrace_set_global_filter - name functions that the top instance's tracers follow
 * @buf: as for ftrace_set_filter()
 * @len: the length of @buf
 * @reset: only they are to be named
 *
 * Context: Process context, may sleep.
 */
void ftrace_set_global_filter(unsigned char *buf, int len, int reset)
{
	ops_set_by_text(&global_ops, false, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_global_filter);

/**
 * ftrace_set_global_notrace - name functions that the top instance's tracers leave out
 * @buf: as for ftrace_set_notrace()
 * @len: the length of @buf
 * @reset: only they are to be named
 *
 * Context: Process context, may sleep.
 */
void ftrace_set_global_notrace(unsigned char *buf, int len, int reset)
{
	ops_set_by_text(&global_ops, true, buf, len, reset);
}
EXPORT_SYMBOL_GPL(ftrace_set_global_notrace);

/**
 * ftrace_ops_set_global_filter - have the filter of the top instance's tracers
 * @ops: an ops that was not used yet
 *
 * Context: Any.
 */
void ftrace_ops_set_global_filter(struct ftrace_ops *ops)
{
	if (ops->flags & FTRACE_OPS_FL_INITIALIZED)
		return;
	ops_init(ops);
	ops->func_hash = &global_ops.local_hash;
}
EXPORT_SYMBOL_GPL(ftrace_ops_set_global_filter);

/**
 * ftrace_free_filter - free what an ops's filter takes
 * @ops: the ops, which is not registered
 *
 * Context: Process context, may sleep.
 */
void ftrace_free_filter(struct ftrace_ops *ops)
{
	const struct ops_filter all = {};

	ops_init(ops);
	guard(mutex)(&ftrace_lock);
	if (WARN_ON(ops->flags & FTRACE_OPS_FL_ENABLED))
		return;
	ops_filter_publish(&ops->local_hash, &all);
	filter_pending_clear(ops, false);
	filter_pending_clear(ops, true);
	list_del_init(&ops->list);
}
EXPORT_SYMBOL_GPL(ftrace_free_filter);
