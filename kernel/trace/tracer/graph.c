// SPDX-License-Identifier: GPL-2.0
/*
 * The function_graph tracer: calls and returns, and so how long each call took.
 *
 * graph_hit() is called by the trampoline of a traced function and graph_return()
 * when it returns, in any context.  What they call may be traced, so each lets only
 * one of a context in.  The stamp of a record is the time of the call, too: the
 * clock is read once for each.
 */
#include <kunit/visibility.h>
#include <linux/bitfield.h>
#include <linux/hardirq.h>
#include <linux/init.h>

#include "buffer/buffer_inline.h"
#include "dispatch/dispatch.h"
#include "dispatch/dispatch_inline.h"
#include "hook/hook.h"
#include "hook/hook_inline.h"
#include "tracer/function.h"
#include "tracer/graph.h"

/* Trampoline and return_to_handler leave preemption on, or turned it off once. */
#define OFF_BY_HIT	1

/* Why a hit is not just recorded. */
#define HOW_PIDS	BIT(0)
#define HOW_ONLY	BIT(1)	/* set_graph_function has functions */
#define HOW_EXCEPT	BIT(2)	/* set_graph_notrace has */
#define HOW_DEPTH	BIT(3)	/* max_graph_depth */
#define HOW_NO_IRQS	BIT(4)	/* nofuncgraph-irqs */
#define HOW_THRESH	BIT(5)	/* only returns of what took long enough */
#define HOW_AWAKE	BIT(6)	/* nosleep-time */
#define HOW_LONG	BIT(7)	/* funcgraph-retaddr, funcgraph-args */
#define HOW_STOPPED	BIT(8)	/* the hit should not have come */

/*
 * A task's word: the depth, plus 1, of the call whose callees are traced, or not,
 * because a filter names it.
 */
#define WORD_ONLY	GENMASK(15, 0)
#define WORD_EXCEPT	GENMASK(31, 16)
#define WORD_ONLY_IRQ	BIT(32)		/* that call is in an interrupt */

/* sleep-time and graph-time as last set in any instance: for the function profiler. */
bool graph_counts_sleep = true;
bool graph_counts_callees = true;

/* A record that was reserved, and when. */
struct graph_slot {
	struct ring_buffer_per_cpu	*cpu_rb;
	u64				now;
};

/* The time that durations are made of, which is not that of every trace_clock. */
static __always_inline u64 graph_now(void)
{
	return rb_sched_clock_is_inline() ? rb_inline_clock() : sched_clock_noinstr();
}

/* When the innermost open record was reserved. */
static noinline u64 graph_clock(struct ring_buffer_per_cpu *cpu_rb)
{
	return cpu_rb->clock_is_local ? cpu_rb->open_ts[cpu_rb->nest - 1] : graph_now();
}

static noinline void *graph_reserve_odd(struct function_tracing *fn, size_t len)
{
	return ring_buffer_reserve(READ_ONCE(fn->tr->rb), len).data;
}

/* Room for a record: the place, or NULL. */
static __always_inline void *graph_reserve(struct function_tracing *fn, size_t len,
					   struct graph_slot *slot)
{
	struct ring_buffer_per_cpu *cpu_rb = rb_this_cpu(READ_ONCE(fn->tr->rb));
	void *place;

	if (likely(!rb_is_busy(cpu_rb) && rb_clock_is_inline(cpu_rb))) {
		rb_open(cpu_rb);
		slot->cpu_rb = cpu_rb;
		slot->now = rb_inline_clock();
		place = rb_reserve_plain(cpu_rb, len, slot->now);
		if (likely(place))
			return place + RB_EVENT_HEADER;
		place = rb_reserve_odd(cpu_rb, len, 0);
	} else {
		place = graph_reserve_odd(fn, len);
		/* No other takes its place while a record is open. */
		slot->cpu_rb = rb_this_cpu(READ_ONCE(fn->tr->rb));
	}
	if (likely(place))
		slot->now = graph_clock(slot->cpu_rb);
	return place;
}

static __always_inline void graph_end(struct graph_slot *slot)
{
	comm_cache_record_hit();
	rb_end_inline(slot->cpu_rb);
}

/*
 * Filters
 */

/* The word of a task that has a shadow stack. */
static __always_inline unsigned long *graph_word(const struct function_tracing *fn)
{
	return &fgraph_stack_of(current)->vars[fn->graph.idx];
}

static bool hash_has(enum graph_filter_kind kind, unsigned long ip)
{
	struct ftrace_hash *hash = rcu_dereference_raw(graph_filters[kind]);

	return hash && ftrace_hash_has(hash, ip);
}

