/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tracefs: the file system under /sys/kernel/tracing.
 *
 * There are three ways to put names there; they differ in what a name costs while nobody looks at
 * it:
 *
 *   tracefs_create_file(), tracefs_create_dir()   a dentry and an inode, close to 1 kB
 *   eventfs_create_dir()                          40 bytes a directory, nothing for the files in it
 *   tracefs_create_tree()                         nothing: the owner's own tables are asked
 *
 * The last two make dentries and inodes when a name is looked up, and memory pressure takes them
 * away again.
 *
 * Context of all functions: process context, may sleep, takes inode locks. None may be called from
 * a callback.
 */
#ifndef _LINUX_TRACEFS_H
#define _LINUX_TRACEFS_H

#include <linux/fs.h>
#include <linux/seq_file.h>
#include <linux/types.h>

#ifdef CONFIG_TRACING

/*
 * What callbacks of both kinds of directories on demand may do. They run under the lock of the
 * directory that is read, so they may take only locks that no one holds while calling a function of
 * this file. A callback that ends the life of something (put, release) runs when the inode is
 * evicted, possibly by memory reclaim: it may not wait for memory, nor for a lock under which
 * anyone does.
 */

/**
 * typedef eventfs_callback - does this file exist here, and as what?
 * @name: the file asked for, as in its struct eventfs_entry
 * @mode: to be set to the permission bits
 * @data: holds the directory's data; may be changed into what the file's i_private shall be
 * @fops: to be set to the file's operations
 *
 * Return: above 0 when the directory has the file, else it has not.
 */
typedef int (*eventfs_callback)(const char *name, umode_t *mode, void **data,
				const struct file_operations **fops);

/**
 * typedef eventfs_release - the directory and the last inode below it are gone
 * @name: the entry's name
 * @data: the directory's data
 */
typedef void (*eventfs_release)(const char *name, void *data);

/**
 * struct eventfs_entry - a file that each directory of a kind may have
 * @name: its name
 * @callback: decides for one directory, see &typedef eventfs_callback
 * @release: if not NULL, called once for each directory made with this entry, at its very end
 */
struct eventfs_entry {
	const char			*name;
	eventfs_callback		callback;
	eventfs_release			release;
};

/* event_dirs.c: directories kept as a list of small nodes */

struct eventfs_inode;
struct tracefs_child;

struct eventfs_inode *eventfs_create_events_dir(const char *name, struct dentry *parent,
						const struct eventfs_entry *entries,
						int size, void *data);

struct eventfs_inode *eventfs_create_dir(const char *name, struct eventfs_inode *parent,
					 const struct eventfs_entry *entries,
					 int size, void *data);

void eventfs_remove_events_dir(struct eventfs_inode *ei);
void eventfs_remove_dir(struct eventfs_inode *ei);
void eventfs_describe(struct eventfs_inode *ei, struct tracefs_child *child);

/* on_demand.c: directories that exist as answers of their owner */

struct tracefs_dir;

/**
 * struct tracefs_child - one name in a directory, as its owner describes it
 * @data: i_private of a file; of a directory, what its own callbacks get
 * @mode: permission bits of a file
 * @fops: what the file does
 * @dir: what the directory holds; NULL for a file
 *
 * Data of a file has to last as long as that of the directory it is in: an open file keeps all
 * directories above it.
 */
struct tracefs_child {
	void				*data;
	umode_t				mode;
	const struct file_operations	*fops;
	const struct tracefs_dir	*dir;
};

/**
 * struct tracefs_dir - what a kind of directory holds
 * @mode: permission bits of the directory itself
 * @keeps_owner: what is in it is owned as the tree was when that was made; else, as what
 *	tracefs_create_file() makes, by whoever owns the instances directory or the mount's root now
 * @files: files that each directory of the kind may have, or NULL; their callbacks get the
 *	directory's data
 * @nr_files: how many
 * @lookup: describe the child called @name, 0 or -ENOENT; a directory's data is handed over with a
 *	reference that
 *	@put of the child's kind gives back.  NULL when @files are all.
 * @next: copy to @name (NAME_MAX + 1 bytes) the first child at or after *@pos, store its position
 *	in *@pos, and return DT_REG or DT_DIR, or 0 when there is none. Positions have to last while
 *	the child does and stay below TRACEFS_POS_MAX; nothing else is asked of their order. NULL
 *	when @files are all.
 * @put: the directory's inode is gone, or NULL
 */
struct tracefs_dir {
	umode_t				mode;
	bool				keeps_owner;
	const struct eventfs_entry	*files;
	unsigned int			nr_files;
	int	(*lookup)(void *data, const char *name, struct tracefs_child *child);
	int	(*next)(void *data, unsigned int *pos, char *name);
	void	(*put)(void *data);
};

#define TRACEFS_POS_MAX		0x40000000

struct dentry *tracefs_create_tree(const char *name, struct dentry *parent,
				   const struct tracefs_dir *dir, void *data);
void tracefs_tree_forget(struct dentry *tree, const char *path);

/* create.c: names that have a dentry for as long as they exist */

struct dentry *tracefs_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops);

struct dentry *tracefs_create_dir(const char *name, struct dentry *parent);

void tracefs_remove(struct dentry *dentry);

struct dentry *tracefs_create_instance_dir(const char *name, struct dentry *parent,
					   int (*mkdir)(const char *name),
					   int (*rmdir)(const char *name));

/* super.c */

bool tracefs_initialized(void);

#endif /* CONFIG_TRACING */

#endif /* _LINUX_TRACEFS_H */
