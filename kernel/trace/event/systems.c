// SPDX-License-Identifier: GPL-2.0
/*
 * Systems: the names that group events, which are the folders of events/.
 *
 * Kept in step with the registry, under event_mutex.  A system keeps its place
 * in the table when its last event goes, so that a walk over the folders can
 * be left and taken up; there are only ever as many as there are names.
 */
#include <linux/slab.h>
#include <linux/string.h>

#include "event/event.h"

/* Between the names in a list of systems. */
#define SEPARATORS	", \t\n"

struct event_system {
	const char	*name;
	unsigned int	events;		/* 0: nobody sees it */
};

static struct event_system *systems;
static unsigned int nr_systems;

static struct event_system *system_find(const char *name)
{
	unsigned int i;

	lockdep_assert_held(&event_mutex);
	for (i = 0; i < nr_systems; i++) {
		if (!strcmp(systems[i].name, name))
			return &systems[i];
	}
	return NULL;
}

/**
 * event_system_count - how many places the table of systems has
 *
 * Context: Under event_mutex.
 * Return: the number; some may be empty.
 */
unsigned int event_system_count(void)
{
	lockdep_assert_held(&event_mutex);
	return nr_systems;
}

/**
 * event_system_name - the system at a place
 * @index: the place
 *
 * Context: Under event_mutex.
 * Return: its name, which stays valid for good, or NULL if it has no events.
 */
const char *event_system_name(unsigned int index)
{
	lockdep_assert_held(&event_mutex);
	return index < nr_systems && systems[index].events ? systems[index].name : NULL;
}

/**
 * event_system_find - the table's own copy of a system's name
 * @name: the name
 *
 * Context: Under event_mutex.
 * Return: a string that stays valid for good, or NULL if no event is in it.
 */
const char *event_system_find(const char *name)
{
	struct event_system *system = system_find(name);

	return system && system->events ? system->name : NULL;
}

/**
 * event_system_add - count one more event in a system
 * @name: the system
 *
 * Context: Under event_mutex.
 * Return: 0 or -ENOMEM.
 */
int event_system_add(const char *name)
{
	struct event_system *system = system_find(name), *more;

	if (system) {
		system->events++;
		return 0;
	}
	more = krealloc_array(systems, nr_systems + 1, sizeof(*systems), GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	systems = more;
	systems[nr_systems].name = kstrdup_const(name, GFP_KERNEL);
	if (!systems[nr_systems].name)
		return -ENOMEM;
	systems[nr_systems++].events = 1;
	return 0;
}

/**
 * event_system_remove - count one event less
 * @name: the system
 *
 * Context: Under event_mutex.
 */
void event_system_remove(const char *name)
{
	struct event_system *system = system_find(name);

	if (!WARN_ON_ONCE(!system || !system->events))
		system->events--;
}

/**
 * event_system_is_shown - has an instance the events of a system
 * @tr: the instance
 * @name: the system
 *
 * Context: Any.
 * Return: true unless the instance was made for other systems.
 */
bool event_system_is_shown(const struct trace_array *tr, const char *name)
{
	size_t len = strlen(name);
	const char *at = tr->systems;

	if (!at)
		return true;
	for (; *at; at += strcspn(at, SEPARATORS)) {
		at += strspn(at, SEPARATORS);
		if (!strncmp(at, name, len) && (!at[len] || strchr(SEPARATORS, at[len])))
			return true;
	}
	return false;
}

/**
 * event_call_is_shown - can users enable an event in an instance
 * @tr: the instance
 * @call: the event
 *
 * Context: Any.
 * Return: true if so.
 */
bool event_call_is_shown(const struct trace_array *tr, const struct trace_event_call *call)
{
	return event_call_is_visible(call) && event_system_is_shown(tr, call->class->system);
}
