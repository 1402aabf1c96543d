// SPDX-License-Identifier: GPL-2.0
/*
 * The function profiler: how often each function ran on a CPU, and how long.
 *
 * Entries and returns are hits in any context, told one at a time by the hook
 * layer.  Each CPU counts in a table of its own; a function gets a place there at
 * its first return, and keeps it until the profiler is switched on again.  Process
 * context switches and shows, under profile_mutex.
 */
#include <kunit/visibility.h>
#include <linux/bitops.h>
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/topology.h>

#include <asm/local64.h>

#include "hook/hook.h"
#include "hook/hook_inline.h"
#include "tracer/duration.h"
#include "tracer/func_profile.h"
#include "tracer/function.h"
#include "tracer/graph.h"

/* Squares are kept in units of 1024 ns^2, so that minutes of them fit. */
#define SQUARE_SHIFT	10

/* What a call needs until it returns. */
struct profile_call {
	u64	begin;		/* less the time that the task had slept by then */
	u64	below;		/* the time of the calls that it made */
};

/* Bits of the table's size; a quarter of it at least stays free. */
static unsigned int table_bits;

static DEFINE_PER_CPU(struct profile_func *, profile_table);

/* Protected by profile_mutex: */
static DEFINE_MUTEX(profile_mutex);
static bool profile_on;

/* The place of a function in a table; NULL if there is no more room. */
static struct profile_func *profile_find(struct profile_func *table, unsigned long ip)
{
	unsigned int mask = BIT(table_bits) - 1;
	unsigned int at = hash_long(ip, table_bits);
	unsigned int steps;

	for (steps = 0; steps <= mask; steps++, at = (at + 1) & mask) {
		unsigned long there = READ_ONCE(table[at].ip);

		/* An interrupt may be faster, with this function or another. */
		if (!there)
			there = cmpxchg_local(&table[at].ip, 0, ip) ?: ip;
		if (there == ip)
			return &table[at];
	}
	return NULL;
}

static int profile_enter(struct ftrace_graph_ent *trace, struct fgraph_ops *gops,
			 struct ftrace_regs *fregs)
{
	struct profile_call *call = fgraph_reserve_data(gops->idx, sizeof(*call));

	if (!call)
		return 0;
	call->below = 0;
	call->begin = local_clock();
	if (!READ_ONCE(graph_counts_sleep))
		call->begin -= fgraph_task_slept();
	return 1;
}

/* The time of a call, without that of its own calls if so wanted. */
static u64 profile_time(struct fgraph_ops *gops, const struct profile_call *call)
{
	struct profile_call *parent;
	u64 now = local_clock();
	int size;
	u64 time;

	if (!READ_ONCE(graph_counts_sleep))
		now -= fgraph_task_slept();
	time = now > call->begin ? now - call->begin : 0;
	if (READ_ONCE(graph_counts_callees))
		return time;
	parent = fgraph_retrieve_parent_data(gops->idx, &size, 1);
	if (parent)
		parent->below += time;
	return time > call->below ? time - call->below : 0;
}

static void profile_return(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
			   struct fgraph_ret_regs *regs)
{
	struct profile_func *func;
	struct profile_call *call;
	int size;
	u64 time;

	call = fgraph_retrieve_data(gops->idx, &size);
	func = call ? profile_find(__this_cpu_read(profile_table), trace->func) : NULL;
	if (!func)
		return;
	time = profile_time(gops, call);
	local64_inc(&func->hits);
	local64_add(time, &func->time);
	local64_add(mul_u64_u64_shr(time, time, SQUARE_SHIFT), &func->squares);
}

static struct fgraph_ops profile_ops = {
	.entryfunc	= profile_enter,
	.retfunc	= profile_return,
};

static void tables_free(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		kvfree(per_cpu(profile_table, cpu));
		per_cpu(profile_table, cpu) = NULL;
	}
}

static int tables_alloc(void)
{
	struct site_totals totals;
	int cpu;

	site_totals(&totals);
	table_bits = order_base_2(totals.sites + totals.sites / 3 + 1);
	for_each_possible_cpu(cpu) {
		per_cpu(profile_table, cpu) =
			kvzalloc_node(sizeof(struct profile_func) << table_bits, GFP_KERNEL,
				      cpu_to_node(cpu));
		if (!per_cpu(profile_table, cpu)) {
			tables_free();
			return -ENOMEM;
		}
	}
	return 0;
}

