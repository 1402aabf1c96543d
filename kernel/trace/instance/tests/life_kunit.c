// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of the life of an instance, by what modules may call.
 */
#include <kunit/test.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/trace.h>

#define NAME	"life_kunit"

static void test_references(struct kunit *test)
{
	struct trace_array *tr = trace_array_get_by_name(NAME, NULL);

	KUNIT_ASSERT_NOT_NULL(test, tr);
	KUNIT_EXPECT_PTR_EQ(test, trace_array_get_by_name(NAME, NULL), tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), -EBUSY);
	trace_array_put(tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), -EBUSY);
	trace_array_put(tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), 0);
	/* By its address alone; nothing of it is looked at. */
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), -ENODEV);
}

static void test_nothing(struct kunit *test)
{
	trace_array_put(NULL);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(NULL), -EINVAL);
}

/* Names that no folder can have leave nothing behind. */
static void test_bad_names(struct kunit *test)
{
	static const char *const names[] = { "", ".", "..", "a/b" };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		KUNIT_EXPECT_NULL(test, trace_array_get_by_name(names[i], NULL));
		KUNIT_EXPECT_NULL(test, trace_array_get_by_name(names[i], NULL));
	}
}

static int make_and_destroy(void *unused)
{
	struct trace_array *tr;

	while (!kthread_should_stop()) {
		tr = trace_array_get_by_name(NAME, NULL);
		if (!tr)
			continue;
		trace_array_put(tr);
		trace_array_destroy(tr);
		cond_resched();
	}
	return 0;
}

/* Whoever has a reference has the instance, whatever others do. */
static void test_race(struct kunit *test)
{
	unsigned long end = jiffies + HZ / 2;
	struct task_struct *other;
	struct trace_array *tr;

	KUNIT_ASSERT_NOT_NULL(test, trace_array_get_by_name(NAME "2", NULL));
	other = kthread_run(make_and_destroy, NULL, NAME);
	KUNIT_ASSERT_FALSE(test, IS_ERR(other));
	while (time_before(jiffies, end)) {
		tr = trace_array_get_by_name(NAME, NULL);
		KUNIT_ASSERT_NOT_NULL(test, tr);
		KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), -EBUSY);
		trace_array_put(tr);
	}
	kthread_stop(other);

	tr = trace_array_get_by_name(NAME, NULL);
	trace_array_put(tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), 0);
	tr = trace_array_get_by_name(NAME "2", NULL);
	trace_array_put(tr);
	trace_array_put(tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), 0);
}

static struct kunit_case life_test_cases[] = {
	KUNIT_CASE(test_references),
	KUNIT_CASE(test_nothing),
	KUNIT_CASE(test_bad_names),
	KUNIT_CASE(test_race),
	{}
};

static struct kunit_suite life_test_suite = {
	.name		= "trace_instance",
	.test_cases	= life_test_cases,
};

kunit_test_suite(life_test_suite);

MODULE_DESCRIPTION("KUnit tests of trace instances");
MODULE_LICENSE("GPL");
