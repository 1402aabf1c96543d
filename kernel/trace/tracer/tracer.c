// SPDX-License-Identifier: GPL-2.0
/*
 * The tracers there are, and which one is an instance's current one.
 *
 * Tracers register at boot and stay.  Process context, under trace_types_lock
 * where nothing else is said; tracers take the hook layer's locks below it.
 */
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracer/tracer.h"

/* In the order of registration; they stay. */
static struct tracer *tracers[TRACERS_MAX];
static unsigned int tracers_nr;

static struct instance_tracer top_tracer;

unsigned long tracing_thresh __read_mostly;

static bool tracer_fits(const struct tracer *tracer, const struct trace_array *tr)
{
	return !tracer->top_only || !tr->name;
}

/**
 * register_tracer - make a tracer known
 * @tracer: the tracer; stays for good
 *
 * Context: Boot, before tasks can look; later registrations take trace_types_lock.
 * Return: 0, or -ENOSPC.
 */
int __init register_tracer(struct tracer *tracer)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	if (WARN_ON_ONCE(tracers_nr == TRACERS_MAX))
		return -ENOSPC;
	tracer->index = tracers_nr;
	tracers[tracers_nr] = tracer;
	/* Readers without the lock see a tracer that is complete. */
	smp_store_release(&tracers_nr, tracers_nr + 1);
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->tracer)
			tr->tracer->options[tracer->index] = tracer->default_options;
	}
	return 0;
}

/**
 * tracer_at - walk over the tracers that an instance can have, the newest first
 * @tr: the instance
 * @at: which of them
 *
 * Context: Any.
 * Return: the tracer, or NULL behind the last one.
 */
const struct tracer *tracer_at(const struct trace_array *tr, unsigned int at)
{
	/* Pairs with the release in register_tracer(). */
	unsigned int i = smp_load_acquire(&tracers_nr);

	while (i--) {
		if (tracer_fits(tracers[i], tr) && !at--)
			return tracers[i];
	}
	return NULL;
}

static const struct tracer *tracer_find(const struct trace_array *tr, const char *name)
{
	const struct tracer *tracer;
	unsigned int at;

	for (at = 0; (tracer = tracer_at(tr, at)); at++) {
		if (!strcmp(tracer->view.name, name))
			return tracer;
	}
	return NULL;
}

/**
 * tracer_current - the tracer that runs
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: the tracer.
 */
const struct tracer *tracer_current(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	return tr->tracer->current_tracer;
}

static void tracer_leave(struct trace_array *tr)
{
	const struct tracer *old = tr->tracer->current_tracer;

	lockdep_assert_held(&trace_types_lock);
	if (old->reset)
		old->reset(tr);
	tr->tracer->current_tracer = &nop_tracer;
	WRITE_ONCE(tr->view, &nop_tracer.view);
}

/* Records of two tracers do not mix; with an error, nop is left. */
static int tracer_enter(struct trace_array *tr, const struct tracer *tracer)
{
	int ret;

	lockdep_assert_held(&trace_types_lock);
	instance_reset(tr, INSTANCE_ALL_CPUS);
	ret = tracer->init ? tracer->init(tr) : 0;
	if (ret)
		return ret;
	tr->tracer->current_tracer = tracer;
	WRITE_ONCE(tr->view, &tracer->view);
	return 0;
}

/**
 * tracer_set - choose the tracer of an instance
 * @tr: the instance
 * @name: the tracer's name
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if it can have no such tracer, -EBUSY while its records are
 * read as they come, -ENOMEM, or what the tracer says; it is nop then.
 */
int tracer_set(struct trace_array *tr, const char *name)
{
	const struct tracer *tracer;
	int ret = instance_expand(tr);

	if (ret)
		return ret;
	guard(mutex)(&trace_types_lock);
	tracer = tracer_find(tr, name);
	if (!tracer || (tracer->needs_tasks && system_state < SYSTEM_SCHEDULING))
		return -EINVAL;
	if (tracer == tr->tracer->current_tracer)
		return 0;
	if (tr->tracer->readers)
		return -EBUSY;
	tracer_leave(tr);
	return tracer_enter(tr, tracer);
}

/**
 * tracer_reader_get - keep the current tracer as long as its records are consumed
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void tracer_reader_get(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	tr->tracer->readers++;
}

/**
 * tracer_reader_put - end tracer_reader_get()
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void tracer_reader_put(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	tr->tracer->readers--;
}

/**
 * tracer_set_thresh - set tracing_thresh
 * @ns: what is shorter is not recorded; 0: all is
 *
 * Context: Process context, may sleep.
 * Return: 0, or why the current tracer of the top instance could not follow.
 */
int tracer_set_thresh(unsigned long ns)
{
	struct trace_array *tr = instance_top();
	const struct tracer *tracer;

	guard(mutex)(&trace_types_lock);
	WRITE_ONCE(tracing_thresh, ns);
	tracer = tr->tracer->current_tracer;
	return tracer->thresh_changed ? tracer->thresh_changed(tr) : 0;
}

static int __init set_thresh(char *str)
{
	unsigned long us;

	if (!str || kstrtoul(str, 0, &us))
		return 0;
	tracing_thresh = us * NSEC_PER_USEC;
	return 1;
}
__setup("tracing_thresh=", set_thresh);

/* The part of an instance. */

static int tracer_begin(struct trace_array *tr, struct instance_tracer *it)
{
	unsigned int i;

	it->current_tracer = &nop_tracer;
	for (i = 0; i < tracers_nr; i++)
		it->options[i] = tracers[i]->default_options;
	tr->tracer = it;
	return functions_make(tr);
}

static int tracer_made(struct trace_array *tr)
{
	struct instance_tracer *it = kzalloc(sizeof(*it), GFP_KERNEL);
	int ret;

	if (!it)
		return -ENOMEM;
	scoped_guard(mutex, &trace_types_lock)
		ret = tracer_begin(tr, it);
	if (ret) {
		tr->tracer = NULL;
		kfree(it);
	}
	return ret;
}

static void tracer_gone(struct trace_array *tr)
{
	if (!tr->tracer)
		return;
	scoped_guard(mutex, &trace_types_lock)
		tracer_leave(tr);
	functions_free(tr);
	kfree(tr->tracer);
	tr->tracer = NULL;
}

static struct instance_watcher tracer_watcher = {
	.made	= tracer_made,
	.gone	= tracer_gone,
};

/**
 * tracers_init - give instances their tracers
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init tracers_init(void)
{
	int ret;

	scoped_guard(mutex, &trace_types_lock)
		ret = tracer_begin(instance_top(), &top_tracer);
	instance_watcher_register(&tracer_watcher);
	return ret ?: register_tracer(&nop_tracer) ?: functions_init() ?: graph_init();
}
