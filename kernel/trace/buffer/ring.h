/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Private to buffer/: one CPU's ring.
 *
 * Positions.  Sub-buffers are written at positions 0, 1, 2, ... that only grow.
 * Position p lives in slot p % nr_pages.  A slot is one 64-bit word {position,
 * page id}; every hand-over of a page is a cmpxchg of that word:
 *
 *	{p, A}     the page holds position p, unread; or, if p is beyond the
 *		   tail, the page is free and waits to become p
 *	writer     {p, A} -> {p + nr_pages, A}		overwrites the oldest
 *	reader     {p, A} -> {p + nr_pages, R}		takes A, leaves its spare R
 *
 * Invariants.
 *  I1. reader_pos < every unread position <= commit_pos <= tail position, and
 *	reader_pos == commit_pos when the reader stands on the page being written.
 *  I2. The tail is one word {stamp, position, offset}, so a nested writer sees a
 *	stamp and a place that belong together.  Whoever moves the word owns
 *	the bytes it moved over.
 *  I3. nest counts the writers that are open on this CPU.  They close in
 *	reverse order.  Only the one that sees nest == 1 publishes, so bytes
 *	below data->commit at or before commit_pos are complete.
 *  I4. A page between commit_pos and the tail is never reclaimed: its slot is
 *	ahead of any reader, and writers refuse to lap commit_pos.
 *  I5. The tail is less than a window ahead of commit_pos, so the low bits of a
 *	position in the word are unambiguous, and a word once observed cannot
 *	come back while its observer is interrupted, save by discard, which
 *	restores the same state.  The window is a power of two, beyond the
 *	number of pages unless that exceeds what the word can tell apart.
 *  I6. window[p & window_mask] is the page of position p from before the word
 *	can name p until p is published; all who write it write the same.
 *  I7. page->first of a published page is the number of events before it on
 *	this CPU: losses are differences of it, never samples of a counter.
 *  I8. tail_page is the page of the tail whenever no writer is within a reserve
 *	that goes to a next page, so for an outermost one, and at its end.
 *
 * Ordering between CPUs (same-CPU order needs barrier() only).
 *
 *	label		first side			second side
 *	RB(commit:A)	commit store, release		reader's load, acquire
 *	  bytes of events are seen before the count that covers them
 *	RB(pos:A)	commit_pos store, release	reader's load, acquire
 *	  a page left behind shows its final count; page->first is set
 *	RB(slot:A)	reader's cmpxchg, full		writer's load, acquire
 *	  the reader is done with its spare before a writer fills it
 *	RB(slot:B)	writer's cmpxchg, full		iterator's re-read, rmb
 *	  new bytes in a page imply that the slot has moved on
 *	RB(wake:A)	waiter's wake_pos store, mb	publisher's load
 *	  not ordered on the publisher's side: waiters look again after a
 *	  timeout, which costs the hit nothing
 *	RB(stop:A)	disabled set, nest seen 0	writer's load
 *	  no writer is open where rb_run_stopped() calls back
 */
#ifndef _TRACE_BUFFER_RING_H
#define _TRACE_BUFFER_RING_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <asm/local64.h>

#include "buffer/buffer.h"
#include "buffer/page_format.h"

#ifndef CONFIG_64BIT
#error "The ring needs a 64-bit cmpxchg that is atomic on its own CPU"
#endif

/* Points at which the host tests interrupt the code with nested writers. */
#ifndef RB_STEP
#define RB_STEP(where)		((void)(where))
#endif

/*
 * READ_ONCE() of a word for a comparison with it, that may be one instruction: a
 * fresh read, of a size that is read at once.
 */
#ifndef RB_PEEK
#define RB_PEEK(x)	/* whatever it is, it is whole */	\
	({ barrier(); data_race(x); })
#endif

