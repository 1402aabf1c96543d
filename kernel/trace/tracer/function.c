// SPDX-License-Identifier: GPL-2.0
/*
 * The function tracer: each function that is entered, and where it was called
 * from, is a record.
 *
 * function_hit() is called by the trampoline of a traced function, in any
 * context.  Nothing that it calls is traced on the plain way: it takes no lock,
 * and the clock is read inline.  What is not plain goes through a guard against
 * hits of functions that are called there.
 */
#include <linux/export.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "buffer/buffer_inline.h"
#include "dispatch/dispatch.h"
#include "dispatch/dispatch_inline.h"
#include "hook/hook.h"
#include "tracer/function.h"

/* The hit turned preemption off. */
#define OFF_BY_HIT	1

DEFINE_PER_CPU(u32, function_nest);

static struct function_tracing top_functions;

static __always_inline void function_fill(struct ftrace_entry *entry, unsigned long ip,
					  unsigned long parent_ip)
{
	context_fill(&entry->ent, TRACE_FN, OFF_BY_HIT);
	entry->ip = ip;
	entry->parent_ip = parent_ip;
}

static __always_inline void function_end(struct ring_buffer_per_cpu *cpu_rb, void *entry)
{
	if (static_branch_unlikely(&record_sinks))
		record_export((struct rb_slot) { entry, cpu_rb }, TRACE_EXPORT_FUNCTION);
	comm_cache_record_hit();
	rb_end_inline(cpu_rb);
}

/* The arguments that are in registers stand behind the record. */
static void function_fill_args(unsigned long *args, struct ftrace_regs *fregs)
{
	unsigned int i;

	for (i = 0; i < EVENT_FUNCTION_ARGS; i++)
		args[i] = ftrace_regs_get_argument(fregs, i);
}

static void function_record(struct function_tracing *fn, unsigned long ip,
			    unsigned long parent_ip, struct ftrace_regs *args)
{
	size_t len = sizeof(struct ftrace_entry);
	struct ftrace_entry *entry;
	struct trace_entry head;
	struct rb_slot slot;

	if (args)
		len += EVENT_FUNCTION_ARGS * sizeof(long);
	slot = ring_buffer_reserve(READ_ONCE(fn->tr->rb), len);
	entry = slot.data;
	if (!entry)
		return;
	function_fill(entry, ip, parent_ip);
	if (args)
		function_fill_args((unsigned long *)(entry + 1), args);
	head = entry->ent;
	function_end(slot.cpu_rb, entry);
	if (fn->special & FUNCTION_STACK)
		record_stack_after(fn->tr, head, ip);
}

/* A hit that is not just to be recorded. */
static noinline void function_hit_odd(struct function_tracing *fn, unsigned long ip,
				      unsigned long parent_ip, struct ftrace_regs *fregs)
{
	unsigned long special = READ_ONCE(fn->special);
	int nest;

	if (special & FUNCTION_STOPPED)
		return;
	if (special & FUNCTION_PIDS && !function_pid_passes(fn))
		return;
	nest = trace_nest_enter(&function_nest);
	if (nest < 0)
		return;
	if (!(special & FUNCTION_NO_REPEATS) || !function_is_repeat(fn, ip, parent_ip))
		function_record(fn, ip, parent_ip, special & FUNCTION_ARGS ? fregs : NULL);
	trace_nest_leave(&function_nest, nest);
}

/* Room for a record in a ring that was found to be neither busy nor off. */
static __always_inline void *function_reserve(struct ring_buffer_per_cpu *cpu_rb)
{
	void *event;

	rb_open(cpu_rb);
	/* That of the ring is this one. */
	if (unlikely(!rb_sched_clock_is_inline()))
		return rb_reserve_called(cpu_rb, sizeof(struct ftrace_entry));
	event = rb_reserve_plain(cpu_rb, sizeof(struct ftrace_entry), rb_inline_clock());
	if (unlikely(!event))
		return rb_reserve_odd(cpu_rb, sizeof(struct ftrace_entry), 0);
	return event + RB_EVENT_HEADER;
}

/* What is called here is not traced, so that nothing has to guard it. */
static __always_inline void function_hit_plain(struct ring_buffer_per_cpu *cpu_rb,
					       unsigned long ip, unsigned long parent_ip)
{
	struct ftrace_entry *entry = function_reserve(cpu_rb);

	if (unlikely(!entry))
		return;
	function_fill(entry, ip, parent_ip);
	function_end(cpu_rb, entry);
}

