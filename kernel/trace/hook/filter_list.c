// SPDX-License-Identifier: GPL-2.0
/*
 * What reading set_ftrace_filter or set_ftrace_notrace shows: a filter's functions
 * in the order of available_filter_functions, then the words that wait for
 * modules.
 *
 * Process context.  A list is of one moment and has one owner.
 */
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/ops.h"

struct ftrace_filter_list {
	const char	*no_set;	/* what stands there for one, or NULL */
	unsigned int	nr_ips;
	unsigned long	*ips;
	unsigned int	nr_words;
	char		**words;
};

/**
 * ftrace_filter_list_free - free a list
 * @list: the list, or NULL
 *
 * Context: Process context.
 */
void ftrace_filter_list_free(struct ftrace_filter_list *list)
{
	if (!list)
		return;
	while (list->nr_words)
		kfree(list->words[--list->nr_words]);
	kfree(list->words);
	kvfree(list->ips);
	kfree(list);
}

DEFINE_FREE(filter_list, struct ftrace_filter_list *, ftrace_filter_list_free(_T))

static int list_words(struct ftrace_filter_list *list, const struct ftrace_ops *op, bool except)
{
	struct filter_pending *pending;
	unsigned int nr = 0;

	list_for_each_entry(pending, &filters_pending, list)
		nr++;
	list->words = kcalloc(nr, sizeof(*list->words), GFP_KERNEL);
	if (!list->words)
		return -ENOMEM;
	list_for_each_entry(pending, &filters_pending, list) {
		if (pending->owner != op->func_hash || pending->except != except)
			continue;
		list->words[list->nr_words] = kasprintf(GFP_KERNEL, "%s:mod:%s", pending->func,
							pending->module);
		if (!list->words[list->nr_words])
			return -ENOMEM;
		list->nr_words++;
	}
	return 0;
}

/**
 * ftrace_filter_list_make - list what a filter has
 * @ops: the ops whose filter it is
 * @except: list the functions that @ops is not called for
 *
 * Context: Process context, may sleep.
 * Return: the list, for ftrace_filter_list_free(), or NULL without memory.
 */
struct ftrace_filter_list *ftrace_filter_list_make(struct ftrace_ops *ops, bool except)
{
	struct ftrace_filter_list *list __free(filter_list) = kzalloc(sizeof(*list), GFP_KERNEL);
	struct ftrace_hash *hash;
	struct ops_filter set;

	if (!list)
		return NULL;
	ops_init(ops);
	guard(mutex)(&ftrace_lock);
	set = ops_filter_of(ops->func_hash);
	hash = except ? set.except : set.filter;
	list->nr_ips = hash ? hash->count : 0;
	list->ips = ftrace_hash_sorted(hash);
	if (!list->ips || list_words(list, ops, except))
		return NULL;
	if (!hash && except)
		list->no_set = "#### no functions disabled ####";
	else if (!hash && !list->nr_words)
		list->no_set = "#### all functions enabled ####";
	return_ptr(list);
}

/**
 * ftrace_filter_list_lines - how long is a list
 * @list: the list
 *
 * Context: Any.
 * Return: how many lines it has; none if its functions went with their module.
 */
unsigned int ftrace_filter_list_lines(const struct ftrace_filter_list *list)
{
	return !!list->no_set + list->nr_ips + list->nr_words;
}

/**
 * ftrace_filter_list_show - print a line of a list
 * @list: the list
 * @line: which, from 0
 * @m: where to
 *
 * Context: Process context.
 */
void ftrace_filter_list_show(const struct ftrace_filter_list *list, unsigned int line,
			     struct seq_file *m)
{
	unsigned int first = !!list->no_set;

	if (line < first)
		seq_printf(m, "%s\n", list->no_set);
	else if (line - first < list->nr_ips)
		seq_printf(m, "%ps\n", (void *)list->ips[line - first]);
	else
		seq_printf(m, "%s\n", list->words[line - first - list->nr_ips]);
}
