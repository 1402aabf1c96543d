// SPDX-License-Identifier: GPL-2.0
/*
 * What opening, reading and writing a control file have in common: lockdown,
 * the reference to the instance, text in and out.
 *
 * Process context, called by the VFS; takes trace_types_lock at open and
 * release.
 */
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/security.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

/**
 * target_open - what every open of a control file begins with
 * @inode: the file's
 *
 * Context: Process context, may sleep.
 * Return: 0 with a reference to the instance unless the file holds nothing, -EPERM
 * in a kernel that is locked down, -ENODEV if the instance is gone.
 */
int target_open(const struct inode *inode)
{
	const struct trace_target *target = inode->i_private;
	int ret = target->file->in_lockdown ? 0 : security_locked_down(LOCKDOWN_TRACEFS);

	if (ret)
		return ret;
	if (target->file->holds_nothing)
		return instance_is_gone(target->tr) ? -ENODEV : 0;
	return instance_get(target->tr);
}

/**
 * target_release - end target_open()
 * @inode: the file's
 *
 * Context: Process context, may sleep.
 */
void target_release(const struct inode *inode)
{
	const struct trace_target *target = inode->i_private;

	if (!target->file->holds_nothing)
		instance_put(target->tr);
}

/**
 * target_release_file - the release of files that keep nothing else
 * @inode: the file's
 * @file: ignored
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int target_release_file(struct inode *inode, struct file *file)
{
	target_release(inode);
	return 0;
}

static int text_show(struct seq_file *m, void *unused)
{
	const struct trace_target *target = m->private;
	int ret;

	if (!target->file->holds_nothing)
		return target->file->show(m, target);
	ret = instance_get(target->tr);
	if (ret)
		return ret;
	ret = target->file->show(m, target);
	instance_put(target->tr);
	return ret;
}

static int text_open_seq(struct file *file, struct trace_target *target)
{
	struct seq_file *m;
	int ret;

	if (target->file->show)
		return single_open(file, text_show, target);
	if (!target->file->list)
		return 0;
	ret = seq_open(file, target->file->list);
	if (ret)
		return ret;
	m = file->private_data;
	m->private = target;
	return 0;
}

/**
 * text_open - open a text file
 * @inode: the file's
 * @file: gets a seq_file if it is to be read
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int text_open(struct inode *inode, struct file *file)
{
	int ret = target_open(inode);

	if (ret || !(file->f_mode & FMODE_READ))
		return ret;
	ret = text_open_seq(file, inode->i_private);
	if (ret)
		target_release(inode);
	return ret;
}

/**
 * text_release - end text_open()
 * @inode: the file's
 * @file: the file
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int text_release(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;

	if (file->private_data && target->file->show)
		single_release(inode, file);
	else if (file->private_data)
		seq_release(inode, file);
	target_release(inode);
	return 0;
}

/**
 * text_read - read a text file
 * @file: the file
 * @ubuf: to where
 * @cnt: how much
 * @ppos: from where
 *
 * Context: Process context, may sleep.
 * Return: bytes read, or -EINVAL if the file has nothing to show.
 */
ssize_t text_read(struct file *file, char __user *ubuf, size_t cnt, loff_t *ppos)
{
	return file->private_data ? seq_read(file, ubuf, cnt, ppos) : -EINVAL;
}

/**
 * text_llseek - seek in a text file
 * @file: the file
 * @offset: how far
 * @whence: from where
 *
 * Context: Process context, may sleep.
 * Return: the new position, or a negative errno.
 */
loff_t text_llseek(struct file *file, loff_t offset, int whence)
{
	const struct trace_target *target = target_of(file);

	/* Texts that are shown at once have no end to look for: size 0. */
	if (target->file->show)
		return generic_file_llseek_size(file, offset, whence, MAX_NON_LFS, 0);
	if (file->private_data)
		return seq_lseek(file, offset, whence);
	return default_llseek(file, offset, whence);
}

/* Of a number no more is looked at; what is longer is out of range by then. */
#define NUMBER_MAX	((size_t)66)

static ssize_t text_write(struct file *file, const char __user *ubuf, size_t cnt, loff_t *ppos)
{
	char *text __free(kfree) = NULL;
	const struct trace_target *target = target_of(file);
	size_t len = cnt;
	int ret;

	if (!target->file->write)
		return -EINVAL;
	if (!target->file->longest)
		len = min(cnt, NUMBER_MAX);
	else if (cnt >= target->file->longest)
		return -EINVAL;
	text = memdup_user_nul(ubuf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	ret = target->file->write(target, text);
	if (ret < 0)
		return ret;
	*ppos += cnt;
	return cnt;
}

const struct file_operations text_fops = {
	.open		= text_open,
	.read		= text_read,
	.write		= text_write,
	.llseek		= text_llseek,
	.release	= text_release,
};

/**
 * text_parse_bool - the text of a file that is 0 or 1
 * @text: what was written
 * @on: set to the value
 *
 * Context: Any.
 * Return: 0, -EINVAL for any other text, -ERANGE for a number beyond all bounds.
 */
int text_parse_bool(const char *text, bool *on)
{
	unsigned long value;
	int ret = kstrtoul(text, 10, &value);

	if (ret)
		return ret;
	if (value > 1)
		return -EINVAL;
	*on = value;
	return 0;
}

/**
 * reader_lock - keep other consuming readers away while records are looked at
 * @tr: the instance
 * @cpu: the CPU that is read, or %INSTANCE_ALL_CPUS
 *
 * A reader that consumes prints records where they lie in the buffer; whoever
 * reads the same CPU would take the page from under it.  Readers of different
 * CPUs do not meet, those of all CPUs meet everybody.
 *
 * Context: Process context, may sleep.  Outside event_read_lock() and trace_types_lock.
 */
void reader_lock(struct trace_array *tr, int cpu)
{
	struct instance_files *files = tr->files;

	if (cpu == INSTANCE_ALL_CPUS) {
		down_write(&files->readers);
		return;
	}
	down_read(&files->readers);
	mutex_lock(&files->cpu_readers[cpu]);
}

/**
 * reader_unlock - end reader_lock()
 * @tr: the instance
 * @cpu: as given to reader_lock()
 *
 * Context: Process context.
 */
void reader_unlock(struct trace_array *tr, int cpu)
{
	struct instance_files *files = tr->files;

	if (cpu == INSTANCE_ALL_CPUS) {
		up_write(&files->readers);
		return;
	}
	mutex_unlock(&files->cpu_readers[cpu]);
	up_read(&files->readers);
}
