// SPDX-License-Identifier: GPL-2.0
/*
 * Whose functions an instance traces: set_ftrace_pid and set_ftrace_notrace_pid.
 *
 * A hit looks into the sets for the task that it happens to, without a lock.  The
 * sets change in process context under pids_mutex.  With the option function-fork,
 * under trace_types_lock, two probes add children and take out the dead.
 */
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include <trace/events/sched.h>

#include "base/base.h"
#include "tracer/function.h"

static DEFINE_MUTEX(pids_mutex);

static struct pid_set *pids_of(const struct function_tracing *fn, bool except)
{
	return rcu_dereference_protected(fn->pids[except], lockdep_is_held(&pids_mutex));
}

/* As hits and probes find it, preemption off. */
static struct pid_set *pids_in_hit(const struct function_tracing *fn, bool except)
{
	return rcu_dereference_raw(fn->pids[except]);
}

/**
 * function_pids_used - has an instance such a set
 * @fn: the instance's
 *
 * Context: Any.
 * Return: true if so.
 */
bool function_pids_used(struct function_tracing *fn)
{
	return rcu_access_pointer(fn->pids[FUNCTION_PIDS_ONLY]) ||
	       rcu_access_pointer(fn->pids[FUNCTION_PIDS_EXCEPT]);
}

/**
 * function_pid_passes - is the current task one whose functions are traced
 * @fn: the instance's
 *
 * Context: A hit, preemption off.
 * Return: true if so.
 */
bool function_pid_passes(const struct function_tracing *fn)
{
	struct pid_set *only = pids_in_hit(fn, FUNCTION_PIDS_ONLY);
	struct pid_set *except = pids_in_hit(fn, FUNCTION_PIDS_EXCEPT);

	return (!only || pid_set_has(only, current->pid)) &&
	       (!except || !pid_set_has(except, current->pid));
}

/* The instance has a set from now on, which is @set then, or more pids in it. */
static int pids_grow(struct trace_array *tr, bool except, struct pid_set **set)
{
	struct function_tracing *fn = tr->tracer->functions;

	guard(mutex)(&pids_mutex);
	if (pids_of(fn, except))
		return pid_set_merge(pids_of(fn, except), *set);
	rcu_assign_pointer(fn->pids[except], *set);
	*set = NULL;
	functions_publish(tr);
	return 0;
}

/**
 * tracer_pids_add - add pids to a set of an instance
 * @tr: the instance
 * @except: those whose functions are not traced, rather than the only ones that are
 * @text: the pids, with space between them; cut into pieces
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL or -ENOMEM with the set as it was.
 */
int tracer_pids_add(struct trace_array *tr, bool except, char *text)
{
	struct pid_set *set = pid_set_alloc();
	int ret;

	if (!set)
		return -ENOMEM;
	ret = pid_set_parse(set, text);
	if (ret > 0)
		ret = pids_grow(tr, except, &set);
	pid_set_free(set);
	return ret;
}

/**
 * tracer_pids_clear - an instance has no such set any more
 * @tr: the instance
 * @except: which set
 *
 * Context: Process context, may sleep.
 */
void tracer_pids_clear(struct trace_array *tr, bool except)
{
	struct function_tracing *fn = tr->tracer->functions;
	struct pid_set *set;

	scoped_guard(mutex, &pids_mutex) {
		set = pids_of(fn, except);
		if (!set)
			return;
		RCU_INIT_POINTER(fn->pids[except], NULL);
		functions_publish(tr);
	}
	/* Functions are hit where RCU does not watch, too. */
	synchronize_rcu_tasks_rude();
	tracepoint_synchronize_unregister();
	pid_set_free(set);
}

/**
 * tracer_pids_next - walk over a set of an instance
 * @tr: the instance
 * @except: which set
 * @from: where to begin
 *
 * Context: Between tracer_pids_lock() and tracer_pids_unlock().
 * Return: the lowest pid that is at least @from, -1 without one.
 */
int tracer_pids_next(struct trace_array *tr, bool except, unsigned int from)
{
	struct pid_set *set = pids_of(tr->tracer->functions, except);

	return set ? pid_set_next(set, from) : -1;
}

/**
 * tracer_pids_lock - have all sets stay
 *
 * Context: Process context, may sleep.
 */
void tracer_pids_lock(void)
{
	mutex_lock(&pids_mutex);
}

/**
 * tracer_pids_unlock - end tracer_pids_lock()
 *
 * Context: Process context.
 */
void tracer_pids_unlock(void)
{
	mutex_unlock(&pids_mutex);
}

/* A child is followed if its parent is; not without memory. */
static void follow_child(void *data, struct task_struct *parent, struct task_struct *child)
{
	struct pid_set *set;
	int except;

	for (except = 0; except < FUNCTION_PIDS_NR; except++) {
		set = pids_in_hit(data, except);
		if (set && pid_set_has(set, parent->pid))
			pid_set_add_atomic(set, child->pid);
	}
}

static void follow_dead(void *data, struct task_struct *task)
{
	struct pid_set *set;
	int except;

	for (except = 0; except < FUNCTION_PIDS_NR; except++) {
		set = pids_in_hit(data, except);
		if (set)
			pid_set_remove(set, task->pid);
	}
}

static int function_fork_changed(struct trace_array *tr, enum instance_option opt, bool on)
{
	struct function_tracing *fn = tr->tracer ? tr->tracer->functions : NULL;
	int ret;

	if (opt != OPT_FUNCTION_FORK || !fn)
		return 0;
	if (!on) {
		unregister_trace_sched_process_free(follow_dead, fn);
		unregister_trace_sched_process_fork(follow_child, fn);
		return 0;
	}
	ret = register_trace_sched_process_fork(follow_child, fn);
	if (ret)
		return ret;
	ret = register_trace_sched_process_free(follow_dead, fn);
	if (ret)
		unregister_trace_sched_process_fork(follow_child, fn);
	return ret;
}

static struct instance_option_hook function_fork_hook = {
	.changed	= function_fork_changed,
};

/**
 * function_pids_init - listen for the option function-fork
 *
 * Context: Boot.
 * Return: 0.
 */
int __init function_pids_init(void)
{
	instance_option_hook_register(&function_fork_hook);
	return 0;
}

/**
 * function_pids_exit - an instance goes: forget its sets
 * @tr: the instance, which nobody else can reach any more
 *
 * Context: Process context, may sleep.
 */
void function_pids_exit(struct trace_array *tr)
{
	scoped_guard(mutex, &trace_types_lock) {
		if (instance_has(tr, OPT_FUNCTION_FORK))
			function_fork_changed(tr, OPT_FUNCTION_FORK, false);
	}
	tracer_pids_clear(tr, FUNCTION_PIDS_ONLY);
	tracer_pids_clear(tr, FUNCTION_PIDS_EXCEPT);
}
