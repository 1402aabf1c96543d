// SPDX-License-Identifier: GPL-2.0
/*
 * Whose hits an instance records: set_event_pid and set_event_notrace_pid.
 *
 * The sets change in process context under event_mutex; hits look into them
 * without a lock (dispatch/gate.c).  A hit counts for the task that it happens
 * to, but a switch or wakeup counts for two: probes around those events say who
 * the other one is.  With the option event-fork, under trace_types_lock, two
 * more probes add children and take out the dead, in the context of a hit.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/limits.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/tracepoint.h>

#include <trace/events/sched.h>

#include "base/base.h"
#include "event/event.h"

DEFINE_PER_CPU(int, event_other_pid) = EVENT_NO_PID;

/* Sets of all instances, under event_mutex. */
static unsigned int sets_used;

/*
 * The other task of a switch or a wakeup, while the event itself is recorded.
 * A hit between before and after on the same CPU can only be of an NMI, or of a
 * task that wakes itself.
 */
static void before_switch(void *data, bool preempt, struct task_struct *prev,
			  struct task_struct *next, unsigned int prev_state)
{
	__this_cpu_write(event_other_pid, next->pid);
}

static void after_switch(void *data, bool preempt, struct task_struct *prev,
			 struct task_struct *next, unsigned int prev_state)
{
	__this_cpu_write(event_other_pid, EVENT_NO_PID);
}

static void before_wakeup(void *data, struct task_struct *woken)
{
	__this_cpu_write(event_other_pid, woken->pid);
}

static void after_wakeup(void *data, struct task_struct *woken)
{
	__this_cpu_write(event_other_pid, EVENT_NO_PID);
}

static const struct {
	struct tracepoint	*tp;
	void			*before;
	void			*after;
} watched[] = {
	{ &__tracepoint_sched_switch,		before_switch, after_switch },
	{ &__tracepoint_sched_waking,		before_wakeup, after_wakeup },
	{ &__tracepoint_sched_wakeup,		before_wakeup, after_wakeup },
	{ &__tracepoint_sched_wakeup_new,	before_wakeup, after_wakeup },
};

static void before_unregister(unsigned int nr)
{
	while (nr--)
		tracepoint_probe_unregister(watched[nr].tp, watched[nr].before, NULL);
	/* What one of them wrote, its other half takes back. */
	tracepoint_synchronize_unregister();
}

static int before_register(void)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(watched); i++) {
		ret = tracepoint_probe_register_prio(watched[i].tp, watched[i].before, NULL,
						     INT_MAX);
		if (ret) {
			before_unregister(i);
			return ret;
		}
	}
	return 0;
}

static void after_unregister(unsigned int nr)
{
	while (nr--)
		tracepoint_probe_unregister(watched[nr].tp, watched[nr].after, NULL);
}

static int after_register(void)
{
	unsigned int i;
	int ret;

	for (i = 0; i < ARRAY_SIZE(watched); i++) {
		ret = tracepoint_probe_register_prio(watched[i].tp, watched[i].after, NULL,
						     INT_MIN);
		if (ret) {
			after_unregister(i);
			return ret;
		}
	}
	return 0;
}

/* Nobody is named whom nobody would take back: "after" comes first and goes last. */
static int watch_start(void)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (sets_used++)
		return 0;
	ret = after_register();
	if (!ret) {
		ret = before_register();
		if (ret)
			after_unregister(ARRAY_SIZE(watched));
	}
	if (ret)
		sets_used--;
	return ret;
}

static void watch_stop(void)
{
	lockdep_assert_held(&event_mutex);
	if (--sets_used)
		return;
	before_unregister(ARRAY_SIZE(watched));
	after_unregister(ARRAY_SIZE(watched));
}

static struct pid_set *set_of(struct trace_array *tr, enum event_pids_kind kind)
{
	return rcu_dereference_protected(tr->events->pids[kind], lockdep_is_held(&event_mutex));
}

/* The instance has a set from now on, which is @set then, or more pids in it. */
static int set_grow(struct trace_array *tr, enum event_pids_kind kind, struct pid_set **set)
{
	int ret;

	guard(mutex)(&event_mutex);
	if (set_of(tr, kind))
		return pid_set_merge(set_of(tr, kind), *set);
	ret = watch_start();
	if (ret)
		return ret;
	rcu_assign_pointer(tr->events->pids[kind], *set);
	*set = NULL;
	event_files_publish(tr);
	return 0;
}

