/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Puts back what the passes changed: the next event header that this file
 * includes must find the plain declarations of linux/tracepoint.h.
 */
#include <trace/pass/none.h>
#include <trace/pass/print_helpers_undef.h>

#undef TRACE_EVENT
#undef TRACE_EVENT_FN
#undef TRACE_EVENT_FN_COND
#undef TRACE_EVENT_CONDITION
#undef TRACE_EVENT_NOP
#undef DECLARE_EVENT_NOP
#undef DEFINE_EVENT_NOP
#undef DECLARE_EVENT_CLASS_NOP
#undef DECLARE_EVENT_CLASS
#undef DEFINE_EVENT
#undef DEFINE_EVENT_FN
#undef DEFINE_EVENT_PRINT
#undef DEFINE_EVENT_CONDITION
#undef TRACE_EVENT_FLAGS
#undef TRACE_EVENT_PERF_PERM
#undef DECLARE_TRACE
#undef DECLARE_TRACE_CONDITION
#undef DECLARE_CUSTOM_EVENT_CLASS
#undef DEFINE_CUSTOM_EVENT
#undef TRACE_CUSTOM_EVENT
#undef TRACE_DEFINE_ENUM
#undef TRACE_DEFINE_SIZEOF
#undef __entry

#ifdef UNDEF_TRACE_INCLUDE_PATH
#undef TRACE_INCLUDE_PATH
#undef UNDEF_TRACE_INCLUDE_PATH
#endif
#ifdef UNDEF_TRACE_INCLUDE_FILE
#undef TRACE_INCLUDE_FILE
#undef UNDEF_TRACE_INCLUDE_FILE
#endif