/* The tail word, from bit 0: offset, position, stamp. */
#define RB_OFFSET_BITS		19
#define RB_POS_BITS		10
#define RB_PLACE_BITS		(RB_OFFSET_BITS + RB_POS_BITS)
#define RB_OFFSET_MASK		((1ULL << RB_OFFSET_BITS) - 1)
#define RB_PLACE_MASK		((1ULL << RB_PLACE_BITS) - 1)
#define RB_POS_MASK		((1ULL << RB_POS_BITS) - 1)
#define RB_MAX_WINDOW		BIT(RB_POS_BITS)
#define RB_TAIL_STAMP_BITS	(64 - RB_PLACE_BITS)

/*
 * The word has only the low bits of a stamp.  They are enough while the clock
 * stays in one epoch, half of their range; outside, the slow path decides.
 */
#define RB_EPOCH_SHIFT		(RB_TAIL_STAMP_BITS - 1)
#define RB_EPOCH_NONE		(~0ULL)		/* ends before any stamp: always slow */

/* The slot word: position above, page id below. */
#define RB_ID_BITS		24
#define RB_ID_MASK		((1ULL << RB_ID_BITS) - 1)
#define RB_MAX_PAGES		(1UL << (RB_ID_BITS - 1))

/* Open writers: four contexts, one more while preempt_count lags, and ring_buffer_nest_start(). */
#define RB_MAX_NEST		8

/* Bits of ring_buffer_per_cpu.disabled; below them a count of disablers. */
#define RB_STOP_BUFFER		BIT(30)		/* trace_buffer.record_disabled != 0 */
#define RB_STOP_NO_PAGES	BIT(29)		/* this CPU never was online */
#define RB_STOP_BUSY		BIT(28)		/* resize or reset: count what is refused */

/* Bit of trace_buffer.record_disabled; below it a count. */
#define RB_RECORD_OFF		BIT(30)

/* Positions skipped by a reset, so that those of before are known to be gone. */
#define RB_RESET_GAP		RB_MAX_WINDOW

struct rb_page {
	struct buffer_data_page	*data;

	/* Writers of the owning CPU: */
	local_t			entries;	/* events ever reserved in it */
	long			base;		/* the same when this position began */
	u32			end;		/* bytes used, once the tail has left */

	/* Set when published: */
	u64			first;

	/* Fixed between resizes: */
	u32			id;
};

/* The memory of one CPU's ring. */
struct rb_ring {
	atomic64_t		*slots;
	struct rb_page		**pages;	/* by id; one more than slots */
	struct rb_page		**window;	/* of recent positions, see I6 */
	unsigned long		nr_pages;	/* number of slots */
};

/* Sleepers on one CPU's data, or on that of all CPUs. */
struct rb_waiters {
	wait_queue_head_t	queue;
	long			kicks;		/* ring_buffer_wake_waiters() calls */
};

struct ring_buffer_per_cpu {
	/* Every hit, on the owning CPU (disabled and wake_pos: set by anyone): */
	union {
		struct {
			atomic_t	disabled;
			u32		nest;
		};
		u64		disabled_or_nested;	/* both, to be compared with 0 */
	};
	local64_t		tail;
	u64			epoch_end;	/* the first stamp after the epoch */
	u64			commit_pos;
	struct rb_page		*commit_page;
	struct rb_page		*tail_page;
	struct rb_page		**window;	/* ring.window */
	u64			wake_pos;
	u64			plain_size;	/* data_size, or 0 if stamps_abs */
	u16			window_mask;
	bool			clock_is_local;
	bool			stamps_abs;
	u64			open_tail[RB_MAX_NEST];	/* by nest: tail after the reserve */
	u64			open_ts[RB_MAX_NEST];	/* and the stamp of the record */
	u64			(*clock)(void);
	u32			data_size;
	u32			nest_extra;

	/* Counters of the writers: */
	local_t			overrun;
	local_t			overrun_bytes;
	local_t			commit_overrun;
	local_t			dropped;
	u64			closed_bytes;	/* in pages before commit_pos */

	/* Changed only with writers kept out (rb_run_stopped) and reader_lock held: */
	struct rb_ring		ring;
	struct trace_buffer	*rb;
	int			cpu;

