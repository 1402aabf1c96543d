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

const char decimal_pairs[200] = {
	'0', '0', '0', '1', '0', '2', '0', '3', '0', '4', '0', '5', '0', '6',
	'0', '7', '0', '8', '0', '9', '1', '0', '1', '1', '1', '2', '1', '3',
	'1', '4', '1', '5', '1', '6', '1', '7', '1', '8', '1', '9', '2', '0',
	'2', '1', '2', '2', '2', '3', '2', '4', '2', '5', '2', '6', '2', '7',
	'2', '8', '2', '9', '3', '0', '3', '1', '3', '2', '3', '3', '3', '4',
	'3', '5', '3', '6', '3', '7', '3', '8', '3', '9', '4', '0', '4', '1',
	'4', '2', '4', '3', '4', '4', '4', '5', '4', '6', '4', '7', '4', '8',
	'4', '9', '5', '0', '5', '1', '5', '2', '5', '3', '5', '4', '5', '5',
	'5', '6', '5', '7', '5', '8', '5', '9', '6', '0', '6', '1', '6', '2',
	'6', '3', '6', '4', '6', '5', '6', '6', '6', '7', '6', '8', '6', '9',
	'7', '0', '7', '1', '7', '2', '7', '3', '7', '4', '7', '5', '7', '6',
	'7', '7', '7', '8', '7', '9', '8', '0', '8', '1', '8', '2', '8', '3',
	'8', '4', '8', '5', '8', '6', '8', '7', '8', '8', '8', '9', '9', '0',
	'9', '1', '9', '2', '9', '3', '9', '4', '9', '5', '9', '6', '9', '7',
	'9', '8', '9', '9',
};

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

/*
 * Each of these writes at @p and returns what is behind it.  Room is the
 * caller's business, but for those that get an @end and return NULL when what
 * they write might not fit before it.
 */

static bool has_room(const char *p, const char *end, size_t len)
{
	return end - p >= (long)len;
}

/* Up to a word more than the text is written over. */
static char *put_text(char *p, const char *text, unsigned int len)
{
	char *behind = p + len;

	for (; p < behind; p += sizeof(long), text += sizeof(long))
		put_unaligned(load_unaligned_zeropad(text), (unsigned long *)p);
	return behind;
}

static char *put_until_nul(char *p, const char *end, const char *text)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	unsigned long word, nuls;

	for (; has_room(p, end, sizeof(long)); text += sizeof(long), p += sizeof(long)) {
		word = load_unaligned_zeropad(text);
		put_unaligned(word, (unsigned long *)p);
		if (has_zero(word, &nuls, &constants)) {
			nuls = prep_zero_mask(word, nuls, &constants);
			return p + find_zero(create_zero_mask(nuls));
		}
	}
	return NULL;
}

static char *put_fill(char *p, char c, unsigned int times)
{
	while (times--)
		*p++ = c;
	return p;
}

static char *put_hex_digits(char *p, u64 val, unsigned int len)
{
	char *at = p + len;

	do {
		*--at = hex_asc_lo(val);
		val >>= 4;
	} while (val);
	return p + len;
}

static char *put_digits(char *p, char letter, u64 val, unsigned int len)
{
	return letter == 'x' ? put_hex_digits(p, val, len) : decimal_put(p, val, len);
}

static noinline char *put_filled_number(char *p, const struct print_step *step, u64 val,
					bool negative)
{
	unsigned int len = step->letter == 'x' ? (val ? fls64(val) + 3 : 4) / 4 :
						 decimal_len(val);
	bool zeros = (step->how & (STEP_ZEROS | STEP_LEFT)) == STEP_ZEROS;
	unsigned int fill = 0;

	if (step->width > len + negative)
		fill = step->width - len - negative;
	if (!zeros && !(step->how & STEP_LEFT))
		p = put_fill(p, ' ', fill);
	if (negative)
		*p++ = '-';
	if (zeros)
		p = put_fill(p, '0', fill);
	p = put_digits(p, step->letter, val, len);
	return step->how & STEP_LEFT ? put_fill(p, ' ', fill) : p;
}

static char *put_number(char *p, const struct print_step *step, u64 val)
{
	bool negative = step->letter == 'd' && (s64)val < 0;

	if (negative)
		val = -val;
	if (step->width || step->letter == 'x')
		return put_filled_number(p, step, val, negative);
	if (negative)
		*p++ = '-';
	return decimal_put(p, val, decimal_len(val));
}

static noinline char *put_filled_text(char *p, const char *end, const struct print_step *step,
				      const char *str)
{
	unsigned int len = step->letter == 'c' ? 1 : strlen(str);
	unsigned int fill = step->width > len ? step->width - len : 0;

	if (!has_room(p, end, (size_t)fill + len + sizeof(long)))
		return NULL;
	if (step->how & STEP_LEFT)
		return put_fill(put_text(p, str, len), ' ', fill);
	return put_text(put_fill(p, ' ', fill), str, len);
}

/* As vsprintf does, pointers that cannot be strings are not followed. */
static char *put_string(char *p, const char *end, const struct print_step *step, const char *str)
{
	if (!str)
		str = "(null)";
	else if ((unsigned long)str < PAGE_SIZE || IS_ERR(str))
		str = "(efault)";
	return step->width ? put_filled_text(p, end, step, str) : put_until_nul(p, end, str);
}

static u64 number_take(const struct print_step *step, va_list *args)
{
	if (step->how & STEP_LONG)
		return va_arg(*args, u64);
	if (step->letter == 'd')
		return va_arg(*args, int);
	return va_arg(*args, unsigned int);
}

static char *put_argument(char *p, const char *end, const struct print_step *step, va_list *args)
{
	char c[sizeof(long)] = {};

	switch (step->letter) {
	case 's':
		return put_string(p, end, step, va_arg(*args, const char *));
	case 'c':
		c[0] = va_arg(*args, int);
		return put_filled_text(p, end, step, c);
	case 0:
		return p;
	}
	return put_number(p, step, number_take(step, args));
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
	const struct print_step *step = plan->steps, *last = step + plan->nr;
	const char *end = s->buffer + sizeof(s->buffer);
	char *p = trace_seq_buffer_ptr(s);

	for (; step < last; step++) {
		if (unlikely(!has_room(p, end, step->len + STEP_ROOM)))
			return NULL;
		p = put_text(p, plan->fmt + step->text, step->len);
		p = put_argument(p, end, step, args);
		if (unlikely(!p))
			return NULL;
	}
	s->seq.len = p - s->buffer;
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
	const char *end = s->buffer + sizeof(s->buffer) - 2;
	char *p = NULL;

	if (likely(!s->full))
		p = put_until_nul(trace_seq_buffer_ptr(s), end, name);
	if (unlikely(!p)) {
		trace_seq_puts(s, name);
		trace_seq_puts(s, ": ");
		return;
	}
	memcpy(p, ": ", 2);
	s->seq.len = p + 2 - s->buffer;
}