static void function_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			 struct ftrace_regs *fregs)
{
	struct function_tracing *fn = op->private;
	struct trace_buffer *rb = READ_ONCE(fn->tr->rb);
	struct ring_buffer_per_cpu *cpu_rb;

	if (rb_is_off(rb))
		return;
	preempt_disable_notrace();
	cpu_rb = rb_this_cpu(rb);
	if (likely(!rb_is_busy(cpu_rb) && !READ_ONCE(fn->special) && cpu_rb->clock_is_local))
		function_hit_plain(cpu_rb, ip, parent_ip);
	else if (!rb_is_stopped(cpu_rb))
		function_hit_odd(fn, ip, parent_ip, fregs);
	preempt_enable_notrace();
}

/*
 * Control
 */

static const struct tracer_opt function_opts[] = {
	{ "func_stack_trace",	FUNCTION_STACK },
	{ "func-no-repeats",	FUNCTION_NO_REPEATS },
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_ARGS
	{ "func-args",		FUNCTION_ARGS },
#endif
};

static struct tracer function_tracer;

/* Computing comes in turn, whichever lock covers what has changed. */
static DEFINE_MUTEX(publish_mutex);

/**
 * functions_publish - compute what hits read of options, pids and filters
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void functions_publish(struct trace_array *tr)
{
	struct function_tracing *fn = tr->tracer->functions;
	unsigned long special;

	guard(mutex)(&publish_mutex);
	special = READ_ONCE(tr->tracer->options[function_tracer.index]);
	if (!fn->last)
		special &= ~FUNCTION_NO_REPEATS;
	if (function_pids_used(fn))
		special |= FUNCTION_PIDS;
	if (fn->stopped)
		special |= FUNCTION_STOPPED;
	WRITE_ONCE(fn->special, special);
	WRITE_ONCE(fn->graph_how, graph_how(tr));
}

/**
 * functions_ended - a tracer of functions has been unregistered
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void functions_ended(struct trace_array *tr)
{
	if (!ftrace_is_dead())
		return;
	tr->tracer->functions->stopped = true;
	functions_publish(tr);
}

static int function_set_option(struct trace_array *tr, unsigned long bit, bool on)
{
	int ret = 0;

	lockdep_assert_held(&trace_types_lock);
	if (bit == FUNCTION_NO_REPEATS && on)
		ret = function_repeats_alloc(tr->tracer->functions);
	if (!ret)
		functions_publish(tr);
	return ret;
}

/**
 * tracer_ops - the functions that an instance traces
 * @tr: the instance
 *
 * Context: Any.
 * Return: the ops whose filter is that of set_ftrace_filter.
 */
struct ftrace_ops *tracer_ops(struct trace_array *tr)
{
	return tr->name ? functions_own_ops(tr->tracer->functions) : &global_ops;
}

static int function_init(struct trace_array *tr)
{
	struct ftrace_ops *ops = tracer_ops(tr);
	int ret = comm_cache_start(false);

	if (ret)
		return ret;
	ops->func = function_hit;
	ops->private = tr->tracer->functions;
	ret = register_ftrace_function(ops);
	if (ret)
		comm_cache_stop(false);
	return ret;
}

static void function_reset(struct trace_array *tr)
{
	unregister_ftrace_function(tracer_ops(tr));
	functions_ended(tr);
	comm_cache_stop(false);
}

static struct tracer function_tracer = {
	.view		= { .name = "function" },
	.init		= function_init,
	.reset		= function_reset,
	.set_option	= function_set_option,
	.opts		= function_opts,
	.nr_opts	= ARRAY_SIZE(function_opts),
};

/**
 * functions_make - give an instance what function tracers need
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int functions_make(struct trace_array *tr)
{
	struct function_tracing *fn = &top_functions;

	if (tr->name) {
		fn = kzalloc(sizeof(*fn), GFP_KERNEL);
		if (!fn)
			return -ENOMEM;
		functions_own_ops(fn)->flags = FTRACE_OPS_FL_DYNAMIC;
	} else {
		ftrace_ops_set_global_filter(functions_own_ops(fn));
	}
	fn->tr = tr;
	tr->tracer->functions = fn;
	return 0;
}

/**
 * functions_free - take that away again
 * @tr: the instance, its tracer nop, and nobody uses it any more
 *
 * Context: Process context, may sleep.
 */
void functions_free(struct trace_array *tr)
{
	struct function_tracing *fn = tr->tracer->functions;

	function_pids_exit(tr);
	/* The text leads to it for ever. */
	if (fn->stopped)
		return;
	ftrace_free_filter(functions_own_ops(fn));
	function_repeats_free(fn);
	kfree(fn);
	tr->tracer->functions = NULL;
}

/**
 * functions_init - make the function tracer known
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init functions_init(void)
{
	return function_pids_init() ?: register_tracer(&function_tracer);
}
