// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of function entries: what goes in is found, however many there are, and
 * what was taken out is not.
 */
#include <kunit/test.h>
#include <linux/mm.h>

#include "hook/filter_hash.h"

#define TEXT	0xffffffff81000000UL
#define MANY	5000

/* As functions lie: aligned, at no regular distance. */
static unsigned long ip_of(unsigned int i)
{
	return TEXT + 16UL * (i * 7 + i % 5) + 4;
}

static int filter_hash_init(struct kunit *test)
{
	test->priv = ftrace_hash_alloc(0);
	return test->priv ? 0 : -ENOMEM;
}

static void filter_hash_exit(struct kunit *test)
{
	ftrace_hash_free(test->priv);
}

/* Adding may exchange the set. */
static void add_many(struct kunit *test, unsigned int from, unsigned int to)
{
	struct ftrace_hash *hash = test->priv;
	unsigned int i;

	for (i = from; i < to; i++)
		KUNIT_ASSERT_EQ(test, ftrace_hash_add(&hash, ip_of(i)), 0);
	test->priv = hash;
}

static void an_empty_set(struct kunit *test)
{
	struct ftrace_hash *hash = test->priv;

	KUNIT_EXPECT_EQ(test, hash->count, 0);
	KUNIT_EXPECT_FALSE(test, ftrace_hash_has(hash, ip_of(0)));
	KUNIT_EXPECT_FALSE(test, ftrace_hash_remove(hash, ip_of(0)));
}

static void many_are_found(struct kunit *test)
{
	struct ftrace_hash *hash;
	unsigned int i;

	add_many(test, 0, MANY);
	add_many(test, 0, MANY);
	hash = test->priv;
	KUNIT_EXPECT_EQ(test, hash->count, MANY);
	KUNIT_EXPECT_LE(test, hash->used * 2, hash->mask + 3);
	for (i = 0; i < MANY; i++) {
		KUNIT_ASSERT_TRUE(test, ftrace_hash_has(hash, ip_of(i)));
		KUNIT_ASSERT_FALSE(test, ftrace_hash_has(hash, ip_of(i) + 1));
	}
	KUNIT_EXPECT_FALSE(test, ftrace_hash_has(hash, ip_of(MANY)));
}

static void removing(struct kunit *test)
{
	struct ftrace_hash *hash;
	unsigned int i;

	add_many(test, 0, MANY);
	hash = test->priv;
	for (i = 0; i < MANY; i += 2)
		KUNIT_ASSERT_TRUE(test, ftrace_hash_remove(hash, ip_of(i)));
	KUNIT_EXPECT_FALSE(test, ftrace_hash_remove(hash, ip_of(0)));
	KUNIT_EXPECT_EQ(test, hash->count, MANY / 2);
	for (i = 0; i < MANY; i++)
		KUNIT_ASSERT_EQ(test, ftrace_hash_has(hash, ip_of(i)), i % 2);
	/* Their room is used again, and does not fill the set up for ever. */
	for (i = 0; i < 20; i++) {
		add_many(test, 0, 100);
		hash = test->priv;
		for (unsigned int j = 0; j < 100; j += 2)
			KUNIT_ASSERT_TRUE(test, ftrace_hash_remove(hash, ip_of(j)));
	}
	KUNIT_EXPECT_LE(test, hash->mask, 8 * MANY);
	KUNIT_EXPECT_FALSE(test, ftrace_hash_has(hash, ip_of(MANY)));
}

static void copying(struct kunit *test)
{
	struct ftrace_hash *copy;

	add_many(test, 0, 100);
	copy = ftrace_hash_copy(test->priv);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, copy->count, 100);
	KUNIT_EXPECT_TRUE(test, ftrace_hash_remove(copy, ip_of(7)));
	KUNIT_EXPECT_TRUE(test, ftrace_hash_has(test->priv, ip_of(7)));
	ftrace_hash_free(copy);
	copy = ftrace_hash_copy(NULL);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_EQ(test, copy->count, 0);
	ftrace_hash_free(copy);
}

/* A set whose functions went with their module is of none, also in a copy. */
static void text_that_goes(struct kunit *test)
{
	struct ftrace_hash *hash, *copy;
	unsigned int i;

	add_many(test, 0, 100);
	hash = test->priv;
	ftrace_hash_drop_range(hash, ip_of(200), ip_of(300));
	KUNIT_EXPECT_FALSE(test, hash->of_modules);
	ftrace_hash_drop_range(hash, ip_of(10), ip_of(20));
	KUNIT_EXPECT_EQ(test, hash->count, 90);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, ftrace_hash_has(hash, ip_of(i)), i < 10 || i >= 20);
	KUNIT_EXPECT_TRUE(test, hash->of_modules);
	copy = ftrace_hash_copy(hash);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	KUNIT_EXPECT_TRUE(test, copy->of_modules);
	ftrace_hash_free(copy);
	ftrace_hash_drop_range(NULL, 0, -1UL);
}

static void listing(struct kunit *test)
{
	unsigned long *ips;
	unsigned int i;

	add_many(test, 0, 100);
	ips = ftrace_hash_sorted(test->priv);
	KUNIT_ASSERT_NOT_NULL(test, ips);
	for (i = 0; i < 100; i++)
		KUNIT_EXPECT_EQ(test, ips[i], ip_of(i));
	kvfree(ips);
	ips = ftrace_hash_sorted(NULL);
	KUNIT_EXPECT_NOT_NULL(test, ips);
	kvfree(ips);
}

static struct kunit_case filter_hash_cases[] = {
	KUNIT_CASE(an_empty_set),
	KUNIT_CASE(many_are_found),
	KUNIT_CASE(removing),
	KUNIT_CASE(copying),
	KUNIT_CASE(text_that_goes),
	KUNIT_CASE(listing),
	{}
};

static struct kunit_suite filter_hash_suite = {
	.name		= "trace_filter_hash",
	.init		= filter_hash_init,
	.exit		= filter_hash_exit,
	.test_cases	= filter_hash_cases,
};

kunit_test_suite(filter_hash_suite);

MODULE_DESCRIPTION("Tests of sets of function entries");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
