// SPDX-License-Identifier: GPL-2.0
/*
 * Words that mean names: which kind a word is, and what fits it.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include "hook/name_match.h"

struct match_case {
	const char		*word;
	enum name_match_kind	kind;
	bool			negated;
	const char		*fits[3];
	const char		*misses[4];
};

static const struct match_case match_cases[] = {
	{ "vfs_read", NAME_FULL, false, { "vfs_read" }, { "vfs_rea", "vfs_ready", "" } },
	{ "!vfs_read", NAME_FULL, true, { "vfs_read" }, { "!vfs_read" } },
	{ "!!a", NAME_FULL, true, { "!a" }, { "a" } },
	{ "vfs*", NAME_FRONT, false, { "vfs", "vfs_read" }, { "vf", "avfs", "" } },
	{ "*read", NAME_END, false, { "read", "vfs_read" }, { "reads", "rea", "" } },
	{ "*fs*", NAME_MIDDLE, false, { "fs", "vfs_read", "xfs" }, { "f", "sf", "" } },
	{ "*", NAME_END, false, { "", "a", "*" }, { NULL } },
	{ "**", NAME_MIDDLE, false, { "", "a", "*" }, { NULL } },
	{ "!*", NAME_END, true, { "", "a" }, { NULL } },
	{ "a*b", NAME_GLOB, false, { "ab", "axxb" }, { "a", "abc", "ba" } },
	{ "a**", NAME_GLOB, false, { "a", "ab" }, { "ba" } },
	{ "*a*b*", NAME_GLOB, false, { "ab", "xaxbx" }, { "ba", "a" } },
	{ "a?c", NAME_GLOB, false, { "abc", "a?c" }, { "ac", "abbc" } },
	{ "a[bx]c", NAME_GLOB, false, { "abc", "axc" }, { "acc", "a[bx]c" } },
	{ "a[!bx]c", NAME_GLOB, false, { "acc" }, { "abc" } },
	{ "*[0-9]", NAME_GLOB, false, { "a1", "7" }, { "a", "1a" } },
	{ "a\\*", NAME_GLOB, false, { "a*" }, { "ab", "a\\" } },
	{ "12", NAME_INDEX, false, { NULL }, { "12", "" } },
	{ "!0x10", NAME_INDEX, true, { NULL }, { "0x10" } },
	{ "", NAME_FULL, false, { "" }, { "a" } },
};

static void one_match(struct kunit *test, const struct match_case *c)
{
	struct name_match match;
	char word[32];
	unsigned int i;

	strscpy(word, c->word);
	name_match_parse(&match, word);
	KUNIT_EXPECT_EQ_MSG(test, match.kind, c->kind, "%s", c->word);
	KUNIT_EXPECT_EQ_MSG(test, match.negated, c->negated, "%s", c->word);
	for (i = 0; i < ARRAY_SIZE(c->fits) && c->fits[i]; i++)
		KUNIT_EXPECT_TRUE_MSG(test, name_match_fits(&match, c->fits[i]), "%s: %s",
				      c->word, c->fits[i]);
	for (i = 0; i < ARRAY_SIZE(c->misses) && c->misses[i]; i++)
		KUNIT_EXPECT_FALSE_MSG(test, name_match_fits(&match, c->misses[i]), "%s: %s",
				       c->word, c->misses[i]);
}

static void words_and_names(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(match_cases); i++)
		one_match(test, &match_cases[i]);
}

static void what_means_all(struct kunit *test)
{
	static const struct {
		const char	*word;
		bool		is_all;
	} cases[] = {
		{ "*", true }, { "**", true }, { "!*", true }, { "a*", false }, { "*a", false },
		{ "", false }, { "?", false }, { "1", false },
	};
	struct name_match match;
	unsigned int i;
	char word[8];

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		strscpy(word, cases[i].word);
		name_match_parse(&match, word);
		KUNIT_EXPECT_EQ_MSG(test, name_match_is_all(&match), cases[i].is_all, "%s",
				    cases[i].word);
	}
}

static struct kunit_case name_match_cases[] = {
	KUNIT_CASE(words_and_names),
	KUNIT_CASE(what_means_all),
	{}
};

static struct kunit_suite name_match_suite = {
	.name		= "trace_name_match",
	.test_cases	= name_match_cases,
};

kunit_test_suite(name_match_suite);

MODULE_DESCRIPTION("Tests of words that mean names");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
