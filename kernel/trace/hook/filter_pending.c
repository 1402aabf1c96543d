// SPDX-License-Identifier: GPL-2.0
/*
 * Words of filters that name functions of a module which is not loaded: kept as
 * they are, and applied when the module comes.
 *
 * Process context, under ftrace_lock.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/ops.h"

LIST_HEAD(filters_pending);

static void filter_pending_free(struct filter_pending *pending)
{
	list_del(&pending->list);
	kfree(pending->func);
	kfree(pending->module);
	kfree(pending);
}

/**
 * filter_pending_add - keep a word until its module comes
 * @op: the ops whose filter it is for
 * @except: for the set of functions that the ops is not called for
 * @func: which functions; "" for all
 * @module: the module's name
 *
 * Context: Under ftrace_lock, may sleep.
 * Return: 0 or -ENOMEM.
 */
int filter_pending_add(struct ftrace_ops *op, bool except, const char *func, const char *module)
{
	struct filter_pending *pending;

	lockdep_assert_held(&ftrace_lock);
	pending = kzalloc(sizeof(*pending), GFP_KERNEL);
	if (!pending)
		return -ENOMEM;
	pending->owner = op->func_hash;
	pending->except = except;
	pending->func = kstrdup(func, GFP_KERNEL);
	pending->module = kstrdup(module, GFP_KERNEL);
	list_add(&pending->list, &filters_pending);
	if (pending->func && pending->module)
		return 0;
	filter_pending_free(pending);
	return -ENOMEM;
}

static bool is_of(const struct filter_pending *pending, const struct ftrace_ops *op, bool except)
{
	return pending->owner == op->func_hash && pending->except == except;
}

/**
 * filter_pending_remove - a word is not wanted after all
 * @op: the ops whose filter it was for
 * @except: for the set of functions that the ops is not called for
 * @func: as it was given; "*" is all words for the module
 * @module: the module's name
 *
 * Context: Under ftrace_lock.
 * Return: 0, or -EINVAL if there was none.
 */
int filter_pending_remove(struct ftrace_ops *op, bool except, const char *func,
			  const char *module)
{
	bool is_any = !strcmp(func, "*");
	struct filter_pending *pending, *next;
	int ret = -EINVAL;

	lockdep_assert_held(&ftrace_lock);
	list_for_each_entry_safe(pending, next, &filters_pending, list) {
		if (!is_of(pending, op, except) || strcmp(pending->module, module))
			continue;
		if (!is_any && strcmp(pending->func, func))
			continue;
		filter_pending_free(pending);
		ret = 0;
	}
	return ret;
}

/**
 * filter_pending_any - does a filter wait for modules
 * @op: the ops whose filter it is
 * @except: of the set of functions that the ops is not called for
 *
 * Context: Under ftrace_lock.
 * Return: true if it does.
 */
bool filter_pending_any(const struct ftrace_ops *op, bool except)
{
	struct filter_pending *pending;

	lockdep_assert_held(&ftrace_lock);
	list_for_each_entry(pending, &filters_pending, list) {
		if (is_of(pending, op, except))
			return true;
	}
	return false;
}

/**
 * filter_pending_clear - forget all words for a filter
 * @op: the ops whose filter it is
 * @except: of the set of functions that the ops is not called for
 *
 * Context: Under ftrace_lock.
 */
void filter_pending_clear(struct ftrace_ops *op, bool except)
{
	struct filter_pending *pending, *next;

	lockdep_assert_held(&ftrace_lock);
	list_for_each_entry_safe(pending, next, &filters_pending, list) {
		if (is_of(pending, op, except))
			filter_pending_free(pending);
	}
}

/* The set that @pending is for, with its functions. */
static struct ftrace_hash *pending_hash(const struct filter_pending *pending)
{
	struct ops_filter old = ops_filter_of(pending->owner);
	struct ftrace_hash *hash __free(ftrace_hash) = NULL;

	hash = ftrace_hash_copy(pending->except ? old.except : old.filter);
	if (!hash || ftrace_hash_edit(&hash, pending->func, pending->module) <= 0)
		return NULL;
	return_ptr(hash);
}

static void filter_pending_use(const struct filter_pending *pending)
{
	struct ops_filter new = ops_filter_of(pending->owner);
	struct ftrace_hash *hash = pending_hash(pending);

	if (!hash)
		return;
	if (pending->except)
		new.except = hash;
	else
		new.filter = hash;
	if (ops_filter_publish(pending->owner, &new))
		ftrace_hash_free(hash);
}

/**
 * filter_pending_apply - a module has come
 * @mod: the module; its sites are known, but count no users yet
 *
 * What cannot be done is left: there is nobody to tell.
 *
 * Context: Under ftrace_lock, may sleep.
 */
void filter_pending_apply(struct module *mod)
{
	struct filter_pending *pending, *next;

	lockdep_assert_held(&ftrace_lock);
	list_for_each_entry_safe_reverse(pending, next, &filters_pending, list) {
		if (strcmp(pending->module, mod->name))
			continue;
		filter_pending_use(pending);
		filter_pending_free(pending);
	}
}
