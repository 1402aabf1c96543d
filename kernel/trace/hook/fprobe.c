// SPDX-License-Identifier: GPL-2.0
/*
 * Hits of fprobes.  Entries come by the ftrace_ops that each fprobe has.  For
 * returns all of them are one user of fgraph: an fprobe that wants to know of a
 * call's return leaves a piece of data at its frame, with its id as the tag.
 *
 * An fprobe may be gone when the call returns; then nobody has that id.
 * Any context; handlers run with preemption off and never inside handlers.
 */
#include <linux/bitops.h>
#include <linux/fprobe.h>
#include <linux/kprobes.h>
#include <linux/math.h>
#include <linux/rculist.h>

#include "hook/fprobe.h"

struct hlist_head fprobe_ids[FPROBE_ID_BUCKETS];

/* Stands for all fprobes; entries do not come by its ops. */
struct fgraph_ops fprobe_fgraph;

/* An entry, as its handlers see it */
struct fprobe_entry {
	unsigned long	ip;
	unsigned long	parent_ip;
	unsigned long	*slot;
	struct pt_regs	*regs;
};

/**
 * fprobe_find - the fprobe with an id
 * @id: as in a frame
 *
 * Context: any, preemption off; it may be unregistered meanwhile, but not freed.
 * Return: the fprobe or NULL.
 */
struct fprobe *fprobe_find(u32 id)
{
	struct fprobe *fp;

	hlist_for_each_entry_rcu_notrace(fp, fprobe_bucket(id), node)
		if (fp->id == id)
			return fp;
	return NULL;
}

static struct fgraph_data *fprobe_data_next(struct fgraph_stack *stack, unsigned int place,
					    struct fgraph_data *data)
{
	do {
		data = fgraph_data_next(stack, place, data);
	} while (data && data->idx != fprobe_fgraph.idx);
	return data;
}

/* Does a frame know of an fprobe? */
static bool fprobe_is_at(struct fprobe *fp, struct fgraph_stack *stack, unsigned int place)
{
	struct fgraph_data *data = NULL;

	while ((data = fprobe_data_next(stack, place, data)))
		if (data->tag == fp->id)
			return true;
	return false;
}

/* Has current as many calls under way as the fprobe allows? */
static bool fprobe_is_exhausted(struct fprobe *fp, struct fgraph_stack *stack)
{
	unsigned int place = stack->top;
	int active = 0;

	if (fp->nr_maxactive <= 0)
		return false;
	while (place != FGRAPH_BOTTOM) {
		active += fprobe_is_at(fp, stack, place);
		place = fgraph_frame_at(stack, place)->prev;
	}
	return active >= fp->nr_maxactive;
}

/* The frame of this call: another user's, or a new one; NULL if there is none. */
static struct fgraph_frame *fprobe_begin(struct fprobe *fp, struct fprobe_entry *entry)
{
	struct task_struct *task = current;
	struct fgraph_stack *stack;
	struct fgraph_frame *top;

	if (!fgraph_may_follow(task))
		return NULL;
	stack = fgraph_stack_of(task);
	if (fprobe_is_exhausted(fp, stack))
		return NULL;
	top = fgraph_top(task);
	if (*entry->slot == (unsigned long)return_to_handler &&
	    top->slot == entry->slot && fgraph_frame_func(top) == entry->ip &&
	    !fprobe_is_at(fp, stack, stack->top)) {
		top->epoch = READ_ONCE(fgraph_epoch);
		return top;
	}
	return fgraph_push(task, entry->ip, entry->slot, fprobe_fgraph.idx);
}

static int fprobe_call_entry(struct fprobe *fp, struct fprobe_entry *entry, void *data)
{
	if (!fp->entry_handler)
		return 0;
	return fp->entry_handler(fp, entry->ip, entry->parent_ip, entry->regs, data);
}

