// SPDX-License-Identifier: GPL-2.0
/*
 * Records on the console: when the kernel dies, when sysrq asks, when code
 * calls ftrace_dump().
 *
 * Runs in any context, after anything may have broken: it takes no lock that
 * waits and allocates nothing, so its iterator is made at boot.  An instance
 * that is dumped stops recording and stays stopped, or the dump would chase its
 * own tail.
 */
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/nmi.h>
#include <linux/notifier.h>
#include <linux/panic_notifier.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "base/base.h"
#include "event/event.h"

/* What happens on oops: see dump_by_text(). */
char ftrace_dump_on_oops[MAX_TRACER_SIZE] = "0";

/* printk() takes no more than so much of a line. */
#define CONSOLE_LINE_MAX	1000

/* Room for a format whose pointers are shown. */
#define FMT_ROOM		512

/* Room for a record while what follows it is looked at. */
#define RECORD_ROOM		128

static struct trace_iterator dump_iter;
static atomic_t dump_runs = ATOMIC_INIT(0);

static int __init set_dump_on_oops(char *str)
{
	const char *mode = "1";

	/* Alone, followed by instances, or with a value. */
	if (*str == '=') {
		mode = "";
		str++;
	}
	if (*str && *str != ',' && *mode)
		return 0;
	snprintf(ftrace_dump_on_oops, sizeof(ftrace_dump_on_oops), "%s%s", mode, str);
	return 1;
}
__setup("ftrace_dump_on_oops", set_dump_on_oops);

static void dump_line(struct trace_iterator *iter)
{
	unsigned int len = min(trace_seq_used(&iter->seq), CONSOLE_LINE_MAX);

	pr_emerg("%.*s", (int)len, iter->seq.buffer);
	trace_seq_init(&iter->seq);
}

static int dump_records(struct trace_iterator *iter)
{
	int lines = 0;

	while (event_iter_next(iter)) {
		if (!lines++)
			pr_emerg("---------------------------------\n");
		trace_seq_init(&iter->seq);
		event_line_print(iter);
		dump_line(iter);
		event_iter_consume(iter);
		touch_nmi_watchdog();
	}
	return lines;
}

static void dump_instance(struct trace_array *tr, int cpu)
{
	struct trace_iterator *iter = &dump_iter;

	instance_set_on(tr, false);
	if (tr->name)
		pr_emerg("Dumping ftrace instance %s buffer:\n", tr->name);
	else
		pr_emerg("Dumping ftrace buffer:\n");
	event_iter_restart(iter, tr, cpu);
	iter->iter_flags |= TRACE_FILE_LAT_FMT | TRACE_FILE_NO_ALLOC;
	if (dump_records(iter))
		pr_emerg("---------------------------------\n");
	else
		pr_emerg("   (ftrace buffer empty)\n");
}

static int cpus_of(enum ftrace_dump_mode mode)
{
	return mode == DUMP_ORIG ? raw_smp_processor_id() : INSTANCE_ALL_CPUS;
}

static bool token_is(const char *token, size_t len, const char *word)
{
	return strlen(word) == len && !strncmp(token, word, len);
}

static enum ftrace_dump_mode mode_of(const char *token, size_t len)
{
	return token_is(token, len, "2") || token_is(token, len, "orig_cpu") ? DUMP_ORIG : DUMP_ALL;
}

/* One of the list: name or name=mode.  The kernel is dying: no lock on the instances. */
static void dump_named(const char *token, size_t len)
{
	enum ftrace_dump_mode mode = DUMP_ALL;
	const char *eq = memchr(token, '=', len);
	struct trace_array *tr;

	if (eq) {
		mode = mode_of(eq + 1, token + len - eq - 1);
		len = eq - token;
	}
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->name && token_is(token, len, tr->name)) {
			dump_instance(tr, cpus_of(mode));
			return;
		}
	}
}

/*
 * "0": nothing; "1" or "2": the top instance, of all CPUs or of this one, which
 * may also be written orig_cpu.  Behind it, or instead, names of instances with
 * commas between, each with a mode of its own behind a '=' if need be.
 */
static void dump_by_text(const char *text)
{
	size_t len = strcspn(text, ",");

	if (!len || token_is(text, len, "0"))
		return;
	if (token_is(text, len, "1") || mode_of(text, len) == DUMP_ORIG)
		dump_instance(instance_top(), cpus_of(mode_of(text, len)));
	else
		dump_named(text, len);
	while (text[len]) {
		text += len + 1;
		len = strcspn(text, ",");
		dump_named(text, len);
	}
}

/**
 * ftrace_dump - put what was recorded on the console
 * @oops_dump_mode: of all CPUs, of this one, or as ftrace_dump_on_oops says
 *
 * Context: Any.
 */
void ftrace_dump(enum ftrace_dump_mode oops_dump_mode)
{
	unsigned long flags;

	if (oops_dump_mode == DUMP_NONE || !dump_iter.merge)
		return;
	/* One dump at a time; who comes second has nothing to add. */
	if (atomic_cmpxchg(&dump_runs, 0, 1))
		return;
	local_irq_save(flags);
	if (oops_dump_mode == DUMP_PARAM)
		dump_by_text(ftrace_dump_on_oops);
	else
		dump_instance(instance_top(), cpus_of(oops_dump_mode));
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
	dump_iter.fmt = kmalloc(FMT_ROOM, GFP_KERNEL);
	dump_iter.fmt_size = dump_iter.fmt ? FMT_ROOM : 0;
	dump_iter.temp = kmalloc(RECORD_ROOM, GFP_KERNEL);
	dump_iter.temp_size = dump_iter.temp ? RECORD_ROOM : 0;
	atomic_notifier_chain_register(&panic_notifier_list, &panic_nb);
	register_die_notifier(&die_nb);
	return 0;
}