/**
 * event_pids_add - add pids to a set of an instance
 * @tr: the instance
 * @kind: which set
 * @text: the pids, with space between them; cut into pieces
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL or -ENOMEM with the set as it was.
 */
int event_pids_add(struct trace_array *tr, enum event_pids_kind kind, char *text)
{
	struct pid_set *set = pid_set_alloc();
	int ret;

	if (!set)
		return -ENOMEM;
	ret = pid_set_parse(set, text);
	if (ret > 0)
		ret = set_grow(tr, kind, &set);
	pid_set_free(set);
	return ret;
}
EXPORT_SYMBOL_IF_KUNIT(event_pids_add);

/**
 * event_pids_clear - an instance has no such set any more
 * @tr: the instance
 * @kind: which set
 *
 * Context: Process context, may sleep.
 */
void event_pids_clear(struct trace_array *tr, enum event_pids_kind kind)
{
	struct pid_set *set;

	scoped_guard(mutex, &event_mutex) {
		set = set_of(tr, kind);
		if (!set)
			return;
		RCU_INIT_POINTER(tr->events->pids[kind], NULL);
		event_files_publish(tr);
		watch_stop();
	}
	tracepoint_synchronize_unregister();
	pid_set_free(set);
}
EXPORT_SYMBOL_IF_KUNIT(event_pids_clear);

/**
 * event_pids_next - walk over a set of an instance
 * @tr: the instance
 * @kind: which set
 * @from: where to begin
 *
 * Context: Under event_mutex.
 * Return: the lowest pid that is at least @from, -1 without one.
 */
int event_pids_next(struct trace_array *tr, enum event_pids_kind kind, unsigned int from)
{
	struct pid_set *set = set_of(tr, kind);

	return set ? pid_set_next(set, from) : -1;
}

/* For hooks: the tracepoint has turned preemption off. */
static struct pid_set *set_in_hook(struct trace_array *tr, enum event_pids_kind kind)
{
	return rcu_dereference_raw(tr->events->pids[kind]);
}

/* Without memory the child is not followed, as if its parent had not been listed. */
static void follow_fork(void *data, struct task_struct *parent, struct task_struct *child)
{
	enum event_pids_kind kind;
	struct pid_set *set;

	for (kind = 0; kind < EVENT_PIDS_NR; kind++) {
		set = set_in_hook(data, kind);
		if (set && pid_set_has(set, parent->pid))
			pid_set_add_atomic(set, child->pid);
	}
}

static void follow_exit(void *data, struct task_struct *task)
{
	enum event_pids_kind kind;
	struct pid_set *set;

	for (kind = 0; kind < EVENT_PIDS_NR; kind++) {
		set = set_in_hook(data, kind);
		if (set)
			pid_set_remove(set, task->pid);
	}
}

static int follow_start(struct trace_array *tr)
{
	int ret = register_trace_prio_sched_process_fork(follow_fork, tr, INT_MIN);

	if (ret)
		return ret;
	ret = register_trace_prio_sched_process_free(follow_exit, tr, INT_MAX);
	if (ret)
		unregister_trace_sched_process_fork(follow_fork, tr);
	return ret;
}

static void follow_stop(struct trace_array *tr)
{
	unregister_trace_sched_process_free(follow_exit, tr);
	unregister_trace_sched_process_fork(follow_fork, tr);
}

static int event_fork_changed(struct trace_array *tr, enum instance_option opt, bool on)
{
	if (opt != OPT_EVENT_FORK)
		return 0;
	if (on)
		return follow_start(tr);
	follow_stop(tr);
	return 0;
}

static struct instance_option_hook event_fork_hook = {
	.changed	= event_fork_changed,
};

/**
 * event_pids_init - listen for the option event-fork
 *
 * Context: Boot.
 */
void __init event_pids_init(void)
{
	instance_option_hook_register(&event_fork_hook);
}

/**
 * event_pids_exit - an instance goes: forget its sets
 * @tr: the instance, which nobody else can reach any more
 *
 * Context: Process context, may sleep.
 */
void event_pids_exit(struct trace_array *tr)
{
	if (instance_has(tr, OPT_EVENT_FORK))
		follow_stop(tr);
	event_pids_clear(tr, EVENT_PIDS_ONLY);
	event_pids_clear(tr, EVENT_PIDS_EXCEPT);
}
