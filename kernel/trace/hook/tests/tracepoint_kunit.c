// SPDX-License-Identifier: GPL-2.0
/*
 * Tracepoints: order and arguments of probes, errors, batches, and that no
 * probe ever gets the data of another one while probes come and go under hits.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/random.h>
#include <linux/tracepoint.h>
#include <linux/tracepoint_batch.h>

DECLARE_TRACE(kunit_pair, TP_PROTO(int a, long b), TP_ARGS(a, b));
DEFINE_TRACE(kunit_pair, TP_PROTO(int a, long b), TP_ARGS(a, b));

#define TWELVE_PROTO	TP_PROTO(int a, char b, long c, bool d, u64 e, s8 f, u16 g, void *h,	\
				 int i, s64 j, u32 k, unsigned long l)
#define TWELVE_ARGS	TP_ARGS(a, b, c, d, e, f, g, h, i, j, k, l)
DECLARE_TRACE(kunit_twelve, TWELVE_PROTO, TWELVE_ARGS);
DEFINE_TRACE(kunit_twelve, TWELVE_PROTO, TWELVE_ARGS);

/* What the tracepoint with functions of its own was told. */
static int reg_calls, unreg_calls, reg_answer;

static int kunit_reg(void)
{
	reg_calls++;
	return reg_answer;
}

static void kunit_unreg(void)
{
	unreg_calls++;
}

DECLARE_TRACE(kunit_fn, TP_PROTO(int a), TP_ARGS(a));
DEFINE_TRACE_FN(kunit_fn, kunit_reg, kunit_unreg, TP_PROTO(int a), TP_ARGS(a));

/* The data of a probe: who it belongs to, and what happened. */
struct probe_data {
	char		name;
	void		*owner;		/* the function that may see it */
	unsigned long	hits;
	unsigned long	strangers;	/* hits of other functions */
	int		a;
	long		b;
};

/* The names of the probes that were called, in order. */
static char called[16];
static unsigned int nr_called;

static void note(struct probe_data *data, void *self, int a, long b)
{
	data->hits++;
	if (data->owner != self)
		data->strangers++;
	data->a = a;
	data->b = b;
	if (nr_called < sizeof(called) - 1)
		called[nr_called++] = data->name;
}

/* Three functions, or their hits would look alike. */
static void probe_x(void *data, int a, long b)
{
	note(data, probe_x, a, b);
}

static void probe_y(void *data, int a, long b)
{
	note(data, probe_y, a, b);
}

static void probe_z(void *data, int a, long b)
{
	note(data, probe_z, a, b);
}

static const struct {
	void	(*func)(void *data, int a, long b);
	char	name;
} probes[] = {
	{ probe_x, 'x' }, { probe_y, 'y' }, { probe_z, 'z' },
};

#define NR_PROBES	ARRAY_SIZE(probes)

static struct probe_data given[NR_PROBES];

static int tracepoint_test_init(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < NR_PROBES; i++) {
		memset(&given[i], 0, sizeof(given[i]));
		given[i].name = probes[i].name;
		given[i].owner = probes[i].func;
	}
	memset(called, 0, sizeof(called));
	nr_called = 0;
	reg_calls = 0;
	unreg_calls = 0;
	reg_answer = 0;
	return 0;
}

static int add(unsigned int i, int prio)
{
	return register_trace_prio_kunit_pair(probes[i].func, &given[i], prio);
}

static int del(unsigned int i)
{
	return unregister_trace_kunit_pair(probes[i].func, &given[i]);
}

static void hit(int a, long b)
{
	memset(called, 0, sizeof(called));
	nr_called = 0;
	trace_kunit_pair(a, b);
}

static void one_probe_gets_data_and_arguments(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
	hit(1, 2);
	KUNIT_EXPECT_STREQ(test, called, "");

	KUNIT_ASSERT_EQ(test, add(0, 10), 0);
	KUNIT_EXPECT_TRUE(test, trace_kunit_pair_enabled());
	hit(-3, 4L << 40);
	KUNIT_EXPECT_STREQ(test, called, "x");
	KUNIT_EXPECT_EQ(test, given[0].a, -3);
	KUNIT_EXPECT_EQ(test, given[0].b, 4L << 40);

	KUNIT_EXPECT_EQ(test, del(0), 0);
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
	hit(5, 6);
	KUNIT_EXPECT_STREQ(test, called, "");
}

