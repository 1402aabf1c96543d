/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a module may do with trace instances (struct trace_array): find one by
 * name, write text into it, let go of it; and be handed a copy of each record
 * (struct trace_export).
 */
#ifndef _LINUX_TRACE_H
#define _LINUX_TRACE_H

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/instruction_pointer.h>
#include <linux/string.h>
#include <linux/types.h>

struct trace_array;

/* The kinds of record that an export asks for */
#define TRACE_EXPORT_FUNCTION	BIT(0)
#define TRACE_EXPORT_EVENT	BIT(1)
#define TRACE_EXPORT_MARKER	BIT(2)

/**
 * struct trace_export - a sink for records beside the ring buffer
 * @next: belongs to the list of exports
 * @write: takes a copy of the record's bytes; called in the context of the hit
 * @flags: TRACE_EXPORT_*, the kinds wanted
 */
struct trace_export {
	struct trace_export __rcu	*next;
	void (*write)(struct trace_export *export, const void *entry,
		      unsigned int size);
	int				flags;
};

#ifdef CONFIG_TRACING

int register_ftrace_export(struct trace_export *export);
int unregister_ftrace_export(struct trace_export *export);

struct trace_array *trace_array_get_by_name(const char *name,
					    const char *systems);
void trace_array_put(struct trace_array *tr);
int trace_array_destroy(struct trace_array *tr);

void trace_printk_init_buffers(void);
int trace_array_init_printk(struct trace_array *tr);
__printf(3, 4)
int trace_array_printk(struct trace_array *tr, unsigned long ip,
		       const char *fmt, ...);
int __trace_array_puts(struct trace_array *tr, unsigned long ip,
		       const char *str, int size);

/**
 * trace_array_puts() - write a string that needs no formatting
 * @tr: the instance to write to
 * @str: the text, or NULL
 *
 * Context: any.
 * Return: the bytes written, -1 for a NULL @str.
 */
#define trace_array_puts(tr, str)					\
({									\
	const char *__text = (str);					\
									\
	__text ? __trace_array_puts(tr, _THIS_IP_, __text,		\
				    strlen(__text)) : -1;		\
})

#else /* !CONFIG_TRACING */

static inline int register_ftrace_export(struct trace_export *export) { return -EINVAL; }
static inline int unregister_ftrace_export(struct trace_export *export) { return 0; }

static inline struct trace_array *trace_array_get_by_name(const char *name,
							  const char *systems)
{
	return NULL;
}

static inline void trace_array_put(struct trace_array *tr) { }
static inline int trace_array_destroy(struct trace_array *tr) { return 0; }
static inline void trace_printk_init_buffers(void) { }
static inline int trace_array_init_printk(struct trace_array *tr) { return -EINVAL; }

static inline __printf(3, 4)
int trace_array_printk(struct trace_array *tr, unsigned long ip,
		       const char *fmt, ...)
{
	return 0;
}

#endif /* CONFIG_TRACING */

#endif /* _LINUX_TRACE_H */
