// SPDX-License-Identifier: GPL-2.0
/*
 * A set of pids: a bitmap in leaves of a page, found through two tables.
 *
 * Looking up is for hits: any context, NMI included, no lock.  That needs only
 * that a table or leaf, once there, stays until the whole set is freed; lock
 * keeps those apart who put one there.  A hook that follows forks may not
 * allocate: it takes the spare leaf, and an irq_work gets another.  As pids are
 * given out in turn, one leaf lasts for as many forks as it has bits.
 */
#include <kunit/visibility.h>
#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "base/base.h"

#define LEAF_SHIFT	15
#define BRANCH_SHIFT	9
#define LEAF_PIDS	BIT(LEAF_SHIFT)
#define BRANCH_LEAVES	BIT(BRANCH_SHIFT)
#define SET_BRANCHES	(PID_SET_LIMIT >> (LEAF_SHIFT + BRANCH_SHIFT))

struct pid_leaf {
	unsigned long	bits[BITS_TO_LONGS(LEAF_PIDS)];
};

struct pid_branch {
	struct pid_leaf	*leaves[BRANCH_LEAVES];
};

struct pid_set {
	/* Read without a lock; filled in under lock, never emptied: */
	struct pid_branch	*branches[SET_BRANCHES];

	/* Protected by lock: */
	raw_spinlock_t		lock;
	struct pid_leaf		*spare;
	struct irq_work		refill;
};

/* Of a set with a branch there, the place of the leaf. */
static struct pid_leaf **leaf_slot(struct pid_branch *branch, unsigned int pid)
{
	return &branch->leaves[pid >> LEAF_SHIFT & (BRANCH_LEAVES - 1)];
}

static struct pid_branch **branch_slot(struct pid_set *set, unsigned int pid)
{
	return &set->branches[pid >> (LEAF_SHIFT + BRANCH_SHIFT)];
}

/* Reads of a leaf depend on the pointer, which was published with its zeros. */
static struct pid_leaf *leaf_find(const struct pid_set *set, unsigned int pid)
{
	struct pid_branch *branch = READ_ONCE(*branch_slot((struct pid_set *)set, pid));

	return branch ? READ_ONCE(*leaf_slot(branch, pid)) : NULL;
}

static void spare_refill(struct irq_work *work)
{
	struct pid_set *set = container_of(work, struct pid_set, refill);
	struct pid_leaf *leaf = kzalloc(sizeof(*leaf), GFP_NOWAIT | __GFP_NOWARN);
	unsigned long flags;

	raw_spin_lock_irqsave(&set->lock, flags);
	if (!set->spare)
		swap(set->spare, leaf);
	raw_spin_unlock_irqrestore(&set->lock, flags);
	kfree(leaf);
}

/**
 * pid_set_alloc - make an empty set
 *
 * All pids that the kernel gives out are in the first branch, so that only
 * leaves can be missing when a hook adds one.
 *
 * Context: Process context, may sleep.
 * Return: the set, or NULL without memory.
 */
struct pid_set *pid_set_alloc(void)
{
	struct pid_set *set = kzalloc(sizeof(*set), GFP_KERNEL);

	if (!set)
		return NULL;
	raw_spin_lock_init(&set->lock);
	init_irq_work(&set->refill, spare_refill);
	set->spare = kzalloc(sizeof(*set->spare), GFP_KERNEL);
	set->branches[0] = kzalloc(sizeof(*set->branches[0]), GFP_KERNEL);
	if (!set->spare || !set->branches[0]) {
		pid_set_free(set);
		return NULL;
	}
	return set;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_alloc);

static void branch_free(struct pid_branch *branch)
{
	unsigned int i;

	if (!branch)
		return;
	for (i = 0; i < BRANCH_LEAVES; i++)
		kfree(branch->leaves[i]);
	kfree(branch);
}

/**
 * pid_set_free - free a set that nobody reads any more
 * @set: the set or NULL
 *
 * Context: Process context, may sleep.
 */
void pid_set_free(struct pid_set *set)
{
	unsigned int i;

	if (!set)
		return;
	irq_work_sync(&set->refill);
	for (i = 0; i < SET_BRANCHES; i++)
		branch_free(set->branches[i]);
	kfree(set->spare);
	kfree(set);
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_free);

/**
 * pid_set_has - is a pid in a set
 * @set: the set
 * @pid: the pid
 *
 * Context: Any.
 * Return: true if so.
 */
bool pid_set_has(const struct pid_set *set, unsigned int pid)
{
	const struct pid_leaf *leaf = pid < PID_SET_LIMIT ? leaf_find(set, pid) : NULL;

	return leaf && test_bit(pid & (LEAF_PIDS - 1), leaf->bits);
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_has);

/* Puts @new there unless somebody was faster; true if it was used. */
static bool slot_fill(struct pid_set *set, void **slot, void *new)
{
	unsigned long flags;
	bool empty;

	raw_spin_lock_irqsave(&set->lock, flags);
	empty = !*slot;
	if (empty) {
		/* Pairs with the dependent reads of leaf_find(). */
		smp_store_release(slot, new);
	}
	raw_spin_unlock_irqrestore(&set->lock, flags);
	return empty;
}

