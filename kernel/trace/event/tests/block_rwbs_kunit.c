// SPDX-License-Identifier: GPL-2.0
/*
 * blk_fill_rwbs() against what a stock 6.12 kernel answers for the same bits.
 */
#include <kunit/test.h>
#include <linux/array_size.h>
#include <linux/blk_types.h>
#include <linux/blktrace_api.h>
#include <linux/module.h>

#define EVERY_FLAG	((__force blk_opf_t)(~0U << REQ_OP_BITS))

static void expect_rwbs(struct kunit *test, blk_opf_t opf, const char *expected)
{
	char rwbs[8];

	memset(rwbs, '#', sizeof(rwbs));
	blk_fill_rwbs(rwbs, opf);
	KUNIT_EXPECT_EQ_MSG(test, strnlen(rwbs, sizeof(rwbs)), strlen(expected),
			    "opf %#x", (__force u32)opf);
	KUNIT_EXPECT_MEMEQ_MSG(test, rwbs, expected, strlen(expected) + 1,
			       "opf %#x", (__force u32)opf);
}

static void rwbs_names_operations(struct kunit *test)
{
	static const char * const known[] = { "R", "W", "F", "D", "N", "DE" };
	u32 op;

	for (op = 0; op <= (__force u32)REQ_OP_LAST; op++)
		expect_rwbs(test, (__force blk_opf_t)op,
			    op < ARRAY_SIZE(known) ? known[op] : "N");
}

static void rwbs_orders_flags(struct kunit *test)
{
	expect_rwbs(test, REQ_OP_WRITE | EVERY_FLAG, "FWFASM");
	expect_rwbs(test, REQ_OP_SECURE_ERASE | EVERY_FLAG, "FDEFASM");
	expect_rwbs(test, REQ_OP_ZONE_APPEND | EVERY_FLAG, "FNFASM");
}

static void rwbs_shows_five_flags(struct kunit *test)
{
	static const struct {
		int bit;
		const char *shown;
	} flags[] = {
		{ __REQ_SYNC, "WS" }, { __REQ_META, "WM" }, { __REQ_FUA, "WF" },
		{ __REQ_PREFLUSH, "FW" }, { __REQ_RAHEAD, "WA" },
	};
	int bit, i;

	for (bit = REQ_OP_BITS; bit < __REQ_NR_BITS; bit++) {
		const char *expected = "W";

		for (i = 0; i < ARRAY_SIZE(flags); i++) {
			if (flags[i].bit == bit)
				expected = flags[i].shown;
		}
		expect_rwbs(test, REQ_OP_WRITE | (__force blk_opf_t)(1U << bit),
			    expected);
	}
}

static struct kunit_case block_rwbs_cases[] = {
	KUNIT_CASE(rwbs_names_operations),
	KUNIT_CASE(rwbs_orders_flags),
	KUNIT_CASE(rwbs_shows_five_flags),
	{}
};

static struct kunit_suite block_rwbs_suite = {
	.name = "trace_block_rwbs",
	.test_cases = block_rwbs_cases,
};

kunit_test_suite(block_rwbs_suite);

MODULE_DESCRIPTION("KUnit tests of the letters of block events");
MODULE_LICENSE("GPL");
