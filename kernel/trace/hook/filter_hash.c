// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of function entries; filter_hash.h says how they are made.
 *
 * Called by who edits filters.  An edit works on a copy of its own that may grow,
 * and gives that to hits when it is done.  Process context, no lock: a copy has
 * one owner, and what hits can see changes under ftrace_lock.
 */
#include <kunit/visibility.h>
#include <linux/bug.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "hook/filter_hash.h"

/* So that a set of a few takes no growing, and a look always finds an end. */
#define SLOTS_MIN	8U

/**
 * ftrace_hash_alloc - make an empty set
 * @count: how many addresses it is to have; more make it grow
 *
 * Context: Process context, may sleep.
 * Return: the set, or NULL without memory.
 */
struct ftrace_hash *ftrace_hash_alloc(unsigned int count)
{
	unsigned int slots = max(roundup_pow_of_two(count * 2 + 1), SLOTS_MIN);
	struct ftrace_hash *hash;

	hash = kvzalloc(struct_size(hash, slots, slots), GFP_KERNEL);
	if (!hash)
		return NULL;
	hash->mask = slots - 1;
	return hash;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_alloc);

/**
 * ftrace_hash_free - free a set that no hit can see
 * @hash: the set, or NULL
 *
 * Context: Process context.
 */
void ftrace_hash_free(struct ftrace_hash *hash)
{
	kvfree(hash);
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_free);

/**
 * ftrace_hash_free_rcu - free a set once no hit looks at it any more
 * @hash: the set, or NULL
 *
 * Context: Process context.
 */
void ftrace_hash_free_rcu(struct ftrace_hash *hash)
{
	if (hash)
		kvfree_rcu(hash, rcu);
}

/* There is room. */
static void hash_put(struct ftrace_hash *hash, u32 key)
{
	unsigned long at = ftrace_hash_index(hash, key);

	while (hash->slots[at] > SLOT_GONE)
		at = (at + 1) & hash->mask;
	hash->used += hash->slots[at] == SLOT_EMPTY;
	hash->slots[at] = key;
	hash->count++;
}

/* A copy with room for @count addresses. */
static struct ftrace_hash *hash_copy_for(const struct ftrace_hash *from, unsigned int count)
{
	struct ftrace_hash *hash = ftrace_hash_alloc(count);
	unsigned long ip;
	u32 at;

	if (!hash)
		return NULL;
	for_each_hash_ip(from, at, ip)
		hash_put(hash, ip);
	if (from)
		hash->of_modules = from->of_modules;
	return hash;
}

/**
 * ftrace_hash_copy - make a set of the same functions
 * @from: the set, or NULL for none
 *
 * Context: Process context, may sleep.
 * Return: the copy, or NULL without memory.
 */
struct ftrace_hash *ftrace_hash_copy(const struct ftrace_hash *from)
{
	return hash_copy_for(from, from ? from->count : 0);
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_copy);

/**
 * ftrace_hash_add - take a function into a set that no hit can see
 * @hash: the set; it may be exchanged for a larger one
 * @ip: the function's entry
 *
 * Context: Process context, may sleep.
 * Return: 0, also if it is there already, or -ENOMEM.
 */
int ftrace_hash_add(struct ftrace_hash **hash, unsigned long ip)
{
	struct ftrace_hash *larger;

	if (ftrace_hash_has(*hash, ip))
		return 0;
	if ((*hash)->used > (*hash)->mask / 2) {
		larger = hash_copy_for(*hash, (*hash)->count * 2);
		if (!larger)
			return -ENOMEM;
		ftrace_hash_free(*hash);
		*hash = larger;
	}
	hash_put(*hash, ip);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_add);

/**
 * ftrace_hash_remove - take a function out of a set
 * @hash: the set
 * @ip: the function's entry
 *
 * Hits may look meanwhile.
 * Context: Process context.
 * Return: true if it was there.
 */
bool ftrace_hash_remove(struct ftrace_hash *hash, unsigned long ip)
{
	u32 key = ip;
	unsigned long at = ftrace_hash_index(hash, key);

	for (; hash->slots[at] != SLOT_EMPTY; at = (at + 1) & hash->mask) {
		if (hash->slots[at] != key)
			continue;
		WRITE_ONCE(hash->slots[at], SLOT_GONE);
		hash->count--;
		return true;
	}
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_remove);

/**
 * ftrace_hash_drop_range - take all functions of a piece of text out of a set
 * @hash: the set, or NULL
 * @start: the first address of the text
 * @end: the first one behind it
 *
 * Hits may look meanwhile.
 * Context: Process context.
 */
void ftrace_hash_drop_range(struct ftrace_hash *hash, unsigned long start, unsigned long end)
{
	unsigned long ip;
	u32 at;

	for_each_hash_ip(hash, at, ip) {
		if (ip < start || ip >= end)
			continue;
		ftrace_hash_remove(hash, ip);
		hash->of_modules = true;
	}
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_drop_range);

static int ip_cmp(const void *a, const void *b)
{
	unsigned long left = *(const unsigned long *)a, right = *(const unsigned long *)b;

	return left < right ? -1 : left > right;
}

/**
 * ftrace_hash_sorted - list the functions of a set
 * @hash: the set, or NULL
 *
 * Context: Process context, may sleep.
 * Return: its addresses in ascending order, for kvfree(), or NULL without memory.
 */
unsigned long *ftrace_hash_sorted(const struct ftrace_hash *hash)
{
	unsigned long *ips, ip;
	unsigned int nr = 0;
	u32 at;

	ips = kvmalloc_array(hash ? hash->count + 1 : 1, sizeof(*ips), GFP_KERNEL);
	if (!ips)
		return NULL;
	for_each_hash_ip(hash, at, ip)
		ips[nr++] = ip;
	sort(ips, nr, sizeof(*ips), ip_cmp, NULL);
	return ips;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_hash_sorted);
