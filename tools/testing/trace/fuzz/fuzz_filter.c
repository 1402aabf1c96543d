// SPDX-License-Identifier: GPL-2.0
/*
 * Filters, right and wrong.  A wrong one leaves one entry in the log, whose mark
 * stands below the command or just behind it; a right one stays right in
 * parentheses, negated and joined to itself, and is wrong where one is missing.
 */
#include "fuzz.h"
#include "text.h"

#include "event/event.h"

const char fuzz_name[] = "filters, and where the error log has its mark";

const char *const fuzz_words[] = {
	"num", "str", "cpu", "comm", "mask", "fn", "addr", "common_pid", " ", "(", ")", "!",
	"&&", "||", "==", "!=", "<=", ">=", "<", ">", "&", "~", "1", "-1", "0x1f", "07", "\"",
	"'", "a*", "CPUS{", "CPUS{0-1,3}", "}", ".ustring", ".function", "18446744073709551616",
	"-9223372036854775808", "num == 1", "str ~ \"x\"", NULL
};

#define PREFIX		"  Command: "
#define need(good)	((good) ? (void)0 : abort())

struct event_field event_fields[] = {
	{ "num", FILTER_OTHER }, { "addr", FILTER_OTHER }, { "str", FILTER_STATIC_STRING },
	{ "dyn", FILTER_DYN_STRING }, { "mask", FILTER_CPUMASK }, { "fn", FILTER_TRACE_FN }, {},
};
struct event_field common_fields[] = { { "common_pid", FILTER_OTHER }, {} };

static struct trace_array *tr;
static struct trace_event_call call;

/* The log's only entry: its text, and what the mark stands below. */
static size_t log_entry(const char *text, char *error, size_t room)
{
	static char buf[32768];
	struct seq_file m = { .buf = buf, .size = sizeof(buf) };
	size_t len = strlen(text), mark;
	loff_t pos = 0;
	char *at;

	need(tr->errors.nr == 1);
	error_log_show(&m, error_log_start(&tr->errors, &pos));
	error_log_stop(&tr->errors);
	at = strstr(buf, "event filter parse error: error: ");
	need(at && strchr(at, '\n'));
	at += strlen("event filter parse error: error: ");
	snprintf(error, room, "%.*s", (int)(strchr(at, '\n') - at), at);
	at = strchr(at, '\n') + 1;
	need(!strncmp(at, PREFIX, strlen(PREFIX)));
	at += strlen(PREFIX);
	need(!memcmp(at, text, len) && at[len] == '\n');
	at += len + 1;
	mark = strspn(at, " ");
	need(!strcmp(at + mark, "^\n") && mark >= strlen(PREFIX));
	mark -= strlen(PREFIX);
	need(mark <= len);
	return mark;
}

/* @error: what is wrong then, and @mark where; both are set. */
static int check(const char *text, char *error, size_t *mark)
{
	char *exact = kmemdup_nul(text, strlen(text), 0);
	int ret = event_filter_check(tr, &call, exact);

	need(!ret || ret == -EINVAL);
	need(tr->errors.nr == !!ret);
	*error = '\0';
	if (ret)
		*mark = log_entry(text, error, 64);
	error_log_clear(&tr->errors);
	free(exact);
	return ret;
}

static void expect(const char *fmt, const char *text, const char *wanted, size_t where)
{
	static char made[32768];
	char error[64];
	size_t mark;
	int len = snprintf(made, sizeof(made), fmt, text, text);

	need(len < (int)sizeof(made));
	need(check(made, error, &mark) == (*wanted ? -EINVAL : 0));
	need(!strcmp(error, wanted));
	need(!*wanted || mark == where);
}

static void right_stays_right(const char *text)
{
	size_t len = strlen(text);

	expect("(%s)", text, "", 0);
	expect(" !((%s))\t", text, "", 0);
	expect("%s && %s", text, "", 0);
	expect("(%s)||!(%s)", text, "", 0);
	expect("(%s", text, "Too many '('", len + 1);
	expect("(%s))", text, "Too few '('", len + 2);
	expect("(%s) &&", text, "Field not found", len + 5);
	expect("(%s) num", text, "Too many terms in predicate expression", len + 3);
	expect("(%s) || num = 1", text, "Invalid operator", len + 10);
}

/* Each allocation fails once: the answer is the same or -ENOMEM, the log may be empty. */
static void without_memory(const char *text, int wanted)
{
	bool failed = true;
	long nth;
	int ret;

	for (nth = 1; failed && nth < 8; nth++) {
		shim_fail_alloc = nth;
		ret = event_filter_check(tr, &call, text);
		failed = !shim_fail_alloc;
		shim_fail_alloc = 0;
		need(ret == wanted || (failed && ret == -ENOMEM));
		error_log_clear(&tr->errors);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = kmemdup_nul((const char *)data, min_t(size_t, size, 4095), 0);
	char error[64];
	size_t mark;
	int ret;

	if (!tr) {
		tr = shim_alloc(sizeof(*tr));
		error_log_init(&tr->errors);
	}
	ret = check(text, error, &mark);
	if (!ret)
		right_stays_right(text);
	without_memory(text, ret);
	free(text);
	return 0;
}

size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	static const char *const seeds[] = {
		"num == 1", "num==1", "num != -1 && num <= 0x10 || num>=7", "num & 3", "!num == 1",
		"((num < 1) || !(num > 5)) && str == abc", "str ~ \"a*\"", "str != 'with space'",
		"common_pid == 5", "comm == bash", "COMM ~ b*", "cpu & CPUS{0-1}", "CPU == 1",
		"mask & CPUS{0}", "addr.function == schedule", "addr.ustring ~ \"x\"",
		"num == 1\t\n&&\nnum == 2 ", "", "foo == 1", "num ~ x", "str < x", "mask > CPUS{0}",
		"num == x", "num == 12x", "num == \"1\"", "str == \"a", "(num == 1", "num == 1)",
		"num == 1 num == 2", "cpu & CPUS0", "cpu & CPUS{0", "cpu & CPUS{x}",
		"fn == schedule", "dyn == \"\"", "num == 99999999999999999999",
	};

	/* Deep ones, and strings around the longest. */
	if (n >= (int)ARRAY_SIZE(seeds) && n < (int)ARRAY_SIZE(seeds) + 4 && room > 4095) {
		memset(data, "(!()"[n % 4], 300);
		return 300 + sprintf((char *)data + 300, "num == 1");
	}
	if (n >= (int)ARRAY_SIZE(seeds) && n < (int)ARRAY_SIZE(seeds) + 8 && room > 4095)
		return sprintf((char *)data, "str == \"%0*d\"",
			       248 + n - (int)ARRAY_SIZE(seeds), 1);
	if (n >= (int)ARRAY_SIZE(seeds) || strlen(seeds[n]) >= room)
		return 0;
	memcpy(data, seeds[n], strlen(seeds[n]) + 1);
	return strlen(seeds[n]) + 1;
}
