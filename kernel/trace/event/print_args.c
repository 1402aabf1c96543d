// SPDX-License-Identifier: GPL-2.0
/*
 * The arguments of a function, by the kernel's own description of its types (BTF).
 *
 * Only values that were in registers are known, and only those of the kernel's own
 * functions are described here.  A reader of the buffer calls it; it takes no lock.
 */
#include <linux/btf.h>
#include <linux/bpf.h>
#include <linux/err.h>
#include <linux/kallsyms.h>

#include "event/event.h"
#include "event/print.h"

/* The prototype of the function at @ip; NULL if nothing says what it is. */
static const struct btf_type *prototype_of(const struct btf *btf, unsigned long ip)
{
	const struct btf_type *type;
	char name[KSYM_NAME_LEN];
	s32 id;

	if (lookup_symbol_name(ip, name))
		return NULL;
	id = btf_find_by_name_kind(btf, name, BTF_KIND_FUNC);
	type = id > 0 ? btf_type_by_id(btf, id) : NULL;
	return type ? btf_type_by_id(btf, type->type) : NULL;
}

/* A register has more bits than most arguments. */
static u64 low_bytes(u64 value, u32 size)
{
	return size < sizeof(value) ? value & GENMASK_ULL(size * BITS_PER_BYTE - 1, 0) : value;
}

static void put_int(struct trace_seq *s, const struct btf_type *type, u64 value)
{
	unsigned int shift = 64 - min(type->size, 8U) * BITS_PER_BYTE;

	if (btf_int_encoding(type) & BTF_INT_SIGNED)
		trace_seq_printf(s, "%lld", (s64)(value << shift) >> shift);
	else if (btf_int_encoding(type) & BTF_INT_BOOL)
		trace_seq_puts(s, value & 0xff ? "true" : "false");
	else
		trace_seq_printf(s, "0x%llx", low_bytes(value, type->size));
}

/* False: it is wider than a register, and nothing is known of what follows. */
static bool put_value(struct trace_seq *s, const struct btf *btf, u32 id, u64 value)
{
	const struct btf_type *type = btf_type_skip_modifiers(btf, id, NULL);

	switch (type ? BTF_INFO_KIND(type->info) : BTF_KIND_UNKN) {
	case BTF_KIND_INT:
		if (type->size > sizeof(value))
			return false;
		put_int(s, type, value);
		return true;
	case BTF_KIND_ENUM:
		trace_seq_printf(s, "%d", (int)value);
		return true;
	case BTF_KIND_PTR:
	case BTF_KIND_ENUM64:
		trace_seq_printf(s, "0x%llx", value);
		return true;
	}
	return false;
}

static void put_list(struct trace_seq *s, const struct btf *btf, const struct btf_type *proto,
		     const unsigned long *args)
{
	const struct btf_param *param = (const struct btf_param *)(proto + 1);
	unsigned int i, nr = btf_type_vlen(proto);
	const char *name;

	for (i = 0; i < nr; i++) {
		if (i)
			trace_seq_puts(s, ", ");
		/* The last one of a list that goes on has no type. */
		if (i >= EVENT_FUNCTION_ARGS || !param[i].type) {
			trace_seq_puts(s, "...");
			return;
		}
		name = btf_name_by_offset(btf, param[i].name_off);
		if (name && *name)
			trace_seq_printf(s, "%s=", name);
		if (!put_value(s, btf, param[i].type, args[i])) {
			trace_seq_puts(s, "...");
			return;
		}
	}
}

/**
 * event_function_args_print - print the arguments of a function, in parentheses
 * @s: where to
 * @ip: the function
 * @args: EVENT_FUNCTION_ARGS registers
 *
 * Context: A reader of the buffer.
 */
void event_function_args_print(struct trace_seq *s, unsigned long ip, const unsigned long *args)
{
	const struct btf *btf = bpf_get_btf_vmlinux();
	const struct btf_type *proto;

	trace_seq_putc(s, '(');
	proto = IS_ERR_OR_NULL(btf) ? NULL : prototype_of(btf, ip);
	if (proto)
		put_list(s, btf, proto, args);
	else
		trace_seq_puts(s, "...");
	trace_seq_putc(s, ')');
}