static void fprobe_follow(struct fprobe *fp, struct fprobe_entry *entry)
{
	unsigned int words = DIV_ROUND_UP(fp->entry_data_size, sizeof(long));
	struct fgraph_frame *frame = fprobe_begin(fp, entry);
	struct fgraph_data *data;
	int ret;

	if (!frame) {
		fp->nmissed++;
		return;
	}
	data = fgraph_data_reserve(fprobe_fgraph.idx, words);
	if (!data) {
		fp->nmissed++;
		fgraph_reject(frame);
		return;
	}
	data->tag = 0;
	ret = fprobe_call_entry(fp, entry, words ? data->data : NULL);
	frame = fgraph_top(current);
	if (ret) {
		fgraph_reject(frame);
		return;
	}
	data->tag = fp->id;
	fgraph_accept(frame, fprobe_fgraph.idx);
}

static void fprobe_report(struct fprobe *fp, struct fprobe_entry *entry)
{
	if (fp->exit_handler)
		fprobe_follow(fp, entry);
	else
		fprobe_call_entry(fp, entry, NULL);
}

/* kprobes count as nested: their handlers may be the same functions. */
static void fprobe_report_shared(struct fprobe *fp, struct fprobe_entry *entry)
{
	if (kprobe_running()) {
		fp->nmissed++;
		return;
	}
	kprobe_busy_begin();
	fprobe_report(fp, entry);
	kprobe_busy_end();
}

/**
 * fprobe_hit - the callback of the ops that an fprobe has
 * @ip: the function that was entered
 * @parent_ip: where it was called from
 * @op: the ops
 * @fregs: registers, all of them
 *
 * Context: any.
 */
void fprobe_hit(unsigned long ip, unsigned long parent_ip,
		struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	struct fprobe *fp = container_of(op, struct fprobe, ops);
	struct fprobe_entry entry;
	int bit;

	if (fprobe_disabled(fp))
		return;
	bit = ftrace_test_recursion_trylock(ip, parent_ip);
	if (bit < 0) {
		fp->nmissed++;
		return;
	}
	entry.ip = ip;
	entry.parent_ip = parent_ip;
	entry.slot = (unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	entry.regs = ftrace_get_regs(fregs);
	if (fprobe_shared_with_kprobes(fp))
		fprobe_report_shared(fp, &entry);
	else
		fprobe_report(fp, &entry);
	ftrace_test_recursion_unlock(bit);
}

static void fprobe_call_exit(struct fgraph_data *data, unsigned long ip, struct pt_regs *regs)
{
	struct fprobe *fp = data->tag ? fprobe_find(data->tag) : NULL;
	bool shared;

	if (!fp || fprobe_disabled(fp))
		return;
	shared = fprobe_shared_with_kprobes(fp);
	if (shared && kprobe_running()) {
		fp->nmissed++;
		return;
	}
	if (shared)
		kprobe_busy_begin();
	fp->exit_handler(fp, ip, regs->ip, regs, data->words ? data->data : NULL);
	if (shared)
		kprobe_busy_end();
}

static void fprobe_count_missed(struct fgraph_stack *stack, unsigned int place)
{
	struct fgraph_data *data = NULL;
	struct fprobe *fp;

	while ((data = fprobe_data_next(stack, place, data))) {
		fp = data->tag ? fprobe_find(data->tag) : NULL;
		if (fp)
			fp->nmissed++;
	}
}

/**
 * fprobe_return - a call returns that at least one fprobe was told of
 * @frame: of the call, current's newest
 * @gops: fprobe_fgraph
 * @regs: registers
 *
 * Context: any, preemption off.
 */
void fprobe_return(struct fgraph_frame *frame, struct fgraph_ops *gops,
		   struct fgraph_ret_regs *regs)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);
	unsigned long ip = fgraph_frame_func(frame);
	unsigned int place = stack->top;
	struct fgraph_data *data = NULL;
	struct pt_regs all = { };
	int bit = ftrace_test_recursion_trylock(ip, 0);

	if (bit < 0) {
		fprobe_count_missed(stack, place);
		return;
	}
	fgraph_ret_regs_to_pt_regs(regs, &all, ftrace_graph_top_ret_addr(current));
	while ((data = fprobe_data_next(stack, place, data)))
		fprobe_call_exit(data, ip, &all);
	regs->ax = all.ax;
	regs->dx = all.dx;
	ftrace_test_recursion_unlock(bit);
}
