// SPDX-License-Identifier: GPL-2.0
/*
 * The stack tracer: the deepest stack that a task was seen with at the entry of a
 * function, and what is on it.
 *
 * A hit compares two numbers, and that is nearly always all.  Who is deeper writes
 * down the stack, with interrupts off and under depth_lock; a hit never waits for
 * it, since it may be what this very CPU does.  Users are in process context.
 */
#include <linux/cleanup.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/rcupdate.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/sysctl.h>

#include "tracer/tracer.h"

#define CALLS_MAX	500

/* What was on the deepest stack: the newest call first. */
struct deepest {
	unsigned int	nr;
	unsigned long	calls[CALLS_MAX];
	unsigned int	depth[CALLS_MAX];	/* bytes from the stack's beginning */
};

static arch_spinlock_t depth_lock = __ARCH_SPIN_LOCK_UNLOCKED;

/* Written under depth_lock; hits compare with max_depth before. */
static unsigned long max_depth;
static struct deepest deepest;

/* sysctl kernel.stack_tracer_enabled; and whether it is in force. */
int stack_tracer_enabled;
static DEFINE_MUTEX(switch_mutex);
static bool switched_on;

static unsigned long depth_lock_user(void)
{
	unsigned long flags;

	local_irq_save(flags);
	arch_spin_lock(&depth_lock);
	return flags;
}

static void depth_unlock_user(unsigned long flags)
{
	arch_spin_unlock(&depth_lock);
	local_irq_restore(flags);
}

/*
 * Where on the stack the return addresses of the calls are.  What is not found,
 * because it was exchanged, is left out.
 */
static void find_calls(unsigned long *from, unsigned long *top, unsigned int first,
		       unsigned int nr)
{
	unsigned int i, found = 0;
	unsigned long *p, *next = from;

	for (i = first; i < nr; i++) {
		for (p = next; p < top && READ_ONCE_NOCHECK(*p) != deepest.calls[i]; p++)
			;
		if (p == top)
			continue;
		deepest.calls[found] = deepest.calls[i];
		deepest.depth[found++] = (top - p) * sizeof(*p);
		next = p + 1;
	}
	deepest.nr = found;
}

/* @slot is where the function's own return address is; the word below it leads into it. */
static void note_stack(unsigned long ip, unsigned long *slot, unsigned long *top)
{
	unsigned int nr = stack_trace_save(deepest.calls, CALLS_MAX, 0);
	unsigned int first = 0;

	ip += MCOUNT_INSN_SIZE;
	while (first < nr && deepest.calls[first] != ip)
		first++;
	/* The way to here may not be on the trace. */
	if (first == nr)
		first = 0;
	find_calls(slot - 1, top, first, nr);
	WRITE_ONCE(max_depth, (top - slot + 1) * sizeof(*slot));
}

/* Deeper than any before, as far as one can see without the lock. */
static noinline void note_deeper(unsigned long ip, unsigned long *slot, unsigned long *top)
{
	unsigned long flags;

	/* Saving a trace needs RCU, which cannot be had in an NMI for sure. */
	if (in_nmi() || !rcu_is_watching())
		return;
	local_irq_save(flags);
	if (arch_spin_trylock(&depth_lock)) {
		if ((top - slot + 1) * sizeof(*slot) > max_depth)
			note_stack(ip, slot, top);
		arch_spin_unlock(&depth_lock);
	}
	local_irq_restore(flags);
}

