// SPDX-License-Identifier: GPL-2.0
/*
 * The plain part of printf.
 *
 * Most TP_printk() formats hold nothing but text, whole numbers and strings.
 * Those are written here straight into a sequence; at the first conversion
 * that is anything more, the rest of the format is left to vsprintf.  What is
 * written is what vsprintf would write.
 *
 * Called by seq.c for whoever prints; any context, no locks.
 */
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "base/base.h"

#define U64_DIGITS	20

/* One conversion: what follows the '%'. */
struct conversion {
	char		letter;		/* c d s u x */
	bool		zeros;		/* fill up with 0, not with blanks */
	bool		left;		/* fill up at the right */
	u8		longs;		/* l, ll */
	unsigned int	width;
};

/**
 * digits_before - write a number in decimal
 * @end: behind its last digit; there must be room for 20 before it
 * @val: the number
 *
 * Context: Any.
 * Return: its first digit.
 */
char *digits_before(char *end, u64 val)
{
	u32 low;

	while (val > U32_MAX)
		*--end = '0' + do_div(val, 10);
	low = val;
	do {
		*--end = '0' + low % 10;
		low /= 10;
	} while (low);
	return end;
}

static char *hex_digits_before(char *end, u64 val)
{
	do {
		*--end = hex_asc_lo(val);
		val >>= 4;
	} while (val);
	return end;
}

/* @p is behind the '%'.  Gives what is behind the conversion, NULL if it is not plain. */
static const char *conversion_read(const char *p, struct conversion *c)
{
	*c = (struct conversion) {};
	for (; *p == '0' || *p == '-'; p++) {
		c->zeros |= *p == '0';
		c->left |= *p == '-';
	}
	for (; isdigit(*p) && c->width < 64; p++)
		c->width = c->width * 10 + *p - '0';
	for (; *p == 'l' && c->longs < 2; p++)
		c->longs++;
	if (*p == 'z') {
		c->longs = 1;
		p++;
	}
	c->letter = *p == 'i' ? 'd' : *p;
	switch (c->letter) {
	case 'd': case 'u': case 'x':
		return p + 1;
	case 'c': case 's':
		return c->longs || c->zeros ? NULL : p + 1;
	}
	return NULL;
}

static void put_filled(struct trace_seq *s, const struct conversion *c, const char *text,
		       unsigned int len, bool negative)
{
	unsigned int fill = c->width > len + negative ? c->width - len - negative : 0;
	char *p = trace_seq_buffer_ptr(s);
	bool zeros = c->zeros && !c->left;

	if (len + fill + negative > seq_buf_buffer_left(&s->seq)) {
		seq_buf_set_overflow(&s->seq);
		return;
	}
	s->seq.len += len + fill + negative;
	if (!zeros && !c->left) {
		memset(p, ' ', fill);
		p += fill;
	}
	if (negative)
		*p++ = '-';
	if (zeros) {
		memset(p, '0', fill);
		p += fill;
	}
	memcpy(p, text, len);
	if (c->left)
		memset(p + len, ' ', fill);
}

static void put_number(struct trace_seq *s, const struct conversion *c, u64 val)
{
	bool negative = c->letter == 'd' && (s64)val < 0;
	char digits[U64_DIGITS];
	char *end = digits + U64_DIGITS;
	char *first;

	if (c->letter == 'x')
		first = hex_digits_before(end, val);
	else
		first = digits_before(end, negative ? -val : val);
	put_filled(s, c, first, end - first, negative);
}

/* As vsprintf does, pointers that cannot be strings are not followed. */
static void put_string(struct trace_seq *s, const struct conversion *c, const char *str)
{
	if (!str)
		str = "(null)";
	else if ((unsigned long)str < PAGE_SIZE || IS_ERR(str))
		str = "(efault)";
	put_filled(s, c, str, strlen(str), false);
}

static u64 number_take(const struct conversion *c, va_list *args)
{
	bool is_signed = c->letter == 'd';

	if (c->longs == 2)
		return va_arg(*args, u64);
	if (c->longs)
		return is_signed ? (u64)va_arg(*args, long) : va_arg(*args, unsigned long);
	return is_signed ? (u64)va_arg(*args, int) : va_arg(*args, unsigned int);
}

static void put_argument(struct trace_seq *s, const struct conversion *c, va_list *args)
{
	char letter;

	switch (c->letter) {
	case 's':
		put_string(s, c, va_arg(*args, const char *));
		break;
	case 'c':
		letter = va_arg(*args, int);
		put_filled(s, c, &letter, 1, false);
		break;
	default:
		put_number(s, c, number_take(c, args));
	}
}

/**
 * trace_seq_put_plain - print as far as a format is plain
 * @s: the sequence; overflows if the text does not fit
 * @fmt: printf format
 * @args: its arguments; those that were printed are taken
 *
 * Context: Any.
 * Return: the rest of @fmt, empty if nothing is left to be done.
 */
const char *trace_seq_put_plain(struct trace_seq *s, const char *fmt, va_list *args)
{
	const struct conversion text = {};
	struct conversion c;
	const char *percent;

	while (*fmt && !seq_buf_has_overflowed(&s->seq)) {
		percent = strchrnul(fmt, '%');
		put_filled(s, &text, fmt, percent - fmt, false);
		fmt = percent;
		if (!*fmt || seq_buf_has_overflowed(&s->seq))
			continue;
		if (fmt[1] == '%') {
			put_filled(s, &text, fmt, 1, false);
			fmt += 2;
			continue;
		}
		percent = conversion_read(fmt + 1, &c);
		if (!percent)
			return fmt;
		put_argument(s, &c, args);
		fmt = percent;
	}
	return "";
}
