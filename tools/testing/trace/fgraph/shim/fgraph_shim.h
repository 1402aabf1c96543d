/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of fgraph take from the kernel: one task, whose interrupts are
 * signals, and addresses that fit into 31 bits (the program is no PIE).
 */
#ifndef _FGRAPH_SHIM_H
#define _FGRAPH_SHIM_H

#include <assert.h>

#include "shim.h"

#define CONFIG_FUNCTION_GRAPH_TRACER	1
#define CONFIG_FUNCTION_GRAPH_RETVAL	1

#define THREAD_SIZE	16384UL

struct task_struct {
	unsigned long	*ret_stack;
	atomic_t	trace_overrun;
	atomic_t	tracing_graph_pause;
};

extern struct task_struct shim_task;
extern unsigned long shim_task_stack[];
extern bool shim_interrupted;

#undef current
#define current				(&shim_task)
#define task_stack_page(task)		((void *)shim_task_stack)
#define in_task()			(!shim_interrupted)
#define irqs_disabled()			shim_interrupted
#define BUILD_BUG_ON(cond)		_Static_assert(!(cond), #cond)
#define __read_mostly
#define __ffs(x)			((unsigned int)__builtin_ctzl(x))
#define cmpxchg(p, old, new)		__sync_val_compare_and_swap(p, old, new)
#define panic(text)			abort()

/* ftrace.h */
struct ftrace_regs;
struct ftrace_ops;
struct fgraph_ops;
struct fgraph_frame;

struct fgraph_ret_regs {
	unsigned long	ax;
	unsigned long	dx;
	unsigned long	bp;
	unsigned long	slot;
};

struct ftrace_graph_ent {
	unsigned long	func;
	int		depth;
};

struct ftrace_graph_ret {
	unsigned long	func;
	unsigned long	retval;
	int		depth;
	unsigned int	overrun;
};

typedef void (*ftrace_func_t)(unsigned long ip, unsigned long parent_ip,
			      struct ftrace_ops *op, struct ftrace_regs *fregs);
typedef int (*trace_func_graph_ent_t)(struct ftrace_graph_ent *trace, struct fgraph_ops *gops,
				      struct ftrace_regs *fregs);
typedef void (*trace_func_graph_ret_t)(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
				       struct fgraph_ret_regs *regs);
typedef void (*fgraph_return_t)(struct fgraph_frame *frame, struct fgraph_ops *gops,
				struct fgraph_ret_regs *regs);

struct ftrace_ops {
	ftrace_func_t	func;
};

struct fgraph_ops {
	trace_func_graph_ent_t	entryfunc;
	trace_func_graph_ret_t	retfunc;
	struct ftrace_ops	ops;
	int			idx;
};

/* Only the address of the slot is asked of these registers. */
#define ftrace_regs_get_stack_pointer(fregs)	((unsigned long)(fregs))
#define ftrace_test_recursion_trylock(ip, parent)	0
#define ftrace_test_recursion_unlock(bit)	((void)(bit))

void return_to_handler(void);
void ftrace_graph_stop(void);
void ftrace_return_to_handler(struct fgraph_ret_regs *regs);
void *fgraph_reserve_data(int idx, int size_bytes);
void *fgraph_retrieve_data(int idx, int *size_bytes);
unsigned long ftrace_graph_top_ret_addr(struct task_struct *task);
unsigned long ftrace_graph_ret_addr(struct task_struct *task, int *idx,
				    unsigned long ret, unsigned long *retp);

#endif /* _FGRAPH_SHIM_H */
