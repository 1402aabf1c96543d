// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of pids: what goes in comes out, at the seams of leaves and branches too,
 * for lookers without a lock while others write.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"

#define LEAF	32768
#define BRANCH	(LEAF * 512)

static int pid_set_init(struct kunit *test)
{
	test->priv = pid_set_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void pid_set_exit(struct kunit *test)
{
	pid_set_free(test->priv);
}

/* Rising; each is the first or last of something. */
static const unsigned int seams[] = {
	0, 1, 63, 64, LEAF - 1, LEAF, 2 * LEAF + 5, BRANCH - 1, BRANCH, BRANCH + LEAF,
	3 * BRANCH - 1, PID_SET_LIMIT - 1,
};

static void pids_at_the_seams(struct kunit *test)
{
	struct pid_set *set = test->priv;
	unsigned int i, from = 0;

	KUNIT_EXPECT_EQ(test, pid_set_next(set, 0), -1);
	for (i = 0; i < ARRAY_SIZE(seams); i++) {
		KUNIT_EXPECT_FALSE(test, pid_set_has(set, seams[i]));
		KUNIT_EXPECT_EQ(test, pid_set_add(set, seams[i]), 0);
		KUNIT_EXPECT_TRUE(test, pid_set_has(set, seams[i]));
	}
	for (i = 0; i < ARRAY_SIZE(seams); i++) {
		KUNIT_EXPECT_EQ(test, pid_set_next(set, from), seams[i]);
		from = seams[i] + 1;
	}
	KUNIT_EXPECT_EQ(test, pid_set_next(set, from), -1);
	for (i = 0; i < ARRAY_SIZE(seams); i++) {
		pid_set_remove(set, seams[i]);
		KUNIT_EXPECT_FALSE(test, pid_set_has(set, seams[i]));
	}
	KUNIT_EXPECT_EQ(test, pid_set_next(set, 0), -1);
}

static void what_is_no_pid(struct kunit *test)
{
	struct pid_set *set = test->priv;

	KUNIT_EXPECT_EQ(test, pid_set_add(set, PID_SET_LIMIT), -EINVAL);
	KUNIT_EXPECT_EQ(test, pid_set_add(set, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, pid_set_add_atomic(set, -1), -EINVAL);
	KUNIT_EXPECT_FALSE(test, pid_set_has(set, PID_SET_LIMIT));
	KUNIT_EXPECT_FALSE(test, pid_set_has(set, -1));
	pid_set_remove(set, -1);
	pid_set_remove(set, 5);
	KUNIT_EXPECT_EQ(test, pid_set_next(set, PID_SET_LIMIT), -1);
	KUNIT_EXPECT_EQ(test, pid_set_next(set, 0), -1);
}

/* One leaf is in store, and a new one as soon as interrupts may come. */
static void adding_without_allocating(struct kunit *test)
{
	struct pid_set *set = test->priv;
	unsigned long flags;
	int one, two, tries;

	local_irq_save(flags);
	one = pid_set_add_atomic(set, 7);
	two = pid_set_add_atomic(set, LEAF + 7);
	local_irq_restore(flags);
	KUNIT_EXPECT_EQ(test, one, 0);
	KUNIT_EXPECT_EQ(test, two, -ENOMEM);
	KUNIT_EXPECT_TRUE(test, pid_set_has(set, 7));
	KUNIT_EXPECT_FALSE(test, pid_set_has(set, LEAF + 7));

	for (tries = 0; two && tries < 1000; tries++) {
		usleep_range(100, 200);
		two = pid_set_add_atomic(set, LEAF + 7);
	}
	KUNIT_EXPECT_EQ(test, two, 0);
	KUNIT_EXPECT_TRUE(test, pid_set_has(set, LEAF + 7));
	/* No task has such a pid: there is not even a table for it. */
	KUNIT_EXPECT_EQ(test, pid_set_add_atomic(set, BRANCH + 7), -ENOMEM);
}

static void merging(struct kunit *test)
{
	struct pid_set *set = test->priv, *other = pid_set_alloc();
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, other);
	for (i = 0; i < ARRAY_SIZE(seams); i++)
		KUNIT_EXPECT_EQ(test, pid_set_add(i % 2 ? set : other, seams[i]), 0);
	KUNIT_EXPECT_EQ(test, pid_set_add(other, seams[1]), 0);
	KUNIT_EXPECT_EQ(test, pid_set_merge(set, other), 0);
	for (i = 0; i < ARRAY_SIZE(seams); i++)
		KUNIT_EXPECT_TRUE(test, pid_set_has(set, seams[i]));
	KUNIT_EXPECT_FALSE(test, pid_set_has(set, 2));
	KUNIT_EXPECT_FALSE(test, pid_set_has(other, seams[3]));
	pid_set_free(other);
}

static const struct {
	const char	*text;
	int		ret;
	int		first;
	int		last;
} texts[] = {
	{ "",				0, -1, -1 },
	{ " \t\n",			0, -1, -1 },
	{ "12",				1, 12, 12 },
	{ "12\n",			1, 12, 12 },
	{ " 12  13\n\n14\t0x20 ",	4, 12, 32 },
	{ "010",			1, 8, 8 },
	{ "3 3 3",			3, 3, 3 },
	{ "0",				1, 0, 0 },
	{ "-1",				-EINVAL, -1, -1 },
	{ "1,2",			-EINVAL, -1, -1 },
	{ "x",				-EINVAL, -1, -1 },
	{ "5x",				-EINVAL, -1, -1 },
	{ "5 6 x 7",			-EINVAL, 5, 6 },
	{ "1073741823",			1, 1073741823, 1073741823 },
	{ "1073741824",			-EINVAL, -1, -1 },
	{ "4294967297",			-EINVAL, -1, -1 },
	{ "99999999999999999999999",	-EINVAL, -1, -1 },
};

static int last_of(const struct pid_set *set)
{
	int pid, last = -1;

	for (pid = pid_set_next(set, 0); pid >= 0; pid = pid_set_next(set, pid + 1))
		last = pid;
	return last;
}

static void parsing(struct kunit *test)
{
	struct pid_set *set;
	unsigned int i;
	char *text;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		text = kstrdup(texts[i].text, GFP_KERNEL);
		set = pid_set_alloc();
		KUNIT_ASSERT_NOT_NULL(test, text);
		KUNIT_ASSERT_NOT_NULL(test, set);
		KUNIT_EXPECT_EQ_MSG(test, pid_set_parse(set, text), texts[i].ret, "\"%s\"",
				    texts[i].text);
		KUNIT_EXPECT_EQ(test, pid_set_next(set, 0), texts[i].first);
		KUNIT_EXPECT_EQ(test, last_of(set), texts[i].last);
		pid_set_free(set);
		kfree(text);
	}
}

