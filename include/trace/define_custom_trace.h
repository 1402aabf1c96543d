/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last line of a header of custom events, as define_trace.h is of others.
 * The C file defines CREATE_CUSTOM_TRACE_EVENTS before it includes the header.
 * Nothing defines a tracepoint here: custom events hang on existing ones.  What
 * opens the include guard has a name of its own, TRACE_CUSTOM_MULTI_READ, so
 * that the headers of those are not read again as well.
 */
#ifdef CREATE_CUSTOM_TRACE_EVENTS

/* Prevent recursion: the passes read the header again. */
#undef CREATE_CUSTOM_TRACE_EVENTS

#include <linux/stringify.h>

#include <trace/pass/include.h>

/* All custom events are in one system, whatever TRACE_SYSTEM was left behind. */
#undef TRACE_SYSTEM_STRING
#define TRACE_SYSTEM_STRING	"custom"

#define TRACE_CUSTOM_MULTI_READ

#ifdef CONFIG_EVENT_TRACING
#include <trace/trace_events.h>
#endif

#undef TRACE_CUSTOM_MULTI_READ
#include <trace/pass/done.h>

#define CREATE_CUSTOM_TRACE_EVENTS

#endif /* CREATE_CUSTOM_TRACE_EVENTS */
