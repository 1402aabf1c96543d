// SPDX-License-Identifier: GPL-2.0
/*
 * Fault injection: debugfs/fail_ftrace_patch makes a look at a site fail before
 * its text is changed, as if something else had been found there.
 *
 * Called for each site of a change, in process context.
 */
#include <linux/fault-inject.h>
#include <linux/init.h>

#include "hook/hook.h"

static DECLARE_FAULT_ATTR(fail_ftrace_patch);

/**
 * patch_should_fail - was a failure ordered here
 *
 * Context: Process context, under ftrace_lock.
 * Return: true if so.
 */
bool patch_should_fail(void)
{
	return should_fail(&fail_ftrace_patch, 1);
}

static int __init patch_fault_init(void)
{
	return PTR_ERR_OR_ZERO(fault_create_debugfs_attr("fail_ftrace_patch", NULL,
							 &fail_ftrace_patch));
}
late_initcall(patch_fault_init);
