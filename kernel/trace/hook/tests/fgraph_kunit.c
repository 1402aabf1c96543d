// SPDX-License-Identifier: GPL-2.0
/*
 * fgraph: who is told of entries and returns, data and variables of users, tail
 * calls, deep stacks, unwinding while calls are followed, frames that outlive a
 * user, and interrupts at any instant.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/ftrace.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/stacktrace.h>

#include "hook/hook_inline.h"

#define NR_USERS	FGRAPH_USERS_MAX

/* What a user was told, and how it answers. */
struct told {
	struct fgraph_ops	gops;
	bool			says_no;
	int			data_size;
	atomic_t		entries;	/* interrupts count, too */
	atomic_t		returns;
	unsigned int		wrong;
	unsigned int		no_data;
	int			depth[4];
	unsigned long		func[4];
	unsigned long		vars;
	bool			unwinds;
	bool			calls;
	unsigned int		unwound;
};

static struct told users[NR_USERS + 1];

/* What calls of leaf() found when they looked at their own stack */
static bool leaf_looks;
static unsigned int leaf_saw;

static notrace bool unwinds_to_outermost(void);

static noinline int leaf(int value)
{
	barrier();
	if (leaf_looks)
		leaf_saw += unwinds_to_outermost();
	return value + 1;
}

static noinline int outer(int value)
{
	int got = leaf(value);

	barrier();
	return got * 2;
}

/* Never followed itself */
static noinline notrace int outermost(int value)
{
	int got = outer(value);

	barrier();
	return got + 1;
}

static noinline int jumps(int value)
{
	barrier();
	return leaf(value + 10);
}

static noinline int dive(int levels)
{
	int (*dive_on)(int levels) = dive;
	int below;

	/* No loop: each level is a call. */
	OPTIMIZER_HIDE_VAR(dive_on);
	below = levels ? dive_on(levels - 1) : 0;
	barrier();
	return below + 1;
}

static struct completion asleep, awake;

static noinline int sleeps(int value)
{
	complete(&asleep);
	wait_for_completion(&awake);
	return value;
}

static noinline int from_irq(int value)
{
	barrier();
	return value + 3;
}

/*
 * Is outermost() among the callers, and no slot left with return_to_handler in it?
 * Behind its first instruction that is a caller as any other.
 */
static notrace bool unwinds_to_outermost(void)
{
	unsigned long entries[32];
	unsigned int i, nr = stack_trace_save(entries, ARRAY_SIZE(entries), 0);
	bool found = false;
	char name[48];

	for (i = 0; i < nr; i++) {
		snprintf(name, sizeof(name), "%pS", (void *)entries[i]);
		if (str_has_prefix(name, "return_to_handler+0x0/"))
			return false;
		if (entries[i] - (unsigned long)outermost < 64)
			found = true;
	}
	return found;
}

static notrace void fill(unsigned char *data, int size, unsigned long func, int depth)
{
	memset(data, (u8)(func >> 4) ^ (u8)(depth * 37), size);
}

static notrace bool is_filled(unsigned char *data, int size, unsigned long func, int depth)
{
	return !memchr_inv(data, (u8)(func >> 4) ^ (u8)(depth * 37), size);
}

static notrace int entry(struct ftrace_graph_ent *trace, struct fgraph_ops *gops,
			 struct ftrace_regs *fregs)
{
	struct told *told = gops->private;
	unsigned char *data;
	int nr;

	if (told->says_no)
		return 0;
	if (told->unwinds)
		told->unwound += unwinds_to_outermost();
	nr = atomic_inc_return(&told->entries) - 1;
	if (nr < ARRAY_SIZE(told->depth)) {
		told->depth[nr] = trace->depth;
		told->func[nr] = trace->func;
	}
	++*fgraph_get_task_var(gops);
	if (!told->data_size)
		return 1;
	data = fgraph_reserve_data(gops->idx, told->data_size);
	if (data)
		fill(data, told->data_size, trace->func, trace->depth);
	else
		told->no_data++;
	return 1;
}

