/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fprobe: callbacks at the entry of functions, at their return, or both, with
 * data that one hands to the other.  Documentation/trace/fprobe.rst
 */
#ifndef _LINUX_FPROBE_H
#define _LINUX_FPROBE_H

#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/list.h>
#include <linux/rethook.h>
#include <linux/types.h>

struct fprobe;

/* A return is only reported of calls whose entry_handler answered 0. */
typedef int (*fprobe_entry_cb)(struct fprobe *fp, unsigned long entry_ip,
			       unsigned long ret_ip, struct pt_regs *regs,
			       void *entry_data);
typedef void (*fprobe_exit_cb)(struct fprobe *fp, unsigned long entry_ip,
			       unsigned long ret_ip, struct pt_regs *regs,
			       void *entry_data);

/**
 * struct fprobe - callbacks, and the functions they are for
 * @ops: the functions that have it, once it is registered
 * @nmissed: calls that were not reported as they should
 * @flags: FPROBE_FL_*
 * @entry_data_size: bytes that entry_handler and exit_handler share for a call
 * @nr_maxactive: calls of one task that may be under way at a time, 0: any number
 * @entry_handler: called at a function's entry, may be NULL
 * @exit_handler: called at its return, may be NULL
 * @id: the core's: what calls on shadow stacks name it by
 * @node: the core's: where it is found by @id
 */
struct fprobe {
#ifdef CONFIG_FUNCTION_TRACER
	struct ftrace_ops	ops;
#endif
	unsigned long		nmissed;
	unsigned int		flags;
	size_t			entry_data_size;
	int			nr_maxactive;

	fprobe_entry_cb		entry_handler;
	fprobe_exit_cb		exit_handler;

	u32			id;
	struct hlist_node	node;
};

/* Not called for the time being */
#define FPROBE_FL_DISABLED	1

/* The callbacks are a kprobe's, too, and must not run inside themselves. */
#define FPROBE_FL_KPROBE_SHARED	2

static inline bool fprobe_disabled(struct fprobe *fp)
{
	return fp && (READ_ONCE(fp->flags) & FPROBE_FL_DISABLED);
}

static inline bool fprobe_shared_with_kprobes(struct fprobe *fp)
{
	return fp && (fp->flags & FPROBE_FL_KPROBE_SHARED);
}

static inline void disable_fprobe(struct fprobe *fp)
{
	if (fp)
		WRITE_ONCE(fp->flags, fp->flags | FPROBE_FL_DISABLED);
}

static inline void enable_fprobe(struct fprobe *fp)
{
	if (fp)
		WRITE_ONCE(fp->flags, fp->flags & ~FPROBE_FL_DISABLED);
}

#ifdef CONFIG_FPROBE

int register_fprobe(struct fprobe *fp, const char *filter, const char *notfilter);
int register_fprobe_ips(struct fprobe *fp, unsigned long *addrs, int num);
int register_fprobe_syms(struct fprobe *fp, const char **syms, int num);
int unregister_fprobe(struct fprobe *fp);
bool fprobe_is_registered(struct fprobe *fp);

#else

#define register_fprobe(fp, filter, notfilter)	((void)(fp), -EOPNOTSUPP)
#define register_fprobe_ips(fp, addrs, num)	((void)(fp), -EOPNOTSUPP)
#define register_fprobe_syms(fp, syms, num)	((void)(fp), -EOPNOTSUPP)
#define unregister_fprobe(fp)			((void)(fp), -EOPNOTSUPP)
#define fprobe_is_registered(fp)		((void)(fp), false)

#endif

#endif /* _LINUX_FPROBE_H */
