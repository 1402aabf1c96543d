// SPDX-License-Identifier: GPL-2.0
/*
 * Where the kernel says that this CPU's interrupts go on or off: the tracepoints
 * irq_enable and irq_disable, and lockdep.
 *
 * Called by the local_irq_*() macros and by entry code, always with interrupts
 * off and RCU watching: after they went off, before they go on.  A probe that
 * saves and restores the flags therefore does not come back here.  In an NMI the
 * same holds, and the CPU's flag is as the interrupted code left it.
 *
 * Interrupts can be reported off twice, once by the exception entry and once by
 * the code it runs, so the flag keeps the tracepoints to real changes.
 */
#include <linux/export.h>
#include <linux/ftrace.h>
#include <linux/irqflags.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>

#include <trace/events/preemptirq.h>

/* The last tracepoint called on this CPU was irq_disable. */
static DEFINE_PER_CPU(bool, irqs_off_reported);

static __always_inline void report_on(unsigned long ip, unsigned long parent_ip)
{
	if (!this_cpu_read(irqs_off_reported))
		return;
	trace_irq_enable(ip, parent_ip);
	this_cpu_write(irqs_off_reported, false);
}

static __always_inline void report_off(unsigned long ip, unsigned long parent_ip)
{
	if (this_cpu_read(irqs_off_reported))
		return;
	this_cpu_write(irqs_off_reported, true);
	trace_irq_disable(ip, parent_ip);
}

/**
 * trace_hardirqs_on_prepare() - report that interrupts are about to go on
 *
 * The first half of trace_hardirqs_on(), for entry code that must tell RCU in
 * between and then calls lockdep itself.
 *
 * Context: interrupts off, RCU watching.
 */
void notrace trace_hardirqs_on_prepare(void)
{
	report_on(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_on_prepare);
NOKPROBE_SYMBOL(trace_hardirqs_on_prepare);

/**
 * trace_hardirqs_on() - report to tracepoint and lockdep that interrupts go on
 *
 * Context: interrupts off, RCU watching.
 */
void notrace trace_hardirqs_on(void)
{
	report_on(CALLER_ADDR0, CALLER_ADDR1);
	lockdep_hardirqs_on_prepare();
	lockdep_hardirqs_on(CALLER_ADDR0);
}
EXPORT_SYMBOL(trace_hardirqs_on);
NOKPROBE_SYMBOL(trace_hardirqs_on);

/**
 * trace_hardirqs_off_finish() - report that interrupts went off
 *
 * The second half of trace_hardirqs_off(), for entry code that told lockdep
 * before RCU was watching.
 *
 * Context: interrupts off, RCU watching.
 */
void notrace trace_hardirqs_off_finish(void)
{
	report_off(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_off_finish);
NOKPROBE_SYMBOL(trace_hardirqs_off_finish);

/**
 * trace_hardirqs_off() - report to lockdep and tracepoint that interrupts went off
 *
 * Context: interrupts off, RCU watching.
 */
void notrace trace_hardirqs_off(void)
{
	lockdep_hardirqs_off(CALLER_ADDR0);
	report_off(CALLER_ADDR0, CALLER_ADDR1);
}
EXPORT_SYMBOL(trace_hardirqs_off);
NOKPROBE_SYMBOL(trace_hardirqs_off);
