// SPDX-License-Identifier: GPL-2.0
/*
 * Words that mean names: a name, a name with stars around it, a glob, a number.
 *
 * Called by filter_match.c for each name that it looks at; the kinds are told
 * apart once, because most globs are a star at one end.  Any context.
 */
#include <kunit/visibility.h>
#include <linux/ctype.h>
#include <linux/glob.h>
#include <linux/string.h>

#include "hook/name_match.h"

/**
 * name_match_parse - find out what a word means
 * @match: says it afterwards
 * @word: the word; @match points into it, and a star at its end is cut off
 *
 * Context: Any.
 */
void name_match_parse(struct name_match *match, char *word)
{
	bool front, end;
	size_t len;

	match->negated = *word == '!';
	if (match->negated)
		word++;
	len = strlen(word);
	match->text = word;
	match->len = len;
	if (isdigit(*word)) {
		match->kind = NAME_INDEX;
		return;
	}

	front = *word == '*';
	end = len > 1 && word[len - 1] == '*';
	/* Anything between the outer stars that is not a letter of the name? */
	if (strcspn(word + front, "*?[\\") < len - front - end) {
		match->kind = NAME_GLOB;
		return;
	}
	if (end)
		word[len - 1] = '\0';
	match->text += front;
	match->len -= front + end;
	if (front)
		match->kind = end ? NAME_MIDDLE : NAME_END;
	else
		match->kind = end ? NAME_FRONT : NAME_FULL;
}
EXPORT_SYMBOL_IF_KUNIT(name_match_parse);

/* strstr() asks memcmp() at each letter; most names do not even have the first one. */
static bool name_has(const char *name, const char *text, size_t len)
{
	for (; (name = strchr(name, *text)); name++) {
		if (!strncmp(name, text, len))
			return true;
	}
	return false;
}

/**
 * name_match_fits - is a name one that was meant, were the word not negated
 * @match: what the word means
 * @name: the name
 *
 * Context: Any.
 * Return: true if it is; numbers fit no name.
 */
bool name_match_fits(const struct name_match *match, const char *name)
{
	size_t len;

	switch (match->kind) {
	case NAME_FULL:
		return !strcmp(name, match->text);
	case NAME_FRONT:
		return !strncmp(name, match->text, match->len);
	case NAME_MIDDLE:
		return !match->len || name_has(name, match->text, match->len);
	case NAME_END:
		len = strlen(name);
		return len >= match->len && !strcmp(name + len - match->len, match->text);
	case NAME_GLOB:
		return glob_match(match->text, name);
	case NAME_INDEX:
		break;
	}
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(name_match_fits);
