/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the function_graph tracer share; private to this folder.
 */
#ifndef _TRACE_TRACER_GRAPH_H
#define _TRACE_TRACER_GRAPH_H

#include <linux/bits.h>
#include <linux/ftrace.h>

#include "tracer/tracer.h"

/* The tracer's options. */
#define GRAPH_OVERRUN		BIT(0)
#define GRAPH_CPU		BIT(1)
#define GRAPH_OVERHEAD		BIT(2)
#define GRAPH_PROC		BIT(3)
#define GRAPH_DURATION		BIT(4)
#define GRAPH_ABS_TIME		BIT(5)
#define GRAPH_IRQS		BIT(6)
#define GRAPH_TAIL		BIT(7)
#define GRAPH_RETVAL		BIT(8)
#define GRAPH_RETVAL_HEX	BIT(9)
#define GRAPH_SLEEP_TIME	BIT(10)
#define GRAPH_GRAPH_TIME	BIT(11)
#define GRAPH_RETADDR		BIT(12)
#define GRAPH_ARGS		BIT(13)

/* An entry's record with more than its format says; has is 0 in no such record. */
struct graph_long_entry {
	struct trace_entry	ent;
	unsigned long		func;
	int			depth;
	u32			has;		/* GRAPH_RETADDR, GRAPH_ARGS: in this order */
	unsigned long		words[];
};

#define GRAPH_WORDS_MAX		(1 + EVENT_FUNCTION_ARGS)

/* Bytes of an entry's record that has no more. */
#define GRAPH_ENTRY_LEN		offsetofend(struct ftrace_graph_ent_entry, depth)

extern struct tracer graph_tracer;
extern bool graph_counts_sleep;
extern bool graph_counts_callees;

/* graph_filter.c */
extern struct ftrace_hash __rcu *graph_filters[GRAPH_FILTERS];

/* graph_print.c */
void graph_view_open(struct trace_iterator *iter);
void graph_view_close(struct trace_iterator *iter);
enum print_line_t graph_line_print(struct trace_iterator *iter);

/* graph_head.c */
void graph_header_print(struct seq_file *m, struct trace_iterator *iter);

#endif /* _TRACE_TRACER_GRAPH_H */
