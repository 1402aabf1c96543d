// SPDX-License-Identifier: GPL-2.0
/*
 * Every event there is: those built in, those of modules, those made at run
 * time, and the types of record that print themselves.
 *
 * Changed in process context under event_mutex and, for those who print
 * records, the write side of event_types_rwsem.  A type is a record's name in
 * the buffer: it is given out once and only comes back when its event has gone.
 */
#include <kunit/visibility.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "event/event.h"

/* See event.h for what it covers. */
DEFINE_MUTEX(event_mutex);
EXPORT_SYMBOL_IF_KUNIT(event_mutex);

/* Held for reading by whoever calls a print function. */
static DECLARE_RWSEM(event_types_rwsem);

/* The calls in the order of their registration. */
static struct trace_event_call **calls;
static unsigned int nr_calls;
static unsigned int max_calls;
static unsigned long generation = 1;

/* By type: a call, or (PRINTER) a trace_event.  Fixed types have both. */
static DEFINE_XARRAY_ALLOC(types);
static struct trace_event *fixed_printers[__TRACE_LAST_TYPE];

#define PRINTER	1

#define TYPE_LIMIT	XA_LIMIT(__TRACE_LAST_TYPE + 1, TRACE_EVENT_TYPE_MAX)

/**
 * event_read_lock - keep all events and printers while records are printed
 *
 * Context: Process context, may sleep.
 */
void event_read_lock(void)
{
	down_read(&event_types_rwsem);
}

/**
 * event_read_unlock - end event_read_lock()
 *
 * Context: Process context.
 */
void event_read_unlock(void)
{
	up_read(&event_types_rwsem);
}

/**
 * event_write_lock - keep who prints records away
 *
 * Context: Process context, may sleep.
 */
void event_write_lock(void)
{
	down_write(&event_types_rwsem);
}

/**
 * event_write_unlock - end event_write_lock()
 *
 * Context: Process context.
 */
void event_write_unlock(void)
{
	up_write(&event_types_rwsem);
}

/**
 * event_call_count - how many events there are
 *
 * Context: Under event_mutex.
 * Return: their number; positions below it are valid for event_call_at().
 */
unsigned int event_call_count(void)
{
	lockdep_assert_held(&event_mutex);
	return nr_calls;
}

/**
 * event_call_at - an event by its position
 * @index: 0 is the one registered last, as in available_events
 *
 * Context: Under event_mutex.
 * Return: the event, or NULL past the end.
 */
struct trace_event_call *event_call_at(unsigned int index)
{
	lockdep_assert_held(&event_mutex);
	return index < nr_calls ? calls[nr_calls - 1 - index] : NULL;
}

/**
 * event_registry_generation - has the set of events or printers changed
 *
 * Context: Under event_mutex or event_read_lock().
 * Return: a number that differs after each change, never 0.
 */
unsigned long event_registry_generation(void)
{
	return generation;
}

/**
 * event_call_is_visible - can users enable this event
 * @call: the event
 *
 * Context: Any.
 * Return: false for the core's own records, which have only a format.
 */
bool event_call_is_visible(const struct trace_event_call *call)
{
	return call->class->reg && !(call->flags & TRACE_EVENT_FL_IGNORE_ENABLE);
}

/**
 * event_call_find - an event by its two names
 * @system: the system, or NULL for any
 * @name: the event
 *
 * Context: Under event_mutex.
 * Return: the event or NULL.
 */
struct trace_event_call *event_call_find(const char *system, const char *name)
{
	unsigned int i;

	lockdep_assert_held(&event_mutex);
	for (i = 0; i < nr_calls; i++) {
		if (!strcmp(trace_event_name(calls[i]), name) &&
		    (!system || !strcmp(calls[i]->class->system, system)))
			return calls[i];
	}
	return NULL;
}

/**
 * event_call_by_type - an event by the type in its records
 * @type: trace_entry.type
 *
 * Context: Under event_mutex or event_read_lock().
 * Return: the event, or NULL if the type has none.
 */
struct trace_event_call *event_call_by_type(unsigned int type)
{
	void *found = xa_load(&types, type);

	return found && !xa_pointer_tag(found) ? found : NULL;
}

/**
 * event_call_next - the events by rising type
 * @type: where to begin; set to the type found
 *
 * Types last as long as their events, so a walk may be left and taken up.
 * Context: Under event_mutex.
 * Return: the event of the lowest type from *@type on, or NULL.
 */
struct trace_event_call *event_call_next(unsigned int *type)
{
	unsigned long index = *type;
	void *found = xa_find(&types, &index, ULONG_MAX, XA_PRESENT);

