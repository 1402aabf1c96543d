// SPDX-License-Identifier: GPL-2.0
/*
 * A record as one line (or several), in the form that the options ask for.
 *
 * Called by the files that show records, in process context and under
 * event_read_lock(): the event of a record must not go away while its print
 * function runs.  Text goes to iter->seq; what does not fit there whole is
 * reported as a partial line, to be tried again on an empty sequence.
 */
#include <kunit/visibility.h>
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"
#include "event/event.h"
#include "event/merge.h"
#include "event/print.h"

/**
 * trace_handle_return - what a print function returns after its last piece
 * @s: the sequence that it wrote to
 *
 * Context: Any.
 * Return: whether the line is whole.
 */
enum print_line_t trace_handle_return(struct trace_seq *s)
{
	return trace_seq_has_overflowed(s) ? TRACE_TYPE_PARTIAL_LINE : TRACE_TYPE_HANDLED;
}
EXPORT_SYMBOL_GPL(trace_handle_return);

/* Copies @fmt with each bare %p as %px. */
static void fmt_show_pointers(char *to, const char *fmt)
{
	while (*fmt) {
		char c = *fmt++;

		*to++ = c;
		if (c != '%' || !*fmt)
			continue;
		c = *fmt++;
		*to++ = c;
		if (c == 'p' && !isalnum(*fmt))
			*to++ = 'x';
	}
	*to = '\0';
}

static bool fmt_room(struct trace_iterator *iter, size_t size)
{
	char *room;

	if (iter->iter_flags & TRACE_FILE_NO_ALLOC)
		return false;
	room = krealloc(iter->fmt, size, GFP_KERNEL);
	if (!room)
		return false;
	iter->fmt = room;
	iter->fmt_size = size;
	return true;
}

/* The format to use: %p shows the value itself when hash-ptr is off. */
static const char *fmt_of(struct trace_iterator *iter, const char *fmt)
{
	size_t size;

	if (likely(instance_has(iter->tr, OPT_HASH_PTR)) || !strstr(fmt, "%p"))
		return fmt;
	/* Three characters for two, at most. */
	size = strlen(fmt) * 3 / 2 + 1;
	if (iter->fmt_size < size && !fmt_room(iter, size))
		return fmt;
	fmt_show_pointers(iter->fmt, fmt);
	return iter->fmt;
}

/* What was found out of events that may be gone is forgotten. */
static struct print_cache *cache_now(struct trace_iterator *iter)
{
	struct print_cache *cache = &iter->merge->prints;
	unsigned long generation = event_registry_generation();

	if (unlikely(cache->generation != generation)) {
		memset(cache, 0, sizeof(*cache));
		cache->generation = generation;
	}
	return cache;
}

/* The event of a record, if it is one that has a print function. */
static struct trace_event_call *call_of(struct print_cache *cache, unsigned int type)
{
	struct trace_event_call **place = &cache->calls[type % CACHED_CALLS];
	struct trace_event_call *call = *place;

	if (likely(call && call->type == type))
		return call;
	call = event_call_by_type(type);
	if (!call || !call->print)
		return NULL;
	*place = call;
	return call;
}

/* A constant format, read once. */
static const struct print_plan *plan_of(struct print_cache *cache, const char *fmt)
{
	unsigned long hash = (unsigned long)fmt >> 3;
	struct print_plan *plan = &cache->plans[(hash ^ hash >> 4) % CACHED_PLANS];

	if (unlikely(plan->fmt != fmt))
		print_plan_make(plan, fmt);
	return plan;
}

/**
 * trace_event_printf - what TP_printk() comes down to
 * @iter: the iterator, on the record that is printed
 * @fmt: printf format, its arguments behind
 *
 * Context: A reader of the buffer.
 */
void trace_event_printf(struct trace_iterator *iter, const char *fmt, ...)
{
	const char *shown = fmt_of(iter, fmt);
	va_list args;

	va_start(args, fmt);
	if (likely(iter->merge && shown == fmt))
		trace_seq_vprintf_plan(&iter->seq, plan_of(&iter->merge->prints, fmt), args);
	else
		trace_seq_vprintf(&iter->seq, shown, args);
	va_end(args);
}
EXPORT_SYMBOL(trace_event_printf);

/**
 * trace_output_call - print a record under a name
 * @iter: the iterator, on the record
 * @name: what the line begins with
 * @fmt: printf format, its arguments behind
 *
 * Context: A reader of the buffer.
 * Return: as trace_handle_return().
 */
int trace_output_call(struct trace_iterator *iter, char *name, char *fmt, ...)
{
	va_list args;

	trace_seq_put_name(&iter->seq, name);
	va_start(args, fmt);
	trace_seq_vprintf(&iter->seq, fmt_of(iter, fmt), args);
	va_end(args);
	return trace_handle_return(&iter->seq);
}
EXPORT_SYMBOL_GPL(trace_output_call);

