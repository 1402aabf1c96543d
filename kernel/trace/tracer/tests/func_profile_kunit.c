// SPDX-License-Identifier: GPL-2.0
/*
 * The function profiler's s^2: how far calls are from their average.
 */
#include <kunit/test.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/time64.h>

#include "tracer/func_profile.h"

/* As the profiler adds up calls; the result in 1000 ns^2. */
static u64 variance_of(const u64 *times, unsigned int nr)
{
	u64 time = 0, squares = 0;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		time += times[i];
		squares += mul_u64_u64_shr(times[i], times[i], 10);
	}
	return func_profile_variance(nr, time, squares);
}

static void few_calls_do_not_vary(struct kunit *test)
{
	static const u64 one[] = { 5 * NSEC_PER_USEC };

	KUNIT_EXPECT_EQ(test, func_profile_variance(0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, variance_of(one, 1), 0);
}

static void equal_calls_do_not_vary(struct kunit *test)
{
	static const u64 same[] = { 7000, 7000, 7000, 7000 };

	KUNIT_EXPECT_EQ(test, variance_of(same, ARRAY_SIZE(same)), 0);
}

static void calls_vary(struct kunit *test)
{
	static const u64 times[] = { 10000, 20000, 30000 };
	u64 variance = variance_of(times, ARRAY_SIZE(times));

	/* 100 us^2, but for what is cut off. */
	KUNIT_EXPECT_GT(test, variance, 99000ULL);
	KUNIT_EXPECT_LT(test, variance, 101000ULL);
}

static void long_calls_do_not_overflow(struct kunit *test)
{
	static const u64 times[] = { 10 * NSEC_PER_SEC, 30 * NSEC_PER_SEC };
	u64 us2 = variance_of(times, ARRAY_SIZE(times)) / 1000;

	/* 200 s^2 */
	KUNIT_EXPECT_GT(test, us2, 199000000000000ULL);
	KUNIT_EXPECT_LT(test, us2, 201000000000000ULL);
}

static struct kunit_case func_profile_cases[] = {
	KUNIT_CASE(few_calls_do_not_vary),
	KUNIT_CASE(equal_calls_do_not_vary),
	KUNIT_CASE(calls_vary),
	KUNIT_CASE(long_calls_do_not_overflow),
	{}
};

static struct kunit_suite func_profile_suite = {
	.name		= "trace_func_profile",
	.test_cases	= func_profile_cases,
};

kunit_test_suite(func_profile_suite);

MODULE_DESCRIPTION("KUnit tests of the function profiler");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
