/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Hooks on function entry and exit, and the base kernel's view of the tracing
 * core: when it starts, what it asks of the core around a task's life, and how a
 * caller's address is named.
 *
 * Without function hooks, what base code calls of them stands here as inline
 * answers that say so: no address is hooked, no trampoline exists, no return
 * address was exchanged.
 */
#ifndef _LINUX_FTRACE_H
#define _LINUX_FTRACE_H

#include <linux/bitops.h>
#include <linux/fs.h>
#include <linux/ftrace_regs.h>
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
struct module;
struct seq_file;

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

/*
 * Function entry: register a struct ftrace_ops, and its function is called
 * whenever one of the functions that its filter names is entered.
 */
#ifdef CONFIG_FUNCTION_TRACER

/* The function that was entered, its caller, the ops as registered, registers */
typedef void (*ftrace_func_t)(unsigned long ip, unsigned long parent_ip,
			      struct ftrace_ops *op, struct ftrace_regs *fregs);

/*
 * Set by users before they register:
 *
 * DYNAMIC: memory that may be freed once unregister_ftrace_function() returns;
 *	set for all that is not the kernel's own static data.
 * SAVE_REGS: ftrace_get_regs() gives all registers.
 * SAVE_REGS_IF_SUPPORTED: the same where the architecture can.
 * RECURSION: the callback may be entered again through what it calls; the core
 *	is to prevent that.
 * IPMODIFY: the callback changes where execution goes on; one such user a
 *	function.
 * RCU: the callback needs RCU watching.
 * PERMANENT: kernel.ftrace_enabled must not switch it off.
 *
 * The others are the core's.
 */
enum {
	FTRACE_OPS_FL_ENABLED			= BIT(0),
	FTRACE_OPS_FL_DYNAMIC			= BIT(1),
	FTRACE_OPS_FL_SAVE_REGS			= BIT(2),
	FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED	= BIT(3),
	FTRACE_OPS_FL_RECURSION			= BIT(4),
	FTRACE_OPS_FL_STUB			= BIT(5),
	FTRACE_OPS_FL_INITIALIZED		= BIT(6),
	FTRACE_OPS_FL_DELETED			= BIT(7),
	FTRACE_OPS_FL_ADDING			= BIT(8),
	FTRACE_OPS_FL_REMOVING			= BIT(9),
	FTRACE_OPS_FL_MODIFYING			= BIT(10),
	FTRACE_OPS_FL_ALLOC_TRAMP		= BIT(11),
	FTRACE_OPS_FL_IPMODIFY			= BIT(12),
	FTRACE_OPS_FL_PID			= BIT(13),
	FTRACE_OPS_FL_RCU			= BIT(14),
	FTRACE_OPS_FL_TRACE_ARRAY		= BIT(15),
	FTRACE_OPS_FL_PERMANENT			= BIT(16),
	FTRACE_OPS_FL_DIRECT			= BIT(17),
	FTRACE_OPS_FL_SUBOP			= BIT(18),
};

/* What the owner of a direct call is asked when a function gets or loses IPMODIFY */
enum ftrace_ops_cmd {
	FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF,
	FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER,
	FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER,
};

typedef int (*ftrace_ops_func_t)(struct ftrace_ops *op, enum ftrace_ops_cmd cmd);

struct ftrace_hash;

/* The functions that an ops is called for; NULL: all, or none but those */
struct ftrace_ops_hash {
	struct ftrace_hash __rcu	*notrace_hash;
	struct ftrace_hash __rcu	*filter_hash;
};

struct ftrace_ops {
	/* Set by the user: */
	ftrace_func_t			func;
	unsigned long			flags;
	void				*private;

	/* Under ftrace_lock; hits read next and func_hash under RCU: */
	struct ftrace_ops __rcu		*next;
	ftrace_func_t			saved_func;
#ifdef CONFIG_DYNAMIC_FTRACE
	struct ftrace_ops_hash		local_hash;
	struct ftrace_ops_hash		*func_hash;
	struct ftrace_ops_hash		old_hash;
	unsigned long			trampoline;
	unsigned long			trampoline_size;
	struct list_head		list;
	ftrace_ops_func_t		ops_func;
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
	unsigned long			direct_call;
#endif
#endif
};

extern int ftrace_enabled;

