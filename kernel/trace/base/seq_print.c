// SPDX-License-Identifier: GPL-2.0
/*
 * The plain part of printf.
 *
 * Most TP_printk() formats hold nothing but text, whole numbers and strings.
 * Such a format is read once into a plan, a list of pieces that are written
 * straight into a sequence; from the first conversion that is anything more,
 * the rest of the format is left to vsprintf.  What is written is what vsprintf
 * would write.
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
#include "base/digits.h"

#define WIDTH_MAX	64
#define TEXT_MAX	255

/* What a piece may need beside its text and its string: fill, sign, digits, a word. */
#define STEP_ROOM	(WIDTH_MAX + U64_DIGITS + 1 + sizeof(long))

#define PAIRS_OF(t)	t "0" t "1" t "2" t "3" t "4" t "5" t "6" t "7" t "8" t "9"

const char decimal_pairs[200] __nonstring =
	PAIRS_OF("0") PAIRS_OF("1") PAIRS_OF("2") PAIRS_OF("3") PAIRS_OF("4")
	PAIRS_OF("5") PAIRS_OF("6") PAIRS_OF("7") PAIRS_OF("8") PAIRS_OF("9");

/**
 * decimal_len_long - the digits of a number that has more than three
 * @val: the number
 *
 * Context: Any.
 * Return: how many.
 */
unsigned int decimal_len_long(u64 val)
{
	unsigned int len = 4;

	for (val /= 10000; val; val /= 10)
		len++;
	return len;
}

/*
 * Reading a format
 */

/* @p is behind the '%'.  Gives what is behind the conversion, NULL if it is not plain. */
static const char *conversion_read(const char *p, struct print_step *step)
{
	unsigned int width = 0;

	for (; *p == '0' || *p == '-'; p++)
		step->how |= *p == '0' ? STEP_ZEROS : STEP_LEFT;
	for (; isdigit(*p) && width <= WIDTH_MAX; p++)
		width = width * 10 + *p - '0';
	if (*p == 'l' || *p == 'z') {
		step->how |= STEP_LONG;
		p += p[0] == 'l' && p[1] == 'l' ? 2 : 1;
	}
	step->width = width;
	step->letter = *p == 'i' ? 'd' : *p;
	if (width > WIDTH_MAX)
		return NULL;
	switch (step->letter) {
	case 'd': case 'u': case 'x':
		return p + 1;
	case 'c': case 's':
		return step->how & (STEP_LONG | STEP_ZEROS) ? NULL : p + 1;
	}
	return NULL;
}

/* One piece from @p on.  Gives what is behind it; NULL: its conversion is not plain. */
static const char *step_read(struct print_step *step, const char *fmt, const char *p)
{
	const char *text = p;

	*step = (struct print_step) { .text = text - fmt };
	while (*p && *p != '%' && p - text < TEXT_MAX)
		p++;
	step->len = p - text;
	if (*p != '%')
		return p;
	/* The first of two is text. */
	if (p[1] == '%' && step->len < TEXT_MAX) {
		step->len++;
		return p + 2;
	}
	return conversion_read(p + 1, step);
}

/**
 * print_plan_make - read a format
 * @plan: what is made
 * @fmt: printf format that lives as long as the plan
 *
 * Context: Any.
 */
void print_plan_make(struct print_plan *plan, const char *fmt)
{
	const char *next, *p = fmt;
	struct print_step *step;

	plan->fmt = fmt;
	plan->nr = 0;
	while (*p && plan->nr < PRINT_STEPS) {
		step = &plan->steps[plan->nr];
		next = step_read(step, fmt, p);
		if (!next) {
			/* Its text is left with it. */
			break;
		}
		p = next;
		plan->nr++;
	}
	plan->rest = p - fmt;
}

/*
 * Writing
 */

/* Where text goes. */
struct out {
	char	*p;
	char	*end;
};

static bool has_room(const struct out *o, size_t len)
{
	return o->end - o->p >= (long)len;
}

/* There is room for a word more than the text. */
static void put_text(struct out *o, const char *text, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i += sizeof(long))
		put_unaligned(load_unaligned_zeropad(text + i), (unsigned long *)(o->p + i));
	o->p += len;
}

static bool put_until_nul(struct out *o, const char *text)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	unsigned long word, nuls;

	for (; has_room(o, sizeof(long)); text += sizeof(long), o->p += sizeof(long)) {
		word = load_unaligned_zeropad(text);
		put_unaligned(word, (unsigned long *)o->p);
		if (has_zero(word, &nuls, &constants)) {
			nuls = prep_zero_mask(word, nuls, &constants);
			o->p += find_zero(create_zero_mask(nuls));
			return true;
		}
	}
	return false;
}