static void higher_priority_comes_first(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, add(0, 10), 0);
	KUNIT_ASSERT_EQ(test, add(1, 20), 0);
	KUNIT_ASSERT_EQ(test, add(2, 10), 0);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "yxz");
	KUNIT_EXPECT_EQ(test, del(1), 0);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "xz");
	KUNIT_EXPECT_EQ(test, del(0), 0);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "z");
	KUNIT_EXPECT_EQ(test, del(2), 0);
}

static void errors_change_nothing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, del(0), -ENOENT);
	KUNIT_ASSERT_EQ(test, add(0, 10), 0);
	KUNIT_EXPECT_EQ(test, tracepoint_probe_register_may_exist(&__tracepoint_kunit_pair,
								  probe_x, &given[0]), -EEXIST);
	KUNIT_EXPECT_EQ(test, del(1), -ENOENT);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "x");
	KUNIT_EXPECT_EQ(test, del(0), 0);
}

static void regfunc_is_asked_once(struct kunit *test)
{
	void *x = probe_x, *y = probe_y;

	reg_answer = -EPERM;
	KUNIT_EXPECT_EQ(test, tracepoint_probe_register(&__tracepoint_kunit_fn, x, &given[0]),
			-EPERM);
	KUNIT_EXPECT_FALSE(test, trace_kunit_fn_enabled());
	KUNIT_EXPECT_EQ(test, unreg_calls, 0);

	reg_answer = 0;
	reg_calls = 0;
	KUNIT_ASSERT_EQ(test, tracepoint_probe_register(&__tracepoint_kunit_fn, x, &given[0]), 0);
	KUNIT_ASSERT_EQ(test, tracepoint_probe_register(&__tracepoint_kunit_fn, y, &given[1]), 0);
	KUNIT_EXPECT_EQ(test, reg_calls, 1);
	tracepoint_probe_unregister(&__tracepoint_kunit_fn, x, &given[0]);
	KUNIT_EXPECT_EQ(test, unreg_calls, 0);
	tracepoint_probe_unregister(&__tracepoint_kunit_fn, y, &given[1]);
	KUNIT_EXPECT_EQ(test, unreg_calls, 1);
}

static unsigned int twelve_right;

static void probe_twelve(void *data, int a, char b, long c, bool d, u64 e, s8 f, u16 g, void *h,
			 int i, s64 j, u32 k, unsigned long l)
{
	twelve_right += data == &twelve_right && a == -1 && b == 'b' && c == -3 && d &&
			e == 5ULL << 50 && f == -6 && g == 0xfff7 && h == &twelve_right &&
			i == 9 && j == -10 && k == 0xfffffff1 && l == 12;
}

static void probe_twelve_too(void *data, int a, char b, long c, bool d, u64 e, s8 f, u16 g,
			     void *h, int i, s64 j, u32 k, unsigned long l)
{
	probe_twelve(data, a, b, c, d, e, f, g, h, i, j, k, l);
}

/* One probe takes the static call, two the shared iterator and its stack. */
static void twelve_arguments_arrive(struct kunit *test)
{
	twelve_right = 0;
	KUNIT_ASSERT_EQ(test, register_trace_kunit_twelve(probe_twelve, &twelve_right), 0);
	trace_kunit_twelve(-1, 'b', -3, true, 5ULL << 50, -6, 0xfff7, &twelve_right, 9, -10,
			   0xfffffff1, 12);
	KUNIT_EXPECT_EQ(test, twelve_right, 1);
	KUNIT_ASSERT_EQ(test, register_trace_kunit_twelve(probe_twelve_too, &twelve_right), 0);
	trace_kunit_twelve(-1, 'b', -3, true, 5ULL << 50, -6, 0xfff7, &twelve_right, 9, -10,
			   0xfffffff1, 12);
	KUNIT_EXPECT_EQ(test, twelve_right, 3);
	unregister_trace_kunit_twelve(probe_twelve, &twelve_right);
	unregister_trace_kunit_twelve(probe_twelve_too, &twelve_right);
}

