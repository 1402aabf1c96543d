// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of directories on demand: trees that answer from tables, and eventfs.
 *
 * Each test works in a directory of its own in the real tracefs, through VFS, as users do.
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/tracefs.h>

#define NR_FRUITS	3

/* A directory "fruit" of NR_FRUITS directories, each with the file "taste". */
struct orchard {
	struct vfsmount	*mnt;
	struct dentry	*top;		/* what the tree or the events directory is in */
	struct dentry	*tree;
	bool		has[NR_FRUITS];
	atomic_t	refs;
	atomic_t	released;
};

static struct orchard orchard;
static const char * const fruits[NR_FRUITS] = { "apple", "pear", "quince" };

static ssize_t taste_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	return 0;
}

static const struct file_operations taste_fops = {
	.read	= taste_read,
};

static int taste(const char *name, umode_t *mode, void **data, const struct file_operations **fops)
{
	*mode = 0640;
	*fops = &taste_fops;
	return 1;
}

static int absent(const char *name, umode_t *mode, void **data, const struct file_operations **fops)
{
	return 0;
}

static void count_release(const char *name, void *data)
{
	atomic_inc(&orchard.released);
}

static const struct eventfs_entry fruit_entries[] = {
	{ "taste", taste, count_release },
	{ "worm", absent },
};

static void fruit_put(void *data)
{
	atomic_dec(&orchard.refs);
}

static const struct tracefs_dir fruit_dir = {
	.mode		= 0755,
	.files		= fruit_entries,
	.nr_files	= ARRAY_SIZE(fruit_entries),
	.put		= fruit_put,
};

static int orchard_lookup(void *data, const char *name, struct tracefs_child *child)
{
	int i = match_string(fruits, NR_FRUITS, name);

	if (i < 0 || !READ_ONCE(orchard.has[i]))
		return -ENOENT;
	atomic_inc(&orchard.refs);
	child->dir = &fruit_dir;
	return 0;
}

