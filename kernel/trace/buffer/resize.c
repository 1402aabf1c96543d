// SPDX-License-Identifier: GPL-2.0
/*
 * Changing a ring that is in use: reset, resize, sub-buffer size.
 *
 * Process context; trace_buffer.mutex serialises the changes.  New memory is
 * made ready first.  The exchange itself runs on the CPU that owns the ring,
 * with interrupts off and no writer open, so only an NMI can find the ring
 * closed, and what it loses is counted.
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "buffer/ring.h"

struct rb_stopped_call {
	struct trace_buffer	*rb;
	int			cpu;
	rb_stopped_fn		fn;
	void			*arg;
	bool			done;
};

/*
 * No writer is open, and none was interrupted between closing and its second look
 * at what writers nested in it have left to publish.
 */
static bool rb_is_quiet(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 tail = local64_read(&cpu_rb->tail);

	return !READ_ONCE(cpu_rb->nest) &&
	       rb_tail_pos(cpu_rb, tail) == cpu_rb->commit_pos &&
	       rb_tail_offset(tail) == rb_page_commit(cpu_rb->commit_page->data);
}

static void rb_call_locked(struct rb_stopped_call *call, struct ring_buffer_per_cpu *cpu_rb)
{
	if (!rb_is_quiet(cpu_rb))
		return;
	guard(raw_spinlock_irqsave)(&cpu_rb->reader_lock);
	call->fn(cpu_rb, call->arg);
	call->done = true;
}

/* On the ring's CPU, interrupts off. */
static void rb_call_here(void *info)
{
	struct rb_stopped_call *call = info;
	/* Looked up here, where no exchange of rings can come between. */
	struct ring_buffer_per_cpu *cpu_rb = call->rb->buffers[call->cpu];

	atomic_or(RB_STOP_BUSY, &cpu_rb->disabled);		/* RB(stop:A) */
	rb_call_locked(call, cpu_rb);
	atomic_andnot(RB_STOP_BUSY, &cpu_rb->disabled);
}

/* The CPU is down; should it come up meanwhile, its writers find the ring closed. */
static void rb_call_offline(struct rb_stopped_call *call)
{
	struct ring_buffer_per_cpu *cpu_rb = call->rb->buffers[call->cpu];

	atomic_or(RB_STOP_BUSY, &cpu_rb->disabled);		/* RB(stop:A) */
	synchronize_rcu();
	rb_call_locked(call, cpu_rb);
	atomic_andnot(RB_STOP_BUSY, &cpu_rb->disabled);
}

/**
 * rb_run_stopped - call a function while a ring has neither writer nor reader
 * @rb: the buffer
 * @cpu: the CPU
 * @fn: called with reader_lock held and interrupts off; must not sleep
 * @arg: passed to it
 *
 * Context: process, trace_buffer.mutex held.
 */
void rb_run_stopped(struct trace_buffer *rb, int cpu, rb_stopped_fn fn, void *arg)
{
	struct rb_stopped_call call = { rb, cpu, fn, arg, false };

	lockdep_assert_held(&rb->mutex);
	for (;;) {
		if (smp_call_function_single(cpu, rb_call_here, &call, 1))
			rb_call_offline(&call);
		if (call.done)
			return;
		schedule_timeout_uninterruptible(1);
	}
}

static void rb_reset_stopped(struct ring_buffer_per_cpu *cpu_rb, void *arg)
{
	rb_ring_init(cpu_rb);
}

/**
 * ring_buffer_reset_cpu - drop the events and counts of a CPU
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: process.
 */
void ring_buffer_reset_cpu(struct trace_buffer *buffer, int cpu)
{
	guard(mutex)(&buffer->mutex);
	if (rb_has_cpu(buffer, cpu))
		rb_run_stopped(buffer, cpu, rb_reset_stopped, NULL);
}
EXPORT_SYMBOL_GPL(ring_buffer_reset_cpu);

/**
 * ring_buffer_reset_online_cpus - drop the events and counts of the CPUs that are up
 * @buffer: the buffer
 *
 * Context: process.
 */
