/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The hook layer: "when this place is hit, call me."
 *
 * A site is a function entry that can be hooked.  An ops is a user with a filter;
 * how many users a site has, and what they ask for, is counted in the site's
 * state.  What a site calls is never stored: it is computed from the state and
 * the list of ops, and read from the text.
 *
 * Control paths only, but for what says otherwise.  ftrace_lock covers the sites'
 * states, the list of ops and the publication of their filters.  It is taken
 * after event_mutex and trace_types_lock, before text_mutex.
 */
#ifndef _TRACE_HOOK_H
#define _TRACE_HOOK_H

#include <linux/ftrace.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/types.h>

#include "hook/filter_hash.h"

extern struct mutex ftrace_lock;

/* Set once text could not be patched: nothing is patched any more. */
extern bool ftrace_disabled;

/* State of a site: the number of its users, and: */
#define SITE_USERS	GENMASK(19, 0)
#define SITE_REGS	BIT(20)		/* a user wants all registers */
#define SITE_IPMODIFY	BIT(21)		/* a user may change where execution goes on */
#define SITE_DIRECT	BIT(22)		/* a user has a direct call */
#define SITE_ARMED	BIT(23)		/* the text is a call */
#define SITE_STALE	BIT(24)		/* site_touch() was called, ftrace_arm() not yet */
#define SITE_TOUCHED	BIT(25)		/* was armed once */
#define SITE_MODIFIED	BIT(26)		/* had IPMODIFY or a direct call once */

/* One function entry that can be hooked. */
struct ftrace_site {
	u32	offset;		/* of the five bytes, from the base of its group */
	u32	state;
};

/*
 * Sites whose text comes and goes together, in ascending order.  The kernel has
 * two groups, and each module: what stays, and what is freed after init.
 */
struct site_group {
	/* Set once, before the group is in the list: */
	struct module		*mod;		/* NULL: the kernel */
	unsigned long		base;
	unsigned int		count;
	bool			init;

	/* Protected by ftrace_lock; the list is read under RCU, too: */
	struct list_head	list;
	bool			ready;		/* its text may be patched */

	struct rcu_head		rcu;
	struct ftrace_site	sites[] __counted_by(count);
};

/* The groups, ascending by base. */
extern struct list_head site_groups;

/* Changes whenever a group comes or goes: for readers that go on later. */
extern unsigned long site_generation;

/* A site; valid as long as ftrace_lock is held, or RCU for its text and address. */
struct site_ref {
	struct site_group	*group;
	unsigned int		index;
};

static __always_inline struct ftrace_site *site_of(struct site_ref ref)
{
	return &ref.group->sites[ref.index];
}

static __always_inline unsigned long site_ip(struct site_ref ref)
{
	return ref.group->base + site_of(ref)->offset;
}

static __always_inline u32 site_state(struct site_ref ref)
{
	return site_of(ref)->state;
}

static __always_inline unsigned int site_users(struct site_ref ref)
{
	return site_state(ref) & SITE_USERS;
}

/* All sites of a group, and all there are; under ftrace_lock. */
#define for_each_site_in(group_, ref)						\
	for ((ref) = (struct site_ref){ (group_), 0 };				\
	     (ref).index < (ref).group->count; (ref).index++)

#define for_each_ftrace_site(group_, ref)					\
	list_for_each_entry(group_, &site_groups, list)				\
		for_each_site_in(group_, ref)

struct site_totals {
	unsigned long	sites;
	unsigned long	pages;
	unsigned long	groups;
};

#ifdef CONFIG_DYNAMIC_FTRACE

/* The build's list of addresses, gone after boot */
extern unsigned long __start_mcount_loc[];
extern unsigned long __stop_mcount_loc[];

/* sites.c */
bool ftrace_site_find(unsigned long ip, struct site_ref *ref);
bool ftrace_site_at(unsigned long addr, struct site_ref *ref);
void site_ips_sort(unsigned long *ips, unsigned int count);
struct site_group *site_group_add(struct module *mod, const unsigned long *ips,
				  unsigned int count, bool init);
void site_group_remove(struct site_group *group);
void site_totals(struct site_totals *totals);

