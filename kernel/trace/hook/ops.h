/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files about ops and their filters share.
 */
#ifndef _TRACE_HOOK_OPS_H
#define _TRACE_HOOK_OPS_H

#include <linux/cleanup.h>
#include <linux/rcupdate.h>

#include "hook/hook.h"

/* Ops that are registered: changed under ftrace_lock, read by hits. */
extern struct ftrace_ops __rcu *ftrace_ops_list;

/* Under ftrace_lock. */
#define ops_deref(p)	rcu_dereference_protected(p, lockdep_is_held(&ftrace_lock))

#define for_each_ftrace_op(op)								\
	for ((op) = ops_deref(ftrace_ops_list); (op); (op) = ops_deref((op)->next))

/* Which functions an ops is called for: of @filter, or all if NULL, but those of @except. */
struct ops_filter {
	struct ftrace_hash	*filter;
	struct ftrace_hash	*except;
};

static inline bool ops_filter_wants(const struct ops_filter *set, unsigned long ip)
{
	if (set->filter && !ftrace_hash_has(set->filter, ip))
		return false;
	return !set->except || !ftrace_hash_has(set->except, ip);
}

static inline struct ops_filter ops_filter_of(const struct ftrace_ops_hash *owner)
{
	return (struct ops_filter){
		.filter		= ops_deref(owner->filter_hash),
		.except	= ops_deref(owner->notrace_hash),
	};
}

/* The same question by a hit, and by who holds ftrace_lock. */
static __always_inline bool ops_wants(const struct ftrace_ops *op, unsigned long ip)
{
	const struct ftrace_ops_hash *owner = op->func_hash;
	const struct ftrace_hash *hash;

	hash = rcu_dereference_raw(owner->filter_hash);
	if (hash && !ftrace_hash_has(hash, ip))
		return false;
	hash = rcu_dereference_raw(owner->notrace_hash);
	return !hash || !ftrace_hash_has(hash, ip);
}

/* A site and an ops that comes to call it, or ceases to; != 0 ends the visits. */
typedef int (*site_change_fn)(struct ftrace_ops *op, struct site_ref ref, bool wanted);

/* ops.c */
extern struct ops_filter ops_filter_none;
int ops_add(struct ftrace_ops *op);
int ops_remove(struct ftrace_ops *op);
void ops_remove_wait(struct ftrace_ops *op);
ftrace_func_t ops_callee(const struct ftrace_ops *op);
void arch_ftrace_ops_list_func(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			       struct ftrace_regs *fregs);

/* ops_sites.c */
int ops_filter_diff(struct ftrace_ops *op, const struct ops_filter *old,
		    const struct ops_filter *new, site_change_fn change);
int ops_site_count(struct ftrace_ops *op, struct site_ref ref, bool wanted);
int ops_filter_publish(struct ftrace_ops_hash *owner, const struct ops_filter *new);
int ops_retarget(struct ftrace_ops *op);
void ops_touch_all(void);
struct ftrace_ops *ops_only_user(unsigned long ip);
void ops_only_user_forget(void);

/* filter_set.c */
void ops_init(struct ftrace_ops *op);
int ops_filter_replace(struct ftrace_ops *op, bool except, struct ftrace_hash *hash);
int ftrace_hash_edit(struct ftrace_hash **hash, const char *func, const char *module);

DEFINE_FREE(ftrace_hash, struct ftrace_hash *, ftrace_hash_free(_T))

/* filter_pending.c: words of filters for modules that are not there yet */
struct filter_pending {
	struct list_head	list;
	struct ftrace_ops_hash	*owner;
	bool			except;
	char			*func;		/* "" for all of the module's */
	char			*module;
};

extern struct list_head filters_pending;	/* the newest first, under ftrace_lock */

int filter_pending_add(struct ftrace_ops *op, bool except, const char *func, const char *module);
int filter_pending_remove(struct ftrace_ops *op, bool except, const char *func,
			  const char *module);
bool filter_pending_any(const struct ftrace_ops *op, bool except);
void filter_pending_clear(struct ftrace_ops *op, bool except);
void filter_pending_apply(struct module *mod);

/* filter_match.c */
struct match_words {
	const char	*func;		/* without ! */
	const char	*module;	/* may begin with !; NULL: of any or none */
};

int ftrace_match(const struct match_words *words, int (*fn)(unsigned long ip, void *data),
		 void *data);

/* ipmodify.c */
int ipmodify_check(struct ftrace_ops *op, const struct ops_filter *old,
		   const struct ops_filter *new);
int ipmodify_register(struct ftrace_ops *op);
int ipmodify_unregister(struct ftrace_ops *op);

/* direct.c: taken before ftrace_lock */
extern struct mutex direct_mutex;

#endif /* _TRACE_HOOK_OPS_H */
