/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: dispatch - one hit, its consumers
 *
 * What a probe calls: reserve room for a record, commit it.  This layer decides
 * whether anybody wants the hit, writes the record and tells the consumers.  It
 * also holds the writers that are not events: trace_printk() and trace_marker.
 *
 * Everything here that is on a hit's way runs in any context, NMI included,
 * takes no lock, allocates nothing and prints nothing.
 */
#ifndef _TRACE_DISPATCH_H
#define _TRACE_DISPATCH_H

#include <linux/jump_label.h>
#include <linux/trace.h>
#include <linux/trace_events.h>

#include "buffer/buffer.h"
#include "event/event.h"

/*
 * record.c: records that are no TRACE_EVENT.  The caller has preemption off
 * from reserve to commit.
 */
struct rb_slot record_reserve(struct trace_array *tr, unsigned int type, size_t len);
void record_commit(struct rb_slot slot);
void record_fill_header(void *record, unsigned int type);

/* gate.c */
bool gate_passes(const struct trace_event_file *file);

/* perf_record.c: the same hit for perf; data carries TRACE_DATA_PERF */
#ifdef CONFIG_PERF_EVENTS
void *perf_record_reserve(void *data, size_t len);
void perf_record_commit(void *data, void *entry);
void perf_record_hint(void *entry, u64 count, struct task_struct *task);
#else
static inline void *perf_record_reserve(void *data, size_t len)
{
	return NULL;
}

static inline void perf_record_commit(void *data, void *entry) { }
static inline void perf_record_hint(void *entry, u64 count, struct task_struct *task) { }
#endif
int perf_record_buffers_get(void);
void perf_record_buffers_put(void);

/* export.c: more takers of each record; the key is on while there are some */
DECLARE_STATIC_KEY_FALSE(record_sinks);
void record_export(struct rb_slot slot, int kind);

/* tp_printk.c */
int tp_printk_init(void);
void record_to_console(struct trace_event_file *file, void *entry);

/* stack_record.c */
void record_stack(struct trace_array *tr, unsigned int skip);
void record_stack_after(struct trace_array *tr, struct trace_entry head, unsigned long ip);
void record_stack_from(struct trace_array *tr, unsigned long ip);
void record_stacks_after(const struct trace_event_file *file, struct trace_entry head,
			 unsigned long from);

/* printk.c, beside what <linux/kernel.h> and <linux/trace.h> declare */
__printf(2, 0)
int trace_vprintk(unsigned long ip, const char *fmt, va_list args);
__printf(2, 0)
int trace_vbprintk(unsigned long ip, const char *fmt, va_list args);

/* printk_args.c */
int bprint_args_put(u32 *words, unsigned int nr, const struct va_format *vaf);

/* printk_formats.c */
int trace_printk_init(void);
const char *printk_format_at(loff_t pos);

/* snapshot_say.c, beside what <linux/kernel.h> declares */
void tracing_snapshot_cond(struct trace_array *tr, void *cond_data);

/* marker.c */
ssize_t record_marker_write(struct trace_array *tr, const char __user *ubuf, size_t cnt);
ssize_t record_marker_raw_write(struct trace_array *tr, const char __user *ubuf, size_t cnt);

#endif /* _TRACE_DISPATCH_H */
