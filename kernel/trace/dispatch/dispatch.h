/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: dispatch - one hit, its consumers
 *
 * What a probe calls: reserve room for a record, commit it.  This layer decides
 * whether anybody wants the hit (gate.c), writes the record (record.c) and
 * tells the other consumers.  It also holds the writers that are not events:
 * trace_printk() and trace_marker.
 *
 * Everything here that is on a hit's way runs in any context, NMI included,
 * takes no lock, allocates nothing and prints nothing.
 */
#ifndef _TRACE_DISPATCH_H
#define _TRACE_DISPATCH_H

#include <linux/trace_events.h>

#include "buffer/buffer.h"
#include "event/event.h"

/* context.c: where the CPU is, as the record's header says it */
unsigned int record_context(void);

/*
 * record.c: records that are no TRACE_EVENT.  The caller has preemption off
 * from reserve to commit.
 */
struct rb_slot record_reserve(struct trace_array *tr, unsigned int type, size_t len);
void record_commit(struct rb_slot slot);

/* trace_printk.c */
int trace_printk_init(void);
ssize_t record_marker_write(struct trace_array *tr, const char __user *ubuf, size_t cnt);
bool printk_format_at(loff_t pos, const char **fmt, unsigned long *addr);

#endif /* _TRACE_DISPATCH_H */
