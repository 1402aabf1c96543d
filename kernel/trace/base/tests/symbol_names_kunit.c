// SPDX-License-Identifier: GPL-2.0
/*
 * Names of addresses as readers show them: what is kept must be what kallsyms says,
 * whatever else took or wanted the same place.
 */
#include <kunit/test.h>
#include <linux/kallsyms.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "base/base.h"

/* Far more than there are places, each in another function or farther in it. */
#define ADDRESSES	2000
#define STRIDE		97

/* An address is odd or even with either form of its name: they must not meet. */
static unsigned long address(unsigned int i)
{
	return (unsigned long)schedule + i * STRIDE;
}

static const char *shown(struct trace_seq *s, unsigned long ip, bool with_offset)
{
	trace_seq_init(s);
	symbol_name_put(s, ip, with_offset);
	trace_seq_putc(s, '\0');
	return s->buffer;
}

static void expect_name(struct kunit *test, unsigned long ip, bool with_offset)
{
	struct trace_seq *s = test->priv;
	char said[KSYM_SYMBOL_LEN];

	if (with_offset)
		sprint_symbol(said, ip);
	else
		sprint_symbol_no_offset(said, ip);
	KUNIT_EXPECT_STREQ(test, shown(s, ip, with_offset), said);
}

static void names_of_many(struct kunit *test)
{
	unsigned int i, round;

	for (round = 0; round < 3; round++) {
		for (i = 0; i < ADDRESSES; i++) {
			expect_name(test, address(i), i & 1);
			expect_name(test, address(i / 2), !(i & 1));
		}
	}
}

/* The second time comes from what was kept. */
static void name_twice(struct kunit *test)
{
	struct trace_seq *s = test->priv;
	unsigned long ip = (unsigned long)schedule;

	KUNIT_EXPECT_STREQ(test, shown(s, ip, false), "schedule");
	KUNIT_EXPECT_STREQ(test, shown(s, ip, false), "schedule");
	KUNIT_EXPECT_TRUE(test, str_has_prefix(shown(s, ip + 1, true), "schedule+0x1/"));
	KUNIT_EXPECT_TRUE(test, str_has_prefix(shown(s, ip + 1, true), "schedule+0x1/"));
	KUNIT_EXPECT_STREQ(test, shown(s, ip + 1, false), "schedule");
}

static void no_name(struct kunit *test)
{
	struct trace_seq *s = test->priv;

	KUNIT_EXPECT_STREQ(test, shown(s, 0x1234, false), "0x00001234");
	KUNIT_EXPECT_STREQ(test, shown(s, 0x1234, false), "0x00001234");
	KUNIT_EXPECT_STREQ(test, shown(s, 0x1234, true), "0x1234");
}

static int names_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct trace_seq), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static struct kunit_case names_cases[] = {
	KUNIT_CASE(name_twice),
	KUNIT_CASE(names_of_many),
	KUNIT_CASE(no_name),
	{}
};

static struct kunit_suite names_suite = {
	.name = "trace_symbol_names",
	.init = names_init,
	.test_cases = names_cases,
};

kunit_test_suite(names_suite);

MODULE_DESCRIPTION("Tests of the names of addresses that were shown");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
