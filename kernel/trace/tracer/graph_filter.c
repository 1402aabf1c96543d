// SPDX-License-Identifier: GPL-2.0
/*
 * set_graph_function, set_graph_notrace and max_graph_depth: what the graph
 * tracers of all instances follow.
 *
 * A filter is edited as a copy, and replaced as a whole when the edit ends: hits
 * read it without a lock.  Process context, under filter_mutex.
 */
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "hook/hook.h"
#include "tracer/function.h"
#include "tracer/graph.h"

/* NULL: none is named.  Read by hits. */
struct ftrace_hash __rcu *graph_filters[GRAPH_FILTERS];

/* The deepest call that is followed, counted from 1; 0: any. */
unsigned int tracer_graph_max_depth;

static DEFINE_MUTEX(filter_mutex);

struct graph_filter_edit {
	enum graph_filter_kind	kind;
	struct ftrace_hash	*hash;
};

static struct ftrace_hash *filter_of(enum graph_filter_kind kind)
{
	return rcu_dereference_protected(graph_filters[kind], lockdep_is_held(&filter_mutex));
}

/* What is there now; NULL without memory. */
static struct ftrace_hash *filter_copy(enum graph_filter_kind kind)
{
	struct ftrace_hash *old;

	guard(mutex)(&filter_mutex);
	old = filter_of(kind);
	return old ? ftrace_hash_copy(old) : ftrace_hash_alloc(0);
}

/**
 * graph_filter_begin - begin to change a filter
 * @kind: which
 * @empty: from nothing rather than from what it is now
 *
 * Context: Process context, may sleep.
 * Return: the edit, for graph_filter_commit() or graph_filter_abort(); NULL without
 * memory.
 */
struct graph_filter_edit *graph_filter_begin(enum graph_filter_kind kind, bool empty)
{
	struct graph_filter_edit *edit = kzalloc(sizeof(*edit), GFP_KERNEL);

	if (!edit)
		return NULL;
	edit->kind = kind;
	edit->hash = empty ? ftrace_hash_alloc(0) : filter_copy(kind);
	if (!edit->hash) {
		kfree(edit);
		return NULL;
	}
	return edit;
}

/**
 * graph_filter_edit_add - add a function
 * @edit: the edit
 * @ip: the function's entry
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int graph_filter_edit_add(struct graph_filter_edit *edit, unsigned long ip)
{
	return ftrace_hash_add(&edit->hash, ip);
}

/**
 * graph_filter_edit_remove - take a function out
 * @edit: the edit
 * @ip: the function's entry
 *
 * Context: Process context, may sleep.
 * Return: true if it was there.
 */
bool graph_filter_edit_remove(struct graph_filter_edit *edit, unsigned long ip)
{
	return ftrace_hash_remove(edit->hash, ip);
}

/**
 * graph_filter_abort - end an edit that changes nothing
 * @edit: the edit
 *
 * Context: Process context, may sleep.
 */
void graph_filter_abort(struct graph_filter_edit *edit)
{
	ftrace_hash_free(edit->hash);
	kfree(edit);
}

static void publish_all(void)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->tracer && tr->tracer->functions)
			functions_publish(tr);
	}
}

/**
 * graph_filter_commit - the filter is what the edit made of it
 * @edit: the edit
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int graph_filter_commit(struct graph_filter_edit *edit)
{
	struct ftrace_hash *new = edit->hash;
	struct ftrace_hash *old;

	if (!new->count) {
		ftrace_hash_free(new);
		new = NULL;
	}
	scoped_guard(mutex, &filter_mutex)
		old = rcu_replace_pointer(graph_filters[edit->kind], new, true);
	kfree(edit);
	publish_all();
	/* Functions are hit where RCU does not watch, too. */
	if (old)
		synchronize_rcu_tasks_rude();
	ftrace_hash_free(old);
	return 0;
}

/**
 * graph_filter_next - walk over a filter, in no order
 * @kind: which
 * @pos: where to begin; set to where the next call begins
 * @ip: set to a function's entry
 *
 * Context: Between graph_filter_lock() and graph_filter_unlock().
 * Return: false if there is no more.
 */
bool graph_filter_next(enum graph_filter_kind kind, unsigned int *pos, unsigned long *ip)
{
	return ftrace_hash_next(filter_of(kind), pos, ip);
}

/**
 * graph_filter_lock - have filters stay as they are
 *
 * Context: Process context, may sleep.
 */
void graph_filter_lock(void)
{
	mutex_lock(&filter_mutex);
}

/**
 * graph_filter_unlock - end graph_filter_lock()
 *
 * Context: Process context.
 */
void graph_filter_unlock(void)
{
	mutex_unlock(&filter_mutex);
}

/**
 * graph_set_max_depth - set max_graph_depth
 * @depth: the number of calls within each other that are followed; 0: any
 *
 * Context: Process context, may sleep.
 */
void graph_set_max_depth(unsigned int depth)
{
	WRITE_ONCE(tracer_graph_max_depth, depth);
	publish_all();
}
