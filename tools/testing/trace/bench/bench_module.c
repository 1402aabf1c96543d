// SPDX-License-Identifier: GPL-2.0
/*
 * What a hit costs: each case is a loop of one statement with interrupts off,
 * less the empty loop.
 *
 * The same source is built against our kernel and against stock's, so it uses
 * only what modules may use in both.  Writing a case's name to the parameter
 * "run" measures it, reading it gives "min first max" of the repetitions, for
 * one pass, in hundredths: of instructions under QEMU's -icount, where the time
 * stamp counter counts them, of nanoseconds in User Mode Linux.  guest.sh sets
 * up what is enabled.
 */
#include <linux/ftrace.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/string.h>

#include "bench_mark.h"
#define CREATE_TRACE_POINTS
#include "bench_event.h"

#define REPEATS		9
#define FILL		36000
#define PAYLOAD		16

#ifdef CONFIG_UML
#define PASSES		100000
#define bench_clock()	ktime_get_ns()
#else
#include <asm/msr.h>

/* Less than a tick of the timer for the dearest of them. */
#define PASSES		1000
#define bench_clock()	rdtsc_ordered()
#endif

struct bench_case {
	const char	*name;
	u64		(*loop)(void);
	u64		(*without)(void);	/* what is not of it; the empty loop if NULL */
	int		(*setup)(void);
	void		(*cleanup)(void);
};

static struct trace_buffer *ring;
static char result[80];

/* The clock around a loop; @statement may use i. */
#define BENCH_LOOP(name, statement)					\
static noinline u64 name(void)						\
{									\
	unsigned long flags;						\
	u64 start, end;							\
	int i;								\
									\
	local_irq_save(flags);						\
	bench_mark(0, 1);						\
	start = bench_clock();						\
	for (i = 0; i < PASSES; i++) {					\
		statement;						\
		barrier();						\
	}								\
	end = bench_clock();						\
	bench_mark(0, 0);						\
	local_irq_restore(flags);					\
	return end - start;						\
}

static __always_inline void ring_write(void)
{
	if (ring_buffer_lock_reserve(ring, PAYLOAD))
		ring_buffer_unlock_commit(ring);
}

/* It counts up as the others do. */
BENCH_LOOP(loop_empty, asm volatile("" : : "r" (i)))
BENCH_LOOP(loop_bare, trace_bench_bare(i))
BENCH_LOOP(loop_ints, trace_bench_ints(i, 7))
BENCH_LOOP(loop_string, trace_bench_string(i, "nineteen characters"))
BENCH_LOOP(loop_ring, ring_write())
BENCH_LOOP(loop_printk, trace_printk("a=%d b=%d\n", i, 7))

/* The same function with a place for hooks and without; used, or it has another name. */
static noinline __used int bench_function(int a)
{
	barrier();
	return a;
}

static noinline notrace __used int bench_untraced(int a)
{
	barrier();
	return a;
}

/* Never called; to name in a filter. */
static noinline __used int bench_other(int a)
{
	barrier();
	return a;
}

BENCH_LOOP(loop_function, bench_function(i))
BENCH_LOOP(loop_untraced, bench_untraced(i))

/* Not for its time: entries of functions to read. */
static u64 loop_fill_functions(void)
{
	int i;

	for (i = 0; i < FILL; i++)
		bench_function(i);
	return 0;
}

/* Not for its time: events to read. */
static u64 loop_fill(void)
{
	int i;

	for (i = 0; i < FILL; i++)
		trace_bench_ints(i, 7);
	return 0;
}

static noinline notrace void probe_one(void *data, int a)
{
	barrier();
}

static noinline notrace void probe_two(void *data, int a)
{
	barrier();
}

static int setup_one(void)
{
	return register_trace_bench_bare(probe_one, NULL);
}

static void cleanup_one(void)
{
	unregister_trace_bench_bare(probe_one, NULL);
	tracepoint_synchronize_unregister();
}

static int setup_two(void)
{
	int ret = setup_one();

	if (ret)
		return ret;
	ret = register_trace_bench_bare(probe_two, NULL);
	if (ret)
		cleanup_one();
	return ret;
}

