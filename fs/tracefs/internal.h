/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of tracefs share; nobody else includes this. */
#ifndef _FS_TRACEFS_INTERNAL_H
#define _FS_TRACEFS_INTERNAL_H

#include <linux/bits.h>
#include <linux/fs.h>
#include <linux/tracefs.h>
#include <linux/uidgid.h>

#define TRACEFS_ROOT_MODE	0700		/* of the mount's root, unless mode= is given */
#define TRACEFS_DIR_MODE	0750
#define TRACEFS_EVENT_DIR_MODE	0755

/* What somebody chose for one inode; the rest of it follows a default. */
#define TRACEFS_OWN_UID		BIT(0)
#define TRACEFS_OWN_GID		BIT(1)
#define TRACEFS_OWN_MODE	BIT(2)

struct tracefs_inode {
	struct inode			vfs;

	/* Set once, before the inode can be found: */
	const struct tracefs_dir	*dir;		/* what it holds, if on demand */
	struct tracefs_inode		*tree;		/* root of its tree, or NULL */
	u64				key;		/* its place in the tree: a hash */
	u64				parent_key;	/*   of the path */
	bool				is_leader;	/* the mount's root and instances */

	/* Protected by owner_lock (owner.c): */
	u8				own;		/* TRACEFS_OWN_* */
	kuid_t				tree_uid;	/* tree root: who owns what is made below */
	kgid_t				tree_gid;
	struct inode			*follows;	/* leader whose owner it has, or NULL */
};

static inline struct tracefs_inode *tracefs_i(const struct inode *inode)
{
	return container_of(inode, struct tracefs_inode, vfs);
}

/* Made when it was looked up: no reference but its users' keeps the dentry. */
static inline bool is_on_demand(const struct inode *inode)
{
	const struct tracefs_inode *ti = tracefs_i(inode);

	return ti->tree && ti->tree != ti;
}

/* What tracefs_create_tree() returned? */
static inline bool is_tree_root(const struct dentry *dentry)
{
	const struct tracefs_inode *ti = dentry ? tracefs_i(d_inode(dentry)) : NULL;

	return ti && ti->tree == ti;
}

/* super.c */

extern struct file_system_type tracefs_type;

struct inode *tracefs_new_inode(struct super_block *sb, umode_t mode);

/* owner.c */

extern const struct inode_operations tracefs_file_inode_ops;

int tracefs_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr);
void tracefs_follow_owner(struct inode *inode, struct inode *parent);
void tracefs_recall_owner(struct inode *inode);
void tracefs_forget_owners(const struct tracefs_inode *tree, u64 key);
void tracefs_mount_owner(struct super_block *sb, unsigned int own, kuid_t uid, kgid_t gid);

/* create.c */

extern const struct inode_operations tracefs_dir_inode_ops;

struct dentry *tracefs_begin_create(const char *name, struct dentry *parent);
struct dentry *tracefs_finish_create(struct dentry *dentry, struct inode *inode);
void tracefs_unpin(struct dentry *victim);

/* on_demand.c */

void tracefs_forget_names(struct dentry *tree, const struct qstr *names, unsigned int nr);
int tracefs_find_entry(const struct eventfs_entry *entries, unsigned int nr, const char *name,
		       void *data, struct tracefs_child *child);
bool tracefs_entry_exists(const struct eventfs_entry *entry, void *data);

/* event_dirs.c */

int eventfs_init_cache(void);

#endif /* _FS_TRACEFS_INTERNAL_H */
