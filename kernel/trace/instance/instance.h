/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: instance - a trace_array: its buffer, options and lifetime
 *
 * An instance is one buffer with the settings that go with it.  The top one
 * always exists; others are made below instances/.  Other layers hang their
 * own part on it (events, files) and define those structs themselves.
 *
 * Lock order: event_mutex -> trace_types_lock -> the buffer's own locks.
 * trace_types_lock covers the list of instances, their references, options and
 * clock.  Hits read rb and options without a lock.
 */
#ifndef _TRACE_INSTANCE_H
#define _TRACE_INSTANCE_H

#include <linux/array_size.h>
#include <linux/atomic.h>
#include <linux/cpumask.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/ring_buffer.h>
#include <linux/trace.h>

#include "base/base.h"

/* Every CPU at once, where a CPU number is asked for. */
#define INSTANCE_ALL_CPUS	RING_BUFFER_ALL_CPUS

/* name of each bit: instance_option_names[], the text in trace_options */
enum instance_option {
	OPT_PRINT_PARENT,
	OPT_SYM_OFFSET,
	OPT_SYM_ADDR,
	OPT_VERBOSE,
	OPT_RAW,
	OPT_HEX,
	OPT_BIN,
	OPT_BLOCK,
	OPT_FIELDS,
	OPT_TRACE_PRINTK,
	OPT_ANNOTATE,
	OPT_USERSTACKTRACE,
	OPT_SYM_USEROBJ,
	OPT_PRINTK_MSG_ONLY,
	OPT_CONTEXT_INFO,
	OPT_LATENCY_FORMAT,
	OPT_RECORD_CMD,
	OPT_RECORD_TGID,
	OPT_OVERWRITE,
	OPT_DISABLE_ON_FREE,
	OPT_IRQ_INFO,
	OPT_MARKERS,
	OPT_EVENT_FORK,
	OPT_TRACE_PRINTK_DEST,
	OPT_PAUSE_ON_TRACE,
	OPT_HASH_PTR,
	OPT_FUNCTION_TRACE,
	OPT_FUNCTION_FORK,
	OPT_DISPLAY_GRAPH,
	OPT_STACKTRACE,
	OPT_NR
};

struct event_view;		/* event/ */
struct instance_events;		/* event/ */
struct instance_files;		/* tracefs/ */
struct instance_tracer;		/* tracer/ */

/* Decides, in any context but NMI, whether a snapshot is worth to be taken. */
typedef bool (*cond_update_fn_t)(struct trace_array *tr, void *cond_data);

struct snapshot_cond {
	cond_update_fn_t	update;
	void			*data;		/* of who set the condition */
};

struct instance_snapshot {
	/* Read by who takes one, in any context: */
	bool			allocated;	/* the spare is as large as the buffer */
	atomic_t		taker;		/* the CPU that takes one, plus 1 */
	struct snapshot_cond __rcu *cond;

	/* Protected by armed_lock in snapshot.c: */
	unsigned int		armed;		/* who may take one at any time */
	unsigned int		mapped;		/* user mappings of the buffer */
};

struct trace_array {
	/* Read by each hit; a snapshot makes it the other one of the pair: */
	struct trace_buffer	*rb;

	/* Set once, before the instance is visible: */
	const char		*name;		/* NULL: the top instance */
	const char		*systems;	/* those it shows; NULL: all */
	struct trace_buffer	*pair[2];	/* see for_each_instance_buffer() */
	struct instance_events	*events;
	struct instance_files	*files;
	struct instance_tracer	*tracer;

	/* Protected by trace_types_lock; options is read by hits without it: */
	struct list_head	list;
	int			refs;
	bool			is_gone;
	int			stops;		/* readers that pause recording */
	unsigned long		options;	/* BIT(OPT_*) */
	unsigned int		clock;		/* index of trace_clocks[] */
	u64			time_start;	/* stamps of text count from here */
	cpumask_var_t		cpumask;	/* CPUs that record */
	bool			expanded;	/* the buffer has its full size */
	unsigned int		whole_stamps;	/* who needs them in each record */

	struct instance_snapshot snapshot;	/* snapshot.c */

	/* How records are shown: the current tracer's way; NULL: plainly.  One word. */
	const struct event_view	*view;

	struct error_log	errors;		/* has its own lock */

	refcount_t		holds;		/* of the struct alone */
};

/* The buffer and the spare for snapshots, if the kernel has those. */
#define for_each_instance_buffer(rb, tr, i)					\
	for ((i) = 0; (i) < ARRAY_SIZE((tr)->pair) && ((rb) = (tr)->pair[i]); (i)++)

