// SPDX-License-Identifier: GPL-2.0
/*
 * Files and directories that the kernel creates one by one, and the instances directory, where
 * users do.
 *
 * Each name here holds a reference to its dentry and pins the mount, until tracefs_remove(). The
 * lock is the directory's inode lock, as in any file system. Called by the tracing core in process
 * context, with its own mutexes held: so mkdir and rmdir drop the inode locks VFS gave them before
 * they call the core.
 */
#include <kunit/visibility.h>
#include <linux/err.h>
#include <linux/fsnotify.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/security.h>
#include <linux/slab.h>

#include "internal.h"

static struct vfsmount *pin_mount;
static int pin_count;

/* Set once, before users can reach the instances directory. */
static struct {
	int	(*mkdir)(const char *name);
	int	(*rmdir)(const char *name);
} instance_ops;

/* The still negative dentry for @name, or ERR_PTR.  The caller holds the directory's lock. */
static struct dentry *lookup_vacant(const char *name, struct dentry *parent)
{
	struct dentry *dentry;

	if (IS_DEADDIR(d_inode(parent)))
		return ERR_PTR(-ENOENT);

	dentry = lookup_one_len(name, parent, strlen(name));
	if (!IS_ERR(dentry) && d_really_is_positive(dentry)) {
		dput(dentry);
		return ERR_PTR(-EEXIST);
	}
	return dentry;
}

/**
 * tracefs_begin_create - reserve a name
 * @name: the name
 * @parent: a directory that is not on demand, or NULL for the root
 *
 * Context: process context, may sleep.
 * Return: a dentry, its directory locked, to be handed to tracefs_finish_create(); or ERR_PTR.
 */
struct dentry *tracefs_begin_create(const char *name, struct dentry *parent)
{
	struct dentry *dentry;
	int err;

	if (!tracefs_initialized())
		return ERR_PTR(-ENODEV);
	if (IS_ERR(parent))
		return parent;
	if (parent && tracefs_i(d_inode(parent))->tree)
		return ERR_PTR(-EINVAL);

	err = security_locked_down(LOCKDOWN_TRACEFS);
	if (err)
		return ERR_PTR(err);

	err = simple_pin_fs(&tracefs_type, &pin_mount, &pin_count);
	if (err)
		return ERR_PTR(err);
	if (!parent)
		parent = pin_mount->mnt_root;

	inode_lock(d_inode(parent));
	dentry = lookup_vacant(name, parent);
	if (IS_ERR(dentry)) {
		inode_unlock(d_inode(parent));
		simple_release_fs(&pin_mount, &pin_count);
	}
	return dentry;
}

/**
 * tracefs_finish_create - put an inode where tracefs_begin_create() made room
 * @dentry: the dentry that was returned
 * @inode: the inode, or NULL if there was no memory for one
 *
 * Context: unlocks the directory.
 * Return: @dentry, its reference now the name's own; or ERR_PTR(-ENOMEM) if @inode is NULL.
 */
struct dentry *tracefs_finish_create(struct dentry *dentry, struct inode *inode)
{
	struct inode *dir = d_inode(dentry->d_parent);

	if (!inode) {
		dput(dentry);
		inode_unlock(dir);
		simple_release_fs(&pin_mount, &pin_count);
		return ERR_PTR(-ENOMEM);
	}

	tracefs_follow_owner(inode, dir);
	d_instantiate(dentry, inode);
	if (S_ISDIR(inode->i_mode)) {
		inc_nlink(dir);
		fsnotify_mkdir(dir, dentry);
	} else {
		fsnotify_create(dir, dentry);
	}
	inode_unlock(dir);
	return dentry;
}

/**
 * tracefs_unpin - callback of simple_recursive_removal(), which has just taken away @victim
 * @victim: any dentry
 *
 * That function goes on to drop the reference that the name has to its dentry. A name on demand has
 * none, so it gets one; any other lets go of the mount.
 *
 * Context: the directory's lock is held.
 */
void tracefs_unpin(struct dentry *victim)
{
	const struct inode *inode = d_inode(victim);
	const struct tracefs_inode *ti = tracefs_i(inode);

	if (is_on_demand(inode)) {
		dget(victim);
		return;
	}
	if (ti->tree)
		tracefs_forget_owners(ti, ti->key);
	simple_release_fs(&pin_mount, &pin_count);
}

/* What callers that know of no error codes get; lockdown has its own message. */
static struct dentry *dentry_or_null(struct dentry *dentry, const char *name)
{
	if (!IS_ERR(dentry))
		return dentry;
	if (PTR_ERR(dentry) != -EPERM)
		pr_warn("tracefs: %s not created, error %pe\n", name, dentry);
	return NULL;
}

/**
 * tracefs_create_file - create a file
 * @name: its name
 * @mode: permission bits
 * @parent: the directory, or NULL for the root
 * @data: becomes i_private of its inode
 * @fops: what it does
 *
 * Open files outlive tracefs_remove(): @fops have to check that @data still stands for something.
 *
 * Context: process context, may sleep; takes the directory's lock.
 * Return: the dentry, or NULL on any failure, among them a name that exists and a kernel that is
 * locked down.
 */
