// SPDX-License-Identifier: GPL-2.0
/*
 * snapshot and per_cpu/cpuN/snapshot: a number written takes a snapshot, frees
 * or empties it; what is read is the spare buffer, in the form of trace.
 *
 * Process context, no lock held.
 */
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/splice.h>

#include "tracefs/tracefs.h"

static const char help_allocated[] =
	"#\n# * Snapshot is allocated *\n#\n"
	"# Snapshot commands:\n";

static const char help_freed[] =
	"#\n# * Snapshot is freed *\n#\n"
	"# Snapshot commands:\n";

static const char help_all[] =
	"# echo 0 > snapshot : Clears and frees snapshot buffer\n"
	"# echo 1 > snapshot : Allocates snapshot buffer, if not already allocated.\n"
	"#                      Takes a snapshot of the main buffer.\n"
	"# echo 2 > snapshot : Clears snapshot buffer (but does not allocate or free)\n"
	"#                      (Doesn't have to be '2' works with any number that\n"
	"#                       is not a '0' or '1')\n";

static const char help_cpu_swap[] =
	"# echo 0 > snapshot : Invalid for per_cpu snapshot file.\n"
	"# echo 1 > snapshot : Allocates snapshot buffer, if not already allocated.\n"
	"#                      Takes a snapshot of the main buffer for this cpu.\n";

static const char help_cpu_no_swap[] =
	"# echo 0 > snapshot : Invalid for per_cpu snapshot file.\n"
	"# echo 1 > snapshot : Not supported with this kernel.\n"
	"#                     Must use main snapshot file to allocate.\n";

static const char help_cpu_clear[] =
	"# echo 2 > snapshot : Clears this cpu's snapshot buffer (but does not allocate)\n"
	"#                      (Doesn't have to be '2' works with any number that\n"
	"#                       is not a '0' or '1')\n";

/**
 * snapshot_help_print - what an empty snapshot file says
 * @m: where to
 * @iter: its reader
 *
 * Context: Process context.
 */
void snapshot_help_print(struct seq_file *m, const struct trace_iterator *iter)
{
	seq_puts(m, "# tracer: nop\n#\n");
	seq_puts(m, instance_snapshot_is_allocated(iter->tr) ? help_allocated : help_freed);
	if (iter->cpu_file == INSTANCE_ALL_CPUS) {
		seq_puts(m, help_all);
		return;
	}
	seq_puts(m, IS_ENABLED(CONFIG_TRACER_SNAPSHOT_PER_CPU_SWAP) ? help_cpu_swap :
								      help_cpu_no_swap);
	seq_puts(m, help_cpu_clear);
}

static int snapshot_open(struct inode *inode, struct file *file)
{
	int ret = target_open(inode);

	if (ret)
		return ret;
	if (file->f_mode & FMODE_READ)
		ret = trace_open_reader(file, inode->i_private, true);
	if (ret)
		target_release(inode);
	return ret;
}

static int snapshot_take(const struct trace_target *target)
{
	int ret;

	if (target->cpu != INSTANCE_ALL_CPUS && !IS_ENABLED(CONFIG_TRACER_SNAPSHOT_PER_CPU_SWAP))
		return -EINVAL;
	ret = instance_expand(target->tr);
	if (ret)
		return ret;
	if (target->cpu == INSTANCE_ALL_CPUS)
		return instance_snapshot_by_user(target->tr, target->cpu);
	/* A reader would consume of the new ring what it printed of the old one. */
	reader_lock(target->tr, target->cpu);
	ret = instance_snapshot_by_user(target->tr, target->cpu);
	reader_unlock(target->tr, target->cpu);
	return ret;
}

static int snapshot_free(const struct trace_target *target)
{
	if (target->cpu != INSTANCE_ALL_CPUS)
		return -EINVAL;
	reader_lock(target->tr, INSTANCE_ALL_CPUS);
	instance_snapshot_free(target->tr);
	reader_unlock(target->tr, INSTANCE_ALL_CPUS);
	return 0;
}

static int snapshot_clear(const struct trace_target *target)
{
	reader_lock(target->tr, target->cpu);
	instance_snapshot_reset(target->tr, target->cpu);
	reader_unlock(target->tr, target->cpu);
	return 0;
}

static int snapshot_order(const struct trace_target *target, unsigned long number)
{
	if (instance_snapshot_is_conditional(target->tr))
		return -EBUSY;
	switch (number) {
	case 0:
		return snapshot_free(target);
	case 1:
		return snapshot_take(target);
	default:
		return snapshot_clear(target);
	}
}

static ssize_t snapshot_write(struct file *file, const char __user *ubuf, size_t cnt, loff_t *ppos)
{
	unsigned long number;
	int ret = kstrtoul_from_user(ubuf, cnt, 10, &number);

	if (!ret)
		ret = snapshot_order(target_of(file), number);
	if (ret)
		return ret;
	*ppos += cnt;
	return cnt;
}

const struct file_operations snapshot_fops = {
	.open		= snapshot_open,
	.read_iter	= trace_read_iter,
	.splice_read	= copy_splice_read,
	.write		= snapshot_write,
	.llseek		= trace_llseek,
	.release	= trace_release,
};
