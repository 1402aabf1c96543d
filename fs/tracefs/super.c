// SPDX-License-Identifier: GPL-2.0
/*
 * tracefs as a mount: the one superblock, its options, its inodes.
 *
 * All mounts show the same tree. The kernel mounts it itself when the first file is created
 * (create.c) and keeps it, so options of a mount from user space, first or later, change the files
 * that are there (owner.c).
 */
#include <linux/fs_context.h>
#include <linux/fs_parser.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/magic.h>
#include <linux/module.h>
#include <linux/pagemap.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/sysfs.h>

#include "internal.h"

/* What a mount asks for; `given` has a bit for each option that was named. */
struct tracefs_options {
	unsigned int	given;
	kuid_t		uid;
	kgid_t		gid;
	umode_t		mode;
};

static struct kmem_cache *inode_cache;
static bool registered;

/* What mounts asked for so far.  Protected by s_umount, except that show_options reads without. */
static struct tracefs_options mounted = {
	.uid	= GLOBAL_ROOT_UID,
	.gid	= GLOBAL_ROOT_GID,
	.mode	= TRACEFS_ROOT_MODE,
};

enum tracefs_param {
	PARAM_UID,
	PARAM_GID,
	PARAM_MODE,
};

static const struct fs_parameter_spec tracefs_params[] = {
	fsparam_uid("uid", PARAM_UID),
	fsparam_gid("gid", PARAM_GID),
	fsparam_u32oct("mode", PARAM_MODE),
	{}
};

/* Inodes */

static void init_inode_once(void *slot)
{
	struct tracefs_inode *ti = slot;

	inode_init_once(&ti->vfs);
}

static struct inode *tracefs_alloc_inode(struct super_block *sb)
{
	struct tracefs_inode *ti = alloc_inode_sb(sb, inode_cache, GFP_KERNEL);

	if (!ti)
		return NULL;
	memset_after(ti, 0, vfs);
	return &ti->vfs;
}

static void tracefs_free_inode(struct inode *inode)
{
	kmem_cache_free(inode_cache, tracefs_i(inode));
}

static void tracefs_evict_inode(struct inode *inode)
{
	const struct tracefs_dir *dir = tracefs_i(inode)->dir;

	truncate_inode_pages_final(&inode->i_data);
	clear_inode(inode);
	if (dir && dir->put)
		dir->put(inode->i_private);
}

/**
 * tracefs_new_inode - make an inode that is in no directory yet
 * @sb: the superblock
 * @mode: type and permission bits
 *
 * Context: process context, may sleep.
 * Return: the inode, with operations set for a file that can only be looked at, or NULL without
 * memory.
 */
