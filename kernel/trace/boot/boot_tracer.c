// SPDX-License-Identifier: GPL-2.0
/*
 * ftrace=: the tracer that the top instance has from the beginning.
 *
 * Boot.  The text is a piece of the command line, which stays.  A tracer that has
 * to do with tasks starts when there are some.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "boot/boot.h"
#include "instance/instance.h"
#include "tracer/tracer.h"

static char *boot_tracer __initdata;

static int __init set_boot_tracer(char *str)
{
	boot_tracer = str;
	instance_expand_from_start();
	return 1;
}
__setup("ftrace=", set_boot_tracer);

/**
 * boot_tracer_start - start the tracer that was asked for
 * @last: there will not be another try
 *
 * Context: Boot, with tracers known.
 */
void __init boot_tracer_start(bool last)
{
	int ret;

	if (!boot_tracer)
		return;
	ret = tracer_set(instance_top(), boot_tracer);
	if (!ret) {
		pr_info("Starting tracer '%s'\n", boot_tracer);
		boot_tracer = NULL;
		/* Among them may be some of the tracer's. */
		boot_options_apply();
	} else if (last) {
		pr_info("ftrace bootup tracer '%s' not registered.\n", boot_tracer);
	}
}
