/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files that turn records into text need of each other.  All of it
 * runs in a reader of the buffer, under event_read_lock().
 */
#ifndef _TRACE_EVENT_PRINT_H
#define _TRACE_EVENT_PRINT_H

#include <linux/sched/mm.h>

#include "event/event.h"

/* print_prefix.c: who, where and when, in front of the record's own text */
void print_prefix(struct trace_iterator *iter);

/* print_fields.c: a record by its fields; pointers that must not be followed */
enum print_line_t print_fields(struct trace_iterator *iter, struct trace_event_call *call);
bool print_refuses(struct trace_iterator *iter, struct trace_event_call *call);

/**
 * print_may_refuse - is print_refuses() to be asked
 * @call: an event
 *
 * Return: false if the event is known to follow no pointers.
 */
static inline bool print_may_refuse(const struct trace_event_call *call)
{
	return (READ_ONCE(call->flags) & (TRACE_EVENT_FL_STR_KNOWN | TRACE_EVENT_FL_STR_TEST)) !=
	       TRACE_EVENT_FL_STR_KNOWN;
}

/* print_check.c: which pointers a print fmt follows */
bool print_fmt_follows(const char *print_fmt, const char *field);

/**
 * print_mm_put - let an address space go that a reader looked at
 * @mm: it; the last one to let go would take it down, which is not for a reader
 *
 * Context: Process context.
 */
#ifdef CONFIG_MMU
static inline void print_mm_put(struct mm_struct *mm)
{
	mmput_async(mm);
}
#else
static inline void print_mm_put(struct mm_struct *mm)
{
	mmput(mm);
}
#endif

/* builtin_print.c */
extern struct trace_event builtin_printers[];
extern const unsigned int builtin_printers_nr;
enum print_line_t print_message_only(struct trace_iterator *iter);

#endif /* _TRACE_EVENT_PRINT_H */
