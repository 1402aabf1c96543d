// SPDX-License-Identifier: GPL-2.0
/*
 * The top instance's records on the console: when the kernel dies, when sysrq
 * asks, when code calls ftrace_dump().
 *
 * Runs in any context, after anything may have broken: it takes no lock that
 * waits and allocates nothing, so its iterator is made at boot.  Recording
 * stops and stays stopped, or the dump would chase its own tail.
 */
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/nmi.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/string.h>

#include "event/event.h"

/* What happens on oops: "0" or nothing, "1" for all CPUs, "2" or "orig_cpu". */
char ftrace_dump_on_oops[MAX_TRACER_SIZE];

static struct trace_iterator dump_iter;
static atomic_t dump_runs = ATOMIC_INIT(0);

static int __init set_dump_on_oops(char *str)
{
	/* "ftrace_dump_on_oops" alone, or with a value */
	strscpy(ftrace_dump_on_oops, *str == '=' ? str + 1 : "1", sizeof(ftrace_dump_on_oops));
	return 1;
}
__setup("ftrace_dump_on_oops", set_dump_on_oops);

static enum ftrace_dump_mode mode_on_oops(void)
{
	const char *text = ftrace_dump_on_oops;

	if (!*text || !strcmp(text, "0"))
		return DUMP_NONE;
	return !strcmp(text, "2") || !strcmp(text, "orig_cpu") ? DUMP_ORIG : DUMP_ALL;
}

/* printk() takes no more than so much of a line. */
#define CONSOLE_LINE_MAX	1000

static void dump_line(struct trace_iterator *iter)
{
	unsigned int len = min(trace_seq_used(&iter->seq), CONSOLE_LINE_MAX);

	pr_emerg("%.*s", (int)len, iter->seq.buffer);
	trace_seq_init(&iter->seq);
}

static void dump_records(struct trace_iterator *iter, int cpu)
{
	int lines = 0;

	pr_emerg("Dumping ftrace buffer:\n");
	event_iter_rewind(iter);
	while (event_iter_next(iter)) {
		if (cpu == INSTANCE_ALL_CPUS || cpu == iter->cpu) {
			if (!lines++)
				pr_emerg("---------------------------------\n");
			trace_seq_init(&iter->seq);
			event_line_print(iter);
			dump_line(iter);
		}
		event_iter_consume(iter);
		touch_nmi_watchdog();
	}
	if (lines)
		pr_emerg("---------------------------------\n");
	else
		pr_emerg("   (ftrace buffer empty)\n");
}

/**
 * ftrace_dump - put what was recorded on the console
 * @oops_dump_mode: of all CPUs, of this one, or as ftrace_dump_on_oops says
 *
 * Context: Any.
 */
void ftrace_dump(enum ftrace_dump_mode oops_dump_mode)
{
	struct trace_array *tr = instance_top();
	unsigned long flags;

	if (oops_dump_mode == DUMP_PARAM)
		oops_dump_mode = mode_on_oops();
	if (oops_dump_mode == DUMP_NONE || !tr || !dump_iter.rb)
		return;
	/* One dump at a time; who comes second has nothing to add. */
	if (atomic_cmpxchg(&dump_runs, 0, 1))
		return;
	tracing_off();
	local_irq_save(flags);
	dump_records(&dump_iter, oops_dump_mode == DUMP_ORIG ? smp_processor_id() :
							       INSTANCE_ALL_CPUS);
	local_irq_restore(flags);
	atomic_set(&dump_runs, 0);
}
EXPORT_SYMBOL_GPL(ftrace_dump);

static int dump_on_panic(struct notifier_block *nb, unsigned long event, void *unused)
{
	ftrace_dump(DUMP_PARAM);
	return NOTIFY_DONE;
}

static int dump_on_die(struct notifier_block *nb, unsigned long event, void *unused)
{
	if (event == DIE_OOPS)
		ftrace_dump(DUMP_PARAM);
	return NOTIFY_DONE;
}

/* After kdump and the like, which matter more. */
static struct notifier_block panic_nb = {
	.notifier_call	= dump_on_panic,
	.priority	= INT_MAX - 1,
};

static struct notifier_block die_nb = {
	.notifier_call	= dump_on_die,
	.priority	= INT_MAX - 1,
};

/**
 * event_dump_init - be ready to dump
 *
 * Context: Boot, once allocators work.
 * Return: 0 or a negative errno.
 */
int __init event_dump_init(void)
{
	int ret = event_iter_open(&dump_iter, instance_top(), INSTANCE_ALL_CPUS, true);

	if (ret)
		return ret;
	atomic_notifier_chain_register(&panic_notifier_list, &panic_nb);
	register_die_notifier(&die_nb);
	return 0;
}
