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
#include <linux/unaligned.h>

#include <asm/word-at-a-time.h>

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

/* Where text goes.  Pieces are short: what copies them is not worth a call. */
struct out {
	char	*p;
	char	*end;
	bool	full;		/* something did not fit */
};

static void put_fill(struct out *o, char c, unsigned int times)
{
	if (unlikely(times > o->end - o->p)) {
		o->full = true;
		return;
	}
	while (times--)
		*o->p++ = c;
}

static void put_bytes(struct out *o, const char *text, unsigned int len)
{
	if (unlikely(len > o->end - o->p)) {
		o->full = true;
		return;
	}
	while (len--)
		*o->p++ = *text++;
}

/*
 * Copy a word of @from and go behind it, or behind what of it comes before a
 * NUL or a @stop.  There is room for a word.
 */
static const char *put_word(struct out *o, const char *from, char stop, bool *found)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	unsigned long word = load_unaligned_zeropad(from);
	unsigned long other = word ^ REPEAT_BYTE(stop);
	unsigned long nuls, stops, len = sizeof(word);

	put_unaligned(word, (unsigned long *)o->p);
	*found = has_zero(word, &nuls, &constants) | has_zero(other, &stops, &constants);
	if (*found) {
		nuls = prep_zero_mask(word, nuls, &constants);
		stops = prep_zero_mask(other, stops, &constants);
		len = find_zero(create_zero_mask(nuls | stops));
	}
	o->p += len;
	return from + len;
}

/* Copy up to a NUL or a @stop, which may be NUL too. */
static const char *put_until(struct out *o, const char *from, char stop)
{
	bool found = false;

	while (!found && o->end - o->p >= (long)sizeof(long))
		from = put_word(o, from, stop, &found);
	while (*from && *from != stop && o->p < o->end)
		*o->p++ = *from++;
	o->full |= *from && *from != stop;
	return from;
}

static void put_filled(struct out *o, const struct conversion *c, const char *text,
		       unsigned int len, bool negative)
{
	unsigned int fill = c->width > len + negative ? c->width - len - negative : 0;
	bool zeros = c->zeros && !c->left;

	if (fill && !zeros && !c->left)
		put_fill(o, ' ', fill);
	if (negative)
		put_fill(o, '-', 1);
	if (fill && zeros)
		put_fill(o, '0', fill);
	put_bytes(o, text, len);
	if (fill && c->left)
		put_fill(o, ' ', fill);
}

static void put_number(struct out *o, const struct conversion *c, u64 val)
{
	bool negative = c->letter == 'd' && (s64)val < 0;
	char digits[U64_DIGITS];
	char *end = digits + U64_DIGITS;
	char *first;

	if (c->letter == 'x')
		first = hex_digits_before(end, val);
	else
		first = digits_before(end, negative ? -val : val);
	put_filled(o, c, first, end - first, negative);
}

/* As vsprintf does, pointers that cannot be strings are not followed. */
static void put_string(struct out *o, const struct conversion *c, const char *str)
{
	if (!str)
		str = "(null)";
	else if ((unsigned long)str < PAGE_SIZE || IS_ERR(str))
		str = "(efault)";
	if (c->width) {
		put_filled(o, c, str, strlen(str), false);
		return;
	}
	put_until(o, str, '\0');
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

static void put_argument(struct out *o, const struct conversion *c, va_list *args)
{
	char letter;

	switch (c->letter) {
	case 's':
		put_string(o, c, va_arg(*args, const char *));
		break;
	case 'c':
		letter = va_arg(*args, int);
		put_filled(o, c, &letter, 1, false);
		break;
	default:
		put_number(o, c, number_take(c, args));
	}
}

/* Gives what is left of the format: a conversion that is not plain, or nothing. */
static const char *put_plain(struct out *o, const char *fmt, va_list *args)
{
	struct conversion c;
	const char *next;

	for (;;) {
		fmt = put_until(o, fmt, '%');
		if (!*fmt || o->full)
			return fmt;
		if (fmt[1] == '%') {
			put_fill(o, '%', 1);
			fmt += 2;
			continue;
		}
		next = conversion_read(fmt + 1, &c);
		if (!next)
			return fmt;
		put_argument(o, &c, args);
		fmt = next;
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
	struct out o = {
		.p	= trace_seq_buffer_ptr(s),
		.end	= s->buffer + sizeof(s->buffer),
	};

	fmt = put_plain(&o, fmt, args);
	if (o.full) {
		seq_buf_set_overflow(&s->seq);
		return "";
	}
	s->seq.len = o.p - s->buffer;
	return fmt;
}

/**
 * trace_seq_put_string - append a string, or nothing if it does not fit
 * @s: the sequence; overflows then
 * @str: the string
 *
 * Context: Any.
 */
void trace_seq_put_string(struct trace_seq *s, const char *str)
{
	struct out o = {
		.p	= trace_seq_buffer_ptr(s),
		.end	= s->buffer + sizeof(s->buffer),
	};

	put_until(&o, str, '\0');
	if (o.full)
		seq_buf_set_overflow(&s->seq);
	else
		s->seq.len = o.p - s->buffer;
}
