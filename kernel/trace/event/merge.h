/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an iterator keeps beside itself: where each CPU stands (merge_iter.c),
 * and what it has found out about the records that it prints (print_line.c).
 * Private to this folder; used by one reader at a time.
 */
#ifndef _TRACE_EVENT_MERGE_H
#define _TRACE_EVENT_MERGE_H

#include "base/base.h"
#include "event/event.h"

#define CACHED_CALLS	16
#define CACHED_PLANS	8

/* Places are found by the low bits of a type, or of a format's address. */
struct print_cache {
	unsigned long		generation;	/* of the registry, when it was right */
	struct trace_event_call	*calls[CACHED_CALLS];
	struct print_plan	plans[CACHED_PLANS];
};

/* What one CPU has next. */
struct merge_cpu {
	struct ring_buffer_event	*event;
	u64				ts;
	unsigned long			lost;
	int				cpu;
	bool				known;	/* the rest is as the buffer has it */
	bool				passed;	/* the user is done with the event */
};

struct event_merge {
	struct print_cache	prints;
	unsigned long		generation;	/* of the registry, and */
	u64			since;		/* the buffer's start, as the rest is of */
	unsigned int		nr;
	struct merge_cpu	*given;		/* whose record the user has */
	struct merge_cpu	cpus[] __counted_by(nr);
};

#endif /* _TRACE_EVENT_MERGE_H */
