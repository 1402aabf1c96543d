/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TRACEPOINT_BATCH_H
#define _LINUX_TRACEPOINT_BATCH_H

/*
 * Who registers probes at many tracepoints puts a batch around it, and the
 * text of the kernel is changed once instead of once a tracepoint:
 *
 *	struct tracepoint_batch batch;
 *
 *	tracepoint_batch_begin(&batch);
 *	...				tracepoint_probe_register() as ever
 *	tracepoint_batch_end(&batch);
 */

#include <linux/types.h>

struct task_struct;

struct tracepoint_batch {
	struct list_head	list;
	struct task_struct	*task;	/* whose registrations wait for the end */
};

void tracepoint_batch_begin(struct tracepoint_batch *batch);
void tracepoint_batch_end(struct tracepoint_batch *batch);

#endif /* _LINUX_TRACEPOINT_BATCH_H */