struct inode *tracefs_new_inode(struct super_block *sb, umode_t mode)
{
	struct inode *inode = new_inode(sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode->i_mode = mode;
	inode->i_op = &tracefs_file_inode_ops;
	simple_inode_init_ts(inode);
	return inode;
}

/* Mount options */

static int tracefs_parse_param(struct fs_context *fc, struct fs_parameter *param)
{
	struct tracefs_options *opts = fc->fs_private;
	struct fs_parse_result result;
	int which;

	which = fs_parse(fc, tracefs_params, param, &result);
	if (which < 0)
		return which;

	switch ((enum tracefs_param)which) {
	case PARAM_UID:
		opts->uid = result.uid;
		break;
	case PARAM_GID:
		opts->gid = result.gid;
		break;
	case PARAM_MODE:
		opts->mode = result.uint_32 & S_IALLUGO;
		break;
	}
	opts->given |= BIT(which);
	return 0;
}

static void apply_options(struct super_block *sb, const struct tracefs_options *opts)
{
	struct inode *root = d_inode(sb->s_root);
	unsigned int own = 0;

	if (opts->given & BIT(PARAM_UID)) {
		mounted.uid = opts->uid;
		own |= TRACEFS_OWN_UID;
	}
	if (opts->given & BIT(PARAM_GID)) {
		mounted.gid = opts->gid;
		own |= TRACEFS_OWN_GID;
	}
	if (own)
		tracefs_mount_owner(sb, own, opts->uid, opts->gid);

	if (opts->given & BIT(PARAM_MODE)) {
		mounted.mode = opts->mode;
		inode_lock(root);
		root->i_mode = S_IFDIR | opts->mode;
		inode_unlock(root);
	}
}

static int tracefs_show_options(struct seq_file *m, struct dentry *root)
{
	if (!uid_eq(mounted.uid, GLOBAL_ROOT_UID))
		seq_printf(m, ",uid=%u", from_kuid_munged(&init_user_ns, mounted.uid));
	if (!gid_eq(mounted.gid, GLOBAL_ROOT_GID))
		seq_printf(m, ",gid=%u", from_kgid_munged(&init_user_ns, mounted.gid));
	if (mounted.mode != TRACEFS_ROOT_MODE)
		seq_printf(m, ",mode=%o", mounted.mode);
	return 0;
}

/* Superblock */

static const struct super_operations tracefs_super_ops = {
	.alloc_inode	= tracefs_alloc_inode,
	.free_inode	= tracefs_free_inode,
	.drop_inode	= generic_delete_inode,
	.evict_inode	= tracefs_evict_inode,
	.statfs		= simple_statfs,
	.show_options	= tracefs_show_options,
};

static int tracefs_fill_super(struct super_block *sb, struct fs_context *fc)
{
	struct inode *root;

	sb->s_maxbytes		= MAX_LFS_FILESIZE;
	sb->s_blocksize		= PAGE_SIZE;
	sb->s_blocksize_bits	= PAGE_SHIFT;
	sb->s_magic		= TRACEFS_MAGIC;
	sb->s_op		= &tracefs_super_ops;
	sb->s_time_gran		= 1;

	root = tracefs_new_inode(sb, S_IFDIR | TRACEFS_ROOT_MODE);
	if (!root)
		return -ENOMEM;
	root->i_op = &tracefs_dir_inode_ops;
	root->i_fop = &simple_dir_operations;
	inc_nlink(root);
	tracefs_i(root)->is_leader = true;
	sb->s_root = d_make_root(root);
	return sb->s_root ? 0 : -ENOMEM;
}

static int tracefs_get_tree(struct fs_context *fc)
{
	int err = get_tree_single(fc, tracefs_fill_super);

	if (!err)
		apply_options(fc->root->d_sb, fc->fs_private);
	return err;
}

static int tracefs_reconfigure(struct fs_context *fc)
{
	apply_options(fc->root->d_sb, fc->fs_private);
	return 0;
}

static void tracefs_free_context(struct fs_context *fc)
{
	kfree(fc->fs_private);
}

static const struct fs_context_operations tracefs_context_ops = {
	.free		= tracefs_free_context,
	.parse_param	= tracefs_parse_param,
	.get_tree	= tracefs_get_tree,
	.reconfigure	= tracefs_reconfigure,
};

static int tracefs_init_context(struct fs_context *fc)
{
	struct tracefs_options *opts = kzalloc(sizeof(*opts), GFP_KERNEL);

	if (!opts)
		return -ENOMEM;
	fc->fs_private = opts;
	fc->ops = &tracefs_context_ops;
	return 0;
}

struct file_system_type tracefs_type = {
	.owner			= THIS_MODULE,
	.name			= "tracefs",
	.init_fs_context	= tracefs_init_context,
	.parameters		= tracefs_params,
	.kill_sb		= kill_litter_super,
};
MODULE_ALIAS_FS("tracefs");

/**
 * tracefs_initialized - may files be created?
 *
 * Context: any.
 * Return: true once the file system is registered, which is before any fs_initcall.
 */
bool tracefs_initialized(void)
{
	return registered;
}

static int __init tracefs_init(void)
{
	int err;

	inode_cache = kmem_cache_create("tracefs_inode_cache", sizeof(struct tracefs_inode), 0,
					SLAB_RECLAIM_ACCOUNT | SLAB_ACCOUNT, init_inode_once);
	if (!inode_cache)
		return -ENOMEM;

	err = eventfs_init_cache();
	if (err)
		return err;

	err = sysfs_create_mount_point(kernel_kobj, "tracing");
	if (err)
		return err;

	err = register_filesystem(&tracefs_type);
	registered = !err;
	return err;
}
core_initcall(tracefs_init);
