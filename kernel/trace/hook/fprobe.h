/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What fprobe.c (hits) and fprobe_register.c (control) share: the one user of
 * fgraph that stands for all fprobes, and fprobes by the ids that frames have.
 */
#ifndef _TRACE_HOOK_FPROBE_H
#define _TRACE_HOOK_FPROBE_H

#include <linux/fprobe.h>
#include <linux/rculist.h>

#include "hook/fgraph.h"

#define FPROBE_ID_BUCKETS	64

extern struct fgraph_ops fprobe_fgraph;
extern struct hlist_head fprobe_ids[FPROBE_ID_BUCKETS];

static inline struct hlist_head *fprobe_bucket(u32 id)
{
	return &fprobe_ids[id % FPROBE_ID_BUCKETS];
}

/* fprobe.c */
void fprobe_hit(unsigned long ip, unsigned long parent_ip,
		struct ftrace_ops *op, struct ftrace_regs *fregs);
void fprobe_return(struct fgraph_frame *frame, struct fgraph_ops *gops,
		   struct fgraph_ret_regs *regs);
struct fprobe *fprobe_find(u32 id);

#endif /* _TRACE_HOOK_FPROBE_H */
