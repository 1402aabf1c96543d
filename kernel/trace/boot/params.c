// SPDX-License-Identifier: GPL-2.0
/*
 * The command line's word on the top instance: trace_event=, trace_options=,
 * trace_clock=.
 *
 * Boot, before other tasks run, but for what init.c calls later.  The texts are
 * pieces of the command line, which stays.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/security.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "boot/boot.h"
#include "instance/instance.h"
#include "tracer/tracer.h"

static char *boot_events __initdata;
static char *boot_options __initdata;
static char *boot_clock __initdata;

static int __init set_boot_events(char *str)
{
	boot_events = str;
	instance_expand_from_start();
	return 1;
}
__setup("trace_event=", set_boot_events);

static int __init set_boot_options(char *str)
{
	boot_options = str;
	return 1;
}
__setup("trace_options=", set_boot_options);

static int __init set_boot_clock(char *str)
{
	boot_clock = str;
	return 1;
}
__setup("trace_clock=", set_boot_clock);

/* The next word of a list; the comma behind it is back before the one after. */
struct word_walk {
	char	*word;
	char	*comma;
};

static char * __init word_first(struct word_walk *walk, char *list)
{
	walk->word = list;
	walk->comma = list ? strchr(list, ',') : NULL;
	if (walk->comma)
		*walk->comma = '\0';
	return walk->word;
}

static char * __init word_next(struct word_walk *walk)
{
	if (!walk->comma)
		return NULL;
	*walk->comma = ',';
	return word_first(walk, walk->comma + 1);
}

/**
 * boot_events_enable_list - enable what a parameter names
 * @tr: the instance
 * @list: events with commas between, as they would be written to set_event, or NULL
 * @again: they are enabled already
 *
 * Context: Boot.
 */
void __init boot_events_enable_list(struct trace_array *tr, char *list, bool again)
{
	struct word_walk walk;
	char *word;

	for (word = word_first(&walk, list); word; word = word_next(&walk)) {
		if (!*word)
			continue;
		if (again)
			ftrace_set_clr_event(tr, word, 0);
		if (ftrace_set_clr_event(tr, word, 1))
			pr_warn("Failed to enable trace event: %s\n", word);
	}
}

/**
 * boot_clock_find - the clock that was asked for
 *
 * Context: Early boot.
 * Return: its index, or that of the default.
 */
unsigned int __init boot_clock_find(void)
{
	int clock = boot_clock ? instance_find_clock(boot_clock) : 0;

	if (clock >= 0)
		return clock;
	pr_warn("Trace clock %s not defined, going back to default\n", boot_clock);
	return 0;
}

/**
 * boot_options_apply - set the options that were asked for
 *
 * Context: Boot, with a top instance.
 */
void __init boot_options_apply(void)
{
	struct word_walk walk;
	char *word;

	for (word = word_first(&walk, boot_options); word; word = word_next(&walk)) {
		word = strstrip(word);
		if (instance_set_option_text(instance_top(), word) == -EINVAL)
			tracer_option_set_text(instance_top(), word);
	}
}

/**
 * boot_events_enable - enable trace_event= as soon as events are known
 *
 * Context: Boot.
 */
void __init boot_events_enable(void)
{
	boot_events_enable_list(instance_top(), boot_events, false);
}

/**
 * boot_events_enable_again - once more, as there is a first task
 *
 * Events of system calls mark the tasks that are there and are inherited from
 * them, so what was enabled earlier marked none.
 *
 * Context: Boot, in the task that becomes init.
 */
void __init boot_events_enable_again(void)
{
	boot_events_enable_list(instance_top(), boot_events, true);
}

/**
 * boot_clock_settle - take the global clock where CPUs' own do not agree
 *
 * Context: Late boot, when the clocks are known.
 */
void __init boot_clock_settle(void)
{
	if (boot_clock || boot_clocks_agree() || security_locked_down(LOCKDOWN_TRACEFS))
		return;
	pr_warn("Unstable clock detected, switching default tracing clock to \"global\"\n"
		"If you want to keep using the local clock, then add:\n"
		"  \"trace_clock=local\"\n"
		"on the kernel command line\n");
	instance_set_clock(instance_top(), "global");
}
