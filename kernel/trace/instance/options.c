// SPDX-License-Identifier: GPL-2.0
/*
 * The options of an instance: one bit each, one name each.
 *
 * Changed in process context under trace_types_lock; hits and readers look at
 * the word without it.
 */
#include <kunit/visibility.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include "instance/instance.h"

const char *const instance_option_names[OPT_NR] = {
	[OPT_PRINT_PARENT]	= "print-parent",
	[OPT_SYM_OFFSET]	= "sym-offset",
	[OPT_SYM_ADDR]		= "sym-addr",
	[OPT_VERBOSE]		= "verbose",
	[OPT_RAW]		= "raw",
	[OPT_HEX]		= "hex",
	[OPT_BIN]		= "bin",
	[OPT_BLOCK]		= "block",
	[OPT_FIELDS]		= "fields",
	[OPT_TRACE_PRINTK]	= "trace_printk",
	[OPT_ANNOTATE]		= "annotate",
	[OPT_USERSTACKTRACE]	= "userstacktrace",
	[OPT_SYM_USEROBJ]	= "sym-userobj",
	[OPT_PRINTK_MSG_ONLY]	= "printk-msg-only",
	[OPT_CONTEXT_INFO]	= "context-info",
	[OPT_LATENCY_FORMAT]	= "latency-format",
	[OPT_RECORD_CMD]	= "record-cmd",
	[OPT_RECORD_TGID]	= "record-tgid",
	[OPT_OVERWRITE]		= "overwrite",
	[OPT_DISABLE_ON_FREE]	= "disable_on_free",
	[OPT_IRQ_INFO]		= "irq-info",
	[OPT_MARKERS]		= "markers",
	[OPT_EVENT_FORK]	= "event-fork",
	[OPT_TRACE_PRINTK_DEST]	= "trace_printk_dest",
	[OPT_PAUSE_ON_TRACE]	= "pause-on-trace",
	[OPT_HASH_PTR]		= "hash-ptr",
	[OPT_FUNCTION_TRACE]	= "function-trace",
	[OPT_FUNCTION_FORK]	= "function-fork",
	[OPT_DISPLAY_GRAPH]	= "display-graph",
	[OPT_STACKTRACE]	= "stacktrace",
};

/* What the top instance starts with. */
#define DEFAULT_OPTIONS							\
	(BIT(OPT_PRINT_PARENT) | BIT(OPT_ANNOTATE) | BIT(OPT_CONTEXT_INFO) |	\
	 BIT(OPT_RECORD_CMD) | BIT(OPT_OVERWRITE) | BIT(OPT_IRQ_INFO) |		\
	 BIT(OPT_MARKERS) | BIT(OPT_HASH_PTR) | BIT(OPT_TRACE_PRINTK) |		\
	 BIT(OPT_TRACE_PRINTK_DEST) | BIT(OPT_FUNCTION_TRACE))

/* What others do not take over from it. */
#define ONE_INSTANCE_OPTIONS						\
	(BIT(OPT_EVENT_FORK) | BIT(OPT_TRACE_PRINTK_DEST) | BIT(OPT_FUNCTION_FORK))

#define TOP_ONLY_OPTIONS						\
	(BIT(OPT_TRACE_PRINTK) | BIT(OPT_PRINTK_MSG_ONLY) | BIT(OPT_RECORD_CMD))

static LIST_HEAD(option_hooks);

/* Where trace_printk() goes; NULL is the top instance.  Under trace_types_lock. */
static struct trace_array *printk_dest;

/**
 * instance_default_options - the options that an instance begins with
 * @is_top: is it the top instance
 *
 * Context: Any, for another than the top one after that has been made.
 * Return: a mask of BIT(OPT_*).
 */
unsigned long instance_default_options(bool is_top)
{
	if (is_top)
		return DEFAULT_OPTIONS;
	return READ_ONCE(instance_top()->options) & ~ONE_INSTANCE_OPTIONS;
}

