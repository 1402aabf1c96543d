// SPDX-License-Identifier: GPL-2.0
/*
 * Enabling events by name: what set_event, the enable files of folders, the
 * boot parameters and trace_set_clr_event() have in common.
 *
 * Process context; takes event_mutex.
 */
#include <linux/string.h>
#include <linux/tracepoint_batch.h>

#include "event/event.h"

/* A request: NULL matches all. */
struct event_request {
	const char	*either;	/* the system or the event */
	const char	*system;
	const char	*name;
};

static bool text_matches(const char *wanted, const char *text)
{
	return !wanted || !strcmp(wanted, text);
}

static bool request_matches(const struct event_request *req, struct trace_event_call *call)
{
	const char *name = trace_event_name(call);

	if (!text_matches(req->either, name) && !text_matches(req->either, call->class->system))
		return false;
	return text_matches(req->system, call->class->system) && text_matches(req->name, name);
}

/* The next event from @index on that @req asks for. */
static struct trace_event_call *request_next(struct trace_array *tr,
					     const struct event_request *req, unsigned int *index)
{
	struct trace_event_call *call;

	while ((call = event_call_at((*index)++))) {
		if (event_call_is_shown(tr, call) && request_matches(req, call))
			return call;
	}
	return NULL;
}

/* Until the batch ends, hits find the files of the events that it disables. */
static void request_hold_file(struct trace_array *tr, struct trace_event_call *call)
{
	if (event_file_find(tr, call))
		event_file_get(tr, call);
}

static void request_put_files(struct trace_array *tr, const struct event_request *req)
{
	struct trace_event_call *call;
	struct trace_event_file *file;
	unsigned int i = 0;

	while ((call = request_next(tr, req, &i))) {
		file = event_file_find(tr, call);
		if (file)
			event_file_put(file);
	}
}

/*
 * All that changes in the text goes out at once.  An event that cannot be set
 * leaves the others as they were asked for.
 * -EINVAL when nothing matches; the first error, when some cannot be set.
 */
static int request_apply(struct trace_array *tr, const struct event_request *req, bool on)
{
	struct tracepoint_batch batch;
	struct trace_event_call *call;
	int ret = -EINVAL, err = 0, one;
	unsigned int i = 0;

	lockdep_assert_held(&event_mutex);
	tracepoint_batch_begin(&batch);
	while ((call = request_next(tr, req, &i))) {
		if (!on)
			request_hold_file(tr, call);
		one = event_set_one(tr, call, on);
		err = err ?: one;
		ret = 0;
	}
	tracepoint_batch_end(&batch);
	if (!on)
		request_put_files(tr, req);
	return err ?: ret;
}

/**
 * event_set_enabled - enable or disable all events that match
 * @tr: the instance
 * @match: the name of a system or an event, or NULL
 * @system: the system, or NULL for all
 * @name: the event, or NULL for all
 * @on: what to do
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if no event matches, or an error of one that does.
 */
int event_set_enabled(struct trace_array *tr, const char *match, const char *system,
		      const char *name, bool on)
{
	struct event_request req = { .either = match, .system = system, .name = name };

	guard(mutex)(&event_mutex);
	return request_apply(tr, &req, on);
}

/* "" and "*" beside a colon ask for everything; there are no other patterns. */
static const char *name_or_all(const char *text)
{
	return *text && strcmp(text, "*") ? text : NULL;
}

/**
 * ftrace_set_clr_event - the same, for one word as it is written to set_event
 * @tr: the instance
 * @buf: "event", "system", "system:event" or "system:"; cut into pieces and mended
 * @set: 1 to enable, 0 to disable
 *
 * Context: Process context, may sleep.
 * Return: as event_set_enabled().
 */
int ftrace_set_clr_event(struct trace_array *tr, char *buf, int set)
{
	char *colon = strchr(buf, ':');
	int ret;

	if (!colon)
		return event_set_enabled(tr, buf, NULL, NULL, set);
	*colon = '\0';
	ret = event_set_enabled(tr, NULL, name_or_all(buf), name_or_all(colon + 1), set);
	*colon = ':';
	return ret;
}

/**
 * event_set_text - one word of set_event: a name, or ! and a name to disable
 * @tr: the instance
 * @text: the word, cut into pieces and mended
 *
 * Context: Process context, may sleep.
 * Return: as event_set_enabled().
 */
int event_set_text(struct trace_array *tr, char *text)
{
	bool on = *text != '!';

	return ftrace_set_clr_event(tr, text + !on, on);
}

/**
 * trace_set_clr_event - enable or disable events of the top instance
 * @system: the system, or NULL for all
 * @event: the event, or NULL for all of @system
 * @set: 1 to enable, 0 to disable
 *
 * Context: Process context, may sleep.
 * Return: 0, -ENODEV without a top instance, -EINVAL if no event matches.
 */
int trace_set_clr_event(const char *system, const char *event, int set)
{
	struct trace_array *tr = instance_top();

	return tr ? event_set_enabled(tr, NULL, system, event, set) : -ENODEV;
}
EXPORT_SYMBOL_GPL(trace_set_clr_event);

/**
 * trace_array_set_clr_event - enable or disable events of an instance
 * @tr: the instance
 * @system: the system, or NULL for all
 * @event: the event, or NULL for all of @system
 * @enable: which
 *
 * Context: Process context, may sleep.
 * Return: 0, -ENOENT without an instance, -EINVAL if no event matches.
 */
int trace_array_set_clr_event(struct trace_array *tr, const char *system, const char *event,
			      bool enable)
{
	return tr ? event_set_enabled(tr, NULL, system, event, enable) : -ENOENT;
}
EXPORT_SYMBOL_GPL(trace_array_set_clr_event);