static notrace void ret(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
			struct fgraph_ret_regs *regs)
{
	struct told *told = gops->private;
	unsigned char *data;
	int size = 0;

	atomic_inc(&told->returns);
	told->vars = *fgraph_get_task_var(gops);
	if (told->unwinds)
		told->unwound += unwinds_to_outermost();
	if (told->calls)
		leaf(0);
	if (!told->data_size)
		return;
	data = fgraph_retrieve_data(gops->idx, &size);
	if (!data || size < told->data_size ||
	    !is_filled(data, told->data_size, trace->func, trace->depth))
		told->wrong++;
}

static int follow(struct told *told, void *func, bool more)
{
	return ftrace_set_filter_ip(&told->gops.ops, (unsigned long)func, 0, !more);
}

/* A user that is told of @func, and of @more if that is not NULL */
static struct told *new_user(struct kunit *test, unsigned int i, void *func, void *more)
{
	struct told *told = &users[i];

	memset(told, 0, sizeof(*told));
	told->gops.entryfunc = entry;
	told->gops.retfunc = ret;
	told->gops.private = told;
	KUNIT_ASSERT_EQ(test, follow(told, func, false), 0);
	if (more)
		KUNIT_ASSERT_EQ(test, follow(told, more, true), 0);
	return told;
}

static void end_user(struct told *told)
{
	unregister_ftrace_graph(&told->gops);
	ftrace_free_filter(&told->gops.ops);
}

static bool is_at(unsigned long ip, void *func)
{
	return ip - (unsigned long)func < 16;
}

static void test_told(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, outer);

	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	end_user(a);
	KUNIT_EXPECT_EQ(test, outer(6), 14);

	KUNIT_EXPECT_EQ(test, atomic_read(&a->entries), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 2);
	KUNIT_EXPECT_TRUE(test, is_at(a->func[0], outer));
	KUNIT_EXPECT_TRUE(test, is_at(a->func[1], leaf));
	KUNIT_EXPECT_EQ(test, a->depth[1], a->depth[0] + 1);
}

static void test_no(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, NULL);
	struct told *b = new_user(test, 1, leaf, NULL);

	a->says_no = true;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&b->gops), 0);
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&b->returns), 1);
	end_user(a);
	end_user(b);
}

static void test_data(struct kunit *test)
{
	static const int sizes[] = { 1, 8, 9, 24, 128 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		new_user(test, i, leaf, outer)->data_size = sizes[i];
		KUNIT_ASSERT_EQ(test, register_ftrace_graph(&users[i].gops), 0);
	}
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	KUNIT_EXPECT_EQ(test, leaf(1), 2);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		end_user(&users[i]);
		KUNIT_EXPECT_EQ(test, atomic_read(&users[i].entries), 3);
		KUNIT_EXPECT_EQ(test, atomic_read(&users[i].returns), 3);
		KUNIT_EXPECT_EQ(test, users[i].wrong, 0);
		KUNIT_EXPECT_EQ(test, users[i].no_data, 0);
	}
}

static void test_too_much_data(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, NULL);

	a->data_size = 129;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, leaf(5), 6);
	end_user(a);
	KUNIT_EXPECT_EQ(test, a->no_data, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 1);
}

static unsigned long *parents_data;

static notrace void ret_parent(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
			       struct fgraph_ret_regs *regs)
{
	int size;

	if (is_at(trace->func, leaf))
		parents_data = fgraph_retrieve_parent_data(gops->idx, &size, 1);
	else if (parents_data != fgraph_retrieve_data(gops->idx, &size))
		parents_data = NULL;
}

static void test_parent_data(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, outer);

	a->data_size = 8;
	a->gops.retfunc = ret_parent;
	parents_data = NULL;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	end_user(a);
	KUNIT_EXPECT_NOT_NULL(test, parents_data);
}

