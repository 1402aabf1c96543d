// SPDX-License-Identifier: GPL-2.0
/*
 * Who owns a file, and its mode: defaults, and what users chose instead.
 *
 * A file has the owner of the directory it follows, until somebody chooses one for it: in an
 * instance that is the instances directory, elsewhere the mount's root. What is in a directory that
 * keeps its owner (events) follows nobody: it starts with the owner its tree had when that was
 * created. uid= and gid= of a mount or remount overrule every choice. Inodes on demand come and go,
 * so choices for them are kept in an rb tree by key: one small node for each inode that chown or
 * chmod touched.
 *
 * owner_lock is a leaf below inode locks; s_inode_list_lock nests inside. Called in process
 * context.
 */
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/slab.h>

#include "internal.h"

/* What was chosen for a place in a tree on demand. */
struct choice {
	struct rb_node			node;
	u64				key;
	u64				parent_key;
	const struct tracefs_inode	*tree;
	kuid_t				uid;
	kgid_t				gid;
	umode_t				mode;
	u8				own;	/* which of the three count: TRACEFS_OWN_* */
};

static DEFINE_MUTEX(owner_lock);
static struct rb_root choices = RB_ROOT;	/* protected by owner_lock */

static int compare_key(const void *key, const struct rb_node *node)
{
	u64 ours = *(const u64 *)key;
	u64 theirs = rb_entry(node, struct choice, node)->key;

	return ours < theirs ? -1 : ours > theirs;
}

static int compare_choice(struct rb_node *new, const struct rb_node *node)
{
	return compare_key(&rb_entry(new, struct choice, node)->key, node);
}

static struct choice *choice_find(const struct tracefs_inode *ti)
{
	struct rb_node *node = rb_find(&ti->key, &choices, compare_key);

	return node ? rb_entry(node, struct choice, node) : NULL;
}

static struct choice *choice_find_or_add(const struct tracefs_inode *ti)
{
	struct choice *c = choice_find(ti);

	if (c)
		return c;
	c = kzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT);
	if (!c)
		return NULL;
	c->key = ti->key;
	c->parent_key = ti->parent_key;
	c->tree = ti->tree;
	rb_find_add(&c->node, &choices, compare_choice);
	return c;
}

static void choice_record(struct choice *c, const struct inode *inode, unsigned int own)
{
	c->own |= own;
	c->uid = inode->i_uid;
	c->gid = inode->i_gid;
	c->mode = inode->i_mode & S_IALLUGO;
}

static void follow(struct tracefs_inode *ti)
{
	if (!(ti->own & TRACEFS_OWN_UID))
		ti->vfs.i_uid = ti->follows->i_uid;
	if (!(ti->own & TRACEFS_OWN_GID))
		ti->vfs.i_gid = ti->follows->i_gid;
}

/* The owner of a leader has changed; instances are led by a directory that is itself led. */
static void lead(const struct inode *leader)
{
	struct super_block *sb = leader->i_sb;
	const struct inode *instances = NULL;
	struct tracefs_inode *ti;

	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(ti, &sb->s_inodes, vfs.i_sb_list) {
		if (ti->follows != leader)
			continue;
		follow(ti);
		if (ti->is_leader)
			instances = &ti->vfs;
	}
	spin_unlock(&sb->s_inode_list_lock);

	if (instances)
		lead(instances);
}

static unsigned int chosen_by(const struct iattr *attr)
{
	unsigned int own = 0;

	if (attr->ia_valid & ATTR_UID)
		own |= TRACEFS_OWN_UID;
	if (attr->ia_valid & ATTR_GID)
		own |= TRACEFS_OWN_GID;
	if (attr->ia_valid & ATTR_MODE)
		own |= TRACEFS_OWN_MODE;
	return own;
}

/**
 * tracefs_setattr - chown, chmod and truncate of any inode here
 * @idmap: id map of the mount
 * @dentry: the file
 * @attr: the change
 *
 * Context: the inode's lock is held.
 * Return: 0, or -errno with nothing changed.
 */