static int profile_start(void)
{
	int ret;

	lockdep_assert_held(&profile_mutex);
	/* Nobody is followed now, so no hit reads the tables of last time. */
	tables_free();
	ret = tables_alloc() ?: fgraph_sleep_get();
	if (ret)
		return ret;
	ftrace_ops_set_global_filter(&profile_ops.ops);
	ret = register_ftrace_graph(&profile_ops);
	if (ret)
		fgraph_sleep_put();
	return ret;
}

/**
 * func_profile_is_on - does the profiler count
 *
 * Context: Process context, may sleep.
 * Return: true if so.
 */
bool func_profile_is_on(void)
{
	guard(mutex)(&profile_mutex);
	return profile_on;
}

/**
 * func_profile_switch - switch the profiler on, from nothing, or off
 * @on: which
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int func_profile_switch(bool on)
{
	int ret = 0;

	guard(mutex)(&profile_mutex);
	if (on == profile_on)
		return 0;
	if (on) {
		ret = profile_start();
	} else {
		unregister_ftrace_graph(&profile_ops);
		fgraph_sleep_put();
	}
	if (!ret)
		profile_on = on;
	return ret;
}

/*
 * trace_stat/functionN
 */

/* The longest first. */
static int compare_time(const void *left, const void *right)
{
	u64 one = local64_read(&(*(struct profile_func **)left)->time);
	u64 two = local64_read(&(*(struct profile_func **)right)->time);

	return one < two ? 1 : one > two ? -1 : 0;
}

/**
 * func_profile_variance - how far calls are from their average
 * @hits: the number of calls
 * @time: their time, in ns
 * @squares: the sum of the squares of their times, in 1024 ns^2
 *
 * Context: Any.
 * Return: s^2 in 1000 ns^2, which is thousandths of us^2.
 */
u64 func_profile_variance(u64 hits, u64 time, u64 squares)
{
	u64 of_average;

	if (hits < 2)
		return 0;
	of_average = mul_u64_u64_shr(time, div64_u64(time, hits), SQUARE_SHIFT);
	if (of_average >= squares)
		return 0;
	return mul_u64_u64_div_u64(squares - of_average, BIT(SQUARE_SHIFT), (hits - 1) * 1000);
}
EXPORT_SYMBOL_IF_KUNIT(func_profile_variance);

static void show_func(struct seq_file *m, const struct profile_func *func)
{
	u64 hits = local64_read(&func->hits);
	u64 time = local64_read(&func->time);
	u64 average = hits ? div64_u64(time, hits) : 0;
	char name[KSYM_NAME_LEN];
	char text[3][DURATION_SIZE];

	/* Functions that are too short to be of interest; without tracing_thresh, none is. */
	if (average < READ_ONCE(tracing_thresh))
		return;
	duration_format(text[0], time);
	duration_format(text[1], average);
	duration_format(text[2], func_profile_variance(hits, time, local64_read(&func->squares)));
	if (lookup_symbol_name(func->ip, name))
		snprintf(name, sizeof(name), "0x%lx", func->ip);
	seq_printf(m, "  %-30.30s  %10llu    %s    %s    %s\n", name, hits,
		   text[0], text[1], text[2]);
}

/**
 * func_profile_show - what the profiler has counted on a CPU
 * @m: where to
 * @cpu: the CPU
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int func_profile_show(struct seq_file *m, int cpu)
{
	struct profile_func **found __free(kvfree) = NULL;
	struct profile_func *table;
	unsigned int i, nr = 0;

	seq_puts(m, "  Function                               Hit    Time            Avg             s^2\n"
		    "  --------                               ---    ----            ---             ---\n");
	guard(mutex)(&profile_mutex);
	table = per_cpu(profile_table, cpu);
	if (!table)
		return 0;
	found = kvmalloc_array(BIT(table_bits), sizeof(*found), GFP_KERNEL);
	if (!found)
		return -ENOMEM;
	for (i = 0; i < BIT(table_bits); i++) {
		if (READ_ONCE(table[i].ip))
			found[nr++] = &table[i];
	}
	sort(found, nr, sizeof(*found), compare_time, NULL);
	for (i = 0; i < nr; i++)
		show_func(m, found[i]);
	return 0;
}
