// SPDX-License-Identifier: GPL-2.0
/*
 * eventfs: the events directory of an instance as a list of systems, each a list of events.
 *
 * The stored form of a tree on demand (on_demand.c): eventfs_create_dir() keeps a node of 40 bytes
 * a directory, and the files in it are one array shared by all directories of a kind.
 *
 * What always holds:
 *  1. A node is on its parent's list from creation to removal, and alive as long as it is.
 *  2. Each inode of a node's directory has a reference, taken under nodes_lock while the node is on
 *     the list; so a node that was removed lasts until its last open file is closed. Then, and only
 *     then, the entries' release runs.
 *  3. Lists change, and are walked, under nodes_lock only. It is a leaf below inode locks: nothing
 *     is called under it.
 *  4. Positions grow along a list (for 2^27 creations), so a reader goes on behind where it was,
 *     whatever was created or removed meanwhile.
 */
#include <kunit/visibility.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

#define NR_KINDS	16
#define POS_BITS	27
#define MAX_DEPTH	3	/* events, system, event */

struct eventfs_inode {
	/* Set once: */
	const char		*name;
	void			*data;
	struct eventfs_parent	*parent;	/* NULL: the root. Dangles once removed. */
	u32			kind:4;		/* index in kinds[] */
	u32			is_parent:1;	/* part of a struct eventfs_parent */
	u32			pos:POS_BITS;	/* place in the parent's list, for readdir */

	refcount_t		users;		/* the list, and inodes */

	/* Protected by nodes_lock: */
	struct eventfs_inode	*next;
};

/* A directory with directories in it: a system or the root. */
struct eventfs_parent {
	struct eventfs_inode	node;

	/* Protected by nodes_lock: */
	struct eventfs_inode	*first;
	struct eventfs_inode	*last;
	u32			next_pos;

	/* Root only; set once: */
	struct dentry		*tree;		/* root of the tree it is in */
	bool			is_guest;	/* as a child of that root */
};

/*
 * What a directory has as files.  There are few kinds and their arrays are static, so they are
 * never given back.
 */
static struct {
	const struct eventfs_entry	*entries;
	unsigned int			nr;
} kinds[NR_KINDS];
static unsigned int nr_kinds;

static DEFINE_MUTEX(nodes_lock);
static struct kmem_cache *node_cache;

static struct eventfs_parent *to_parent(struct eventfs_inode *ei)
{
	return container_of(ei, struct eventfs_parent, node);
}

static void node_free(struct eventfs_inode *ei)
{
	kfree_const(ei->name);
	if (ei->is_parent)
		kfree(to_parent(ei));
	else
		kmem_cache_free(node_cache, ei);
}

/* The last user is an inode on its way out, or the removal of a directory nobody looked at. */
static void node_put(void *data)
{
	struct eventfs_inode *ei = data;
	const struct eventfs_entry *entries = kinds[ei->kind].entries;
	unsigned int i;

	if (!refcount_dec_and_test(&ei->users))
		return;
	for (i = 0; i < kinds[ei->kind].nr; i++) {
		if (entries[i].release)
			entries[i].release(entries[i].name, ei->data);
	}
	node_free(ei);
}

static int kind_find_or_add(const struct eventfs_entry *entries, unsigned int nr)
{
	unsigned int i;

	guard(mutex)(&nodes_lock);
	for (i = 0; i < nr_kinds; i++) {
		if (kinds[i].entries == entries && kinds[i].nr == nr)
			return i;
	}
	if (WARN_ON_ONCE(nr_kinds == NR_KINDS))
		return -ENOSPC;
	kinds[i].entries = entries;
	kinds[i].nr = nr;
	nr_kinds++;
	return i;
}

static struct eventfs_inode *node_alloc(bool is_parent)
{
	struct eventfs_parent *dir;

	if (!is_parent)
		return kmem_cache_zalloc(node_cache, GFP_KERNEL);
	dir = kzalloc(sizeof(*dir), GFP_KERNEL);
	if (!dir)
		return NULL;
	dir->node.is_parent = true;
	return &dir->node;
}

static struct eventfs_inode *node_new(const char *name, struct eventfs_inode *parent,
				      const struct eventfs_entry *entries, int size, void *data)
{
	bool is_parent = !parent || !parent->parent;
	struct eventfs_inode *ei;
	int kind;

	kind = kind_find_or_add(entries, size);
	if (kind < 0)
		return ERR_PTR(kind);

	ei = node_alloc(is_parent);
	if (!ei)
		return ERR_PTR(-ENOMEM);

	ei->kind = kind;
	ei->data = data;
	ei->parent = parent ? to_parent(parent) : NULL;
	refcount_set(&ei->users, 1);
	ei->name = kstrdup_const(name, GFP_KERNEL);
	if (!ei->name) {
		node_free(ei);
		return ERR_PTR(-ENOMEM);
	}
	return ei;
}

