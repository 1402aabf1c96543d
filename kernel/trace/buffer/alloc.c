// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a buffer: made for each CPU when it first comes up, kept until
 * the buffer is freed.
 *
 * Process context.  trace_buffer.mutex covers what changes with the set of CPUs.
 */
#include <linux/cleanup.h>
#include <linux/cpuhotplug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/trace_clock.h>

#include "buffer/ring.h"

/* Large buffers are a user's wish: they may fail, but must not have others killed. */
#define RB_GFP			(GFP_KERNEL | __GFP_RETRY_MAYFAIL)

/**
 * rb_data_page_alloc - allocate a sub-buffer
 * @cpu: the CPU that will write to it
 * @order: its size
 * @gfp: how to allocate
 *
 * Context: as @gfp allows.
 * Return: the sub-buffer, zeroed, or NULL.
 */
struct buffer_data_page *rb_data_page_alloc(int cpu, unsigned int order, gfp_t gfp)
{
	struct page *page;

	page = alloc_pages_node(cpu_to_node(cpu), gfp | __GFP_COMP | __GFP_ZERO, order);
	return page ? page_address(page) : NULL;
}

/**
 * rb_data_page_free - free a sub-buffer
 * @page: what rb_data_page_alloc() returned, or NULL
 * @order: its size
 *
 * Context: any but NMI.
 */
void rb_data_page_free(struct buffer_data_page *page, unsigned int order)
{
	free_pages((unsigned long)page, order);
}

/**
 * rb_page_alloc - allocate a page of a ring
 * @cpu: the CPU of the ring
 * @order: the sub-buffer size
 *
 * Context: process.
 * Return: the page, or NULL.
 */
struct rb_page *rb_page_alloc(int cpu, unsigned int order)
{
	struct rb_page *page;

	page = kzalloc_node(sizeof(*page), RB_GFP, cpu_to_node(cpu));
	if (!page)
		return NULL;
	page->data = rb_data_page_alloc(cpu, order, RB_GFP);
	if (!page->data) {
		kfree(page);
		return NULL;
	}
	return page;
}

/**
 * rb_page_free - free a page of a ring
 * @page: the page, or NULL
 * @order: the sub-buffer size
 *
 * Context: process.
 */
void rb_page_free(struct rb_page *page, unsigned int order)
{
	if (!page)
		return;
	rb_data_page_free(page->data, order);
	kfree(page);
}

/**
 * rb_ring_free_arrays - free what points at the pages of a ring
 * @ring: the ring, or what there is of it
 *
 * Context: process.
 */
void rb_ring_free_arrays(struct rb_ring *ring)
{
	kvfree(ring->window);
	kvfree(ring->pages);
	kvfree(ring->slots);
	memset(ring, 0, sizeof(*ring));
}

/**
 * rb_ring_free - free a ring, whole or in part made
 * @ring: the ring
 * @order: the sub-buffer size
 *
 * Context: process.
 */
void rb_ring_free(struct rb_ring *ring, unsigned int order)
{
	unsigned long i;

	for (i = 0; ring->pages && i <= ring->nr_pages; i++)
		rb_page_free(ring->pages[i], order);
	rb_ring_free_arrays(ring);
}

/**
 * rb_ring_alloc_arrays - allocate what points at the pages of a ring
 * @ring: gets the arrays, still empty
 * @nr_pages: the number of slots
 *
 * Context: process.
 * Return: 0 or -ENOMEM.
 */
int rb_ring_alloc_arrays(struct rb_ring *ring, unsigned long nr_pages)
{
	ring->nr_pages = nr_pages;
	ring->slots = kvcalloc(nr_pages, sizeof(*ring->slots), RB_GFP);
	ring->pages = kvcalloc(nr_pages + 1, sizeof(*ring->pages), RB_GFP);
	ring->window = kvcalloc(rb_window_size(nr_pages), sizeof(*ring->window), RB_GFP);
	if (ring->slots && ring->pages && ring->window)
		return 0;
	rb_ring_free_arrays(ring);
	return -ENOMEM;
}

/**
 * rb_ring_alloc - allocate a ring with all its pages
 * @ring: gets the ring
 * @nr_pages: the number of slots
 * @cpu: the CPU that will write to it
 * @order: the sub-buffer size
 *
 * Context: process.
 * Return: 0, -ENOMEM, or -EINTR if a fatal signal came.
 */
int rb_ring_alloc(struct rb_ring *ring, unsigned long nr_pages, int cpu,
		  unsigned int order)
{
	unsigned long i;
	int ret = -ENOMEM;

	if (nr_pages > RB_MAX_PAGES || (nr_pages << order) > si_mem_available())
		return -ENOMEM;
	if (rb_ring_alloc_arrays(ring, nr_pages))
		return -ENOMEM;

	for (i = 0; i <= nr_pages; i++) {
		ring->pages[i] = rb_page_alloc(cpu, order);
		if (!ring->pages[i])
			goto err_free_ring;
		if (fatal_signal_pending(current)) {
			ret = -EINTR;
			goto err_free_ring;
		}
	}
	return 0;

err_free_ring:
	rb_ring_free(ring, order);
	return ret;
}

static struct ring_buffer_per_cpu *rb_cpu_alloc(struct trace_buffer *rb, int cpu)
{
	struct ring_buffer_per_cpu *cpu_rb;

	cpu_rb = kzalloc_node(sizeof(*cpu_rb), GFP_KERNEL, cpu_to_node(cpu));
	if (!cpu_rb)
		return NULL;
	cpu_rb->rb = rb;
	cpu_rb->cpu = cpu;
	rb_set_clock_cpu(cpu_rb, rb->clock);
	atomic_set(&cpu_rb->disabled, RB_STOP_NO_PAGES);
	raw_spin_lock_init(&cpu_rb->reader_lock);
	lockdep_set_class(&cpu_rb->reader_lock, rb->reader_lock_key);
	raw_spin_lock_init(&cpu_rb->free_page_lock);
	rb_wait_init(cpu_rb);
	return cpu_rb;
}

