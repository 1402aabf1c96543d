// SPDX-License-Identifier: GPL-2.0
/*
 * error_log: what was wrong with the last commands that users wrote.
 *
 * Opening it with O_TRUNC clears the log; what is written is ignored.
 */
#include "base/base.h"
#include "tracefs/tracefs.h"

static struct error_log *log_of(struct seq_file *m)
{
	const struct trace_target *target = m->private;

	return &target->tr->errors;
}

static void *error_log_list_start(struct seq_file *m, loff_t *pos)
{
	return error_log_start(log_of(m), pos);
}

static void *error_log_list_next(struct seq_file *m, void *v, loff_t *pos)
{
	return error_log_next(log_of(m), v, pos);
}

static void error_log_list_stop(struct seq_file *m, void *v)
{
	error_log_stop(log_of(m));
}

static int error_log_list_show(struct seq_file *m, void *v)
{
	error_log_show(m, v);
	return 0;
}

const struct seq_operations error_log_list = {
	.start	= error_log_list_start,
	.next	= error_log_list_next,
	.stop	= error_log_list_stop,
	.show	= error_log_list_show,
};

static int error_log_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	int ret = text_open(inode, file);

	if (!ret && file->f_mode & FMODE_WRITE && file->f_flags & O_TRUNC)
		error_log_clear(&target->tr->errors);
	return ret;
}

static ssize_t error_log_write(struct file *file, const char __user *ubuf, size_t cnt,
			       loff_t *ppos)
{
	return cnt;
}

const struct file_operations error_log_fops = {
	.open		= error_log_open,
	.read		= text_read,
	.write		= error_log_write,
	.llseek		= text_llseek,
	.release	= text_release,
};
