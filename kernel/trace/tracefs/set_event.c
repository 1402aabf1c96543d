// SPDX-License-Identifier: GPL-2.0
/*
 * available_events and set_event: the events by name, all of them or those that
 * an instance records.
 *
 * Lists walk the registry by position, under event_mutex from start to stop.
 */
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

/* Longest word that one write takes. */
#define WORD_MAX	127

static bool is_available(struct trace_array *tr, struct trace_event_call *call)
{
	return event_call_is_visible(call);
}

static bool is_set(struct trace_array *tr, struct trace_event_call *call)
{
	return event_call_is_visible(call) && event_is_enabled(tr, call);
}

/* The first event at or after *@pos that is wanted; sets *@pos to its place. */
static struct trace_event_call *find_from(struct seq_file *m, loff_t *pos,
					  bool (*is_wanted)(struct trace_array *tr,
							    struct trace_event_call *call))
{
	const struct trace_target *target = m->private;
	struct trace_event_call *call;

	for (; (call = event_call_at(*pos)); ++*pos) {
		if (is_wanted(target->tr, call))
			return call;
	}
	return NULL;
}

static void *available_events_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&event_mutex);
	return find_from(m, pos, is_available);
}

static void *available_events_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return find_from(m, pos, is_available);
}

static void *set_event_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&event_mutex);
	return find_from(m, pos, is_set);
}

static void *set_event_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return find_from(m, pos, is_set);
}

static void event_list_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&event_mutex);
}

static int event_list_show(struct seq_file *m, void *v)
{
	struct trace_event_call *call = v;

	seq_printf(m, "%s:%s\n", call->class->system, trace_event_name(call));
	return 0;
}

const struct seq_operations available_events_list = {
	.start	= available_events_start,
	.next	= available_events_next,
	.stop	= event_list_stop,
	.show	= event_list_show,
};

const struct seq_operations set_event_list = {
	.start	= set_event_start,
	.next	= set_event_next,
	.stop	= event_list_stop,
	.show	= event_list_show,
};

/* Opening with O_TRUNC disables all events. */
static int set_event_open(struct inode *inode, struct file *file)
{
	const struct trace_target *target = inode->i_private;
	int ret = text_open(inode, file);

	if (!ret && file->f_mode & FMODE_WRITE && file->f_flags & O_TRUNC)
		event_set_enabled(target->tr, NULL, NULL, NULL, false);
	return ret;
}

/*
 * One word, with the space around it; the caller writes the rest again, as
 * after any short write.  So an error is that of the word it stands for.
 */
static ssize_t set_event_write(struct file *file, const char __user *ubuf, size_t cnt,
			       loff_t *ppos)
{
	char *text __free(kfree) = NULL;
	size_t len = min_t(size_t, cnt, PAGE_SIZE - 1);
	char *word, *end;
	int ret;

	text = memdup_user_nul(ubuf, len);
	if (IS_ERR(text))
		return PTR_ERR(text);
	word = skip_spaces(text);
	for (end = word; *end && !isspace(*end); end++)
		;
	if (end - word > WORD_MAX)
		return -EINVAL;
	/* It may go on behind what was copied: just the space before it. */
	if (end == text + len && len < cnt)
		return word - text;
	if (*end)
		*end++ = '\0';
	if (!*word)
		return len;
	ret = event_set_text(target_of(file)->tr, word);
	if (ret)
		return ret;
	*ppos += end - text;
	return end - text;
}

const struct file_operations set_event_fops = {
	.open		= set_event_open,
	.read		= text_read,
	.write		= set_event_write,
	.llseek		= text_llseek,
	.release	= text_release,
};
