/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TRACE_TRACER_DURATION_H
#define _TRACE_TRACER_DURATION_H

#include <linux/types.h>

/* A number of microseconds in 8 columns, or more, and its unit. */
#define DURATION_WIDTH	12
#define DURATION_SIZE	32

void duration_format(char to[DURATION_SIZE], u64 ns);
char duration_mark(u64 ns);

#endif /* _TRACE_TRACER_DURATION_H */