/* site_names.c: freed init functions and trampolines for kallsyms */
void site_names_keep(struct site_group *group);
void site_names_forget(struct module *mod);

/* patch.c */
void site_touch(struct site_ref ref);
int ftrace_arm(void);
unsigned long site_target(struct site_ref ref);
void ftrace_bug(int failed, struct site_ref ref);

/* patch_fault.c */
#ifdef CONFIG_FAULT_INJECTION_DEBUG_FS
bool patch_should_fail(void);
#else
static inline bool patch_should_fail(void) { return false; }
#endif

/* trampoline.c: code of its own for the only user of a site */
#define FTRACE_TRAMPOLINE_MOD	"__builtin__ftrace"
#define FTRACE_TRAMPOLINE_SYM	"ftrace_trampoline"

int ftrace_trampoline_make(struct ftrace_ops *ops, ftrace_func_t func);
void ftrace_trampoline_free(struct ftrace_ops *ops);
bool trampoline_at(unsigned long addr, unsigned long *size, unsigned long *offset);
bool trampoline_nth(unsigned int n, unsigned long *start);
unsigned int trampoline_count(void);

/*
 * ops.c
 *
 * ops_site_target() - what a site is to call by its state: 0 nothing, the
 * trampoline of its only user, FTRACE_ADDR, FTRACE_REGS_ADDR or a direct call.
 * ops_sites_added() - count users of a module's sites that came, and touch those
 * that have any.  ops_sites_going() - the sites go; no filter may name them.
 * ops_any_registered() - is there an ops at all.
 */
unsigned long ops_site_target(struct site_ref ref);
void ops_sites_added(struct site_group *group);
void ops_sites_going(struct site_group *group);
bool ops_any_registered(void);

/* The ops of the top instance; who says ftrace_ops_set_global_filter() has its filter */
extern struct ftrace_ops global_ops;

/* ops_show.c */
void ftrace_site_show(struct seq_file *m, struct site_ref ref);

/* ops_sysctl.c */
int ftrace_sysctl_init(void);

/*
 * filter_match.c
 *
 * ftrace_match_sites() - call @fn for each function that a word names, which is
 * a name, a glob or a number, without a ! in front.
 */
int ftrace_match_sites(const char *word, int (*fn)(unsigned long ip, void *data), void *data);

/* filter_edit.c: set_ftrace_filter and set_ftrace_notrace, a word at a time */
struct ftrace_filter_edit;
struct ftrace_filter_edit *ftrace_filter_begin(struct ftrace_ops *ops, bool except, bool empty);
int ftrace_filter_edit_text(struct ftrace_filter_edit *edit, char *word);
int ftrace_filter_commit(struct ftrace_filter_edit *edit);

/*
 * filter_list.c: what such a file shows, a line each, first functions, then what
 * waits for modules, or that there is no set; as it was when the list was made.
 */
struct ftrace_filter_list;
struct ftrace_filter_list *ftrace_filter_list_make(struct ftrace_ops *ops, bool except);
void ftrace_filter_list_free(struct ftrace_filter_list *list);
unsigned int ftrace_filter_list_lines(const struct ftrace_filter_list *list);
void ftrace_filter_list_show(const struct ftrace_filter_list *list, unsigned int line,
			     struct seq_file *m);

#else

static inline int ftrace_sysctl_init(void) { return 0; }

#endif /* CONFIG_DYNAMIC_FTRACE */

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

struct fgraph_frame;

/*
 * fgraph_users.c: for users whose ops.func is their own, with the inline functions of
 * hook_inline.h; @returned is called on return, without a guard against recursion.
 */
typedef void (*fgraph_return_t)(struct fgraph_frame *frame, struct fgraph_ops *gops,
				struct fgraph_ret_regs *regs);
int fgraph_register(struct fgraph_ops *gops, fgraph_return_t returned);

/* fgraph_sleep.c; fgraph_task_slept() of hook_inline.h reads what it measures */
int fgraph_sleep_get(void);
void fgraph_sleep_put(void);

#endif

#endif /* _TRACE_HOOK_H */
