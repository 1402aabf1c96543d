// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of an event, as a walk.
 *
 * A class holds sizes in one table and names in one string (see
 * include/trace/pass/fields.h); offsets are not stored but follow from the
 * rule that the compiler laid the record out by.  Any context.
 */
#include <kunit/visibility.h>
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "event/event.h"

static const struct trace_event_fields common_fields[] = {
	{ .size = 2, .align = 2 },
	{ .size = 1, .align = 1 },
	{ .size = 1, .align = 1 },
	{ .size = 4, .align = 4, .is_signed = 1 },
};

static const char common_names[] =
	"unsigned short\0common_type\0"
	"unsigned char\0common_flags\0"
	"unsigned char\0common_preempt_count\0"
	"int\0common_pid\0";

static const char *next_string(const char *s)
{
	return s + strlen(s) + 1;
}

/**
 * event_field_next - the field behind the current one
 * @walk: the walk
 *
 * Context: Any.
 * Return: the field, inside @walk, or NULL at the end.
 */
struct event_field *event_field_next(struct event_field_walk *walk)
{
	const struct trace_event_fields *desc = walk->next;
	struct event_field *field = &walk->field;

	if (!walk->left)
		return NULL;
	walk->offset = ALIGN(walk->offset, desc->align);
	field->type = walk->names;
	field->name = next_string(field->type);
	field->offset = walk->offset;
	field->size = desc->size;
	field->len = desc->len;
	field->is_signed = desc->is_signed;
	field->filter_type = desc->filter_type;
	walk->offset += desc->size;
	walk->names = next_string(field->name);
	walk->next++;
	walk->left--;
	return field;
}
EXPORT_SYMBOL_IF_KUNIT(event_field_next);

/**
 * event_field_first_common - begin a walk over what every record begins with
 * @walk: the walk, to be set up
 *
 * Context: Any.
 * Return: the first field.
 */
struct event_field *event_field_first_common(struct event_field_walk *walk)
{
	*walk = (struct event_field_walk) {
		.next	= common_fields,
		.left	= ARRAY_SIZE(common_fields),
		.names	= common_names,
	};
	return event_field_next(walk);
}

/**
 * event_field_first - begin a walk over the fields of an event
 * @walk: the walk, to be set up
 * @call: the event
 *
 * Context: Any.
 * Return: the first field behind the common ones, or NULL.
 */
struct event_field *event_field_first(struct event_field_walk *walk,
				      const struct trace_event_call *call)
{
	*walk = (struct event_field_walk) {
		.next	= call->class->fields,
		.left	= call->class->nr_fields,
		.names	= call->class->field_names,
		.offset	= sizeof(struct trace_entry),
	};
	return event_field_next(walk);
}
EXPORT_SYMBOL_IF_KUNIT(event_field_first);

/**
 * trace_event_get_offsets - where the fields of an event end
 * @call: the event
 *
 * Context: Any.
 * Return: bytes of its records, without what dynamic fields add.
 */
int trace_event_get_offsets(struct trace_event_call *call)
{
	struct event_field_walk walk;
	struct event_field *field;
	int end = sizeof(struct trace_entry);

	for_each_event_field(field, &walk, call)
		end = field->offset + field->size;
	return end;
}
