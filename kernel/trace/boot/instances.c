// SPDX-License-Identifier: GPL-2.0
/*
 * trace_instance=: instances that are there before the first task.
 *
 *	trace_instance=NAME[^FLAG...][,EVENT...]
 *
 * Boot.  Their files come with those of all others, when tracefs can be asked.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "boot/boot.h"
#include "instance/instance.h"

#define MAX_INSTANCES	16

/* One parameter: pieces of the command line, which stays. */
struct boot_instance {
	char	*name;
	char	*flags;		/* behind the first ^, or NULL */
	char	*events;	/* behind the first comma, or NULL */
};

static struct boot_instance list[MAX_INSTANCES] __initdata;
static unsigned int nr __initdata;

/* Cut @text in two at a character; the second part, or NULL. */
static char * __init cut(char *text, char at)
{
	char *rest = strchr(text, at);

	if (rest)
		*rest++ = '\0';
	return rest;
}

static int __init set_boot_instance(char *str)
{
	struct boot_instance *boot = &list[nr];

	if (nr == MAX_INSTANCES) {
		pr_warn("tracing: too many instances, no %s\n", str);
		return 1;
	}
	boot->name = str;
	boot->events = cut(str, ',');
	if (cut(str, '@'))
		pr_warn("tracing: instance %s: a buffer in reserved memory is not supported\n",
			str);
	boot->flags = cut(str, '^');
	instance_expand_from_start();
	nr++;
	return 1;
}
__setup("trace_instance=", set_boot_instance);

static void __init flag_apply(struct trace_array *tr, const char *flag)
{
	static const char *const printk_flags[] = { "traceprintk", "printk", "trace_printk" };

	if (!strcmp(flag, "traceoff"))
		instance_set_on(tr, false);
	else if (match_string(printk_flags, ARRAY_SIZE(printk_flags), flag) >= 0)
		instance_set_option(tr, OPT_TRACE_PRINTK_DEST, true);
	else
		pr_info("Tracing: Invalid instance flag '%s' for %s\n", flag, tr->name);
}

static void __init boot_instance_make(struct boot_instance *boot)
{
	struct trace_array *tr = instance_create(boot->name);
	char *flag;

	if (IS_ERR(tr)) {
		pr_warn("Tracing: Failed to create instance %s (%pe)\n", boot->name, tr);
		return;
	}
	while ((flag = strsep(&boot->flags, "^")))
		flag_apply(tr, flag);
	boot_events_enable_list(tr, boot->events, false);
	instance_put(tr);
}

/**
 * boot_instances_make - make the instances that were asked for
 *
 * Context: Boot, with events known.
 */
void __init boot_instances_make(void)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		boot_instance_make(&list[i]);
}

/**
 * boot_instances_enable_again - as boot_events_enable_again()
 *
 * Context: Boot, in the task that becomes init.
 */
void __init boot_instances_enable_again(void)
{
	struct trace_array *tr;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		tr = instance_find_get(list[i].name);
		if (!tr)
			continue;
		boot_events_enable_list(tr, list[i].events, true);
		instance_put(tr);
	}
}
