/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: tracer - views of the whole system with records of their own
 *
 * Each instance has one current tracer, which decides what is recorded beside
 * events and how records are shown.  Options of a tracer are an instance's own.
 * Trace_types_lock covers who is current, and options; hits read what they need
 * in struct function_tracing (function.h) without a lock.
 */
#ifndef _TRACE_TRACER_H
#define _TRACE_TRACER_H

#include <linux/ftrace.h>
#include <linux/seq_file.h>

#include "event/event.h"
#include "instance/instance.h"

struct function_tracing;

#define TRACERS_MAX	16

/* A name in trace_options, and the bit that it has in the tracer's options. */
struct tracer_opt {
	const char		*name;
	unsigned long		bit;
};

/* All functions are called under trace_types_lock. */
struct tracer {
	struct event_view	view;		/* its name, and how it shows records */
	int			(*init)(struct trace_array *tr);
	void			(*reset)(struct trace_array *tr);
	/* The option is set already; an error takes that back. */
	int			(*set_option)(struct trace_array *tr, unsigned long bit, bool on);
	int			(*thresh_changed)(struct trace_array *tr);
	const struct tracer_opt	*opts;
	unsigned int		nr_opts;
	unsigned long		default_options;
	bool			top_only;
	bool			needs_tasks;	/* cannot be current in early boot */
	unsigned int		index;		/* given by register_tracer() */
};

/* What an instance keeps of tracers. */
struct instance_tracer {
	/* Written under trace_types_lock: */
	const struct tracer	*current_tracer;
	unsigned int		readers;	/* who keeps it the current one */
	unsigned long		options[TRACERS_MAX];	/* by index */

	struct function_tracing	*functions;	/* NULL without function hooks */
};

/* tracer.c */
int register_tracer(struct tracer *tracer);
int tracers_init(void);
int tracer_set(struct trace_array *tr, const char *name);
const struct tracer *tracer_current(struct trace_array *tr);
const struct tracer *tracer_at(const struct trace_array *tr, unsigned int at);
void tracer_reader_get(struct trace_array *tr);
void tracer_reader_put(struct trace_array *tr);

/* tracer_options.c */
const struct tracer_opt *tracer_option_at(const struct trace_array *tr, unsigned int at);
bool tracer_option_is_set(const struct trace_array *tr, const struct tracer_opt *opt);
int tracer_option_set(struct trace_array *tr, const struct tracer_opt *opt, bool on);
int tracer_option_set_text(struct trace_array *tr, const char *text);
void tracer_options_show(struct seq_file *m, struct trace_array *tr);

/* nop.c */
extern struct tracer nop_tracer;

/* Durations of what is shorter than tracing_thresh are not of interest; ns, 0: all are. */
extern unsigned long tracing_thresh;
int tracer_set_thresh(unsigned long ns);

/* function.c: the functions that an instance traces, for set_ftrace_filter */
#ifdef CONFIG_FUNCTION_TRACER

struct ftrace_ops *tracer_ops(struct trace_array *tr);
int functions_init(void);
int functions_make(struct trace_array *tr);
void functions_free(struct trace_array *tr);

/* function_pid.c: for set_ftrace_pid and set_ftrace_notrace_pid */
int tracer_pids_add(struct trace_array *tr, bool except, char *text);
void tracer_pids_clear(struct trace_array *tr, bool except);
int tracer_pids_next(struct trace_array *tr, bool except, unsigned int from);
void tracer_pids_lock(void);
void tracer_pids_unlock(void);

#else

static inline int functions_init(void) { return 0; }
static inline int functions_make(struct trace_array *tr) { return 0; }
static inline void functions_free(struct trace_array *tr) { }

#endif

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

/*
 * graph_filter.c: set_graph_function, set_graph_notrace, max_graph_depth; one
 * for all instances
 */
enum graph_filter_kind {
	GRAPH_FUNCTIONS,	/* only what these call, and they */
	GRAPH_NOTRACE,		/* not what these call, nor they */
	GRAPH_FILTERS
};

struct graph_filter_edit;

struct graph_filter_edit *graph_filter_begin(enum graph_filter_kind kind, bool empty);
int graph_filter_edit_add(struct graph_filter_edit *edit, unsigned long ip);
bool graph_filter_edit_remove(struct graph_filter_edit *edit, unsigned long ip);
int graph_filter_commit(struct graph_filter_edit *edit);
void graph_filter_abort(struct graph_filter_edit *edit);
bool graph_filter_next(enum graph_filter_kind kind, unsigned int *pos, unsigned long *ip);
void graph_filter_lock(void);
void graph_filter_unlock(void);

extern unsigned int tracer_graph_max_depth;
void graph_set_max_depth(unsigned int depth);

int graph_init(void);

#else

static inline int graph_init(void) { return 0; }

#endif

/* func_profile.c */
#ifdef CONFIG_FUNCTION_PROFILER
bool func_profile_is_on(void);
int func_profile_switch(bool on);
int func_profile_show(struct seq_file *m, int cpu);
#endif

/* stack_depth.c */
#ifdef CONFIG_STACK_TRACER
unsigned long stack_depth_max(void);
void stack_depth_set_max(unsigned long max);
int stack_depth_show(struct seq_file *m);
struct ftrace_ops *stack_depth_ops(void);
int stack_depth_init(void);
#else
static inline struct ftrace_ops *stack_depth_ops(void) { return NULL; }
static inline int stack_depth_init(void) { return 0; }
#endif

#endif /* _TRACE_TRACER_H */
