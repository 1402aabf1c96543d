// SPDX-License-Identifier: GPL-2.0
/*
 * function_profile_enabled, and trace_stat/functionN with what it counted on a CPU.
 *
 * Text files, process context, no lock held.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/**
 * function_profile_enabled_show - does the profiler count
 * @m: where to
 * @target: the file
 *
 * Context: Process context.
 * Return: 0.
 */
int function_profile_enabled_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%d\n", func_profile_is_on());
	return 0;
}

/**
 * function_profile_enabled_write - switch it on or off
 * @target: the file
 * @text: a number, 0 for off
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int function_profile_enabled_write(const struct trace_target *target, char *text)
{
	unsigned long value;
	int ret = kstrtoul(text, 10, &value);

	return ret ?: func_profile_switch(value);
}

static int function_stat_show(struct seq_file *m, const struct trace_target *target)
{
	return func_profile_show(m, target->cpu);
}

/* Every file of trace_stat; its name ends with the CPU. */
static const struct trace_file function_stat_file = {
	.name	= "function",
	.scope	= SCOPE_GLOBAL,
	.mode	= MODE_RW,
	.show	= function_stat_show,
};

static void function_stat_name(char name[24], const struct trace_target *target)
{
	snprintf(name, 24, "%s%d", target->file->name, target->cpu);
}

static int trace_stat_lookup(void *data, const char *name, struct tracefs_child *child)
{
	struct trace_folder *folder = data;
	unsigned int i;
	char there[24];

	for (i = 0; i < folder->nr_files; i++) {
		function_stat_name(there, &folder->files[i]);
		if (strcmp(there, name))
			continue;
		child->data = &folder->files[i];
		child->mode = function_stat_file.mode;
		child->fops = &text_fops;
		return 0;
	}
	return -ENOENT;
}

static int trace_stat_next(void *data, unsigned int *pos, char *name)
{
	const struct trace_folder *folder = data;

	if (*pos >= folder->nr_files)
		return 0;
	function_stat_name(name, &folder->files[*pos]);
	return DT_REG;
}

const struct tracefs_dir trace_stat_dir = {
	.mode	= MODE_FOLDER,
	.lookup	= trace_stat_lookup,
	.next	= trace_stat_next,
	.put	= folder_put,
};

/**
 * trace_stat_alloc - make the folder trace_stat
 * @tr: the top instance
 *
 * Context: Process context, may sleep.
 * Return: the folder, or NULL.
 */
struct trace_folder *trace_stat_alloc(struct trace_array *tr)
{
	struct trace_folder *folder = folder_alloc(tr, num_possible_cpus());
	int cpu;

	if (!folder)
		return NULL;
	for_each_possible_cpu(cpu)
		folder_add(folder, &function_stat_file)->cpu = cpu;
	return folder;
}