static void list_append(struct eventfs_parent *parent, struct eventfs_inode *ei)
{
	lockdep_assert_held(&nodes_lock);
	ei->pos = parent->next_pos++;
	if (parent->last)
		parent->last->next = ei;
	else
		parent->first = ei;
	parent->last = ei;
}

static void list_unlink(struct eventfs_parent *parent, struct eventfs_inode *ei)
{
	struct eventfs_inode *prev = NULL;
	struct eventfs_inode *at;

	lockdep_assert_held(&nodes_lock);
	for (at = parent->first; at != ei; at = at->next)
		prev = at;
	if (prev)
		prev->next = ei->next;
	else
		parent->first = ei->next;
	if (parent->last == ei)
		parent->last = prev;
}

/* Callbacks of on_demand.c; their data is a node */

static const struct tracefs_dir node_dir;

static int node_lookup(void *data, const char *name, struct tracefs_child *child)
{
	struct eventfs_inode *ei = data;
	struct eventfs_inode *at;

	if (!tracefs_find_entry(kinds[ei->kind].entries, kinds[ei->kind].nr, name, ei->data, child))
		return 0;
	if (!ei->is_parent)
		return -ENOENT;

	guard(mutex)(&nodes_lock);
	for (at = to_parent(ei)->first; at; at = at->next) {
		if (strcmp(at->name, name))
			continue;
		eventfs_describe(at, child);
		return 0;
	}
	return -ENOENT;
}

static int next_entry(struct eventfs_inode *ei, unsigned int *pos, char *name)
{
	const struct eventfs_entry *entries = kinds[ei->kind].entries;

	for (; *pos < kinds[ei->kind].nr; ++*pos) {
		if (!tracefs_entry_exists(&entries[*pos], ei->data))
			continue;
		strscpy(name, entries[*pos].name, NAME_MAX + 1);
		return DT_REG;
	}
	return 0;
}

