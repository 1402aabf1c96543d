// SPDX-License-Identifier: GPL-2.0
/*
 * Formats of any make beside the C library's printf: plain conversions, which
 * print_plan_put() writes itself, others behind them, which must get the right
 * arguments, texts of any length, and a sequence that is empty or nearly full.
 * A piece that does not fit must leave no trace but the full mark.
 */
#include "fuzz.h"
#include "text.h"

#include "base/base.h"

const char fuzz_name[] = "formats, as the C library prints them";
const char *const fuzz_words[] = { NULL };

#define ARGS		12
#define need(good)	((good) ? (void)0 : abort())

static char fmt[8192], plain[65536];
static u64 args[ARGS];
static size_t nr_args, fmt_len;
static char *strings[ARGS];
static struct trace_seq seq;

/* The bytes of the input, then zeros. */
static const uint8_t *next, *end;

static unsigned int take(void)
{
	return next < end ? *next++ : 0;
}

static u64 take_number(void)
{
	static const u64 odd[] = { 0, 9, 10, 99, 100, 999, 1000, 9999, 10000, 0x7fffffff,
				   0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff,
				   0x8000000000000000, -1ULL, -10ULL, -4095ULL };
	unsigned int kind = take(), i;
	u64 val = 0;

	if (kind < 128)
		return odd[kind % ARRAY_SIZE(odd)];
	for (i = 0; i < 8; i++)
		val = val << 8 | take();
	return val >> (kind - 128) / 2;
}

static void put(char c)
{
	fmt[fmt_len++] = c;
}

static void put_text(size_t len)
{
	char c;

	while (len--) {
		c = take();
		put(c && c != '%' ? c : 'x');
	}
}

static void add_string(void)
{
	size_t i, len = take();
	char *text;

	if (len > 250)
		len = len % 8 * 1300;
	text = shim_alloc(len + 1);
	for (i = 0; i < len; i++)
		text[i] = take() ?: 'y';
	strings[nr_args] = text;
	args[nr_args] = (uintptr_t)text;
	nr_args++;
}

static void add_number(u64 val)
{
	args[nr_args] = val;
	nr_args++;
}

/* Flags and a width, as they come. */
static void put_modifiers(unsigned int how)
{
	if (how & 1)
		put('0');
	if (how & 2)
		put('-');
	if (how & 4)
		put('0');
	if (how & 8)
		fmt_len += sprintf(fmt + fmt_len, "%u", 1 + take() % 80);
}

static void put_number_conversion(unsigned int how)
{
	static const char *const lengths[] = { "", "", "l", "ll", "z", "hh", "h", "j" };

	put_modifiers(how);
	if (take() % 16 == 0)
		fmt_len += sprintf(fmt + fmt_len, ".%u", take() % 30);
	fmt_len += sprintf(fmt + fmt_len, "%s", lengths[how >> 4 & (take() % 4 ? 3 : 7)]);
	put("ddiuuxxxXo"[take() % 10]);
	add_number(take_number());
}

static void put_conversion(void)
{
	unsigned int kind = take(), how = take();

	put('%');
	if (kind < 16) {
		put('%');
	} else if (kind < 80) {
		put_modifiers(how & 10);
		put('s');
		add_string();
	} else if (kind < 96) {
		put_modifiers(how & 10);
		put('c');
		add_number(take());
	} else if (kind < 100 && nr_args + 2 <= ARGS) {
		put('*');
		add_number(take() % 50);
		put('d');
		add_number(take_number());
	} else {
		put_number_conversion(how);
	}
}

static void make_format(void)
{
	unsigned int pieces = take() % 24;

	nr_args = 0;
	fmt_len = 0;
	while (pieces--) {
		put_text(take() % 16 ? take() % 12 : take() * 2);
		if (nr_args < ARGS && fmt_len < sizeof(fmt) - 600)
			put_conversion();
		if (fmt_len > sizeof(fmt) - 600)
			break;
	}
	put('\0');
}