/*
 * A layer's part in the life of instances other than the top one.  Called
 * without trace_types_lock: made in the order of registration, while nobody
 * uses the instance, and gone in the opposite order, when nobody does any more.
 */
struct instance_watcher {
	struct list_head	list;
	int			(*made)(struct trace_array *tr);
	void			(*gone)(struct trace_array *tr);
};

extern struct mutex trace_types_lock;
extern struct list_head trace_arrays;
extern const char *const instance_option_names[OPT_NR];

/**
 * instance_has - is an option on
 * @tr: the instance
 * @opt: the option
 *
 * Context: Any.
 * Return: true if it is on.
 */
static inline bool instance_has(const struct trace_array *tr, enum instance_option opt)
{
	return READ_ONCE(tr->options) & BIT(opt);
}

/* life.c */
struct trace_array *instance_top(void);
int instance_init(unsigned int clock);
struct trace_array *instance_create(const char *name);
int instance_destroy(const char *name);
struct trace_array *instance_find_get(const char *name);
void instance_watcher_register(struct instance_watcher *watcher);
int instance_get(struct trace_array *tr);
void instance_put(struct trace_array *tr);
void instance_hold(struct trace_array *tr);
void instance_drop(struct trace_array *tr);
bool instance_is_gone(const struct trace_array *tr);

/* instance.c */
void instance_expand_from_start(void);
int instance_buffer_alloc(struct trace_array *tr);
void instance_buffer_free(struct trace_array *tr);
int instance_expand(struct trace_array *tr);
int instance_resize(struct trace_array *tr, unsigned long bytes, int cpu);
bool instance_is_expanded(const struct trace_array *tr);
unsigned long instance_size_when_expanded(void);
void instance_reset(struct trace_array *tr, int cpu);
void instance_reset_all(struct trace_array *tr);
void instance_snapshot_reset(struct trace_array *tr, int cpu);
int instance_set_subbuf_order(struct trace_array *tr, int order);
int instance_find_clock(const char *name);
int instance_set_clock(struct trace_array *tr, const char *name);
int instance_set_cpumask(struct trace_array *tr, const struct cpumask *mask);
void instance_whole_stamps_get(struct trace_array *tr);
void instance_whole_stamps_put(struct trace_array *tr);

/* snapshot.c */
struct trace_buffer *instance_spare(const struct trace_array *tr);
bool instance_snapshot_is_allocated(const struct trace_array *tr);
bool instance_snapshot_is_conditional(const struct trace_array *tr);
int instance_spare_match(struct trace_array *tr, struct trace_buffer *rb);
int instance_snapshot_alloc(struct trace_array *tr);
void instance_snapshot_free(struct trace_array *tr);
int instance_snapshot_arm(struct trace_array *tr);
void instance_snapshot_disarm(struct trace_array *tr);
int instance_snapshot_take(struct trace_array *tr, void *cond_data);
int instance_snapshot_take_cpu(struct trace_array *tr, int cpu);
int instance_snapshot_by_user(struct trace_array *tr, int cpu);
int instance_map_get(struct trace_array *tr);
void instance_map_dup(struct trace_array *tr);
void instance_map_put(struct trace_array *tr);
int tracing_alloc_snapshot(void);
int tracing_snapshot_cond_enable(struct trace_array *tr, void *cond_data,
				 cond_update_fn_t update);
int tracing_snapshot_cond_disable(struct trace_array *tr);
void *tracing_cond_snapshot_data(struct trace_array *tr);

/* on_off.c */
bool instance_is_on(struct trace_array *tr);
void instance_set_on(struct trace_array *tr, bool on);
void instance_stop(struct trace_array *tr);
void instance_start(struct trace_array *tr);

/* options.c */
unsigned long instance_default_options(bool is_top);
int instance_set_option(struct trace_array *tr, enum instance_option opt, bool on);
int instance_set_option_text(struct trace_array *tr, const char *text);
bool instance_option_is_top_only(enum instance_option opt);
struct trace_array *instance_printk_dest(void);
void instance_printk_forget(struct trace_array *tr);

/*
 * What other layers do when an option changes, called under trace_types_lock
 * before the bit is set; an error refuses the change.
 */
struct instance_option_hook {
	struct list_head	list;
	int			(*changed)(struct trace_array *tr, enum instance_option opt,
					   bool on);
};

void instance_option_hook_register(struct instance_option_hook *hook);

#endif /* _TRACE_INSTANCE_H */
