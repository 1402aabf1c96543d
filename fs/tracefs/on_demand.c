// SPDX-License-Identifier: GPL-2.0
/*
 * Directories on demand: dentries and inodes are made when a name is looked up, and are ordinary
 * cache after that.
 *
 * What always holds:
 *  1. A name that its owner no longer finds has no dentry, once tracefs_tree_forget() returns. A
 *     lookup runs under its directory's inode lock from the owner's answer to d_add(); forgetting
 *     takes that lock after the owner took the name away, so it finds whatever such a lookup left.
 *  2. Names that are not there leave no dentry, so a name can appear without telling us.
 *  3. An inode of a directory holds one reference to its data, given by lookup, returned by put. A
 *     dentry keeps its parent, so the data of all directories above an open file lasts.
 *  4. Removed directories are S_DEAD: nothing can be found or listed through a cwd or fd that still
 *     refers to them.
 *  5. Nothing here can be renamed, linked or removed by users: the inode operations do not exist.
 * Lock order: inode lock of the directory, then locks of its owner; the callers' locks come before
 * both.
 */
#include <kunit/visibility.h>
#include <linux/err.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/string.h>

#include "internal.h"

/* Deepest path that can be forgotten: instance, events, system, event, file. */
#define FORGET_DEPTH	5

/* Positions in a directory: two dots, the static files, and from here on the owner's own. */
#define POS_FILES	2
#define POS_OWNER	BIT(16)

static const struct inode_operations on_demand_inode_ops;
static const struct file_operations on_demand_dir_fops;

/*
 * A place in a tree is known by a hash of its path under a secret key. It outlives the inode, which
 * is what inode numbers and the choices in owner.c need; and it costs the owner of the tree nothing
 * to keep.
 */
static u64 child_key(u64 parent_key, const char *name, unsigned int len)
{
	static siphash_key_t secret;
	siphash_key_t key;

	get_random_once(&secret, sizeof(secret));
	key.key[0] = secret.key[0] ^ parent_key;
	key.key[1] = secret.key[1];
	return siphash(name, len, &key);
}

static unsigned long key_ino(u64 key)
{
	/* 32 bits: what old stat() calls can carry. */
	return (u32)key ?: 1;
}

/**
 * tracefs_entry_exists - does a directory have this file?
 * @entry: the file
 * @data: data of the directory
 *
 * Context: the directory's lock is held.
 * Return: true if so.
 */
bool tracefs_entry_exists(const struct eventfs_entry *entry, void *data)
{
	const struct file_operations *fops = NULL;
	umode_t mode = 0;

	return entry->callback(entry->name, &mode, &data, &fops) > 0;
}

/**
 * tracefs_find_entry - look for a name among the static files of a directory
 * @entries: the files
 * @nr: how many
 * @name: the name
 * @data: data of the directory
 * @child: set if the file is there
 *
 * Context: the directory's lock is held.
 * Return: 0 or -ENOENT.
 */
int tracefs_find_entry(const struct eventfs_entry *entries, unsigned int nr, const char *name,
		       void *data, struct tracefs_child *child)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (strcmp(entries[i].name, name))
			continue;
		child->data = data;
		if (entries[i].callback(name, &child->mode, &child->data, &child->fops) > 0)
			return 0;
		break;
	}
	return -ENOENT;
}

static int find_child(const struct inode *inode, const char *name, struct tracefs_child *child)
{
	const struct tracefs_dir *dir = tracefs_i(inode)->dir;
	int err;

	err = tracefs_find_entry(dir->files, dir->nr_files, name, inode->i_private, child);
	if (err && dir->lookup)
		err = dir->lookup(inode->i_private, name, child);
	return err;
}

static struct inode *new_dir_inode(struct super_block *sb, const struct tracefs_dir *dir,
				   void *data)
{
	struct inode *inode = tracefs_new_inode(sb, S_IFDIR | dir->mode);

	if (!inode)
		return NULL;
	inode->i_op = &on_demand_inode_ops;
	inode->i_fop = &on_demand_dir_fops;
	inode->i_private = data;
	tracefs_i(inode)->dir = dir;
	return inode;
}

