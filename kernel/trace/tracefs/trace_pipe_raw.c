// SPDX-License-Identifier: GPL-2.0
/*
 * per_cpu/cpuN/trace_pipe_raw: whole sub-buffers as they lie in the buffer, and
 * snapshot_raw, the same of the spare.
 *
 * read() takes what there is; splice() hands full sub-buffers over without a
 * copy, each with a reference to the reader, which keeps the instance until
 * the pipe's end lets go; mmap() shows them where they are.  Process context;
 * raw_reader.mutex covers the spare page that read() works from.
 */
#include <linux/cleanup.h>
#include <linux/mm.h>
#include <linux/pipe_fs_i.h>
#include <linux/poll.h>
#include <linux/refcount.h>
#include <linux/ring_buffer.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/uaccess.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

#define IOCTL_WAKE	0

struct raw_reader {
	/* Set once: */
	struct trace_array		*tr;
	int				cpu;
	bool				of_spare;

	refcount_t			refs;		/* the file, and pages in pipes */
	unsigned int			wakes;		/* ioctl and close */

	/* Protected by mutex: */
	struct mutex			mutex;
	struct buffer_data_read_page	*spare;
	unsigned int			taken;		/* bytes of it that were read */
};

/* A sub-buffer on its way through pipes; tee() makes several users of it. */
struct raw_page {
	struct raw_reader		*reader;
	struct buffer_data_read_page	*data;
	refcount_t			refs;
};

/* Snapshots change which one it is. */
static struct trace_buffer *raw_buffer(const struct raw_reader *reader)
{
	return reader->of_spare ? instance_spare(reader->tr) : READ_ONCE(reader->tr->rb);
}

static void raw_reader_put(struct raw_reader *reader)
{
	if (!refcount_dec_and_test(&reader->refs))
		return;
	if (reader->spare)
		ring_buffer_free_read_page(raw_buffer(reader), reader->cpu, reader->spare);
	instance_put(reader->tr);
	kfree(reader);
}

static int raw_open(struct inode *inode, struct file *file, bool of_spare)
{
	const struct trace_target *target = inode->i_private;
	struct raw_reader *reader;
	int ret = target_open(inode);

	if (ret)
		return ret;
	reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	if (!reader) {
		target_release(inode);
		return -ENOMEM;
	}
	reader->tr = target->tr;
	reader->cpu = target->cpu;
	reader->of_spare = of_spare;
	refcount_set(&reader->refs, 1);
	mutex_init(&reader->mutex);
	file->private_data = reader;
	tracer_reader_get(target->tr);
	return stream_open(inode, file);
}

static int trace_pipe_raw_open(struct inode *inode, struct file *file)
{
	return raw_open(inode, file, false);
}

static int snapshot_raw_open(struct inode *inode, struct file *file)
{
	return raw_open(inode, file, true);
}

static int trace_pipe_raw_release(struct inode *inode, struct file *file)
{
	struct raw_reader *reader = file->private_data;

	tracer_reader_put(reader->tr);
	raw_reader_put(reader);
	return 0;
}

static void raw_wake(struct raw_reader *reader)
{
	WRITE_ONCE(reader->wakes, READ_ONCE(reader->wakes) + 1);
	ring_buffer_wake_waiters(raw_buffer(reader), reader->cpu);
}

/* Who waits in another thread does not keep the file open. */
static int trace_pipe_raw_flush(struct file *file, fl_owner_t id)
{
	raw_wake(file->private_data);
	return 0;
}

/* How things were when somebody began to wait. */
struct raw_wait {
	struct raw_reader	*reader;
	struct trace_buffer	*rb;
	unsigned int		wakes;
	bool			on;
};

/* Woken for another reason than data: by a call, or since recording ended. */
static bool raw_is_woken(void *data)
{
	struct raw_wait *wait = data;

	return READ_ONCE(wait->reader->wakes) != wait->wakes ||
	       (wait->on && !instance_is_on(wait->reader->tr));
}