static void depth_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		      struct ftrace_regs *fregs)
{
	unsigned long *slot = (unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	unsigned long *base = task_stack_page(current);
	unsigned long *top = base + THREAD_SIZE / sizeof(*base);

	/* Not on the stack of an interrupt. */
	if (unlikely(slot <= base || slot >= top))
		return;
	if (unlikely((top - slot + 1) * sizeof(*slot) > READ_ONCE(max_depth)))
		note_deeper(ip, slot, top);
}

static struct ftrace_ops depth_ops = {
	.func	= depth_hit,
};

/**
 * stack_depth_ops - the functions at whose entry stacks are looked at
 *
 * Context: Any.
 * Return: the ops whose filter is that of stack_trace_filter.
 */
struct ftrace_ops *stack_depth_ops(void)
{
	return &depth_ops;
}

static int stack_depth_switch(bool on)
{
	int ret;

	lockdep_assert_held(&switch_mutex);
	if (on == switched_on)
		return 0;
	ret = on ? register_ftrace_function(&depth_ops) : unregister_ftrace_function(&depth_ops);
	if (!ret)
		switched_on = on;
	return ret;
}

/**
 * stack_trace_sysctl - kernel.stack_tracer_enabled
 * @table: its table
 * @write: is it written
 * @buffer: text
 * @lenp: its length
 * @ppos: where in the file
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int stack_trace_sysctl(const struct ctl_table *table, int write, void *buffer,
		       size_t *lenp, loff_t *ppos)
{
	int ret;

	guard(mutex)(&switch_mutex);
	ret = proc_dointvec(table, write, buffer, lenp, ppos);
	if (ret || !write)
		return ret;
	return stack_depth_switch(stack_tracer_enabled);
}

/**
 * stack_depth_max - the depth that a stack must exceed to be noted
 *
 * Context: Any.
 * Return: bytes.
 */
unsigned long stack_depth_max(void)
{
	return READ_ONCE(max_depth);
}

/**
 * stack_depth_set_max - set it
 * @max: bytes; 0 to begin anew
 *
 * Context: Process context.
 */
void stack_depth_set_max(unsigned long max)
{
	unsigned long flags = depth_lock_user();

	WRITE_ONCE(max_depth, max);
	depth_unlock_user(flags);
}

static void show_calls(struct seq_file *m, const struct deepest *copy)
{
	unsigned int i, size;

	for (i = 0; i < copy->nr; i++) {
		size = copy->depth[i] - (i + 1 < copy->nr ? copy->depth[i + 1] : 0);
		seq_printf(m, "%3u) %8u   %5u   %pS\n", i, copy->depth[i], size,
			   (void *)copy->calls[i]);
	}
}

static void show_help(struct seq_file *m)
{
	seq_puts(m, "#\n"
		 "#  Stack tracer disabled\n"
		 "#\n"
		 "# To enable the stack tracer, either add 'stacktrace' to the\n"
		 "# kernel command line\n"
		 "# or 'echo 1 > /proc/sys/kernel/stack_tracer_enabled'\n"
		 "#\n");
}

/**
 * stack_depth_show - show the deepest stack
 * @m: where to
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int stack_depth_show(struct seq_file *m)
{
	struct deepest *copy __free(kvfree) = kvmalloc(sizeof(*copy), GFP_KERNEL);
	unsigned long flags;

	if (!copy)
		return -ENOMEM;
	flags = depth_lock_user();
	*copy = deepest;
	depth_unlock_user(flags);
	seq_printf(m, "        Depth    Size   Location    (%u entries)\n"
		   "        -----    ----   --------\n", copy->nr);
	if (!stack_tracer_enabled && !copy->nr)
		show_help(m);
	show_calls(m, copy);
	return 0;
}

/*
 * The command line: stacktrace, and stacktrace_filter= with functions.
 */

static char *boot_filter __initdata;

static int __init set_stacktrace(char *str)
{
	/* Other parameters begin with the same word. */
	if (*str)
		return 0;
	stack_tracer_enabled = 1;
	return 1;
}
__setup("stacktrace", set_stacktrace);

static int __init set_stacktrace_filter(char *str)
{
	stack_tracer_enabled = 1;
	boot_filter = str;
	return 1;
}
__setup("stacktrace_filter=", set_stacktrace_filter);

/**
 * stack_depth_init - begin, if the command line says so
 *
 * Context: Boot, with tasks.
 * Return: 0 or a negative errno.
 */
int __init stack_depth_init(void)
{
	char *name;

	if (!stack_tracer_enabled)
		return 0;
	while ((name = strsep(&boot_filter, ",")))
		ftrace_set_filter(&depth_ops, name, strlen(name), 0);
	guard(mutex)(&switch_mutex);
	return stack_depth_switch(true);
}
