// SPDX-License-Identifier: GPL-2.0
/*
 * Where functions can be hooked.  The build lists the first instruction of each
 * function in __mcount_loc, sorted for the kernel; here it becomes an array of
 * eight bytes a function that is searched by halving.
 *
 * Groups come and go under ftrace_lock and are freed by RCU.  Who only asks
 * whether an address can be hooked needs no lock.
 */
#include <kunit/visibility.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/overflow.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>

#include <asm/ibt.h>
#include <asm/sections.h>

#include "hook/hook.h"

#undef pr_fmt
#define pr_fmt(fmt) "ftrace: " fmt

/* What it covers: hook.h */
DEFINE_MUTEX(ftrace_lock);
EXPORT_SYMBOL_IF_KUNIT(ftrace_lock);
LIST_HEAD(site_groups);
unsigned long site_generation;

/* Index of the first site of @group at or behind @ip. */
static unsigned int site_lower_bound(const struct site_group *group, unsigned long ip)
{
	unsigned int low = 0, high = group->count;

	if (ip <= group->base)
		return 0;
	ip -= group->base;
	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (group->sites[mid].offset < ip)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static unsigned long group_last_ip(const struct site_group *group)
{
	return group->base + group->sites[group->count - 1].offset;
}

/* The first site from @start to @end, both inclusive. */
static bool site_find_range(unsigned long start, unsigned long end, struct site_ref *ref)
{
	struct site_group *group;

	list_for_each_entry_rcu(group, &site_groups, list, lockdep_is_held(&ftrace_lock)) {
		unsigned int i;

		if (end < group->base || start > group_last_ip(group))
			continue;
		i = site_lower_bound(group, start);
		if (group->base + group->sites[i].offset <= end) {
			*ref = (struct site_ref){ group, i };
			return true;
		}
	}
	return false;
}

/**
 * ftrace_site_find - find the site at an address
 * @ip: address of the five bytes
 * @ref: where it is put
 *
 * Context: ftrace_lock held, or RCU read side.
 * Return: false if there is none.
 */
bool ftrace_site_find(unsigned long ip, struct site_ref *ref)
{
	return site_find_range(ip, ip, ref);
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_site_find);

/**
 * ftrace_site_at - find the site of a function
 * @addr: the function, or the site itself
 * @ref: where it is put
 *
 * What may stand between the two is an endbr, or what was one.
 * Context: ftrace_lock held, or RCU read side; text at @addr must be there.
 * Return: false if there is none.
 */
bool ftrace_site_at(unsigned long addr, struct site_ref *ref)
{
	if (ftrace_site_find(addr, ref))
		return true;
	return ftrace_site_find(addr + ENDBR_INSN_SIZE, ref) && is_endbr(*(u32 *)addr);
}

/**
 * ftrace_location_range - the first site that has part of a range
 * @start: first address
 * @end: last address
 *
 * Context: Any.
 * Return: the address of the five bytes, or 0.
 */
unsigned long ftrace_location_range(unsigned long start, unsigned long end)
{
	struct site_ref ref;

	guard(rcu)();
	return site_find_range(start - MCOUNT_INSN_SIZE + 1, end, &ref) ? site_ip(ref) : 0;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_location_range);

/**
 * ftrace_location - where a function is hooked
 * @ip: the function, or one of the five bytes
 *
 * Context: Any.
 * Return: the address of the five bytes, or 0 if it cannot be hooked.
 */
unsigned long ftrace_location(unsigned long ip)
{
	unsigned long location = ftrace_location_range(ip, ip);
	struct site_ref ref;

	if (location)
		return location;
	guard(rcu)();
	return ftrace_site_at(ip, &ref) ? site_ip(ref) : 0;
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_location);

/**
 * ftrace_text_reserved - do hooks own part of a piece of text
 * @start: its first byte
 * @end: its last byte
 *
 * Context: Any.
 * Return: 1 if somebody else must not patch there.
 */
int ftrace_text_reserved(const void *start, const void *end)
{
	return !!ftrace_location_range((unsigned long)start, (unsigned long)end);
}
EXPORT_SYMBOL_IF_KUNIT(ftrace_text_reserved);

static int ip_cmp(const void *a, const void *b)
{
	unsigned long x = *(unsigned long *)a, y = *(unsigned long *)b;

	return x < y ? -1 : x > y;
}

/**
 * site_ips_sort - put what the build listed in order
 * @ips: the addresses
 * @count: how many
 *
 * Context: Any.
 */
void site_ips_sort(unsigned long *ips, unsigned int count)
{
	unsigned int i;

	for (i = 1; i < count; i++) {
		if (ips[i - 1] >= ips[i]) {
			sort(ips, count, sizeof(*ips), ip_cmp, NULL);
			return;
		}
	}
}
EXPORT_SYMBOL_IF_KUNIT(site_ips_sort);

static void site_group_insert(struct site_group *new)
{
	struct site_group *group;

	lockdep_assert_held(&ftrace_lock);

	list_for_each_entry(group, &site_groups, list) {
		if (group->base > new->base)
			break;
	}
	list_add_tail_rcu(&new->list, &group->list);
	site_generation++;
}

/**
 * site_group_add - make sites known
 * @mod: whose they are; NULL: the kernel's
 * @ips: their addresses, ascending
 * @count: how many
 * @init: they are freed after init
 *
 * Context: ftrace_lock held, may sleep.
 * Return: the group; NULL if there are no sites, or without memory.
 */
struct site_group *site_group_add(struct module *mod, const unsigned long *ips,
				  unsigned int count, bool init)
{
	size_t size = struct_size_t(struct site_group, sites, count);
	struct site_group *group;
	unsigned int i;

	lockdep_assert_held(&ftrace_lock);

	if (!count)
		return NULL;
	/* Whole pages: what kmalloc() takes for so many may be twice as much. */
	group = size > PAGE_SIZE ? vzalloc(size) : kzalloc(size, GFP_KERNEL);
	if (!group)
		return NULL;
	group->mod = mod;
	group->base = ips[0];
	group->count = count;
	group->init = init;
	for (i = 0; i < count; i++)
		group->sites[i].offset = ips[i] - ips[0];
	site_group_insert(group);
	return group;
}
EXPORT_SYMBOL_IF_KUNIT(site_group_add);

/**
 * site_group_remove - sites are about to go with their text
 * @group: all of these
 *
 * Context: ftrace_lock held, may sleep.
 */
void site_group_remove(struct site_group *group)
{
	lockdep_assert_held(&ftrace_lock);

	ops_sites_going(group);
	list_del_rcu(&group->list);
	site_generation++;
	kvfree_rcu(group, rcu);
}
EXPORT_SYMBOL_IF_KUNIT(site_group_remove);

/* What the allocator took for a group; small ones share their pages with others. */
static size_t group_bytes(const struct site_group *group)
{
	size_t size = struct_size(group, sites, group->count);

	return size > PAGE_SIZE ? PAGE_ALIGN(size) : kmalloc_size_roundup(size);
}

/**
 * site_totals - count what there is
 * @totals: where it is put
 *
 * Context: takes ftrace_lock.
 */
void site_totals(struct site_totals *totals)
{
	struct site_group *group;
	size_t bytes = 0;

	*totals = (struct site_totals){};
	guard(mutex)(&ftrace_lock);
	list_for_each_entry(group, &site_groups, list) {
		totals->sites += group->count;
		totals->groups++;
		bytes += group_bytes(group);
	}
	totals->pages = DIV_ROUND_CLOSEST(bytes, PAGE_SIZE);
}

/* What the linker did not choose was made 0 by the build, then relocated. */
static unsigned long *skip_unused(unsigned long *ip, unsigned long *end)
{
	while (ip < end && *ip < (unsigned long)_stext)
		ip++;
	return ip;
}

/* Where the sites in init text begin; that is behind all other text. */
static unsigned long *first_init(unsigned long *ip, unsigned long *end)
{
	while (end > ip && end[-1] >= (unsigned long)__init_begin)
		end--;
	return end;
}

/**
 * ftrace_init - learn where the kernel's functions can be hooked
 *
 * Context: boot, one CPU.
 */
void __init ftrace_init(void)
{
	unsigned long *start, *init, *end = __stop_mcount_loc;
	struct site_group *core, *late;

	guard(mutex)(&ftrace_lock);
	start = skip_unused(__start_mcount_loc, end);
	init = first_init(start, end);
	core = site_group_add(NULL, start, init - start, false);
	late = site_group_add(NULL, init, end - init, true);
	if (core)
		core->ready = true;
	if (late)
		late->ready = true;
	if (!core)
		ftrace_kill();
	pr_info("%zu functions can be hooked, in %lu kB\n", end - start,
		(end - start) * sizeof(struct ftrace_site) / SZ_1K);
}