static void words_have_a_length(struct kunit *test)
{
	struct pid_set *set = test->priv;
	char text[PID_WORD_MAX + 2];

	memset(text, '0', sizeof(text));
	text[PID_WORD_MAX - 1] = '9';
	text[PID_WORD_MAX] = '\0';
	KUNIT_EXPECT_EQ(test, pid_set_parse(set, text), -EINVAL); /* 9 is not octal */
	text[PID_WORD_MAX - 1] = '5';
	KUNIT_EXPECT_EQ(test, pid_set_parse(set, text), 1);
	KUNIT_EXPECT_TRUE(test, pid_set_has(set, 5));
	text[PID_WORD_MAX] = '7';
	text[PID_WORD_MAX + 1] = '\0';
	KUNIT_EXPECT_EQ(test, pid_set_parse(set, text), -EINVAL);
}

#define STAYS	(5 * LEAF + 1000)
#define NEVER	(5 * LEAF + 1001)

/* A looker may never see a pid that nobody put in, nor miss one that stays. */
struct looker {
	struct pid_set	*set;
	unsigned int	wrong;
};

static int look(void *data)
{
	struct looker *looker = data;

	while (!kthread_should_stop()) {
		if (!pid_set_has(looker->set, STAYS) || pid_set_has(looker->set, NEVER))
			looker->wrong++;
		cond_resched();
	}
	return 0;
}

static void looking_while_others_write(struct kunit *test)
{
	struct looker looker = { .set = test->priv };
	struct task_struct *task;
	unsigned int round, i;

	KUNIT_ASSERT_EQ(test, pid_set_add(looker.set, STAYS), 0);
	task = kthread_run(look, &looker, "pid_set_look");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	for (round = 0; round < 20; round++) {
		for (i = 0; i < 128; i++)
			pid_set_add_atomic(looker.set, i * LEAF + round);
		for (i = 0; i < 128; i++)
			pid_set_remove(looker.set, i * LEAF + round);
		usleep_range(500, 1000);
	}
	kthread_stop(task);
	KUNIT_EXPECT_EQ(test, looker.wrong, 0);
	pid_set_remove(looker.set, STAYS);
	KUNIT_EXPECT_EQ(test, pid_set_next(looker.set, 0), -1);
}

static struct kunit_case pid_set_cases[] = {
	KUNIT_CASE(pids_at_the_seams),
	KUNIT_CASE(what_is_no_pid),
	KUNIT_CASE(adding_without_allocating),
	KUNIT_CASE(merging),
	KUNIT_CASE(parsing),
	KUNIT_CASE(words_have_a_length),
	KUNIT_CASE(looking_while_others_write),
	{}
};

static struct kunit_suite pid_set_suite = {
	.name		= "trace_pid_set",
	.init		= pid_set_init,
	.exit		= pid_set_exit,
	.test_cases	= pid_set_cases,
};

kunit_test_suite(pid_set_suite);

MODULE_DESCRIPTION("Tests of sets of pids");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
