/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TRACE_PASS_HELPERS_H
#define _TRACE_PASS_HELPERS_H

/* What the passes generate calls to, where an expression will not do. */

#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/trace_events.h>

size_t trace_record_strlen(const char *str);

/* Of a constant the compiler knows it. */
#define __ev_strlen(str)						\
	(__builtin_constant_p(__builtin_strlen(str)) ?			\
	 __builtin_strlen(str) : trace_record_strlen(str))

/**
 * trace_record_copy_str - put a string into a record
 * @dst: where, in the record
 * @src: the string, or NULL for %EVENT_NULL_STR
 * @bytes: room at @dst, measured before the record was reserved
 *
 * The string may have changed since it was measured; what is written always
 * ends inside @bytes.
 * Context: Any, as the hit.
 */
static __always_inline void trace_record_copy_str(char *dst, const char *src, unsigned int bytes)
{
	if (unlikely(!src)) {
		strscpy(dst, EVENT_NULL_STR, bytes);
		return;
	}
	__builtin_memcpy(dst, src, bytes - 1);
	dst[bytes - 1] = '\0';
}

/**
 * trace_record_vprint - put formatted text into a record
 * @dst: where, in the record
 * @fmt: printf format
 * @va: its arguments, left as they were
 *
 * Context: Any, as the hit.
 */
static inline __printf(2, 0)
void trace_record_vprint(char *dst, const char *fmt, va_list *va)
{
	va_list copy;

	va_copy(copy, *va);
	WARN_ON_ONCE(vsnprintf(dst, TRACE_EVENT_STR_MAX, fmt, copy) < 0);
	va_end(copy);
}

/**
 * trace_event_update_custom - tell a custom event its tracepoint
 * @call: the event
 * @name: the tracepoint's name
 * @tp: a tracepoint, taken if it has that name
 *
 * The registry has done it already for events of modules that load; modules
 * written for kernels that leave it to them do it once more.
 * Context: Any, before the event is enabled.
 */
static inline void trace_event_update_custom(struct trace_event_call *call, const char *name,
					     struct tracepoint *tp)
{
	if (strcmp(tp->name, name))
		return;
	call->tp = tp;
	call->flags |= TRACE_EVENT_FL_TRACEPOINT;
}

#endif /* _TRACE_PASS_HELPERS_H */
