// SPDX-License-Identifier: GPL-2.0
/*
 * The buffer's size and fill: buffer_size_kb, buffer_total_size_kb,
 * buffer_subbuf_size_kb, buffer_percent, free_buffer and per_cpu/cpuN/stats.
 *
 * Text files but for free_buffer; process context, no lock held.
 */
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/ring_buffer.h>

#include "base/base.h"
#include "tracefs/tracefs.h"

#define MAX_SUBBUF_ORDER	7

/* 0 if the CPUs differ. */
static unsigned long common_kb(struct trace_array *tr)
{
	unsigned long kb = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		unsigned long cpu_kb = ring_buffer_size(tr->rb, cpu) >> 10;

		if (kb && cpu_kb != kb)
			return 0;
		kb = cpu_kb;
	}
	return kb;
}

/**
 * target_expand - give the buffer of an instance that is being used its size
 * @target: a file of it
 *
 * Who makes an instance expects a whole buffer in it.  It gets that when
 * somebody writes there or asks for the size, so that one not used costs little.
 * The top instance waits for events and says so.
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int target_expand(const struct trace_target *target)
{
	return target->tr->name ? instance_expand(target->tr) : 0;
}

/**
 * buffer_size_kb_show - the size of the buffer of each CPU
 * @m: where to
 * @target: the file of the instance or of a CPU
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int buffer_size_kb_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_array *tr = target->tr;
	int ret = target_expand(target);
	unsigned long kb;

	if (ret)
		return ret;
	if (target->cpu != INSTANCE_ALL_CPUS) {
		seq_printf(m, "%lu\n", ring_buffer_size(tr->rb, target->cpu) >> 10);
		return 0;
	}
	kb = common_kb(tr);
	if (!kb)
		seq_puts(m, "X\n");
	else if (instance_is_expanded(tr))
		seq_printf(m, "%lu\n", kb);
	else
		seq_printf(m, "%lu (expanded: %lu)\n", kb, instance_size_when_expanded() >> 10);
	return 0;
}

/**
 * buffer_size_kb_write - set the size of the buffer of each CPU, or of one
 * @target: the file of the instance or of the CPU
 * @text: kilobytes
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for 0 or no number, or -ENOMEM.
 */
int buffer_size_kb_write(const struct trace_target *target, char *text)
{
	unsigned long kb;
	int ret = kstrtoul(text, 10, &kb);

	if (ret)
		return ret;
	if (!kb)
		return -EINVAL;
	return instance_resize(target->tr, kb << 10, target->cpu);
}

/**
 * buffer_total_size_kb_show - the size of all CPUs' buffers together
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int buffer_total_size_kb_show(struct seq_file *m, const struct trace_target *target)
{
	int cpu, ret = target_expand(target);
	unsigned long kb = 0;

	if (ret)
		return ret;
	for_each_possible_cpu(cpu)
		kb += ring_buffer_size(target->tr->rb, cpu) >> 10;
	if (instance_is_expanded(target->tr))
		seq_printf(m, "%lu\n", kb);
	else
		seq_printf(m, "%lu (expanded: %lu)\n", kb,
			   (instance_size_when_expanded() >> 10) * num_possible_cpus());
	return 0;
}

/**
 * buffer_percent_show - how full a CPU's buffer has to be to wake readers
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int buffer_percent_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%u\n", READ_ONCE(target->tr->files->wake_percent));
	return 0;
}

/**
 * buffer_percent_write - choose how full it has to be
 * @target: the instance's file
 * @text: percent; 0 wakes at the first record
 *
 * Context: Process context.
 * Return: 0 or -EINVAL.
 */
int buffer_percent_write(const struct trace_target *target, char *text)
{
	unsigned long percent;
	int ret = kstrtoul(text, 10, &percent);

	if (ret)
		return ret;
	if (percent > 100)
		return -EINVAL;
	WRITE_ONCE(target->tr->files->wake_percent, percent);
	return 0;
}

/**
 * buffer_subbuf_size_kb_show - the size of a sub-buffer
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int buffer_subbuf_size_kb_show(struct seq_file *m, const struct trace_target *target)
{
	int order = ring_buffer_subbuf_order_get(target->tr->rb);

	seq_printf(m, "%lu\n", (PAGE_SIZE << order) >> 10);
	return 0;
}

/**
 * buffer_subbuf_size_kb_write - choose the size of sub-buffers; empties the buffer
 * @target: the instance's file
 * @text: kilobytes, rounded up to a power of two and at least a page
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for what is none or too much, or -ENOMEM.
 */
int buffer_subbuf_size_kb_write(const struct trace_target *target, char *text)
{
	unsigned long kb;
	int ret = kstrtoul(text, 10, &kb);

	if (ret)
		return ret;
	if (!kb || kb > (PAGE_SIZE << MAX_SUBBUF_ORDER) >> 10)
		return -EINVAL;
	instance_stop(target->tr);
	reader_lock(target->tr, INSTANCE_ALL_CPUS);
	ret = instance_set_subbuf_order(target->tr, get_order(kb << 10));
	reader_unlock(target->tr, INSTANCE_ALL_CPUS);
	instance_start(target->tr);
	return ret;
}

static void show_stamp(struct seq_file *m, const char *what, u64 stamp, bool in_ns)
{
	u64 us = div_u64(stamp + 500, NSEC_PER_USEC);
	u32 rest;

	if (!in_ns) {
		seq_printf(m, "%s: %llu\n", what, stamp);
		return;
	}
	us = div_u64_rem(us, USEC_PER_SEC, &rest);
	seq_printf(m, "%s: %5llu.%06u\n", what, us, rest);
}

/**
 * stats_show - what a CPU's buffer holds and has lost
 * @m: where to
 * @target: the CPU's file
 *
 * Context: Process context.
 * Return: 0.
 */
int stats_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_buffer *rb = target->tr->rb;
	bool in_ns = trace_clocks[READ_ONCE(target->tr->clock)].in_ns;
	int cpu = target->cpu;

	seq_printf(m, "entries: %lu\n", ring_buffer_entries_cpu(rb, cpu));
	seq_printf(m, "overrun: %lu\n", ring_buffer_overrun_cpu(rb, cpu));
	seq_printf(m, "commit overrun: %lu\n", ring_buffer_commit_overrun_cpu(rb, cpu));
	seq_printf(m, "bytes: %lu\n", ring_buffer_bytes_cpu(rb, cpu));
	show_stamp(m, "oldest event ts", ring_buffer_oldest_event_ts(rb, cpu), in_ns);
	show_stamp(m, "now ts", ring_buffer_time_stamp(rb), in_ns);
	seq_printf(m, "dropped events: %lu\n", ring_buffer_dropped_events_cpu(rb, cpu));
	seq_printf(m, "read events: %lu\n", ring_buffer_read_events_cpu(rb, cpu));
	return 0;
}

static int free_buffer_open(struct inode *inode, struct file *file)
{
	return target_open(inode);
}

/* Writing is only a way to open and close the file from a shell. */
static ssize_t free_buffer_write(struct file *file, const char __user *ubuf, size_t cnt,
				 loff_t *ppos)
{
	*ppos += cnt;
	return cnt;
}

/* The close that comes with the end of a process is what the file is for. */
static int free_buffer_release(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;

	if (instance_has(target->tr, OPT_DISABLE_ON_FREE))
		instance_set_on(target->tr, false);
	instance_resize(target->tr, 1, INSTANCE_ALL_CPUS);
	target_release(inode);
	return 0;
}

const struct file_operations free_buffer_fops = {
	.open		= free_buffer_open,
	.write		= free_buffer_write,
	.release	= free_buffer_release,
};
