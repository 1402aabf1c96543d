// SPDX-License-Identifier: GPL-2.0
/*
 * The ends of event files: an event leaves all instances, or an instance all
 * events; and what an instance has of events from its beginning.
 *
 * The registry calls when an event has left it, the instance layer when an
 * instance comes or goes.  Process context, may sleep.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>
#include <linux/xarray.h>

#include "event/event.h"

/*
 * An event's records would be printed as another event's once the type is given
 * out again.  With them goes what a reader may be about to print.
 */
static void event_drop_records(unsigned int type)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	event_write_lock();
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->events && xa_erase(&tr->events->recorded, type))
			instance_reset_all(tr);
	}
	event_write_unlock();
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

	lockdep_assert_held(&event_mutex);
	scoped_guard(mutex, &trace_types_lock) {
		list_for_each_entry(tr, &trace_arrays, list) {
			file = event_file_find(tr, call);
			if (file)
				event_file_remove(file);
		}
	}
	/* The last hits have recorded then. */
	tracepoint_synchronize_unregister();
	event_drop_records(call->type);
}
EXPORT_SYMBOL_IF_KUNIT(event_files_remove_call);

static int event_instance_init(struct trace_array *tr)
{
	struct instance_events *events = kzalloc(sizeof(*events), GFP_KERNEL);

	if (!events)
		return -ENOMEM;
	xa_init(&events->files);
	xa_init(&events->recorded);
	/* The instance is on the list, where an event that leaves may look. */
	guard(mutex)(&event_mutex);
	tr->events = events;
	return 0;
}

static void event_instance_exit(struct trace_array *tr)
{
	struct trace_event_file *file;
	unsigned long type;

	/* One of the command line stays, though there was no memory for this. */
	if (!tr->events)
		return;
	scoped_guard(mutex, &event_mutex) {
		xa_for_each(&tr->events->files, type, file)
			event_file_remove(file);
	}
	event_pids_exit(tr);
	tracepoint_synchronize_unregister();
	xa_destroy(&tr->events->recorded);
	xa_destroy(&tr->events->files);
	kfree(tr->events);
	tr->events = NULL;
}

static struct instance_watcher event_watcher = {
	.made	= event_instance_init,
	.gone	= event_instance_exit,
};

/**
 * event_instances_init - give every instance to come its part of the events
 *
 * Context: Boot.
 * Return: 0, or -ENOMEM for the top instance.
 */
int __init event_instances_init(void)
{
	int ret = event_instance_init(instance_top());

	if (ret)
		return ret;
	event_pids_init();
	instance_watcher_register(&event_watcher);
	return 0;
}
