// SPDX-License-Identifier: GPL-2.0
/*
 * The folders of an instance, and instances/ where they are made by mkdir.
 *
 * Those of the top instance stand in the root of the mount, beside files that
 * have a dentry for good; any other instance is one tree on demand, and costs
 * no more than its root until somebody looks.  Order: the mutex under which
 * instances are made, then inode locks.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

/* A folder that each instance has. */
struct instance_subdir {
	const char			*name;
	const struct tracefs_dir	*dir;
	struct trace_folder		*(*alloc)(struct trace_array *tr);
};

static struct trace_folder *per_cpu_alloc(struct trace_array *tr)
{
	return folder_alloc(tr, 0);
}

static void cpu_dir_name(char name[16], int cpu)
{
	snprintf(name, 16, "cpu%d", cpu);
}

static int per_cpu_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct trace_folder *folder = data;
	char there[16];
	int cpu;

	for_each_possible_cpu(cpu) {
		cpu_dir_name(there, cpu);
		if (strcmp(there, name))
			continue;
		child->data = cpu_files_alloc(folder->tr, cpu);
		child->dir = &flat_dir;
		return child->data ? 0 : -ENOMEM;
	}
	return -ENOENT;
}

static int per_cpu_next(void *data, unsigned int *pos, char *name)
{
	for (; *pos < nr_cpu_ids; ++*pos) {
		if (!cpu_possible(*pos))
			continue;
		cpu_dir_name(name, *pos);
		return DT_DIR;
	}
	return 0;
}

static const struct tracefs_dir per_cpu_dir = {
	.mode	= MODE_FOLDER,
	.lookup	= per_cpu_lookup,
	.next	= per_cpu_next,
	.put	= folder_put,
};

static const struct instance_subdir subdirs[] = {
	{ "events",	&events_dir,	event_root_alloc },
	{ "options",	&flat_dir,	option_files_alloc },
	{ "per_cpu",	&per_cpu_dir,	per_cpu_alloc },
};

static int instance_dir_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct trace_folder *folder = data;
	unsigned int i;

	if (!folder_lookup(data, name, child))
		return 0;
	for (i = 0; i < ARRAY_SIZE(subdirs); i++) {
		if (strcmp(subdirs[i].name, name))
			continue;
		child->data = subdirs[i].alloc(folder->tr);
		child->dir = subdirs[i].dir;
		return child->data ? 0 : -ENOMEM;
	}
	return -ENOENT;
}

static int instance_dir_next(void *data, unsigned int *pos, char *name)
{
	const struct trace_folder *folder = data;
	int type = folder_next(data, pos, name);

	if (type)
		return type;
	if (*pos >= folder->nr_files + ARRAY_SIZE(subdirs))
		return 0;
	strscpy(name, subdirs[*pos - folder->nr_files].name, NAME_MAX + 1);
	return DT_DIR;
}

static const struct tracefs_dir instance_dir = {
	.mode	= MODE_FOLDER,
	.lookup	= instance_dir_lookup,
	.next	= instance_dir_next,
	.put	= folder_put,
};

/* Set once, at boot. */
static struct dentry *instances;

static void instance_files_free(struct trace_array *tr)
{
	free_cpumask_var(tr->files->pipe_cpus);
	kfree(tr->files->cpu_readers);
	kfree(tr->files);
	tr->files = NULL;
}

static int instance_files_alloc(struct trace_array *tr)
{
	struct instance_files *files = kzalloc(sizeof(*files), GFP_KERNEL);
	int cpu;

	if (!files)
		return -ENOMEM;
	tr->files = files;
	files->cpu_readers = kcalloc(nr_cpu_ids, sizeof(*files->cpu_readers), GFP_KERNEL);
	if (!files->cpu_readers || !zalloc_cpumask_var(&files->pipe_cpus, GFP_KERNEL)) {
		instance_files_free(tr);
		return -ENOMEM;
	}
	files->is_top = !tr->name;
	for_each_possible_cpu(cpu)
		mutex_init(&files->cpu_readers[cpu]);
	init_rwsem(&files->readers);
	files->wake_percent = 50;
	return 0;
}

/* A tree of folders; @folder is freed if it cannot be. */
static struct dentry *create_tree(const char *name, struct dentry *parent,
				  const struct tracefs_dir *dir, struct trace_folder *folder)
{
	struct dentry *dentry;

	if (!folder)
		return ERR_PTR(-ENOMEM);
	dentry = tracefs_create_tree(name, parent, dir, folder);
	if (IS_ERR(dentry))
		folder_put(folder);
	return dentry;
}

/* Take part in the life of instances. */

static int instance_dir_made(struct trace_array *tr)
{
	int ret = instance_files_alloc(tr);

	if (ret)
		return ret;
	tr->files->tree = create_tree(tr->name, instances, &instance_dir, top_files_alloc(tr));
	if (IS_ERR(tr->files->tree)) {
		ret = PTR_ERR(tr->files->tree);
		instance_files_free(tr);
		return ret;
	}
	event_trees_add(tr->files);
	return 0;
}

static void instance_dir_gone(struct trace_array *tr)
{
	/* One of the command line stays, though its folder could not be made. */
	if (!tr->files)
		return;
	event_trees_remove(tr->files);
	tracefs_remove(tr->files->tree);
	instance_files_free(tr);
}

static struct instance_watcher instance_dir_watcher = {
	.made	= instance_dir_made,
	.gone	= instance_dir_gone,
};

static int instance_mkdir(const char *name)
{
	struct trace_array *tr = instance_create(name);

	if (IS_ERR(tr))
		return PTR_ERR(tr);
	instance_put(tr);
	return 0;
}

/**
 * top_dir_create - make the folders of the top instance, and instances/
 * @tr: the top instance
 *
 * A folder that cannot be made is missed by whoever looks for it, and by nobody else.
 *
 * Context: Boot, may sleep.
 * Return: 0 or a negative errno.
 */
int __init top_dir_create(struct trace_array *tr)
{
	struct dentry *dentry;
	unsigned int i;
	int ret = instance_files_alloc(tr);

	if (ret)
		return ret;
	for (i = 0; i < ARRAY_SIZE(subdirs); i++) {
		dentry = create_tree(subdirs[i].name, NULL, subdirs[i].dir, subdirs[i].alloc(tr));
		if (IS_ERR(dentry))
			pr_warn("tracing: no %s (%pe)\n", subdirs[i].name, dentry);
		else if (subdirs[i].dir == &events_dir)
			tr->files->tree = dentry;
	}
	if (IS_ENABLED(CONFIG_FUNCTION_PROFILER))
		create_tree("trace_stat", NULL, &trace_stat_dir, trace_stat_alloc(tr));
	if (tr->files->tree)
		event_trees_add(tr->files);
	instances = tracefs_create_instance_dir("instances", NULL, instance_mkdir,
						instance_destroy);
	if (!instances)
		return -ENOMEM;
	instance_watcher_register(&instance_dir_watcher);
	return 0;
}