static void put_fill(struct out *o, char c, unsigned int times)
{
	while (times--)
		*o->p++ = c;
}

static void put_hex_digits(struct out *o, u64 val, unsigned int len)
{
	char *at = o->p + len;

	do {
		*--at = hex_asc_lo(val);
		val >>= 4;
	} while (val);
	o->p += len;
}

static void put_digits(struct out *o, char letter, u64 val, unsigned int len)
{
	if (letter == 'x')
		put_hex_digits(o, val, len);
	else
		o->p = decimal_put(o->p, val, len);
}

static void put_number(struct out *o, const struct print_step *step, u64 val)
{
	bool negative = step->letter == 'd' && (s64)val < 0;
	unsigned int len, fill = 0;

	if (negative)
		val = -val;
	len = step->letter == 'x' ? (val ? fls64(val) + 3 : 4) / 4 : decimal_len(val);
	if (step->width > len + negative)
		fill = step->width - len - negative;
	if (fill && !(step->how & (STEP_ZEROS | STEP_LEFT)))
		put_fill(o, ' ', fill);
	if (negative)
		*o->p++ = '-';
	if (fill && (step->how & (STEP_ZEROS | STEP_LEFT)) == STEP_ZEROS)
		put_fill(o, '0', fill);
	put_digits(o, step->letter, val, len);
	if (fill && step->how & STEP_LEFT)
		put_fill(o, ' ', fill);
}

static bool put_filled(struct out *o, const struct print_step *step, const char *str,
		       unsigned int len)
{
	unsigned int fill = step->width > len ? step->width - len : 0;

	if (!has_room(o, (size_t)fill + len + sizeof(long)))
		return false;
	if (!(step->how & STEP_LEFT))
		put_fill(o, ' ', fill);
	put_text(o, str, len);
	if (step->how & STEP_LEFT)
		put_fill(o, ' ', fill);
	return true;
}

/* As vsprintf does, pointers that cannot be strings are not followed. */
static bool put_string(struct out *o, const struct print_step *step, const char *str)
{
	if (!str)
		str = "(null)";
	else if ((unsigned long)str < PAGE_SIZE || IS_ERR(str))
		str = "(efault)";
	return step->width ? put_filled(o, step, str, strlen(str)) : put_until_nul(o, str);
}

static u64 number_take(const struct print_step *step, va_list *args)
{
	if (step->how & STEP_LONG)
		return va_arg(*args, u64);
	if (step->letter == 'd')
		return va_arg(*args, int);
	return va_arg(*args, unsigned int);
}

static bool put_argument(struct out *o, const struct print_step *step, va_list *args)
{
	char c[sizeof(long)] = {};

	switch (step->letter) {
	case 's':
		return put_string(o, step, va_arg(*args, const char *));
	case 'c':
		c[0] = va_arg(*args, int);
		return put_filled(o, step, c, 1);
	case 0:
		return true;
	}
	put_number(o, step, number_take(step, args));
	return true;
}

/**
 * print_plan_put - print the plain part of a format
 * @s: the sequence; it stays as it is when the text might not fit
 * @plan: the format
 * @args: its arguments; those that were printed are taken
 *
 * Context: Any.
 * Return: the rest of the format, empty if nothing is left to be done; NULL if
 * nothing was printed, since there may be too little room.
 */
const char *print_plan_put(struct trace_seq *s, const struct print_plan *plan, va_list *args)
{
	const struct print_step *step, *end = plan->steps + plan->nr;
	struct out o = {
		.p	= trace_seq_buffer_ptr(s),
		.end	= s->buffer + sizeof(s->buffer),
	};

	for (step = plan->steps; step < end; step++) {
		if (unlikely(!has_room(&o, step->len + STEP_ROOM)))
			return NULL;
		put_text(&o, plan->fmt + step->text, step->len);
		if (unlikely(!put_argument(&o, step, args)))
			return NULL;
	}
	s->seq.len = o.p - s->buffer;
	return plan->fmt + plan->rest;
}

/**
 * trace_seq_put_name - append a name and what separates it from a record's text
 * @s: the sequence
 * @name: the name
 *
 * Context: Any.
 */
void trace_seq_put_name(struct trace_seq *s, const char *name)
{
	struct out o = {
		.p	= trace_seq_buffer_ptr(s),
		.end	= s->buffer + sizeof(s->buffer),
	};

	if (likely(!s->full && put_until_nul(&o, name) && has_room(&o, 2))) {
		memcpy(o.p, ": ", 2);
		s->seq.len = o.p + 2 - s->buffer;
		return;
	}
	trace_seq_puts(s, name);
	trace_seq_puts(s, ": ");
}
