/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of fgraph, and fprobe.c, share: the table of users, data with a
 * tag, and where further pieces of a shadow stack come from.
 */
#ifndef _TRACE_HOOK_FGRAPH_H
#define _TRACE_HOOK_FGRAPH_H

#include "hook/hook.h"
#include "hook/hook_inline.h"

/* Most words that one user gets for one call */
#define FGRAPH_DATA_MAX		16

/* Words behind a frame that a user asked for. */
struct fgraph_data {
	u8		idx;
	u8		words;
	u16		spare;
	u32		tag;		/* the user's own */
	unsigned long	data[];
};

struct fgraph_user {
	fgraph_return_t		returned;
	struct fgraph_ops	*gops;
	u32			since;		/* told of frames of this epoch and later */
};

extern struct fgraph_user fgraph_users[FGRAPH_USERS_MAX];

#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
static __always_inline void fgraph_set_retval(struct ftrace_graph_ret *trace,
					      struct fgraph_ret_regs *regs)
{
	trace->retval = regs->ax;
}
#else
static __always_inline void fgraph_set_retval(struct ftrace_graph_ret *trace,
					      struct fgraph_ret_regs *regs)
{
}
#endif

/* fgraph.c */
bool fgraph_has_deep(struct fgraph_stack *stack);
void ftrace_graph_func(unsigned long ip, unsigned long parent_ip,
		       struct ftrace_ops *op, struct ftrace_regs *fregs);
void fgraph_tell_retfunc(struct fgraph_frame *frame, struct fgraph_ops *gops,
			 struct fgraph_ret_regs *regs);

/* fgraph_data.c */
struct fgraph_data *fgraph_data_reserve(int idx, unsigned int words);
struct fgraph_data *fgraph_data_next(struct fgraph_stack *stack, unsigned int place,
				     struct fgraph_data *data);

/* fgraph_users.c */
int fgraph_attach(struct fgraph_ops *gops, fgraph_return_t returned);
void fgraph_detach(struct fgraph_ops *gops);

/* fgraph_task.c */
int fgraph_tasks_begin(void);
void fgraph_tasks_end(void);
void fgraph_tasks_clear_var(unsigned int idx);
unsigned long *fgraph_spare_take(void);
void fgraph_spare_give(unsigned long *deep);

#endif /* _TRACE_HOOK_FGRAPH_H */
