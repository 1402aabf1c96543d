/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of function commands share; private to this folder.
 */
#ifndef _TRACE_FUNC_COMMAND_H
#define _TRACE_FUNC_COMMAND_H

#include <linux/atomic.h>
#include <linux/ftrace.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/trace_events.h>

#include "trigger/trigger.h"

/* A count that no hit takes from. */
#define FUNC_COUNT_ALWAYS	(-1L)

/* What becomes of the number behind a command. */
enum func_count_kind {
	FUNC_COUNT_WORD,	/* that many times, or always without one */
	FUNC_COUNT_ONCE,	/* ignored: once */
	FUNC_COUNT_NONE,	/* ignored: always */
};

struct func_command;

/* What a command does; constant. */
struct func_action {
	const char		*name;
	enum func_count_kind	count_kind;
	bool			on;		/* which way it switches */
	bool			wants_event;
	bool			wants_snapshot;

	/* Whether there is anything to do; those that have it count what they did. */
	bool			(*is_due)(const struct func_command *command);
	void			(*run)(const struct func_command *command, unsigned long ip);
};

/* A function of a command. */
struct func_site {
	unsigned long		ip;
	atomic_long_t		count;		/* times that are left */
	struct rcu_head		rcu;
};

/* All functions of a command, ascending; replaced as a whole. */
struct func_sites {
	struct rcu_head		rcu;
	unsigned int		nr;
	struct func_site	*sites[] __counted_by(nr);
};

/* An action in an instance, for all functions that have it. */
struct func_command {
	/* Set once, before it is in the list: */
	struct trace_array	*tr;
	const struct func_action *action;
	bool			is_counted;
	struct trace_event_call	*call;		/* of actions that want one; its module is held */
	struct trace_event_file	*file;

	/* Protected by func_command_mutex; sites is read by hits under RCU, too: */
	struct list_head	list;
	struct func_sites __rcu	*sites;
	struct ftrace_ops	ops;
};

/* All commands of all instances, the newest first. */
extern struct list_head func_commands;

/* func_action.c */
const struct func_action *func_action_find(const char *name);
void func_command_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
		      struct ftrace_regs *fregs);

/* func_sites.c: all under func_command_mutex */
unsigned int func_sites_find(const struct func_sites *sites, unsigned long ip);
int func_sites_add(struct func_command *command, unsigned long *ips, unsigned int nr, long count);
int func_sites_remove(struct func_command *command, unsigned long *ips, unsigned int nr);
void func_sites_free(struct func_command *command);

/* The functions of a command; under func_command_mutex. */
static inline struct func_sites *func_command_sites(const struct func_command *command)
{
	return rcu_dereference_protected(command->sites, lockdep_is_held(&func_command_mutex));
}

#endif /* _TRACE_FUNC_COMMAND_H */
