/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The shadow stack of a task, as a hit uses it: where each followed call returns.
 *
 * S1 From stack->top, ->prev leads down to the bottom frame, at any instruction.
 * S2 Whatever interrupts a hit leaves top as it found it, and has written only at
 *    or above the end of the frame that was newest.
 * S3 A return slot holds return_to_handler only while a complete frame names it.
 * S4 Only the task itself moves its frames; others read them, and trust nothing.
 */
#ifndef _TRACE_HOOK_INLINE_H
#define _TRACE_HOOK_INLINE_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/ftrace.h>
#include <linux/sched.h>

#ifdef CONFIG_FUNCTION_GRAPH_TRACER

#define FGRAPH_USERS_MAX	16

/* Stacks are measured in words.  Places from FGRAPH_BASE on are in the second piece. */
#define FGRAPH_BASE		(1024 / sizeof(long))
#define FGRAPH_DEEP		(4096 / sizeof(long))
#define FGRAPH_END		(FGRAPH_BASE + FGRAPH_DEEP)

/*
 * A call that somebody follows.  Text lies in the uppermost two gigabytes, so
 * that 32 bits are enough for its addresses.
 */
struct fgraph_frame {
	s32			ret;		/* where it returns, or return_to_handler */
	s32			func;
	unsigned long		*slot;		/* where that address belongs */
	union {
		struct {
			u16	prev;		/* place of the next older frame, a lower one */
			u16	end;		/* place behind this frame and its data */
			u16	users;		/* who wants to know of the return */
			u8	owner;		/* who may use the word: the one that pushed */
			u8	word_taken;
		};
		u64		link;		/* all of these, little endian */
	};
	u32			epoch;		/* users that came later do not know of it */
	s32			depth;
	unsigned long		word;
};

#define FGRAPH_FRAME		(sizeof(struct fgraph_frame) / sizeof(long))

struct fgraph_stack {
	u32			top;		/* place of the newest frame */
	u64			slept;		/* ns the task was not running */
	unsigned long		*deep;		/* the second piece, once it was needed */
	unsigned long		vars[FGRAPH_USERS_MAX];
	struct fgraph_frame	bottom;		/* not a call */
};

#define FGRAPH_BOTTOM		(offsetof(struct fgraph_stack, bottom) / sizeof(long))
#define FGRAPH_BASE_LAST	(FGRAPH_BASE - FGRAPH_FRAME)

/* Changes with each user that comes; 0 while nothing may be followed. */
extern u32 fgraph_epoch;

/* fgraph.c: what is not plain */
unsigned int fgraph_place_far(struct task_struct *task, unsigned long *slot);

/* fgraph_data.c: of who did not push the frame */
unsigned long *fgraph_find_own_word(int idx);

/* fgraph_task.c */
void fgraph_stack_wanted(void);

static __always_inline struct fgraph_stack *fgraph_stack_of(struct task_struct *task)
{
	return (struct fgraph_stack *)READ_ONCE(task->ret_stack);
}

static __always_inline struct fgraph_frame *
fgraph_frame_at(struct fgraph_stack *stack, unsigned int place)
{
	if (likely(place < FGRAPH_BASE))
		return (struct fgraph_frame *)((unsigned long *)stack + place);
	return (struct fgraph_frame *)(stack->deep + place - FGRAPH_BASE);
}

/* The newest frame of a task that has a stack */
static __always_inline struct fgraph_frame *fgraph_top(struct task_struct *task)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);

	return fgraph_frame_at(stack, READ_ONCE(stack->top));
}

static __always_inline unsigned long fgraph_frame_ret(const struct fgraph_frame *frame)
{
	return (long)frame->ret;
}

static __always_inline unsigned long fgraph_frame_func(const struct fgraph_frame *frame)
{
	return (long)frame->func;
}

/* May this hit be followed to its return? */
static __always_inline bool fgraph_may_follow(struct task_struct *task)
{
	if (unlikely(!READ_ONCE(fgraph_epoch) || atomic_read(&task->tracing_graph_pause)))
		return false;
	if (likely(fgraph_stack_of(task)))
		return true;
	fgraph_stack_wanted();
	return false;
}

/*
 * Did another user push a frame for this very call?  A tail call has the slot of
 * the function that made it, too, but that one's frame is of another function, or
 * this user is in it already.
 */
static __always_inline bool fgraph_is_same_call(struct fgraph_frame *top, unsigned long ip,
						unsigned long *slot, unsigned int idx)
{
	return top->slot == slot && fgraph_frame_func(top) == ip && !(top->users & BIT(idx));
}

