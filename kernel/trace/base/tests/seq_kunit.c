// SPDX-License-Identifier: GPL-2.0
/*
 * Text sequences, and the helpers of TP_printk() with the text that stock's
 * have for the same arguments.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/trace_events.h>
#include <linux/trace_seq.h>

static struct trace_seq *seq_new(struct kunit *test)
{
	struct trace_seq *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	trace_seq_init(s);
	return s;
}

static const char *seq_text(struct trace_seq *s)
{
	trace_seq_putc(s, '\0');
	return s->buffer;
}

static void seq_appends(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);

	trace_seq_puts(s, "one ");
	trace_seq_printf(s, "%d", 2);
	trace_seq_putc(s, ' ');
	trace_seq_putmem(s, "three", 5);
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), 11);
	KUNIT_EXPECT_FALSE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_STREQ(test, seq_text(s), "one 2 three");
}

/* A piece that does not fit leaves nothing, and nothing follows it. */
static void seq_keeps_pieces_whole(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	unsigned int room = sizeof(s->buffer);

	memset(trace_seq_acquire(s, room - 4), '.', room - 4);
	trace_seq_printf(s, "%s", "12345");
	KUNIT_EXPECT_TRUE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), room - 4);
	trace_seq_putc(s, 'x');
	trace_seq_puts(s, "x");
	trace_seq_putmem_hex(s, "x", 1);
	KUNIT_EXPECT_EQ(test, trace_seq_hex_dump(s, "", DUMP_PREFIX_NONE, 16, 1, "x", 1, false), 0);
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), room - 4);
	trace_seq_init(s);
	KUNIT_EXPECT_FALSE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), 0);
}

/* To the last byte, for the pieces that need no NUL behind them. */
static void seq_fills_up(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	unsigned int room = sizeof(s->buffer);

	trace_seq_acquire(s, room - 2);
	trace_seq_putmem(s, "ab", 2);
	KUNIT_EXPECT_FALSE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), room);
	trace_seq_putc(s, 'c');
	KUNIT_EXPECT_TRUE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_EQ(test, trace_seq_used(s), room);
}

/* What the caller was promised is inside the buffer, whatever was there. */
static void seq_acquires_in_bounds(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	char *room;

	trace_seq_acquire(s, sizeof(s->buffer) - 10);
	room = trace_seq_acquire(s, 100);
	KUNIT_EXPECT_TRUE(test, trace_seq_has_overflowed(s));
	KUNIT_EXPECT_TRUE(test, room >= s->buffer);
	KUNIT_EXPECT_TRUE(test, room + 100 <= s->buffer + sizeof(s->buffer));
}

static void seq_hex(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	u8 prio = 0x78;
	u64 ts = 0x52f60178;
	u32 pid = 72;

	trace_seq_putmem_hex(s, &pid, sizeof(pid));
	trace_seq_putmem_hex(s, &prio, sizeof(prio));
	trace_seq_putmem_hex(s, &ts, sizeof(ts));
	KUNIT_EXPECT_STREQ(test, seq_text(s), "00000048 78 0000000052f60178 ");
}

/* Formats that are plain, that are not, and that are so up to a point. */
static __printf(3, 4)
void expect_as_vsprintf(struct kunit *test, struct trace_seq *s, const char *fmt, ...)
{
	char expected[128];
	va_list args;

	va_start(args, fmt);
	vsnprintf(expected, sizeof(expected), fmt, args);
	va_end(args);
	trace_seq_init(s);
	va_start(args, fmt);
	trace_seq_vprintf(s, fmt, args);
	va_end(args);
	KUNIT_EXPECT_STREQ(test, seq_text(s), expected);
}

static void seq_prints_as_vsprintf(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	const char *none = NULL;

	OPTIMIZER_HIDE_VAR(none);
	expect_as_vsprintf(test, s, "%s", "");
	expect_as_vsprintf(test, s, "100%% %d%%|%i", 7, INT_MIN);
	expect_as_vsprintf(test, s, "%d %u %x %c", -1, -1, -1, 'x');
	expect_as_vsprintf(test, s, "%ld %lu %lx", LONG_MIN, ULONG_MAX, ULONG_MAX);
	expect_as_vsprintf(test, s, "%lld %llu %llx", LLONG_MIN, ULLONG_MAX, 0x123456789abcdefULL);
	expect_as_vsprintf(test, s, "%zu %zd", (size_t)-1, (ssize_t)-1);
	expect_as_vsprintf(test, s, "[%5d|%-5d|%05d|%-d]", -42, -42, -42, -42);
	expect_as_vsprintf(test, s, "[%3d|%1d|%0d|%020llu]", 12345, 12345, 0, 10000000000ULL);
	expect_as_vsprintf(test, s, "[%08x|%-8x|%8x|%02x]", 0xbeef, 0xbeef, 0xbeef, 0xbeef);
	expect_as_vsprintf(test, s, "[%8s|%-8s|%2s|%-4c|%4c]", "abc", "abc", "abc", 'a', 'b');
	expect_as_vsprintf(test, s, "%s %10s", none, none);
	expect_as_vsprintf(test, s, "%d %#x %d %+d", 1, 2, 3, 4);
	expect_as_vsprintf(test, s, "%d %.3s %*d %.*s %d", 1, "abcdef", 7, 2, 2, "xyz", 3);
	expect_as_vsprintf(test, s, "%lu %hd %hhx %o %d", 5UL, (short)-3, 0x7f, 8, 9);
	expect_as_vsprintf(test, s, "%d %pS %d", 1, NULL, 2);
	expect_as_vsprintf(test, s, "%70s|", "wide");
	expect_as_vsprintf(test, s, "%s%% %s%%%%", "1234567", "12345678");
	expect_as_vsprintf(test, s, "%u %u %u %u %u", 9, 10, 99, 100, 999);
	expect_as_vsprintf(test, s, "%u %u %u %llu", 1000, 99999, UINT_MAX, 4294967296ULL);
	expect_as_vsprintf(test, s, "%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%s%c|",
			   1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
			   "end", '.');
}