static void rb_cpu_free(struct trace_buffer *rb, struct ring_buffer_per_cpu *cpu_rb)
{
	if (!cpu_rb)
		return;
	irq_work_sync(&cpu_rb->wake_work);
	rb_ring_free(&cpu_rb->ring, rb->order);
	if (cpu_rb->free_page)
		rb_data_page_free(cpu_rb->free_page, cpu_rb->free_page_order);
	kfree(cpu_rb);
}

/* Give a CPU its pages; from here on it may write. */
static int rb_cpu_populate(struct trace_buffer *rb, int cpu, unsigned long size)
{
	struct ring_buffer_per_cpu *cpu_rb = rb->buffers[cpu];
	int ret;

	ret = rb_ring_alloc(&cpu_rb->ring, rb_pages_for(size, rb->data_size), cpu, rb->order);
	if (ret)
		return ret;
	cpu_rb->asked = size;
	cpu_rb->order = rb->order;
	cpu_rb->data_size = rb->data_size;
	rb_set_stamps_abs_cpu(cpu_rb, rb->stamps_abs);
	rb_ring_init(cpu_rb);
	smp_wmb();		/* readers test the mask, then look at the ring */
	cpumask_set_cpu(cpu, rb->cpumask);
	smp_mb__before_atomic();	/* writers test the word, then look at the ring */
	atomic_andnot(RB_STOP_NO_PAGES, &cpu_rb->disabled);
	return 0;
}

/* What the CPUs that have a ring agree on, or the least if they differ. */
static unsigned long rb_common_size(struct trace_buffer *rb)
{
	unsigned long size = 0;
	int cpu;

	for_each_cpu(cpu, rb->cpumask) {
		if (size && size != rb->buffers[cpu]->asked)
			return 1;
		size = rb->buffers[cpu]->asked;
	}
	return size ?: rb->initial_size;
}

/**
 * trace_rb_cpu_prepare - give a CPU that comes up its part of a buffer
 * @cpu: the CPU
 * @node: the buffer's entry in the list of CPUHP_TRACE_RB_PREPARE
 *
 * There is no counterpart: the part stays when the CPU goes, and its events with it.
 *
 * Context: process, CPU hotplug or allocation of the buffer.
 * Return: 0 or -ENOMEM.
 */
int trace_rb_cpu_prepare(unsigned int cpu, struct hlist_node *node)
{
	struct trace_buffer *rb = container_of(node, struct trace_buffer, node);

	guard(mutex)(&rb->mutex);
	if (cpumask_test_cpu(cpu, rb->cpumask))
		return 0;
	return rb_cpu_populate(rb, cpu, rb_common_size(rb));
}

static void rb_free_all(struct trace_buffer *rb)
{
	int cpu;

	for_each_possible_cpu(cpu)
		rb_cpu_free(rb, rb->buffers[cpu]);
	free_cpumask_var(rb->cpumask);
	kfree(rb);
}

static int rb_alloc_cpus(struct trace_buffer *rb)
{
	int cpu;

	if (!zalloc_cpumask_var(&rb->cpumask, GFP_KERNEL))
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		rb->buffers[cpu] = rb_cpu_alloc(rb, cpu);
		if (!rb->buffers[cpu])
			return -ENOMEM;
	}
	/* Calls trace_rb_cpu_prepare() for each CPU that is up. */
	return cpuhp_state_add_instance(CPUHP_TRACE_RB_PREPARE, &rb->node);
}

/**
 * __ring_buffer_alloc - make a buffer
 * @size: bytes of records for each CPU, rounded up to sub-buffers
 * @flags: RB_FL_*
 * @key: lock class of the caller
 *
 * Use ring_buffer_alloc(), which supplies the key.
 *
 * Context: process.
 * Return: the buffer, recording, or NULL.
 */
struct trace_buffer *__ring_buffer_alloc(unsigned long size, unsigned int flags,
					 struct lock_class_key *key)
{
	struct trace_buffer *rb;

	rb = kzalloc(struct_size(rb, buffers, nr_cpu_ids), GFP_KERNEL);
	if (!rb)
		return NULL;
	rb->flags = flags;
	rb->data_size = PAGE_SIZE - RB_PAGE_HEADER;
	rb->initial_size = size;
	rb->clock = trace_clock_local;
	rb->reader_lock_key = key;
	mutex_init(&rb->mutex);
	init_waitqueue_head(&rb->waiters.queue);

	if (rb_alloc_cpus(rb)) {
		rb_free_all(rb);
		return NULL;
	}
	return rb;
}
EXPORT_SYMBOL_GPL(__ring_buffer_alloc);

/**
 * ring_buffer_free - free a buffer that nobody writes to, reads or waits for
 * @buffer: the buffer
 *
 * Context: process.
 */
void ring_buffer_free(struct trace_buffer *buffer)
{
	cpuhp_state_remove_instance(CPUHP_TRACE_RB_PREPARE, &buffer->node);
	rb_free_all(buffer);
}
EXPORT_SYMBOL_GPL(ring_buffer_free);

/**
 * ring_buffer_init - be told of CPUs that come up, before there is a buffer
 *
 * Context: boot.
 * Return: 0 or a negative errno.
 */
int __init ring_buffer_init(void)
{
	return cpuhp_setup_state_multi(CPUHP_TRACE_RB_PREPARE, "trace/RB:prepare",
				       trace_rb_cpu_prepare, NULL);
}
