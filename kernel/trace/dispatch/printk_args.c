// SPDX-License-Identifier: GPL-2.0
/*
 * The arguments of a trace_printk() with a plain format, as words of a record.
 *
 * vbin_printf() says what the words are and does it for every format; readers
 * (bstr_printf(), tools of user space) rely on it.  Here the same words are made
 * for formats that need no thought, which nearly all are.  Called by printk.c in
 * any context.
 */
#include <linux/align.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <trace/pass/helpers.h>

#include <kunit/visibility.h>

#include "dispatch/dispatch.h"

/* Where the next argument is, and where it goes. */
struct arg_words {
	char	*at;
	char	*end;
	va_list	*args;
};

static __always_inline bool is_integer(char c)
{
	return c == 'd' || c == 'u' || c == 'x' || c == 'i' || c == 'X' || c == 'o';
}

/* Where @size bytes go, or NULL: no room. */
static void *word_take(struct arg_words *w, size_t size)
{
	char *at = PTR_ALIGN(w->at, min(size, sizeof(u32)));

	if (unlikely(at + size > w->end))
		return NULL;
	w->at = at + size;
	return at;
}

static bool put_sized(struct arg_words *w, size_t size)
{
	u64 value = size == sizeof(value) ? va_arg(*w->args, u64) : va_arg(*w->args, unsigned int);
	void *to = word_take(w, size);

	if (!to)
		return false;
	if (size == sizeof(value))
		put_unaligned(value, (u64 *)to);
	else if (size == sizeof(u32))
		*(u32 *)to = value;
	else if (size == sizeof(u16))
		*(u16 *)to = value;
	else
		*(u8 *)to = value;
	return true;
}

/* What stands for a pointer to nowhere is left to vbin_printf(). */
static bool put_string(struct arg_words *w)
{
	const char *str = va_arg(*w->args, const char *);
	size_t len;

	if ((unsigned long)str < PAGE_SIZE || IS_ERR(str))
		return false;
	len = trace_record_strlen(str);
	if (len >= w->end - w->at)
		return false;
	memcpy(w->at, str, len);
	w->at[len] = '\0';
	w->at += len + 1;
	return true;
}

/* Flags, width and precision, as long as they are no arguments themselves. */
static const char *skip_spec(const char *fmt)
{
	while (*fmt == '-' || *fmt == '+' || *fmt == ' ' || *fmt == '#' || *fmt == '0')
		fmt++;
	while (isdigit(*fmt))
		fmt++;
	if (*fmt != '.')
		return fmt;
	do {
		fmt++;
	} while (isdigit(*fmt));
	return fmt;
}

static const char *skip_qualifier(const char *fmt, size_t *size)
{
	switch (*fmt) {
	case 'l':
		*size = fmt[1] == 'l' ? sizeof(long long) : sizeof(long);
		return fmt + 1 + (fmt[1] == 'l');
	case 'h':
		*size = fmt[1] == 'h' ? sizeof(char) : sizeof(short);
		return fmt + 1 + (fmt[1] == 'h');
	case 'L':
		*size = sizeof(long long);
		return fmt + 1;
	case 'z':
	case 't':
		*size = sizeof(size_t);
		return fmt + 1;
	default:
		*size = sizeof(int);
		return fmt;
	}
}

/* One argument of @fmt, which is behind the %.  What is behind it, or NULL: not done. */
static noinline const char *put_other(struct arg_words *w, const char *fmt)
{
	size_t size;
	bool done;

	fmt = skip_qualifier(skip_spec(fmt), &size);
	if (is_integer(*fmt))
		done = put_sized(w, size);
	else if (*fmt == 's')
		done = put_string(w);
	else if (*fmt == 'c')
		done = put_sized(w, sizeof(char));
	else if (*fmt == 'p')
		done = !isalnum(fmt[1]) && put_sized(w, sizeof(void *));
	else
		done = *fmt == '%';
	return done ? fmt + 1 : NULL;
}

/* Strings and chars leave a part of a word behind them. */
static int words_end(u32 *words, char *at)
{
	while (!IS_ALIGNED((unsigned long)at, sizeof(u32)))
		*at++ = '\0';
	return (u32 *)at - words;
}

/* The commonest argument by far.  What is behind it, or NULL: no room. */
static __always_inline char *put_int(char *at, char *end, va_list *args)
{
	at = PTR_ALIGN(at, sizeof(u32));
	if (unlikely(at + sizeof(u32) > end))
		return NULL;
	*(u32 *)at = va_arg(*args, unsigned int);
	return at + sizeof(u32);
}

/**
 * bprint_args_put - write the arguments of a plain format
 * @words: where
 * @nr: room there
 * @vaf: printf format and its arguments, which are used up
 *
 * Context: Any.
 * Return: words written, or -1 when vbin_printf() has to do it, for the format's
 * sake or because there is no room.
 */
int bprint_args_put(u32 *words, unsigned int nr, const struct va_format *vaf)
{
	struct arg_words w = { .end = (char *)(words + nr), .args = vaf->va };
	const char *fmt = vaf->fmt;
	char *at = (char *)words;
	unsigned char c;

	for (;;) {
		c = *fmt++;
		/* Most of a text is above the two that count here. */
		if (c > '%')
			continue;
		if (!c)
			return words_end(words, at);
		if (c != '%')
			continue;
		if (is_integer(*fmt)) {
			fmt++;
			at = put_int(at, w.end, vaf->va);
			if (!at)
				return -1;
			continue;
		}
		w.at = at;
		fmt = put_other(&w, fmt);
		if (!fmt)
			return -1;
		at = w.at;
	}
}
EXPORT_SYMBOL_IF_KUNIT(bprint_args_put);
