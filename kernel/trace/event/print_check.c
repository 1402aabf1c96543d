// SPDX-License-Identifier: GPL-2.0
/*
 * Which fields does a print fmt follow as pointers to strings?
 *
 * A record may hold a char pointer, and its TP_printk() may give it to %s.  By
 * the time the record is read the string may be gone, so print_fields.c looks
 * at such pointers first.  This file finds them in the text of the print fmt,
 * which is the format in quotes, then the arguments between commas.  A pointer
 * that is cast or chosen there is not found: only the bare field is.
 */
#include <kunit/visibility.h>
#include <linux/ctype.h>
#include <linux/string.h>

#include "event/print.h"

/* Behind a string literal that begins at @p, past any that are glued to it. */
static const char *skip_literals(const char *p)
{
	while (*p == '"') {
		for (p++; *p && *p != '"'; p++) {
			if (*p == '\\' && p[1])
				p++;
		}
		if (*p)
			p++;
		p = skip_spaces(p);
	}
	return p;
}

/* Behind the argument that begins at @p: at its comma, or at the end. */
static const char *skip_argument(const char *p)
{
	int depth = 0;

	while (*p && (depth || *p != ',')) {
		if (*p == '"') {
			p = skip_literals(p);
			continue;
		}
		if (strchr("([{", *p))
			depth++;
		else if (strchr(")]}", *p))
			depth--;
		p++;
	}
	return p;
}

static bool argument_is_field(const char *p, const char *end, const char *field)
{
	size_t len = strlen(field);

	while (end > p && isspace(end[-1]))
		end--;
	return end - p == len + 5 && !strncmp(p, "REC->", 5) && !strncmp(p + 5, field, len);
}

/*
 * The next conversion from @p on: *letter is what it is, *stars how many
 * arguments its width and precision take.  NULL when the format ends.
 */
static const char *next_conversion(const char *p, char *letter, int *stars)
{
	for (; *p; p++) {
		if (*p != '%')
			continue;
		*stars = 0;
		for (p++; *p && strchr("-+ #0123456789.*hlLqjzt", *p); p++)
			*stars += *p == '*';
		*letter = *p;
		if (*p && *p != '%')
			return p + 1;
		if (!*p)
			break;
	}
	return NULL;
}

static const char *next_argument(const char *p)
{
	return *p == ',' ? skip_spaces(p + 1) : p;
}

/**
 * print_fmt_follows - does a print fmt give a field to %s as it is
 * @print_fmt: the format in quotes and its arguments
 * @field: the name of a field
 *
 * Context: Any.
 * Return: true if so.
 */
bool print_fmt_follows(const char *print_fmt, const char *field)
{
	const char *arg, *end, *p = print_fmt, *args = skip_literals(print_fmt);
	char letter;
	int stars;

	arg = next_argument(args);
	while ((p = next_conversion(p, &letter, &stars)) && p <= args && *arg) {
		while (stars--)
			arg = next_argument(skip_argument(arg));
		end = skip_argument(arg);
		if (letter == 's' && argument_is_field(arg, end, field))
			return true;
		arg = next_argument(end);
	}
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(print_fmt_follows);