void ring_buffer_reset_online_cpus(struct trace_buffer *buffer)
{
	int cpu;

	guard(mutex)(&buffer->mutex);
	for_each_cpu(cpu, buffer->cpumask) {
		if (cpu_online(cpu))
			rb_run_stopped(buffer, cpu, rb_reset_stopped, NULL);
	}
}

/**
 * ring_buffer_reset - drop all events and counts
 * @buffer: the buffer
 *
 * Context: process.
 */
void ring_buffer_reset(struct trace_buffer *buffer)
{
	int cpu;

	guard(mutex)(&buffer->mutex);
	for_each_cpu(cpu, buffer->cpumask)
		rb_run_stopped(buffer, cpu, rb_reset_stopped, NULL);
}
EXPORT_SYMBOL_GPL(ring_buffer_reset);

/*
 * A ring of another size, made ready to take over.  Pages that are new on entry
 * and pages that are left over on exit are in spares.
 */
struct rb_resize {
	struct rb_ring		ring;
	struct rb_page		**spares;
	unsigned long		nr_spares;
	unsigned long		nr_used;	/* entries of ring.pages */
};

static void rb_resize_add(struct rb_resize *resize, struct rb_page *page)
{
	page->id = resize->nr_used;
	resize->ring.pages[resize->nr_used++] = page;
}

/* The page holds position @pos, or will. */
static void rb_resize_place(struct rb_resize *resize, struct rb_page *page, u64 pos)
{
	rb_resize_add(resize, page);
	atomic64_set(&resize->ring.slots[pos % resize->ring.nr_pages],
		     rb_slot_word(pos, page->id));
}

/* The newest unread position that is the first to keep. */
static u64 rb_first_kept(struct ring_buffer_per_cpu *cpu_rb, unsigned long nr_pages)
{
	u64 pos = cpu_rb->commit_pos + 1;
	u64 oldest = rb_oldest_pos(cpu_rb, cpu_rb->commit_pos);

	if (cpu_rb->reader_pos == cpu_rb->commit_pos)
		return pos;
	while (pos > oldest && cpu_rb->commit_pos + 1 - pos < nr_pages) {
		if (rb_slot_pos(atomic64_read(rb_slot_of(cpu_rb, pos - 1))) != pos - 1)
			break;
		pos--;
	}
	return pos;
}

/* Sort the old ring's pages: unread ones to keep go to their slot, the rest to spares. */
static void rb_resize_sort(struct ring_buffer_per_cpu *cpu_rb, struct rb_resize *resize,
			   u64 first)
{
	struct rb_ring *ring = &cpu_rb->ring;
	struct rb_page *page;
	unsigned long i;
	u64 pos;

	for (i = 0; i < ring->nr_pages; i++) {
		pos = rb_slot_pos(atomic64_read(&ring->slots[i]));
		page = ring->pages[rb_slot_id(atomic64_read(&ring->slots[i]))];
		if (pos >= first && pos <= cpu_rb->commit_pos) {
			rb_resize_place(resize, page, pos);
			continue;
		}
		if (pos <= cpu_rb->commit_pos) {
			local_add(rb_page_entries(page), &cpu_rb->overrun);
			local_add(rb_page_commit(page->data), &cpu_rb->overrun_bytes);
		}
		resize->spares[resize->nr_spares++] = page;
	}
}

/* Let the new ring take over; kept events stay readable in order. */
static void rb_resize_stopped(struct ring_buffer_per_cpu *cpu_rb, void *arg)
{
	struct rb_resize *resize = arg;
	u64 first = rb_first_kept(cpu_rb, resize->ring.nr_pages);
	struct rb_page *page;
	u64 pos;

	rb_resize_sort(cpu_rb, resize, first);
	for (pos = cpu_rb->commit_pos + 1; pos < first + resize->ring.nr_pages; pos++) {
		page = resize->spares[--resize->nr_spares];
		rb_resize_place(resize, page, pos);
	}
	rb_resize_add(resize, cpu_rb->reader_page);
	swap(cpu_rb->ring, resize->ring);
	rb_ring_use(cpu_rb);
}