static int hitter(void *arg)
{
	while (!kthread_should_stop()) {
		trace_kunit_pair(7, 8);
		cond_resched();
	}
	return 0;
}

/* Every way from one set of probes to another, while another CPU hits. */
static void data_stays_with_its_probe(struct kunit *test)
{
	struct task_struct *task = kthread_run(hitter, NULL, "kunit-hitter");
	bool in[NR_PROBES] = {};
	unsigned int i, step;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	for (step = 0; step < 150; step++) {
		i = get_random_u32_below(NR_PROBES);
		if (in[i])
			KUNIT_EXPECT_EQ(test, del(i), 0);
		else
			KUNIT_EXPECT_EQ(test, add(i, get_random_u32_below(3)), 0);
		in[i] = !in[i];
		cond_resched();
	}
	kthread_stop(task);
	for (i = 0; i < NR_PROBES; i++) {
		if (in[i])
			KUNIT_EXPECT_EQ(test, del(i), 0);
		KUNIT_EXPECT_EQ(test, given[i].strangers, 0);
	}
	tracepoint_synchronize_unregister();
	KUNIT_EXPECT_GT(test, given[0].hits + given[1].hits + given[2].hits, 0);
}

/* Tracepoints enough for a batch that needs memory; the argument is the number. */
DECLARE_TRACE(kunit_many_0, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_1, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_2, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_3, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_4, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_5, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_6, TP_PROTO(int nr), TP_ARGS(nr));
DECLARE_TRACE(kunit_many_7, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_0, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_1, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_2, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_3, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_4, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_5, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_6, TP_PROTO(int nr), TP_ARGS(nr));
DEFINE_TRACE(kunit_many_7, TP_PROTO(int nr), TP_ARGS(nr));

static struct tracepoint *many[] = {
	&__tracepoint_kunit_many_0, &__tracepoint_kunit_many_1,
	&__tracepoint_kunit_many_2, &__tracepoint_kunit_many_3,
	&__tracepoint_kunit_many_4, &__tracepoint_kunit_many_5,
	&__tracepoint_kunit_many_6, &__tracepoint_kunit_many_7,
};

#define NR_MANY		ARRAY_SIZE(many)

struct many_data {
	void		*owner;		/* the function that may see it */
	int		nr;		/* and the tracepoint */
	bool		in;		/* it is registered */
	unsigned long	hits;
	unsigned long	strangers;
};

static struct many_data many_data[NR_MANY][NR_PROBES];

static void many_note(struct many_data *data, void *self, int nr)
{
	data->hits++;
	if (data->owner != self || data->nr != nr)
		data->strangers++;
}

static void many_x(void *data, int nr)
{
	many_note(data, many_x, nr);
}

static void many_y(void *data, int nr)
{
	many_note(data, many_y, nr);
}

static void many_z(void *data, int nr)
{
	many_note(data, many_z, nr);
}

static void *many_probes[NR_PROBES] = { many_x, many_y, many_z };

static void many_init(void)
{
	unsigned int i, j;

	memset(many_data, 0, sizeof(many_data));
	for (i = 0; i < NR_MANY; i++) {
		for (j = 0; j < NR_PROBES; j++) {
			many_data[i][j].owner = many_probes[j];
			many_data[i][j].nr = i;
		}
	}
}

static void many_hit(void)
{
	trace_kunit_many_0(0);
	trace_kunit_many_1(1);
	trace_kunit_many_2(2);
	trace_kunit_many_3(3);
	trace_kunit_many_4(4);
	trace_kunit_many_5(5);
	trace_kunit_many_6(6);
	trace_kunit_many_7(7);
}

static int many_toggle(unsigned int i, unsigned int j)
{
	struct many_data *data = &many_data[i][j];

	data->in = !data->in;
	if (data->in)
		return tracepoint_probe_register(many[i], many_probes[j], data);
	return tracepoint_probe_unregister(many[i], many_probes[j], data);
}