static int orchard_next(void *data, unsigned int *pos, char *name)
{
	for (; *pos < NR_FRUITS; ++*pos) {
		if (!orchard.has[*pos])
			continue;
		strscpy(name, fruits[*pos], NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

static const struct tracefs_dir orchard_dir = {
	.mode		= 0755,
	.files		= fruit_entries,
	.nr_files	= ARRAY_SIZE(fruit_entries),
	.lookup		= orchard_lookup,
	.next		= orchard_next,
};

/* What users do */

/* The dentry at a path below the test's directory, or NULL if there is none. */
static struct dentry *find(const char *path)
{
	struct path found;
	int err;

	err = vfs_path_lookup(orchard.top, orchard.mnt, path, 0, &found);
	if (err)
		return NULL;
	mntput(found.mnt);
	return found.dentry;
}

static bool exists(const char *path)
{
	struct dentry *dentry = find(path);

	dput(dentry);
	return dentry;
}

static unsigned long ino_of(const char *path)
{
	struct dentry *dentry = find(path);
	unsigned long ino = dentry ? d_inode(dentry)->i_ino : 0;

	dput(dentry);
	return ino;
}

static umode_t mode_of(const char *path)
{
	struct dentry *dentry = find(path);
	umode_t mode = dentry ? d_inode(dentry)->i_mode & S_IALLUGO : 0;

	dput(dentry);
	return mode;
}

static int change_mode(const char *path, umode_t mode)
{
	struct iattr attr = { .ia_valid = ATTR_MODE | ATTR_FORCE, .ia_mode = mode };
	struct dentry *dentry = find(path);
	int err;

	if (!dentry)
		return -ENOENT;
	attr.ia_mode |= d_inode(dentry)->i_mode & S_IFMT;
	inode_lock(d_inode(dentry));
	err = notify_change(&nop_mnt_idmap, dentry, &attr, NULL);
	inode_unlock(d_inode(dentry));
	dput(dentry);
	return err;
}

static struct file *open_path(const char *path)
{
	struct path where = { .mnt = orchard.mnt, .dentry = find(path) };
	struct file *file;

	if (!where.dentry)
		return ERR_PTR(-ENOENT);
	file = dentry_open(&where, O_RDONLY, current_cred());
	dput(where.dentry);
	return file;
}

/* fput() by a kernel thread is deferred; tests want the end of the file. */
static void close_file(struct file *file)
{
	__fput_sync(file);
}

/* A reader with a buffer for `room` names, which goes on until there are no more. */
struct name_list {
	struct dir_context	ctx;
	char			text[128];
	int			room;
};

static bool list_name(struct dir_context *ctx, const char *name, int len, loff_t pos, u64 ino,
		      unsigned int type)
{
	struct name_list *list = container_of(ctx, struct name_list, ctx);
	size_t used = strlen(list->text);

	if (!list->room)
		return false;
	list->room--;
	scnprintf(list->text + used, sizeof(list->text) - used, "%.*s%s ", len, name,
		  type == DT_DIR ? "/" : "");
	return true;
}

static void read_names(struct kunit *test, const char *path, int room, struct name_list *list)
{
	struct file *file = open_path(path);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	*list = (struct name_list){ .ctx.actor = list_name };
	do {
		list->room = room;
		KUNIT_EXPECT_EQ(test, iterate_dir(file, &list->ctx), 0);
	} while (list->room < room);
	close_file(file);
}

/* The tests */

static void test_lookup(struct kunit *test)
{
	unsigned long ino;

	KUNIT_EXPECT_TRUE(test, exists("fruit/pear/taste"));
	KUNIT_EXPECT_TRUE(test, exists("fruit/taste"));
	KUNIT_EXPECT_FALSE(test, exists("fruit/worm"));
	KUNIT_EXPECT_FALSE(test, exists("fruit/pear/worm"));
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear"), 0755);
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear/taste"), 0640);

	ino = ino_of("fruit/pear");
	KUNIT_EXPECT_NE(test, ino, ino_of("fruit/apple"));
	shrink_dcache_parent(orchard.tree);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 0);
	KUNIT_EXPECT_EQ(test, ino, ino_of("fruit/pear"));
}

static void test_readdir(struct kunit *test)
{
	struct name_list list;

	read_names(test, "fruit", 100, &list);
	KUNIT_EXPECT_STREQ(test, list.text, "./ ../ taste apple/ pear/ quince/ ");
	read_names(test, "fruit", 1, &list);
	KUNIT_EXPECT_STREQ(test, list.text, "./ ../ taste apple/ pear/ quince/ ");
	orchard.has[1] = false;
	tracefs_tree_forget(orchard.tree, "pear");
	read_names(test, "fruit", 2, &list);
	KUNIT_EXPECT_STREQ(test, list.text, "./ ../ taste apple/ quince/ ");
	read_names(test, "fruit/apple", 1, &list);
	KUNIT_EXPECT_STREQ(test, list.text, "./ ../ taste ");
}

static void test_name_appears(struct kunit *test)
{
	orchard.has[0] = false;
	KUNIT_EXPECT_FALSE(test, exists("fruit/apple"));
	KUNIT_EXPECT_FALSE(test, exists("fruit/apple/taste"));
	orchard.has[0] = true;
	KUNIT_EXPECT_TRUE(test, exists("fruit/apple/taste"));
}

static void test_forget_open(struct kunit *test)
{
	struct file *file = open_path("fruit/quince/taste");

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 1);
	orchard.has[2] = false;
	tracefs_tree_forget(orchard.tree, "quince");
	KUNIT_EXPECT_FALSE(test, exists("fruit/quince"));
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 1);

	/* The name's next owner has nothing to do with the one whose file is still open. */
	orchard.has[2] = true;
	KUNIT_EXPECT_TRUE(test, exists("fruit/quince/taste"));
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 2);
	close_file(file);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 1);
}

static void test_mode_kept(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, change_mode("fruit/pear/taste", 0600), 0);
	KUNIT_EXPECT_EQ(test, change_mode("fruit/pear", 0711), 0);
	shrink_dcache_parent(orchard.tree);
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear/taste"), 0600);
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear"), 0711);
	KUNIT_EXPECT_EQ(test, mode_of("fruit/apple/taste"), 0640);

	/* Forgotten, even if nothing of it was cached. */
	shrink_dcache_parent(orchard.tree);
	tracefs_tree_forget(orchard.tree, "pear");
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear/taste"), 0640);
	KUNIT_EXPECT_EQ(test, mode_of("fruit/pear"), 0755);
}

