/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The last line of every event header.  It does nothing, except in the one C
 * file that defined CREATE_TRACE_POINTS before it included the header: there
 * the tracepoints are defined and the events behind them are made.
 *
 * The header is found again by TRACE_INCLUDE_PATH (default trace/events) and
 * TRACE_INCLUDE_FILE (default TRACE_SYSTEM); TRACE_HEADER_MULTI_READ opens its
 * include guard.
 */
#ifdef CREATE_TRACE_POINTS

/* The header is read again below and ends with this file each time. */
#undef CREATE_TRACE_POINTS

#include <linux/stringify.h>

#include <trace/pass/include.h>

#define TRACE_HEADER_MULTI_READ

#include <trace/pass/tracepoint.h>

#if defined(TRACEPOINTS_ENABLED) && defined(CONFIG_EVENT_TRACING)
#include <trace/trace_events.h>
#endif

#undef TRACE_HEADER_MULTI_READ
#include <trace/pass/done.h>

#define CREATE_TRACE_POINTS

#endif /* CREATE_TRACE_POINTS */