static void cleanup_two(void)
{
	unregister_trace_bench_bare(probe_two, NULL);
	cleanup_one();
}

static int setup_ring(void)
{
	ring = ring_buffer_alloc(1 << 20, RB_FL_OVERWRITE);
	return ring ? 0 : -ENOMEM;
}

static void cleanup_ring(void)
{
	ring_buffer_free(ring);
}

#ifdef CONFIG_DYNAMIC_FTRACE

static notrace void callback(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			     struct ftrace_regs *fregs)
{
	barrier();
}

static struct ftrace_ops bench_ops[] = { { .func = callback }, { .func = callback } };

static int register_ops(int nr)
{
	unsigned char name[] = "bench_function";
	int ret = ftrace_set_filter(&bench_ops[nr], name, sizeof(name) - 1, 1);

	return ret ?: register_ftrace_function(&bench_ops[nr]);
}

static void cleanup_ops(void)
{
	unregister_ftrace_function(&bench_ops[0]);
}

static void cleanup_ops2(void)
{
	unregister_ftrace_function(&bench_ops[1]);
	cleanup_ops();
}

#else

static int register_ops(int nr)
{
	return -EOPNOTSUPP;
}

static void cleanup_ops(void)
{
}

static void cleanup_ops2(void)
{
}

#endif

static int setup_ops(void)
{
	return register_ops(0);
}

static int setup_ops2(void)
{
	int ret = setup_ops();

	if (ret)
		return ret;
	ret = register_ops(1);
	if (ret)
		cleanup_ops();
	return ret;
}

static const struct bench_case cases[] = {
	{ "ints", loop_ints },
	{ "string", loop_string },
	{ "bare", loop_bare },
	{ "bare1", loop_bare, .setup = setup_one, .cleanup = cleanup_one },
	{ "bare2", loop_bare, .setup = setup_two, .cleanup = cleanup_two },
	{ "buffer", loop_ring, .setup = setup_ring, .cleanup = cleanup_ring },
	{ "printk", loop_printk },
	{ "function", loop_function, loop_untraced },
	{ "ops", loop_function, loop_untraced, setup_ops, cleanup_ops },
	{ "ops2", loop_function, loop_untraced, setup_ops2, cleanup_ops2 },
	{ "fill", loop_fill },
	{ "fill_functions", loop_fill_functions },
};

static u64 hundredths(u64 took, u64 empty)
{
	return div_u64((took - min(took, empty)) * 100, PASSES);
}

static int print_hundredths(char *to, size_t size, u64 n)
{
	u32 rest;
	u64 whole = div_u64_rem(n, 100, &rest);

	return scnprintf(to, size, "%llu.%02u ", whole, rest);
}

static void measure(const struct bench_case *c)
{
	u64 took, empty, first = 0, least = U64_MAX, most = 0;
	int i, len;

	for (i = 0; i < REPEATS; i++) {
		empty = c->without ? c->without() : loop_empty();
		took = hundredths(c->loop(), empty);
		if (!i)
			first = took;
		least = min(least, took);
		most = max(most, took);
	}
	len = print_hundredths(result, sizeof(result), least);
	len += print_hundredths(result + len, sizeof(result) - len, first);
	print_hundredths(result + len, sizeof(result) - len, most);
}

static int run_case(const struct bench_case *c)
{
	int ret = c->setup ? c->setup() : 0;

	if (ret)
		return ret;
	if (c->loop == loop_fill || c->loop == loop_fill_functions)
		c->loop();
	else
		measure(c);
	if (c->cleanup)
		c->cleanup();
	return 0;
}

static int run_set(const char *text, const struct kernel_param *kp)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		if (sysfs_streq(text, cases[i].name))
			return run_case(&cases[i]);
	return -EINVAL;
}

static int run_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%s\n", result);
}

static const struct kernel_param_ops run_ops = {
	.set = run_set,
	.get = run_get,
};

module_param_cb(run, &run_ops, NULL, 0600);
MODULE_PARM_DESC(run, "name of the case to run; read for its figures");

static int __init bench_init(void)
{
	return 0;
}

static void __exit bench_exit(void)
{
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Benchmark of the tracing core");
