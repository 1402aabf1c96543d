// SPDX-License-Identifier: GPL-2.0
/*
 * The log of users' mistakes: its text, and that only the last ones stay.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"

enum {
	ERR_NONE,
	ERR_SOME,
};

static const char *const texts[] = {
	[ERR_NONE]	= "No error",
	[ERR_SOME]	= "Some error",
};

static const struct error_words words = {
	.location	= "kunit",
	.texts		= texts,
	.nr		= ARRAY_SIZE(texts),
};

/* The whole log as the file shows it, each stamp made "[]". */
static char *log_text(struct kunit *test, struct error_log *log)
{
	struct seq_file m = { .size = 4096 };
	char *from, *end, *to;
	loff_t pos = 0;
	void *entry;

	m.buf = kunit_kzalloc(test, m.size + 1, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.buf);
	for (entry = error_log_start(log, &pos); entry; entry = error_log_next(log, entry, &pos))
		error_log_show(&m, entry);
	error_log_stop(log);
	KUNIT_ASSERT_LT(test, m.count, m.size);

	for (from = to = m.buf; *from; *to++ = *from++) {
		if (*from != '[' || (from > m.buf && from[-1] != '\n'))
			continue;
		end = strchr(from, ']');
		KUNIT_ASSERT_NOT_NULL(test, end);
		KUNIT_EXPECT_EQ(test, end[-7], '.');
		KUNIT_EXPECT_GE(test, end - from, 13);
		*to++ = '[';
		from = end;
	}
	*to = '\0';
	return m.buf;
}

static int error_log_test_init(struct kunit *test)
{
	struct error_log *log = kunit_kzalloc(test, sizeof(*log), GFP_KERNEL);

	if (!log)
		return -ENOMEM;
	error_log_init(log);
	test->priv = log;
	return 0;
}

static void error_log_test_exit(struct kunit *test)
{
	if (test->priv)
		error_log_clear(test->priv);
}

static void an_entry_marks_the_place(struct kunit *test)
{
	struct error_log *log = test->priv;
	struct error_report report = { .log = log, .words = &words, .cmd = "abc def" };

	KUNIT_EXPECT_STREQ(test, log_text(test, log), "");
	error_log_add(&report, ERR_SOME, 4);
	KUNIT_EXPECT_STREQ(test, log_text(test, log),
			   "[] kunit: error: Some error\n"
			   "  Command: abc def\n"
			   "               ^\n");
	error_log_clear(log);
	KUNIT_EXPECT_STREQ(test, log_text(test, log), "");

	report.location = "kunit:other";
	error_log_add(&report, ERR_NONE, 0);
	KUNIT_EXPECT_STREQ(test, log_text(test, log),
			   "[] kunit:other: error: No error\n"
			   "  Command: abc def\n"
			   "           ^\n");
}

/* The command is the caller's, who may free it. */
static void entries_are_copies(struct kunit *test)
{
	struct error_log *log = test->priv;
	char cmd[] = "abc", location[] = "where";
	struct error_report report = {
		.log = log, .words = &words, .location = location, .cmd = cmd,
	};

	error_log_add(&report, ERR_SOME, 1);
	memset(cmd, 'x', 3);
	memset(location, 'y', 5);
	KUNIT_EXPECT_STREQ(test, log_text(test, log),
			   "[] where: error: Some error\n"
			   "  Command: abc\n"
			   "            ^\n");
}

static void the_last_ones_stay(struct kunit *test)
{
	struct error_log *log = test->priv;
	struct error_report report = { .log = log, .words = &words };
	char cmd[4], *text;
	int i;

	report.cmd = cmd;
	for (i = 0; i < 20; i++) {
		snprintf(cmd, sizeof(cmd), "c%02d", i);
		error_log_add(&report, ERR_SOME, 0);
	}
	text = log_text(test, log);
	for (i = 12; i < 20; i++) {
		snprintf(cmd, sizeof(cmd), "c%02d", i);
		text = strstr(text, cmd);
		KUNIT_ASSERT_NOT_NULL(test, text);
	}
	KUNIT_EXPECT_NULL(test, strstr(log_text(test, log), "c11"));
}

/* A parser may run where nobody reads a log, in the tests of parsers for one. */
static void there_may_be_no_log(struct kunit *test)
{
	struct error_report report = { .words = &words, .cmd = "x" };

	error_log_add(&report, ERR_SOME, 0);
	KUNIT_EXPECT_STREQ(test, log_text(test, test->priv), "");
}

static struct kunit_case error_log_cases[] = {
	KUNIT_CASE(an_entry_marks_the_place),
	KUNIT_CASE(entries_are_copies),
	KUNIT_CASE(the_last_ones_stay),
	KUNIT_CASE(there_may_be_no_log),
	{}
};

static struct kunit_suite error_log_suite = {
	.name		= "trace_error_log",
	.init		= error_log_test_init,
	.exit		= error_log_test_exit,
	.test_cases	= error_log_cases,
};

kunit_test_suite(error_log_suite);

MODULE_DESCRIPTION("Tests of the log of users' mistakes");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