/* The same, or there is another buffer to look into. */
static bool raw_looks_again(void *data)
{
	struct raw_wait *wait = data;

	return raw_is_woken(wait) || raw_buffer(wait->reader) != wait->rb;
}

/* 0 for another buffer to look into, 1 for data or another reason, or a negative errno. */
static int raw_wait(struct raw_reader *reader, unsigned int percent)
{
	struct raw_wait wait = {
		.reader	= reader,
		.rb	= raw_buffer(reader),
		.wakes	= READ_ONCE(reader->wakes),
		.on	= instance_is_on(reader->tr),
	};

	return ring_buffer_wait(wait.rb, reader->cpu, percent, raw_looks_again, &wait) ?:
	       raw_buffer(reader) == wait.rb || raw_is_woken(&wait);
}

/* For the user of a mapping: count what he has seen, show him what is next. */
static int raw_get_reader(const struct file *file, struct raw_reader *reader)
{
	int ret = 0;

	if (!(file->f_flags & O_NONBLOCK))
		ret = raw_wait(reader, READ_ONCE(reader->tr->files->wake_percent));
	if (ret < 0)
		return ret;
	reader_lock(reader->tr, reader->cpu);
	ret = ring_buffer_map_get_reader(raw_buffer(reader), reader->cpu);
	reader_unlock(reader->tr, reader->cpu);
	return ret;
}

static long trace_pipe_raw_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (cmd == TRACE_MMAP_IOCTL_GET_READER)
		return raw_get_reader(file, file->private_data);
	if (cmd != IOCTL_WAKE)
		return -ENOTTY;
	raw_wake(file->private_data);
	return 0;
}

static int raw_take(struct raw_reader *reader, struct buffer_data_read_page *page, size_t room,
		    bool full)
{
	int ret;

	reader_lock(reader->tr, reader->cpu);
	ret = ring_buffer_read_page(raw_buffer(reader), page, room, reader->cpu, full);
	reader_unlock(reader->tr, reader->cpu);
	return ret;
}

/* A spare page whose size is that of the buffer, which may have changed. */
static int raw_spare_get(struct raw_reader *reader)
{
	unsigned int size = PAGE_SIZE << ring_buffer_subbuf_order_get(raw_buffer(reader));
	int ret;

	if (reader->spare && ring_buffer_read_page_size(reader->spare) == size)
		return 0;
	if (reader->spare)
		ring_buffer_free_read_page(raw_buffer(reader), reader->cpu, reader->spare);
	reader->spare = NULL;
	ret = ring_buffer_alloc_read_page(raw_buffer(reader), reader->cpu, &reader->spare);
	reader->taken = size;
	return ret;
}

/* What one read of the file left to the next. */
static bool raw_spare_has_rest(const struct raw_reader *reader)
{
	lockdep_assert_held(&reader->mutex);
	return reader->spare && reader->taken < ring_buffer_read_page_size(reader->spare);
}

/* Into the spare page; 1 if there is something, 0 if @cnt is too small for it. */
static int raw_fill(struct file *file, struct raw_reader *reader, size_t cnt)
{
	int ret;

	lockdep_assert_held(&reader->mutex);
	for (;;) {
		ret = raw_spare_get(reader);
		if (ret)
			return ret;
		if (raw_take(reader, reader->spare, cnt, false) >= 0) {
			reader->taken = 0;
			return 1;
		}
		if (!ring_buffer_empty_cpu(raw_buffer(reader), reader->cpu))
			return 0;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		mutex_unlock(&reader->mutex);
		ret = raw_wait(reader, 0);
		mutex_lock(&reader->mutex);
		if (ret < 0)
			return ret;
		/* Another thread has been here. */
		if (raw_spare_has_rest(reader))
			return 1;
	}
}

