// SPDX-License-Identifier: GPL-2.0
/*
 * trace_pipe: records as text, each read once; a read waits for the first.
 *
 * One opener for the whole instance or one for each CPU, as two would tear the
 * text apart.  Process context; iter->mutex covers the iterator and is dropped
 * while a reader waits.  Order: iter->mutex, reader_lock(), event_read_lock().
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/poll.h>
#include <linux/ring_buffer.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/trace_seq.h>
#include <linux/uio.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/* In place of a record whose text is more than any read can take. */
#define TOO_BIG		"[LINE TOO BIG]\n"

static int pipe_claim(const struct trace_target *target)
{
	struct cpumask *taken = target->tr->files->pipe_cpus;

	guard(mutex)(&trace_types_lock);
	if (target->cpu == INSTANCE_ALL_CPUS) {
		if (!cpumask_empty(taken))
			return -EBUSY;
		cpumask_setall(taken);
		return 0;
	}
	return cpumask_test_and_set_cpu(target->cpu, taken) ? -EBUSY : 0;
}

static void pipe_unclaim(const struct trace_target *target)
{
	struct cpumask *taken = target->tr->files->pipe_cpus;

	guard(mutex)(&trace_types_lock);
	if (target->cpu == INSTANCE_ALL_CPUS)
		cpumask_clear(taken);
	else
		cpumask_clear_cpu(target->cpu, taken);
}

static struct trace_iterator *pipe_iter_make(const struct trace_target *target)
{
	struct trace_iterator *iter = kvzalloc(sizeof(*iter), GFP_KERNEL);
	int ret;

	if (!iter)
		return ERR_PTR(-ENOMEM);
	ret = event_iter_open(iter, target->tr, target->cpu, true);
	if (!ret)
		return iter;
	event_iter_close(iter);
	kvfree(iter);
	return ERR_PTR(ret);
}

static int trace_pipe_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	struct trace_iterator *iter;
	int ret = target_open(inode);

	if (ret)
		return ret;
	ret = pipe_claim(target);
	if (ret)
		goto err_release;
	iter = pipe_iter_make(target);
	if (IS_ERR(iter)) {
		ret = PTR_ERR(iter);
		goto err_unclaim;
	}
	file->private_data = iter;
	tracer_reader_get(target->tr);
	return stream_open(inode, file);

err_unclaim:
	pipe_unclaim(target);
err_release:
	target_release(inode);
	return ret;
}

static int trace_pipe_release(struct inode *inode, struct file *file)
{
	struct trace_iterator *iter = file->private_data;

	tracer_reader_put(iter->tr);
	pipe_unclaim(inode->i_private);
	event_iter_close(iter);
	kvfree(iter);
	target_release(inode);
	return 0;
}

/* How things were when somebody began to wait. */
struct pipe_wait {
	struct trace_iterator	*iter;
	bool			on;
};

/* Recording has ended, or goes on in the other buffer. */
static bool pipe_is_woken(void *data)
{
	struct pipe_wait *wait = data;
	struct trace_array *tr = wait->iter->tr;

	return (wait->on && !instance_is_on(tr)) || READ_ONCE(tr->rb) != wait->iter->rb;
}

/*
 * 1: there are records; 0: there will be none; else why there are none.  Makes
 * the iterator forget what it saw before others could read.
 */
static int pipe_wait(struct file *file, struct trace_iterator *iter)
{
	struct pipe_wait wait;
	int ret;

	lockdep_assert_held(&iter->mutex);
	while (event_iter_is_empty(iter)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		/* Off, and what there was has been read: that is the end. */
		if (iter->pos && !instance_is_on(iter->tr))
			return 0;
		wait = (struct pipe_wait) { iter, instance_is_on(iter->tr) };
		mutex_unlock(&iter->mutex);
		ret = ring_buffer_wait(iter->rb, iter->cpu_file, 0, pipe_is_woken, &wait);
		mutex_lock(&iter->mutex);
		if (ret)
			return ret;
	}
	return 1;
}

/* What was printed of a record after @len bytes is taken back. */
static bool pipe_line_undo(struct trace_iterator *iter, size_t len)
{
	iter->seq.full = 0;
	iter->seq.seq.len = len;
	if (len)
		return false;
	trace_seq_puts(&iter->seq, TOO_BIG);
	return true;
}

/* Print the next record; false when there is none or the text is full. */
static bool pipe_print(struct trace_iterator *iter)
{
	size_t len = trace_seq_used(&iter->seq);
	enum print_line_t ret;

	if (!event_iter_next(iter))
		return false;
	ret = event_line_print(iter);
	if (ret == TRACE_TYPE_PARTIAL_LINE || trace_seq_has_overflowed(&iter->seq)) {
		if (pipe_line_undo(iter, len))
			event_iter_consume(iter);
		return false;
	}
	if (ret != TRACE_TYPE_NO_CONSUME)
		event_iter_consume(iter);
	iter->pos = 1;
	return true;
}

static void pipe_fill(struct trace_iterator *iter, size_t cnt)
{
	lockdep_assert_held(&iter->mutex);
	trace_seq_init(&iter->seq);
	event_iter_follow_view(iter);
	reader_lock(iter->tr, iter->cpu_file);
	event_read_lock();
	while (trace_seq_used(&iter->seq) < cnt && pipe_print(iter))
		;
	event_read_unlock();
	reader_unlock(iter->tr, iter->cpu_file);
}

/* Text that is printed but not yet read, as much as there is room for. */
static ssize_t pipe_copy(struct trace_iterator *iter, struct iov_iter *to)
{
	struct trace_seq *s = &iter->seq;
	size_t left = trace_seq_used(s) - s->readpos;
	size_t done = copy_to_iter(s->buffer + s->readpos, min(left, iov_iter_count(to)), to);

	s->readpos += done;
	return done ?: -EFAULT;
}

static bool pipe_has_text(struct trace_iterator *iter)
{
	return iter->seq.readpos < trace_seq_used(&iter->seq);
}

static ssize_t trace_pipe_read_iter(struct kiocb *kiocb, struct iov_iter *to)
{
	struct trace_iterator *iter = kiocb->ki_filp->private_data;
	size_t room = min_t(size_t, iov_iter_count(to), TRACE_SEQ_BUFFER_SIZE - 1);
	int ret;

	if (!room)
		return 0;
	guard(mutex)(&iter->mutex);
	/* Records without text are possible: look for one that has some. */
	while (!pipe_has_text(iter)) {
		ret = pipe_wait(kiocb->ki_filp, iter);
		if (ret <= 0)
			return ret;
		pipe_fill(iter, room);
	}
	return pipe_copy(iter, to);
}

static __poll_t trace_pipe_poll(struct file *file, poll_table *table)
{
	struct trace_iterator *iter = file->private_data;

	if (instance_has(iter->tr, OPT_BLOCK))
		return EPOLLIN | EPOLLRDNORM;
	return ring_buffer_poll_wait(READ_ONCE(iter->tr->rb), iter->cpu_file, file, table,
				     READ_ONCE(iter->tr->files->wake_percent));
}

const struct file_operations trace_pipe_fops = {
	.open		= trace_pipe_open,
	.read_iter	= trace_pipe_read_iter,
	.splice_read	= copy_splice_read,
	.poll		= trace_pipe_poll,
	.release	= trace_pipe_release,
};
