// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/kernel/debug/tracing, where old tools look: a tracefs is mounted there
 * when somebody walks into it.
 *
 * Set up once at boot; the mount itself is made in the context of who walks.
 */
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/mount.h>

#include "tracefs/tracefs.h"

static struct vfsmount *tracing_automount(struct dentry *mountpoint, void *unused)
{
	struct file_system_type *type = get_fs_type("tracefs");
	struct vfsmount *mnt;

	if (!type)
		return NULL;
	mnt = vfs_submount(mountpoint, type, "tracefs", NULL);
	put_filesystem(type);
	/* The walk takes one reference, the mount tree the other. */
	return IS_ERR(mnt) ? NULL : mntget(mnt);
}

/**
 * automount_init - make the mount point in debugfs
 *
 * Context: Boot.
 * Return: 0, also where there is no debugfs.
 */
int __init automount_init(void)
{
	debugfs_create_automount("tracing", NULL, tracing_automount, NULL);
	return 0;
}
