// SPDX-License-Identifier: GPL-2.0
/*
 * Event files: one event in one instance, and who wants it there.
 *
 * All under event_mutex.  A user's wish (enabled) and the patched text (armed,
 * while users is not 0) are kept apart; what a hit reads is computed from both
 * by event_file_publish() alone.  A file lives while somebody uses it: it is
 * armed, or an open file descriptor refers to it.
 */
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "event/event.h"

/* What an instance keeps of events; by the type of the event. */
struct instance_events {
	struct xarray	files;
};

/**
 * event_instance_init - give an instance its part of the events
 * @tr: the instance
 *
 * Context: Process context, before the instance is visible.
 * Return: 0 or -ENOMEM.
 */
int event_instance_init(struct trace_array *tr)
{
	tr->events = kzalloc(sizeof(*tr->events), GFP_KERNEL);
	if (!tr->events)
		return -ENOMEM;
	xa_init(&tr->events->files);
	return 0;
}

/*
 * What hits read.  Here and nowhere else, from the fields that event_mutex
 * protects, so that no sequence of wishes can leave a stale bit behind.
 */
static void event_file_publish(struct trace_event_file *file)
{
	unsigned long flags = 0;

	lockdep_assert_held(&event_mutex);
	if (!file->enabled)
		flags |= EVENT_FILE_NOT_RECORDING;
	if (instance_has(file->tr, OPT_STACKTRACE) || instance_has(file->tr, OPT_USERSTACKTRACE))
		flags |= EVENT_FILE_STACKS;
	WRITE_ONCE(file->flags, flags);
}

/**
 * event_file_find - the file of an event, if there is one
 * @tr: the instance
 * @call: the event
 *
 * Context: Under event_mutex.
 * Return: the file or NULL.
 */
struct trace_event_file *event_file_find(struct trace_array *tr, struct trace_event_call *call)
{
	lockdep_assert_held(&event_mutex);
	return tr->events ? xa_load(&tr->events->files, call->type) : NULL;
}

/**
 * event_file_get - the file of an event, made if need be
 * @tr: the instance
 * @call: the event
 *
 * Context: Process context, under event_mutex.
 * Return: the file with a reference for event_file_put(), or an ERR_PTR.
 */
struct trace_event_file *event_file_get(struct trace_array *tr, struct trace_event_call *call)
{
	struct trace_event_file *file = event_file_find(tr, call);
	int ret;

	if (file) {
		file->refs++;
		return file;
	}
	file = kzalloc(sizeof(*file), GFP_KERNEL);
	if (!file)
		return ERR_PTR(-ENOMEM);
	file->tr = tr;
	file->rb = tr->rb;
	file->call = call;
	file->type = call->type;
	file->refs = 1;
	event_file_publish(file);
	ret = xa_err(xa_store(&tr->events->files, call->type, file, GFP_KERNEL));
	if (ret) {
		kfree(file);
		return ERR_PTR(ret);
	}
	return file;
}

/* The last hits may still read the file: RCU covers them, as they do not sleep. */
static void event_file_free(struct trace_event_file *file)
{
	if (!file->removed)
		xa_erase(&file->tr->events->files, file->type);
	kfree_rcu(file, rcu);
}

/**
 * event_file_put - give a reference back
 * @file: the file
 *
 * Context: Process context, under event_mutex.
 */
void event_file_put(struct trace_event_file *file)
{
	lockdep_assert_held(&event_mutex);
	if (!--file->refs)
		event_file_free(file);
}

/* One more reason for hits to come here; the first one patches the text. */
static int event_file_arm(struct trace_event_file *file)
{
	int ret;

	if (file->users++)
		return 0;
	ret = file->call->class->reg(file->call, TRACE_REG_REGISTER, file);
	if (ret) {
		file->users--;
		return ret;
	}
	file->refs++;
	return 0;
}

static void event_file_disarm(struct trace_event_file *file)
{
	if (--file->users)
		return;
	file->call->class->reg(file->call, TRACE_REG_UNREGISTER, file);
	event_file_put(file);
}

/* Task names and thread groups are filed as long as the event is on and the option is. */
static void comm_cache_use(struct trace_event_file *file)
{
	bool comm = file->enabled && instance_has(file->tr, OPT_RECORD_CMD);
	bool tgid = file->enabled && instance_has(file->tr, OPT_RECORD_TGID);

	if (comm && !file->comm)
		file->comm = !comm_cache_start(false);
	if (tgid && !file->tgid)
		file->tgid = !comm_cache_start(true);
	if (!comm && file->comm)
		comm_cache_stop(false);
	if (!tgid && file->tgid)
		comm_cache_stop(true);
	file->comm &= comm;
	file->tgid &= tgid;
}

/**
 * event_files_follow_options - take in that options of an instance changed
 * @tr: the instance
 *
 * Context: Process context, under event_mutex.
 */
