// SPDX-License-Identifier: GPL-2.0
/*
 * The command line's word on which functions are traced: ftrace_filter=,
 * ftrace_notrace=, ftrace_graph_filter=, ftrace_graph_notrace= and
 * ftrace_graph_max_depth=.
 *
 * Boot, before ftrace= starts a tracer.  Lists are names and globs with commas
 * between; a name that there is not is left out.
 */
#include <linux/cleanup.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "boot/boot.h"
#include "hook/hook.h"
#include "tracer/tracer.h"

#undef pr_fmt
#define pr_fmt(fmt) "ftrace: " fmt

/* Pieces of the command line, which stays. */
static char *boot_filter __initdata;
static char *boot_notrace __initdata;

static int __init set_boot_filter(char *str)
{
	boot_filter = str;
	return 1;
}
__setup("ftrace_filter=", set_boot_filter);

static int __init set_boot_notrace(char *str)
{
	boot_notrace = str;
	return 1;
}
__setup("ftrace_notrace=", set_boot_notrace);

static void __init filter_apply(const char *list, void (*set)(unsigned char *buf, int len,
							      int reset))
{
	char *words __free(kfree) = kstrdup(list, GFP_KERNEL);
	char *next = words, *word;

	while ((word = strsep(&next, ",")))
		set(word, strlen(word), 0);
}

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

static char *boot_graph[GRAPH_FILTERS] __initdata;

static int __init set_boot_graph_filter(char *str)
{
	boot_graph[GRAPH_FUNCTIONS] = str;
	return 1;
}
__setup("ftrace_graph_filter=", set_boot_graph_filter);

static int __init set_boot_graph_notrace(char *str)
{
	boot_graph[GRAPH_NOTRACE] = str;
	return 1;
}
__setup("ftrace_graph_notrace=", set_boot_graph_notrace);

static int __init set_boot_graph_max_depth(char *str)
{
	if (kstrtouint(str, 0, &tracer_graph_max_depth))
		pr_warn("ftrace_graph_max_depth=%s is no number\n", str);
	return 1;
}
__setup("ftrace_graph_max_depth=", set_boot_graph_max_depth);

static int __init graph_add(unsigned long ip, void *edit)
{
	return graph_filter_edit_add(edit, ip);
}

static void __init graph_apply(enum graph_filter_kind kind)
{
	char *words __free(kfree) = kstrdup(boot_graph[kind], GFP_KERNEL);
	struct graph_filter_edit *edit = graph_filter_begin(kind, true);
	char *next = words, *word;

	while (edit && (word = strsep(&next, ","))) {
		if (*word && ftrace_match_sites(word, graph_add, edit) <= 0)
			pr_info("function %s not traceable\n", word);
	}
	if (edit)
		graph_filter_commit(edit);
}

static void __init graph_apply_all(void)
{
	enum graph_filter_kind kind;

	for (kind = 0; kind < GRAPH_FILTERS; kind++) {
		if (boot_graph[kind])
			graph_apply(kind);
	}
}

#else

static void __init graph_apply_all(void)
{
}

#endif

/**
 * boot_functions_apply - set the filters that were asked for
 *
 * Context: Boot, with a top instance and its tracers.
 */
void __init boot_functions_apply(void)
{
	if (boot_filter)
		filter_apply(boot_filter, ftrace_set_global_filter);
	if (boot_notrace)
		filter_apply(boot_notrace, ftrace_set_global_notrace);
	graph_apply_all();
}
