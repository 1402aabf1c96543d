/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A set of function entries, made for the question of a hit: is this one of them.
 *
 * Open addressing with at least twice as many slots as were ever used, so a look
 * ends at an empty slot soon.  Text is in the last two gigabytes of the address
 * space, so a slot is the lower half of an address and the upper half is known.
 *
 * A set that hits can see is only replaced as a whole, or loses addresses: they
 * become SLOT_GONE, over which a look goes on.
 */
#ifndef _TRACE_HOOK_FILTER_HASH_H
#define _TRACE_HOOK_FILTER_HASH_H

#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/hash.h>
#include <linux/types.h>

#define SLOT_EMPTY	0
#define SLOT_GONE	1

struct ftrace_hash {
	unsigned int		count;	/* of the addresses */
	unsigned int		used;	/* slots that are not SLOT_EMPTY */
	unsigned long		mask;	/* slots - 1 */
	bool			of_modules;	/* empty, it is of none and not of all */
	struct rcu_head		rcu;
	u32			slots[];
};

/*
 * The better bits of a product are the upper ones.  A loop over sets works out all
 * but the last step once.
 */
static __always_inline unsigned long ftrace_hash_index(const struct ftrace_hash *hash, u32 key)
{
	return rol32(key * GOLDEN_RATIO_32, 20) & hash->mask;
}

/**
 * ftrace_hash_has - is a function one of a set
 * @hash: the set
 * @ip: the function's entry, as callbacks get it
 *
 * Context: Any; RCU protects @hash.
 * Return: true if it is.
 */
static __always_inline bool ftrace_hash_has(const struct ftrace_hash *hash, unsigned long ip)
{
	u32 key = ip;
	unsigned long at = ftrace_hash_index(hash, key);
	u32 slot;

	while ((slot = READ_ONCE(hash->slots[at])) != key) {
		if (likely(slot == SLOT_EMPTY))
			return false;
		at = (at + 1) & hash->mask;
	}
	return true;
}

/* The next address from slot @at on, of which there is no order; NULL has none. */
static inline bool ftrace_hash_next(const struct ftrace_hash *hash, u32 *at, unsigned long *ip)
{
	while (hash && *at <= hash->mask) {
		u32 slot = hash->slots[(*at)++];

		if (slot > SLOT_GONE) {
			*ip = (long)(s32)slot;
			return true;
		}
	}
	return false;
}

#define for_each_hash_ip(hash, at, ip)							\
	for ((at) = 0; ftrace_hash_next(hash, &(at), &(ip)); )

struct ftrace_hash *ftrace_hash_alloc(unsigned int count);
struct ftrace_hash *ftrace_hash_copy(const struct ftrace_hash *from);
void ftrace_hash_free(struct ftrace_hash *hash);
void ftrace_hash_free_rcu(struct ftrace_hash *hash);
int ftrace_hash_add(struct ftrace_hash **hash, unsigned long ip);
bool ftrace_hash_remove(struct ftrace_hash *hash, unsigned long ip);
void ftrace_hash_drop_range(struct ftrace_hash *hash, unsigned long start, unsigned long end);
unsigned long *ftrace_hash_sorted(const struct ftrace_hash *hash);

#endif /* _TRACE_HOOK_FILTER_HASH_H */
