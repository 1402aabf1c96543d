// SPDX-License-Identifier: GPL-2.0
/*
 * Eval maps: the numbers behind enum names and sizeof() in a print fmt.
 *
 * Kept as the build made them, sorted by name at the first look, and put into
 * the text only when a format file is read: most never are.  Under event_mutex.
 */
#include <kunit/visibility.h>
#include <linux/bsearch.h>
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "event/event.h"

/* The maps of the kernel or of one module. */
struct eval_set {
	struct list_head	list;
	struct module		*mod;		/* NULL: the kernel */
	unsigned int		nr;
	bool			sorted;
	struct trace_eval_map	*maps[];
};

static LIST_HEAD(eval_sets);

/* What is looked for: a name that is not terminated, in a system. */
struct eval_key {
	const char	*system;
	const char	*name;
	size_t		len;
};

static int eval_cmp(const void *a, const void *b)
{
	const struct trace_eval_map *x = *(struct trace_eval_map **)a;
	const struct trace_eval_map *y = *(struct trace_eval_map **)b;

	return strcmp(x->eval_string, y->eval_string) ?: strcmp(x->system, y->system);
}

static int eval_key_cmp(const void *k, const void *elem)
{
	const struct trace_eval_map *map = *(struct trace_eval_map **)elem;
	const struct eval_key *key = k;
	int diff = strncmp(key->name, map->eval_string, key->len);

	if (!diff && map->eval_string[key->len])
		diff = -1;
	return diff ?: strcmp(key->system, map->system);
}

/**
 * event_eval_add - take the maps of the kernel or a module in
 * @mod: the module, or NULL
 * @start: the table, which may be freed after boot; the maps themselves stay
 * @nr: its length
 *
 * Without memory the names stay in the text, which is then only less readable.
 * Context: Process context, under event_mutex.
 */
void event_eval_add(struct module *mod, struct trace_eval_map **start, unsigned int nr)
{
	struct eval_set *set;

	lockdep_assert_held(&event_mutex);
	if (!nr)
		return;
	set = kvmalloc(struct_size(set, maps, nr), GFP_KERNEL);
	if (!set)
		return;
	set->mod = mod;
	set->nr = nr;
	set->sorted = false;
	memcpy(set->maps, start, nr * sizeof(*start));
	list_add_tail(&set->list, &eval_sets);
}
EXPORT_SYMBOL_IF_KUNIT(event_eval_add);

/**
 * event_eval_remove - let the maps of a module go
 * @mod: the module
 *
 * Context: Process context, under event_mutex.
 */
void event_eval_remove(struct module *mod)
{
	struct eval_set *set, *next;

	lockdep_assert_held(&event_mutex);
	list_for_each_entry_safe(set, next, &eval_sets, list) {
		if (set->mod != mod)
			continue;
		list_del(&set->list);
		kvfree(set);
	}
}
EXPORT_SYMBOL_IF_KUNIT(event_eval_remove);

static const struct trace_eval_map *eval_find(const struct eval_key *key)
{
	struct trace_eval_map **found;
	struct eval_set *set;

	list_for_each_entry(set, &eval_sets, list) {
		if (!set->sorted) {
			sort(set->maps, set->nr, sizeof(set->maps[0]), eval_cmp, NULL);
			set->sorted = true;
		}
		found = bsearch(key, set->maps, set->nr, sizeof(set->maps[0]), eval_key_cmp);
		if (found)
			return *found;
	}
	return NULL;
}

static bool is_word(char c)
{
	return isalnum(c) || c == '_';
}

/* The length of the string literal at @p, which begins with a quote. */
static size_t quoted_len(const char *p)
{
	const char *q = p + 1;

	while (*q && *q != '"')
		q += *q == '\\' && q[1] ? 2 : 1;
	return q - p + (*q == '"');
}

/*
 * The length of the next piece of @p, which is copied or replaced as a whole:
 * a literal, a member access (REC->x is no enum), a sizeof(), a word, or a
 * single character.
 */
static size_t piece_len(const char *p, bool *is_name)
{
	const char *q = p;

	*is_name = false;
	if (*p == '"')
		return quoted_len(p);
	if (p[0] == '-' && p[1] == '>')
		q = p + 2;
	else if (*p == '.')
		q = p + 1;
	else if (isalpha(*p) || *p == '_')
		*is_name = true;
	if (strstarts(p, "sizeof("))
		return strcspn(p, ")") + 1;
	while (is_word(*q))
		q++;
	return max_t(size_t, q - p, 1);
}

/* Write @text with its names replaced to @out, or only measure if that is NULL. */
static size_t eval_write(const char *system, const char *text, char *out, size_t room)
{
	const struct trace_eval_map *map;
	size_t done = 0, len, step;
	bool is_name;

	for (; *text; text += len) {
		struct eval_key key = { .system = system, .name = text };

		len = min(piece_len(text, &is_name), strlen(text));
		key.len = len;
		map = is_name ? eval_find(&key) : NULL;
		if (map)
			step = snprintf(out ? out + done : NULL, out ? room - done : 0, "%ld",
					(long)map->eval_value);
		else
			step = len;
		if (!map && out)
			memcpy(out + done, text, len);
		done += step;
	}
	if (out)
		out[done] = '\0';
	return done;
}

/**
 * event_eval_replace - put numbers for names into a print fmt
 * @system: the event's system; names count only in their own
 * @text: the print fmt
 *
 * Context: Process context, under event_mutex.
 * Return: the new text, to be freed by kfree(), or NULL without memory.
 */
char *event_eval_replace(const char *system, const char *text)
{
	size_t len;
	char *out;

	lockdep_assert_held(&event_mutex);
	len = eval_write(system, text, NULL, 0);
	out = kmalloc(len + 1, GFP_KERNEL);
	if (out)
		eval_write(system, text, out, len + 1);
	return out;
}
EXPORT_SYMBOL_IF_KUNIT(event_eval_replace);

/**
 * event_eval_at - a map by its place, for the file that lists them
 * @index: the place, from 0
 *
 * Context: Process context, under event_mutex.
 * Return: the map, or NULL past the end.
 */
struct trace_eval_map *event_eval_at(unsigned int index)
{
	struct eval_set *set;

	lockdep_assert_held(&event_mutex);
	list_for_each_entry(set, &eval_sets, list) {
		if (index < set->nr)
			return set->maps[index];
		index -= set->nr;
	}
	return NULL;
}
