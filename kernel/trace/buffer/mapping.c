// SPDX-License-Identifier: GPL-2.0
/*
 * A CPU's ring mapped to user space, read only (Documentation/trace/ring-buffer-map.rst).
 *
 * The mapping shows a page of numbers, struct trace_buffer_meta, then every
 * sub-buffer in the order of its id.  While a mapping exists ids and memory of
 * the ring are fixed: no resize, no exchange, and page reads copy.
 *
 * Process context.  trace_buffer.mutex covers making and ending a mapping,
 * reader_lock what the meta page says.
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include "buffer/ring.h"

static void rb_meta_update(struct ring_buffer_per_cpu *cpu_rb)
{
	struct trace_buffer_meta *meta = cpu_rb->meta;

	meta->reader.read = cpu_rb->read;
	meta->reader.id = cpu_rb->reader_page->id;
	meta->reader.lost_events = cpu_rb->lost_events;
	/* In this order overrun and read never exceed entries. */
	meta->overrun = local_read(&cpu_rb->overrun);
	meta->read = cpu_rb->read_events;
	smp_rmb();		/* as in rb_cpu_entries() */
	meta->entries = rb_written_events(cpu_rb);
	flush_kernel_vmap_range(meta, PAGE_SIZE);
}

/* The lowest position in any slot; the others follow without a gap. */
static u64 rb_lowest_pos(struct rb_ring *ring)
{
	u64 lowest = U64_MAX;
	unsigned long i;

	for (i = 0; i < ring->nr_pages; i++)
		lowest = min(lowest, rb_slot_pos(atomic64_read(&ring->slots[i])));
	return lowest;
}

/* Ids as user space meets them: the reader page is 0, the oldest of the ring 1. */
static void rb_renumber_stopped(struct ring_buffer_per_cpu *cpu_rb, void *arg)
{
	u64 pos = rb_lowest_pos(&cpu_rb->ring);
	struct rb_page **pages = arg;
	struct rb_page *page;
	unsigned long id;

	pages[0] = cpu_rb->reader_page;
	pages[0]->id = 0;
	for (id = 1; id <= cpu_rb->ring.nr_pages; id++, pos++) {
		page = cpu_rb->ring.pages[rb_slot_id(atomic64_read(rb_slot_of(cpu_rb, pos)))];
		page->id = id;
		pages[id] = page;
		atomic64_set(rb_slot_of(cpu_rb, pos), rb_slot_word(pos, id));
	}
	memcpy(cpu_rb->ring.pages, pages, id * sizeof(*pages));
}