/**
 * trace_raw_output_prep - begin the line of a record whose module prints it
 * @iter: the iterator, on the record
 * @event: what the module registered
 *
 * Context: A reader of the buffer.
 * Return: TRACE_TYPE_UNHANDLED if the record is not of @event, else as
 * trace_handle_return().
 */
int trace_raw_output_prep(struct trace_iterator *iter, struct trace_event *event)
{
	struct trace_event_call *call = event_call_by_type(iter->ent->type);

	if (WARN_ON_ONCE(!call || iter->ent->type != event->type))
		return TRACE_TYPE_UNHANDLED;
	trace_seq_init(&iter->tmp_seq);
	trace_seq_put_name(&iter->seq, trace_event_name(call));
	return trace_handle_return(&iter->seq);
}
EXPORT_SYMBOL(trace_raw_output_prep);

/* All that can be said of a record in a form that its event does not have. */
static enum print_line_t print_type_only(struct trace_iterator *iter)
{
	trace_seq_printf(&iter->seq, "type: %d\n", iter->ent->type);
	return trace_handle_return(&iter->seq);
}

static int sym_flags(const struct trace_array *tr)
{
	return (instance_has(tr, OPT_SYM_OFFSET) ? SYM_PRINT_OFFSET : 0) |
	       (instance_has(tr, OPT_SYM_ADDR) ? SYM_PRINT_ADDR : 0);
}

/* By the function that the event has for a form, if it has one. */
static enum print_line_t print_by(struct trace_iterator *iter, struct trace_event *event,
				  trace_print_func print)
{
	return print ? print(iter, sym_flags(iter->tr), event) : print_type_only(iter);
}

static bool wants_context(const struct trace_iterator *iter)
{
	return instance_has(iter->tr, OPT_CONTEXT_INFO);
}

static enum print_line_t print_bin(struct trace_iterator *iter)
{
	struct trace_event *event = event_printer_by_type(iter->ent->type);
	struct trace_entry *ent = iter->ent;
	struct trace_seq *s = &iter->seq;

	if (wants_context(iter)) {
		trace_seq_putmem(s, &ent->pid, sizeof(ent->pid));
		trace_seq_putmem(s, &iter->cpu, sizeof(iter->cpu));
		trace_seq_putmem(s, &iter->ts, sizeof(iter->ts));
		if (trace_seq_has_overflowed(s))
			return TRACE_TYPE_PARTIAL_LINE;
	}
	return print_by(iter, event, event ? event->funcs->binary : NULL);
}

static enum print_line_t print_hex(struct trace_iterator *iter)
{
	struct trace_event *event = event_printer_by_type(iter->ent->type);
	struct trace_entry *ent = iter->ent;
	struct trace_seq *s = &iter->seq;
	enum print_line_t ret;

	if (wants_context(iter)) {
		trace_seq_putmem_hex(s, &ent->pid, sizeof(ent->pid));
		trace_seq_putmem_hex(s, &iter->cpu, sizeof(iter->cpu));
		trace_seq_putmem_hex(s, &iter->ts, sizeof(iter->ts));
	}
	ret = print_by(iter, event, event ? event->funcs->hex : NULL);
	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	trace_seq_putc(s, '\n');
	return trace_handle_return(s);
}

static enum print_line_t print_raw(struct trace_iterator *iter)
{
	struct trace_event *event = event_printer_by_type(iter->ent->type);

	if (wants_context(iter))
		trace_seq_printf(&iter->seq, "%d %d %llu ", iter->ent->pid, iter->cpu, iter->ts);
	return print_by(iter, event, event ? event->funcs->raw : NULL);
}

/* In a buffer that lost its oldest records, say where another CPU's begin. */
static void print_cpu_start(struct trace_iterator *iter)
{
	if (!(iter->iter_flags & TRACE_FILE_ANNOTATE) || !instance_has(iter->tr, OPT_ANNOTATE))
		return;
	if (cpumask_test_and_set_cpu(iter->cpu, iter->started))
		return;
	/* The first line of all needs no such remark. */
	if (iter->idx > 1)
		trace_seq_printf(&iter->seq, "##### CPU %d buffer started ####\n", iter->cpu);
}

/**
 * event_text_print - print what a record says, without who, where and when
 * @iter: the iterator, on the record
 * @call: its event, one that has a print function
 *
 * Context: A reader of the buffer, or the hit itself.
 * Return: as event_line_print().
 */
