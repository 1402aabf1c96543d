// SPDX-License-Identifier: GPL-2.0
/*
 * kernel.ftrace_enabled: 0 takes all hooks on function entry off, for now.
 *
 * Process context.
 */
#include <linux/init.h>
#include <linux/sysctl.h>

#include "hook/ops.h"

static bool has_permanent_ops(void)
{
	struct ftrace_ops *op;

	for_each_ftrace_op(op) {
		if (op->flags & FTRACE_OPS_FL_PERMANENT)
			return true;
	}
	return false;
}

static int ftrace_enabled_sysctl(const struct ctl_table *table, int write, void *buffer,
				 size_t *lenp, loff_t *ppos)
{
	struct ctl_table own = *table;
	int value, ret;
	bool changes;

	guard(mutex)(&ftrace_lock);
	if (ftrace_disabled)
		return -ENODEV;
	value = ftrace_enabled;
	own.data = &value;
	ret = proc_dointvec(&own, write, buffer, lenp, ppos);
	if (ret || !write)
		return ret;
	if (!value && has_permanent_ops())
		return -EBUSY;
	changes = !value != !ftrace_enabled;
	ftrace_enabled = value;
	if (!changes)
		return 0;
	ops_touch_all();
	return ftrace_arm();
}

static struct ctl_table ftrace_sysctls[] = {
	{
		.procname	= "ftrace_enabled",
		.data		= &ftrace_enabled,
		.maxlen		= sizeof(int),
		.mode		= 0644,
		.proc_handler	= ftrace_enabled_sysctl,
	},
};

/**
 * ftrace_sysctl_init - have kernel.ftrace_enabled
 *
 * Context: boot.
 * Return: 0, or -ENOMEM.
 */
int __init ftrace_sysctl_init(void)
{
	return register_sysctl("kernel", ftrace_sysctls) ? 0 : -ENOMEM;
}