static int rb_renumber(struct ring_buffer_per_cpu *cpu_rb)
{
	struct rb_page **pages;

	pages = kvcalloc(cpu_rb->ring.nr_pages + 1, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	rb_run_stopped(cpu_rb->rb, cpu_rb->cpu, rb_renumber_stopped, pages);
	kvfree(pages);
	return 0;
}

static struct trace_buffer_meta *rb_meta_alloc(struct ring_buffer_per_cpu *cpu_rb)
{
	u32 size = cpu_rb->data_size + RB_PAGE_HEADER;
	struct trace_buffer_meta *meta;

	meta = (void *)get_zeroed_page(GFP_KERNEL);
	if (!meta)
		return NULL;
	meta->meta_struct_len = sizeof(*meta);
	/* Padded with zeroes to the size of a sub-buffer. */
	meta->meta_page_size = size;
	meta->subbuf_size = size;
	meta->nr_subbufs = cpu_rb->ring.nr_pages + 1;
	return meta;
}

/* The page that the mapping shows at @index, in units of PAGE_SIZE. */
static struct page *rb_mapped_page(struct ring_buffer_per_cpu *cpu_rb, unsigned long index)
{
	unsigned int order = cpu_rb->order;
	unsigned long subbuf = index >> order;
	unsigned long offset = (index & (BIT(order) - 1)) * PAGE_SIZE;

	if (!subbuf)
		return offset ? ZERO_PAGE(0) : virt_to_page(cpu_rb->meta);
	return virt_to_page((void *)cpu_rb->ring.pages[subbuf - 1]->data + offset);
}

static int rb_map_pages(struct ring_buffer_per_cpu *cpu_rb, struct vm_area_struct *vma)
{
	unsigned long whole = (cpu_rb->ring.nr_pages + 2) << cpu_rb->order;
	unsigned long nr = vma_pages(vma);
	unsigned long i;
	struct page **pages;
	int ret;

	/* Neither writable, executable nor private, now or later. */
	if (vma->vm_flags & (VM_WRITE | VM_EXEC) || !(vma->vm_flags & VM_MAYSHARE))
		return -EPERM;
	/* Whole sub-buffers only. */
	if (vma->vm_pgoff & (BIT(cpu_rb->order) - 1))
		return -EINVAL;
	if (vma->vm_pgoff >= whole || nr > whole - vma->vm_pgoff)
		return -EINVAL;
	vm_flags_mod(vma, VM_MIXEDMAP | VM_DONTEXPAND | VM_DONTDUMP | VM_DONTCOPY, VM_MAYWRITE);

	pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		pages[i] = rb_mapped_page(cpu_rb, vma->vm_pgoff + i);
	ret = vm_insert_pages(vma, vma->vm_start, pages, &nr);
	kvfree(pages);
	return ret;
}

/* The first mapping of a ring fixes it. */
static int rb_map_begin(struct ring_buffer_per_cpu *cpu_rb)
{
	struct trace_buffer_meta *meta = rb_meta_alloc(cpu_rb);
	int ret;

	if (!meta)
		return -ENOMEM;
	ret = rb_renumber(cpu_rb);
	if (ret) {
		free_page((unsigned long)meta);
		return ret;
	}
	atomic_inc(&cpu_rb->resize_disabled);
	guard(raw_spinlock_irqsave)(&cpu_rb->reader_lock);
	cpu_rb->meta = meta;
	cpu_rb->mapped = 1;
	rb_meta_update(cpu_rb);
	return 0;
}

/* The last one is gone. */
static void rb_map_end(struct ring_buffer_per_cpu *cpu_rb)
{
	struct trace_buffer_meta *meta = cpu_rb->meta;

	scoped_guard(raw_spinlock_irqsave, &cpu_rb->reader_lock) {
		cpu_rb->mapped = 0;
		cpu_rb->meta = NULL;
	}
	atomic_dec(&cpu_rb->resize_disabled);
	free_page((unsigned long)meta);
}

static void rb_map_put(struct ring_buffer_per_cpu *cpu_rb)
{
	if (cpu_rb->mapped == 1)
		rb_map_end(cpu_rb);
	else
		WRITE_ONCE(cpu_rb->mapped, cpu_rb->mapped - 1);
}

/**
 * ring_buffer_map - map a CPU's ring, or a part of it
 * @buffer: the buffer
 * @cpu: the CPU
 * @vma: where to
 *
 * Context: process, mmap_lock held for writing.
 * Return: 0, -EINVAL without such a CPU or for a range that is not there, -EPERM
 *	   for a mapping that is not shared and read only, -EBUSY, -ENOMEM.
 */
int ring_buffer_map(struct trace_buffer *buffer, int cpu, struct vm_area_struct *vma)
{
	struct ring_buffer_per_cpu *cpu_rb;
	int ret = 0;

	if (!rb_has_cpu(buffer, cpu))
		return -EINVAL;
	guard(mutex)(&buffer->mutex);
	cpu_rb = buffer->buffers[cpu];
	if (cpu_rb->mapped == UINT_MAX)
		return -EBUSY;
	if (cpu_rb->mapped)
		WRITE_ONCE(cpu_rb->mapped, cpu_rb->mapped + 1);
	else
		ret = rb_map_begin(cpu_rb);
	if (ret)
		return ret;
	ret = rb_map_pages(cpu_rb, vma);
	if (ret)
		rb_map_put(cpu_rb);
	return ret;
}

/**
 * ring_buffer_map_dup - count one more user of a mapping
 * @buffer: the buffer
 * @cpu: the CPU, mapped
 *
 * Context: process, as a mapping is split or copied.
 */
void ring_buffer_map_dup(struct trace_buffer *buffer, int cpu)
{
	guard(mutex)(&buffer->mutex);
	if (rb_has_cpu(buffer, cpu) && buffer->buffers[cpu]->mapped)
		WRITE_ONCE(buffer->buffers[cpu]->mapped, buffer->buffers[cpu]->mapped + 1);
}

/**
 * ring_buffer_unmap - end a mapping
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * Context: process.
 * Return: 0, -EINVAL without such a CPU, -ENODEV if it is not mapped.
 */
int ring_buffer_unmap(struct trace_buffer *buffer, int cpu)
{
	if (!rb_has_cpu(buffer, cpu))
		return -EINVAL;
	guard(mutex)(&buffer->mutex);
	if (!buffer->buffers[cpu]->mapped)
		return -ENODEV;
	rb_map_put(buffer->buffers[cpu]);
	return 0;
}

/**
 * ring_buffer_map_get_reader - give the user of a mapping the next data
 * @buffer: the buffer
 * @cpu: the CPU
 *
 * What the reader page holds counts as read; if it was read already, the oldest
 * sub-buffer becomes the reader page.  The meta page tells which it is.
 *
 * Context: process.
 * Return: 0, -EINVAL without such a CPU, -ENODEV if it is not mapped.
 */
int ring_buffer_map_get_reader(struct trace_buffer *buffer, int cpu)
{
	struct ring_buffer_per_cpu *cpu_rb;

	if (!rb_has_cpu(buffer, cpu))
		return -EINVAL;
	cpu_rb = buffer->buffers[cpu];
	guard(raw_spinlock_irqsave)(&cpu_rb->reader_lock);
	if (!cpu_rb->mapped)
		return -ENODEV;
	rb_reader_read_all(cpu_rb);
	rb_meta_update(cpu_rb);
	cpu_rb->lost_events = 0;
	return 0;
}