static void rb_resize_free(struct rb_resize *resize, unsigned int order)
{
	while (resize->nr_spares)
		rb_page_free(resize->spares[--resize->nr_spares], order);
	kvfree(resize->spares);
	/* The pages of an old ring live on in the new one. */
	rb_ring_free_arrays(&resize->ring);
}

static int rb_resize_prepare(struct rb_resize *resize, struct ring_buffer_per_cpu *cpu_rb,
			     unsigned long nr_pages)
{
	unsigned long have = cpu_rb->ring.nr_pages;
	unsigned int order = cpu_rb->rb->order;
	struct rb_page *page;

	if (nr_pages > have && ((nr_pages - have) << order) > si_mem_available())
		return -ENOMEM;
	resize->spares = kvcalloc(max(nr_pages, have), sizeof(*resize->spares), GFP_KERNEL);
	if (!resize->spares || rb_ring_alloc_arrays(&resize->ring, nr_pages))
		return -ENOMEM;
	for (; have < nr_pages; have++) {
		page = rb_page_alloc(cpu_rb->cpu, order);
		if (!page)
			return -ENOMEM;
		resize->spares[resize->nr_spares++] = page;
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	return 0;
}

static bool rb_may_resize(struct trace_buffer *rb, int cpu)
{
	return !atomic_read(&rb->buffers[cpu]->resize_disabled);
}

static int rb_resize_pages(struct trace_buffer *rb, int cpu, unsigned long nr_pages)
{
	struct ring_buffer_per_cpu *cpu_rb = rb->buffers[cpu];
	struct rb_resize resize = {};
	int ret;

	if (cpu_rb->ring.nr_pages == nr_pages)
		return 0;
	if (!rb_may_resize(rb, cpu))
		return -EBUSY;
	ret = rb_resize_prepare(&resize, cpu_rb, nr_pages);
	if (!ret)
		rb_run_stopped(rb, cpu, rb_resize_stopped, &resize);
	rb_resize_free(&resize, rb->order);
	return ret;
}

static int rb_resize_cpu(struct trace_buffer *rb, int cpu, unsigned long size)
{
	int ret = rb_resize_pages(rb, cpu, rb_pages_for(size, rb->data_size));

	if (!ret)
		rb->buffers[cpu]->asked = size;
	return ret;
}

/* Make all rings ready whose size is another one. */
static int rb_resize_prepare_all(struct trace_buffer *rb, struct rb_resize *resizes,
				 unsigned long nr_pages)
{
	int cpu, ret;

	for_each_cpu(cpu, rb->cpumask) {
		if (!rb_may_resize(rb, cpu))
			return -EBUSY;
		if (rb->buffers[cpu]->ring.nr_pages == nr_pages)
			continue;
		ret = rb_resize_prepare(&resizes[cpu], rb->buffers[cpu], nr_pages);
		if (ret)
			return ret;
	}
	return 0;
}

static void rb_resize_commit_all(struct trace_buffer *rb, struct rb_resize *resizes,
				 unsigned long size)
{
	int cpu;

	for_each_cpu(cpu, rb->cpumask) {
		if (resizes[cpu].spares)
			rb_run_stopped(rb, cpu, rb_resize_stopped, &resizes[cpu]);
		rb->buffers[cpu]->asked = size;
	}
}

/* All CPUs or none: nothing is exchanged before there is memory for each. */
static int rb_resize_all(struct trace_buffer *rb, unsigned long size)
{
	struct rb_resize *resizes = kcalloc(nr_cpu_ids, sizeof(*resizes), GFP_KERNEL);
	int cpu, ret;

	if (!resizes)
		return -ENOMEM;
	ret = rb_resize_prepare_all(rb, resizes, rb_pages_for(size, rb->data_size));
	if (!ret)
		rb_resize_commit_all(rb, resizes, size);
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		rb_resize_free(&resizes[cpu], rb->order);
	kfree(resizes);
	return ret;
}

/**
 * ring_buffer_resize - change the size of a buffer
 * @buffer: the buffer, or NULL
 * @size: bytes of records for each CPU, rounded up to sub-buffers, two at least
 * @cpu_id: the CPU, or RING_BUFFER_ALL_CPUS
 *
 * Recording goes on.  What no longer fits is the oldest, counted as overrun.
 *
 * Context: process.
 * Return: 0, or with no CPU's size changed: -ENOMEM, -EINTR, or -EBUSY while an
 *	   iterator or mapping is in use.
 */
int ring_buffer_resize(struct trace_buffer *buffer, unsigned long size, int cpu_id)
{
	if (!buffer)
		return 0;
	if (cpu_id != RING_BUFFER_ALL_CPUS && !rb_has_cpu(buffer, cpu_id))
		return 0;

	guard(mutex)(&buffer->mutex);
	if (rb_pages_for(size, buffer->data_size) > RB_MAX_PAGES)
		return -ENOMEM;
	if (cpu_id == RING_BUFFER_ALL_CPUS)
		return rb_resize_all(buffer, size);
	return rb_resize_cpu(buffer, cpu_id, size);
}
EXPORT_SYMBOL_GPL(ring_buffer_resize);

/* Rings of another sub-buffer size, one for each CPU. */
struct rb_reorder {
	unsigned int		order;
	struct rb_ring		*rings;		/* by CPU */
};

/* Events are not carried over: they would not fit the other size. */
static void rb_reorder_stopped(struct ring_buffer_per_cpu *cpu_rb, void *arg)
{
	struct rb_reorder *reorder = arg;

	swap(cpu_rb->ring, reorder->rings[cpu_rb->cpu]);
	cpu_rb->order = reorder->order;
	cpu_rb->data_size = (PAGE_SIZE << reorder->order) - RB_PAGE_HEADER;
	rb_set_stamps_abs_cpu(cpu_rb, cpu_rb->stamps_abs);
	rb_ring_init(cpu_rb);
}

/* As many sub-buffers as hold what was asked for, however the old ones rounded it. */
static int rb_reorder_prepare(struct trace_buffer *rb, struct rb_reorder *reorder)
{
	u32 data_size = (PAGE_SIZE << reorder->order) - RB_PAGE_HEADER;
	unsigned long nr_pages;
	int cpu, ret;

	for_each_cpu(cpu, rb->cpumask) {
		if (!rb_may_resize(rb, cpu))
			return -EBUSY;
		nr_pages = rb_pages_for(rb->buffers[cpu]->asked, data_size);
		ret = rb_ring_alloc(&reorder->rings[cpu], nr_pages, cpu, reorder->order);
		if (ret)
			return ret;
	}
	return 0;
}

static void rb_reorder_commit(struct trace_buffer *rb, struct rb_reorder *reorder)
{
	int cpu;

	for_each_cpu(cpu, rb->cpumask)
		rb_run_stopped(rb, cpu, rb_reorder_stopped, reorder);
	swap(rb->order, reorder->order);
	rb->data_size = (PAGE_SIZE << rb->order) - RB_PAGE_HEADER;
}

/**
 * ring_buffer_subbuf_order_set - change the size of the sub-buffers
 * @buffer: the buffer
 * @order: the size, as an order of pages
 *
 * The events in the buffer are dropped.
 *
 * Context: process.
 * Return: 0, -EINVAL, -ENOMEM, -EINTR, or -EBUSY while an iterator or mapping is
 *	   in use.
 */
int ring_buffer_subbuf_order_set(struct trace_buffer *buffer, int order)
{
	struct rb_reorder reorder = { .order = order };
	int cpu, ret;

	if (!buffer || order < 0 || order > RB_MAX_ORDER)
		return -EINVAL;
	guard(mutex)(&buffer->mutex);
	if (order == buffer->order)
		return 0;
	reorder.rings = kcalloc(nr_cpu_ids, sizeof(*reorder.rings), GFP_KERNEL);
	if (!reorder.rings)
		return -ENOMEM;

	ret = rb_reorder_prepare(buffer, &reorder);
	if (!ret)
		rb_reorder_commit(buffer, &reorder);
	/* The old rings if all went well, else the new ones. */
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		rb_ring_free(&reorder.rings[cpu], reorder.order);
	kfree(reorder.rings);
	return ret;
}
EXPORT_SYMBOL_GPL(ring_buffer_subbuf_order_set);
