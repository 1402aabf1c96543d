// SPDX-License-Identifier: GPL-2.0
/*
 * What stands above the lines of the function_graph tracer: which columns there
 * are, as its options say.  ABI to the last blank.
 *
 * Process context, for the reader of a buffer.
 */
#include "tracer/graph.h"

/* A column: what it is for, in two lines, and the option that shows it. */
struct column {
	unsigned long	option;
	const char	*title;
	const char	*marks;
};

#define COLUMN_LATENCY	BIT(31)		/* no option of the tracer */

static const struct column columns[] = {
	{ GRAPH_ABS_TIME,	"     TIME       ",	"      |         " },
	{ GRAPH_CPU,		" CPU",			" |  " },
	{ GRAPH_PROC,		"  TASK/PID       ",	"   |    |        " },
	{ COLUMN_LATENCY,	"||||   ",		"||||   " },
	{ GRAPH_DURATION,	"  DURATION   ",	"   |   |      " },
};

/* The letters of the latency column. */
static const char *const legend[] = {
	"  _-----=> irqs-off        ",
	" / _----=> need-resched    ",
	"| / _---=> hardirq/softirq ",
	"|| / _--=> preempt-depth   ",
	"||| /                      ",
};

static void print_legend(struct seq_file *m, unsigned long options)
{
	int indent = (options & GRAPH_ABS_TIME ? 16 : 0) + (options & GRAPH_CPU ? 4 : 0) +
		     (options & GRAPH_PROC ? 17 : 0);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(legend); i++)
		seq_printf(m, "#%*s%s\n", indent, "", legend[i]);
}

/**
 * graph_header_print - write what stands above the lines
 * @m: where to
 * @iter: the iterator that the records will come from
 *
 * Context: Process context.
 */
void graph_header_print(struct seq_file *m, struct trace_iterator *iter)
{
	unsigned long options = iter->tr->tracer->options[graph_tracer.index];
	unsigned int i;

	if (!instance_has(iter->tr, OPT_CONTEXT_INFO))
		return;
	if (instance_has(iter->tr, OPT_LATENCY_FORMAT)) {
		if (!event_header_print_latency(m, iter))
			return;
		print_legend(m, options);
		options |= COLUMN_LATENCY;
	}
	seq_putc(m, '#');
	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		if (options & columns[i].option)
			seq_puts(m, columns[i].title);
	}
	seq_puts(m, "               FUNCTION CALLS\n#");
	for (i = 0; i < ARRAY_SIZE(columns); i++) {
		if (options & columns[i].option)
			seq_puts(m, columns[i].marks);
	}
	seq_puts(m, "               |   |   |   |\n");
}
