// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of instances that were made for some systems' events only.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/trace.h>
#include <linux/trace_events.h>

#define NAME	"systems_kunit"

struct list_case {
	const char	*systems;
	bool		has_sched;
	bool		has_timer;
};

static const struct list_case list_cases[] = {
	{ NULL,			true,	true },
	{ "sched",		true,	false },
	{ "timer,sched",	true,	true },
	{ "irq, timer",		false,	true },
	{ "sched_more,xtimer",	false,	false },
	{ "sche,timer2,,",	false,	false },
	{ "",			false,	false },
};

static void list_to_desc(const struct list_case *list, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "'%s'", list->systems ?: "(all)");
}

KUNIT_ARRAY_PARAM(list, list_cases, list_to_desc);

static void test_list(struct kunit *test)
{
	const struct list_case *list = test->param_value;
	struct trace_array *tr = trace_array_get_by_name(NAME, list->systems);
	int sched = list->has_sched ? 0 : -EINVAL;
	int timer = list->has_timer ? 0 : -EINVAL;

	KUNIT_ASSERT_NOT_NULL(test, tr);
	KUNIT_EXPECT_EQ(test, trace_array_set_clr_event(tr, "sched", NULL, true), sched);
	KUNIT_EXPECT_EQ(test, trace_array_set_clr_event(tr, "sched", "sched_switch", false), sched);
	KUNIT_EXPECT_EQ(test, trace_array_set_clr_event(tr, "timer", NULL, true), timer);
	KUNIT_EXPECT_EQ(test, trace_array_set_clr_event(tr, NULL, "timer_start", true), timer);
	KUNIT_EXPECT_EQ(test, trace_array_set_clr_event(tr, "none_such", NULL, true), -EINVAL);
	/* The next who asks for it gets it as it is. */
	KUNIT_EXPECT_PTR_EQ(test, trace_array_get_by_name(NAME, "sched"), tr);
	trace_array_put(tr);
	trace_array_put(tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(tr), 0);
}

static struct kunit_case systems_test_cases[] = {
	KUNIT_CASE_PARAM(test_list, list_gen_params),
	{}
};

static struct kunit_suite systems_test_suite = {
	.name		= "trace_instance_systems",
	.test_cases	= systems_test_cases,
};

kunit_test_suite(systems_test_suite);

MODULE_DESCRIPTION("KUnit tests of the events of trace instances");
MODULE_LICENSE("GPL");