/* Interrupts are not wanted, unless somebody asked for just this function. */
static bool graph_irq_passes(unsigned long how, unsigned long word, unsigned long ip)
{
	if (!(how & HOW_NO_IRQS) || !in_hardirq())
		return true;
	return word & WORD_ONLY_IRQ || (how & HOW_ONLY && hash_has(GRAPH_FUNCTIONS, ip));
}

static bool graph_passes(struct function_tracing *fn, unsigned long how, unsigned long ip)
{
	unsigned long *word;

	if (how & HOW_STOPPED || (how & HOW_PIDS && !function_pid_passes(fn)))
		return false;
	/* Without a shadow stack no call is followed yet; fgraph_begin() has it made. */
	if (!fgraph_stack_of(current))
		return true;
	word = graph_word(fn);
	if (how & HOW_EXCEPT && *word & WORD_EXCEPT)
		return false;
	if (how & HOW_ONLY && !(*word & WORD_ONLY) && !hash_has(GRAPH_FUNCTIONS, ip))
		return false;
	if (how & HOW_DEPTH && fgraph_top(current)->depth + 1 >= READ_ONCE(tracer_graph_max_depth))
		return false;
	return graph_irq_passes(how, *word, ip);
}

/* The call is followed: note in the task's word if set_graph_function names it. */
static void graph_note_only(struct function_tracing *fn, const struct fgraph_frame *frame)
{
	unsigned long *word = graph_word(fn);

	if (!(*word & WORD_ONLY) && hash_has(GRAPH_FUNCTIONS, fgraph_frame_func(frame)))
		*word |= (frame->depth + 1) | (in_hardirq() ? WORD_ONLY_IRQ : 0);
}

/* The call is followed to know when tracing goes on. */
static void graph_note_except(struct function_tracing *fn, const struct fgraph_frame *frame)
{
	*graph_word(fn) |= FIELD_PREP(WORD_EXCEPT, frame->depth + 1);
}

/* A call returns: true if nothing of it is to be recorded. */
static __always_inline bool graph_note_ends(struct function_tracing *fn, int depth)
{
	unsigned long *word = graph_word(fn);

	if (likely(!*word))
		return false;
	if ((*word & WORD_ONLY) == depth + 1)
		*word &= ~(WORD_ONLY | WORD_ONLY_IRQ);
	if (!(*word & WORD_EXCEPT))
		return false;
	if (FIELD_GET(WORD_EXCEPT, *word) == depth + 1)
		*word &= ~WORD_EXCEPT;
	return true;
}

/*
 * Entry
 */

static __always_inline void graph_fill(struct ftrace_graph_ent_entry *entry,
				       unsigned long ip, int depth)
{
	context_fill(&entry->ent, TRACE_GRAPH_ENT, OFF_BY_HIT);
	entry->func = ip;
	entry->depth = depth;
}

/* When the call was made; 0: it could not be recorded. */
static __always_inline u64 graph_record_entry(struct function_tracing *fn, unsigned long ip,
					      int depth)
{
	struct graph_slot slot;
	void *entry = graph_reserve(fn, GRAPH_ENTRY_LEN, &slot);

	if (unlikely(!entry))
		return 0;
	graph_fill(entry, ip, depth);
	graph_end(&slot);
	return slot.now;
}

static u64 graph_record_long(struct function_tracing *fn, struct fgraph_frame *frame,
			     struct ftrace_regs *fregs)
{
	unsigned long options = READ_ONCE(fn->tr->tracer->options[graph_tracer.index]);
	struct graph_long_entry *entry;
	unsigned int i, nr = 0;
	struct graph_slot slot;

	entry = graph_reserve(fn, struct_size(entry, words, GRAPH_WORDS_MAX), &slot);
	if (!entry)
		return 0;
	graph_fill((void *)entry, fgraph_frame_func(frame), frame->depth);
	entry->has = options & (GRAPH_RETADDR | GRAPH_ARGS);
	if (options & GRAPH_RETADDR)
		entry->words[nr++] = fgraph_frame_ret(frame);
	for (i = 0; options & GRAPH_ARGS && i < EVENT_FUNCTION_ARGS; i++)
		entry->words[nr++] = ftrace_regs_get_argument(fregs, i);
	memset(&entry->words[nr], 0, (GRAPH_WORDS_MAX - nr) * sizeof(long));
	graph_end(&slot);
	return slot.now;
}

/* Neither recorded plainly nor passed over: what a frame's word gets, 0 for nothing. */
static noinline u64 graph_enter_odd(struct function_tracing *fn, unsigned long how,
				    struct fgraph_frame *frame, struct ftrace_regs *fregs)
{
	unsigned long ip = fgraph_frame_func(frame);
	u64 now;

