// SPDX-License-Identifier: GPL-2.0
/*
 * Filters, right and wrong, and where the error log says that they are wrong.
 */
#include <kunit/test.h>
#include <linux/cleanup.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"
#include "event/event.h"

static const struct trace_event_fields fields[] = {
	{ .size = 4, .align = 4, .is_signed = 1, .filter_type = FILTER_OTHER },
	{ .size = 16, .len = 16, .align = 1, .filter_type = FILTER_STATIC_STRING },
	{ .size = 8, .align = 8, .filter_type = FILTER_OTHER },
	{ .size = 4, .align = 4, .filter_type = FILTER_CPUMASK },
};

static struct trace_event_class class = {
	.system		= "kunit",
	.fields		= fields,
	.field_names	= "int\0num\0char[16]\0str\0unsigned long\0addr\0"
			  "__data_loc cpumask_t\0mask\0",
	.nr_fields	= ARRAY_SIZE(fields),
};

static struct trace_event_call call = {
	.class	= &class,
};

static int filter_init(struct kunit *test)
{
	struct trace_array *tr = kunit_kzalloc(test, sizeof(*tr), GFP_KERNEL);

	if (!tr)
		return -ENOMEM;
	error_log_init(&tr->errors);
	test->priv = tr;
	return 0;
}

static void filter_exit(struct kunit *test)
{
	struct trace_array *tr = test->priv;

	if (tr)
		error_log_clear(&tr->errors);
}

static const char *const right[] = {
	"num == 1",
	"num==1",
	"num != -1 && num <= 0x10 || num>=7",
	"num & 3",
	"!num == 1",
	"((num < 1) || !(num > 5)) && str == abc",
	"str ~ \"a*\"",
	"str != 'with space'",
	"common_pid == 5",
	"comm == bash",
	"COMM ~ b*",
	"cpu & CPUS{0-1}",
	"CPU == 1",
	"mask & CPUS{0}",
	"addr.function == schedule",
	"addr.ustring ~ \"x\"",
	"num == 1\t\n&&\nnum == 2 ",
};

static void right_filters(struct kunit *test)
{
	unsigned int i;

	guard(mutex)(&event_mutex);
	for (i = 0; i < ARRAY_SIZE(right); i++)
		KUNIT_EXPECT_EQ_MSG(test, event_filter_check(test->priv, &call, right[i]), 0, "%s",
				    right[i]);
}

/* A | stands where the mark does; it is taken out. */
static const struct {
	const char	*text;
	const char	*error;
} wrongs[] = {
	{ "|",				"Field not found" },
	{ "foo |== 1",			"Field not found" },
	{ "((num >= 10 && num < 15) || foo |== 17) && comm != bash", "Field not found" },
	{ "num == 1 && |",		"Field not found" },
	{ "num |",			"Invalid operator" },
	{ "num |= 1",			"Invalid operator" },
	{ "num |~ x",			"Illegal operation for field type" },
	{ "str |< x",			"Illegal operation for field type" },
	{ "str |& x",			"Illegal operation for field type" },
	{ "mask |> CPUS{0}",		"Illegal operation for field type" },
	{ "addr.function |> schedule",	"Illegal operation for field type" },
	{ "num == |x",			"Invalid value (did you forget quotes)?" },
	{ "num == |",			"Invalid value (did you forget quotes)?" },
	{ "num == |12x",		"Illegal integer value" },
	{ "num == |99999999999999999999", "Illegal integer value" },
	{ "num == |\"1\"",		"Expecting numeric field" },
	{ "str == |\"a",		"Missing matching quote" },
	{ "str == |'a\"",		"Missing matching quote" },
	{ "(num == 1|",			"Too many '('" },
	{ "num == 1|)",			"Too few '('" },
	{ "(num == 1)|) && num == 2",	"Too few '('" },
	{ "num == 1 |num == 2",		"Too many terms in predicate expression" },
	{ "num == 1 |& num == 2",	"Too many terms in predicate expression" },
	{ "cpu & CPUS|0",		"Missing '{'" },
	{ "cpu & CPUS|{0",		"Missing '}'" },
	{ "cpu & CPUS|{x}",		"Invalid cpulist" },
};

/* The log's only entry, but for the line with the stamp, which must have @error. */
static void expect_log(struct kunit *test, struct trace_array *tr, const char *error,
		       const char *wanted)
{
	char *buf = kunit_kzalloc(test, 1024, GFP_KERNEL);
	struct seq_file m = { .buf = buf, .size = 1023 };
	char *end = NULL;
	loff_t pos = 0;
	void *entry;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	entry = error_log_start(&tr->errors, &pos);
	if (entry) {
		error_log_show(&m, entry);
		end = strstr(buf, "] event filter parse error: error: ");
		entry = error_log_next(&tr->errors, entry, &pos);
	}
	error_log_stop(&tr->errors);
	KUNIT_EXPECT_NULL(test, entry);
	KUNIT_ASSERT_NOT_NULL(test, end);
	end += strlen("] event filter parse error: error: ");
	KUNIT_EXPECT_TRUE_MSG(test, !strncmp(end, error, strlen(error)), "%s", buf);
	KUNIT_EXPECT_STREQ(test, strchr(buf, '\n') + 1, wanted);
	error_log_clear(&tr->errors);
}

static void wrong_filters(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	char text[80], wanted[256];
	const char *mark;
	unsigned int i;
	int pos;

	guard(mutex)(&event_mutex);
	for (i = 0; i < ARRAY_SIZE(wrongs); i++) {
		/* The last one, as some filters have the letter themselves. */
		mark = strrchr(wrongs[i].text, '|');
		pos = mark - wrongs[i].text;
		snprintf(text, sizeof(text), "%.*s%s", pos, wrongs[i].text, mark + 1);
		snprintf(wanted, sizeof(wanted), "  Command: %s\n%*s^\n", text, pos + 11, "");
		KUNIT_EXPECT_EQ_MSG(test, event_filter_check(tr, &call, text), -EINVAL, "%s",
				    text);
		expect_log(test, tr, wrongs[i].error, wanted);
	}
}

/* As deep as a text is long: nothing may grow on the stack with it. */
static void deep_filters(struct kunit *test)
{
	char *text = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, '(', PAGE_SIZE - 1);
	guard(mutex)(&event_mutex);
	KUNIT_EXPECT_EQ(test, event_filter_check(test->priv, &call, text), -EINVAL);
	memset(text, '!', PAGE_SIZE - 1);
	memcpy(text + PAGE_SIZE - 9, "num == 1", 8);
	KUNIT_EXPECT_EQ(test, event_filter_check(test->priv, &call, text), 0);
}

static struct kunit_case filter_cases[] = {
	KUNIT_CASE(right_filters),
	KUNIT_CASE(wrong_filters),
	KUNIT_CASE(deep_filters),
	{}
};

static struct kunit_suite filter_suite = {
	.name		= "trace_filter",
	.init		= filter_init,
	.exit		= filter_exit,
	.test_cases	= filter_cases,
};

kunit_test_suite(filter_suite);

MODULE_DESCRIPTION("Tests of the language of filters");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
