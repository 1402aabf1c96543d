// SPDX-License-Identifier: GPL-2.0
/*
 * perf_event_open() on a tracepoint: find the event, check that the user may,
 * have its probe called.
 *
 * Process context under event_mutex, but perf_trace_add() and _del(), which
 * perf's core calls with interrupts off as it schedules events in and out.
 */
#include <linux/module.h>
#include <linux/perf_event.h>
#include <linux/slab.h>

#include "dispatch/dispatch.h"
#include "event/event.h"

/* Inherited events and counts need no right of their own, contents do. */
static int perf_may_open(struct trace_event_call *call, struct perf_event *event)
{
	int ret;

	if (call->perf && call->perf->perm) {
		ret = call->perf->perm(call, event);
		if (ret)
			return ret;
	}
	if (event->parent || !(event->attr.sample_type & PERF_SAMPLE_RAW))
		return 0;
	if (event->attach_state == PERF_ATTACH_TASK && call->flags & TRACE_EVENT_FL_CAP_ANY)
		return 0;
	return perf_allow_tracepoint();
}

static int perf_heads_alloc(struct trace_event_call *call)
{
	struct hlist_head __percpu *events = alloc_percpu(struct hlist_head);
	int cpu;

	if (!events)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		INIT_HLIST_HEAD(per_cpu_ptr(events, cpu));
	if (!call->perf)
		call->perf = kzalloc(sizeof(*call->perf), GFP_KERNEL);
	if (!call->perf) {
		free_percpu(events);
		return -ENOMEM;
	}
	call->perf->events = events;
	return 0;
}

static void perf_heads_free(struct trace_event_call *call)
{
	free_percpu(call->perf->events);
	call->perf->events = NULL;
	/* Static ones carry a permission check. */
	if (call->perf->perm)
		return;
	kfree(call->perf);
	call->perf = NULL;
}

static int perf_register(struct trace_event_call *call)
{
	int ret;

	if (call->perf_users++)
		return 0;
	ret = perf_heads_alloc(call);
	if (ret)
		goto err_users;
	ret = perf_record_buffers_get();
	if (ret)
		goto err_heads;
	ret = call->class->reg(call, TRACE_REG_PERF_REGISTER, NULL);
	if (!ret)
		return 0;
	perf_record_buffers_put();
err_heads:
	perf_heads_free(call);
err_users:
	call->perf_users--;
	return ret;
}

static void perf_unregister(struct trace_event_call *call)
{
	if (--call->perf_users)
		return;
	call->class->reg(call, TRACE_REG_PERF_UNREGISTER, NULL);
	/* Hits on their way use the heads and the pages. */
	tracepoint_synchronize_unregister();
	perf_record_buffers_put();
	perf_heads_free(call);
}

/**
 * perf_trace_init - attach an event of perf to a tracepoint
 * @event: its attr.config is the id of a tracing event
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such event, -EPERM and others.
 */
int perf_trace_init(struct perf_event *event)
{
	struct trace_event_call *call;
	int ret;

	guard(mutex)(&event_mutex);
	call = event->attr.config <= TRACE_EVENT_TYPE_MAX ?
	       event_call_by_type(event->attr.config) : NULL;
	if (!call || !call->class->reg || !call->class->probe || !try_module_get(call->module))
		return -EINVAL;
	ret = perf_may_open(call, event) ?: perf_register(call);
	if (ret) {
		module_put(call->module);
		return ret;
	}
	event->tp_event = call;
	ret = call->class->reg(call, TRACE_REG_PERF_OPEN, event);
	if (ret) {
		perf_unregister(call);
		module_put(call->module);
	}
	return ret;
}

/**
 * perf_trace_destroy - detach an event of perf
 * @event: as perf_trace_init() attached it
 *
 * Context: Process context, may sleep.
 */
void perf_trace_destroy(struct perf_event *event)
{
	struct trace_event_call *call = event->tp_event;

	guard(mutex)(&event_mutex);
	call->class->reg(call, TRACE_REG_PERF_CLOSE, event);
	perf_unregister(call);
	module_put(call->module);
}

/**
 * perf_trace_add - perf schedules an event in on this CPU
 * @event: the event
 * @flags: PERF_EF_*
 *
 * Context: Interrupts off.
 * Return: 0.
 */
int perf_trace_add(struct perf_event *event, int flags)
{
	struct trace_event_call *call = event->tp_event;

	if (!(flags & PERF_EF_START))
		event->hw.state = PERF_HES_STOPPED;
	if (is_sampling_event(event)) {
		event->hw.last_period = event->hw.sample_period;
		perf_swevent_set_period(event);
	}
	if (!call->class->reg(call, TRACE_REG_PERF_ADD, event))
		hlist_add_head_rcu(&event->hlist_entry, this_cpu_ptr(call->perf->events));
	return 0;
}

/**
 * perf_trace_del - perf schedules an event out
 * @event: the event
 * @flags: PERF_EF_*
 *
 * Context: Interrupts off, on the CPU of perf_trace_add().
 */
void perf_trace_del(struct perf_event *event, int flags)
{
	struct trace_event_call *call = event->tp_event;

	if (!call->class->reg(call, TRACE_REG_PERF_DEL, event))
		hlist_del_rcu(&event->hlist_entry);
}