	if (how & HOW_EXCEPT && hash_has(GRAPH_NOTRACE, ip)) {
		graph_note_except(fn, frame);
		return 1;
	}
	if (how & HOW_THRESH)
		now = graph_now();
	else if (how & HOW_LONG)
		now = graph_record_long(fn, frame, fregs);
	else
		now = graph_record_entry(fn, ip, frame->depth);
	if (now && how & HOW_ONLY)
		graph_note_only(fn, frame);
	if (now && how & HOW_AWAKE)
		now -= fgraph_task_slept();
	return now;
}

static __always_inline void graph_enter(struct function_tracing *fn, unsigned long ip,
					struct ftrace_regs *fregs)
{
	unsigned long how = READ_ONCE(fn->graph_how);
	unsigned long *slot = (unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	unsigned int idx = fn->graph.idx;
	struct fgraph_frame *frame;
	unsigned long *word;
	u64 now;

	if (unlikely(how) && !graph_passes(fn, how, ip))
		return;
	frame = fgraph_begin(ip, slot, idx);
	if (unlikely(!frame))
		return;
	word = fgraph_reserve_word(frame, idx);
	/* A word of its own may have moved the frame. */
	if (unlikely(word != &frame->word))
		frame = fgraph_top(current);
	if (unlikely(!word)) {
		fgraph_reject(frame);
		return;
	}
	now = unlikely(how) ? graph_enter_odd(fn, how, frame, fregs) :
			      graph_record_entry(fn, ip, frame->depth);
	if (unlikely(!now)) {
		fgraph_reject(frame);
		return;
	}
	*word = now;
	fgraph_accept(frame, idx);
}

static void graph_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
		      struct ftrace_regs *fregs)
{
	struct function_tracing *fn = op->private;
	int nest;

	if (rb_is_off(READ_ONCE(fn->tr->rb)))
		return;
	preempt_disable_notrace();
	nest = trace_nest_enter(&function_nest);
	if (likely(nest >= 0)) {
		graph_enter(fn, ip, fregs);
		trace_nest_leave(&function_nest, nest);
	}
	preempt_enable_notrace();
}

/*
 * Return
 */

#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
static __always_inline void graph_set_retval(struct ftrace_graph_ret_entry *entry,
					     const struct fgraph_ret_regs *regs)
{
	entry->retval = regs->ax;
}
#else
static __always_inline void graph_set_retval(struct ftrace_graph_ret_entry *entry,
					     const struct fgraph_ret_regs *regs)
{
}
#endif

static __always_inline void graph_record_return(struct function_tracing *fn,
						const struct fgraph_frame *frame,
						const struct fgraph_ret_regs *regs, u64 calltime)
{
	struct ftrace_graph_ret_entry *entry;
	struct graph_slot slot;

	entry = graph_reserve(fn, sizeof(*entry), &slot);
	if (unlikely(!entry))
		return;
	context_fill(&entry->ent, TRACE_GRAPH_RET, OFF_BY_HIT);
	entry->func = fgraph_frame_func(frame);
	graph_set_retval(entry, regs);
	entry->depth = frame->depth;
	entry->overrun = atomic_read(&current->trace_overrun);
	/* Another option or clock meanwhile may have made it later. */
	entry->calltime = min(calltime, slot.now);
	entry->rettime = slot.now;
	graph_end(&slot);
}

static __always_inline void graph_leave(struct function_tracing *fn, struct fgraph_frame *frame,
					const struct fgraph_ret_regs *regs)
{
	unsigned long how = READ_ONCE(fn->graph_how);
	unsigned long *word = fgraph_find_word(frame, fn->graph.idx);
	u64 calltime;

	if (unlikely(graph_note_ends(fn, frame->depth) || !word))
		return;
	calltime = *word;
	if (unlikely(how & HOW_AWAKE))
		calltime += fgraph_task_slept();
	if (unlikely(how & HOW_THRESH) && graph_now() - calltime < READ_ONCE(tracing_thresh))
		return;
	graph_record_return(fn, frame, regs, calltime);
}

static void graph_return(struct fgraph_frame *frame, struct fgraph_ops *gops,
			 struct fgraph_ret_regs *regs)
{
	int nest = trace_nest_enter(&function_nest);

	if (unlikely(nest < 0))
		return;
	graph_leave(gops->private, frame, regs);
	trace_nest_leave(&function_nest, nest);
}

/*
 * Control
 */