/*
 * fgraph_push - a frame for a call that nobody follows yet
 *
 * An interrupt that comes before the new top is visible uses the same place and
 * leaves another frame there, which has the same prev and an end that does no
 * harm (S1).  Everything is therefore written behind that store, the link again,
 * and the slot last: after a tail call it names the handler already, so whoever
 * finds the slot here must find where it returns (S3).
 */
static __always_inline struct fgraph_frame *
fgraph_push(struct task_struct *task, unsigned long ip, unsigned long *slot, unsigned int idx)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);
	unsigned int prev = stack->top;
	struct fgraph_frame *top = fgraph_frame_at(stack, prev);
	unsigned int place = top->end;
	struct fgraph_frame *frame;
	s32 depth;
	u64 link;

	BUILD_BUG_ON(offsetof(struct fgraph_frame, owner) !=
		     offsetof(struct fgraph_frame, link) + 6);

	if (unlikely(place > FGRAPH_BASE_LAST)) {
		place = fgraph_place_far(task, slot);
		if (!place)
			return NULL;
		prev = stack->top;
		top = fgraph_frame_at(stack, prev);
	}
	frame = fgraph_frame_at(stack, place);
	depth = top->depth + 1;
	link = prev | (place + FGRAPH_FRAME) << 16 | (u64)idx << 48;
	WRITE_ONCE(frame->slot, NULL);
	WRITE_ONCE(frame->link, link);
	barrier();
	WRITE_ONCE(stack->top, place);
	barrier();
	WRITE_ONCE(frame->link, link);
	frame->ret = *slot;
	frame->func = ip;
	frame->epoch = READ_ONCE(fgraph_epoch);
	frame->depth = depth;
	barrier();
	WRITE_ONCE(frame->slot, slot);
	return frame;
}

/**
 * fgraph_begin - a user is hit: get the frame of this call
 * @ip: the function
 * @slot: where the return address is on the stack
 * @idx: the user's index
 *
 * What follows is fgraph_accept() or fgraph_reject(), in the same context.
 * Context: any, preemption off, not for what may run inside itself.
 * Return: the frame, or NULL if this call cannot be followed.
 */
static __always_inline struct fgraph_frame *
fgraph_begin(unsigned long ip, unsigned long *slot, unsigned int idx)
{
	struct task_struct *task = current;
	struct fgraph_frame *top;

	if (unlikely(!fgraph_may_follow(task)))
		return NULL;
	if (unlikely(*slot == (unsigned long)return_to_handler)) {
		top = fgraph_top(task);
		if (fgraph_is_same_call(top, ip, slot, idx)) {
			top->epoch = READ_ONCE(fgraph_epoch);
			return top;
		}
	}
	return fgraph_push(task, ip, slot, idx);
}

/* The user wants to know of the return: from here on, the call returns to us. */
static __always_inline void fgraph_accept(struct fgraph_frame *frame, unsigned int idx)
{
	frame->users |= BIT(idx);
	barrier();
	WRITE_ONCE(*frame->slot, (unsigned long)return_to_handler);
}

/* It does not: a frame that nobody wants goes. */
static __always_inline void fgraph_reject(struct fgraph_frame *frame)
{
	if (!frame->users)
		WRITE_ONCE(fgraph_stack_of(current)->top, frame->prev);
}

/* The frame's word for who pushed it; others get a word of their own, or NULL. */
static __always_inline unsigned long *fgraph_reserve_word(struct fgraph_frame *frame, int idx)
{
	if (likely(frame->owner == idx))
		return &frame->word;
	return fgraph_reserve_data(idx, sizeof(long));
}

/* On return: the word that fgraph_reserve_word() gave, or NULL */
static __always_inline unsigned long *fgraph_find_word(struct fgraph_frame *frame, int idx)
{
	if (likely(frame->owner == idx))
		return &frame->word;
	return fgraph_find_own_word(idx);
}

/* A user's word of current, as fgraph_get_task_var(); the task must have a stack. */
static __always_inline unsigned long *fgraph_task_word(struct fgraph_ops *gops)
{
	return &fgraph_stack_of(current)->vars[gops->idx];
}

/* How long current has not been running since fgraph_sleep_get(), in ns */
static __always_inline u64 fgraph_task_slept(void)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);

	return stack ? stack->slept : 0;
}

#endif /* CONFIG_FUNCTION_GRAPH_TRACER */

#endif /* _TRACE_HOOK_INLINE_H */
