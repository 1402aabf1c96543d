// SPDX-License-Identifier: GPL-2.0
/*
 * The order in which tracing comes up, and the only place that states it.
 *
 * The kernel calls early_trace_init() when there is memory to be had and
 * trace_init() when RCU works; both run before there are other tasks.  Files
 * come with the file systems, from tracefs/ itself.  The initcalls do what of
 * the command line has to wait.
 */
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>

#include "base/base.h"
#include "boot/boot.h"
#include "buffer/buffer.h"
#include "dispatch/dispatch.h"
#include "event/event.h"
#include "hook/hook.h"
#include "instance/instance.h"
#include "trigger/trigger.h"
#include "tracer/tracer.h"

/* Of the parts below: tracing goes on without one that failed. */
static void __init report(const char *part, int ret)
{
	if (ret)
		pr_warn("tracing: no %s (%d)\n", part, ret);
}

/**
 * early_trace_init - have a buffer for trace_printk() as soon as may be
 *
 * Context: Boot.
 */
void __init early_trace_init(void)
{
	report("buffers of CPUs to come", ring_buffer_init());
	report("buffer", instance_init(boot_clock_find()));
}

/**
 * trace_init - know the events that are built in
 *
 * Context: Boot.
 */
void __init trace_init(void)
{
	if (!instance_top())
		return;
	report("news of modules' symbols", symbol_names_init());
	report("printers", builtin_events_init());
	report("instance's events", event_instances_init());
	report("events", event_registry_init());
	report("function commands", func_commands_init());
	report("trace_printk()", trace_printk_init());
	report("dump on oops", event_dump_init());
	report("events on the console", tp_printk_init());
	report("tracers", tracers_init());
	boot_options_apply();
	boot_functions_apply();
	boot_tracer_start(false);
	boot_events_enable();
	boot_instances_make();
}

/* There is a task to inherit from. */
static int __init trace_init_tasks(void)
{
	if (!instance_top())
		return 0;
	boot_events_enable_again();
	boot_instances_enable_again();
	boot_tracer_start(true);
	report("stack tracer", stack_depth_init());
	return 0;
}
early_initcall(trace_init_tasks);

/* Clocks are what they will be. */
static int __init trace_init_late(void)
{
	report("kernel.ftrace_enabled", ftrace_sysctl_init());
	if (instance_top())
		boot_clock_settle();
	return 0;
}
late_initcall_sync(trace_init_late);
