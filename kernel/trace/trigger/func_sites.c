// SPDX-License-Identifier: GPL-2.0
/*
 * The functions of a command, with the times that are left for each.
 *
 * Hits look up a function under RCU, so the set is replaced as a whole; the
 * counts stay where they are.  All else is process context, may sleep, under
 * func_command_mutex.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "trigger/func_command.h"

/* The first that is not below @ip, or nr. */
static unsigned int first_from(const struct func_sites *sites, unsigned long ip)
{
	unsigned int low = 0, high = sites->nr;

	while (low < high) {
		unsigned int mid = (low + high) / 2;

		if (sites->sites[mid]->ip < ip)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/**
 * func_sites_find - where a function is in the set
 * @sites: the set
 * @ip: the function
 *
 * Context: Any, under RCU or func_command_mutex.
 * Return: its index, or the number of functions if it is none of them.
 */
unsigned int func_sites_find(const struct func_sites *sites, unsigned long ip)
{
	unsigned int at = first_from(sites, ip);

	return at < sites->nr && sites->sites[at]->ip == ip ? at : sites->nr;
}
EXPORT_SYMBOL_IF_KUNIT(func_sites_find);

static bool has_site(const struct func_sites *sites, unsigned long ip)
{
	return sites && func_sites_find(sites, ip) < sites->nr;
}

static struct func_sites *sites_alloc(unsigned int nr)
{
	struct func_sites *sites = kvzalloc(struct_size(sites, sites, nr), GFP_KERNEL);

	if (sites)
		sites->nr = nr;
	return sites;
}

/* Hits see the new set from now on. */
static void sites_publish(struct func_command *command, struct func_sites *sites)
{
	struct func_sites *was = func_command_sites(command);

	rcu_assign_pointer(command->sites, sites);
	if (was)
		kvfree_rcu(was, rcu);
}

static struct func_site *site_alloc(unsigned long ip, long count)
{
	struct func_site *site = kmalloc(sizeof(*site), GFP_KERNEL);

	if (site) {
		site->ip = ip;
		atomic_long_set(&site->count, count);
	}
	return site;
}

/* Both ascend, and so does the result; false without memory, nothing is made then. */
static bool sites_merge(struct func_sites *to, const struct func_sites *from,
			const unsigned long *ips, long count)
{
	unsigned int i = 0, have = 0, nr_from = from ? from->nr : 0;

	for (i = 0; i < to->nr; i++) {
		if (have < nr_from && (i - have == to->nr - nr_from ||
				       from->sites[have]->ip < ips[i - have]))
			to->sites[i] = from->sites[have++];
		else
			to->sites[i] = site_alloc(ips[i - have], count);
		if (!to->sites[i])
			break;
	}
	if (i == to->nr)
		return true;
	while (i--) {
		if (!has_site(from, to->sites[i]->ip))
			kfree(to->sites[i]);
	}
	return false;
}

/**
 * func_sites_add - give a command more functions
 * @command: the command
 * @ips: the functions, ascending; those that are new to the command remain
 * @nr: how many
 * @count: times for each
 *
 * Context: Process context, may sleep, under func_command_mutex.
 * Return: how many were new, or -ENOMEM with nothing changed.
 */
int func_sites_add(struct func_command *command, unsigned long *ips, unsigned int nr, long count)
{
	struct func_sites *was = func_command_sites(command);
	struct func_sites *sites;
	unsigned int i, new = 0;

	lockdep_assert_held(&func_command_mutex);
	for (i = 0; i < nr; i++) {
		if (!has_site(was, ips[i]))
			ips[new++] = ips[i];
	}
	if (!new)
		return 0;
	sites = sites_alloc(new + (was ? was->nr : 0));
	if (!sites)
		return -ENOMEM;
	if (!sites_merge(sites, was, ips, count)) {
		kvfree(sites);
		return -ENOMEM;
	}
	sites_publish(command, sites);
	return new;
}
EXPORT_SYMBOL_IF_KUNIT(func_sites_add);

/**
 * func_sites_remove - take functions away from a command
 * @command: the command
 * @ips: the functions, ascending, all of which it has
 * @nr: how many
 *
 * Context: Process context, may sleep, under func_command_mutex.
 * Return: 0, or -ENOMEM with nothing changed.
 */
int func_sites_remove(struct func_command *command, unsigned long *ips, unsigned int nr)
{
	struct func_sites *was = func_command_sites(command);
	struct func_sites *sites = sites_alloc(was->nr - nr);
	unsigned int i, at, gone = 0;

	lockdep_assert_held(&func_command_mutex);
	if (!sites)
		return -ENOMEM;
	for (i = 0; i < was->nr; i++) {
		if (gone < nr && was->sites[i]->ip == ips[gone])
			gone++;
		else
			sites->sites[i - gone] = was->sites[i];
	}
	rcu_assign_pointer(command->sites, sites);
	for (i = 0; i < nr; i++) {
		at = func_sites_find(was, ips[i]);
		kfree_rcu(was->sites[at], rcu);
	}
	kvfree_rcu(was, rcu);
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(func_sites_remove);

/**
 * func_sites_free - free what a command has
 * @command: the command; no hit can use it any more
 *
 * Context: Process context, under func_command_mutex.
 */
void func_sites_free(struct func_command *command)
{
	struct func_sites *sites = func_command_sites(command);
	unsigned int i;

	if (!sites)
		return;
	for (i = 0; i < sites->nr; i++)
		kfree(sites->sites[i]);
	kvfree(sites);
	RCU_INIT_POINTER(command->sites, NULL);
}
EXPORT_SYMBOL_IF_KUNIT(func_sites_free);
