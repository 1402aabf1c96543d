/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events of a module's own: what a header of events looks like.
 *
 * A header that defines events is read many times, by everybody who includes
 * it and, from the one C file that defines CREATE_TRACE_POINTS, once for each
 * thing that is made of an event (see include/trace/pass/).  So:
 *
 *  1. TRACE_SYSTEM comes first and names the folder below events/.
 *  2. The guard lets TRACE_HEADER_MULTI_READ through.
 *  3. Where the header is not include/trace/events/TRACE_SYSTEM.h, the lines
 *     behind the guard say where it is and what it is called.
 *  4. trace/define_trace.h comes last.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sample-trace

#if !defined(_SAMPLE_TRACE_EVENTS_H) || defined(TRACE_HEADER_MULTI_READ)
#define _SAMPLE_TRACE_EVENTS_H

#include <linux/cpumask.h>
#include <linux/tracepoint.h>

#ifndef _SAMPLE_TRACE_HELPERS
#define _SAMPLE_TRACE_HELPERS
/* Ordinary declarations want a guard of their own: see 2. */
enum sample_mood {
	SAMPLE_MOOD_CALM,
	SAMPLE_MOOD_BUSY,
	SAMPLE_MOOD_FRANTIC,
};

int sample_reg(void);
void sample_unreg(void);
#endif

/* User space cannot know these: the format file shows their numbers. */
TRACE_DEFINE_ENUM(SAMPLE_MOOD_CALM);
TRACE_DEFINE_ENUM(SAMPLE_MOOD_BUSY);
TRACE_DEFINE_ENUM(SAMPLE_MOOD_FRANTIC);

/* The probe of an event with a __vstring() looks like a printf() to the compiler. */
#pragma GCC diagnostic push
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wsuggest-attribute=format"
#endif

/*
 * Every kind of field.  Those whose size a hit decides (the dynamic ones) are
 * measured first; TP_fast_assign() then fills the entry in place.
 */
TRACE_EVENT(foo_bar,

	TP_PROTO(const char *name, int bar, const int *list, int nr, const char *text,
		 const struct cpumask *mask, const char *fmt, va_list *va),

	TP_ARGS(name, bar, list, nr, text, mask, fmt, va),

	TP_STRUCT__entry(
		__array(	char,		name,	10		)
		__field(	int,		bar			)
		__dynamic_array(int,		list,	nr		)
		__string(	text,		text			)
		__bitmask(	bits,		num_possible_cpus()	)
		__cpumask(	cpus					)
		__vstring(	message,	fmt,	va		)
		__string_len(	head,		text,	nr		)
	),

	TP_fast_assign(
		strscpy(__entry->name, name);
		__entry->bar = bar;
		memcpy(__get_dynamic_array(list), list, nr * sizeof(*list));
		__assign_str(text);
		__assign_bitmask(bits, cpumask_bits(mask), num_possible_cpus());
		__assign_cpumask(cpus, cpumask_bits(mask));
		__assign_vstr(message, fmt, va);
		__assign_str(head);
	),

	TP_printk("%s %d mood=%s flags=%s list=%s text=%s head=%s bits=%s cpus=%s (%s)",
		  __entry->name, __entry->bar,
		  __print_symbolic(__entry->bar % 3,
				   { SAMPLE_MOOD_CALM,		"calm"		},
				   { SAMPLE_MOOD_BUSY,		"busy"		},
				   { SAMPLE_MOOD_FRANTIC,	"frantic"	}),
		  __print_flags(__entry->bar, "|", { 1, "ONE" }, { 2, "TWO" }, { 4, "FOUR" }),
		  __print_dynamic_array(list, sizeof(int)),
		  __get_str(text), __get_str(head), __get_bitmask(bits), __get_cpumask(cpus),
		  __get_str(message))
);

#pragma GCC diagnostic pop

/* Called on every hit of the site, recorded only when the condition holds. */
TRACE_EVENT_CONDITION(foo_bar_with_cond,

	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),
	TP_CONDITION(!(bar % 10)),

	TP_STRUCT__entry(
		__string(	foo,	foo	)
		__field(	int,	bar	)
	),
	TP_fast_assign(
		__assign_str(foo);
		__entry->bar = bar;
	),
	TP_printk("%s %d", __get_str(foo), __entry->bar)
);

/* Somebody wants to know when the event is enabled and disabled. */
TRACE_EVENT_FN(foo_bar_with_fn,

	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),

	TP_STRUCT__entry(
		__string(	foo,	foo	)
		__field(	int,	bar	)
	),
	TP_fast_assign(
		__assign_str(foo);
		__entry->bar = bar;
	),
	TP_printk("%s %d", __get_str(foo), __entry->bar),

	sample_reg, sample_unreg
);

/*
 * Events that record the same things share a class: most of what an event
 * costs in memory is its class.
 */
DECLARE_EVENT_CLASS(foo_template,

	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),

	TP_STRUCT__entry(
		__string(	foo,	foo	)
		__field(	int,	bar	)
	),
	TP_fast_assign(
		__assign_str(foo);
		__entry->bar = bar;
	),
	TP_printk("%s %d", __get_str(foo), __entry->bar)
);

DEFINE_EVENT(foo_template, foo_with_template_simple,
	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar));

DEFINE_EVENT_CONDITION(foo_template, foo_with_template_cond,
	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),
	TP_CONDITION(!(bar % 8)));

DEFINE_EVENT_FN(foo_template, foo_with_template_fn,
	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),
	sample_reg, sample_unreg);

DEFINE_EVENT_PRINT(foo_template, foo_with_template_print,
	TP_PROTO(const char *foo, int bar),
	TP_ARGS(foo, bar),
	TP_printk("printed its own way: %d %s", __entry->bar, __get_str(foo)));

/* The __rel_ kinds say where their bytes are by distance from the field. */
TRACE_EVENT(foo_rel_loc,

	TP_PROTO(const char *foo, int bar, const unsigned long *mask),
	TP_ARGS(foo, bar, mask),

	TP_STRUCT__entry(
		__rel_string(	foo,	foo			)
		__field(	int,	bar			)
		__rel_bitmask(	bits,	BITS_PER_BYTE * sizeof(long))
	),
	TP_fast_assign(
		__assign_rel_str(foo);
		__entry->bar = bar;
		__assign_rel_bitmask(bits, mask, BITS_PER_BYTE * sizeof(long));
	),
	TP_printk("%s, %d, %s", __get_rel_str(foo), __entry->bar, __get_rel_bitmask(bits))
);

#endif /* _SAMPLE_TRACE_EVENTS_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace-events-sample
#include <trace/define_trace.h>