static struct inode *new_file_inode(struct super_block *sb, const struct tracefs_child *child)
{
	struct inode *inode = tracefs_new_inode(sb, S_IFREG | (child->mode & S_IALLUGO));

	if (!inode)
		return NULL;
	inode->i_private = child->data;
	if (child->fops)
		inode->i_fop = child->fops;
	return inode;
}

static struct inode *new_child_inode(struct inode *parent, const struct tracefs_child *child,
				     const struct qstr *name)
{
	const struct tracefs_inode *parent_ti = tracefs_i(parent);
	struct tracefs_inode *ti;
	struct inode *inode;

	if (child->dir)
		inode = new_dir_inode(parent->i_sb, child->dir, child->data);
	else
		inode = new_file_inode(parent->i_sb, child);
	if (!inode)
		return NULL;

	ti = tracefs_i(inode);
	ti->tree = parent_ti->tree;
	ti->parent_key = parent_ti->key;
	ti->key = child_key(parent_ti->key, name->name, name->len);
	inode->i_ino = key_ino(ti->key);
	if (!child->dir || !child->dir->keeps_owner)
		ti->follows = parent_ti->follows;
	tracefs_recall_owner(inode);
	return inode;
}

static struct dentry *on_demand_lookup(struct inode *dir, struct dentry *dentry, unsigned int flags)
{
	struct tracefs_child child = {};
	struct inode *inode;
	int err;

	if (dentry->d_name.len > NAME_MAX)
		return ERR_PTR(-ENAMETOOLONG);

	err = find_child(dir, dentry->d_name.name, &child);
	if (err)
		return err == -ENOENT ? NULL : ERR_PTR(err);

	inode = new_child_inode(dir, &child, &dentry->d_name);
	if (!inode) {
		if (child.dir && child.dir->put)
			child.dir->put(child.data);
		return ERR_PTR(-ENOMEM);
	}
	d_add(dentry, inode);
	return NULL;
}

/* false when the reader's buffer is full */
static bool emit_name(const struct inode *inode, struct dir_context *ctx, const char *name,
		      int type)
{
	size_t len = strlen(name);

	return dir_emit(ctx, name, len, key_ino(child_key(tracefs_i(inode)->key, name, len)), type);
}

static bool emit_files(const struct inode *inode, struct dir_context *ctx)
{
	const struct tracefs_dir *dir = tracefs_i(inode)->dir;
	const struct eventfs_entry *entry;

	for (; ctx->pos - POS_FILES < dir->nr_files; ctx->pos++) {
		entry = &dir->files[ctx->pos - POS_FILES];
		if (!tracefs_entry_exists(entry, inode->i_private))
			continue;
		if (!emit_name(inode, ctx, entry->name, DT_REG))
			return false;
	}
	ctx->pos = POS_OWNER;
	return true;
}

static int emit_owned(const struct inode *inode, struct dir_context *ctx)
{
	const struct tracefs_dir *dir = tracefs_i(inode)->dir;
	unsigned int pos = ctx->pos - POS_OWNER;
	char name[NAME_MAX + 1];
	int type;

	while ((type = dir->next(inode->i_private, &pos, name)) > 0) {
		ctx->pos = POS_OWNER + pos;
		if (!emit_name(inode, ctx, name, type))
			return 0;
		ctx->pos = POS_OWNER + ++pos;
	}
	return type;
}

static int on_demand_iterate(struct file *file, struct dir_context *ctx)
{
	const struct inode *inode = file_inode(file);

	if (!dir_emit_dots(file, ctx))
		return 0;
	if (ctx->pos < POS_OWNER && !emit_files(inode, ctx))
		return 0;
	return tracefs_i(inode)->dir->next ? emit_owned(inode, ctx) : 0;
}

static const struct inode_operations on_demand_inode_ops = {
	.lookup		= on_demand_lookup,
	.setattr	= tracefs_setattr,
};

