// SPDX-License-Identifier: GPL-2.0
/*
 * What enabled_functions and touched_functions say of a site behind its name.
 *
 * Called by tracefs for each line, in process context under ftrace_lock.
 */
#include <linux/seq_file.h>

#include "hook/ops.h"

/* The only user: its trampoline, its function, what the trampoline calls. */
static void show_only_user(struct seq_file *m, const struct ftrace_ops *op)
{
	if (op->flags & FTRACE_OPS_FL_DIRECT) {
		seq_printf(m, "\ttramp: %pS (%pS)", (void *)FTRACE_REGS_ADDR, op->func);
		return;
	}
	seq_printf(m, "\ttramp: 0x%lx (%pS) ->%pS", op->trampoline, op->func, ops_callee(op));
}

/**
 * ftrace_site_show - print who uses a site
 * @m: where to
 * @ref: the site
 *
 * Context: Process context, under ftrace_lock.
 */
void ftrace_site_show(struct seq_file *m, struct site_ref ref)
{
	u32 state = site_state(ref);
	struct ftrace_ops *op = NULL;

	lockdep_assert_held(&ftrace_lock);
	/* Between D and M is a letter of other architectures. */
	seq_printf(m, " (%u)%s%s%s  %s", site_users(ref),
		   state & SITE_REGS ? " R" : "  ",
		   state & SITE_IPMODIFY ? " I" : "  ",
		   state & SITE_DIRECT ? " D" : "  ",
		   state & SITE_MODIFIED ? " M " : "   ");
	if (site_users(ref) == 1)
		op = ops_only_user(site_ip(ref));
	if (op && (op->trampoline || op->flags & FTRACE_OPS_FL_DIRECT))
		show_only_user(m, op);
	else
		seq_printf(m, " ->%pS", arch_ftrace_ops_list_func);
	if (state & SITE_DIRECT)
		seq_printf(m, "\n\tdirect-->%pS", (void *)ftrace_find_rec_direct(site_ip(ref)));
}