struct dentry *tracefs_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops)
{
	struct dentry *dentry = tracefs_begin_create(name, parent);
	struct inode *inode;

	if (IS_ERR(dentry))
		return dentry_or_null(dentry, name);

	inode = tracefs_new_inode(dentry->d_sb, S_IFREG | (mode & S_IALLUGO));
	if (inode) {
		inode->i_private = data;
		if (fops)
			inode->i_fop = fops;
	}
	return dentry_or_null(tracefs_finish_create(dentry, inode), name);
}

const struct inode_operations tracefs_dir_inode_ops = {
	.lookup		= simple_lookup,
	.setattr	= tracefs_setattr,
};

/* Instances: directories in here come and go with mkdir and rmdir */

static int instances_mkdir(struct mnt_idmap *idmap, struct inode *dir,
			   struct dentry *dentry, umode_t mode)
{
	char *name __free(kfree) = kstrdup(dentry->d_name.name, GFP_KERNEL);
	int err;

	if (!name)
		return -ENOMEM;

	inode_unlock(dir);
	err = instance_ops.mkdir(name);
	inode_lock_nested(dir, I_MUTEX_PARENT);
	return err;
}

static int instances_rmdir(struct inode *dir, struct dentry *dentry)
{
	char *name __free(kfree) = kstrdup(dentry->d_name.name, GFP_KERNEL);
	struct inode *inode = d_inode(dentry);
	int err;

	if (!name)
		return -ENOMEM;

	/* VFS locked both; the caller's reference to dentry keeps inode. */
	inode_unlock(inode);
	inode_unlock(dir);
	err = instance_ops.rmdir(name);
	inode_lock_nested(dir, I_MUTEX_PARENT);
	inode_lock(inode);
	return err;
}

static const struct inode_operations instances_inode_ops = {
	.lookup		= simple_lookup,
	.setattr	= tracefs_setattr,
	.mkdir		= instances_mkdir,
	.rmdir		= instances_rmdir,
};

/* Directories */

static struct dentry *create_dir(const char *name, struct dentry *parent,
				 const struct inode_operations *ops)
{
	struct dentry *dentry = tracefs_begin_create(name, parent);
	struct inode *inode;

	if (IS_ERR(dentry))
		return dentry_or_null(dentry, name);

	inode = tracefs_new_inode(dentry->d_sb, S_IFDIR | TRACEFS_DIR_MODE);
	if (inode) {
		inode->i_op = ops;
		inode->i_fop = &simple_dir_operations;
		inc_nlink(inode);
		tracefs_i(inode)->is_leader = ops == &instances_inode_ops;
	}
	return dentry_or_null(tracefs_finish_create(dentry, inode), name);
}

/**
 * tracefs_create_dir - create a directory
 * @name: its name
 * @parent: the directory it is in, or NULL for the root
 *
 * Context: process context, may sleep; takes the directory's lock.
 * Return: the dentry, or NULL on any failure.
 */
struct dentry *tracefs_create_dir(const char *name, struct dentry *parent)
{
	return create_dir(name, parent, &tracefs_dir_inode_ops);
}
EXPORT_SYMBOL_IF_KUNIT(tracefs_create_dir);

/**
 * tracefs_remove - remove a file, or a directory and all that is in it
 * @dentry: what tracefs_create_*() returned; NULL and ERR_PTR are ignored
 *
 * Context: process context, may sleep; takes the locks of all directories concerned, one at a time.
 */
void tracefs_remove(struct dentry *dentry)
{
	if (IS_ERR_OR_NULL(dentry))
		return;
	/* The name's own pin goes with it; the superblock has to last until we are done. */
	if (simple_pin_fs(&tracefs_type, &pin_mount, &pin_count))
		return;
	simple_recursive_removal(dentry, tracefs_unpin);
	simple_release_fs(&pin_mount, &pin_count);
}
EXPORT_SYMBOL_IF_KUNIT(tracefs_remove);

/**
 * tracefs_create_instance_dir - create the directory in which users make instances
 * @name: its name
 * @parent: the directory it is in, or NULL for the root
 * @mkdir: called for mkdir(2) in it; creates the directory, with tracefs_create_dir() or
 *	tracefs_create_tree()
 * @rmdir: called for rmdir(2) in it; removes it again
 *
 * No inode lock is held during @mkdir and @rmdir.  There can be one such directory.
 *
 * Context: process context, may sleep; takes the directory's lock.
 * Return: the dentry, or NULL on any failure.
 */
struct dentry *tracefs_create_instance_dir(const char *name, struct dentry *parent,
					   int (*mkdir)(const char *name),
					   int (*rmdir)(const char *name))
{
	if (WARN_ON(instance_ops.mkdir))
		return NULL;
	instance_ops.mkdir = mkdir;
	instance_ops.rmdir = rmdir;
	return create_dir(name, parent, &instances_inode_ops);
}
