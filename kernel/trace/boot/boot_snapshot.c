// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots by the command line: alloc_snapshot[=INSTANCE] allocates the spare
 * buffer, ftrace_boot_snapshot[=INSTANCE] does too and takes a snapshot as user
 * space is about to start.  Each may be given several times.
 *
 * Boot only.
 */
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/setup.h>

#include "instance/instance.h"

/* Names of instances with a tab before and after each; the top one is the empty name. */
static char alloc_names[COMMAND_LINE_SIZE] __initdata = "\t";
static char take_names[COMMAND_LINE_SIZE] __initdata = "\t";

/* What follows the parameter is nothing, for the top instance, or =NAME. */
static int __init names_add(char *names, const char *text)
{
	if (*text && *text++ != '=')
		return 0;
	strlcat(names, text, COMMAND_LINE_SIZE);
	strlcat(names, "\t", COMMAND_LINE_SIZE);
	return 1;
}

static int __init set_alloc_snapshot(char *str)
{
	return names_add(alloc_names, str);
}
__setup("alloc_snapshot", set_alloc_snapshot);

static int __init set_boot_snapshot(char *str)
{
	return names_add(take_names, str);
}
__setup("ftrace_boot_snapshot", set_boot_snapshot);

static bool __init is_named(const char *names, const struct trace_array *tr)
{
	char *word __free(kfree) = kasprintf(GFP_KERNEL, "\t%s\t", tr->name ?: "");

	return word && strstr(names, word);
}

static void __init snapshot_alloc_named(struct trace_array *tr)
{
	if (!is_named(alloc_names, tr) && !is_named(take_names, tr))
		return;
	if (instance_expand(tr) || instance_snapshot_alloc(tr))
		pr_warn("tracing: no snapshot buffer for %s\n", tr->name ?: "the top instance");
}

/* Nothing removes instances before user space runs, so the list needs no lock. */
static void __init alloc_all(void)
{
	struct trace_array *tr;

	list_for_each_entry(tr, &trace_arrays, list)
		snapshot_alloc_named(tr);
}

/* As early as a buffer can be resized, for initcalls that take snapshots. */
static int __init boot_snapshot_alloc(void)
{
	alloc_all();
	return 0;
}
early_initcall(boot_snapshot_alloc);

/* Last of all, so that the snapshot has the whole boot. */
static int __init boot_snapshot_take(void)
{
	struct trace_array *tr;

	alloc_all();
	list_for_each_entry(tr, &trace_arrays, list) {
		if (is_named(take_names, tr))
			instance_snapshot_take(tr, NULL);
	}
	return 0;
}
late_initcall_sync(boot_snapshot_take);
