/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a correct ring would hold: each record that was ever attempted has a
 * number and a state, its bytes follow from the number, and whatever a reader
 * gets is held against that.
 */
#ifndef _MODEL_H
#define _MODEL_H

#include "shim.h"

#include "buffer/ring.h"

enum model_state {
	MODEL_NONE,
	MODEL_OPEN,
	MODEL_COMMITTED,
	MODEL_DISCARDED,
	MODEL_READ,
};

struct model_record {
	enum model_state	state;
	u32			len;
	u64			ts;
};

/* One CPU's share.  Written by that CPU, read by readers under their own lock. */
struct model_cpu {
	struct model_record	*records;
	long			nr;		/* numbers given out */
	long			max;
	long			refused;
	long			committed;
	long			discarded;
	long			read;
	long			lost;		/* what readers were told */
	bool			lost_unknown;	/* they were told, but not how many */
	u64			last_ts;
	long			held;		/* the outermost open one; unseen from it on */
};

extern struct trace_buffer *model_rb;
extern struct model_cpu model[SHIM_CPUS];
extern bool model_may_drop;		/* something resets the ring: the rest is lost */
extern bool model_mapped;
extern bool model_unordered;		/* rings are exchanged while a writer may be in one */
extern bool model_uncounted;		/* recording stops, so not all refusals count */
extern __thread struct trace_buffer *model_from;	/* read from it, not from model_rb */
extern struct trace_buffer *model_also;	/* part of what was written may be there */
extern u64 model_clock;			/* what the clock says next */
extern u64 model_clock_step;		/* how far each reading moves it */

void model_start(unsigned long pages, unsigned int flags, long max_records);
void model_end(void);
void __printf(1, 2) __noreturn model_fail(const char *fmt, ...);
void model_ok(const char *name);

#define CHECK(cond)							\
	do {								\
		if (!(cond))						\
			model_fail("%s:%d: %s", __FILE__, __LINE__, #cond); \
	} while (0)

/* Writers: one record of @len bytes on this CPU. */
struct rb_slot model_begin(u32 len, long *number);
void model_commit(struct rb_slot slot, long number);
void model_discard(struct rb_slot slot, long number);
bool model_write(u32 len);
bool model_write_discard(u32 len);
void model_write_event(u32 len, bool discard);

/* Readers; each returns the number of records it got. */
long model_consume(int cpu, long most);
long model_read_pages(int cpu, size_t len, bool full);
long model_iterate(int cpu);
long model_parse_mapped(int cpu, const void *page, u64 *seen, u64 stop, u64 lost);
void model_map(struct vm_area_struct *vma, unsigned long index, unsigned long pages);
long model_read_mapped(int cpu, struct vm_area_struct *vma, unsigned int order);
void model_map_all(int cpu);
void model_unmap(int cpu);
long model_map_and_read(int cpu);
void model_drain(int cpu, int how);

/* After a drain: do all numbers add up? */
void model_check_sums(int cpu);

/* A test sets this to be called at each step of the code; NULL for none. */
extern void (*model_on_step)(const char *where);

/* Called around each call that writes or reads. */
extern void (*model_enter)(void);
extern void (*model_leave)(void);

/* Called after a failure, to say what was tried. */
extern void (*model_describe)(void);

#endif /* _MODEL_H */
