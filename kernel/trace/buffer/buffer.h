/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: buffer - bytes in, bytes out, per CPU, from any context
 *
 * This layer moves opaque records from whoever runs on a CPU, NMIs included,
 * to readers on any CPU.  It knows nothing of events.  Readers and control
 * paths use <linux/ring_buffer.h>; this header adds the slot calls, which are
 * what a hit costs.
 *
 * A writer asks for a slot, fills it and ends it by commit or discard, all on
 * one CPU with preemption off.  Slots of one CPU end in the reverse order of
 * their begin, as contexts interrupting each other do by nature.
 *
 * Lock order: trace_buffer.mutex (resize, hotplug, mapping) -> reader_lock of
 * one CPU (all readers) -> free_page lock.  Writers take none.
 */
#ifndef _TRACE_BUFFER_H
#define _TRACE_BUFFER_H

#include <linux/ring_buffer.h>

struct ring_buffer_per_cpu;

/* Room for one record; comes and goes in two registers. */
struct rb_slot {
	void				*data;		/* NULL: refused, and counted */
	struct ring_buffer_per_cpu	*cpu_rb;
};

/* alloc.c */
int ring_buffer_init(void);

/* write.c */
struct rb_slot ring_buffer_reserve(struct trace_buffer *rb, size_t len);
void ring_buffer_commit(struct rb_slot slot);
void ring_buffer_discard(struct rb_slot slot);
u64 ring_buffer_slot_time_stamp(struct rb_slot slot);
unsigned int ring_buffer_slot_length(struct rb_slot slot);

/* iter.c */
struct ring_buffer_event *ring_buffer_iter_next(struct ring_buffer_iter *iter, u64 *ts);

#endif /* _TRACE_BUFFER_H */
