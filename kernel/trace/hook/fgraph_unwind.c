// SPDX-License-Identifier: GPL-2.0
/*
 * Where followed calls really return, for unwinders and for who prints stacks.
 *
 * Any context, any task.  A task that runs on another CPU may move its frames
 * meanwhile: the answer can be wrong then, but all that is read lies on its stack
 * and each step leads further down (S1, S4), so that it ends.
 */
#include <kunit/visibility.h>
#include <linux/ftrace.h>

#include "hook/fgraph.h"

/* The frame at a place, or NULL at the bottom and where none can be. */
static struct fgraph_frame *fgraph_frame_read(struct fgraph_stack *stack, unsigned int place)
{
	if (place <= FGRAPH_BOTTOM || place > FGRAPH_END - FGRAPH_FRAME)
		return NULL;
	if (place > FGRAPH_BASE_LAST && (place < FGRAPH_BASE || !READ_ONCE(stack->deep)))
		return NULL;
	return fgraph_frame_at(stack, place);
}

/* The next older place; never one that is not lower. */
static unsigned int fgraph_older(struct fgraph_frame *frame, unsigned int place)
{
	unsigned int prev = READ_ONCE(frame->prev);

	return prev < place ? prev : FGRAPH_BOTTOM;
}

static bool fgraph_frame_answers(struct fgraph_frame *frame, unsigned long *retp)
{
	/* A function and those that it jumped to share a slot; the oldest one knows. */
	if (fgraph_frame_ret(frame) == (unsigned long)return_to_handler)
		return false;
	return !retp || READ_ONCE(frame->slot) == retp;
}

/**
 * ftrace_graph_ret_addr - what a return address on a stack really is
 * @task: whose stack it is
 * @idx: the unwinder's own, 0 at first: where to go on
 * @ret: what the stack has
 * @retp: where, or NULL if the unwinder does not know
 *
 * Context: any.
 * Return: @ret, or the address for which it stands.
 */
unsigned long ftrace_graph_ret_addr(struct task_struct *task, int *idx,
				    unsigned long ret, unsigned long *retp)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);
	struct fgraph_frame *frame;
	unsigned int place;

	if (ret != (unsigned long)return_to_handler || !stack)
		return ret;
	place = *idx ?: READ_ONCE(stack->top);
	while ((frame = fgraph_frame_read(stack, place))) {
		unsigned int older = fgraph_older(frame, place);

		if (fgraph_frame_answers(frame, retp)) {
			/* A slot may be looked at twice, a frame without one not. */
			*idx = retp ? place : older;
			return fgraph_frame_ret(frame);
		}
		place = older;
	}
	return ret;
}

/**
 * ftrace_graph_top_ret_addr - where the newest followed call of a task returns
 * @task: the task
 *
 * Context: any.
 * Return: the address, 0 if no call is followed.
 */
unsigned long ftrace_graph_top_ret_addr(struct task_struct *task)
{
	unsigned long handler = (unsigned long)return_to_handler;
	int idx = 0;
	unsigned long ret = ftrace_graph_ret_addr(task, &idx, handler, NULL);

	return ret == handler ? 0 : ret;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_graph_top_ret_addr);

/**
 * ftrace_graph_get_ret_stack - a frame of a task
 * @task: the task
 * @skip: how many newer ones to skip
 *
 * Context: any; it is only sure to stay if @task cannot run.
 * Return: the frame, or NULL if there are not as many.
 */
struct fgraph_frame *ftrace_graph_get_ret_stack(struct task_struct *task, int skip)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);
	unsigned int place = stack ? READ_ONCE(stack->top) : 0;
	struct fgraph_frame *frame = stack ? fgraph_frame_read(stack, place) : NULL;

	for (; frame && skip > 0; skip--) {
		place = fgraph_older(frame, place);
		frame = fgraph_frame_read(stack, place);
	}
	return frame;
}
