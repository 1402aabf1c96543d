// SPDX-License-Identifier: GPL-2.0
/*
 * trace: all records, oldest first, and left where they are; the same for what
 * the spare buffer has, for the file snapshot.
 *
 * A position in the file is a number of records; 0 is the header.  The iterator
 * stands on the record that is shown next, so a read that goes on where the
 * last one ended costs no search.  Opening with O_TRUNC empties the buffer.
 * Process context; holds event_read_lock() while it prints.
 */
#include <linux/cpumask.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/trace_seq.h>

#include "tracefs/tracefs.h"

struct trace_reader {
	struct trace_iterator	iter;
	bool			pauses;		/* the instance, as long as it is open */
};

/* Stand before the oldest record, wherever that is in the file. */
static void trace_reader_forget(struct trace_iterator *iter)
{
	event_iter_rewind(iter);
	trace_seq_init(&iter->seq);
	iter->ent = NULL;
	iter->leftover = 0;
}

static void trace_reader_rewind(struct trace_iterator *iter)
{
	trace_reader_forget(iter);
	iter->pos = 0;
}

static struct trace_iterator *trace_reader_step(struct trace_iterator *iter)
{
	iter->pos++;
	return event_iter_next(iter) ? iter : NULL;
}

static void *trace_seq_start(struct seq_file *m, loff_t *pos)
{
	struct trace_reader *reader = m->private;
	struct trace_iterator *iter = &reader->iter;
	void *at = iter;

	event_iter_follow_view(iter);
	event_read_lock();
	if (event_iter_is_stale(iter))
		trace_reader_forget(iter);
	if (*pos < iter->pos)
		trace_reader_rewind(iter);
	/* The end, when this was read last: there may be more by now. */
	if (iter->pos && !iter->ent)
		at = event_iter_next(iter) ? iter : NULL;
	while (at && iter->pos < *pos)
		at = trace_reader_step(iter);
	return at;
}

static void *trace_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return trace_reader_step(v);
}

static void trace_seq_stop(struct seq_file *m, void *v)
{
	event_read_unlock();
}

/* A line that did not fit is kept: to print it anew would lose what it says once. */
static int trace_seq_show(struct seq_file *m, void *v)
{
	struct trace_iterator *iter = v;

	if (!iter->pos) {
		if (iter->snapshot && event_iter_is_empty(iter))
			snapshot_help_print(m, iter);
		else
			event_header_print(m, iter);
		return 0;
	}
	if (!iter->leftover)
		event_line_print(iter);
	iter->leftover = trace_print_seq(m, &iter->seq);
	return 0;
}

static const struct seq_operations trace_seq_ops = {
	.start	= trace_seq_start,
	.next	= trace_seq_next,
	.stop	= trace_seq_stop,
	.show	= trace_seq_show,
};

/**
 * trace_open_reader - begin to read a buffer as text
 * @file: an open file; gets a seq_file
 * @target: the file of an instance or of a CPU
 * @snapshot: read the spare
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int trace_open_reader(struct file *file, const struct trace_target *target, bool snapshot)
{
	struct trace_reader *reader;
	int ret;

	reader = __seq_open_private(file, &trace_seq_ops, sizeof(*reader));
	if (!reader)
		return -ENOMEM;
	reader->iter.snapshot = snapshot;
	ret = event_iter_open(&reader->iter, target->tr, target->cpu, false);
	if (ret) {
		event_iter_close(&reader->iter);
		seq_release_private(file_inode(file), file);
		return ret;
	}
	reader->pauses = !snapshot && instance_has(target->tr, OPT_PAUSE_ON_TRACE);
	if (reader->pauses)
		instance_stop(target->tr);
	return 0;
}

static int trace_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	int ret = target_open(inode);

	if (ret)
		return ret;
	if (file->f_mode & FMODE_WRITE && file->f_flags & O_TRUNC) {
		reader_lock(target->tr, target->cpu);
		instance_reset(target->tr, target->cpu);
		reader_unlock(target->tr, target->cpu);
	}
	if (file->f_mode & FMODE_READ)
		ret = trace_open_reader(file, target, false);
	if (ret)
		target_release(inode);
	return ret;
}

/**
 * trace_release - end an open file, whether it was read or not
 * @inode: the file's
 * @file: the file
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int trace_release(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	struct seq_file *m = file->private_data;
	struct trace_reader *reader;

	if (m) {
		reader = m->private;
		if (reader->pauses)
			instance_start(target->tr);
		event_iter_close(&reader->iter);
		seq_release_private(inode, file);
	}
	target_release(inode);
	return 0;
}

/**
 * trace_read_iter - read text
 * @kiocb: the read
 * @to: where to
 *
 * Context: Process context, may sleep.
 * Return: bytes, or -EINVAL if the file is not for reading.
 */
ssize_t trace_read_iter(struct kiocb *kiocb, struct iov_iter *to)
{
	return kiocb->ki_filp->private_data ? seq_read_iter(kiocb, to) : -EINVAL;
}

/* Opening for writing said it all; the bytes mean nothing. */
static ssize_t trace_write(struct file *file, const char __user *ubuf, size_t cnt, loff_t *ppos)
{
	return cnt;
}

/**
 * trace_llseek - seek; there is nothing to seek in for who only writes
 * @file: the file
 * @offset: how far
 * @whence: from where
 *
 * Context: Process context, may sleep.
 * Return: the new position, or a negative errno.
 */
loff_t trace_llseek(struct file *file, loff_t offset, int whence)
{
	return file->private_data ? seq_lseek(file, offset, whence) : 0;
}

const struct file_operations trace_fops = {
	.open		= trace_open,
	.read_iter	= trace_read_iter,
	.splice_read	= copy_splice_read,
	.write		= trace_write,
	.llseek		= trace_llseek,
	.release	= trace_release,
};
