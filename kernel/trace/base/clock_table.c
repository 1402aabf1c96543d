// SPDX-License-Identifier: GPL-2.0
/*
 * The clocks that a user may choose from, in the order of the trace_clock file.
 */
#include <linux/kernel.h>
#include <linux/sched/clock.h>
#include <linux/timekeeping.h>

#include "base/base.h"

const struct trace_clock_desc trace_clocks[] = {
	{ trace_clock_local,		"local",	1 },
	{ trace_clock_global,		"global",	1 },
	{ trace_clock_counter,		"counter",	0 },
	{ trace_clock_jiffies,		"uptime",	0 },
	{ trace_clock,			"perf",		1 },
	{ ktime_get_mono_fast_ns,	"mono",		1 },
	{ ktime_get_raw_fast_ns,	"mono_raw",	1 },
	{ ktime_get_boot_fast_ns,	"boot",		1 },
	{ ktime_get_tai_fast_ns,	"tai",		1 },
	ARCH_TRACE_CLOCKS
};

const unsigned int trace_clocks_nr = ARRAY_SIZE(trace_clocks);
