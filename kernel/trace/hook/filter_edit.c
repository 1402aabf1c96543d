// SPDX-License-Identifier: GPL-2.0
/*
 * set_ftrace_filter and set_ftrace_notrace: a filter is edited a word at a time
 * and takes effect at the end.
 *
 * An edit has a copy of the set.  Two edits at once know nothing of each other;
 * the last to end wins.  Process context.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/ops.h"

struct ftrace_filter_edit {
	struct ftrace_ops	*op;
	bool			except;
	bool			changed;
	struct ftrace_hash	*hash;
};

/* Filters that users edit, also of ops that are not registered; under ftrace_lock. */
static LIST_HEAD(edited_ops);

/**
 * ftrace_filter_begin - begin to edit a filter
 * @ops: the ops whose it is
 * @except: the set of functions that it is not called for
 * @empty: begin with no function
 *
 * Context: Process context, may sleep.
 * Return: the edit, for ftrace_filter_commit(), or NULL without memory.
 */
struct ftrace_filter_edit *ftrace_filter_begin(struct ftrace_ops *ops, bool except, bool empty)
{
	struct ftrace_filter_edit *edit __free(kfree) = kzalloc(sizeof(*edit), GFP_KERNEL);
	struct ops_filter old;

	if (!edit)
		return NULL;
	ops_init(ops);
	edit->op = ops;
	edit->except = except;
	edit->changed = empty;
	guard(mutex)(&ftrace_lock);
	old = ops_filter_of(ops->func_hash);
	if (empty)
		edit->hash = ftrace_hash_alloc(0);
	else
		edit->hash = ftrace_hash_copy(except ? old.except : old.filter);
	if (!edit->hash)
		return NULL;
	if (empty)
		filter_pending_clear(ops, except);
	if (list_empty(&ops->list))
		list_add(&ops->list, &edited_ops);
	return_ptr(edit);
}

/* A word for modules that means no function now. */
static int edit_pending(struct ftrace_filter_edit *edit, const char *func, const char *module)
{
	struct site_group *group;
	int ret;

	if (!module)
		return -ENOMEM;
	list_for_each_entry(group, &site_groups, list) {
		if (group->mod && !strcmp(group->mod->name, module))
			return -EINVAL;
	}
	if (*func == '!')
		ret = filter_pending_remove(edit->op, edit->except, func + 1, module);
	else
		ret = filter_pending_add(edit->op, edit->except, func, module);
	if (ret)
		return ret;
	/* A set that waits for modules is not one of all functions. */
	if (!edit->except)
		edit->hash->of_modules = filter_pending_any(edit->op, false);
	edit->changed = true;
	return 0;
}

/**
 * ftrace_filter_edit_text - take a word into a filter that is edited
 * @edit: the edit
 * @word: FUNC or FUNC:mod:MODULE, where FUNC is a name, a glob or a number, with
 *	  a ! in front to take functions out; it is written to
 *
 * Functions of a module that is not loaded are waited for.
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if no function is meant, or another negative errno.
 */
int ftrace_filter_edit_text(struct ftrace_filter_edit *edit, char *word)
{
	char *func = strsep(&word, ":");
	char *command = strsep(&word, ":");
	int ret;

	if (command && strcmp(command, "mod"))
		return -EINVAL;
	guard(mutex)(&ftrace_lock);
	if (ftrace_disabled)
		return -ENODEV;
	ret = ftrace_hash_edit(&edit->hash, func, word);
	if (ret > 0) {
		edit->changed = true;
		return 0;
	}
	if (ret < 0)
		return ret;
	return command ? edit_pending(edit, func, word) : -EINVAL;
}

/**
 * ftrace_filter_commit - end an edit: the filter is what it says
 * @edit: the edit, which is gone afterwards
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int ftrace_filter_commit(struct ftrace_filter_edit *edit)
{
	struct ftrace_filter_edit *done __free(kfree) = edit;

	guard(mutex)(&ftrace_lock);
	if (!done->changed || ftrace_disabled) {
		ftrace_hash_free(done->hash);
		return ftrace_disabled ? -ENODEV : 0;
	}
	return ops_filter_replace(done->op, done->except, done->hash);
}

static void drop_range(const struct ftrace_ops *op, unsigned long start, unsigned long end)
{
	struct ops_filter set = ops_filter_of(op->func_hash);

	ftrace_hash_drop_range(set.filter, start, end);
	ftrace_hash_drop_range(set.except, start, end);
}

/**
 * ops_sites_going - text goes, so no filter may name it
 * @group: the sites in it
 *
 * Context: Process context, under ftrace_lock.
 */
void ops_sites_going(struct site_group *group)
{
	unsigned long start = group->base;
	unsigned long end = site_ip((struct site_ref){ group, group->count - 1 }) + 1;
	struct ftrace_ops *op;

	lockdep_assert_held(&ftrace_lock);
	for_each_ftrace_op(op)
		drop_range(op, start, end);
	drop_range(&global_ops, start, end);
	list_for_each_entry(op, &edited_ops, list)
		drop_range(op, start, end);
}
