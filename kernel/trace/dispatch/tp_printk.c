// SPDX-License-Identifier: GPL-2.0
/*
 * Events on the console as they happen: tp_printk on the command line, and the
 * sysctl kernel.tracepoint_printk to switch that.
 *
 * A line is printed in the hit's context, one at a time under print_lock, and
 * given to printk's buffer only: the console follows when it may.
 */
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/sysctl.h>

#include "dispatch/dispatch.h"

/* Asked for, and while the kernel runs: does it happen. */
int tracepoint_printk;

static bool stop_on_boot __initdata;
static struct trace_iterator *print_iter;
static DEFINE_RAW_SPINLOCK(print_lock);
static DEFINE_MUTEX(switch_mutex);

static int __init set_tp_printk(char *str)
{
	/* The other parameter begins with the same letters. */
	if (*str == '_')
		return 0;
	tracepoint_printk = strcmp(str, "=0") && strcmp(str, "=off");
	return 1;
}
__setup("tp_printk", set_tp_printk);

static int __init set_stop_on_boot(char *str)
{
	stop_on_boot = true;
	return 1;
}
__setup("tp_printk_stop_on_boot", set_stop_on_boot);

/**
 * record_to_console - print the record of an event
 * @file: the event in its instance
 * @entry: the record
 *
 * Context: Any, preemption off.
 */
void record_to_console(struct trace_event_file *file, void *entry)
{
	/* The event may be on its way out, the sysctl about to say that nothing is prepared. */
	struct trace_event_call *call = READ_ONCE(file->call);
	struct trace_iterator *iter = print_iter;
	unsigned long flags;

	if (!READ_ONCE(tracepoint_printk) || !iter || !call || !call->print)
		return;
	/* An NMI in the middle of a line, or an event of printk itself. */
	if (!raw_spin_trylock_irqsave(&print_lock, flags))
		return;
	trace_seq_init(&iter->seq);
	iter->tr = file->tr;
	iter->ent = entry;
	event_text_print(iter, call);
	printk_deferred("%.*s", (int)trace_seq_used(&iter->seq), iter->seq.buffer);
	raw_spin_unlock_irqrestore(&print_lock, flags);
}

static void console_switch(bool on)
{
	lockdep_assert_held(&switch_mutex);
	WRITE_ONCE(tracepoint_printk, on);
	if (on)
		static_branch_inc(&record_sinks);
	else
		static_branch_dec(&record_sinks);
}

/**
 * tracepoint_printk_sysctl - kernel.tracepoint_printk
 * @table: its entry
 * @write: is it written
 * @buffer: the text
 * @lenp: its length
 * @ppos: the position
 *
 * Without the parameter nothing is prepared, and what is written has no effect.
 * Context: Process context.
 * Return: 0 or a negative errno.
 */
int tracepoint_printk_sysctl(const struct ctl_table *table, int write, void *buffer,
			     size_t *lenp, loff_t *ppos)
{
	int ret, was, wish;

	guard(mutex)(&switch_mutex);
	was = tracepoint_printk;
	ret = proc_dointvec(table, write, buffer, lenp, ppos);
	wish = print_iter ? tracepoint_printk : 0;
	tracepoint_printk = wish;
	if (!!wish != !!was)
		console_switch(wish);
	return ret;
}

/**
 * tp_printk_init - begin, if the command line says so
 *
 * Context: Boot, once there is memory.
 * Return: 0 or -ENOMEM.
 */
int __init tp_printk_init(void)
{
	if (!tracepoint_printk)
		return 0;
	print_iter = kzalloc(sizeof(*print_iter), GFP_KERNEL);
	if (!print_iter) {
		tracepoint_printk = 0;
		return -ENOMEM;
	}
	print_iter->iter_flags = TRACE_FILE_NO_ALLOC;
	guard(mutex)(&switch_mutex);
	console_switch(true);
	return 0;
}

static int __init tp_printk_booted(void)
{
	guard(mutex)(&switch_mutex);
	if (stop_on_boot && tracepoint_printk)
		console_switch(false);
	return 0;
}
late_initcall_sync(tp_printk_booted);
