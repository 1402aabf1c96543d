// SPDX-License-Identifier: GPL-2.0
/*
 * set_ftrace_pid and set_ftrace_notrace_pid: the tasks in which an instance
 * traces functions, or does not; one a line.
 *
 * > begins a new list, >> adds.  Lists are read under the lock of the pids.
 */
#include <linux/bits.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/* What stands for a pid in a walk: it plus one; and, beyond all pids, for there being none: */
#define NO_PID	BIT(40)

static bool is_notrace(const struct trace_target *target)
{
	return target->file->fops == &set_ftrace_notrace_pid_fops;
}

/* A position is a pid. */
static void *pid_from(struct seq_file *m, loff_t *pos)
{
	const struct trace_target *target = m->private;
	int pid = tracer_pids_next(target->tr, is_notrace(target), min_t(loff_t, *pos, INT_MAX));

	if (pid < 0)
		return *pos ? NULL : (void *)NO_PID;
	*pos = pid;
	return (void *)(pid + 1L);
}

static void *pid_start(struct seq_file *m, loff_t *pos)
{
	tracer_pids_lock();
	return pid_from(m, pos);
}

static void *pid_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return (unsigned long)v == NO_PID ? NULL : pid_from(m, pos);
}

static void pid_stop(struct seq_file *m, void *v)
{
	tracer_pids_unlock();
}

static int pid_show(struct seq_file *m, void *v)
{
	if ((unsigned long)v == NO_PID)
		seq_puts(m, "no pid\n");
	else
		seq_printf(m, "%ld\n", (long)v - 1);
	return 0;
}

const struct seq_operations ftrace_pid_list = {
	.start	= pid_start,
	.next	= pid_next,
	.stop	= pid_stop,
	.show	= pid_show,
};

static int ftrace_pid_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	int ret = text_open(inode, file);

	if (!ret && file->f_mode & FMODE_WRITE && file->f_flags & O_TRUNC)
		tracer_pids_clear(target->tr, is_notrace(target));
	return ret;
}

static int ftrace_pid_add(const struct trace_target *target, char *text)
{
	return tracer_pids_add(target->tr, is_notrace(target), text);
}

static ssize_t ftrace_pid_write(struct file *file, const char __user *ubuf, size_t cnt,
				loff_t *ppos)
{
	ssize_t len = pid_list_write(file, ubuf, cnt, ftrace_pid_add);

	if (len > 0)
		*ppos += len;
	return len;
}

const struct file_operations set_ftrace_pid_fops = {
	.open		= ftrace_pid_open,
	.read		= text_read,
	.write		= ftrace_pid_write,
	.llseek		= text_llseek,
	.release	= text_release,
};

const struct file_operations set_ftrace_notrace_pid_fops = {
	.open		= ftrace_pid_open,
	.read		= text_read,
	.write		= ftrace_pid_write,
	.llseek		= text_llseek,
	.release	= text_release,
};