void event_files_follow_options(struct trace_array *tr)
{
	struct trace_event_file *file;
	unsigned long type;

	lockdep_assert_held(&event_mutex);
	if (!tr->events)
		return;
	xa_for_each(&tr->events->files, type, file) {
		comm_cache_use(file);
		event_file_publish(file);
	}
}

/**
 * event_file_set_enabled - record an event in an instance, or stop to
 * @file: the event there
 * @on: the user's wish
 *
 * An instance's buffer gets its full size with the first event.
 *
 * Context: Process context, under event_mutex.
 * Return: 0, or what arming the event's place answered, with nothing changed.
 */
int event_file_set_enabled(struct trace_event_file *file, bool on)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (file->removed)
		return -ENODEV;
	if (file->enabled == on)
		return 0;
	ret = on ? instance_expand(file->tr) : 0;
	if (ret)
		return ret;
	file->enabled = on;
	event_file_publish(file);
	comm_cache_use(file);
	if (!on) {
		event_file_disarm(file);
		return 0;
	}
	ret = event_file_arm(file);
	if (ret) {
		file->enabled = false;
		comm_cache_use(file);
		event_file_publish(file);
		return ret;
	}
	file->call->flags |= TRACE_EVENT_FL_WAS_ENABLED;
	return 0;
}

/**
 * event_set_one - enable or disable an event that may have no file yet
 * @tr: the instance
 * @call: the event
 * @on: the user's wish
 *
 * Context: Process context, under event_mutex.
 * Return: as event_file_set_enabled(), or -ENOMEM.
 */
int event_set_one(struct trace_array *tr, struct trace_event_call *call, bool on)
{
	struct trace_event_file *file = event_file_find(tr, call);
	int ret;

	if (!file && !on)
		return 0;
	file = event_file_get(tr, call);
	if (IS_ERR(file))
		return PTR_ERR(file);
	ret = event_file_set_enabled(file, on);
	event_file_put(file);
	return ret;
}

/**
 * event_is_enabled - does an instance record an event
 * @tr: the instance
 * @call: the event
 *
 * Context: Under event_mutex.
 * Return: true if a user asked for it.
 */
bool event_is_enabled(struct trace_array *tr, struct trace_event_call *call)
{
	struct trace_event_file *file = event_file_find(tr, call);

	return file && file->enabled;
}

/**
 * event_call_is_used - does any instance have an event armed or open
 * @call: the event
 *
 * Context: Under event_mutex.
 * Return: true if so.
 */
bool event_call_is_used(struct trace_event_call *call)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	list_for_each_entry(tr, &trace_arrays, list) {
		if (event_file_find(tr, call))
			return true;
	}
	return false;
}

/*
 * The event goes while the file may be open: the file stays, without a call to
 * ask, and answers -ENODEV.  Its records would be printed as another event's
 * once the type is given out again, so they go too.
 */
static void event_file_remove(struct trace_event_file *file)
{
	file->refs++;
	event_file_set_enabled(file, false);
	xa_erase(&file->tr->events->files, file->type);
	file->removed = true;
	file->call = NULL;
	event_file_put(file);
}

/**
 * event_files_remove_call - an event leaves: let all its files go
 * @call: the event
 *
 * Context: Process context, under event_mutex.
 */
void event_files_remove_call(struct trace_event_call *call)
{
	struct trace_event_file *file;
	struct trace_array *tr;

	list_for_each_entry(tr, &trace_arrays, list) {
		file = event_file_find(tr, call);
		if (file)
			event_file_remove(file);
		if (call->flags & TRACE_EVENT_FL_WAS_ENABLED)
			instance_reset(tr, INSTANCE_ALL_CPUS);
	}
	tracepoint_synchronize_unregister();
}

/**
 * trace_event_reg - attach an event's probe to its tracepoint, or detach it
 * @call: the event
 * @type: which, and for whom
 * @data: the event file, when it is for an instance
 *
 * Context: Process context, under event_mutex.
 * Return: 0 or what the tracepoint answered.
 */
int trace_event_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	void *perf = (void *)((unsigned long)call | TRACE_DATA_PERF);

	switch (type) {
	case TRACE_REG_REGISTER:
		return tracepoint_probe_register(call->tp, call->class->probe, data);
	case TRACE_REG_UNREGISTER:
		tracepoint_probe_unregister(call->tp, call->class->probe, data);
		return 0;
	case TRACE_REG_PERF_REGISTER:
		return tracepoint_probe_register(call->tp, call->class->probe, perf);
	case TRACE_REG_PERF_UNREGISTER:
		tracepoint_probe_unregister(call->tp, call->class->probe, perf);
		return 0;
	default:
		return 0;
	}
}
EXPORT_SYMBOL_GPL(trace_event_reg);