static ssize_t trace_pipe_raw_read(struct file *file, char __user *ubuf, size_t cnt,
				   loff_t *ppos)
{
	struct raw_reader *reader = file->private_data;
	size_t left;
	int ret;

	if (!cnt)
		return 0;
	guard(mutex)(&reader->mutex);
	if (!raw_spare_has_rest(reader)) {
		ret = raw_fill(file, reader, cnt);
		if (ret <= 0)
			return ret;
	}
	cnt = min(cnt, ring_buffer_read_page_size(reader->spare) - (size_t)reader->taken);
	left = copy_to_user(ubuf, ring_buffer_read_page_data(reader->spare) + reader->taken, cnt);
	if (left && left == cnt)
		return -EFAULT;
	reader->taken += cnt - left;
	return cnt - left;
}

static void raw_page_put(struct raw_page *page)
{
	struct raw_reader *reader = page->reader;

	if (!refcount_dec_and_test(&page->refs))
		return;
	ring_buffer_free_read_page(raw_buffer(reader), reader->cpu, page->data);
	kfree(page);
	raw_reader_put(reader);
}

static void raw_pipe_release(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	raw_page_put((struct raw_page *)buf->private);
	buf->private = 0;
}

static bool raw_pipe_get(struct pipe_inode_info *pipe, struct pipe_buffer *buf)
{
	struct raw_page *page = (struct raw_page *)buf->private;

	return refcount_inc_not_zero(&page->refs);
}

static const struct pipe_buf_operations raw_pipe_ops = {
	.release	= raw_pipe_release,
	.get		= raw_pipe_get,
};

static void raw_spd_release(struct splice_pipe_desc *spd, unsigned int i)
{
	raw_page_put((struct raw_page *)spd->partial[i].private);
	spd->partial[i].private = 0;
}

/* A full sub-buffer, or NULL if there is none, or an ERR_PTR. */
static struct raw_page *raw_page_take(struct raw_reader *reader, size_t size)
{
	struct raw_page *page = kmalloc(sizeof(*page), GFP_KERNEL);
	int ret;

	if (!page)
		return ERR_PTR(-ENOMEM);
	ret = ring_buffer_alloc_read_page(raw_buffer(reader), reader->cpu, &page->data);
	if (ret) {
		kfree(page);
		return ERR_PTR(ret);
	}
	page->reader = reader;
	refcount_set(&page->refs, 1);
	refcount_inc(&reader->refs);
	if (ring_buffer_read_page_size(page->data) == size &&
	    raw_take(reader, page->data, size, true) >= 0)
		return page;
	raw_page_put(page);
	return NULL;
}

/* As many full sub-buffers as there are and @len has room for; 0 or an errno. */
static int raw_collect(struct raw_reader *reader, struct splice_pipe_desc *spd, size_t len)
{
	size_t size = PAGE_SIZE << ring_buffer_subbuf_order_get(raw_buffer(reader));
	struct raw_page *page;
	unsigned int i;

	for (i = 0; i < spd->nr_pages_max && len >= size; i++, len -= size) {
		page = raw_page_take(reader, size);
		if (IS_ERR(page) && !i)
			return PTR_ERR(page);
		if (IS_ERR_OR_NULL(page))
			break;
		spd->pages[i] = virt_to_page(ring_buffer_read_page_data(page->data));
		spd->partial[i].offset = 0;
		spd->partial[i].len = size;
		spd->partial[i].private = (unsigned long)page;
		spd->nr_pages++;
	}
	return 0;
}

static int raw_collect_wait(struct file *file, struct raw_reader *reader,
			    struct splice_pipe_desc *spd, size_t len, unsigned int flags)
{
	bool may_wait = !(file->f_flags & O_NONBLOCK) && !(flags & SPLICE_F_NONBLOCK);
	int woken = 0;
	int ret;

	for (;;) {
		ret = raw_collect(reader, spd, len);
		/* One look more: what was waited for need not fill a sub-buffer. */
		if (ret || spd->nr_pages || woken)
			return ret;
		if (!may_wait)
			return -EAGAIN;
		woken = raw_wait(reader, READ_ONCE(reader->tr->files->wake_percent));
		if (woken < 0)
			return woken;
	}
}

