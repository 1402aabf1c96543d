// SPDX-License-Identifier: GPL-2.0
/*
 * set_ftrace_filter and set_ftrace_notrace: the functions that an instance
 * traces, or does not.  The first one also takes and lists function commands.
 * stack_trace_filter: those at whose entry the stack tracer looks at stacks.
 *
 * What is written changes a copy of the list, which takes the list's place when
 * the file is closed; commands act at once.  Process context; the lock of the
 * seq_file keeps writers of an open file apart.
 */
#include <linux/cleanup.h>
#include <linux/slab.h>

#include "hook/hook.h"
#include "tracefs/tracefs.h"
#include "tracer/tracer.h"
#include "trigger/trigger.h"

/* One opening of such a file; m->private. */
struct filter_file {
	const struct trace_target	*target;
	struct ftrace_filter_edit	*edit;	/* opened for writing */
	struct word_input		word;
	struct ftrace_filter_list	*list;	/* since somebody read from the beginning */
	struct func_command_line	line;
};

static bool is_notrace(const struct trace_target *target)
{
	return target->file->fops == &set_ftrace_notrace_fops;
}

/* Commands are for tracing, so they stand in the list of what is traced. */
static bool has_commands(const struct trace_target *target)
{
	return target->file->fops == &set_ftrace_filter_fops;
}

static struct ftrace_ops *ops_of(const struct trace_target *target)
{
	if (target->file->fops == &stack_trace_filter_fops)
		return stack_depth_ops();
	return tracer_ops(target->tr);
}

/* Functions and modules, or that the filter was not set; then commands. */
static unsigned int filter_lines(const struct filter_file *filter)
{
	return ftrace_filter_list_lines(filter->list);
}

static void *line_at(struct filter_file *filter, loff_t *pos)
{
	if (*pos < filter_lines(filter))
		return pos;
	if (!has_commands(filter->target))
		return NULL;
	return func_command_line_at(filter->target->tr, *pos - filter_lines(filter),
				    &filter->line) ? pos : NULL;
}

static void *filter_start(struct seq_file *m, loff_t *pos)
{
	struct filter_file *filter = m->private;

	mutex_lock(&func_command_mutex);
	if (!*pos || !filter->list) {
		ftrace_filter_list_free(filter->list);
		filter->list = ftrace_filter_list_make(ops_of(filter->target),
						       is_notrace(filter->target));
	}
	if (!filter->list)
		return ERR_PTR(-ENOMEM);
	return line_at(filter, pos);
}

static void *filter_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return line_at(m->private, pos);
}

static void filter_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&func_command_mutex);
}

static int filter_show(struct seq_file *m, void *v)
{
	struct filter_file *filter = m->private;
	loff_t line = *(loff_t *)v;

	if (line >= filter_lines(filter))
		func_command_line_show(m, &filter->line);
	else
		ftrace_filter_list_show(filter->list, line, m);
	return 0;
}

static const struct seq_operations filter_list_ops = {
	.start	= filter_start,
	.next	= filter_next,
	.stop	= filter_stop,
	.show	= filter_show,
};

static int filter_open_list(struct file *file, struct filter_file *filter)
{
	const struct trace_target *target = filter->target;
	struct seq_file *m;
	int ret = seq_open(file, &filter_list_ops);

	if (ret)
		return ret;
	m = file->private_data;
	m->private = filter;
	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	filter->edit = ftrace_filter_begin(ops_of(target), is_notrace(target),
					   file->f_flags & O_TRUNC);
	if (filter->edit)
		return 0;
	seq_release(file_inode(file), file);
	return -ENOMEM;
}

static int filter_open(struct inode *inode, struct file *file)
{
	struct filter_file *filter;
	int ret = target_open(inode);

	/* In lockdown, too: these files have always said so. */
	if (ret)
		return -ENODEV;
	filter = kzalloc(sizeof(*filter), GFP_KERNEL);
	if (filter)
		filter->target = inode->i_private;
	ret = filter ? filter_open_list(file, filter) : -ENOMEM;
	if (ret) {
		kfree(filter);
		target_release(inode);
	}
	return ret;
}

static int filter_take_word(struct filter_file *filter)
{
	const struct trace_target *target = filter->target;
	char *word = filter->word.text;

	if (!filter->word.len)
		return 0;
	filter->word.len = 0;
	if (!func_command_is_meant(word))
		return ftrace_filter_edit_text(filter->edit, word);
	if (is_notrace(target))
		return -EINVAL;
	return func_command_write(has_commands(target) ? target->tr : NULL, word);
}

static ssize_t filter_write(struct file *file, const char __user *ubuf, size_t cnt,
			    loff_t *ppos)
{
	struct seq_file *m = file->private_data;
	struct filter_file *filter = m->private;
	bool is_whole;
	ssize_t len;
	int ret;

	guard(mutex)(&m->lock);
	len = word_input_take(&filter->word, ubuf, cnt, &is_whole);
	if (len < 0)
		return len;
	ret = is_whole ? filter_take_word(filter) : 0;
	if (ret)
		return ret;
	*ppos += len;
	return len;
}

/* There is nobody to tell that the last word was wrong. */
static int filter_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct filter_file *filter = m->private;

	if (filter->edit) {
		filter_take_word(filter);
		ftrace_filter_commit(filter->edit);
	}
	ftrace_filter_list_free(filter->list);
	kfree(filter);
	seq_release(inode, file);
	target_release(inode);
	return 0;
}

const struct file_operations set_ftrace_filter_fops = {
	.open		= filter_open,
	.read		= seq_read,
	.write		= filter_write,
	.llseek		= seq_lseek,
	.release	= filter_release,
};

const struct file_operations set_ftrace_notrace_fops = {
	.open		= filter_open,
	.read		= seq_read,
	.write		= filter_write,
	.llseek		= seq_lseek,
	.release	= filter_release,
};

const struct file_operations stack_trace_filter_fops = {
	.open		= filter_open,
	.read		= seq_read,
	.write		= filter_write,
	.llseek		= seq_lseek,
	.release	= filter_release,
};
