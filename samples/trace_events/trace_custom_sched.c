// SPDX-License-Identifier: GPL-2.0
/*
 * Small records of the scheduler's tracepoints: see the header.
 *
 *	modprobe trace_custom_sched
 *	echo 1 > /sys/kernel/tracing/events/custom/enable
 */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/trace_events.h>
#include <trace/events/sched.h>

#define CREATE_CUSTOM_TRACE_EVENTS
#include "trace_custom_sched.h"

static int __init custom_sched_init(void)
{
	return 0;
}

static void __exit custom_sched_exit(void)
{
}

module_init(custom_sched_init);
module_exit(custom_sched_exit);

MODULE_DESCRIPTION("Custom events on the scheduler's tracepoints");
MODULE_LICENSE("GPL");