static int next_dir(struct eventfs_parent *parent, unsigned int *pos, char *name)
{
	unsigned int nr = kinds[parent->node.kind].nr;
	struct eventfs_inode *at;

	guard(mutex)(&nodes_lock);
	for (at = parent->first; at; at = at->next) {
		if (at->pos + nr < *pos)
			continue;
		*pos = at->pos + nr;
		strscpy(name, at->name, NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

/* Positions: first the files, then the directories. */
static int node_next(void *data, unsigned int *pos, char *name)
{
	struct eventfs_inode *ei = data;
	int type = next_entry(ei, pos, name);

	if (type || !ei->is_parent)
		return type;
	return next_dir(to_parent(ei), pos, name);
}

static const struct tracefs_dir node_dir = {
	.mode		= TRACEFS_EVENT_DIR_MODE,
	.keeps_owner	= true,
	.lookup		= node_lookup,
	.next		= node_next,
	.put		= node_put,
};

/**
 * eventfs_create_events_dir - create the top of an instance's events
 * @name: its name, "events"
 * @parent: the instance's directory; if that was made by tracefs_create_tree(), its lookup has to
 *	answer for @name with eventfs_describe(), and its next has to name it
 * @entries: files in it; the array has to last for ever
 * @size: how many
 * @data: what the files' callbacks get
 *
 * Context: process context, may sleep; takes the lock of @parent.
 * Return: the directory, to be used as parent of systems and for eventfs_remove_events_dir(); or
 * ERR_PTR.
 */
struct eventfs_inode *eventfs_create_events_dir(const char *name, struct dentry *parent,
						const struct eventfs_entry *entries,
						int size, void *data)
{
	struct eventfs_inode *ei;
	struct dentry *tree;

	if (IS_ERR(parent))
		return ERR_CAST(parent);
	ei = node_new(name, NULL, entries, size, data);
	if (IS_ERR(ei))
		return ei;

	if (is_tree_root(parent)) {
		to_parent(ei)->is_guest = true;
		to_parent(ei)->tree = parent;
		return ei;
	}

	refcount_inc(&ei->users);
	tree = tracefs_create_tree(name, parent, &node_dir, ei);
	if (IS_ERR(tree)) {
		node_free(ei);
		return ERR_CAST(tree);
	}
	to_parent(ei)->tree = tree;
	return ei;
}
EXPORT_SYMBOL_IF_KUNIT(eventfs_create_events_dir);

/**
 * eventfs_describe - answer a lookup in a tree with an events directory
 * @ei: what eventfs_create_events_dir() returned, and not removed yet: the caller sees to that
 * @child: to be returned by the lookup
 *
 * Context: in &tracefs_dir.lookup.
 */
void eventfs_describe(struct eventfs_inode *ei, struct tracefs_child *child)
{
	refcount_inc(&ei->users);
	child->data = ei;
	child->dir = &node_dir;
}

/**
 * eventfs_create_dir - create a system's or an event's directory
 * @name: its name, copied unless it is constant; no other directory in @parent may have it
 * @parent: what eventfs_create_events_dir() returned, or this function for a system
 * @entries: files in it; the array has to last for ever
 * @size: how many
 * @data: what the files' callbacks get; has to last until they are released, or removed if no entry
 *	has a release
 *
 * Context: process context, may sleep.
 * Return: the directory, for eventfs_remove_dir(); or ERR_PTR.
 */
struct eventfs_inode *eventfs_create_dir(const char *name, struct eventfs_inode *parent,
					 const struct eventfs_entry *entries,
					 int size, void *data)
{
	struct eventfs_inode *ei;

	if (IS_ERR_OR_NULL(parent))
		return ERR_PTR(-ENODEV);
	if (WARN_ON_ONCE(!parent->is_parent))
		return ERR_PTR(-EINVAL);

	ei = node_new(name, parent, entries, size, data);
	if (IS_ERR(ei))
		return ei;

	guard(mutex)(&nodes_lock);
	list_append(to_parent(parent), ei);
	return ei;
}
EXPORT_SYMBOL_IF_KUNIT(eventfs_create_dir);

/* Take the directories in a directory off their lists; what is returned is one list of all. */
static struct eventfs_inode *detach_all(struct eventfs_parent *parent)
{
	struct eventfs_inode *all = parent->first;
	struct eventfs_inode *at;

	lockdep_assert_held(&nodes_lock);
	parent->first = NULL;
	for (at = all; at; at = at->next) {
		if (!at->is_parent)
			continue;
		parent->last->next = to_parent(at)->first;
		if (to_parent(at)->last)
			parent->last = to_parent(at)->last;
		to_parent(at)->first = NULL;
		to_parent(at)->last = NULL;
	}
	parent->last = NULL;
	return all;
}

static void put_all(struct eventfs_inode *all)
{
	struct eventfs_inode *next;

	for (; all; all = next) {
		next = all->next;
		node_put(all);
	}
}

static struct qstr name_of(const struct eventfs_inode *ei)
{
	return (struct qstr)QSTR_INIT(ei->name, strlen(ei->name));
}

/* Drop what is in the dcache of a directory that is off its list; those above it are alive. */
static void node_forget(struct eventfs_inode *ei)
{
	struct qstr names[MAX_DEPTH];
	unsigned int at = MAX_DEPTH;
	const struct eventfs_parent *root;

	for (; ei->parent; ei = &ei->parent->node)
		names[--at] = name_of(ei);
	root = to_parent(ei);
	if (root->is_guest)
		names[--at] = name_of(ei);
	tracefs_forget_names(root->tree, &names[at], MAX_DEPTH - at);
}

static void forget_all(struct eventfs_inode *all)
{
	for (; all; all = all->next)
		node_forget(all);
}

/**
 * eventfs_remove_dir - remove a system's or an event's directory and all in it
 * @ei: what eventfs_create_dir() returned; NULL and ERR_PTR are ignored
 *
 * Context: process context, may sleep; takes inode locks of the tree.
 */
void eventfs_remove_dir(struct eventfs_inode *ei)
{
	struct eventfs_inode *below = NULL;

	if (IS_ERR_OR_NULL(ei))
		return;

	scoped_guard(mutex, &nodes_lock) {
		list_unlink(ei->parent, ei);
		if (ei->is_parent)
			below = detach_all(to_parent(ei));
	}
	forget_all(below);
	node_forget(ei);
	put_all(below);
	node_put(ei);
}
EXPORT_SYMBOL_IF_KUNIT(eventfs_remove_dir);

/**
 * eventfs_remove_events_dir - remove an instance's events directory and all in it
 * @ei: what eventfs_create_events_dir() returned; NULL and ERR_PTR are ignored
 *
 * Has to come before the removal of the instance's directory. In a tree, its owner has stopped to
 * answer for it.
 *
 * Context: process context, may sleep; takes inode locks of the tree and of its parent.
 */
void eventfs_remove_events_dir(struct eventfs_inode *ei)
{
	struct eventfs_inode *below;

	if (IS_ERR_OR_NULL(ei))
		return;

	scoped_guard(mutex, &nodes_lock)
		below = detach_all(to_parent(ei));
	if (to_parent(ei)->is_guest) {
		forget_all(below);
		node_forget(ei);
	} else {
		tracefs_remove(to_parent(ei)->tree);
	}
	put_all(below);
	node_put(ei);
}
EXPORT_SYMBOL_IF_KUNIT(eventfs_remove_events_dir);

/**
 * eventfs_init_cache - make the cache nodes come from
 *
 * Context: once, at boot.
 * Return: 0 or -ENOMEM.
 */
int __init eventfs_init_cache(void)
{
	node_cache = KMEM_CACHE(eventfs_inode, 0);
	return node_cache ? 0 : -ENOMEM;
}
