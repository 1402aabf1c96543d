// SPDX-License-Identifier: GPL-2.0
/*
 * Where a hit came from as a record of its own: the kernel's stack, and that of
 * the task in user space.
 *
 * Any context, NMI included.  The addresses are collected on the stack and then
 * copied, so that the record has just the room that it needs.  A record that
 * follows an event has the event's header.
 */
#include <linux/export.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>

#include "dispatch/dispatch_inline.h"
#include "dispatch/dispatch.h"

#define STACK_DEPTH	128

/* Reading user memory may fault, and a fault may be an event. */
static DEFINE_PER_CPU(bool, reads_user_stack);

/* A header that says who and where we are; @own as in context_fill(). */
static struct trace_entry header_here(unsigned int own)
{
	struct trace_entry head;

	context_fill(&head, TRACE_STACK, own);
	return head;
}

/* How deep the way from an event's site to here can be. */
#define WAY_DEPTH	8

/* A piece of text; return addresses are behind its start and up to its end. */
struct text_range {
	unsigned long	start;
	unsigned long	end;
};

static struct text_range function_around(unsigned long ip)
{
	unsigned long size, offset;

	if (!kallsyms_lookup_size_offset(ip, &size, &offset))
		return (struct text_range) {};
	return (struct text_range) { ip - offset, ip - offset + size };
}

/* The place of the last caller in @range among the first ones, or -1. */
static int find_caller(const unsigned long *calls, unsigned int nr, struct text_range range)
{
	int i;

	for (i = min_t(int, nr, WAY_DEPTH) - 1; i >= 0; i--) {
		if (calls[i] > range.start && calls[i] <= range.end)
			break;
	}
	return i;
}

static void write_kernel_stack(struct trace_buffer *rb, struct trace_entry head,
			       const unsigned long *calls, unsigned int nr)
{
	struct stack_entry *entry;
	struct rb_slot slot;

	slot = ring_buffer_reserve(rb, offsetof(struct stack_entry, caller) +
				   nr * sizeof(calls[0]));
	entry = slot.data;
	if (!entry)
		return;
	entry->ent = head;
	entry->ent.type = TRACE_STACK;
	entry->size = nr;
	unsafe_memcpy(entry->caller, calls, nr * sizeof(calls[0]),
		      /* the format says caller[8]; the record has room for all */);
	record_commit(slot);
}

/**
 * record_stack - record where the caller is
 * @tr: the instance
 * @skip: callers to leave out, the caller of this function being the first
 *
 * Context: Any.
 */
void record_stack(struct trace_array *tr, unsigned int skip)
{
	unsigned long calls[STACK_DEPTH];
	unsigned int nr;

	guard(preempt_notrace)();
	nr = stack_trace_save(calls, STACK_DEPTH, skip + 1);
	write_kernel_stack(READ_ONCE(tr->rb), header_here(1), calls, nr);
}

/* The addresses are read first: a fault meanwhile may itself write to the buffer. */
static void write_user_stack(struct trace_buffer *rb, struct trace_entry head)
{
	unsigned long calls[ARRAY_SIZE(((struct userstack_entry *)0)->caller)] = {};
	struct userstack_entry *entry;
	struct rb_slot slot;

	stack_trace_save_user(calls, ARRAY_SIZE(calls));
	slot = ring_buffer_reserve(rb, sizeof(*entry));
	entry = slot.data;
	if (!entry)
		return;
	entry->ent = head;
	entry->ent.type = TRACE_USER_STACK;
	entry->tgid = current->tgid;
	memcpy(entry->caller, calls, sizeof(calls));
	record_commit(slot);
}

static void record_user_stack(struct trace_buffer *rb, struct trace_entry head)
{
	/* In an NMI a fault is no option, and a kernel thread has no such stack. */
	if (!IS_ENABLED(CONFIG_USER_STACKTRACE_SUPPORT) || in_nmi() ||
	    current->flags & (PF_KTHREAD | PF_USER_WORKER) ||
	    __this_cpu_read(reads_user_stack))
		return;
	__this_cpu_write(reads_user_stack, true);
	barrier();
	write_user_stack(rb, head);
	barrier();
	__this_cpu_write(reads_user_stack, false);
}

/**
 * record_stack_after - record the kernel's stack behind a record
 * @tr: the instance
 * @head: the record's header
 * @ip: an address in the function with which the stack begins
 *
 * Context: Any, preemption off.
 */
void record_stack_after(struct trace_array *tr, struct trace_entry head, unsigned long ip)
{
	unsigned long calls[STACK_DEPTH];
	unsigned int nr = stack_trace_save(calls, STACK_DEPTH, 0);
	struct text_range function = function_around(ip);
	int skip, at = find_caller(calls, nr, function);

	/* A function may call itself: the first of its frames. */
	for (skip = at; at >= 0; at = find_caller(calls, at, function))
		skip = at;
	skip = max(skip, 0);
	write_kernel_stack(READ_ONCE(tr->rb), head, calls + skip, nr - skip);
}

/**
 * record_stack_from - record the kernel's stack from a function that was hit
 * @tr: the instance
 * @ip: an address in the function, with which the stack begins
 *
 * Context: Any, preemption off.
 */
void record_stack_from(struct trace_array *tr, unsigned long ip)
{
	record_stack_after(tr, header_here(0), ip);
}

/*
 * The event's probe, then the function with its site and so on.  The probe may
 * have left the stack when it called trace_record_commit() last of all, so it
 * takes the place of what lies between the two.  Where that is not known, the
 * stack begins with @from, from where trace_record_commit() was called.
 */
static void record_stack_of_event(const struct trace_event_file *file, struct trace_entry head,
				  unsigned long from)
{
	const struct trace_event_call *call = READ_ONCE(file->call);
	struct text_range caller = { from - 1, from };
	unsigned long calls[STACK_DEPTH];
	unsigned int nr = stack_trace_save(calls, STACK_DEPTH, 0);
	struct text_range hook;
	int skip;

	/* Pairs with the release in event_file_find_hook(). */
	hook.end = smp_load_acquire(&file->hook_end);
	hook.start = READ_ONCE(file->hook_start);
	skip = find_caller(calls, nr, hook);
	if (skip >= 0 && call)
		calls[skip] = (unsigned long)call->class->probe;
	else
		skip = max(find_caller(calls, nr, caller), 0);
	write_kernel_stack(READ_ONCE(file->tr->rb), head, calls + skip, nr - skip);
}

/**
 * record_stacks_after - record the stacks that an instance wants behind an event
 * @file: the event in the instance
 * @head: the record's header
 * @from: where the probe called trace_record_commit()
 *
 * Context: Any, preemption off.
 */
void record_stacks_after(const struct trace_event_file *file, struct trace_entry head,
			 unsigned long from)
{
	if (instance_has(file->tr, OPT_STACKTRACE))
		record_stack_of_event(file, head, from);
	if (instance_has(file->tr, OPT_USERSTACKTRACE))
		record_user_stack(READ_ONCE(file->tr->rb), head);
}

/**
 * trace_dump_stack - record the caller's stack where trace_printk() goes
 * @skip: callers to leave out
 *
 * Context: Any.
 */
void trace_dump_stack(int skip)
{
	struct trace_array *tr;

	guard(preempt_notrace)();
	tr = instance_printk_dest();
	if (tr)
		record_stack(tr, skip + 1);
}
EXPORT_SYMBOL_GPL(trace_dump_stack);
