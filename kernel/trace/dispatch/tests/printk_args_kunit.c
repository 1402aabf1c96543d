// SPDX-License-Identifier: GPL-2.0
/*
 * The words that bprint_args_put() makes are those of vbin_printf(), for random
 * formats, arguments and room; what it does not know it leaves alone.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/prandom.h>
#include <linux/string.h>

#include "dispatch/dispatch.h"

#define ROUNDS		600
#define ROOM		48
#define ARGS		6
#define CANARY		0x5eed5eed

/* What both make of one format; printf arguments are the same for both. */
struct words {
	u32	got[ROOM + 1];
	u32	want[ROOM + 1];
	int	nr_got;
	int	nr_want;
};

static __printf(3, 4)
void words_make(struct words *w, unsigned int room, const char *fmt, ...)
{
	va_list args;
	struct va_format vaf = { fmt, &args };

	memset(w, 0, sizeof(*w));
	w->got[room] = CANARY;
	va_start(args, fmt);
	w->nr_got = bprint_args_put(w->got, room, &vaf);
	va_end(args);
	va_start(args, fmt);
	w->nr_want = vbin_printf(w->want, ROOM, fmt, args);
	va_end(args);
}

struct made {
	struct rnd_state	rnd;
	char			fmt[160];
	int			len;
	unsigned long		args[ARGS];
	char			text[ARGS][24];
};

static u32 pick(struct made *m, u32 below)
{
	return prandom_u32_state(&m->rnd) % below;
}

static void add(struct made *m, const char *piece)
{
	m->len += scnprintf(m->fmt + m->len, sizeof(m->fmt) - m->len, "%s", piece);
}

static void add_string(struct made *m, int arg)
{
	u32 len = pick(m, sizeof(m->text[0]));

	memset(m->text[arg], 'a' + arg, len);
	m->text[arg][len] = '\0';
	m->args[arg] = (unsigned long)m->text[arg];
	add(m, "s");
}

static void add_conversion(struct made *m, int arg)
{
	static const char *const flags[] = { "", "", "-", "0", "+", " ", "#", "-#", "+0" };
	static const char *const widths[] = { "", "", "1", "08", "20" };
	static const char *const precisions[] = { "", "", "", ".", ".0", ".3", ".12" };
	static const char *const sizes[] = { "", "", "l", "ll", "h", "hh", "z", "t", "L" };
	static const char *const integers[] = { "d", "i", "u", "x", "X", "o" };
	static const char *const others[] = { "c", "p", "p ", "p\n" };

	m->args[arg] = (u64)prandom_u32_state(&m->rnd) << 16 ^ prandom_u32_state(&m->rnd);
	add(m, "%");
	add(m, flags[pick(m, ARRAY_SIZE(flags))]);
	add(m, widths[pick(m, ARRAY_SIZE(widths))]);
	add(m, precisions[pick(m, ARRAY_SIZE(precisions))]);
	switch (pick(m, 4)) {
	case 0:
		add_string(m, arg);
		break;
	case 1:
		add(m, others[pick(m, ARRAY_SIZE(others))]);
		add(m, "-");
		break;
	default:
		add(m, sizes[pick(m, ARRAY_SIZE(sizes))]);
		add(m, integers[pick(m, ARRAY_SIZE(integers))]);
	}
}

/* A format for up to six arguments; more are passed, and not looked at. */
static void make_format(struct made *m)
{
	static const char *const texts[] = { "", " ", "a=", "%%", ": ", "100%% of ", "\xc3\xa9\n" };
	int i, nr = pick(m, ARGS + 1);

	m->len = 0;
	m->fmt[0] = '\0';
	for (i = 0; i < nr; i++) {
		add(m, texts[pick(m, ARRAY_SIZE(texts))]);
		add_conversion(m, i);
	}
	add(m, texts[pick(m, ARRAY_SIZE(texts))]);
}

static void same_words(struct kunit *test)
{
	struct made *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct words *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);
	unsigned int i, room, done = 0;
	const unsigned long *a;

	if (!IS_ENABLED(CONFIG_64BIT))
		kunit_skip(test, "an argument may take two places");
	KUNIT_ASSERT_TRUE(test, m && w);
	a = m->args;
	prandom_seed_state(&m->rnd, 0x5b00);
	for (i = 0; i < ROUNDS; i++) {
		make_format(m);
		room = pick(m, 3) ? ROOM : pick(m, 12);
		words_make(w, room, m->fmt, a[0], a[1], a[2], a[3], a[4], a[5]);
		KUNIT_EXPECT_EQ_MSG(test, w->got[room], CANARY, "%s", m->fmt);
		if (w->nr_got < 0) {
			KUNIT_EXPECT_GE_MSG(test, w->nr_want, room, "%s", m->fmt);
			continue;
		}
		done++;
		KUNIT_EXPECT_EQ_MSG(test, w->nr_got, w->nr_want, "%s", m->fmt);
		KUNIT_EXPECT_LE_MSG(test, w->nr_got, room, "%s", m->fmt);
		KUNIT_EXPECT_MEMEQ_MSG(test, w->got, w->want, w->nr_got * sizeof(u32),
				       "%s", m->fmt);
	}
	KUNIT_EXPECT_GT(test, done, ROUNDS / 2);
}

static __printf(1, 2) int words_of(const char *fmt, ...)
{
	u32 words[ROOM];
	va_list args;
	struct va_format vaf = { fmt, &args };
	int nr;

	va_start(args, fmt);
	nr = bprint_args_put(words, ROOM, &vaf);
	va_end(args);
	return nr;
}

/* Some of these take arguments for others, some are no formats at all. */
static void others_are_left_alone(struct kunit *test)
{
	static const char *const formats[] = {
		"%*d", "%-.*s", "%pS", "%pK", "%pI4", "%", "%5", "%-", "%5.", "%l", "%n", "%q",
		"%lln", "%5-d", "%zzd", "%hhhd", "%LLd", "%llld", "%.-3d", "%y\n",
	};
	const char *nowhere = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		KUNIT_EXPECT_EQ_MSG(test, words_of(formats[i], 4UL, 5UL), -1, "%s", formats[i]);
	OPTIMIZER_HIDE_VAR(nowhere);
	KUNIT_EXPECT_EQ(test, words_of("%s", nowhere), -1);
	KUNIT_EXPECT_EQ(test, words_of("%s", (char *)8), -1);
	KUNIT_EXPECT_EQ(test, words_of("%s", (char *)ERR_PTR(-EINVAL)), -1);
	KUNIT_EXPECT_EQ(test, words_of("%d%s", 1, "abc"), 2);
	KUNIT_EXPECT_EQ(test, words_of("text"), 0);
}

static struct kunit_case printk_args_cases[] = {
	KUNIT_CASE(same_words),
	KUNIT_CASE(others_are_left_alone),
	{}
};

static struct kunit_suite printk_args_suite = {
	.name = "trace_printk_args",
	.test_cases = printk_args_cases,
};

kunit_test_suite(printk_args_suite);
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_DESCRIPTION("Test of the words that trace_printk() records");
MODULE_LICENSE("GPL");