/* After a batch that makes one of each hit, who was called how often. */
static void expect_one_hit_each(struct kunit *test)
{
	unsigned int i, j;

	many_hit();
	for (i = 0; i < NR_MANY; i++) {
		for (j = 0; j < NR_PROBES; j++) {
			KUNIT_EXPECT_EQ_MSG(test, many_data[i][j].hits, many_data[i][j].in,
					    "tracepoint %u, probe %u", i, j);
			many_data[i][j].hits = 0;
		}
	}
}

static void batch_takes_effect_at_its_end(struct kunit *test)
{
	struct tracepoint_batch batch;

	tracepoint_batch_begin(&batch);
	KUNIT_ASSERT_EQ(test, add(0, 10), 0);
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
	tracepoint_batch_end(&batch);
	KUNIT_EXPECT_TRUE(test, trace_kunit_pair_enabled());
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "x");

	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, del(0), 0);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "x");
	tracepoint_batch_end(&batch);
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "");
}

/* Each change sees those before it, though no hit does. */
static void batch_answers_as_if_it_were_done(struct kunit *test)
{
	struct tracepoint *tp = &__tracepoint_kunit_pair;
	struct tracepoint_batch batch;

	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, add(0, 10), 0);
	KUNIT_EXPECT_EQ(test, tracepoint_probe_register_may_exist(tp, probe_x, &given[0]),
			-EEXIST);
	KUNIT_EXPECT_EQ(test, del(1), -ENOENT);
	KUNIT_EXPECT_EQ(test, add(1, 20), 0);
	KUNIT_EXPECT_EQ(test, del(0), 0);
	KUNIT_EXPECT_EQ(test, del(0), -ENOENT);
	tracepoint_batch_end(&batch);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "y");

	/* One for another, and one that goes and comes back. */
	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, del(1), 0);
	KUNIT_EXPECT_EQ(test, add(2, 10), 0);
	tracepoint_batch_end(&batch);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "z");
	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, del(2), 0);
	KUNIT_EXPECT_EQ(test, add(2, 10), 0);
	KUNIT_EXPECT_EQ(test, add(0, 5), 0);
	tracepoint_batch_end(&batch);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "zx");

	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, del(2), 0);
	KUNIT_EXPECT_EQ(test, del(0), 0);
	KUNIT_EXPECT_EQ(test, add(1, 10), 0);
	KUNIT_EXPECT_EQ(test, del(1), 0);
	tracepoint_batch_end(&batch);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "");
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
}

static void batch_keeps_a_failure_to_itself(struct kunit *test)
{
	struct tracepoint_batch batch;
	void *x = probe_x;
	unsigned int i;

	many_init();
	reg_answer = -EPERM;
	tracepoint_batch_begin(&batch);
	for (i = 0; i < NR_MANY / 2; i++)
		KUNIT_EXPECT_EQ(test, many_toggle(i, 0), 0);
	KUNIT_EXPECT_EQ(test, tracepoint_probe_register(&__tracepoint_kunit_fn, x, &given[0]),
			-EPERM);
	for (; i < NR_MANY; i++)
		KUNIT_EXPECT_EQ(test, many_toggle(i, 0), 0);
	tracepoint_batch_end(&batch);
	KUNIT_EXPECT_FALSE(test, trace_kunit_fn_enabled());
	expect_one_hit_each(test);

	/* What is armed and given up within a batch is disarmed again. */
	reg_answer = 0;
	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, tracepoint_probe_register(&__tracepoint_kunit_fn, x, &given[0]), 0);
	KUNIT_EXPECT_EQ(test, tracepoint_probe_unregister(&__tracepoint_kunit_fn, x, &given[0]),
			0);
	for (i = 0; i < NR_MANY; i++)
		KUNIT_EXPECT_EQ(test, many_toggle(i, 0), 0);
	tracepoint_batch_end(&batch);
	KUNIT_EXPECT_EQ(test, reg_calls, 2);
	KUNIT_EXPECT_EQ(test, unreg_calls, 1);
	expect_one_hit_each(test);
}

