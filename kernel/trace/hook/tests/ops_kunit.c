// SPDX-License-Identifier: GPL-2.0
/*
 * Function hooks as their users see them: who is called, for which functions,
 * with what, and what is refused.  This file is compiled with entries to hook; its
 * callbacks are notrace.
 */
#include <kunit/test.h>
#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include <asm/ibt.h>

static noinline __noclone long first_fn(long a, long b)
{
	barrier();
	return a + b;
}

static noinline __noclone long second_fn(long a, long b)
{
	barrier();
	return a - b;
}

/* The compiler does not know what is called. */
static notrace noinline long first(long a, long b)
{
	long (*fn)(long a, long b) = first_fn;

	OPTIMIZER_HIDE_VAR(fn);
	return fn(a, b);
}

static notrace noinline long second(long a, long b)
{
	long (*fn)(long a, long b) = second_fn;

	OPTIMIZER_HIDE_VAR(fn);
	return fn(a, b);
}

#define FIRST	((unsigned long)first_fn)
#define SECOND	((unsigned long)second_fn)

/* Where first_fn() is hooked. */
static unsigned long first_ip(void)
{
	unsigned long ip = FIRST;

	OPTIMIZER_HIDE_VAR(ip);
	return is_endbr(*(u32 *)ip) ? ip + ENDBR_INSN_SIZE : ip;
}

/* An ops that notes its hits. */
struct noting_ops {
	struct ftrace_ops	ops;
	unsigned int		hits;
	unsigned long		ip;
	unsigned long		arg;
	bool			had_regs;
	struct noting_ops	*same;		/* the ops that the callback was given */
};

static notrace void note_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			     struct ftrace_regs *fregs)
{
	struct noting_ops *noting = container_of(op, struct noting_ops, ops);

	noting->hits++;
	noting->ip = ip;
	noting->arg = ftrace_regs_get_argument(fregs, 0);
	noting->had_regs = ftrace_get_regs(fregs);
	noting->same = noting;
}

static void ops_begin(struct kunit *test, struct noting_ops *noting, unsigned long ip)
{
	if (!noting->ops.func)
		noting->ops.func = note_hit;
	if (ip)
		KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&noting->ops, ip, 0, 1), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_function(&noting->ops), 0);
}

static void ops_end(struct kunit *test, struct noting_ops *noting)
{
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&noting->ops), 0);
	ftrace_free_filter(&noting->ops);
}

static void one_user(struct kunit *test)
{
	static struct noting_ops one;

	one = (struct noting_ops){};
	KUNIT_EXPECT_EQ(test, first(3, 4), 7);
	ops_begin(test, &one, FIRST);
	KUNIT_EXPECT_EQ(test, first(3, 4), 7);
	KUNIT_EXPECT_EQ(test, second(3, 4), -1);
	ops_end(test, &one);
	KUNIT_EXPECT_EQ(test, first(5, 4), 9);
	KUNIT_EXPECT_EQ(test, one.hits, 1);
	KUNIT_EXPECT_EQ(test, one.arg, 3);
	KUNIT_EXPECT_EQ(test, one.ip, first_ip());
	KUNIT_EXPECT_PTR_EQ(test, one.same, &one);
	KUNIT_EXPECT_FALSE(test, one.had_regs);
}

/* Each is called for its own functions, in whichever order they come and go. */
static void several_users(struct kunit *test)
{
	static struct noting_ops ops[4];
	unsigned int i;

	memset(ops, 0, sizeof(ops));
	ops[3].ops.flags = FTRACE_OPS_FL_SAVE_REGS;
	for (i = 0; i < ARRAY_SIZE(ops); i++) {
		ops_begin(test, &ops[i], i == 2 ? SECOND : FIRST);
		first(i, 0);
	}
	KUNIT_EXPECT_EQ(test, second(9, 1), 8);
	KUNIT_EXPECT_EQ(test, ops[0].hits, 4);
	KUNIT_EXPECT_EQ(test, ops[1].hits, 3);
	KUNIT_EXPECT_EQ(test, ops[2].hits, 1);
	KUNIT_EXPECT_EQ(test, ops[2].arg, 9);
	KUNIT_EXPECT_EQ(test, ops[3].hits, 1);
	KUNIT_EXPECT_TRUE(test, ops[3].had_regs);
	ops_end(test, &ops[1]);
	first(0, 0);
	KUNIT_EXPECT_EQ(test, ops[0].hits, 5);
	KUNIT_EXPECT_EQ(test, ops[1].hits, 3);
	ops_end(test, &ops[0]);
	/* Alone, with a trampoline of its own. */
	KUNIT_EXPECT_EQ(test, first(7, 1), 8);
	KUNIT_EXPECT_EQ(test, ops[3].hits, 3);
	KUNIT_EXPECT_EQ(test, ops[3].arg, 7);
	KUNIT_EXPECT_TRUE(test, ops[3].had_regs);
	ops_end(test, &ops[3]);
	ops_end(test, &ops[2]);
	first(0, 0);
	KUNIT_EXPECT_EQ(test, ops[3].hits, 3);
}