int register_ftrace_function(struct ftrace_ops *ops);
int unregister_ftrace_function(struct ftrace_ops *ops);
void ftrace_stub(unsigned long ip, unsigned long parent_ip,
		 struct ftrace_ops *op, struct ftrace_regs *fregs);

void ftrace_kill(void);
bool ftrace_is_dead(void);

/* All registers at the function's entry, or NULL if only arguments were saved */
static __always_inline struct pt_regs *ftrace_get_regs(struct ftrace_regs *fregs)
{
	return fregs ? arch_ftrace_get_regs(fregs) : NULL;
}

#define ftrace_regs_query_register_offset(name)	regs_query_register_offset(name)

/* ftrace_enabled as it was, for who must not be traced for a while */
static inline int __ftrace_enabled_save(void)
{
	int saved = ftrace_enabled;

	ftrace_enabled = 0;
	return saved;
}

static inline void __ftrace_enabled_restore(int enabled)
{
	ftrace_enabled = enabled;
}

#else

static inline void ftrace_kill(void) { }
static inline bool ftrace_is_dead(void) { return false; }
static inline int __ftrace_enabled_save(void) { return 0; }
static inline void __ftrace_enabled_restore(int enabled) { }

static inline int register_ftrace_function(struct ftrace_ops *ops) { return 0; }
static inline int unregister_ftrace_function(struct ftrace_ops *ops) { return 0; }

#endif

/* Which addresses can be hooked, and which functions an ops is called for */
#ifdef CONFIG_DYNAMIC_FTRACE

void ftrace_init(void);
void ftrace_free_init_mem(void);
void ftrace_module_init(struct module *mod);
void ftrace_module_enable(struct module *mod);
void ftrace_release_mod(struct module *mod);
void ftrace_free_mem(struct module *mod, void *start, void *end);

unsigned long ftrace_location(unsigned long ip);
unsigned long ftrace_location_range(unsigned long start, unsigned long end);
int ftrace_text_reserved(const void *start, const void *end);

bool is_ftrace_trampoline(unsigned long addr);
struct ftrace_ops *ftrace_ops_trampoline(unsigned long addr);
void ftrace_caller(void);
void ftrace_regs_caller(void);

#define FTRACE_ADDR		((unsigned long)ftrace_caller)
#define FTRACE_REGS_ADDR	((unsigned long)ftrace_regs_caller)

int ftrace_set_filter(struct ftrace_ops *ops, unsigned char *buf, int len, int reset);
int ftrace_set_notrace(struct ftrace_ops *ops, unsigned char *buf, int len, int reset);
int ftrace_set_filter_ip(struct ftrace_ops *ops, unsigned long ip, int remove, int reset);
int ftrace_set_filter_ips(struct ftrace_ops *ops, unsigned long *ips,
			  unsigned int cnt, int remove, int reset);
void ftrace_set_global_filter(unsigned char *buf, int len, int reset);
void ftrace_set_global_notrace(unsigned char *buf, int len, int reset);
void ftrace_ops_set_global_filter(struct ftrace_ops *ops);
void ftrace_free_filter(struct ftrace_ops *ops);

int ftrace_mod_address_lookup(unsigned long addr, unsigned long *size,
			      unsigned long *off, char **modname,
			      const unsigned char **modbuildid, char *sym);
int ftrace_mod_get_kallsym(unsigned int symnum, unsigned long *value,
			   char *type, char *name, char *module_name, int *exported);

#else

static inline void ftrace_init(void) { }
static inline void ftrace_free_init_mem(void) { }
static inline void ftrace_module_init(struct module *mod) { }
static inline void ftrace_module_enable(struct module *mod) { }
static inline void ftrace_release_mod(struct module *mod) { }
static inline void ftrace_free_mem(struct module *mod, void *start, void *end) { }

static inline bool is_ftrace_trampoline(unsigned long addr) { return false; }
static inline unsigned long ftrace_location(unsigned long ip) { return 0; }
static inline unsigned long ftrace_location_range(unsigned long start, unsigned long end)
{
	return 0;
}

static inline int ftrace_text_reserved(const void *start, const void *end)
{
	return 0;
}

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

static inline int ftrace_set_filter_ips(struct ftrace_ops *ops, unsigned long *ips,
					unsigned int cnt, int remove, int reset)
{
	return -ENODEV;
}

static inline int ftrace_set_filter(struct ftrace_ops *ops, unsigned char *buf,
				    int len, int reset)
{
	return -ENODEV;
}