int tracefs_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = d_inode(dentry);
	struct tracefs_inode *ti = tracefs_i(inode);
	unsigned int own = chosen_by(attr);
	struct choice *c = NULL;
	int err;

	guard(mutex)(&owner_lock);
	/*
	 * A name that was removed leaves no choice behind: removal clears i_nlink under the inode's
	 * lock.
	 */
	if (own && is_on_demand(inode) && inode->i_nlink) {
		c = choice_find_or_add(ti);
		if (!c)
			return -ENOMEM;
	}

	err = simple_setattr(idmap, dentry, attr);
	if (err)
		return err;

	ti->own |= own;
	if (c)
		choice_record(c, inode, own);
	if (ti->is_leader)
		lead(inode);
	return 0;
}

/**
 * tracefs_follow_owner - own a new file, directory or tree as the directory that it follows
 * @inode: the new one, not yet in its directory
 * @parent: the directory
 *
 * Context: the directory's lock is held.
 */
void tracefs_follow_owner(struct inode *inode, struct inode *parent)
{
	struct tracefs_inode *ti = tracefs_i(inode);
	struct inode *leader = tracefs_i(parent)->is_leader ? parent : tracefs_i(parent)->follows;

	guard(mutex)(&owner_lock);
	ti->follows = leader;
	follow(ti);
	ti->tree_uid = inode->i_uid;
	ti->tree_gid = inode->i_gid;
	if (ti->dir && ti->dir->keeps_owner)
		ti->follows = NULL;
}

/**
 * tracefs_recall_owner - give an inode on demand what was chosen for it, or else its default
 * @inode: the new one, its key and tree set, and whom it follows
 *
 * Context: the directory's lock is held.
 */
void tracefs_recall_owner(struct inode *inode)
{
	struct tracefs_inode *ti = tracefs_i(inode);
	const struct choice *c;

	guard(mutex)(&owner_lock);
	inode->i_uid = ti->tree->tree_uid;
	inode->i_gid = ti->tree->tree_gid;
	if (ti->follows)
		follow(ti);

	c = choice_find(ti);
	if (!c)
		return;
	ti->own = c->own;
	if (c->own & TRACEFS_OWN_UID)
		inode->i_uid = c->uid;
	if (c->own & TRACEFS_OWN_GID)
		inode->i_gid = c->gid;
	if (c->own & TRACEFS_OWN_MODE)
		inode->i_mode = (inode->i_mode & S_IFMT) | c->mode;
}

/**
 * tracefs_forget_owners - drop what was chosen for names that are gone
 * @tree: root of their tree
 * @key: a name's key: it and what was directly in it; the root's own key: all of the tree
 *
 * Context: the names cannot be looked up any more.  May hold their directory's lock.
 */
void tracefs_forget_owners(const struct tracefs_inode *tree, u64 key)
{
	struct rb_node *node, *next;

	guard(mutex)(&owner_lock);
	for (node = rb_first(&choices); node; node = next) {
		struct choice *c = rb_entry(node, struct choice, node);

		next = rb_next(node);
		if (c->tree != tree)
			continue;
		if (key != tree->key && key != c->key && key != c->parent_key)
			continue;
		rb_erase(node, &choices);
		kfree(c);
	}
}

static void overrule_choices(unsigned int own)
{
	struct rb_node *node;

	for (node = rb_first(&choices); node; node = rb_next(node))
		rb_entry(node, struct choice, node)->own &= ~own;
}

static void overrule_inode(struct inode *inode, unsigned int own, kuid_t uid, kgid_t gid)
{
	struct tracefs_inode *ti = tracefs_i(inode);

	ti->own &= ~own;
	if (own & TRACEFS_OWN_UID) {
		inode->i_uid = uid;
		ti->tree_uid = uid;
	}
	if (own & TRACEFS_OWN_GID) {
		inode->i_gid = gid;
		ti->tree_gid = gid;
	}
}

/**
 * tracefs_mount_owner - a mount says who owns everything
 * @sb: the superblock
 * @own: which of the two it says: TRACEFS_OWN_UID, TRACEFS_OWN_GID
 * @uid: the user
 * @gid: the group
 *
 * Context: s_umount is held for writing.
 */
void tracefs_mount_owner(struct super_block *sb, unsigned int own, kuid_t uid, kgid_t gid)
{
	struct inode *inode;

	guard(mutex)(&owner_lock);
	overrule_choices(own);
	spin_lock(&sb->s_inode_list_lock);
	list_for_each_entry(inode, &sb->s_inodes, i_sb_list)
		overrule_inode(inode, own, uid, gid);
	spin_unlock(&sb->s_inode_list_lock);
}

const struct inode_operations tracefs_file_inode_ops = {
	.setattr	= tracefs_setattr,
};