static const struct file_operations on_demand_dir_fops = {
	.read		= generic_read_dir,
	.iterate_shared	= on_demand_iterate,
	.llseek		= generic_file_llseek,
};

/**
 * tracefs_create_tree - create a directory that holds what its owner says
 * @name: its name
 * @parent: a directory that is not on demand, or NULL for the root
 * @dir: what the directory holds
 * @data: its data; the tree takes over one reference, returned by @dir->put
 *
 * Only the directory itself takes memory.  tracefs_remove() ends it.
 *
 * Context: process context, may sleep; takes the directory's lock.
 * Return: the dentry, or ERR_PTR with the reference to @data left to the caller.
 */
struct dentry *tracefs_create_tree(const char *name, struct dentry *parent,
				   const struct tracefs_dir *dir, void *data)
{
	struct dentry *dentry = tracefs_begin_create(name, parent);
	struct tracefs_inode *ti;
	struct inode *inode;

	if (IS_ERR(dentry))
		return dentry;

	inode = new_dir_inode(dentry->d_sb, dir, data);
	if (inode) {
		ti = tracefs_i(inode);
		ti->tree = ti;
		ti->key = inode->i_ino;
	}
	return tracefs_finish_create(dentry, inode);
}
EXPORT_SYMBOL_IF_KUNIT(tracefs_create_tree);

static struct dentry *cached_child(struct dentry *parent, const struct qstr *name)
{
	struct qstr q = QSTR_INIT(name->name, name->len);

	q.hash = full_name_hash(parent, name->name, name->len);
	return d_lookup(parent, &q);
}

/* Take the name out of the dcache with all that is below it. */
static void drop_cached(struct dentry *parent, const struct qstr *name)
{
	struct inode *dir = d_inode(parent);
	struct dentry *child = NULL;

	inode_lock(dir);	/* lookups that heard of the name have hashed it by now */
	if (!IS_DEADDIR(dir))
		child = cached_child(parent, name);
	if (child && d_is_dir(child))
		inc_nlink(dir);	/* directories on demand do not count; the removal thinks they do */
	inode_unlock(dir);

	if (child) {
		simple_recursive_removal(child, tracefs_unpin);
		dput(child);
	}
}

/**
 * tracefs_forget_names - a name in a tree is no more; the path is given as a list
 * @tree: root of the tree
 * @names: names of the directories on the way, then the name
 * @nr: how many in all, at least one
 *
 * Context: as tracefs_tree_forget().
 */
void tracefs_forget_names(struct dentry *tree, const struct qstr *names, unsigned int nr)
{
	const struct tracefs_inode *ti = tracefs_i(d_inode(tree));
	struct dentry *dentry = dget(tree);
	u64 key = ti->key;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		struct dentry *parent = dentry;

		key = child_key(key, names[i].name, names[i].len);
		if (!parent)
			continue;
		dentry = NULL;
		if (i == nr - 1)
			drop_cached(parent, &names[i]);
		else
			dentry = cached_child(parent, &names[i]);
		dput(parent);
	}
	tracefs_forget_owners(ti, key);
}
EXPORT_SYMBOL_IF_KUNIT(tracefs_tree_forget);

/**
 * tracefs_tree_forget - a name in a tree is no more
 * @tree: what tracefs_create_tree() returned
 * @path: path of the name below it, such as "events/sched/sched_switch"
 *
 * To be called after the owner has taken the name away, so that no callback finds it. When this
 * returns, nobody finds it; who has a file open keeps that. Forget what is in a directory before
 * the directory.
 *
 * Context: process context, may sleep; takes the directory's lock.
 */
void tracefs_tree_forget(struct dentry *tree, const char *path)
{
	struct qstr names[FORGET_DEPTH];
	unsigned int nr = 0;
	const char *end;

	for (; *path; path = *end ? end + 1 : end) {
		if (WARN_ON_ONCE(nr == FORGET_DEPTH))
			return;
		end = strchrnul(path, '/');
		names[nr++] = (struct qstr)QSTR_INIT(path, end - path);
	}
	if (nr)
		tracefs_forget_names(tree, names, nr);
}