/* More text in front of a conversion than a piece of a plan can tell. */
static void seq_prints_long_text(struct kunit *test)
{
	static char fmt[600], expected[700];
	struct trace_seq *s = seq_new(test);

	memset(fmt, 'x', sizeof(fmt) - 1);
	memcpy(fmt + 400, "%d%%", 4);
	snprintf(expected, sizeof(expected), fmt, 12345);
	trace_seq_printf(s, fmt, 12345);
	KUNIT_EXPECT_STREQ(test, seq_text(s), expected);
}

/* Whole or not at all, however little room there is. */
static void seq_prints_near_the_end(struct kunit *test)
{
	struct trace_seq *s = seq_new(test);
	static const char text[] = "[   42|0123456789]";
	unsigned int room, used;

	for (room = 0; room < 200; room++) {
		used = sizeof(s->buffer) - room;
		trace_seq_init(s);
		memset(trace_seq_acquire(s, used), '.', used);
		trace_seq_printf(s, "[%5d|%s]", 42, "0123456789");
		if (trace_seq_has_overflowed(s)) {
			KUNIT_EXPECT_EQ(test, trace_seq_used(s), used);
			KUNIT_EXPECT_LE(test, room, 18);
		} else {
			KUNIT_EXPECT_EQ(test, trace_seq_used(s), used + 18);
			KUNIT_EXPECT_MEMEQ(test, s->buffer + used, text, 18);
		}
	}
}

static const struct trace_print_flags bits[] = {
	{ 1, "A" }, { 2, "B" }, { 4, "C" }, { -1, NULL },
};

static const struct trace_print_flags masks[] = {
	{ 0, "Z" }, { 0x41, "Q" }, { 0x10, "S" }, { -1, NULL },
};

static void helpers_flags(struct kunit *test)
{
	struct trace_seq *p = seq_new(test);

	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 5, bits), "A|C");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 0x15, bits), "A|C|0x10");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, ",", 0x50, bits), "0x50");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 0, masks), "");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, NULL, 0x55, masks), "ZQS0x4");
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "", 0x141, masks), "ZQ0x100");
}

static void helpers_symbols(struct kunit *test)
{
	struct trace_seq *p = seq_new(test);

	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 2, bits), "B");
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 0x33, bits), "0x33");
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 0, bits), "0x0");
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 0, masks), "Z");
}

static void helpers_bytes(struct kunit *test)
{
	static const u8 bytes[] = { 1, 2, 0x7f, 0x80, 0xff, 0x41 };
	static const int ints[] = { 1, -2, 3 };
	static const u64 longs[] = { 5, ~0ULL };
	struct trace_seq *p = seq_new(test);
	unsigned long mask[] = { 0x12345678 };

	KUNIT_EXPECT_STREQ(test, trace_print_hex_seq(p, bytes, 6, false), "01 02 7f 80 ff 41");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_seq(p, bytes, 6, true), "01027f80ff41");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_seq(p, bytes, 0, false), "");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, bytes, 3, 1), "{0x1,0x2,0x7f}");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, ints, 3, 4), "{0x1,0xfffffffe,0x3}");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, longs, 2, 8),
			   "{0x5,0xffffffffffffffff}");
	KUNIT_EXPECT_STREQ(test, trace_print_array_seq(p, bytes, 0, 1), "{}");
	KUNIT_EXPECT_STREQ(test, trace_print_hex_dump_seq(p, "pre:", DUMP_PREFIX_OFFSET, 16, 1,
							  bytes, 6, true),
			   "\npre:00000000: 01 02 7f 80 ff 41                                .....A\n");
	KUNIT_EXPECT_STREQ(test, trace_print_bitmask_seq(p, mask, 4), "12345678");
}

/* Text without room for its end must not run on into what is behind. */
static void helpers_end(struct kunit *test)
{
	struct trace_seq *p = seq_new(test);

	trace_seq_acquire(p, sizeof(p->buffer) - 1);
	KUNIT_EXPECT_STREQ(test, trace_print_symbols_seq(p, 2, bits), "");
	trace_seq_init(p);
	trace_seq_acquire(p, sizeof(p->buffer));
	KUNIT_EXPECT_STREQ(test, trace_print_flags_seq(p, "|", 3, bits), "");
}

static struct kunit_case seq_cases[] = {
	KUNIT_CASE(seq_appends),
	KUNIT_CASE(seq_keeps_pieces_whole),
	KUNIT_CASE(seq_fills_up),
	KUNIT_CASE(seq_acquires_in_bounds),
	KUNIT_CASE(seq_hex),
	KUNIT_CASE(seq_prints_as_vsprintf),
	KUNIT_CASE(seq_prints_long_text),
	KUNIT_CASE(seq_prints_near_the_end),
	KUNIT_CASE(helpers_flags),
	KUNIT_CASE(helpers_symbols),
	KUNIT_CASE(helpers_bytes),
	KUNIT_CASE(helpers_end),
	{}
};

static struct kunit_suite seq_suite = {
	.name		= "trace_seq",
	.test_cases	= seq_cases,
};

kunit_test_suite(seq_suite);

MODULE_DESCRIPTION("Tests of trace_seq and of the helpers of TP_printk()");
MODULE_LICENSE("GPL");
