/* SPDX-License-Identifier: GPL-2.0 */
/* The function profiler's own; private to this folder. */
#ifndef _TRACE_TRACER_FUNC_PROFILE_H
#define _TRACE_TRACER_FUNC_PROFILE_H

#include <linux/types.h>

#include <asm/local64.h>

/* What one CPU has counted of a function. */
struct profile_func {
	unsigned long	ip;
	local64_t	hits;
	local64_t	time;		/* ns */
	local64_t	squares;	/* of times */
};

u64 func_profile_variance(u64 hits, u64 time, u64 squares);

#endif /* _TRACE_TRACER_FUNC_PROFILE_H */