static int look_for_pears(void *unused)
{
	while (!kthread_should_stop()) {
		exists("fruit/pear/taste");
		cond_resched();
	}
	return 0;
}

static void test_forget_race(struct kunit *test)
{
	struct task_struct *looker = kthread_run(look_for_pears, NULL, "tracefs_kunit");
	unsigned long end = jiffies + HZ / 2;
	unsigned int found = 0;

	KUNIT_ASSERT_FALSE(test, IS_ERR(looker));
	while (time_before(jiffies, end)) {
		WRITE_ONCE(orchard.has[1], true);
		usleep_range(10, 50);
		WRITE_ONCE(orchard.has[1], false);
		tracefs_tree_forget(orchard.tree, "pear");
		found += exists("fruit/pear");
	}
	kthread_stop(looker);
	KUNIT_EXPECT_EQ(test, found, 0);
	shrink_dcache_parent(orchard.tree);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 0);
}

static void test_eventfs(struct kunit *test)
{
	struct eventfs_inode *events, *sys, *one, *two;
	struct name_list list;
	struct file *file;

	events = eventfs_create_events_dir("events", orchard.top, NULL, 0, NULL);
	KUNIT_ASSERT_FALSE(test, IS_ERR(events));
	sys = eventfs_create_dir("sys", events, fruit_entries, 2, NULL);
	one = eventfs_create_dir("one", sys, fruit_entries, 2, NULL);
	two = eventfs_create_dir("two", sys, fruit_entries, 2, NULL);
	KUNIT_EXPECT_FALSE(test, IS_ERR(sys) || IS_ERR(one) || IS_ERR(two));

	read_names(test, "events/sys", 1, &list);
	KUNIT_EXPECT_STREQ(test, list.text, "./ ../ taste one/ two/ ");
	KUNIT_EXPECT_TRUE(test, exists("events/sys/two/taste"));

	/* Nobody looked at the first one: it ends at once; the other when its file is closed. */
	file = open_path("events/sys/two/taste");
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	eventfs_remove_dir(one);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.released), 1);
	eventfs_remove_dir(two);
	KUNIT_EXPECT_FALSE(test, exists("events/sys/two"));
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.released), 1);
	close_file(file);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.released), 2);

	/* With all that is in it. */
	eventfs_create_dir("three", sys, fruit_entries, 2, NULL);
	KUNIT_EXPECT_TRUE(test, exists("events/sys/three/taste"));
	eventfs_remove_events_dir(events);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.released), 4);
	KUNIT_EXPECT_FALSE(test, exists("events"));
}

static int tracefs_test_init(struct kunit *test)
{
	struct file_system_type *type = get_fs_type("tracefs");

	if (!type)
		return -ENODEV;
	orchard = (struct orchard){ .has = { true, true, true } };
	orchard.mnt = kern_mount(type);
	if (IS_ERR(orchard.mnt))
		return PTR_ERR(orchard.mnt);
	orchard.top = tracefs_create_dir("tracefs_kunit", NULL);
	orchard.tree = tracefs_create_tree("fruit", orchard.top, &orchard_dir, NULL);
	return PTR_ERR_OR_ZERO(orchard.tree);
}

static void tracefs_test_exit(struct kunit *test)
{
	tracefs_remove(orchard.top);
	kern_unmount(orchard.mnt);
	KUNIT_EXPECT_EQ(test, atomic_read(&orchard.refs), 0);
}

static struct kunit_case tracefs_test_cases[] = {
	KUNIT_CASE(test_lookup),
	KUNIT_CASE(test_readdir),
	KUNIT_CASE(test_name_appears),
	KUNIT_CASE(test_forget_open),
	KUNIT_CASE(test_mode_kept),
	KUNIT_CASE(test_forget_race),
	KUNIT_CASE(test_eventfs),
	{}
};

static struct kunit_suite tracefs_test_suite = {
	.name		= "tracefs",
	.init		= tracefs_test_init,
	.exit		= tracefs_test_exit,
	.test_cases	= tracefs_test_cases,
};

kunit_test_suite(tracefs_test_suite);

MODULE_DESCRIPTION("KUnit tests of tracefs");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
