// SPDX-License-Identifier: GPL-2.0
/*
 * What users keep on the shadow stack between a call's entry and its return: the
 * word of a frame's owner, and pieces of data behind the frame, each led by a
 * struct fgraph_data that says whose it is.
 *
 * Called on hits, for the newest frame of current: any context, preemption off.
 */
#include <kunit/visibility.h>
#include <linux/ftrace.h>
#include <linux/math.h>
#include <linux/string.h>

#include "hook/fgraph.h"

/* The highest end that a frame which begins at @place can have */
static unsigned int fgraph_end_of_piece(unsigned int place)
{
	return place < FGRAPH_BASE ? FGRAPH_BASE : FGRAPH_END;
}

/*
 * Begin the newest frame anew in the second piece of the stack, as fgraph_push()
 * does.  Others may have accepted it, so that its slot is looked for: the new one
 * leads to the old one, which is still right, until it is complete.
 */
static bool fgraph_move_deep(struct fgraph_stack *stack)
{
	unsigned int place = stack->top;
	struct fgraph_frame *frame = fgraph_frame_at(stack, place);
	unsigned int words = frame->end - place;
	struct fgraph_frame *deep;
	struct fgraph_frame head;

	if (place >= FGRAPH_BASE || !fgraph_has_deep(stack))
		return false;
	deep = fgraph_frame_at(stack, FGRAPH_BASE);
	head = *frame;
	head.prev = place;
	head.end = FGRAPH_BASE + words;
	head.slot = NULL;
	WRITE_ONCE(deep->slot, NULL);
	WRITE_ONCE(deep->link, head.link);
	barrier();
	WRITE_ONCE(stack->top, FGRAPH_BASE);
	barrier();
	WRITE_ONCE(deep->link, head.link);
	barrier();
	*deep = head;
	memcpy(deep + 1, frame + 1, (words - FGRAPH_FRAME) * sizeof(long));
	barrier();
	WRITE_ONCE(deep->slot, frame->slot);
	barrier();
	WRITE_ONCE(deep->prev, frame->prev);
	return true;
}

/**
 * fgraph_data_reserve - get room behind the newest frame of current
 * @idx: the user
 * @words: how many, one at least
 *
 * The frame may have moved afterwards.
 * Context: any, preemption off, on entry.
 * Return: the room, its tag not yet set; NULL if there is none.
 */
struct fgraph_data *fgraph_data_reserve(int idx, unsigned int words)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);
	struct fgraph_frame *frame = fgraph_top(current);
	unsigned int all = words + sizeof(struct fgraph_data) / sizeof(long);
	struct fgraph_data *data;
	unsigned int end;

	if (words > FGRAPH_DATA_MAX)
		return NULL;
	if (frame->end + all > fgraph_end_of_piece(stack->top)) {
		if (!fgraph_move_deep(stack))
			return NULL;
		frame = fgraph_top(current);
		if (frame->end + all > FGRAPH_END)
			return NULL;
	}
	end = frame->end;
	data = (struct fgraph_data *)((unsigned long *)frame + (end - stack->top));
	/* First the frame gets longer, then interrupts leave what is written there. */
	WRITE_ONCE(frame->end, end + all);
	barrier();
	data->idx = idx;
	data->words = words;
	return data;
}

/**
 * fgraph_data_next - step through the data of a frame
 * @stack: current's
 * @place: of the frame
 * @data: where to go on, NULL to begin
 *
 * Context: any, preemption off.
 * Return: the next piece of data of any user, or NULL.
 */
struct fgraph_data *fgraph_data_next(struct fgraph_stack *stack, unsigned int place,
				     struct fgraph_data *data)
{
	struct fgraph_frame *frame = fgraph_frame_at(stack, place);
	unsigned long *end = (unsigned long *)frame + (frame->end - place);
	unsigned long *next;

	next = data ? &data->data[data->words] : (unsigned long *)(frame + 1);
	return next < end ? (struct fgraph_data *)next : NULL;
}

static void *fgraph_data_find(struct fgraph_stack *stack, unsigned int place, int idx,
			      int *size_bytes)
{
	struct fgraph_frame *frame = fgraph_frame_at(stack, place);
	struct fgraph_data *data = NULL;

	if (frame->owner == idx && frame->word_taken) {
		*size_bytes = sizeof(long);
		return &frame->word;
	}
	while ((data = fgraph_data_next(stack, place, data))) {
		if (data->idx == idx) {
			*size_bytes = data->words * sizeof(long);
			return data->data;
		}
	}
	return NULL;
}

/**
 * fgraph_reserve_data - get room that lives until the call returns
 * @idx: index of the user, from its struct fgraph_ops
 * @size_bytes: how much
 *
 * Context: an entryfunc; once for each call.
 * Return: the room, or NULL if that is too much.
 */
void *fgraph_reserve_data(int idx, int size_bytes)
{
	struct fgraph_frame *frame = fgraph_top(current);
	struct fgraph_data *data;

	if (size_bytes <= 0)
		return NULL;
	if (size_bytes <= sizeof(long) && frame->owner == idx && !frame->word_taken) {
		frame->word_taken = 1;
		return &frame->word;
	}
	data = fgraph_data_reserve(idx, DIV_ROUND_UP(size_bytes, sizeof(long)));
	return data ? data->data : NULL;
}
EXPORT_SYMBOL_IF_KUNIT(fgraph_reserve_data);

/**
 * fgraph_retrieve_data - get what fgraph_reserve_data() gave on entry
 * @idx: index of the user
 * @size_bytes: set to the size in whole words, if there is any
 *
 * Context: a retfunc.
 * Return: the data, or NULL.
 */
void *fgraph_retrieve_data(int idx, int *size_bytes)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);

	return fgraph_data_find(stack, stack->top, idx, size_bytes);
}
EXPORT_SYMBOL_IF_KUNIT(fgraph_retrieve_data);

/**
 * fgraph_find_own_word - the word that fgraph_reserve_word() made for a further user
 * @idx: index of the user
 *
 * Context: a retfunc.
 * Return: the word, or NULL.
 */
unsigned long *fgraph_find_own_word(int idx)
{
	int size;

	return fgraph_retrieve_data(idx, &size);
}

/**
 * fgraph_retrieve_parent_data - the same, of a call that led to this one
 * @idx: index of the user
 * @size_bytes: set to the size in whole words, if there is any
 * @depth: how many followed calls up, 1 for the nearest
 *
 * Context: an entryfunc or a retfunc.
 * Return: the data, or NULL.
 */
void *fgraph_retrieve_parent_data(int idx, int *size_bytes, int depth)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);
	unsigned int place = stack->top;

	for (; depth > 0 && place != FGRAPH_BOTTOM; depth--)
		place = fgraph_frame_at(stack, place)->prev;
	return place == FGRAPH_BOTTOM ? NULL : fgraph_data_find(stack, place, idx, size_bytes);
}
EXPORT_SYMBOL_IF_KUNIT(fgraph_retrieve_parent_data);

/**
 * fgraph_get_task_var - a word that a user has for each task
 * @gops: the user, registered
 *
 * It begins as 0.
 * Context: any.
 * Return: current's, or NULL if the task has no shadow stack.
 */
unsigned long *fgraph_get_task_var(struct fgraph_ops *gops)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);

	return stack ? &stack->vars[gops->idx] : NULL;
}
EXPORT_SYMBOL_IF_KUNIT(fgraph_get_task_var);
