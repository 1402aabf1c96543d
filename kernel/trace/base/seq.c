// SPDX-License-Identifier: GPL-2.0
/*
 * struct trace_seq: text of a few lines under construction.
 *
 * Print functions of events call this, in the context of whoever reads the
 * buffer; nothing is locked, a sequence has one user at a time.  The rule that
 * all pieces obey: what does not fit leaves no trace but the full mark.
 */
#include <linux/export.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/trace_seq.h>

#include "base/base.h"

/* End a piece that began at @start: keep it whole or take it back. */
static void piece_end(struct trace_seq *s, size_t start)
{
	if (likely(!seq_buf_has_overflowed(&s->seq)))
		return;
	s->seq.len = start;
	s->full = 1;
}

/**
 * trace_seq_vprintf_plan - append formatted text, the format being read
 * @s: the sequence
 * @plan: the format
 * @args: its arguments
 *
 * Near the end of the buffer vsprintf finds out what fits.
 * Context: Any; what %p and friends may touch is up to the caller.
 */
void trace_seq_vprintf_plan(struct trace_seq *s, const struct print_plan *plan, va_list args)
{
	size_t start = s->seq.len;
	const char *left;
	va_list rest;

	if (s->full)
		return;
	va_copy(rest, args);
	left = print_plan_put(s, plan, &rest);
	if (unlikely(!left))
		seq_buf_vprintf(&s->seq, plan->fmt, args);
	else if (*left)
		seq_buf_vprintf(&s->seq, left, rest);
	va_end(rest);
	piece_end(s, start);
}

/**
 * trace_seq_vprintf - append formatted text
 * @s: the sequence
 * @fmt: printf format
 * @args: its arguments
 *
 * Context: Any; what %p and friends may touch is up to the caller.
 */
void trace_seq_vprintf(struct trace_seq *s, const char *fmt, va_list args)
{
	struct print_plan plan;

	print_plan_make(&plan, fmt);
	trace_seq_vprintf_plan(s, &plan, args);
}
EXPORT_SYMBOL_GPL(trace_seq_vprintf);

/**
 * trace_seq_printf - append formatted text
 * @s: the sequence
 * @fmt: printf format, its arguments behind
 *
 * Context: Any.
 */
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	trace_seq_vprintf(s, fmt, args);
	va_end(args);
}
EXPORT_SYMBOL_GPL(trace_seq_printf);

/**
 * trace_seq_bprintf - append text whose arguments were saved by vbin_printf()
 * @s: the sequence
 * @fmt: the format that they were saved with
 * @binary: the arguments
 *
 * Context: Any.
 */
void trace_seq_bprintf(struct trace_seq *s, const char *fmt, const u32 *binary)
{
	size_t start = s->seq.len;

	if (s->full)
		return;
	seq_buf_bprintf(&s->seq, fmt, binary);
	piece_end(s, start);
}
EXPORT_SYMBOL_GPL(trace_seq_bprintf);

/**
 * trace_seq_putmem - append bytes as they are
 * @s: the sequence
 * @mem: the bytes
 * @len: how many
 *
 * Context: Any.
 */
void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len)
{
	if (s->full)
		return;
	if (unlikely(len > seq_buf_buffer_left(&s->seq))) {
		s->full = 1;
		return;
	}
	memcpy(trace_seq_buffer_ptr(s), mem, len);
	s->seq.len += len;
}
EXPORT_SYMBOL_GPL(trace_seq_putmem);

/**
 * trace_seq_puts - append a string
 * @s: the sequence
 * @str: the string
 *
 * Context: Any.
 */
void trace_seq_puts(struct trace_seq *s, const char *str)
{
	trace_seq_putmem(s, str, strlen(str));
}
EXPORT_SYMBOL_GPL(trace_seq_puts);

/**
 * trace_seq_putc - append one character
 * @s: the sequence
 * @c: the character
 *
 * Context: Any.
 */
void trace_seq_putc(struct trace_seq *s, unsigned char c)
{
	trace_seq_putmem(s, &c, 1);
}
EXPORT_SYMBOL_GPL(trace_seq_putc);

/**
 * trace_seq_putmem_hex - append bytes as hexadecimal numbers
 * @s: the sequence
 * @mem: the bytes
 * @len: how many; 8 at a time make one number, the highest digit first
 *
 * A blank follows each number.
 * Context: Any.
 */