static const struct tracer_opt graph_opts[] = {
	{ "funcgraph-overrun",		GRAPH_OVERRUN },
	{ "funcgraph-cpu",		GRAPH_CPU },
	{ "funcgraph-overhead",		GRAPH_OVERHEAD },
	{ "funcgraph-proc",		GRAPH_PROC },
	{ "funcgraph-duration",		GRAPH_DURATION },
	{ "funcgraph-abstime",		GRAPH_ABS_TIME },
	{ "funcgraph-irqs",		GRAPH_IRQS },
	{ "funcgraph-tail",		GRAPH_TAIL },
#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
	{ "funcgraph-retval",		GRAPH_RETVAL },
	{ "funcgraph-retval-hex",	GRAPH_RETVAL_HEX },
#endif
	{ "sleep-time",			GRAPH_SLEEP_TIME },
	{ "graph-time",			GRAPH_GRAPH_TIME },
	{ "funcgraph-retaddr",		GRAPH_RETADDR },
	{ "funcgraph-args",		GRAPH_ARGS },
};

/**
 * graph_how - compute why hits of the graph tracer are not just recorded
 * @tr: the instance
 *
 * Context: Process context.
 * Return: a word for the instance's struct function_tracing.
 */
unsigned long graph_how(struct trace_array *tr)
{
	unsigned long options = READ_ONCE(tr->tracer->options[graph_tracer.index]);

	return (function_pids_used(tr->tracer->functions) ? HOW_PIDS : 0) |
	       (rcu_access_pointer(graph_filters[GRAPH_FUNCTIONS]) ? HOW_ONLY : 0) |
	       (rcu_access_pointer(graph_filters[GRAPH_NOTRACE]) ? HOW_EXCEPT : 0) |
	       (READ_ONCE(tracer_graph_max_depth) ? HOW_DEPTH : 0) |
	       (options & GRAPH_IRQS ? 0 : HOW_NO_IRQS) |
	       (READ_ONCE(tracing_thresh) ? HOW_THRESH : 0) |
	       (options & GRAPH_SLEEP_TIME ? 0 : HOW_AWAKE) |
	       (options & (GRAPH_RETADDR | GRAPH_ARGS) ? HOW_LONG : 0) |
	       (tr->tracer->functions->stopped ? HOW_STOPPED : 0);
}

static int graph_thresh_changed(struct trace_array *tr)
{
	functions_publish(tr);
	return 0;
}

static int graph_set_option(struct trace_array *tr, unsigned long bit, bool on)
{
	lockdep_assert_held(&trace_types_lock);
	if (bit == GRAPH_SLEEP_TIME)
		WRITE_ONCE(graph_counts_sleep, on);
	if (bit == GRAPH_GRAPH_TIME)
		WRITE_ONCE(graph_counts_callees, on);
	functions_publish(tr);
	return 0;
}

/* Who is asleep is measured all the time: the option may change. */
static int graph_start(struct function_tracing *fn)
{
	int ret = fgraph_sleep_get();

	if (ret)
		return ret;
	ret = fgraph_register(&fn->graph, graph_return);
	if (ret)
		fgraph_sleep_put();
	return ret;
}

static int graph_tracer_init(struct trace_array *tr)
{
	struct function_tracing *fn = tr->tracer->functions;
	int ret = comm_cache_start(false);

	if (ret)
		return ret;
	functions_publish(tr);
	fn->graph.private = fn;
	fn->graph.ops.func = graph_hit;
	fn->graph.ops.private = fn;
	ret = graph_start(fn);
	if (ret)
		comm_cache_stop(false);
	return ret;
}

static void graph_tracer_reset(struct trace_array *tr)
{
	unregister_ftrace_graph(&tr->tracer->functions->graph);
	functions_ended(tr);
	fgraph_sleep_put();
	comm_cache_stop(false);
}

struct tracer graph_tracer = {
	.view		= {
		.name		= "function_graph",
		.open		= graph_view_open,
		.close		= graph_view_close,
		.print_header	= graph_header_print,
		.print_line	= graph_line_print,
	},
	.init		= graph_tracer_init,
	.reset		= graph_tracer_reset,
	.set_option	= graph_set_option,
	.thresh_changed	= graph_thresh_changed,
	.opts		= graph_opts,
	.nr_opts	= ARRAY_SIZE(graph_opts),
	.default_options = GRAPH_CPU | GRAPH_OVERHEAD | GRAPH_DURATION | GRAPH_IRQS |
			   GRAPH_SLEEP_TIME | GRAPH_GRAPH_TIME,
	.needs_tasks	= true,
};
EXPORT_SYMBOL_IF_KUNIT(graph_tracer);

/**
 * graph_init - make the function_graph tracer known
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init graph_init(void)
{
	return register_tracer(&graph_tracer);
}
