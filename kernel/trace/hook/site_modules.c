// SPDX-License-Identifier: GPL-2.0
/*
 * The sites of modules, and of init code that is freed: module loading and
 * freeing call here, in process context.
 *
 * A module that comes: ftrace_module_init() when its text is in place and may
 * still be written, ftrace_module_enable() when it is not writable any more and
 * before anything of it runs.  One that goes, or failed to load:
 * ftrace_release_mod().  Both before other users of modules are told of the one,
 * and after they are told of the other.
 */
#include <linux/bitmap.h>
#include <linux/elf.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <asm/ibt.h>
#include <asm/sections.h>

#include "hook/hook.h"

/* Index of @ip in @ips, or @count. */
static unsigned int ip_index(const unsigned long *ips, unsigned int count, unsigned long ip)
{
	unsigned int low = 0, high = count;

	while (low < high) {
		unsigned int mid = low + (high - low) / 2;

		if (ips[mid] < ip)
			low = mid + 1;
		else
			high = mid;
	}
	return low < count && ips[low] == ip ? low : count;
}

/*
 * Mark the entries that have a name.  What a weak function left behind, when
 * another file had the strong one, is text without a symbol.
 */
static void mark_named(struct module *mod, const unsigned long *ips, unsigned int count,
		       unsigned long *named)
{
	struct mod_kallsyms *kallsyms;
	unsigned int i, at;

	guard(rcu)();
	kallsyms = rcu_dereference(mod->kallsyms);
	for (i = 1; i < kallsyms->num_symtab; i++) {
		const Elf_Sym *sym = &kallsyms->symtab[i];

		if (sym->st_shndx == SHN_UNDEF)
			continue;
		at = ip_index(ips, count, sym->st_value);
		if (at == count)
			at = ip_index(ips, count, sym->st_value + ENDBR_INSN_SIZE);
		if (at < count)
			__set_bit(at, named);
	}
}

/* Leave only entries with a name; says how many those are. */
static unsigned int keep_named(struct module *mod, unsigned long *ips, unsigned int count)
{
	unsigned long *named __free(bitmap) = bitmap_zalloc(count, GFP_KERNEL);
	unsigned int i, kept = 0;

	if (!named)
		return count;
	mark_named(mod, ips, count, named);
	for_each_set_bit(i, named, count)
		ips[kept++] = ips[i];
	return kept;
}

static bool is_module_init(struct module *mod, unsigned long ip)
{
	return within_module_mem_type(ip, mod, MOD_INIT_TEXT);
}

/* Each run of entries in text of one fate is a group. */
static void add_groups(struct module *mod, const unsigned long *ips, unsigned int count)
{
	unsigned int from, to;

	for (from = 0; from < count; from = to) {
		bool init = is_module_init(mod, ips[from]);

		for (to = from + 1; to < count; to++) {
			if (is_module_init(mod, ips[to]) != init)
				break;
		}
		site_group_add(mod, ips + from, to - from, init);
	}
}

/**
 * ftrace_module_init - learn where a module's functions can be hooked
 * @mod: the module; its text may still be written
 *
 * Without memory its functions cannot be hooked, and that is all.
 * Context: Process context, may sleep; takes ftrace_lock.
 */
void ftrace_module_init(struct module *mod)
{
	unsigned int i, count = mod->num_ftrace_callsites;
	unsigned long *ips = mod->ftrace_callsites;

	if (!count)
		return;
	site_ips_sort(ips, count);
	for (i = 0; i < count; i++)
		arch_ftrace_make_nop_early(ips[i]);
	count = keep_named(mod, ips, count);

	guard(mutex)(&ftrace_lock);
	add_groups(mod, ips, count);
}

/**
 * ftrace_module_enable - let users in who want a module's functions
 * @mod: the module, about to run
 *
 * Context: Process context, may sleep; takes ftrace_lock.
 */
void ftrace_module_enable(struct module *mod)
{
	struct site_group *group;

	guard(mutex)(&ftrace_lock);
	list_for_each_entry(group, &site_groups, list) {
		if (group->mod != mod)
			continue;
		ops_sites_added(group);
		group->ready = true;
	}
	ftrace_arm();
}

/**
 * ftrace_release_mod - forget a module's functions
 * @mod: the module; nothing of it runs any more
 *
 * Context: Process context, may sleep; takes ftrace_lock.
 */
void ftrace_release_mod(struct module *mod)
{
	struct site_group *group, *next;

	guard(mutex)(&ftrace_lock);
	list_for_each_entry_safe(group, next, &site_groups, list) {
		if (group->mod == mod)
			site_group_remove(group);
	}
	site_names_forget(mod);
}

/**
 * ftrace_free_mem - forget functions whose text is freed
 * @mod: whose it is; NULL: the kernel's
 * @start: its first byte
 * @end: behind its last byte
 *
 * Records may still name them, so if there is an ops, their names are kept.
 * Context: Process context, may sleep; takes ftrace_lock.
 */
void ftrace_free_mem(struct module *mod, void *start, void *end)
{
	struct site_group *group, *next;

	guard(mutex)(&ftrace_lock);
	list_for_each_entry_safe(group, next, &site_groups, list) {
		if (group->mod != mod || group->base < (unsigned long)start ||
		    group->base >= (unsigned long)end)
			continue;
		if (mod && ops_any_registered())
			site_names_keep(group);
		site_group_remove(group);
	}
}

/**
 * ftrace_free_init_mem - forget the kernel's init functions
 *
 * Context: boot, may sleep; takes ftrace_lock.
 */
void __init ftrace_free_init_mem(void)
{
	ftrace_free_mem(NULL, __init_begin, __init_end);
}