enum print_line_t event_text_print(struct trace_iterator *iter, struct trace_event_call *call)
{
	trace_seq_put_name(&iter->seq, trace_event_name(call));
	if (unlikely(print_may_refuse(call)) && print_refuses(iter, call))
		return trace_handle_return(&iter->seq);
	trace_seq_init(&iter->tmp_seq);
	call->print(iter, iter->ent);
	return trace_handle_return(&iter->seq);
}

/**
 * event_remark_print - print a record as a remark among a tracer's own lines
 * @iter: the iterator, on the record
 *
 * Context: A reader of the buffer.
 * Return: as event_line_print(); TRACE_TYPE_UNHANDLED if nothing is known of it.
 */
enum print_line_t event_remark_print(struct trace_iterator *iter)
{
	enum print_line_t ret = print_message_only(iter);
	unsigned int type = iter->ent->type;
	struct trace_event_call *call;
	struct trace_event *event;

	if (ret != TRACE_TYPE_UNHANDLED)
		return ret;
	call = call_of(cache_now(iter), type);
	if (call)
		return event_text_print(iter, call);
	event = event_printer_by_type(type);
	return event ? print_by(iter, event, event->funcs->trace) : TRACE_TYPE_UNHANDLED;
}

static enum print_line_t print_unknown(struct trace_iterator *iter, const char *what)
{
	trace_seq_printf(&iter->seq, "%s %d\n", what, iter->ent->type);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t print_text(struct trace_iterator *iter)
{
	unsigned int type = iter->ent->type;
	struct trace_event_call *call;
	struct trace_event *event;

	print_cpu_start(iter);
	if (wants_context(iter))
		print_prefix(iter);
	if (trace_seq_has_overflowed(&iter->seq))
		return TRACE_TYPE_PARTIAL_LINE;
	call = call_of(cache_now(iter), type);
	if (instance_has(iter->tr, OPT_FIELDS))
		return call ? print_fields(iter, call) : print_unknown(iter, "UNKNOWN TYPE");
	if (call)
		return event_text_print(iter, call);
	event = event_printer_by_type(type);
	return event ? print_by(iter, event, event->funcs->trace) :
		       print_unknown(iter, "Unknown type");
}

/* How many, a reader that leaves records in place does not know. */
static void print_lost(struct trace_iterator *iter)
{
	struct trace_seq *s = &iter->seq;

	trace_seq_printf(s, "CPU:%d [LOST ", iter->cpu);
	if (iter->lost_events != (unsigned long)-1)
		trace_seq_printf(s, "%lu ", iter->lost_events);
	trace_seq_puts(s, "EVENTS]\n");
}

#define MESSAGE_ONLY	(BIT(OPT_TRACE_PRINTK) | BIT(OPT_PRINTK_MSG_ONLY))
#define OTHER_FORMS	(BIT(OPT_PRINTK_MSG_ONLY) | BIT(OPT_BIN) | BIT(OPT_HEX) | BIT(OPT_RAW))

/* What is not plain text; TRACE_TYPE_UNHANDLED if that is what is wanted. */
static enum print_line_t print_other_form(struct trace_iterator *iter, unsigned long options)
{
	enum print_line_t ret = TRACE_TYPE_UNHANDLED;

	if ((options & MESSAGE_ONLY) == MESSAGE_ONLY)
		ret = print_message_only(iter);
	if (ret != TRACE_TYPE_UNHANDLED)
		return ret;
	if (options & BIT(OPT_BIN))
		return print_bin(iter);
	if (options & BIT(OPT_HEX))
		return print_hex(iter);
	if (options & BIT(OPT_RAW))
		return print_raw(iter);
	return ret;
}

/**
 * event_line_print - print the record that an iterator is on
 * @iter: the iterator
 *
 * Context: A reader of the buffer, under event_read_lock().
 * Return: TRACE_TYPE_HANDLED, or TRACE_TYPE_PARTIAL_LINE if iter->seq was too
 * full for it.
 */
enum print_line_t event_line_print(struct trace_iterator *iter)
{
	unsigned long options = READ_ONCE(iter->tr->options);
	enum print_line_t ret;

	if (unlikely(iter->lost_events)) {
		print_lost(iter);
		if (trace_seq_has_overflowed(&iter->seq))
			return TRACE_TYPE_PARTIAL_LINE;
	}
	if (unlikely(iter->view && iter->view->print_line)) {
		ret = iter->view->print_line(iter);
		if (ret != TRACE_TYPE_UNHANDLED)
			return ret;
	}
	if (unlikely(options & OTHER_FORMS)) {
		ret = print_other_form(iter, options);
		if (ret != TRACE_TYPE_UNHANDLED)
			return ret;
	}
	return print_text(iter);
}
EXPORT_SYMBOL_IF_KUNIT(event_line_print);