static void filters_change_under_way(struct kunit *test)
{
	static struct noting_ops one;
	char first_name[] = "first_fn", not_second[] = "!second_fn";

	one = (struct noting_ops){};
	ops_begin(test, &one, FIRST);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&one.ops, SECOND, 0, 0), 0);
	first(1, 1);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 2);
	/* The set of functions left out is the stronger one. */
	KUNIT_EXPECT_EQ(test, ftrace_set_notrace(&one.ops, first_name, 8, 1), 0);
	first(1, 1);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 3);
	KUNIT_EXPECT_EQ(test, ftrace_set_notrace(&one.ops, NULL, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(&one.ops, not_second, 10, 0), 0);
	first(1, 1);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 4);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&one.ops, SECOND, 0, 1), 0);
	first(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 4);
	ops_end(test, &one);
}

static void what_filters_refuse(struct kunit *test)
{
	static struct noting_ops one;
	static long no_function;
	char none[] = "no_such_function", with_mod[] = "first_fn:mod:x", empty[] = "";
	unsigned long ips[] = { FIRST, (unsigned long)&no_function };
	unsigned long ip = first_ip();
	struct ftrace_ops *ops = &one.ops;

	one = (struct noting_ops){ .ops.func = note_hit };
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, none, strlen(none), 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, with_mod, strlen(with_mod), 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, empty, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(ops, NULL, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ips(ops, ips, 2, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, ip, 1, 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, ip, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, ip, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, ip + MCOUNT_INSN_SIZE, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(ops, SECOND, 1, 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(ops), -EBUSY);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(ops), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(ops), -EBUSY);
	/* Nothing of what was refused has changed anything. */
	first(1, 1);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, one.hits, 1);
	ops_end(test, &one);
}

static void one_may_modify_ip(struct kunit *test)
{
	static struct noting_ops a, b;

	a = (struct noting_ops){ .ops.flags = FTRACE_OPS_FL_IPMODIFY, .ops.func = note_hit };
	b = a;
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(&a.ops, NULL, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(&a.ops), -EINVAL);
	ops_begin(test, &a, FIRST);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter(&a.ops, NULL, 0, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&b.ops, FIRST, 0, 1), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(&b.ops), -EBUSY);
	ops_begin(test, &b, SECOND);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&b.ops, FIRST, 0, 0), -EBUSY);
	first(1, 1);
	second(1, 1);
	KUNIT_EXPECT_EQ(test, a.hits, 1);
	KUNIT_EXPECT_EQ(test, b.hits, 1);
	ops_end(test, &a);
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&b.ops, FIRST, 0, 0), 0);
	first(1, 1);
	KUNIT_EXPECT_EQ(test, b.hits, 2);
	ops_end(test, &b);
}

static notrace void go_to_second(unsigned long ip, unsigned long parent_ip,
				 struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	ftrace_regs_set_instruction_pointer(fregs, SECOND);
}

static void going_elsewhere(struct kunit *test)
{
	static struct noting_ops elsewhere, other;

	elsewhere = (struct noting_ops){
		.ops.flags = FTRACE_OPS_FL_IPMODIFY,
		.ops.func = go_to_second,
	};
	other = (struct noting_ops){};
	ops_begin(test, &elsewhere, FIRST);
	KUNIT_EXPECT_EQ(test, first(9, 4), 5);
	ops_begin(test, &other, FIRST);
	KUNIT_EXPECT_EQ(test, first(9, 4), 5);
	KUNIT_EXPECT_EQ(test, other.hits, 1);
	ops_end(test, &elsewhere);
	KUNIT_EXPECT_EQ(test, first(9, 4), 13);
	ops_end(test, &other);
}

/* A callback that calls what it is called for. */
static notrace void call_again(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			       struct ftrace_regs *fregs)
{
	container_of(op, struct noting_ops, ops)->hits++;
	first(0, 0);
}

