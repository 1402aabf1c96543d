// SPDX-License-Identifier: GPL-2.0
/*
 * Event files: one event in one instance, and who wants it there.
 *
 * All under event_mutex.  A user's wish (enabled) and the patched text (armed,
 * while users is not 0) are kept apart; what a hit reads is computed from both
 * by event_file_publish() alone.  Whether a hit records is the wish, until
 * somebody comes who switches the event at hits of another one; then it is
 * switched_on, and the wish again what that was at the end.  A file lives while
 * somebody uses it: it is armed, or an open file descriptor refers to it.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/tracepoint_batch.h>
#include <linux/xarray.h>

#include "event/event.h"

static bool has_pids(const struct instance_events *events)
{
	return rcu_access_pointer(events->pids[EVENT_PIDS_ONLY]) ||
	       rcu_access_pointer(events->pids[EVENT_PIDS_EXCEPT]);
}

/*
 * What hits read.  Here and nowhere else, from the fields that event_mutex
 * protects, so that no sequence of wishes can leave a stale bit behind.
 */
static void event_file_publish(struct trace_event_file *file)
{
	unsigned long flags = 0;

	lockdep_assert_held(&event_mutex);
	if (file->switchers)
		flags |= EVENT_FILE_SWITCHED;
	else if (!file->enabled)
		flags |= EVENT_FILE_NOT_RECORDING;
	if (has_pids(file->tr->events))
		flags |= EVENT_FILE_PIDS;
	if (instance_has(file->tr, OPT_STACKTRACE) || instance_has(file->tr, OPT_USERSTACKTRACE)) {
		event_file_find_hook(file);
		flags |= EVENT_FILE_STACKS;
	}
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
EXPORT_SYMBOL_IF_KUNIT(event_file_get);

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
EXPORT_SYMBOL_IF_KUNIT(event_file_put);

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

/* Task names and thread groups are filed as long as the option is on and hits may record. */
static void comm_cache_use(struct trace_event_file *file)
{
	bool records = !file->removed && (file->enabled || file->switchers);
	bool comm = records && instance_has(file->tr, OPT_RECORD_CMD);
	bool tgid = records && instance_has(file->tr, OPT_RECORD_TGID);

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
 * event_files_publish - tell hits what changed for all events of an instance
 * @tr: the instance
 *
 * Context: Process context, under event_mutex.
 */
void event_files_publish(struct trace_array *tr)
{
	struct trace_event_file *file;
	unsigned long type;

	xa_for_each(&tr->events->files, type, file)
		event_file_publish(file);
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
 * event_file_switch - record hits from now on, or do not
 * @file: the event; the caller has it by event_file_switch_get()
 * @on: which
 *
 * Context: Any, also a hit of another event.
 */
void event_file_switch(struct trace_event_file *file, bool on)
{
	WRITE_ONCE(file->switched_on, on);
}
EXPORT_SYMBOL_IF_KUNIT(event_file_switch);

/* What has to be before the first record. */
static int event_file_prepare(struct trace_event_file *file)
{
	int ret = instance_expand(file->tr);

	return ret ?: xa_err(xa_store(&file->tr->events->recorded, file->type, xa_mk_value(0),
				      GFP_KERNEL));
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
	event_file_switch(file, on);
	if (file->enabled == on)
		return 0;
	ret = on ? event_file_prepare(file) : 0;
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
		event_file_switch(file, false);
		comm_cache_use(file);
		event_file_publish(file);
		return ret;
	}
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(event_file_set_enabled);

/**
 * event_file_switch_get - arm an event, to switch its recording at hits
 * @file: the event; recording goes on or not, as it did before
 *
 * Context: Process context, under event_mutex.
 * Return: 0 with the file's lifetime extended to event_file_switch_put(), or a
 * negative errno.
 */
int event_file_switch_get(struct trace_event_file *file)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (file->removed)
		return -ENODEV;
	/* At a hit it would be too late for that. */
	ret = event_file_prepare(file) ?: event_file_arm(file);
	if (ret)
		return ret;
	file->refs++;
	file->switchers++;
	comm_cache_use(file);
	event_file_publish(file);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(event_file_switch_get);

/**
 * event_file_switch_put - end event_file_switch_get()
 * @file: the event; after the last one it stays as it was switched
 *
 * Context: Process context, under event_mutex.
 */
void event_file_switch_put(struct trace_event_file *file)
{
	lockdep_assert_held(&event_mutex);
	file->switchers--;
	if (!file->removed) {
		/* It is armed still, so that this cannot fail. */
		if (!file->switchers)
			event_file_set_enabled(file, READ_ONCE(file->switched_on));
		comm_cache_use(file);
		event_file_publish(file);
		event_file_disarm(file);
	}
	event_file_put(file);
}
EXPORT_SYMBOL_IF_KUNIT(event_file_switch_put);

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
	struct tracepoint_batch batch;
	int ret;

	if (!file && !on)
		return 0;
	file = event_file_get(tr, call);
	if (IS_ERR(file))
		return PTR_ERR(file);
	/* The probes of the comm cache along with the event's. */
	tracepoint_batch_begin(&batch);
	ret = event_file_set_enabled(file, on);
	tracepoint_batch_end(&batch);
	event_file_put(file);
	return ret;
}

/**
 * event_state - what an instance does with an event
 * @tr: the instance
 * @call: the event
 *
 * Context: Under event_mutex.
 * Return: EVENT_STATE_*.
 */
unsigned int event_state(struct trace_array *tr, struct trace_event_call *call)
{
	struct trace_event_file *file = event_file_find(tr, call);

	if (!file)
		return 0;
	if (file->switchers)
		return READ_ONCE(file->switched_on) | EVENT_STATE_SWITCHED;
	return file->enabled;
}
EXPORT_SYMBOL_IF_KUNIT(event_state);

/**
 * event_is_enabled - is an event armed in an instance, so that hits may record
 * @tr: the instance
 * @call: the event
 *
 * Context: Under event_mutex.
 * Return: true if so.
 */
bool event_is_enabled(struct trace_array *tr, struct trace_event_call *call)
{
	return event_state(tr, call);
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

/**
 * event_file_remove - disarm a file whose event or instance goes
 * @file: the file
 *
 * It may be open: then it stays, without a call to ask, and answers -ENODEV.
 *
 * Context: Process context, under event_mutex.
 */
void event_file_remove(struct trace_event_file *file)
{
	unsigned int i;

	file->refs++;
	event_file_set_enabled(file, false);
	for (i = 0; i < file->switchers; i++)
		event_file_disarm(file);
	xa_erase(&file->tr->events->files, file->type);
	file->removed = true;
	comm_cache_use(file);
	/* A hit may be under way. */
	WRITE_ONCE(file->call, NULL);
	event_file_put(file);
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