static int slot_make(struct pid_set *set, void **slot, size_t size)
{
	void *new;

	if (READ_ONCE(*slot))
		return 0;
	new = kzalloc(size, GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	if (!slot_fill(set, slot, new))
		kfree(new);
	return 0;
}

/* Have a leaf for a pid. */
static int leaf_make(struct pid_set *set, unsigned int pid)
{
	struct pid_branch **branch = branch_slot(set, pid);
	int ret = slot_make(set, (void **)branch, sizeof(**branch));

	return ret ?: slot_make(set, (void **)leaf_slot(*branch, pid), sizeof(struct pid_leaf));
}

/**
 * pid_set_add - put a pid into a set
 * @set: the set
 * @pid: the pid
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if no task can have the pid, or -ENOMEM.
 */
int pid_set_add(struct pid_set *set, unsigned int pid)
{
	int ret;

	if (pid >= PID_SET_LIMIT)
		return -EINVAL;
	ret = leaf_make(set, pid);
	if (!ret)
		set_bit(pid & (LEAF_PIDS - 1), leaf_find(set, pid)->bits);
	return ret;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_add);

/* Have a leaf without allocating one. */
static struct pid_leaf *leaf_take(struct pid_set *set, unsigned int pid)
{
	struct pid_branch *branch = READ_ONCE(*branch_slot(set, pid));
	struct pid_leaf **slot;
	unsigned long flags;

	if (!branch)
		return NULL;
	slot = leaf_slot(branch, pid);
	raw_spin_lock_irqsave(&set->lock, flags);
	if (!*slot) {
		/* Pairs with the dependent reads of leaf_find(). */
		smp_store_release(slot, set->spare);
		set->spare = NULL;
	}
	raw_spin_unlock_irqrestore(&set->lock, flags);
	irq_work_queue(&set->refill);
	return READ_ONCE(*slot);
}

/**
 * pid_set_add_atomic - put a pid into a set from a hook
 * @set: the set
 * @pid: the pid
 *
 * Context: Any but NMI.
 * Return: 0, or -ENOMEM when the pid's part of the set has no memory yet.
 */
int pid_set_add_atomic(struct pid_set *set, unsigned int pid)
{
	struct pid_leaf *leaf;

	if (pid >= PID_SET_LIMIT)
		return -EINVAL;
	leaf = leaf_find(set, pid) ?: leaf_take(set, pid);
	if (!leaf)
		return -ENOMEM;
	set_bit(pid & (LEAF_PIDS - 1), leaf->bits);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_add_atomic);

/**
 * pid_set_remove - take a pid out of a set
 * @set: the set
 * @pid: the pid
 *
 * Context: Any.
 */
void pid_set_remove(struct pid_set *set, unsigned int pid)
{
	struct pid_leaf *leaf = pid < PID_SET_LIMIT ? leaf_find(set, pid) : NULL;

	if (leaf)
		clear_bit(pid & (LEAF_PIDS - 1), leaf->bits);
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_remove);

/**
 * pid_set_next - walk over a set
 * @set: the set
 * @from: where to begin
 *
 * Context: Any; pids that come or go meanwhile are seen or not.
 * Return: the lowest pid of the set that is at least @from, -1 without one.
 */
int pid_set_next(const struct pid_set *set, unsigned int from)
{
	const struct pid_leaf *leaf;
	unsigned int bit;

	while (from < PID_SET_LIMIT) {
		if (!READ_ONCE(*branch_slot((struct pid_set *)set, from))) {
			from = (from | (LEAF_PIDS * BRANCH_LEAVES - 1)) + 1;
			continue;
		}
		leaf = leaf_find(set, from);
		bit = from & (LEAF_PIDS - 1);
		if (leaf)
			bit = find_next_bit(leaf->bits, LEAF_PIDS, bit);
		if (leaf && bit < LEAF_PIDS)
			return (from & ~(LEAF_PIDS - 1)) + bit;
		from = (from | (LEAF_PIDS - 1)) + 1;
	}
	return -1;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_next);

/**
 * pid_set_merge - add all pids of another set, or none
 * @set: gets them, while hits may look into it
 * @other: where they are
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int pid_set_merge(struct pid_set *set, const struct pid_set *other)
{
	int pid, ret;

	for (pid = pid_set_next(other, 0); pid >= 0;
	     pid = pid_set_next(other, (pid | (LEAF_PIDS - 1)) + 1)) {
		ret = leaf_make(set, pid);
		if (ret)
			return ret;
	}
	for (pid = pid_set_next(other, 0); pid >= 0; pid = pid_set_next(other, pid + 1))
		set_bit(pid & (LEAF_PIDS - 1), leaf_find(set, pid)->bits);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_merge);

/**
 * pid_set_parse - put the pids that a user wrote into a set
 * @set: the set
 * @text: numbers with space between them; cut into pieces
 *
 * Context: Process context, may sleep.
 * Return: how many there were, -EINVAL for what is no pid, or -ENOMEM; those
 * before it are in the set then.
 */
int pid_set_parse(struct pid_set *set, char *text)
{
	unsigned long pid;
	int nr = 0, ret;
	char *word;

	for (text = skip_spaces(text); *text; nr++) {
		word = text;
		while (*text && !isspace(*text))
			text++;
		if (text - word > PID_WORD_MAX)
			return -EINVAL;
		if (*text)
			*text++ = '\0';
		text = skip_spaces(text);
		if (kstrtoul(word, 0, &pid) || pid >= PID_SET_LIMIT)
			return -EINVAL;
		ret = pid_set_add(set, pid);
		if (ret)
			return ret;
	}
	return nr;
}
EXPORT_SYMBOL_IF_KUNIT(pid_set_parse);
