// SPDX-License-Identifier: GPL-2.0
/*
 * The names of addresses that were shown lately.  A line of a trace names the
 * same few functions again and again, and a look-up costs more than the rest of it.
 *
 * Readers of the buffer, also when the system is about to die: who does not get
 * the lock looks the name up.  Kept are names that last: of the kernel's text, and
 * of a module's until the next module comes or goes.
 */
#include <kunit/visibility.h>
#include <linux/atomic.h>
#include <linux/cleanup.h>
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "base/base.h"

#define NAMES_BITS	7

/* One in 64 bytes; longer ones are not kept. */
struct symbol_name {
	unsigned long	key;		/* 0: none */
	u32		epoch;		/* it lasts while this is symbol_epoch */
	u8		len;
	char		text[51];
};

static struct symbol_name names[1 << NAMES_BITS];
static DEFINE_RAW_SPINLOCK(names_lock);

/* Counts modules that came or began to go. */
static atomic_t symbol_epoch = ATOMIC_INIT(0);

/* Addresses of the kernel differ without the uppermost bit, too. */
static unsigned long name_key(unsigned long ip, bool with_offset)
{
	return ip << 1 | with_offset;
}

/* Will the address have this name until a module comes or goes? */
static bool name_lasts(unsigned long ip)
{
	struct module *mod;

	if (is_kernel_text(ip))
		return true;
	guard(preempt)();
	mod = __module_text_address(ip);
	return mod && mod->state == MODULE_STATE_LIVE && !within_module_init(ip, mod);
}

static bool name_put_kept(struct trace_seq *s, unsigned long key)
{
	struct symbol_name *name = &names[hash_long(key, NAMES_BITS)];
	unsigned long flags;
	bool found;

	if (!raw_spin_trylock_irqsave(&names_lock, flags))
		return false;
	found = name->key == key && name->epoch == (u32)atomic_read(&symbol_epoch);
	if (found)
		trace_seq_putmem(s, name->text, name->len);
	raw_spin_unlock_irqrestore(&names_lock, flags);
	return found;
}

/* @epoch was read before the name was looked up. */
static void name_keep(unsigned long key, u32 epoch, const char *text)
{
	struct symbol_name *name = &names[hash_long(key, NAMES_BITS)];
	size_t len = strlen(text);
	unsigned long flags;

	if (len > sizeof(name->text) || !raw_spin_trylock_irqsave(&names_lock, flags))
		return;
	name->key = key;
	name->epoch = epoch;
	name->len = len;
	memcpy(name->text, text, len);
	raw_spin_unlock_irqrestore(&names_lock, flags);
}

/* The function alone costs one look-up; with its offset, vsprintf has the form. */
static const char *name_find(unsigned long ip, bool with_offset, char *room)
{
	unsigned long offset, size;
	char *module;

	if (!with_offset)
		return kallsyms_lookup(ip, &size, &offset, &module, room);
	sprint_symbol(room, ip);
	return room;
}

/**
 * symbol_name_put - append the name of the function that an address is in
 * @s: the sequence
 * @ip: the address
 * @with_offset: how far in it, too
 *
 * Context: A reader of the buffer.
 */
void symbol_name_put(struct trace_seq *s, unsigned long ip, bool with_offset)
{
	unsigned long key = name_key(ip, with_offset);
	u32 epoch = atomic_read_acquire(&symbol_epoch);
	char room[KSYM_SYMBOL_LEN];
	const char *found;

	if (name_put_kept(s, key))
		return;
	found = name_find(ip, with_offset, room);
	if (!found) {
		trace_seq_printf(s, "0x%08lx", ip);
		return;
	}
	trace_seq_puts(s, found);
	if (name_lasts(ip))
		name_keep(key, epoch, found);
}
EXPORT_SYMBOL_IF_KUNIT(symbol_name_put);

static int symbols_change(struct notifier_block *nb, unsigned long what, void *mod)
{
	if (what == MODULE_STATE_COMING || what == MODULE_STATE_GOING)
		atomic_inc(&symbol_epoch);
	return NOTIFY_OK;
}

static struct notifier_block symbols_nb = {
	.notifier_call = symbols_change,
};

/**
 * symbol_names_init - hear of modules that come and go
 *
 * Context: Boot.
 * Return: 0, or why names of modules that went may be shown.
 */
int __init symbol_names_init(void)
{
	return register_module_notifier(&symbols_nb);
}