void trace_seq_putmem_hex(struct trace_seq *s, const void *mem, unsigned int len)
{
	size_t start = s->seq.len;

	if (s->full)
		return;
	if (2 * (size_t)len > seq_buf_buffer_left(&s->seq)) {
		s->full = 1;
		return;
	}
	seq_buf_putmem_hex(&s->seq, mem, len);
	piece_end(s, start);
}
EXPORT_SYMBOL_GPL(trace_seq_putmem_hex);

/**
 * trace_seq_bitmask - append a bitmask in 32-bit hexadecimal groups
 * @s: the sequence
 * @maskp: the bits
 * @nmaskbits: how many
 *
 * Context: Any.
 */
void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp, int nmaskbits)
{
	trace_seq_printf(s, "%*pb", nmaskbits, maskp);
}
EXPORT_SYMBOL_GPL(trace_seq_bitmask);

/**
 * trace_seq_hex_dump - append a dump as print_hex_dump() writes it
 * @s: the sequence
 * @prefix_str: begins each line
 * @prefix_type: DUMP_PREFIX_*, what follows it
 * @rowsize: bytes a line, 16 or 32
 * @groupsize: bytes that stand together: 1, 2, 4 or 8
 * @buf: the bytes
 * @len: how many
 * @ascii: show printable characters at the end of the line
 *
 * Context: Any.
 * Return: 1 if it fitted, else 0.
 */
int trace_seq_hex_dump(struct trace_seq *s, const char *prefix_str, int prefix_type,
		       int rowsize, int groupsize, const void *buf, size_t len, bool ascii)
{
	size_t start = s->seq.len;

	if (s->full)
		return 0;
	seq_buf_hex_dump(&s->seq, prefix_str, prefix_type, rowsize, groupsize, buf, len, ascii);
	piece_end(s, start);
	return !s->full;
}
EXPORT_SYMBOL(trace_seq_hex_dump);

/**
 * trace_seq_path - append a path as it looks from the current root
 * @s: the sequence
 * @path: the path
 *
 * Context: Process context.
 * Return: 1 if it fitted, else 0.
 */
int trace_seq_path(struct trace_seq *s, const struct path *path)
{
	size_t start = s->seq.len;

	if (s->full)
		return 0;
	if (seq_buf_path(&s->seq, path, "\n") < 0)
		seq_buf_set_overflow(&s->seq);
	piece_end(s, start);
	return !s->full;
}
EXPORT_SYMBOL_GPL(trace_seq_path);

/**
 * trace_seq_acquire - room for the caller to write into
 * @s: the sequence
 * @len: bytes
 *
 * The room counts as text at once.  When it does not fit behind what is there,
 * it is taken from the front: earlier text is lost, memory is safe.
 * Context: Any.
 * Return: @len bytes in the buffer; NULL if no sequence could ever hold them.
 */
char *trace_seq_acquire(struct trace_seq *s, unsigned int len)
{
	char *room = trace_seq_buffer_ptr(s);

	if (WARN_ON_ONCE(len > sizeof(s->buffer)))
		return NULL;
	if (len > seq_buf_buffer_left(&s->seq)) {
		s->full = 1;
		return s->buffer;
	}
	s->seq.len += len;
	return room;
}
EXPORT_SYMBOL(trace_seq_acquire);

/**
 * trace_seq_to_user - hand text to user space, each byte once
 * @s: the sequence
 * @ubuf: where to
 * @cnt: how much at most
 *
 * Context: Process context, may fault.
 * Return: bytes copied, 0 if @cnt is, -EBUSY when all has been read, -EFAULT.
 */
int trace_seq_to_user(struct trace_seq *s, char __user *ubuf, int cnt)
{
	int copied = seq_buf_to_user(&s->seq, ubuf, s->readpos, cnt);

	if (copied > 0)
		s->readpos += copied;
	return copied;
}
EXPORT_SYMBOL_GPL(trace_seq_to_user);

/**
 * trace_print_seq - move text into a seq_file
 * @m: where to
 * @s: the sequence; emptied if @m took it all
 *
 * Context: Process context.
 * Return: 0, or not 0 if @m was too full and the text is still in @s.
 */
int trace_print_seq(struct seq_file *m, struct trace_seq *s)
{
	int ret = seq_buf_print_seq(m, &s->seq);

	if (!ret)
		trace_seq_init(s);
	return ret;
}
