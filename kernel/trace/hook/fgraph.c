// SPDX-License-Identifier: GPL-2.0
/*
 * Hits of functions that are followed to their return: entry, return, and the
 * data that users keep in between.  hook_inline.h has the shadow stack and its
 * rules S1-S4; there, too, is what a plain entry executes.
 *
 * Any context.  Nothing here is traced; what users' functions call may be, so
 * ftrace_graph_func() and fgraph_tell_retfunc() keep them from running inside
 * themselves.  A user with an ops.func of its own does that itself.
 */
#include <linux/bitops.h>
#include <linux/ftrace.h>
#include <linux/panic.h>
#include <linux/sched/task_stack.h>

#include "hook/fgraph.h"

u32 fgraph_epoch __read_mostly;

/* since is written last and read first: who is new has no say in older frames. */
struct fgraph_user fgraph_users[FGRAPH_USERS_MAX] __read_mostly;

/*
 * Frames of calls that never returned: their task went on with a stack that was
 * rewound, and now the same piece of stack has a call at a higher address.  Not in
 * interrupts, as what they found may be a frame that is being pushed (S2).
 */
static void fgraph_drop_abandoned(struct task_struct *task, unsigned long *slot)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);
	struct fgraph_frame *top = fgraph_top(task);
	unsigned long base = (unsigned long)task_stack_page(task);

	if (!in_task() || irqs_disabled() || (unsigned long)slot - base >= THREAD_SIZE)
		return;
	while (top->slot && (unsigned long)top->slot - base < THREAD_SIZE && top->slot < slot) {
		WRITE_ONCE(stack->top, top->prev);
		top = fgraph_top(task);
	}
}

/**
 * fgraph_has_deep - see that a stack has its second piece
 * @stack: current's
 *
 * It comes from a supply; an interrupt may put one there first.
 * Context: any, preemption off.
 * Return: false if the supply is used up.
 */
bool fgraph_has_deep(struct fgraph_stack *stack)
{
	unsigned long *deep;

	if (likely(stack->deep))
		return true;
	deep = fgraph_spare_take();
	if (deep && cmpxchg(&stack->deep, NULL, deep))
		fgraph_spare_give(deep);
	return READ_ONCE(stack->deep);
}

/**
 * fgraph_place_far - where the next frame goes that does not fit at the beginning
 * @task: current, with a stack
 * @slot: where the return address of the call is
 *
 * Context: any, see fgraph_push().
 * Return: the place, or 0 if there is none; then the call was counted.
 */
unsigned int fgraph_place_far(struct task_struct *task, unsigned long *slot)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);
	unsigned int place;

	fgraph_drop_abandoned(task, slot);
	place = fgraph_top(task)->end;
	if (place <= FGRAPH_BASE_LAST)
		return place;
	if (fgraph_has_deep(stack)) {
		place = max_t(unsigned int, place, FGRAPH_BASE);
		if (place <= FGRAPH_END - FGRAPH_FRAME)
			return place;
	}
	atomic_inc(&task->trace_overrun);
	return 0;
}

/**
 * ftrace_graph_func - the callback of users that have none of their own
 * @ip: the function that was entered
 * @parent_ip: where it was called from
 * @op: the ops of a struct fgraph_ops
 * @fregs: registers
 *
 * Context: any.
 */
void ftrace_graph_func(unsigned long ip, unsigned long parent_ip,
		       struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	struct fgraph_ops *gops = container_of(op, struct fgraph_ops, ops);
	unsigned long *slot = (unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	int bit = ftrace_test_recursion_trylock(ip, parent_ip);
	struct ftrace_graph_ent trace = { .func = ip };
	struct fgraph_frame *frame;

	if (bit < 0)
		return;
	frame = fgraph_begin(ip, slot, gops->idx);
	if (frame) {
		trace.depth = frame->depth;
		if (gops->entryfunc(&trace, gops, fregs))
			/* Data may have moved the frame. */
			fgraph_accept(fgraph_top(current), gops->idx);
		else
			fgraph_reject(fgraph_top(current));
	}
	ftrace_test_recursion_unlock(bit);
}

/**
 * fgraph_tell_retfunc - tell a user by its retfunc that a call returns
 * @frame: of the call
 * @gops: the user
 * @regs: registers
 *
 * Context: any, preemption off.
 */
void fgraph_tell_retfunc(struct fgraph_frame *frame, struct fgraph_ops *gops,
			 struct fgraph_ret_regs *regs)
{
	struct ftrace_graph_ret trace = {
		.func		= fgraph_frame_func(frame),
		.depth		= frame->depth,
		.overrun	= atomic_read(&current->trace_overrun),
	};
	int bit;

	fgraph_set_retval(&trace, regs);
	if (gops->ops.func != ftrace_graph_func) {
		gops->retfunc(&trace, gops, regs);
		return;
	}
	bit = ftrace_test_recursion_trylock(trace.func, fgraph_frame_ret(frame));
	if (bit < 0)
		return;
	gops->retfunc(&trace, gops, regs);
	ftrace_test_recursion_unlock(bit);
}

/*
 * The newest frame is of another call: those above the right one were abandoned.
 * Without any, there is no place in the kernel where this could go on.
 */
static noinline struct fgraph_frame *fgraph_find_slot(unsigned long *slot)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);
	struct fgraph_frame *frame = fgraph_top(current);

	while (frame->slot && frame->slot != slot) {
		WRITE_ONCE(stack->top, frame->prev);
		frame = fgraph_top(current);
	}
	if (frame->slot)
		return frame;
	ftrace_graph_stop();
	panic("A function returns, but nobody knows where to");
}

static __always_inline void
fgraph_tell_return(struct fgraph_frame *frame, unsigned int idx, struct fgraph_ret_regs *regs)
{
	struct fgraph_user *user = &fgraph_users[idx];
	/* Before the rest of @user, which fgraph_user_add() wrote first. */
	u32 since = smp_load_acquire(&user->since);

	if (likely((s32)(frame->epoch - since) >= 0))
		user->returned(frame, user->gops, regs);
}

/**
 * ftrace_return_to_handler - a function that was followed has returned
 * @regs: what return_to_handler saved; its slot holds return_to_handler again
 *
 * The frame stays until the slot has the real address, so that an unwinder finds
 * one or the other at any instant (S3).
 * Context: any.
 */
void ftrace_return_to_handler(struct fgraph_ret_regs *regs)
{
	struct fgraph_frame *frame = fgraph_top(current);
	unsigned long users;

	if (unlikely(frame->slot != &regs->slot))
		frame = fgraph_find_slot(&regs->slot);
	users = frame->users;
	preempt_disable_notrace();
	for (; users; users &= users - 1)
		fgraph_tell_return(frame, __ffs(users), regs);
	preempt_enable_notrace();

	WRITE_ONCE(regs->slot, fgraph_frame_ret(frame));
	barrier();
	WRITE_ONCE(fgraph_stack_of(current)->top, frame->prev);
}