	/* Protected by reader_lock: */
	raw_spinlock_t		reader_lock;
	struct rb_page		*reader_page;
	u64			reader_pos;
	u32			read;		/* offset in reader_page */
	u64			read_stamp;	/* stamp of the item before it */
	unsigned long		lost_events;	/* before reader_page, not told yet */
	unsigned long		read_events;
	unsigned long		read_bytes;
	unsigned int		order;		/* size of the sub-buffers */
	unsigned long		asked;		/* bytes; what there is, is rounded up from it */
	unsigned int		mapped;		/* user mappings: pages keep their place */
	struct trace_buffer_meta *meta;		/* what they show first */

	/* Its own lock: */
	raw_spinlock_t		free_page_lock;
	struct buffer_data_page	*free_page;	/* kept for the next splice */
	unsigned int		free_page_order;

	atomic_t		resize_disabled;	/* iterators and mappings */
	struct irq_work		wake_work;
	struct rb_waiters	waiters;
};

struct trace_buffer {
	unsigned int		flags;
	unsigned int		order;
	u32			data_size;	/* of a sub-buffer, header taken off */
	unsigned long		initial_size;	/* a CPU, before any has its ring */
	atomic_t		record_disabled;
	bool			stamps_abs;
	u64			(*clock)(void);
	cpumask_var_t		cpumask;	/* CPUs that have pages */
	struct mutex		mutex;		/* size, order, cpumask */
	struct lock_class_key	*reader_lock_key;
	struct hlist_node	node;
	struct rb_waiters	waiters;
	struct ring_buffer_per_cpu *buffers[];	/* by CPU, all possible ones */
};

/* A slot word and its parts */
static inline u64 rb_slot_word(u64 pos, u32 id)
{
	return pos << RB_ID_BITS | id;
}

static inline u64 rb_slot_pos(u64 word)
{
	return word >> RB_ID_BITS;
}

static inline u32 rb_slot_id(u64 word)
{
	return word & RB_ID_MASK;
}

static inline atomic64_t *rb_slot_of(struct ring_buffer_per_cpu *cpu_rb, u64 pos)
{
	return &cpu_rb->ring.slots[pos % cpu_rb->ring.nr_pages];
}

/* The tail word and its parts */
static inline u64 rb_tail_word(u64 stamp, u64 pos, u32 offset)
{
	return stamp << RB_PLACE_BITS | (pos & RB_POS_MASK) << RB_OFFSET_BITS | offset;
}

static inline u32 rb_tail_offset(u64 tail)
{
	return tail & RB_OFFSET_MASK;
}

/* The whole position, which is less than a window ahead of commit_pos (I5). */
static inline u64 rb_tail_pos(struct ring_buffer_per_cpu *cpu_rb, u64 tail)
{
	u64 commit = cpu_rb->commit_pos;

	return commit + (((tail >> RB_OFFSET_BITS) - commit) & RB_POS_MASK);
}

/* An epoch, and the first stamp after it */
static inline u64 rb_epoch_end(u64 epoch)
{
	return (epoch + 1) << RB_EPOCH_SHIFT;
}

static inline u64 rb_epoch(const struct ring_buffer_per_cpu *cpu_rb)
{
	return (cpu_rb->epoch_end >> RB_EPOCH_SHIFT) - 1;
}

static inline struct rb_page **rb_window_of(struct ring_buffer_per_cpu *cpu_rb, u64 pos)
{
	return &cpu_rb->window[pos & cpu_rb->window_mask];
}

static inline struct rb_page *rb_tail_page(struct ring_buffer_per_cpu *cpu_rb, u64 tail)
{
	return *rb_window_of(cpu_rb, tail >> RB_OFFSET_BITS);
}

/* Slots of the window of a ring of so many pages. */
static inline unsigned long rb_window_size(unsigned long nr_pages)
{
	return min(roundup_pow_of_two(nr_pages + 2), RB_MAX_WINDOW);
}

static inline unsigned long rb_page_entries(struct rb_page *page)
{
	return local_read(&page->entries) - READ_ONCE(page->base);
}

