/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last line of a header of custom events, as define_trace.h is of others.
 * The C file defines CREATE_CUSTOM_TRACE_EVENTS before it includes the header.
 * Nothing defines a tracepoint here: custom events hang on existing ones.
 */
#ifdef CREATE_CUSTOM_TRACE_EVENTS

/* Prevent recursion: the passes read the header again. */
#undef CREATE_CUSTOM_TRACE_EVENTS

#include <linux/stringify.h>

#include <trace/pass/include.h>

#ifdef CONFIG_EVENT_TRACING
#include <trace/trace_events.h>
#endif

#include <trace/pass/done.h>

#define CREATE_CUSTOM_TRACE_EVENTS

#endif /* CREATE_CUSTOM_TRACE_EVENTS */