	while (found && xa_pointer_tag(found))
		found = xa_find_after(&types, &index, ULONG_MAX, XA_PRESENT);
	*type = index;
	return found;
}

/**
 * event_printer_by_type - what prints records of a type by itself
 * @type: trace_entry.type
 *
 * Context: Under event_read_lock().
 * Return: the printer or NULL.
 */
struct trace_event *event_printer_by_type(unsigned int type)
{
	void *found;

	if (type < __TRACE_LAST_TYPE)
		return fixed_printers[type];
	found = xa_load(&types, type);
	return xa_pointer_tag(found) == PRINTER ? xa_untag_pointer(found) : NULL;
}

static int type_alloc(void *what, unsigned int *type)
{
	int ret = xa_alloc(&types, type, what, TYPE_LIMIT, GFP_KERNEL);

	return ret == -EBUSY ? -ENOSPC : ret;
}

/**
 * register_trace_event - add a type of record that prints itself
 * @event: its functions and a fixed type, or 0 for a new type
 *
 * Context: Process context, may sleep.
 * Return: the type, or 0 if there was none to be had.
 */
int register_trace_event(struct trace_event *event)
{
	unsigned int type;

	guard(rwsem_write)(&event_types_rwsem);
	if (WARN_ON(!event || !event->funcs))
		return 0;
	if (event->type) {
		if (WARN_ON(event->type >= __TRACE_LAST_TYPE || fixed_printers[event->type]))
			return 0;
		fixed_printers[event->type] = event;
		return event->type;
	}
	if (type_alloc(xa_tag_pointer(event, PRINTER), &type))
		return 0;
	event->type = type;
	return type;
}
EXPORT_SYMBOL_GPL(register_trace_event);

/**
 * unregister_trace_event - take a printing type away
 * @event: as registered; its type may be given to others from now on
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int unregister_trace_event(struct trace_event *event)
{
	guard(rwsem_write)(&event_types_rwsem);
	if (event->type < __TRACE_LAST_TYPE)
		fixed_printers[event->type] = NULL;
	else
		xa_erase(&types, event->type);
	generation++;
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_trace_event);

static int calls_make_room(void)
{
	struct trace_event_call **more;
	unsigned int max = max_calls ? max_calls + max_calls / 4 : 1024;

	if (nr_calls < max_calls)
		return 0;
	more = krealloc_array(calls, max, sizeof(*calls), GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	calls = more;
	max_calls = max;
	return 0;
}

/* The core's own records come with their type; all others get a new one. */
static int call_set_type(struct trace_event_call *call)
{
	unsigned int type;
	int ret;

	if (call->type)
		return xa_err(xa_store(&types, call->type, call, GFP_KERNEL));
	ret = type_alloc(call, &type);
	if (!ret)
		call->type = type;
	return ret;
}

static int call_add_locked(struct trace_event_call *call, struct module *mod)
{
	int ret;

	lockdep_assert_held(&event_mutex);
	if (call->class->raw_init) {
		ret = call->class->raw_init(call);
		if (ret)
			return ret;
	}
	if (!trace_event_name(call))
		return -EINVAL;
	guard(rwsem_write)(&event_types_rwsem);
	ret = calls_make_room() ?: event_system_add(call->class->system);
	if (ret)
		return ret;
	ret = call_set_type(call);
	if (ret) {
		event_system_remove(call->class->system);
		return ret;
	}
	call->module = mod;
	calls[nr_calls++] = call;
	generation++;
	return 0;
}

static void call_remove_locked(struct trace_event_call *call)
{
	unsigned int i;

	lockdep_assert_held(&event_mutex);
	event_files_remove_call(call);
	guard(rwsem_write)(&event_types_rwsem);
	for (i = 0; i < nr_calls && calls[i] != call; i++)
		;
	if (i == nr_calls)
		return;
	nr_calls--;
	memmove(&calls[i], &calls[i + 1], (nr_calls - i) * sizeof(*calls));
	xa_erase(&types, call->type);
	call->type = 0;
	event_system_remove(call->class->system);
	generation++;
}

/**
 * trace_add_event_call - register an event made at run time
 * @call: the event, its class and name set
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno; -ENOSPC when all types are taken.
 */
int trace_add_event_call(struct trace_event_call *call)
{
	guard(mutex)(&event_mutex);
	return call_add_locked(call, NULL);
}
EXPORT_SYMBOL_GPL(trace_add_event_call);

