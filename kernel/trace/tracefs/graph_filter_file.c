// SPDX-License-Identifier: GPL-2.0
/*
 * set_graph_function and set_graph_notrace: the functions under which the graph
 * tracer looks, or does not; and max_graph_depth.
 *
 * What is written changes a copy of the list, which takes the list's place when
 * the file is closed.  Process context; the lock of the seq_file keeps writers
 * of an open file apart.
 */
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include "hook/hook.h"
#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/* One opening of such a file; m->private. */
struct graph_file {
	enum graph_filter_kind	kind;
	struct graph_filter_edit *edit;		/* opened for writing */
	struct word_input	word;
	bool			found;		/* what the word names, or takes away */
	unsigned int		next;		/* where the next line is looked for */
	unsigned long		ip;		/* of the line, 0: there are none */
};

/* A position is where the list is looked into; an empty one has a line that says so. */
static void *function_from(struct graph_file *graph, loff_t pos)
{
	graph->next = pos;
	graph->ip = 0;
	return graph_filter_next(graph->kind, &graph->next, &graph->ip) || !pos ? graph : NULL;
}

static void *graph_start(struct seq_file *m, loff_t *pos)
{
	graph_filter_lock();
	return function_from(m->private, *pos);
}

static void *graph_next(struct seq_file *m, void *v, loff_t *pos)
{
	struct graph_file *graph = v;
	bool is_only = !graph->ip;

	*pos = is_only ? *pos + 1 : graph->next;
	return is_only ? NULL : function_from(graph, *pos);
}

static void graph_stop(struct seq_file *m, void *v)
{
	graph_filter_unlock();
}

static int graph_show(struct seq_file *m, void *v)
{
	const struct graph_file *graph = v;

	if (graph->ip)
		seq_printf(m, "%ps\n", (void *)graph->ip);
	else if (graph->kind == GRAPH_FUNCTIONS)
		seq_puts(m, "#### all functions enabled ####\n");
	else
		seq_puts(m, "#### no functions disabled ####\n");
	return 0;
}

static const struct seq_operations graph_list_ops = {
	.start	= graph_start,
	.next	= graph_next,
	.stop	= graph_stop,
	.show	= graph_show,
};

static enum graph_filter_kind kind_of(const struct trace_target *target)
{
	return target->file->fops == &set_graph_notrace_fops ? GRAPH_NOTRACE : GRAPH_FUNCTIONS;
}

static int graph_open_list(struct file *file, struct graph_file *graph)
{
	struct seq_file *m;
	int ret = seq_open(file, &graph_list_ops);

	if (ret)
		return ret;
	m = file->private_data;
	m->private = graph;
	if (!(file->f_mode & FMODE_WRITE))
		return 0;
	graph->edit = graph_filter_begin(graph->kind, file->f_flags & O_TRUNC);
	if (graph->edit)
		return 0;
	seq_release(file_inode(file), file);
	return -ENOMEM;
}

static int graph_open(struct inode *inode, struct file *file)
{
	struct graph_file *graph;
	int ret = target_open(inode);

	if (ret)
		return ret;
	graph = kzalloc(sizeof(*graph), GFP_KERNEL);
	if (graph)
		graph->kind = kind_of(inode->i_private);
	ret = graph ? graph_open_list(file, graph) : -ENOMEM;
	if (ret) {
		kfree(graph);
		target_release(inode);
	}
	return ret;
}

static int function_add(unsigned long ip, void *data)
{
	struct graph_file *graph = data;

	graph->found = true;
	return graph_filter_edit_add(graph->edit, ip);
}

static int function_remove(unsigned long ip, void *data)
{
	struct graph_file *graph = data;

	graph->found |= graph_filter_edit_remove(graph->edit, ip);
	return 0;
}

/* Names and globs; numbers are for set_ftrace_filter. */
static int graph_take_word(struct graph_file *graph)
{
	char *word = graph->word.text;
	bool remove = *word == '!';
	int ret;

	if (!graph->word.len)
		return 0;
	graph->word.len = 0;
	word += remove;
	if (isdigit(*word))
		return -EINVAL;
	graph->found = false;
	ret = ftrace_match_sites(word, remove ? function_remove : function_add, graph);
	if (ret < 0)
		return ret;
	return graph->found ? 0 : -EINVAL;
}

static ssize_t graph_write(struct file *file, const char __user *ubuf, size_t cnt,
			   loff_t *ppos)
{
	struct seq_file *m = file->private_data;
	struct graph_file *graph = m->private;
	bool is_whole;
	ssize_t len;
	int ret;

	guard(mutex)(&m->lock);
	len = word_input_take(&graph->word, ubuf, cnt, &is_whole);
	if (len < 0)
		return len;
	ret = is_whole ? graph_take_word(graph) : 0;
	if (ret)
		return ret;
	*ppos += len;
	return len;
}

/* There is nobody to tell that the last word was wrong. */
static int graph_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;
	struct graph_file *graph = m->private;

	if (graph->edit) {
		graph_take_word(graph);
		graph_filter_commit(graph->edit);
	}
	kfree(graph);
	seq_release(inode, file);
	target_release(inode);
	return 0;
}

const struct file_operations set_graph_function_fops = {
	.open		= graph_open,
	.read		= seq_read,
	.write		= graph_write,
	.llseek		= seq_lseek,
	.release	= graph_release,
};

const struct file_operations set_graph_notrace_fops = {
	.open		= graph_open,
	.read		= seq_read,
	.write		= graph_write,
	.llseek		= seq_lseek,
	.release	= graph_release,
};

/**
 * max_graph_depth_show - how deep calls are shown
 * @m: where to
 * @target: ignored
 *
 * Context: Process context.
 * Return: 0.
 */
int max_graph_depth_show(struct seq_file *m, const struct trace_target *target)
{
	/* Signed, as it always was. */
	seq_printf(m, "%d\n", READ_ONCE(tracer_graph_max_depth));
	return 0;
}

/**
 * max_graph_depth_write - choose how deep
 * @target: ignored
 * @text: the number of nested calls, 0 for all
 *
 * Context: Process context.
 * Return: 0 or the error of kstrtoul().
 */
int max_graph_depth_write(const struct trace_target *target, char *text)
{
	unsigned long depth;
	int ret = kstrtoul(text, 10, &depth);

	if (!ret)
		graph_set_max_depth(depth);
	return ret;
}