static void test_task_vars(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, outer);
	struct told *b = new_user(test, 1, leaf, NULL);
	int i;

	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&b->gops), 0);
	outer(1);
	KUNIT_EXPECT_EQ(test, a->vars, 2);
	KUNIT_EXPECT_EQ(test, b->vars, 1);
	end_user(a);
	end_user(b);
	/* Each index once more: all begin at 0. */
	for (i = 0; i < NR_USERS; i++) {
		a = new_user(test, 0, leaf, NULL);
		KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
		leaf(1);
		end_user(a);
		KUNIT_EXPECT_EQ(test, a->vars, 1);
	}
}

/* How many can register; other users of the kernel may have some. */
static void test_many(struct kunit *test)
{
	unsigned int nr, i;
	int err = 0;

	for (nr = 0; nr <= NR_USERS; nr++) {
		new_user(test, nr, leaf, nr % 2 ? outer : NULL)->data_size = 8;
		err = register_ftrace_graph(&users[nr].gops);
		if (err)
			break;
	}
	KUNIT_EXPECT_EQ(test, err, -ENOSPC);
	KUNIT_EXPECT_LE(test, nr, NR_USERS);
	KUNIT_EXPECT_GE(test, nr, NR_USERS - 2);
	KUNIT_EXPECT_EQ(test, outer(5), 12);
	for (i = 0; i < nr; i++) {
		end_user(&users[i]);
		KUNIT_EXPECT_EQ(test, atomic_read(&users[i].entries), i % 2 ? 2 : 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&users[i].returns), i % 2 ? 2 : 1);
		KUNIT_EXPECT_EQ(test, users[i].wrong, 0);
	}
	ftrace_free_filter(&users[nr].gops.ops);
}

static void test_tail_call(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, jumps);
	struct told *b = new_user(test, 1, leaf, jumps);

	a->data_size = 16;
	b->data_size = 8;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&b->gops), 0);
	KUNIT_EXPECT_EQ(test, jumps(5), 16);
	end_user(a);
	end_user(b);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&b->returns), 2);
	KUNIT_EXPECT_EQ(test, a->wrong + b->wrong, 0);
}

/* As deep as one stack goes, and further than it goes */
static void test_deep(struct kunit *test)
{
	struct told *a = new_user(test, 0, dive, NULL);
	int lost;

	a->data_size = 16;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, dive(50), 51);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->entries), 51);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 51);

	lost = atomic_read(&current->trace_overrun);
	KUNIT_EXPECT_EQ(test, dive(120), 121);
	lost = atomic_read(&current->trace_overrun) - lost;
	end_user(a);
	KUNIT_EXPECT_GT(test, lost, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->entries), 51 + 121 - lost);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), atomic_read(&a->entries));
	KUNIT_EXPECT_EQ(test, a->wrong, a->no_data);
}

/* At entries, in the functions, and at returns */
static void test_unwind(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, outer);
	unsigned long top = ftrace_graph_top_ret_addr(current);

	a->unwinds = true;
	leaf_looks = true;
	leaf_saw = 0;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, outermost(5), 13);
	end_user(a);
	leaf_looks = false;
	KUNIT_EXPECT_EQ(test, leaf_saw, 1);
	KUNIT_EXPECT_EQ(test, a->unwound, 4);
	KUNIT_EXPECT_EQ(test, ftrace_graph_top_ret_addr(current), top);
}

static void test_no_recursion(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, NULL);

	a->calls = true;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_EXPECT_EQ(test, leaf(5), 6);
	end_user(a);
	/* One more is let in, as it could be an interrupt that does not say so yet. */
	KUNIT_EXPECT_LE(test, atomic_read(&a->entries), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), atomic_read(&a->entries));
}

static int sleeper(void *unused)
{
	return sleeps(7);
}

