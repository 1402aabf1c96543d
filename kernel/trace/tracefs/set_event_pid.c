// SPDX-License-Identifier: GPL-2.0
/*
 * set_event_pid and set_event_notrace_pid: a list of pids each, one a line.
 *
 * > begins a new list, >> adds.  Lists are read under event_mutex.  The text of
 * a list is the same for other files of pids.
 */
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

static enum event_pids_kind kind_of(const struct trace_target *target)
{
	return target->file->fops == &set_event_pid_fops ? EVENT_PIDS_ONLY : EVENT_PIDS_EXCEPT;
}

/* A position is a pid; what goes round is a pid plus one. */
static void *pid_from(struct seq_file *m, loff_t *pos)
{
	const struct trace_target *target = m->private;
	int pid = event_pids_next(target->tr, kind_of(target), min_t(loff_t, *pos, INT_MAX));

	if (pid < 0)
		return NULL;
	*pos = pid;
	return (void *)(pid + 1L);
}

static void *event_pid_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&event_mutex);
	return pid_from(m, pos);
}

static void *event_pid_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return pid_from(m, pos);
}

static void event_pid_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&event_mutex);
}

static int event_pid_show(struct seq_file *m, void *v)
{
	seq_printf(m, "%ld\n", (long)v - 1);
	return 0;
}

const struct seq_operations event_pid_list = {
	.start	= event_pid_start,
	.next	= event_pid_next,
	.stop	= event_pid_stop,
	.show	= event_pid_show,
};

static int event_pid_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	int ret = text_open(inode, file);

	if (!ret && file->f_mode & FMODE_WRITE && file->f_flags & O_TRUNC)
		event_pids_clear(target->tr, kind_of(target));
	return ret;
}

/* A NUL ends a number as a space does, and not the list. */
static void nul_to_space(char *text, size_t len)
{
	char *nul;

	while ((nul = memchr(text, '\0', len)))
		*nul = ' ';
}

/**
 * pid_list_write - take pids that were written to a file
 * @file: the file
 * @ubuf: the text
 * @cnt: how long it is
 * @add: has the pids of a text added
 *
 * Long lists are taken in parts, as the caller writes the rest of a short write
 * again.  A part ends at a space, so that no pid is cut in two.
 * Context: Process context, may sleep.
 * Return: bytes taken, or a negative errno.
 */
ssize_t pid_list_write(struct file *file, const char __user *ubuf, size_t cnt,
		       int (*add)(const struct trace_target *target, char *text))
{
	char *text __free(kfree) = NULL;
	size_t len = min_t(size_t, cnt, PAGE_SIZE - 1);
	int ret;

	text = memdup_user_nul(ubuf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	nul_to_space(text, len);
	if (len < cnt) {
		while (len && !isspace(text[len - 1]))
			len--;
		if (!len)
			return -EINVAL;
		text[len] = '\0';
	}
	ret = add(target_of(file), text);
	return ret < 0 ? ret : len;
}

static int event_pid_add(const struct trace_target *target, char *text)
{
	return event_pids_add(target->tr, kind_of(target), text);
}

static ssize_t event_pid_write(struct file *file, const char __user *ubuf, size_t cnt,
			       loff_t *ppos)
{
	ssize_t len = pid_list_write(file, ubuf, cnt, event_pid_add);

	if (len > 0)
		*ppos += len;
	return len;
}

const struct file_operations set_event_pid_fops = {
	.open		= event_pid_open,
	.read		= text_read,
	.write		= event_pid_write,
	.llseek		= text_llseek,
	.release	= text_release,
};

const struct file_operations set_event_notrace_pid_fops = {
	.open		= event_pid_open,
	.read		= text_read,
	.write		= event_pid_write,
	.llseek		= text_llseek,
	.release	= text_release,
};
