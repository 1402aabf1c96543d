/* SPDX-License-Identifier: GPL-2.0 */
/* Of event/event.h what the parsers of filters and of set_event use. */
#ifndef _FUZZ_SHIM_EVENT_H
#define _FUZZ_SHIM_EVENT_H

#include "instance/instance.h"

#define MAX_FILTER_STR_VAL	256U

enum {
	FILTER_OTHER,
	FILTER_STATIC_STRING,
	FILTER_DYN_STRING,
	FILTER_RDYN_STRING,
	FILTER_PTR_STRING,
	FILTER_TRACE_FN,
	FILTER_CPUMASK,
	FILTER_COMM,
	FILTER_CPU,
};

struct trace_event_class { const char *system; };

struct trace_event_call {
	struct trace_event_class	*class;
	const char			*name;
	bool				enabled;
	int				holds;
};

struct trace_event_file { struct trace_event_call *call; };

extern struct mutex event_mutex;

#define trace_event_name(call)			((call)->name)
#define event_call_is_shown(tr, call)		((void)(tr), (void)(call), true)
#define event_call_is_visible(call)		((void)(call), true)
#define event_is_enabled(tr, call)		((void)(tr), (call)->enabled)

struct trace_event_call *event_call_at(unsigned int index);
int event_set_one(struct trace_array *tr, struct trace_event_call *call, bool on);
struct trace_event_file *event_file_find(struct trace_array *tr, struct trace_event_call *call);
void event_file_get(struct trace_array *tr, struct trace_event_call *call);
void event_file_put(struct trace_event_file *file);

int event_set_enabled(struct trace_array *tr, const char *match, const char *system,
		      const char *name, bool on);
int ftrace_set_clr_event(struct trace_array *tr, char *buf, int set);
int event_set_text(struct trace_array *tr, char *text);

/* Fields, as a table of the fuzzer's */
struct event_field {
	const char	*name;
	u8		filter_type;
};

struct event_field_walk { struct event_field *at; };

extern struct event_field event_fields[], common_fields[];

static inline struct event_field *field_at(struct event_field_walk *walk, struct event_field *at)
{
	walk->at = at;
	return at->name ? at : NULL;
}

#define for_each_event_field(f, walk, call)				\
	for ((void)(call), f = field_at(walk, event_fields); f; f = field_at(walk, (walk)->at + 1))
#define for_each_common_field(f, walk)					\
	for (f = field_at(walk, common_fields); f; f = field_at(walk, (walk)->at + 1))

int event_filter_check(struct trace_array *tr, struct trace_event_call *call, const char *text);

#endif /* _FUZZ_SHIM_EVENT_H */
