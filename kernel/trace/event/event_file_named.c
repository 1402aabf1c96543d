// SPDX-License-Identifier: GPL-2.0
/*
 * Event files by name, for modules that make events and enable them.
 *
 * Process context; takes trace_types_lock and event_mutex, one after the other.
 * Who has a file holds the instance and the event's module.
 */
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/module.h>

#include "event/event.h"

/* The event's module stays while somebody else has the file. */
static struct trace_event_file *file_get_named(struct trace_array *tr, const char *system,
					       const char *event)
{
	struct trace_event_call *call;
	struct trace_event_file *file;

	guard(mutex)(&event_mutex);
	call = event_call_find(system, event);
	if (!call || !event_call_is_shown(tr, call))
		return ERR_PTR(-EINVAL);
	if (!try_module_get(call->module))
		return ERR_PTR(-EBUSY);
	file = event_file_get(tr, call);
	if (IS_ERR(file))
		module_put(call->module);
	return file;
}

/**
 * trace_get_event_file - an event of an instance, to use it from a module
 * @instance: the name of the instance, or NULL for the top one
 * @system: the system of the event, or NULL for any
 * @event: the event
 *
 * Instance and event stay until trace_put_event_file().
 *
 * Context: Process context, may sleep.
 * Return: the event's file, or an ERR_PTR: -ENOENT without the instance, -EINVAL
 * without the event, -EBUSY while its module leaves, -ENOMEM.
 */
struct trace_event_file *trace_get_event_file(const char *instance, const char *system,
					      const char *event)
{
	struct trace_array *tr = instance ? instance_find_get(instance) : instance_top();
	struct trace_event_file *file;

	if (!tr || (!instance && instance_get(tr)))
		return ERR_PTR(-ENOENT);
	file = file_get_named(tr, system, event);
	if (IS_ERR(file))
		instance_put(tr);
	return file;
}
EXPORT_SYMBOL_GPL(trace_get_event_file);

/**
 * trace_put_event_file - end trace_get_event_file()
 * @file: the event's file
 *
 * Context: Process context, may sleep.
 */
void trace_put_event_file(struct trace_event_file *file)
{
	struct trace_array *tr = file->tr;

	scoped_guard(mutex, &event_mutex) {
		module_put(file->call->module);
		event_file_put(file);
	}
	instance_put(tr);
}
EXPORT_SYMBOL_GPL(trace_put_event_file);
