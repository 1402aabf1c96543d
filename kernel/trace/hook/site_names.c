// SPDX-License-Identifier: GPL-2.0
/*
 * Names for kallsyms that it has nowhere else: of our trampolines, and of init
 * functions of modules whose text and symbols were freed while records may still
 * hold their addresses.
 *
 * Kept under ftrace_lock, by module, until the module leaves.  Looked up from any
 * context under RCU.
 */
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "hook/hook.h"

/* An init function that is gone */
struct kept_name {
	unsigned long	ip;
	unsigned long	size;
	char		name[KSYM_NAME_LEN];
};

/* Those of a module */
struct kept_names {
	/* Set once: */
	struct module		*mod;
	unsigned int		count;

	/* Written under ftrace_lock, read under RCU: */
	struct list_head	list;
	struct rcu_head		rcu;

	struct kept_name	names[] __counted_by(count);
};

static LIST_HEAD(all_kept);

static bool keep_name(struct kept_name *kept, unsigned long ip)
{
	unsigned long offset;
	char *modname;

	if (!kallsyms_lookup(ip, &kept->size, &offset, &modname, kept->name))
		return false;
	kept->ip = ip - offset;
	return true;
}

/**
 * site_names_keep - keep the names of functions that are freed
 * @group: theirs
 *
 * Without memory, addresses are printed instead.
 * Context: ftrace_lock held, may sleep.
 */
void site_names_keep(struct site_group *group)
{
	unsigned int i, named = 0;
	struct kept_names *kept;

	lockdep_assert_held(&ftrace_lock);

	kept = kvzalloc(struct_size(kept, names, group->count), GFP_KERNEL);
	if (!kept)
		return;
	kept->mod = group->mod;
	kept->count = group->count;
	for (i = 0; i < group->count; i++) {
		if (keep_name(&kept->names[named], group->base + group->sites[i].offset))
			named++;
	}
	kept->count = named;
	list_add_tail_rcu(&kept->list, &all_kept);
}

/**
 * site_names_forget - a module leaves, and the names of its functions with it
 * @mod: the module
 *
 * Context: ftrace_lock held.
 */
void site_names_forget(struct module *mod)
{
	struct kept_names *kept, *next;

	lockdep_assert_held(&ftrace_lock);

	list_for_each_entry_safe(kept, next, &all_kept, list) {
		if (kept->mod != mod)
			continue;
		list_del_rcu(&kept->list);
		kvfree_rcu(kept, rcu);
	}
}

static struct kept_name *kept_find(unsigned long addr, struct module **mod)
{
	struct kept_names *kept;
	unsigned int i;

	list_for_each_entry_rcu(kept, &all_kept, list) {
		for (i = 0; i < kept->count; i++) {
			if (addr - kept->names[i].ip < kept->names[i].size) {
				*mod = kept->mod;
				return &kept->names[i];
			}
		}
	}
	return NULL;
}

static struct kept_name *kept_nth(unsigned int n, struct module **mod)
{
	struct kept_names *kept;

	list_for_each_entry_rcu(kept, &all_kept, list) {
		if (n < kept->count) {
			*mod = kept->mod;
			return &kept->names[n];
		}
		n -= kept->count;
	}
	return NULL;
}

/**
 * ftrace_mod_address_lookup - name an address
 * @addr: the address
 * @size: where the size of the function is put
 * @off: where the offset into it is put
 * @modname: where the name of the module is put; or NULL
 * @modbuildid: where its build id would be put; or NULL
 * @sym: where the name is put
 *
 * Context: Any; what is put is valid until the caller sleeps.
 * Return: the length of the name; 0 if it is not known here.
 */
int ftrace_mod_address_lookup(unsigned long addr, unsigned long *size,
			      unsigned long *off, char **modname,
			      const unsigned char **modbuildid, char *sym)
{
	struct kept_name *kept;
	struct module *mod;

	guard(rcu)();
	if (modbuildid)
		*modbuildid = NULL;
	if (trampoline_at(addr, size, off)) {
		if (modname)
			*modname = FTRACE_TRAMPOLINE_MOD;
		return strscpy(sym, FTRACE_TRAMPOLINE_SYM, KSYM_NAME_LEN);
	}
	kept = kept_find(addr, &mod);
	if (!kept)
		return 0;
	if (size)
		*size = kept->size;
	if (off)
		*off = addr - kept->ip;
	if (modname)
		*modname = mod->name;
	return strscpy(sym, kept->name, KSYM_NAME_LEN);
}

/**
 * ftrace_mod_get_kallsym - list what is named here
 * @symnum: which
 * @value: where its address is put
 * @type: where its type is put
 * @name: where its name is put, KSYM_NAME_LEN
 * @module_name: where that of its module is put, MODULE_NAME_LEN
 * @exported: whether modules may link to it
 *
 * Context: Any.
 * Return: 0; -ERANGE if there are not so many.
 */
int ftrace_mod_get_kallsym(unsigned int symnum, unsigned long *value,
			   char *type, char *name, char *module_name, int *exported)
{
	struct kept_name *kept;
	struct module *mod;

	guard(rcu)();
	*type = 't';
	*exported = 0;
	if (trampoline_nth(symnum, value)) {
		strscpy(name, FTRACE_TRAMPOLINE_SYM, KSYM_NAME_LEN);
		strscpy(module_name, FTRACE_TRAMPOLINE_MOD, MODULE_NAME_LEN);
		return 0;
	}
	kept = kept_nth(symnum - trampoline_count(), &mod);
	if (!kept)
		return -ERANGE;
	*value = kept->ip;
	strscpy(name, kept->name, KSYM_NAME_LEN);
	strscpy(module_name, mod->name, MODULE_NAME_LEN);
	return 0;
}
