/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The base kernel's view of the tracing core: when it starts, what it asks of
 * the core around a task's life, and how a caller's address is named.
 *
 * Hooks on function entry and exit are no part of this kernel yet.  What base
 * code calls of them therefore stands here as inline answers that say so: no
 * address is hooked, no trampoline exists, no return address was exchanged.
 */
#ifndef _LINUX_FTRACE_H
#define _LINUX_FTRACE_H

#include <linux/bitops.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kallsyms.h>
#include <linux/ktime.h>
#include <linux/linkage.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/trace_clock.h>
#include <linux/trace_recursion.h>
#include <linux/types.h>

#include <asm/ftrace.h>

struct ftrace_ops;
struct ftrace_regs;
struct module;

/* The core's own start, its sysctls and what an oops or a warning does to it */
#ifdef CONFIG_TRACING

#define MAX_TRACER_SIZE		100

extern char ftrace_dump_on_oops[];
extern int __disable_trace_on_warning;
extern int tracepoint_printk;

void early_trace_init(void);
void trace_init(void);
void disable_trace_on_warning(void);
int tracepoint_printk_sysctl(const struct ctl_table *table, int write,
			     void *buffer, size_t *lenp, loff_t *ppos);

#else

static inline void early_trace_init(void) { }
static inline void trace_init(void) { }
static inline void disable_trace_on_warning(void) { }

#endif

/* Function entry: nothing is hooked and no module brings entries to hook */
static inline void ftrace_init(void) { }
static inline void ftrace_free_init_mem(void) { }
static inline void ftrace_module_init(struct module *mod) { }
static inline void ftrace_module_enable(struct module *mod) { }
static inline void ftrace_release_mod(struct module *mod) { }
static inline void ftrace_free_mem(struct module *mod, void *start, void *end) { }
static inline void ftrace_kill(void) { }

static inline int __ftrace_enabled_save(void) { return 0; }
static inline void __ftrace_enabled_restore(int enabled) { }

static inline bool is_ftrace_trampoline(unsigned long addr) { return false; }
static inline unsigned long ftrace_location(unsigned long ip) { return 0; }

/* kallsyms asks for names of code that the core itself keeps or makes */
static inline int ftrace_mod_address_lookup(unsigned long addr,
					    unsigned long *size,
					    unsigned long *off, char **modname,
					    const unsigned char **modbuildid,
					    char *sym)
{
	return 0;
}

static inline int ftrace_mod_get_kallsym(unsigned int symnum,
					 unsigned long *value, char *type,
					 char *name, char *module_name,
					 int *exported)
{
	return -1;
}

/* The BPF trampoline patches a function itself when these cannot serve it */
static inline int ftrace_set_filter_ip(struct ftrace_ops *ops,
				       unsigned long ip, int remove, int reset)
{
	return -ENODEV;
}

static inline void ftrace_free_filter(struct ftrace_ops *ops) { }

static inline int modify_ftrace_direct(struct ftrace_ops *ops,
				       unsigned long addr)
{
	return -ENODEV;
}

#define modify_ftrace_direct_nolock	modify_ftrace_direct
#define register_ftrace_direct		modify_ftrace_direct

static inline int unregister_ftrace_direct(struct ftrace_ops *ops,
					   unsigned long addr,
					   bool free_filters)
{
	return -ENODEV;
}

/* Function exit: every task returns where it was called from */
#define __notrace_funcgraph

static inline void ftrace_graph_init_task(struct task_struct *t) { }
static inline void ftrace_graph_exit_task(struct task_struct *t) { }
static inline void ftrace_graph_init_idle_task(struct task_struct *t, int cpu) { }
static inline void pause_graph_tracing(void) { }
static inline void unpause_graph_tracing(void) { }

static inline unsigned long ftrace_graph_ret_addr(struct task_struct *task,
						  int *idx, unsigned long ret,
						  unsigned long *retp)
{
	return ret;
}

/* Return addresses of the calls that led here, 0 where the build has none */
#ifndef ftrace_return_address0
#define ftrace_return_address0		__builtin_return_address(0)
#endif

#ifndef ftrace_return_address
#ifdef CONFIG_FRAME_POINTER
#define ftrace_return_address(n)	__builtin_return_address(n)
#else
#define ftrace_return_address(...)	0UL
#endif
#endif

#define CALLER_ADDR0	((unsigned long)ftrace_return_address0)
#define CALLER_ADDR1	((unsigned long)ftrace_return_address(1))
#define CALLER_ADDR2	((unsigned long)ftrace_return_address(2))
#define CALLER_ADDR3	((unsigned long)ftrace_return_address(3))
#define CALLER_ADDR4	((unsigned long)ftrace_return_address(4))
#define CALLER_ADDR5	((unsigned long)ftrace_return_address(5))
#define CALLER_ADDR6	((unsigned long)ftrace_return_address(6))

/**
 * get_lock_parent_ip() - who asked for the lock or the preempt count
 *
 * Looks up to two frames beyond the caller's, past the locking functions.
 *
 * Context: any.
 * Return: the first of these return addresses outside the lock text, else the
 *	   outermost.
 */
static __always_inline unsigned long get_lock_parent_ip(void)
{
	if (!in_lock_functions(CALLER_ADDR0))
		return CALLER_ADDR0;
	return in_lock_functions(CALLER_ADDR1) ? CALLER_ADDR2 : CALLER_ADDR1;
}

/* Ends of sections with preemption off are told to nobody yet */
#define trace_preempt_on(...)	do { } while (0)
#define trace_preempt_off(...)	do { } while (0)

#endif /* _LINUX_FTRACE_H */
