// SPDX-License-Identifier: GPL-2.0
/*
 * From a word to the functions that it means.
 *
 * A name goes through the index of kallsyms.  A glob goes once over the kernel's
 * sites, whose names ascend as they do, so none is searched for.  A function with
 * several names has the first of them only, as in kallsyms_lookup().
 * Process context, under ftrace_lock.
 */
#include <linux/cleanup.h>
#include <linux/kallsyms.h>
#include <linux/kallsyms_ascending.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/name_match.h"
#include "hook/ops.h"

/* One word at work. */
struct match_run {
	struct name_match	func;
	struct name_match	module;
	bool			has_module;
	int			(*fn)(unsigned long ip, void *data);
	void			*data;
	int			found;
	int			error;

	char			*texts[2];	/* of func and module */
	char			name[KSYM_NAME_LEN];
};

static void match_run_free(struct match_run *run)
{
	if (!run)
		return;
	kfree(run->texts[0]);
	kfree(run->texts[1]);
	kfree(run);
}

DEFINE_FREE(match_run, struct match_run *, match_run_free(_T))

static struct match_run *match_run_alloc(const struct match_words *words)
{
	struct match_run *run __free(match_run) = kzalloc(sizeof(*run), GFP_KERNEL);

	if (!run)
		return NULL;
	run->has_module = words->module;
	/* A module's functions without further words are all it has. */
	run->texts[0] = kstrdup(run->has_module && !*words->func ? "*" : words->func, GFP_KERNEL);
	run->texts[1] = kstrdup(words->module ?: "", GFP_KERNEL);
	if (!run->texts[0] || !run->texts[1])
		return NULL;
	name_match_parse(&run->func, run->texts[0]);
	name_match_parse(&run->module, run->texts[1]);
	return_ptr(run);
}

/* Hand one function out; true ends the run. */
static bool match_found(struct match_run *run, unsigned long ip)
{
	run->error = run->fn(ip, run->data);
	run->found++;
	return run->error;
}

static bool match_wants_module(const struct match_run *run, const struct module *mod)
{
	bool is_in;

	if (!run->has_module)
		return true;
	is_in = mod && (!run->module.len || name_match_fits(&run->module, mod->name));
	return is_in != run->module.negated;
}

/* The how manieth of all, from 1. */
static void match_index(struct match_run *run)
{
	struct site_group *group;
	unsigned long nr;

	if (kstrtoul(run->func.text, 0, &nr) || !nr)
		return;
	nr--;
	list_for_each_entry(group, &site_groups, list) {
		if (nr < group->count) {
			match_found(run, site_ip((struct site_ref){ group, nr }));
			return;
		}
		nr -= group->count;
	}
}

static void match_all(struct match_run *run)
{
	struct site_group *group;
	struct site_ref ref;

	list_for_each_entry(group, &site_groups, list) {
		if (!match_wants_module(run, group->mod))
			continue;
		for_each_site_in(group, ref) {
			if (match_found(run, site_ip(ref)))
				return;
		}
	}
}

/* Is @name what kallsyms says to an address of the function? */
static bool is_first_name(struct match_run *run, unsigned long ip, const char *name)
{
	return !lookup_symbol_name(ip, run->name) && !strcmp(run->name, name);
}

static int match_kernel_name(void *data, unsigned long addr)
{
	struct match_run *run = data;
	struct site_ref ref;

	if (!ftrace_site_at(addr, &ref) || ref.group->mod ||
	    !is_first_name(run, site_ip(ref), run->func.text))
		return 0;
	return match_found(run, site_ip(ref));
}

/* Sites ascend, and so do their names' places. */
static void match_kernel_group(struct match_run *run, struct site_group *group)
{
	struct kallsyms_cursor cursor = {};
	struct site_ref ref;

	for_each_site_in(group, ref) {
		cond_resched();
		if (!kallsyms_lookup_ascending(&cursor, site_ip(ref), run->name) ||
		    !name_match_fits(&run->func, run->name))
			continue;
		if (match_found(run, site_ip(ref)))
			return;
	}
}

static void match_kernel(struct match_run *run)
{
	struct site_group *group;

	if (run->func.kind == NAME_FULL) {
		kallsyms_on_each_match_symbol(match_kernel_name, run->func.text, run);
		return;
	}
	list_for_each_entry(group, &site_groups, list) {
		if (!group->mod && !run->error)
			match_kernel_group(run, group);
	}
}

static int match_module_symbol(void *data, const char *name, unsigned long addr)
{
	struct match_run *run = data;
	struct site_ref ref;

	if (!name_match_fits(&run->func, name) || !ftrace_site_at(addr, &ref) ||
	    !match_wants_module(run, ref.group->mod) ||
	    !is_first_name(run, site_ip(ref), name))
		return 0;
	return match_found(run, site_ip(ref));
}

/**
 * ftrace_match - find the functions that a word means
 * @words: the word, and perhaps one for modules
 * @fn: called with the address of each; != 0 ends it
 * @data: for @fn
 *
 * Context: Process context, under ftrace_lock, may sleep.
 * Return: how many there are, what @fn ended it with, or -ENOMEM.
 */
int ftrace_match(const struct match_words *words, int (*fn)(unsigned long ip, void *data),
		 void *data)
{
	struct match_run *run __free(match_run) = NULL;

	lockdep_assert_held(&ftrace_lock);
	/* No function is called so; a second ! means nothing. */
	if ((!*words->func && !words->module) || *words->func == '!')
		return 0;
	run = match_run_alloc(words);
	if (!run)
		return -ENOMEM;
	run->fn = fn;
	run->data = data;
	if (run->func.kind == NAME_INDEX) {
		match_index(run);
	} else if (name_match_is_all(&run->func)) {
		match_all(run);
	} else {
		if (match_wants_module(run, NULL))
			match_kernel(run);
		if (!run->error)
			module_kallsyms_on_each_symbol(NULL, match_module_symbol, run);
	}
	return run->error ?: run->found;
}

/**
 * ftrace_match_sites - find the functions that a word means
 * @word: a name, a glob or a number
 * @fn: called with the address of each; != 0 ends it
 * @data: for @fn
 *
 * Context: Process context, may sleep; takes ftrace_lock, which @fn has.
 * Return: how many there are, what @fn ended it with, or -ENOMEM.
 */
int ftrace_match_sites(const char *word, int (*fn)(unsigned long ip, void *data), void *data)
{
	struct match_words words = { .func = word };

	guard(mutex)(&ftrace_lock);
	return ftrace_match(&words, fn, data);
}
