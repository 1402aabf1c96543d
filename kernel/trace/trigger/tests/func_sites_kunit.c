// SPDX-License-Identifier: GPL-2.0
/*
 * KUnit tests of the set of functions of a function command.
 */
#include <kunit/test.h>
#include <linux/cleanup.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include "trigger/func_command.h"

static struct func_command command;

static void expect_ips(struct kunit *test, const unsigned long *ips, unsigned int nr)
{
	const struct func_sites *sites = func_command_sites(&command);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, sites);
	KUNIT_ASSERT_EQ(test, sites->nr, nr);
	for (i = 0; i < nr; i++) {
		KUNIT_EXPECT_EQ(test, sites->sites[i]->ip, ips[i]);
		KUNIT_EXPECT_EQ(test, func_sites_find(sites, ips[i]), i);
		KUNIT_EXPECT_EQ(test, func_sites_find(sites, ips[i] + 1), nr);
	}
}

static long count_of(unsigned long ip)
{
	const struct func_sites *sites = func_command_sites(&command);

	return atomic_long_read(&sites->sites[func_sites_find(sites, ip)]->count);
}

/* What is added goes between what is there, which keeps its counts. */
static void test_add(struct kunit *test)
{
	static const unsigned long all[] = { 10, 20, 30, 40, 50, 60 };
	unsigned long first[] = { 20, 40, 60 };
	unsigned long second[] = { 10, 20, 30, 50 };
	unsigned long none[] = { 10, 60 };

	guard(mutex)(&func_command_mutex);
	KUNIT_EXPECT_EQ(test, func_sites_add(&command, first, ARRAY_SIZE(first), 7), 3);
	expect_ips(test, first, ARRAY_SIZE(first));
	KUNIT_EXPECT_EQ(test, func_sites_add(&command, second, ARRAY_SIZE(second), 9), 3);
	expect_ips(test, all, ARRAY_SIZE(all));
	KUNIT_EXPECT_EQ(test, second[0], 10);
	KUNIT_EXPECT_EQ(test, second[1], 30);
	KUNIT_EXPECT_EQ(test, second[2], 50);
	KUNIT_EXPECT_EQ(test, count_of(20), 7);
	KUNIT_EXPECT_EQ(test, count_of(30), 9);
	KUNIT_EXPECT_EQ(test, func_sites_add(&command, none, ARRAY_SIZE(none), 1), 0);
	KUNIT_EXPECT_EQ(test, count_of(60), 7);
	func_sites_free(&command);
	KUNIT_EXPECT_NULL(test, func_command_sites(&command));
}

static void test_remove(struct kunit *test)
{
	static const unsigned long rest[] = { 20, 40 };
	unsigned long all[] = { 10, 20, 30, 40, 50 };
	unsigned long gone[] = { 10, 30, 50 };

	guard(mutex)(&func_command_mutex);
	KUNIT_EXPECT_EQ(test, func_sites_add(&command, all, ARRAY_SIZE(all), -1), 5);
	KUNIT_EXPECT_EQ(test, func_sites_remove(&command, gone, ARRAY_SIZE(gone)), 0);
	expect_ips(test, rest, ARRAY_SIZE(rest));
	KUNIT_EXPECT_EQ(test, count_of(40), -1);
	func_sites_free(&command);
}

struct word_case {
	const char	*word;
	bool		is_meant;
};

static const struct word_case word_cases[] = {
	{ "do_exit",		false },
	{ "do_exit:mod:ext4",	false },
	{ ":mod:ext4",		false },
	{ "do_exit:mod",	false },
	{ "!do_exit:mod:ext4",	false },
	{ "do_exit:mo",		true },
	{ "do_exit:modx",	true },
	{ "do_exit:traceon",	true },
	{ "!do_exit:traceon:0",	true },
	{ "do_exit:",		true },
	{ ":",			true },
};

static void word_to_desc(const struct word_case *c, char *desc)
{
	strscpy(desc, c->word, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(word, word_cases, word_to_desc);

static void test_word(struct kunit *test)
{
	const struct word_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, func_command_is_meant(c->word), c->is_meant);
}

static struct kunit_case func_sites_test_cases[] = {
	KUNIT_CASE(test_add),
	KUNIT_CASE(test_remove),
	KUNIT_CASE_PARAM(test_word, word_gen_params),
	{}
};

static struct kunit_suite func_sites_test_suite = {
	.name		= "trace_func_sites",
	.test_cases	= func_sites_test_cases,
};

kunit_test_suite(func_sites_test_suite);

MODULE_DESCRIPTION("KUnit tests of function commands");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
