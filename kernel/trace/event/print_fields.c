// SPDX-License-Identifier: GPL-2.0
/*
 * A record by its fields, without the event's own print function: the "fields"
 * option.  And, since it looks at fields too, the refusal to print a record
 * that has a string pointer into memory which may be gone.
 *
 * Called by print_line.c for the reader of a buffer, under event_read_lock().
 */
#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <asm/sections.h>

#include "event/event.h"
#include "event/print.h"

#define POINTED_TEXT	128

static bool is_dynamic(const struct event_field *field)
{
	return strstarts(field->type, "__data_loc ") || strstarts(field->type, "__rel_loc ");
}

static bool is_string_pointer(const struct event_field *field)
{
	return !strcmp(field->type, "char *") || !strcmp(field->type, "const char *");
}

static bool has_char_type(const struct event_field *field)
{
	return strstr(field->type, "char");
}

/* The bytes of a dynamic field.  NULL if the record is too short for them. */
static const void *dynamic_bytes(const struct trace_iterator *iter,
				 const struct event_field *field, unsigned int *len)
{
	const void *word = (const void *)iter->ent + field->offset;
	unsigned int loc = *(const u32 *)word;
	unsigned int offset = loc & 0xffff;

	*len = loc >> 16;
	if (strstarts(field->type, "__rel_loc "))
		offset += field->offset + field->size;
	if (offset + *len > iter->ent_size)
		return NULL;
	return (const void *)iter->ent + offset;
}

static void put_bytes(struct trace_seq *s, const u8 *bytes, unsigned int len)
{
	unsigned int i;

	for (i = 0; i < len; i++) {
		if (i)
			trace_seq_putc(s, ',');
		trace_seq_putc(s, hex_asc_hi(bytes[i]));
		trace_seq_putc(s, hex_asc_lo(bytes[i]));
	}
}

static void put_dynamic(struct trace_iterator *iter, const struct event_field *field)
{
	struct trace_seq *s = &iter->seq;
	const void *bytes;
	unsigned int len;

	if (strstr(field->type, "cpumask_t")) {
		trace_seq_puts(s, "<INVALID-TYPE>");
		return;
	}
	bytes = dynamic_bytes(iter, field, &len);
	if (!bytes)
		trace_seq_puts(s, "<OVERFLOW>");
	else if (has_char_type(field))
		trace_seq_putmem(s, bytes, strnlen(bytes, len));
	else
		put_bytes(s, bytes, len);
}

/* The address, and what can be read there. */
static void put_string_pointer(struct trace_seq *s, const char *str)
{
	char text[POINTED_TEXT];

	trace_seq_printf(s, "(0x%0*lx", (int)sizeof(str) * 2, (unsigned long)str);
	if (strncpy_from_kernel_nofault(text, str, sizeof(text)) > 0) {
		trace_seq_putc(s, ':');
		trace_seq_puts(s, text);
	}
	trace_seq_putc(s, ')');
}

static void put_integer(struct trace_seq *s, const void *at, unsigned int size)
{
	switch (size) {
	case 1:
		if (isprint(*(const u8 *)at))
			trace_seq_printf(s, "'%c'", *(const u8 *)at);
		trace_seq_printf(s, "(%d)", *(const u8 *)at);
		break;
	case 2:
		trace_seq_printf(s, "0x%x (%d)", *(const u16 *)at, *(const u16 *)at);
		break;
	case 4:
		trace_seq_printf(s, "0x%x (%d)", *(const u32 *)at, *(const u32 *)at);
		break;
	case 8:
		trace_seq_printf(s, "0x%llx (%lld)", *(const u64 *)at, *(const u64 *)at);
		break;
	default:
		trace_seq_puts(s, "<INVALID-SIZE>");
	}
}

static void put_field(struct trace_iterator *iter, const struct event_field *field)
{
	const void *at = (const void *)iter->ent + field->offset;
	struct trace_seq *s = &iter->seq;

	trace_seq_putc(s, ' ');
	trace_seq_puts(s, field->name);
	trace_seq_putc(s, '=');
	if (field->offset + field->size > iter->ent_size)
		trace_seq_puts(s, "<OVERFLOW>");
	else if (is_dynamic(field))
		put_dynamic(iter, field);
	else if (field->len && has_char_type(field))
		trace_seq_putmem(s, at, strnlen(at, field->size));
	else if (is_string_pointer(field))
		put_string_pointer(s, *(const char *const *)at);
	else
		put_integer(s, at, field->size);
}

/**
 * print_fields - print a record by its fields
 * @iter: the iterator, on a record
 * @call: its event
 *
 * Context: A reader of the buffer.
 * Return: as print functions.
 */
enum print_line_t print_fields(struct trace_iterator *iter, struct trace_event_call *call)
{
	struct event_field_walk walk;
	struct event_field *field;

	trace_seq_puts(&iter->seq, trace_event_name(call));
	trace_seq_putc(&iter->seq, ':');
	for_each_event_field(field, &walk, call)
		put_field(iter, field);
	trace_seq_putc(&iter->seq, '\n');
	return trace_handle_return(&iter->seq);
}

/* Whether a string is sure to be there still: of the record, the kernel or the event's module. */
static bool string_stays(const struct trace_iterator *iter, const struct trace_event_call *call,
			 const char *str)
{
	unsigned long addr = (unsigned long)str;

	if ((void *)str >= (void *)iter->ent && (void *)str < (void *)iter->ent + iter->ent_size)
		return true;
	if (is_kernel_rodata(addr))
		return true;
	return call->module && within_module_core(addr, call->module);
}

/* Found out at the first record, and kept in the event's flags. */
static bool call_follows_pointers(struct trace_event_call *call)
{
	u32 flags = READ_ONCE(call->flags);
	struct event_field_walk walk;
	struct event_field *field;
	u32 found = 0;

	if (flags & TRACE_EVENT_FL_STR_KNOWN)
		return flags & TRACE_EVENT_FL_STR_TEST;
	for_each_event_field(field, &walk, call) {
		if (is_string_pointer(field) && print_fmt_follows(call->print_fmt, field->name))
			found = TRACE_EVENT_FL_STR_TEST;
	}
	WRITE_ONCE(call->flags, flags | found | TRACE_EVENT_FL_STR_KNOWN);
	return found;
}

/**
 * print_refuses - say why a record must not be printed by its event
 * @iter: the iterator, on a record
 * @call: its event
 *
 * Context: A reader of the buffer.
 * Return: true if the line has been written instead.
 */
bool print_refuses(struct trace_iterator *iter, struct trace_event_call *call)
{
	struct event_field_walk walk;
	struct event_field *field;
	const char *str;

	if (likely(!call_follows_pointers(call)))
		return false;
	for_each_event_field(field, &walk, call) {
		if (!is_string_pointer(field) || !print_fmt_follows(call->print_fmt, field->name))
			continue;
		str = *(const char **)((void *)iter->ent + field->offset);
		if (string_stays(iter, call, str))
			continue;
		trace_seq_printf(&iter->seq, "EVENT %s: HAS UNSAFE POINTER FIELD '%s'\n",
				 trace_event_name(call), field->name);
		return true;
	}
	return false;
}