/**
 * trace_remove_event_call - take an event made at run time away
 * @call: the event
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EBUSY while an instance or perf uses the event.
 */
int trace_remove_event_call(struct trace_event_call *call)
{
	guard(mutex)(&event_mutex);
	if (call->perf_users || event_call_is_used(call))
		return -EBUSY;
	call_remove_locked(call);
	return 0;
}
EXPORT_SYMBOL_GPL(trace_remove_event_call);

struct tp_by_name {
	const char		*name;
	struct tracepoint	*tp;
};

static void tp_match_name(struct tracepoint *tp, void *data)
{
	struct tp_by_name *wanted = data;

	if (!strcmp(tp->name, wanted->name))
		wanted->tp = tp;
}

/**
 * trace_event_raw_init - make a static event ready
 * @call: the event
 *
 * A custom event knows its tracepoint by name only, until here.
 * Context: Process context, under event_mutex.
 * Return: 0, or -ENODEV if there is no such tracepoint.
 */
int trace_event_raw_init(struct trace_event_call *call)
{
	struct tp_by_name wanted = { .name = call->name };

	if (!(call->flags & TRACE_EVENT_FL_CUSTOM) || call->flags & TRACE_EVENT_FL_TRACEPOINT)
		return 0;
	for_each_kernel_tracepoint(tp_match_name, &wanted);
	if (!wanted.tp)
		return -ENODEV;
	call->tp = wanted.tp;
	call->flags |= TRACE_EVENT_FL_TRACEPOINT;
	return 0;
}
EXPORT_SYMBOL_GPL(trace_event_raw_init);

#ifdef CONFIG_MODULES
static void module_calls_add(struct module *mod)
{
	unsigned int i;

	if (!mod->num_trace_events && !mod->num_trace_evals)
		return;
	if (trace_module_has_bad_taint(mod)) {
		pr_err("%s: module has bad taint, not creating trace events\n", mod->name);
		return;
	}
	event_eval_add(mod, mod->trace_evals, mod->num_trace_evals);
	for (i = 0; i < mod->num_trace_events; i++) {
		if (call_add_locked(mod->trace_events[i], mod))
			pr_warn("%s: could not create event %s\n", mod->name,
				trace_event_name(mod->trace_events[i]));
	}
}

static void module_calls_remove(struct module *mod)
{
	unsigned int i;

	for (i = 0; i < mod->num_trace_events; i++) {
		if (mod->trace_events[i]->type)
			call_remove_locked(mod->trace_events[i]);
	}
	event_eval_remove(mod);
}

static int event_module_coming(struct notifier_block *nb, unsigned long state, void *data)
{
	guard(mutex)(&event_mutex);
	if (state == MODULE_STATE_COMING)
		module_calls_add(data);
	return NOTIFY_OK;
}

static int event_module_going(struct notifier_block *nb, unsigned long state, void *data)
{
	guard(mutex)(&event_mutex);
	if (state == MODULE_STATE_GOING)
		module_calls_remove(data);
	return NOTIFY_OK;
}

/*
 * An event can be enabled as soon as it is there, so jump labels, static calls and
 * the tracepoint core must know the module by then, and until the event has gone.
 */
static struct notifier_block event_coming_nb = {
	.notifier_call	= event_module_coming,
	.priority	= -1,
};

static struct notifier_block event_going_nb = {
	.notifier_call	= event_module_going,
	.priority	= 1,
};

static int event_modules_init(void)
{
	return register_module_notifier(&event_coming_nb) ?:
	       register_module_notifier(&event_going_nb);
}
#else
static int event_modules_init(void)
{
	return 0;
}
#endif

extern struct trace_event_call *__start_ftrace_events[];
extern struct trace_event_call *__stop_ftrace_events[];
extern struct trace_eval_map *__start_ftrace_eval_maps[];
extern struct trace_eval_map *__stop_ftrace_eval_maps[];

/**
 * event_registry_init - register the events that are built in
 *
 * Context: Boot, before there are other tasks.
 * Return: 0 or a negative errno.
 */
int __init event_registry_init(void)
{
	struct trace_event_call **call;

	guard(mutex)(&event_mutex);
	event_eval_add(NULL, __start_ftrace_eval_maps,
		       __stop_ftrace_eval_maps - __start_ftrace_eval_maps);
	/* From the last to the first, which is then listed first, as it was linked. */
	for (call = __stop_ftrace_events; call-- > __start_ftrace_events;) {
		if (call_add_locked(*call, NULL))
			pr_warn("Could not create event %s\n", trace_event_name(*call));
	}
	return event_modules_init();
}