static notrace void call_again_guarded(unsigned long ip, unsigned long parent_ip,
				       struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	int bit = ftrace_test_recursion_trylock(ip, parent_ip);

	if (bit < 0)
		return;
	container_of(op, struct noting_ops, ops)->hits++;
	first(0, 0);
	ftrace_test_recursion_unlock(bit);
}

/* One hit more is let in than there should be: it might be an interrupt's. */
static void recursion_ends(struct kunit *test)
{
	static struct noting_ops core, own, other;

	core = (struct noting_ops){ .ops = {
		.func = call_again, .flags = FTRACE_OPS_FL_RECURSION,
	} };
	own = (struct noting_ops){ .ops.func = call_again_guarded };
	other = (struct noting_ops){};
	ops_begin(test, &core, FIRST);
	first(0, 0);
	KUNIT_EXPECT_EQ(test, core.hits, 2);
	ops_begin(test, &other, FIRST);
	core.hits = 0;
	first(0, 0);
	KUNIT_EXPECT_EQ(test, core.hits, 2);
	ops_end(test, &core);
	ops_end(test, &other);
	ops_begin(test, &own, FIRST);
	first(0, 0);
	first(0, 0);
	KUNIT_EXPECT_EQ(test, own.hits, 4);
	ops_end(test, &own);
}

/* An interrupt of a callback is not taken for recursion. */
static struct noting_ops interrupted;
static unsigned int hits_in_irq;

static notrace void hit_in_irq(struct irq_work *work)
{
	first(0, 0);
}

static notrace void wait_for_irq(unsigned long ip, unsigned long parent_ip,
				 struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	static DEFINE_IRQ_WORK(work, hit_in_irq);
	int i, bit = ftrace_test_recursion_trylock(ip, parent_ip);

	if (bit < 0)
		return;
	if (in_hardirq()) {
		hits_in_irq++;
	} else {
		irq_work_queue(&work);
		for (i = 0; i < 1000 && irq_work_is_busy(&work); i++)
			udelay(5);
	}
	interrupted.hits++;
	ftrace_test_recursion_unlock(bit);
}

static void interrupts_are_no_recursion(struct kunit *test)
{
	interrupted = (struct noting_ops){ .ops.func = wait_for_irq };
	hits_in_irq = 0;
	ops_begin(test, &interrupted, FIRST);
	first(0, 0);
	first(0, 0);
	KUNIT_EXPECT_EQ(test, interrupted.hits, 4);
	KUNIT_EXPECT_EQ(test, hits_in_irq, 2);
	ops_end(test, &interrupted);
}

/* Ops come and go while another task is in the function. */
static int keep_calling(void *data)
{
	unsigned long *calls = data;

	while (!kthread_should_stop()) {
		if (first(20, 3) != 23 || second(20, 3) != 17)
			return -EINVAL;
		++*calls;
		cond_resched_tasks_rcu_qs();
	}
	return 0;
}

static void coming_and_going_at_work(struct kunit *test)
{
	static struct noting_ops ops[3];
	unsigned long calls = 0;
	struct task_struct *task;
	unsigned int i;

	task = kthread_run(keep_calling, &calls, "ops_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	get_task_struct(task);
	for (i = 0; i < 6; i++) {
		memset(ops, 0, sizeof(ops));
		ops[i % 3].ops.flags = FTRACE_OPS_FL_SAVE_REGS;
		ops_begin(test, &ops[0], FIRST);
		ops_begin(test, &ops[1], FIRST);
		ops_begin(test, &ops[2], SECOND);
		KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&ops[1].ops, SECOND, 0, 0), 0);
		ops_end(test, &ops[0]);
		ops_end(test, &ops[2]);
		ops_end(test, &ops[1]);
	}
	KUNIT_EXPECT_EQ(test, kthread_stop(task), 0);
	put_task_struct(task);
	KUNIT_EXPECT_GT(test, calls, 0);
}

static struct kunit_case ops_cases[] = {
	KUNIT_CASE(one_user),
	KUNIT_CASE(several_users),
	KUNIT_CASE(filters_change_under_way),
	KUNIT_CASE(what_filters_refuse),
	KUNIT_CASE(one_may_modify_ip),
	KUNIT_CASE(going_elsewhere),
	KUNIT_CASE(recursion_ends),
	KUNIT_CASE(interrupts_are_no_recursion),
	KUNIT_CASE(coming_and_going_at_work),
	{}
};

static struct kunit_suite ops_suite = {
	.name		= "trace_ftrace_ops",
	.test_cases	= ops_cases,
};

kunit_test_suite(ops_suite);

MODULE_DESCRIPTION("Tests of function hooks");
MODULE_LICENSE("GPL");
