// SPDX-License-Identifier: GPL-2.0
/*
 * What a format file is made of: the walk over fields, and numbers in place of
 * names in a print fmt.
 */
#include <kunit/test.h>
#include <linux/slab.h>

#include "event/event.h"

static const struct trace_event_fields fields[] = {
	{ .size = 1, .align = 1 },
	{ .size = 8, .align = 8, .is_signed = 1 },
	{ .size = 6, .len = 3, .align = 2 },
	{ .size = 4, .align = 4, .filter_type = FILTER_DYN_STRING },
};

static struct trace_event_class class = {
	.system		= "kunit",
	.fields		= fields,
	.field_names	= "u8\0a\0s64\0b\0u16\0c\0__data_loc char[]\0d\0",
	.nr_fields	= ARRAY_SIZE(fields),
};

static struct trace_event_call call = {
	.class	= &class,
};

static void fields_lie_as_in_a_struct(struct kunit *test)
{
	struct {
		struct trace_entry	ent;
		u8			a;
		s64			b;
		u16			c[3];
		u32			d;
	} *record;
	struct event_field_walk walk;
	struct event_field *f;

	f = event_field_first(&walk, &call);
	KUNIT_EXPECT_STREQ(test, f->name, "a");
	KUNIT_EXPECT_EQ(test, f->offset, offsetof(typeof(*record), a));
	f = event_field_next(&walk);
	KUNIT_EXPECT_STREQ(test, f->type, "s64");
	KUNIT_EXPECT_EQ(test, f->offset, offsetof(typeof(*record), b));
	KUNIT_EXPECT_TRUE(test, f->is_signed);
	f = event_field_next(&walk);
	KUNIT_EXPECT_EQ(test, f->offset, offsetof(typeof(*record), c));
	KUNIT_EXPECT_EQ(test, f->len, 3);
	f = event_field_next(&walk);
	KUNIT_EXPECT_STREQ(test, f->type, "__data_loc char[]");
	KUNIT_EXPECT_STREQ(test, f->name, "d");
	KUNIT_EXPECT_EQ(test, f->offset, offsetof(typeof(*record), d));
	KUNIT_EXPECT_EQ(test, f->filter_type, FILTER_DYN_STRING);
	KUNIT_EXPECT_NULL(test, event_field_next(&walk));
}

static void no_fields_end_at_once(struct kunit *test)
{
	struct trace_event_class empty = { .system = "kunit", .field_names = "" };
	struct trace_event_call bare = { .class = &empty };
	struct event_field_walk walk;

	KUNIT_EXPECT_NULL(test, event_field_first(&walk, &bare));
}

static struct trace_eval_map maps[] = {
	{ "kunit", "KUNIT_ZZ", 26 },
	{ "kunit", "KUNIT_A", 1 },
	{ "kunit", "sizeof(struct kunit_x)", 40 },
	{ "other", "KUNIT_B", 2 },
	{ "kunit", "KUNIT_MINUS", -7UL },
};

static struct trace_eval_map *map_ptrs[] = {
	&maps[0], &maps[1], &maps[2], &maps[3], &maps[4],
};

static const struct {
	const char	*text;
	const char	*result;
} evals[] = {
	{ "",				"" },
	{ "KUNIT_A",			"1" },
	{ "{ KUNIT_A, \"x\" }",		"{ 1, \"x\" }" },
	{ "KUNIT_ZZ+KUNIT_A",		"26+1" },
	/* Whole words only */
	{ "KUNIT_AB XKUNIT_A KUNIT_A1",	"KUNIT_AB XKUNIT_A KUNIT_A1" },
	/* Not in a literal, not even behind a quote in it */
	{ "\"KUNIT_A \\\" KUNIT_A\" KUNIT_A", "\"KUNIT_A \\\" KUNIT_A\" 1" },
	{ "\"KUNIT_A",			"\"KUNIT_A" },
	/* Not a member, not another system's */
	{ "REC->KUNIT_A x.KUNIT_A KUNIT_B", "REC->KUNIT_A x.KUNIT_A KUNIT_B" },
	{ "sizeof(struct kunit_x)",	"40" },
	{ "sizeof(int) sizeof(",	"sizeof(int) sizeof(" },
	{ "KUNIT_MINUS",		"-7" },
};

static void names_become_numbers(struct kunit *test)
{
	unsigned int i;
	char *text;

	guard(mutex)(&event_mutex);
	event_eval_add(THIS_MODULE, map_ptrs, ARRAY_SIZE(map_ptrs));
	for (i = 0; i < ARRAY_SIZE(evals); i++) {
		text = event_eval_replace("kunit", evals[i].text);
		KUNIT_EXPECT_STREQ(test, text, evals[i].result);
		kfree(text);
	}
	event_eval_remove(THIS_MODULE);
}

static struct kunit_case format_cases[] = {
	KUNIT_CASE(fields_lie_as_in_a_struct),
	KUNIT_CASE(no_fields_end_at_once),
	KUNIT_CASE(names_become_numbers),
	{}
};

static struct kunit_suite format_suite = {
	.name		= "trace_event_format",
	.test_cases	= format_cases,
};

kunit_test_suite(format_suite);

MODULE_DESCRIPTION("KUnit tests of event formats");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