/* The oldest position that may still be unread, given a recent commit_pos. */
static inline u64 rb_oldest_pos(struct ring_buffer_per_cpu *cpu_rb, u64 commit_pos)
{
	u64 unread = commit_pos - cpu_rb->reader_pos;

	return commit_pos + 1 - min_t(u64, unread, cpu_rb->ring.nr_pages);
}

/* For readers: what they find below the count is complete. */
static inline u32 rb_page_commit_acquire(struct buffer_data_page *page)
{
	return smp_load_acquire((long *)&page->commit) & RB_COMMIT_MASK;	/* RB(commit:A) */
}

/* The same, and never beyond the page, whatever its header says. */
static inline u32 rb_page_end(struct ring_buffer_per_cpu *cpu_rb, struct rb_page *page)
{
	return min(rb_page_commit_acquire(page->data), cpu_rb->data_size);
}

static inline void rb_page_init(struct rb_page *page, u32 id)
{
	page->id = id;
	page->first = 0;
	page->base = 0;
	page->end = 0;
	local_set(&page->entries, 0);
	local_set(&page->data->commit, 0);
	page->data->time_stamp = 0;
}

/* The sub-buffers that hold so many bytes. */
static inline unsigned long rb_pages_for(unsigned long bytes, u32 data_size)
{
	return max(DIV_ROUND_UP(bytes, data_size), RB_MIN_PAGES);
}

static inline bool rb_has_cpu(struct trace_buffer *rb, int cpu)
{
	return (unsigned int)cpu < nr_cpu_ids && cpumask_test_cpu(cpu, rb->cpumask);
}

/* page_ring.c */
struct rb_page *rb_claim_page(struct ring_buffer_per_cpu *cpu_rb, u64 pos);
void rb_publish_pages(struct ring_buffer_per_cpu *cpu_rb, u64 tail);
bool rb_take_page(struct ring_buffer_per_cpu *cpu_rb, u64 commit_pos);
bool rb_pages_unread(struct ring_buffer_per_cpu *cpu_rb);
void rb_ring_init(struct ring_buffer_per_cpu *cpu_rb);
void rb_ring_use(struct ring_buffer_per_cpu *cpu_rb);

/* read.c */
bool rb_reader_lock(struct ring_buffer_per_cpu *cpu_rb, unsigned long *flags);
void rb_reader_unlock(struct ring_buffer_per_cpu *cpu_rb, bool locked,
		      unsigned long flags);

void rb_reader_read_all(struct ring_buffer_per_cpu *cpu_rb);

/* record_switch.c */
void rb_follow_buffer(struct ring_buffer_per_cpu *cpu_rb);

/* stats.c */
unsigned long rb_written_events(struct ring_buffer_per_cpu *cpu_rb);

/* stamp.c */
void rb_set_clock_cpu(struct ring_buffer_per_cpu *cpu_rb, u64 (*clock)(void));
void rb_set_stamps_abs_cpu(struct ring_buffer_per_cpu *cpu_rb, bool abs);

/* alloc.c */
int rb_ring_alloc(struct rb_ring *ring, unsigned long nr_pages, int cpu,
		  unsigned int order);
int rb_ring_alloc_arrays(struct rb_ring *ring, unsigned long nr_pages);
void rb_ring_free_arrays(struct rb_ring *ring);
struct rb_page *rb_page_alloc(int cpu, unsigned int order);
void rb_page_free(struct rb_page *page, unsigned int order);
void rb_ring_free(struct rb_ring *ring, unsigned int order);
struct buffer_data_page *rb_data_page_alloc(int cpu, unsigned int order, gfp_t gfp);
void rb_data_page_free(struct buffer_data_page *page, unsigned int order);

/* resize.c */
typedef void (*rb_stopped_fn)(struct ring_buffer_per_cpu *cpu_rb, void *arg);
void rb_run_stopped(struct trace_buffer *rb, int cpu, rb_stopped_fn fn, void *arg);

/* wait.c */
void rb_wait_init(struct ring_buffer_per_cpu *cpu_rb);
void rb_wake(struct ring_buffer_per_cpu *cpu_rb);

#endif /* _TRACE_BUFFER_RING_H */
