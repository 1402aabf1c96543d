// SPDX-License-Identifier: GPL-2.0
/*
 * The texts that tell user space how to read a sub-buffer, events/header_page and
 * events/header_event.  Process context.
 */
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/trace_seq.h>

#include "buffer/ring.h"

/**
 * ring_buffer_print_entry_header - the text of events/header_event
 * @s: where to print
 *
 * Context: process.
 * Return: 0 if it did not fit.
 */
int ring_buffer_print_entry_header(struct trace_seq *s)
{
	static const struct {
		const char		*text;
		enum ring_buffer_type	type;
	} kinds[] = {
		{ "padding     : type",		RINGBUF_TYPE_PADDING },
		{ "time_extend : type",		RINGBUF_TYPE_TIME_EXTEND },
		{ "time_stamp : type",		RINGBUF_TYPE_TIME_STAMP },
		{ "data max type_len ",		RINGBUF_TYPE_DATA_TYPE_LEN_MAX },
	};
	int i;

	trace_seq_printf(s, "# compressed entry header\n"
			    "\ttype_len    : %4d bits\n"
			    "\ttime_delta  : %4d bits\n"
			    "\tarray       : %4d bits\n\n", 5, RB_DELTA_BITS, 32);
	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		trace_seq_printf(s, "\t%s == %d\n", kinds[i].text, kinds[i].type);
	return !trace_seq_has_overflowed(s);
}

static void rb_print_field(struct trace_seq *s, const char *decl, size_t offset,
			   size_t size, bool is_signed)
{
	trace_seq_printf(s, "\tfield: %s;\toffset:%zu;\tsize:%zu;\tsigned:%d;\n",
			 decl, offset, size, is_signed);
}

/**
 * ring_buffer_print_page_header - the text of events/header_page
 * @buffer: the buffer, whose sub-buffer size it tells
 * @s: where to print
 *
 * The flags in commit go by the name of overwrite there.
 *
 * Context: process.
 * Return: 0 if it did not fit.
 */
int ring_buffer_print_page_header(struct trace_buffer *buffer, struct trace_seq *s)
{
	rb_print_field(s, "u64 timestamp", offsetof(struct buffer_data_page, time_stamp),
		       sizeof(u64), is_signed_type(u64));
	rb_print_field(s, "local_t commit", offsetof(struct buffer_data_page, commit),
		       sizeof(local_t), is_signed_type(long));
	rb_print_field(s, "int overwrite", offsetof(struct buffer_data_page, commit),
		       1, is_signed_type(long));
	rb_print_field(s, "char data", offsetof(struct buffer_data_page, data),
		       buffer->data_size, is_signed_type(char));
	return !trace_seq_has_overflowed(s);
}
