// SPDX-License-Identifier: GPL-2.0
/*
 * The format file of an event: the text by which user space reads its records.
 *
 * Process context, under event_mutex.  The text is ABI down to the byte.
 */
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "event/event.h"

/*
 * A type with brackets shows them behind the name, with the number of elements
 * where that is known.  A __data_loc field keeps its type as it is written.
 */
static void field_show_decl(struct seq_file *m, const struct event_field *field)
{
	const char *brackets = strchr(field->type, '[');

	if (field->len)
		seq_printf(m, "%s %s[%u]", field->type, field->name, field->len);
	else if (brackets && !strstarts(field->type, "__data_loc"))
		seq_printf(m, "%.*s %s%s", (int)(brackets - field->type), field->type,
			   field->name, brackets);
	else
		seq_printf(m, "%s %s", field->type, field->name);
}

static void field_show(struct seq_file *m, const struct event_field *field)
{
	seq_puts(m, "\tfield:");
	field_show_decl(m, field);
	seq_printf(m, ";\toffset:%u;\tsize:%u;\tsigned:%d;\n",
		   field->offset, field->size, field->is_signed);
}

/* Names that only this kernel knows become numbers. */
static void print_fmt_show(struct seq_file *m, struct trace_event_call *call)
{
	char *text __free(kfree) = event_eval_replace(call->class->system, call->print_fmt);

	seq_printf(m, "\nprint fmt: %s\n", text ?: call->print_fmt);
}

/**
 * event_format_show - write the format file
 * @m: where to
 * @call: the event
 *
 * Context: Process context, under event_mutex.
 */
void event_format_show(struct seq_file *m, struct trace_event_call *call)
{
	struct event_field_walk walk;
	struct event_field *field;

	lockdep_assert_held(&event_mutex);
	seq_printf(m, "name: %s\nID: %d\nformat:\n", trace_event_name(call), call->type);
	for_each_common_field(field, &walk)
		field_show(m, field);
	seq_putc(m, '\n');
	for_each_event_field(field, &walk, call)
		field_show(m, field);
	print_fmt_show(m, call);
}
