// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers as names: what TP_printk() helpers expand to, and addresses as
 * symbols.
 *
 * The trace_print_*_seq() family is called by print functions of events, also
 * in modules.  Each appends its text and a NUL to a scratch sequence and
 * returns the text, to be the argument of a %s.  Readers of the buffer only;
 * no locks.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/trace_events.h>

#include "base/base.h"

static void put_hex(struct trace_seq *s, u64 val)
{
	char text[2 + 16];
	char *p = text + sizeof(text);

	do {
		*--p = hex_asc_lo(val);
		val >>= 4;
	} while (val);
	*--p = 'x';
	*--p = '0';
	trace_seq_putmem(s, p, text + sizeof(text) - p);
}

/* End a helper's text.  What did not fit is not shown: it would have no end. */
static const char *text_end(struct trace_seq *p, const char *text)
{
	trace_seq_putc(p, '\0');
	return trace_seq_has_overflowed(p) ? "" : text;
}

/* Between names stands the delimiter, if there is one. */
static void put_delim(struct trace_seq *p, const char *delim, bool *first)
{
	if (!*first && delim)
		trace_seq_puts(p, delim);
	*first = false;
}

/**
 * trace_print_flags_seq - the names of the bits in a word
 * @p: scratch text
 * @delim: what stands between two names, or NULL
 * @flags: the word
 * @flag_array: names of masks, ended by a NULL name; tried in this order
 *
 * A name takes its bits out; bits that no name took come last, as a number.
 * Context: A reader of the buffer.
 * Return: the text.
 */
const char *trace_print_flags_seq(struct trace_seq *p, const char *delim, unsigned long flags,
				  const struct trace_print_flags *flag_array)
{
	const struct trace_print_flags *f;
	char *text = trace_seq_buffer_ptr(p);
	bool first = true;

	for (f = flag_array; flags && f->name; f++) {
		if (~flags & f->mask)
			continue;
		put_delim(p, delim, &first);
		trace_seq_puts(p, f->name);
		flags &= ~f->mask;
	}
	if (flags) {
		put_delim(p, delim, &first);
		put_hex(p, flags);
	}
	return text_end(p, text);
}
EXPORT_SYMBOL(trace_print_flags_seq);

/**
 * trace_print_symbols_seq - the name of a value
 * @p: scratch text
 * @val: the value
 * @symbol_array: names of values, ended by a NULL name
 *
 * Context: A reader of the buffer.
 * Return: the name, or the value as a number.
 */
const char *trace_print_symbols_seq(struct trace_seq *p, unsigned long val,
				    const struct trace_print_flags *symbol_array)
{
	const struct trace_print_flags *f;
	char *text = trace_seq_buffer_ptr(p);

	for (f = symbol_array; f->name && f->mask != val; f++)
		;
	if (f->name)
		trace_seq_puts(p, f->name);
	else
		put_hex(p, val);
	return text_end(p, text);
}
EXPORT_SYMBOL(trace_print_symbols_seq);

/**
 * trace_print_bitmask_seq - a bitmask in groups of 32 bits
 * @p: scratch text
 * @bitmask_ptr: the bits, a whole number of longs
 * @bitmask_size: bytes
 *
 * Context: A reader of the buffer.
 * Return: the text.
 */
const char *trace_print_bitmask_seq(struct trace_seq *p, void *bitmask_ptr,
				    unsigned int bitmask_size)
{
	char *text = trace_seq_buffer_ptr(p);

	trace_seq_bitmask(p, bitmask_ptr, bitmask_size * BITS_PER_BYTE);
	return text_end(p, text);
}
EXPORT_SYMBOL_GPL(trace_print_bitmask_seq);

/**
 * trace_print_hex_seq - bytes as pairs of hexadecimal digits
 * @p: scratch text
 * @buf: the bytes
 * @len: how many
 * @concatenate: leave out the blanks between the pairs
 *
 * Context: A reader of the buffer.
 * Return: the text.
 */
const char *trace_print_hex_seq(struct trace_seq *p, const unsigned char *buf, int len,
				bool concatenate)
{
	char *text = trace_seq_buffer_ptr(p);
	int i;

	for (i = 0; i < len; i++) {
		char pair[3] = { ' ', hex_asc_hi(buf[i]), hex_asc_lo(buf[i]) };
		bool blank = i && !concatenate;

		trace_seq_putmem(p, blank ? pair : pair + 1, blank ? 3 : 2);
	}
	return text_end(p, text);
}
EXPORT_SYMBOL(trace_print_hex_seq);

/* Element @i of an array of elements of @el_size bytes; 0 if it has no such type. */
static u64 array_element(const void *buf, int i, size_t el_size)
{
	switch (el_size) {
	case 1: return ((const u8 *)buf)[i];
	case 2: return ((const u16 *)buf)[i];
	case 4: return ((const u32 *)buf)[i];
	case 8: return ((const u64 *)buf)[i];
	}
	return 0;
}

/**
 * trace_print_array_seq - an array of integers, in braces
 * @p: scratch text
 * @buf: the array
 * @count: its elements
 * @el_size: bytes of each: 1, 2, 4 or 8
 *
 * Context: A reader of the buffer.
 * Return: the text.
 */
const char *trace_print_array_seq(struct trace_seq *p, const void *buf, int count,
				  size_t el_size)
{
	char *text = trace_seq_buffer_ptr(p);
	int i;

	trace_seq_putc(p, '{');
	for (i = 0; i < count; i++) {
		if (i)
			trace_seq_putc(p, ',');
		put_hex(p, array_element(buf, i, el_size));
	}
	trace_seq_putc(p, '}');
	return text_end(p, text);
}
EXPORT_SYMBOL(trace_print_array_seq);

/**
 * trace_print_hex_dump_seq - a dump on lines of its own
 * @p: scratch text
 * @prefix_str: begins each line
 * @prefix_type: DUMP_PREFIX_*, what follows it
 * @rowsize: bytes a line, 16 or 32
 * @groupsize: bytes that stand together
 * @buf: the bytes
 * @len: how many
 * @ascii: show printable characters at the end of the line
 *
 * Context: A reader of the buffer.
 * Return: the text, a newline before and after.
 */
const char *trace_print_hex_dump_seq(struct trace_seq *p, const char *prefix_str,
				     int prefix_type, int rowsize, int groupsize,
				     const void *buf, size_t len, bool ascii)
{
	char *text = trace_seq_buffer_ptr(p);

	trace_seq_putc(p, '\n');
	trace_seq_hex_dump(p, prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii);
	return text_end(p, text);
}
EXPORT_SYMBOL(trace_print_hex_dump_seq);

/**
 * trace_seq_print_sym - append an address as the function it is in
 * @s: the sequence
 * @ip: the address
 * @how: SYM_PRINT_*, what to show beside the name
 *
 * An address that is in no function is shown as a number, 0 as a bare 0.
 * Context: A reader of the buffer.
 */
void trace_seq_print_sym(struct trace_seq *s, unsigned long ip, unsigned int how)
{
	if (!ip) {
		trace_seq_putc(s, '0');
		return;
	}
	symbol_name_put(s, ip, how & SYM_PRINT_OFFSET);
	if (how & SYM_PRINT_ADDR)
		trace_seq_printf(s, " <%0*lx>", (int)sizeof(ip) * 2, ip);
}
