// SPDX-License-Identifier: GPL-2.0
/*
 * trace_marker and trace_marker_raw: each write becomes a record.
 *
 * Process context, no lock held.
 */
#include <linux/fs.h>

#include "dispatch/dispatch.h"
#include "tracefs/tracefs.h"

static int trace_marker_open(struct inode *inode, struct file *file)
{
	int ret = target_open(inode);

	if (ret)
		return ret;
	ret = target_expand(target_of(file));
	if (ret) {
		target_release(inode);
		return ret;
	}
	return stream_open(inode, file);
}

static ssize_t trace_marker_write(struct file *file, const char __user *ubuf, size_t cnt,
				  loff_t *ppos)
{
	struct trace_array *tr = target_of(file)->tr;

	return instance_has(tr, OPT_MARKERS) ? record_marker_write(tr, ubuf, cnt) : -EINVAL;
}

static ssize_t trace_marker_raw_write(struct file *file, const char __user *ubuf, size_t cnt,
				      loff_t *ppos)
{
	struct trace_array *tr = target_of(file)->tr;

	return instance_has(tr, OPT_MARKERS) ? record_marker_raw_write(tr, ubuf, cnt) : -EINVAL;
}

const struct file_operations trace_marker_fops = {
	.open		= trace_marker_open,
	.write		= trace_marker_write,
	.release	= target_release_file,
};

const struct file_operations trace_marker_raw_fops = {
	.open		= trace_marker_open,
	.write		= trace_marker_raw_write,
	.release	= target_release_file,
};
