// SPDX-License-Identifier: GPL-2.0
/*
 * Folders on demand: one that is looked at has a struct trace_folder with the
 * targets of its files, freed with its inode.  What nobody looks at takes no
 * memory.
 *
 * Called by tracefs, which asks here what a folder holds, under the folder's
 * inode lock.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

/**
 * folder_alloc - make a folder, empty so far
 * @tr: the instance
 * @max_files: how many files it can get
 *
 * Context: Process context, may sleep.
 * Return: the folder, for folder_put(), or NULL.
 */
struct trace_folder *folder_alloc(struct trace_array *tr, unsigned int max_files)
{
	struct trace_folder *folder;

	folder = kzalloc(struct_size(folder, files, max_files), GFP_KERNEL);
	if (!folder)
		return NULL;
	instance_hold(tr);
	folder->tr = tr;
	return folder;
}

/**
 * folder_put - free a folder: nobody looks at it any more
 * @data: the folder
 *
 * Context: Any, memory reclaim included.
 */
void folder_put(void *data)
{
	struct trace_folder *folder = data;

	instance_drop(folder->tr);
	kfree(folder);
}

/**
 * folder_add - put a file into a new folder
 * @folder: the folder, with room
 * @file: the kind of file
 *
 * Context: Before anybody sees the folder.
 * Return: its target, for all CPUs.
 */
struct trace_target *folder_add(struct trace_folder *folder, const struct trace_file *file)
{
	struct trace_target *target = &folder->files[folder->nr_files++];

	target->file = file;
	target->tr = folder->tr;
	target->cpu = INSTANCE_ALL_CPUS;
	return target;
}

/**
 * folder_lookup - find a file; all there is to find in a folder without folders
 * @data: the folder
 * @name: the name
 * @child: set if the file is there
 *
 * Context: Under the folder's inode lock.
 * Return: 0 or -ENOENT.
 */
int folder_lookup(void *data, const char *name, struct tracefs_child *child)
{
	struct trace_folder *folder = data;
	struct trace_target *target;

	for (target = folder->files; target < folder->files + folder->nr_files; target++) {
		if (strcmp(target_name(target), name))
			continue;
		child->data = target;
		child->mode = target->file->mode;
		child->fops = target->file->fops ?: &text_fops;
		return 0;
	}
	return -ENOENT;
}

/**
 * folder_next - name a file; what else is in a folder comes after its files
 * @data: the folder
 * @pos: the file's place
 * @name: set to its name
 *
 * Context: Under the folder's inode lock.
 * Return: %DT_REG, or 0 where there is no file.
 */
int folder_next(void *data, unsigned int *pos, char *name)
{
	const struct trace_folder *folder = data;

	if (*pos >= folder->nr_files)
		return 0;
	strscpy(name, target_name(&folder->files[*pos]), NAME_MAX + 1);
	return DT_REG;
}

/* A folder that holds files alone. */
const struct tracefs_dir flat_dir = {
	.mode	= MODE_FOLDER,
	.lookup	= folder_lookup,
	.next	= folder_next,
	.put	= folder_put,
};