static inline int ftrace_set_notrace(struct ftrace_ops *ops, unsigned char *buf,
				     int len, int reset)
{
	return -ENODEV;
}

static inline void ftrace_ops_set_global_filter(struct ftrace_ops *ops) { }
static inline void ftrace_free_filter(struct ftrace_ops *ops) { }

#endif

/* Code that a function calls itself, without a callback in between */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS

unsigned long ftrace_find_rec_direct(unsigned long ip);
int register_ftrace_direct(struct ftrace_ops *ops, unsigned long addr);
int unregister_ftrace_direct(struct ftrace_ops *ops, unsigned long addr, bool free_filters);
int modify_ftrace_direct(struct ftrace_ops *ops, unsigned long addr);
int modify_ftrace_direct_nolock(struct ftrace_ops *ops, unsigned long addr);
void ftrace_stub_direct_tramp(void);

#else

static inline unsigned long ftrace_find_rec_direct(unsigned long ip) { return 0; }

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

#endif

/* Where the build notes the entries; both are addresses of the five bytes. */
#ifdef CONFIG_FTRACE_MCOUNT_RECORD
#define FTRACE_CALLSITE_SECTION		"__mcount_loc"
#endif

/*
 * Function exit: a traced function returns to return_to_handler(), which finds
 * out where it was called from on the task's shadow stack.
 */
#ifdef CONFIG_FUNCTION_GRAPH_TRACER

/* In records of events, so the layout is fixed */
struct ftrace_graph_ent {
	unsigned long		func;
	int			depth;
} __packed;

struct ftrace_graph_ret {
	unsigned long		func;
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	unsigned long		retval;
#endif
	int			depth;
	unsigned int		overrun;
	unsigned long long	calltime;
	unsigned long long	rettime;
} __packed;

struct fgraph_frame;
struct fgraph_ops;

/* On entry: 0 if the return is not wanted */
typedef int (*trace_func_graph_ent_t)(struct ftrace_graph_ent *trace, struct fgraph_ops *gops,
				      struct ftrace_regs *fregs);
/* On return: the times are the user's to fill in, regs its to change */
typedef void (*trace_func_graph_ret_t)(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
				       struct fgraph_ret_regs *regs);

struct fgraph_ops {
	/* Set by the user; ops has its filter, and its own callback if it has one: */
	trace_func_graph_ent_t	entryfunc;
	trace_func_graph_ret_t	retfunc;
	struct ftrace_ops	ops;
	void			*private;

	/* The core's: */
	int			idx;
};

int register_ftrace_graph(struct fgraph_ops *gops);
void unregister_ftrace_graph(struct fgraph_ops *gops);

/* Room on the shadow stack that lives from a call's entry to its exit */
void *fgraph_reserve_data(int idx, int size_bytes);
void *fgraph_retrieve_data(int idx, int *size_bytes);
void *fgraph_retrieve_parent_data(int idx, int *size_bytes, int depth);
/* A word of each task for a user */
unsigned long *fgraph_get_task_var(struct fgraph_ops *gops);

void return_to_handler(void);
void ftrace_return_to_handler(struct fgraph_ret_regs *regs);

struct fgraph_frame *ftrace_graph_get_ret_stack(struct task_struct *task, int skip);
unsigned long ftrace_graph_top_ret_addr(struct task_struct *task);
unsigned long ftrace_graph_ret_addr(struct task_struct *task, int *idx,
				    unsigned long ret, unsigned long *retp);

void ftrace_graph_init_task(struct task_struct *t);
void ftrace_graph_exit_task(struct task_struct *t);
void ftrace_graph_init_idle_task(struct task_struct *t, int cpu);

void ftrace_graph_stop(void);
bool ftrace_graph_is_dead(void);

static inline void pause_graph_tracing(void)
{
	atomic_inc(&current->tracing_graph_pause);
}

static inline void unpause_graph_tracing(void)
{
	atomic_dec(&current->tracing_graph_pause);
}

/* For functions that must not be followed to their return */
#define __notrace_funcgraph		notrace

#else

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

#endif

/* The stack tracer's sysctl */
#ifdef CONFIG_STACK_TRACER
extern int stack_tracer_enabled;

int stack_trace_sysctl(const struct ctl_table *table, int write,
		       void *buffer, size_t *lenp, loff_t *ppos);
#endif

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