/* A user that comes later has the index that a frame names, but is not told. */
static void test_stale_frame(struct kunit *test)
{
	struct told *a = new_user(test, 0, sleeps, NULL);
	struct task_struct *task;
	unsigned int i;
	int idx;

	init_completion(&asleep);
	init_completion(&awake);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	idx = a->gops.idx;
	task = kthread_create(sleeper, NULL, "fgraph_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	get_task_struct(task);
	wake_up_process(task);
	wait_for_completion(&asleep);
	end_user(a);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->entries), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 0);

	for (i = 0; i < NR_USERS; i++) {
		a = new_user(test, 0, leaf, NULL);
		KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
		if (a->gops.idx == idx)
			break;
		end_user(a);
	}
	KUNIT_EXPECT_LT(test, i, NR_USERS);
	complete(&awake);
	KUNIT_EXPECT_EQ(test, kthread_stop_put(task), 7);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 0);
	leaf(1);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 1);
	end_user(a);
}

static unsigned int irq_calls;
static unsigned int irq_wrong;

static enum hrtimer_restart irq_tick(struct hrtimer *timer)
{
	irq_calls++;
	if (from_irq(irq_calls) != irq_calls + 3)
		irq_wrong++;
	hrtimer_forward_now(timer, ns_to_ktime(30000 + irq_calls * 7 % 5000));
	return HRTIMER_RESTART;
}

/* Interrupts at any instruction of entries and returns, with calls of their own */
static void test_interrupts(struct kunit *test)
{
	struct told *a = new_user(test, 0, leaf, outer);
	struct told *b = new_user(test, 1, leaf, from_irq);
	unsigned long end = jiffies + HZ;
	unsigned int calls = 0, wrong = 0;
	struct hrtimer timer;

	irq_calls = 0;
	irq_wrong = 0;
	a->data_size = 8;
	b->data_size = 40;
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&a->gops), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_graph(&b->gops), 0);
	migrate_disable();
	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	timer.function = irq_tick;
	hrtimer_start(&timer, ns_to_ktime(30000), HRTIMER_MODE_REL_PINNED_HARD);
	while (time_before(jiffies, end)) {
		wrong += outer(calls) != (calls + 1) * 2;
		wrong += dive(4) != 5;
		calls++;
	}
	hrtimer_cancel(&timer);
	migrate_enable();
	end_user(a);
	end_user(b);
	KUNIT_EXPECT_GT(test, irq_calls, 100);
	KUNIT_EXPECT_EQ(test, wrong, 0);
	KUNIT_EXPECT_EQ(test, irq_wrong, 0);
	KUNIT_EXPECT_EQ(test, a->wrong + b->wrong, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->entries), 2 * calls);
	KUNIT_EXPECT_EQ(test, atomic_read(&a->returns), 2 * calls);
	KUNIT_EXPECT_EQ(test, atomic_read(&b->entries), calls + irq_calls);
	KUNIT_EXPECT_EQ(test, atomic_read(&b->returns), calls + irq_calls);
}

static struct kunit_case fgraph_cases[] = {
	KUNIT_CASE(test_told),
	KUNIT_CASE(test_no),
	KUNIT_CASE(test_data),
	KUNIT_CASE(test_too_much_data),
	KUNIT_CASE(test_parent_data),
	KUNIT_CASE(test_task_vars),
	KUNIT_CASE(test_many),
	KUNIT_CASE(test_tail_call),
	KUNIT_CASE(test_deep),
	KUNIT_CASE(test_unwind),
	KUNIT_CASE(test_no_recursion),
	KUNIT_CASE(test_stale_frame),
	KUNIT_CASE(test_interrupts),
	{ }
};

static struct kunit_suite fgraph_suite = {
	.name		= "fgraph",
	.test_cases	= fgraph_cases,
};

kunit_test_suite(fgraph_suite);

MODULE_DESCRIPTION("KUnit tests of fgraph");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
