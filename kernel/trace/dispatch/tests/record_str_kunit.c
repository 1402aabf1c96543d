// SPDX-License-Identifier: GPL-2.0
/*
 * How long a string is: of every length, at every place near the end of the
 * last page that may be read, with every byte in it.
 */
#include <kunit/test.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <trace/pass/helpers.h>

#define LONGEST		100
#define SHIFTS		9

/* Behind a page of vmalloc() is one that is not there. */
static char *page_get(struct kunit *test)
{
	char *page = vmalloc(PAGE_SIZE);

	KUNIT_ASSERT_NOT_NULL(test, page);
	return page;
}

static void ends_with_the_page(struct kunit *test)
{
	char *page = page_get(test);
	int len, gap;
	char *str;

	for (len = 0; len <= LONGEST; len++) {
		for (gap = 0; gap < SHIFTS; gap++) {
			memset(page, 'x', PAGE_SIZE);
			str = page + PAGE_SIZE - gap - len - 1;
			str[len] = '\0';
			KUNIT_EXPECT_EQ(test, trace_record_strlen(str), len);
		}
	}
	vfree(page);
}

static void goes_on_in_the_next_page(struct kunit *test)
{
	char *pages = vmalloc(2 * PAGE_SIZE);
	int before;

	KUNIT_ASSERT_NOT_NULL(test, pages);
	memset(pages, 'x', 2 * PAGE_SIZE);
	for (before = 1; before <= LONGEST; before++) {
		pages[PAGE_SIZE + 50] = '\0';
		KUNIT_EXPECT_EQ(test, trace_record_strlen(pages + PAGE_SIZE - before), before + 50);
	}
	vfree(pages);
}

/* Every value, before the end, at the end's neighbours and behind it. */
static void any_bytes(struct kunit *test)
{
	char str[64];
	int value, at;

	for (value = 1; value < 256; value++) {
		for (at = 0; at < 40; at++) {
			memset(str, 'x', sizeof(str));
			str[at] = value;
			str[20] = '\0';
			KUNIT_EXPECT_EQ(test, trace_record_strlen(str), 20);
		}
		memset(str, value, sizeof(str) - 1);
		str[sizeof(str) - 1] = '\0';
		KUNIT_EXPECT_EQ(test, trace_record_strlen(str), sizeof(str) - 1);
	}
}

static struct kunit_case record_str_cases[] = {
	KUNIT_CASE(ends_with_the_page),
	KUNIT_CASE(goes_on_in_the_next_page),
	KUNIT_CASE(any_bytes),
	{}
};

static struct kunit_suite record_str_suite = {
	.name = "trace_record_str",
	.test_cases = record_str_cases,
};

kunit_test_suite(record_str_suite);
MODULE_DESCRIPTION("Test of the length of strings in records");
MODULE_LICENSE("GPL");