/**
 * instance_option_is_top_only - is an option one for all instances
 * @opt: the option
 *
 * Context: Any.
 * Return: true if only the top instance shows it.
 */
bool instance_option_is_top_only(enum instance_option opt)
{
	return BIT(opt) & TOP_ONLY_OPTIONS;
}

/**
 * instance_option_hook_register - be asked before options change
 * @hook: its function
 *
 * Context: Boot.
 */
void instance_option_hook_register(struct instance_option_hook *hook)
{
	guard(mutex)(&trace_types_lock);
	list_add_tail(&hook->list, &option_hooks);
}

static int option_hooks_ask(struct trace_array *tr, enum instance_option opt, bool on)
{
	struct instance_option_hook *hook;
	int ret;

	list_for_each_entry(hook, &option_hooks, list) {
		ret = hook->changed(tr, opt, on);
		if (ret)
			return ret;
	}
	return 0;
}

static void option_assign(struct trace_array *tr, enum instance_option opt, bool on)
{
	WRITE_ONCE(tr->options, on ? tr->options | BIT(opt) : tr->options & ~BIT(opt));
}

/**
 * instance_printk_dest - the instance that trace_printk() writes to
 *
 * Context: Any; with preemption off the instance stays.
 * Return: the instance, or NULL before early boot made one.
 */
struct trace_array *instance_printk_dest(void)
{
	return READ_ONCE(printk_dest) ?: instance_top();
}
EXPORT_SYMBOL_IF_KUNIT(instance_printk_dest);

/* Exactly one instance has the option; who loses it leaves it to the top one. */
static void printk_dest_set(struct trace_array *tr)
{
	lockdep_assert_held(&trace_types_lock);
	option_assign(instance_printk_dest(), OPT_TRACE_PRINTK_DEST, false);
	WRITE_ONCE(printk_dest, tr == instance_top() ? NULL : tr);
	option_assign(tr, OPT_TRACE_PRINTK_DEST, true);
}

/**
 * instance_printk_forget - an instance goes: trace_printk() must not find it
 * @tr: the instance, not the top one
 *
 * Context: Process context, may sleep; no hit uses the instance afterwards.
 */
void instance_printk_forget(struct trace_array *tr)
{
	scoped_guard(mutex, &trace_types_lock) {
		if (printk_dest != tr)
			return;
		printk_dest_set(instance_top());
	}
	synchronize_rcu();
}

static void set_overwrite(struct trace_array *tr, bool on)
{
	struct trace_buffer *rb;
	unsigned int i;

	for_each_instance_buffer(rb, tr, i)
		ring_buffer_change_overwrite(rb, on);
}

/**
 * instance_set_option - set or clear one option
 * @tr: the instance
 * @opt: the option
 * @on: which
 *
 * Context: Process context, may sleep.
 * Return: 0, or why it cannot be.
 */
int instance_set_option(struct trace_array *tr, enum instance_option opt, bool on)
{
	int ret;

	guard(mutex)(&trace_types_lock);
	if (instance_has(tr, opt) == on)
		return 0;
	ret = option_hooks_ask(tr, opt, on);
	if (ret)
		return ret;
	if (opt == OPT_OVERWRITE)
		set_overwrite(tr, on);
	if (opt != OPT_TRACE_PRINTK_DEST) {
		option_assign(tr, opt, on);
		return 0;
	}
	if (!on && tr == instance_top())
		return -EINVAL;
	printk_dest_set(on ? tr : instance_top());
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(instance_set_option);

/**
 * instance_set_option_text - the same by name, "no" in front to clear
 * @tr: the instance
 * @text: one name
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such option, or why it cannot be.
 */
int instance_set_option_text(struct trace_array *tr, const char *text)
{
	bool on = !strstarts(text, "no");
	int opt = match_string(instance_option_names, OPT_NR, on ? text : text + 2);

	return opt < 0 ? -EINVAL : instance_set_option(tr, opt, on);
}