static ssize_t trace_pipe_raw_splice_read(struct file *file, loff_t *ppos,
					  struct pipe_inode_info *pipe, size_t len,
					  unsigned int flags)
{
	struct page *pages[PIPE_DEF_BUFFERS];
	struct partial_page partial[PIPE_DEF_BUFFERS];
	struct raw_reader *reader = file->private_data;
	struct splice_pipe_desc spd = {
		.pages		= pages,
		.partial	= partial,
		.nr_pages_max	= PIPE_DEF_BUFFERS,
		.ops		= &raw_pipe_ops,
		.spd_release	= raw_spd_release,
	};
	ssize_t ret;

	if (len < PAGE_SIZE << ring_buffer_subbuf_order_get(raw_buffer(reader)))
		return -EINVAL;
	if (splice_grow_spd(pipe, &spd))
		return -ENOMEM;
	ret = raw_collect_wait(file, reader, &spd, len, flags);
	if (!ret && spd.nr_pages)
		ret = splice_to_pipe(pipe, &spd);
	splice_shrink_spd(&spd);
	return ret;
}

static __poll_t trace_pipe_raw_poll(struct file *file, poll_table *table)
{
	struct raw_reader *reader = file->private_data;

	if (instance_has(reader->tr, OPT_BLOCK))
		return EPOLLIN | EPOLLRDNORM;
	return ring_buffer_poll_wait(raw_buffer(reader), reader->cpu, file, table,
				     READ_ONCE(reader->tr->files->wake_percent));
}

static void raw_vma_open(struct vm_area_struct *vma)
{
	struct raw_reader *reader = vma->vm_file->private_data;

	instance_map_dup(reader->tr);
	ring_buffer_map_dup(raw_buffer(reader), reader->cpu);
}

static void raw_vma_close(struct vm_area_struct *vma)
{
	struct raw_reader *reader = vma->vm_file->private_data;

	WARN_ON_ONCE(ring_buffer_unmap(raw_buffer(reader), reader->cpu));
	instance_map_put(reader->tr);
}

/* What is mapped is one thing. */
static int raw_vma_may_split(struct vm_area_struct *vma, unsigned long addr)
{
	return -EINVAL;
}

static const struct vm_operations_struct raw_vm_ops = {
	.open		= raw_vma_open,
	.close		= raw_vma_close,
	.may_split	= raw_vma_may_split,
};

static int trace_pipe_raw_mmap(struct file *file, struct vm_area_struct *vma)
{
	struct raw_reader *reader = file->private_data;
	int ret = instance_map_get(reader->tr);

	if (ret)
		return ret;
	/* No snapshot is taken from here on, so the buffer stays the same. */
	ret = ring_buffer_map(raw_buffer(reader), reader->cpu, vma);
	if (ret)
		instance_map_put(reader->tr);
	else
		vma->vm_ops = &raw_vm_ops;
	return ret;
}

const struct file_operations trace_pipe_raw_fops = {
	.open		= trace_pipe_raw_open,
	.read		= trace_pipe_raw_read,
	.splice_read	= trace_pipe_raw_splice_read,
	.poll		= trace_pipe_raw_poll,
	.mmap		= trace_pipe_raw_mmap,
	.unlocked_ioctl	= trace_pipe_raw_ioctl,
	.compat_ioctl	= compat_ptr_ioctl,
	.flush		= trace_pipe_raw_flush,
	.release	= trace_pipe_raw_release,
};

/* It is not written to, so there is nothing to wait for. */
const struct file_operations snapshot_raw_fops = {
	.open		= snapshot_raw_open,
	.read		= trace_pipe_raw_read,
	.splice_read	= trace_pipe_raw_splice_read,
	.release	= trace_pipe_raw_release,
};