static int plain_print(const char *text, ...)
{
	va_list ap;
	int len;

	va_start(ap, text);
	len = vsnprintf(plain, sizeof(plain), text, ap);
	va_end(ap);
	return len;
}

/* Each argument is a word of its own, whatever its type. */
#define EACH(a)	(a)[0], (a)[1], (a)[2], (a)[3], (a)[4], (a)[5], (a)[6], (a)[7], (a)[8], (a)[9], \
		(a)[10], (a)[11]

static void try_at(size_t start, size_t len, const char *exact)
{
	bool fits = len < sizeof(seq.buffer) - start;

	/* Nothing more in a full sequence: it may be so marked or not. */
	if (!len && !fits)
		return;
	trace_seq_init(&seq);
	memset(seq.buffer, 0x5a, sizeof(seq.buffer));
	seq.seq.len = start;
	trace_seq_printf(&seq, exact, EACH(args));
	need(seq.seq.buffer == seq.buffer && seq.seq.size == sizeof(seq.buffer));
	need(seq.full == !fits && seq.seq.len == start + (fits ? len : 0));
	need(!start || seq.buffer[start - 1] == 0x5a);
	need(!fits || !memcmp(seq.buffer + start, plain, len));
}

/* Pointers that cannot be strings are not followed: a text stands for them. */
static void try_bad_string(void)
{
	static const u64 bad[] = { 0, 1, 4095, -1ULL, -4095ULL };
	u64 arg = bad[take() % ARRAY_SIZE(bad)];
	size_t len;

	fmt_len = 0;
	put_text(take() % 12);
	put('%');
	fmt_len += sprintf(fmt + fmt_len, "%s%u", take() % 2 ? "-" : "",
			   1 + take() % 64);
	put('s');
	put_text(take() % 12);
	put('\0');
	len = plain_print(fmt, arg ? "(efault)" : "(null)");
	trace_seq_init(&seq);
	trace_seq_printf(&seq, fmt, arg);
	need(!seq.full && seq.seq.len == len && !memcmp(seq.buffer, plain, len));
}

/* A record's name and its colon, at any place. */
static void try_name(size_t start, const char *name)
{
	size_t len = strlen(name);
	bool fits = len + 2 <= sizeof(seq.buffer) - start;

	trace_seq_init(&seq);
	seq.seq.len = start;
	trace_seq_put_name(&seq, name);
	need(seq.full == !fits);
	need(!fits || seq.seq.len == start + len + 2);
	need(!fits || !memcmp(seq.buffer + start, name, len));
	need(!fits || !memcmp(seq.buffer + start + len, ": ", 2));
	need(seq.seq.buffer == seq.buffer && seq.seq.size == sizeof(seq.buffer));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t i, len, room = sizeof(seq.buffer);
	char *exact;

	next = data;
	end = data + size;
	memset(args, 0, sizeof(args));
	make_format();
	exact = shim_alloc(fmt_len);
	memcpy(exact, fmt, fmt_len);
	len = plain_print(exact, EACH(args));
	need(len < sizeof(plain));
	try_at(0, len, exact);
	for (i = len > 3 ? len - 3 : 0; i < len + 3 && i < room; i++)
		try_at(room - i, len, exact);
	try_at(room - take() % room, len, exact);
	for (i = 0; i < nr_args; i++) {
		if (strings[i])
			try_name(room - min(room, strlen(strings[i]) + take() % 16), strings[i]);
		free(strings[i]);
		strings[i] = NULL;
	}
	free(exact);
	try_bad_string();
	return 0;
}

/* Noise, which each input begins with. */
size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	u64 state = n + 1;
	size_t i, len = 64 + n * 12 % 1500;

	if (n >= 200 || room < len)
		return 0;
	for (i = 0; i < len; i++) {
		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		data[i] = state >> 40;
	}
	data[0] = n;
	return len;
}