static void batches_nest(struct kunit *test)
{
	struct tracepoint_batch outer, inner;

	tracepoint_batch_begin(&outer);
	tracepoint_batch_begin(&inner);
	KUNIT_EXPECT_EQ(test, add(0, 10), 0);
	tracepoint_batch_end(&inner);
	KUNIT_EXPECT_FALSE(test, trace_kunit_pair_enabled());
	tracepoint_batch_end(&outer);
	KUNIT_EXPECT_TRUE(test, trace_kunit_pair_enabled());
	KUNIT_EXPECT_EQ(test, del(0), 0);
}

static int other_task(void *done)
{
	add(1, 10);
	complete(done);
	return 0;
}

static void batch_does_not_hold_up_others(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct tracepoint_batch batch;
	struct task_struct *task;

	tracepoint_batch_begin(&batch);
	KUNIT_EXPECT_EQ(test, add(0, 10), 0);
	task = kthread_run(other_task, &done, "kunit-other");
	if (!IS_ERR(task))
		wait_for_completion(&done);
	hit(1, 1);
	KUNIT_EXPECT_STREQ(test, called, "xy");
	tracepoint_batch_end(&batch);
	KUNIT_EXPECT_EQ(test, del(0), 0);
	KUNIT_EXPECT_EQ(test, del(1), 0);
}

static int many_hitter(void *arg)
{
	while (!kthread_should_stop()) {
		many_hit();
		cond_resched();
	}
	return 0;
}

/* Batches of every mixture, while another CPU hits. */
static void batches_keep_data_with_its_probe(struct kunit *test)
{
	struct task_struct *task = kthread_run(many_hitter, NULL, "kunit-hitter");
	struct tracepoint_batch batch;
	unsigned int i, step;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	many_init();
	for (step = 0; step < 100; step++) {
		tracepoint_batch_begin(&batch);
		for (i = 0; i < NR_MANY * 2; i++)
			many_toggle(get_random_u32_below(NR_MANY),
				    get_random_u32_below(NR_PROBES));
		tracepoint_batch_end(&batch);
		cond_resched();
	}
	kthread_stop(task);
	for (i = 0; i < NR_MANY * NR_PROBES; i++)
		many_data[i / NR_PROBES][i % NR_PROBES].hits = 0;
	expect_one_hit_each(test);
	tracepoint_batch_begin(&batch);
	for (i = 0; i < NR_MANY * NR_PROBES; i++) {
		if (many_data[i / NR_PROBES][i % NR_PROBES].in)
			many_toggle(i / NR_PROBES, i % NR_PROBES);
	}
	tracepoint_batch_end(&batch);
	expect_one_hit_each(test);
	for (i = 0; i < NR_MANY * NR_PROBES; i++)
		KUNIT_EXPECT_EQ(test, many_data[i / NR_PROBES][i % NR_PROBES].strangers, 0);
	tracepoint_synchronize_unregister();
}

static struct kunit_case tracepoint_cases[] = {
	KUNIT_CASE(one_probe_gets_data_and_arguments),
	KUNIT_CASE(higher_priority_comes_first),
	KUNIT_CASE(errors_change_nothing),
	KUNIT_CASE(regfunc_is_asked_once),
	KUNIT_CASE(twelve_arguments_arrive),
	KUNIT_CASE_SLOW(data_stays_with_its_probe),
	KUNIT_CASE(batch_takes_effect_at_its_end),
	KUNIT_CASE(batch_answers_as_if_it_were_done),
	KUNIT_CASE(batch_keeps_a_failure_to_itself),
	KUNIT_CASE(batches_nest),
	KUNIT_CASE(batch_does_not_hold_up_others),
	KUNIT_CASE_SLOW(batches_keep_data_with_its_probe),
	{}
};

static struct kunit_suite tracepoint_suite = {
	.name		= "tracepoint",
	.init		= tracepoint_test_init,
	.test_cases	= tracepoint_cases,
};

kunit_test_suite(tracepoint_suite);

MODULE_DESCRIPTION("KUnit tests of tracepoints");
MODULE_LICENSE("GPL");
