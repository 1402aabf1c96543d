// SPDX-License-Identifier: GPL-2.0
/*
 * The comment lines above the records of a trace file: what recorded them, how
 * many there are, and what the columns mean.  Scripts skip them, people and a
 * few tools read them: they are ABI to the last blank.
 *
 * Process context, for the reader of a buffer.
 */
#include <linux/cpumask.h>
#include <linux/ftrace.h>
#include <linux/preempt.h>
#include <linux/ring_buffer.h>
#include <linux/seq_file.h>
#include <linux/utsname.h>

#include "event/event.h"

/* The letters of the context column, from the last to the first. */
static const char *const context_legend[] = {
	"  _-----=> irqs-off/BH-disabled",
	" / _----=> need-resched",
	"| / _---=> hardirq/softirq",
	"|| / _--=> preempt-depth",
	"||| / _-=> migrate-disable",
	"|||| /     delay",
};

/* The same for the latency format, where the CPU stands among them. */
static const char *const latency_legend[] = {
	"                    _------=> CPU#            ",
	"                   / _-----=> irqs-off/BH-disabled",
	"                  | / _----=> need-resched    ",
	"                  || / _---=> hardirq/softirq ",
	"                  ||| / _--=> preempt-depth   ",
	"                  |||| / _-=> migrate-disable ",
	"                  ||||| /     delay           ",
	"  cmd     pid     |||||| time  |   caller     ",
	"     \\   /        ||||||  \\    |    /       ",
};

/* Columns that the thread group moves the rest by. */
#define TGID_COLUMNS	10

struct entry_count {
	unsigned long	kept;
	unsigned long	written;
};

static struct entry_count count_entries(const struct trace_iterator *iter)
{
	unsigned long kept = ring_buffer_entries(iter->rb);

	return (struct entry_count) { kept, kept + ring_buffer_overruns(iter->rb) };
}

static const char *preempt_model(void)
{
	if (preempt_model_rt())
		return "preempt_rt";
	if (preempt_model_full())
		return "preempt";
	if (preempt_model_voluntary())
		return "desktop";
	return preempt_model_none() ? "server" : "unknown";
}

static const char *view_name(const struct trace_iterator *iter)
{
	return iter->view ? iter->view->name : "nop";
}

static void print_latency_head(struct seq_file *m, const struct trace_iterator *iter)
{
	struct entry_count count = count_entries(iter);

	seq_printf(m, "# %s latency trace v1.1.5 on %s\n", view_name(iter),
		   init_utsname()->release);
	seq_puts(m, "# --------------------------------------------------------------------\n");
	seq_printf(m, "# latency: 0 us, #%lu/%lu, CPU#0 | (M:%s VP:0, KP:0, SP:0 HP:0 #P:%d)\n",
		   count.kept, count.written, preempt_model(), num_online_cpus());
	seq_puts(m, "#    -----------------\n");
	seq_puts(m, "#    | task: -0 (uid:0 nice:0 policy:0 rt_prio:0)\n");
	seq_puts(m, "#    -----------------\n#\n");
}

/**
 * event_header_print_latency - write what the latency format begins with
 * @m: where to
 * @iter: the iterator that the records will come from
 *
 * Context: Process context.
 * Return: false if there are no records, and nothing was written.
 */
bool event_header_print_latency(struct seq_file *m, struct trace_iterator *iter)
{
	if (event_iter_is_empty(iter))
		return false;
	print_latency_head(m, iter);
	return true;
}

static void print_latency(struct seq_file *m, struct trace_iterator *iter)
{
	unsigned int i;

	if (!event_header_print_latency(m, iter) || instance_has(iter->tr, OPT_VERBOSE))
		return;
	for (i = 0; i < ARRAY_SIZE(latency_legend); i++)
		seq_printf(m, "#%s\n", latency_legend[i]);
}

static void print_columns(struct seq_file *m, bool tgid, bool context)
{
	const char *gap = tgid ? "   TGID   " : "";
	const char *mark = tgid ? "     |    " : "";
	int indent = 30 + (tgid ? TGID_COLUMNS : 0);
	unsigned int i;

	for (i = 0; context && i < ARRAY_SIZE(context_legend); i++)
		seq_printf(m, "#%*s%s\n", indent, "", context_legend[i]);
	seq_printf(m, "#           TASK-PID    %s CPU#  %s  TIMESTAMP  FUNCTION\n",
		   gap, context ? "|||||" : " ");
	seq_printf(m, "#              | |      %s   |   %s     |         |\n",
		   mark, context ? "|||||" : " ");
}

static void print_plain(struct seq_file *m, const struct trace_iterator *iter)
{
	struct entry_count count = count_entries(iter);

	if (instance_has(iter->tr, OPT_VERBOSE))
		return;
	seq_printf(m, "# entries-in-buffer/entries-written: %lu/%lu   #P:%d\n#\n",
		   count.kept, count.written, num_online_cpus());
	print_columns(m, instance_has(iter->tr, OPT_RECORD_TGID),
		      instance_has(iter->tr, OPT_IRQ_INFO));
}

/**
 * event_header_print - write what stands above the records
 * @m: where to
 * @iter: the iterator that the records will come from
 *
 * Context: Process context.
 */
void event_header_print(struct seq_file *m, struct trace_iterator *iter)
{
	seq_printf(m, "# tracer: %s\n#\n", view_name(iter));
	if (ftrace_is_dead())
		seq_puts(m, "# WARNING: FUNCTION TRACING IS CORRUPTED\n"
			    "#          MAY BE MISSING FUNCTION EVENTS\n");
	if (iter->view && iter->view->print_header) {
		iter->view->print_header(m, iter);
		return;
	}
	if (!instance_has(iter->tr, OPT_CONTEXT_INFO))
		return;
	if (iter->iter_flags & TRACE_FILE_LAT_FMT)
		print_latency(m, iter);
	else
		print_plain(m, iter);
}
