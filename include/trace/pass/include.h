/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How a pass includes the event header once more: the names that it may set
 * (see define_trace.h), their defaults, and TRACE_INCLUDE() for reread.h.
 */
#ifndef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE	TRACE_SYSTEM
#define UNDEF_TRACE_INCLUDE_FILE
#endif

#undef __TRACE_INCLUDE
#undef TRACE_INCLUDE
#ifdef TRACE_INCLUDE_PATH
#define __TRACE_INCLUDE(file)	__stringify(TRACE_INCLUDE_PATH/file.h)
#define UNDEF_TRACE_INCLUDE_PATH
#else
#define __TRACE_INCLUDE(file)	<trace/events/file.h>
#endif
#define TRACE_INCLUDE(file)	__TRACE_INCLUDE(file)

/* The system's name for the format files, as a string. */
#undef TRACE_SYSTEM_STRING
#define TRACE_SYSTEM_STRING	__stringify(TRACE_SYSTEM)
