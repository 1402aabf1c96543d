/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the function and function_graph tracers of an instance share; private to
 * this folder.  Included where function hooks are configured.
 */
#ifndef _TRACE_TRACER_FUNCTION_H
#define _TRACE_TRACER_FUNCTION_H

#include <linux/ftrace.h>
#include <linux/percpu-defs.h>
#include <linux/trace_recursion.h>

#include "tracer/tracer.h"

struct pid_set;

enum function_pids_kind {
	FUNCTION_PIDS_ONLY,	/* set_ftrace_pid: nobody else's hits */
	FUNCTION_PIDS_EXCEPT,	/* set_ftrace_notrace_pid: not theirs */
	FUNCTION_PIDS_NR
};

/* The function that a CPU recorded last, for func-no-repeats. */
struct function_last {
	unsigned long	ip;
	unsigned long	parent_ip;
	u64		ts;		/* of the repetition that came last */
	u16		repeats;	/* that are not recorded yet */
};

/* Why a hit is more than recorded; the low bits are those of the tracer's options. */
#define FUNCTION_STACK		BIT(0)	/* func_stack_trace */
#define FUNCTION_NO_REPEATS	BIT(1)	/* func-no-repeats */
#define FUNCTION_ARGS		BIT(2)	/* func-args */
#define FUNCTION_PIDS		BIT(3)	/* the instance has a set of pids */
#define FUNCTION_STOPPED	BIT(4)	/* it should not have come */

struct function_tracing {
	/* Read by hits: */
	struct trace_array	*tr;
	unsigned long		special;	/* FUNCTION_*, computed */
	struct pid_set __rcu	*pids[FUNCTION_PIDS_NR];
	struct function_last __percpu *last;	/* once it was needed */
	unsigned long		graph_how;	/* graph.c's */

	/* Patching failed: hits go on when the tracer has ended, and are passed over. */
	bool			stopped;

	/*
	 * One user of the hook layer: entries only for the function tracer, or
	 * entries and exits.  The top instance's entries are global_ops'.
	 */
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	struct fgraph_ops	graph;
#else
	struct ftrace_ops	entries;
#endif
};

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
static inline struct ftrace_ops *functions_own_ops(struct function_tracing *fn)
{
	return &fn->graph.ops;
}
#else
static inline struct ftrace_ops *functions_own_ops(struct function_tracing *fn)
{
	return &fn->entries;
}
#endif

/* What keeps the tracers' own hits from being traced; see <linux/trace_recursion.h>. */
DECLARE_PER_CPU(u32, function_nest);

/* function.c */
void functions_publish(struct trace_array *tr);
void functions_ended(struct trace_array *tr);

/* graph.c: how hits of the graph tracer go */
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
unsigned long graph_how(struct trace_array *tr);
#else
static inline unsigned long graph_how(struct trace_array *tr) { return 0; }
#endif

/* function_pid.c */
bool function_pids_used(struct function_tracing *fn);
bool function_pid_passes(const struct function_tracing *fn);
int function_pids_init(void);
void function_pids_exit(struct trace_array *tr);

/* function_repeat.c */
int function_repeats_alloc(struct function_tracing *fn);
void function_repeats_free(struct function_tracing *fn);
bool function_is_repeat(struct function_tracing *fn, unsigned long ip, unsigned long parent_ip);

#endif /* _TRACE_TRACER_FUNCTION_H */
