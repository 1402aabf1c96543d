// SPDX-License-Identifier: GPL-2.0
/*
 * trace_printk() and its relatives: text from kernel code into a buffer.
 *
 * Any context, NMI included.  Text is made in one of a few per-CPU pages, one
 * for each context that may interrupt another; without a page left the text is
 * lost.  The binary forms record the format's address and the arguments, and
 * a reader makes the text.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/string.h>

#include "dispatch/dispatch.h"

#define TEXT_SIZE	1024
#define TEXT_LEVELS	4	/* task, softirq, irq, NMI */
#define PLAIN_WORDS	24	/* of arguments, on the stack */

struct text_pages {
	int	used;
	char	text[TEXT_LEVELS][TEXT_SIZE] __aligned(4);
};

static struct text_pages __percpu *text_pages;

/* Loud on purpose, and as it always was: a kernel like this is not to be shipped. */
static void warn_of_debugging(void)
{
	static const char *const lines[] = {
		"trace_printk() being used. Allocating extra memory.", "",
		"This means that this is a DEBUG kernel and it is",
		"unsafe for production use.", "",
		"If you see this message and you are not debugging",
		"the kernel, report this immediately to your vendor!", "",
	};
	static const char notice[] = " NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE NOTICE";
	static const char frame[] = "**********************************************************";
	unsigned int i;

	pr_warn("\n%s\n**%-54s**\n**%54s**\n", frame, notice, "");
	for (i = 0; i < ARRAY_SIZE(lines); i++)
		pr_warn("** %-52s **\n", lines[i]);
	pr_warn("**%-54s**\n%s\n", notice, frame);
}

/**
 * trace_printk_init_buffers - make room for the text of trace_printk()
 *
 * A module that uses trace_printk() has this called when it loads.
 * Context: Process context, may sleep; again and again.
 */
void trace_printk_init_buffers(void)
{
	struct text_pages __percpu *pages;

	if (READ_ONCE(text_pages))
		return;
	pages = alloc_percpu(struct text_pages);
	if (!pages)
		return;
	if (cmpxchg(&text_pages, NULL, pages)) {
		free_percpu(pages);
		return;
	}
	warn_of_debugging();
}
EXPORT_SYMBOL_GPL(trace_printk_init_buffers);

/* Preemption is off while the page is held, so levels nest like contexts. */
static char *text_get(void)
{
	struct text_pages *pages;

	if (!text_pages)
		return NULL;
	pages = this_cpu_ptr(text_pages);
	if (pages->used >= TEXT_LEVELS)
		return NULL;
	pages->used++;
	/* An interrupt from here on takes the next page. */
	barrier();
	return pages->text[pages->used - 1];
}

static void text_put(void)
{
	barrier();
	this_cpu_ptr(text_pages)->used--;
}

/* The stack behind the text, from where trace_printk() stands. */
static void print_commit(struct trace_array *tr, struct rb_slot slot, unsigned long ip)
{
	struct trace_entry head = *(struct trace_entry *)slot.data;

	record_commit(slot);
	if (unlikely(instance_has(tr, OPT_STACKTRACE)))
		record_stack_after(tr, head, ip);
}

/* @size bytes of @text, which need not end with a NUL, as a print record. */
static int print_record(struct trace_array *tr, unsigned long ip, const char *text, int size)
{
	struct print_entry *entry;
	struct rb_slot slot;

	slot = record_reserve(tr, TRACE_PRINT, sizeof(*entry) + size + 1);
	entry = slot.data;
	if (!entry)
		return 0;
	entry->ip = ip;
	memcpy(entry->buf, text, size);
	entry->buf[size] = '\0';
	print_commit(tr, slot, ip);
	return size;
}

/* Preemption is off. */
static __printf(3, 0)
int vprint_locked(struct trace_array *tr, unsigned long ip, const char *fmt, va_list args)
{
	int len = 0;
	char *text;

	text = text_get();
	if (!text)
		return 0;
	len = vscnprintf(text, TEXT_SIZE, fmt, args);
	len = print_record(tr, ip, text, len);
	text_put();
	return len;
}

/* Preemption is off, so that the instance stays. */
static struct trace_array *printk_instance(void)
{
	struct trace_array *tr = instance_printk_dest();

	return tr && instance_has(tr, OPT_TRACE_PRINTK) ? tr : NULL;
}

/**
 * trace_vprintk - formatted text where trace_printk() goes
 * @ip: where it comes from
 * @fmt: printf format
 * @args: its arguments
 *
 * Context: Any.
 * Return: bytes of text recorded.
 */
int trace_vprintk(unsigned long ip, const char *fmt, va_list args)
{
	struct trace_array *tr;

	guard(preempt_notrace)();
	tr = printk_instance();
	return tr ? vprint_locked(tr, ip, fmt, args) : 0;
}
EXPORT_SYMBOL_GPL(trace_vprintk);

/* The arguments as vbin_printf() leaves them, mostly few. */
static __always_inline
int bprint_record(struct trace_array *tr, unsigned long ip, const char *fmt, const u32 *args_bin,
		  int words)
{
	struct bprint_entry *entry;
	struct rb_slot slot;
	int i;

	slot = record_reserve(tr, TRACE_BPRINT, sizeof(*entry) + words * sizeof(u32));
	entry = slot.data;
	if (!entry)
		return 0;
	entry->ip = ip;
	entry->fmt = fmt;
	for (i = 0; i < words; i++)
		entry->buf[i] = args_bin[i];
	print_commit(tr, slot, ip);
	return words;
}

/*
 * Arguments that are too long for a page are not recorded at all, as a reader
 * would look for them behind the record.  Preemption is off.
 */
static noinline __printf(3, 0)
int vbprint_other(struct trace_array *tr, unsigned long ip, const char *fmt, va_list args)
{
	u32 *args_bin;
	int words;

	args_bin = (u32 *)text_get();
	if (!args_bin)
		return 0;
	words = vbin_printf(args_bin, TEXT_SIZE / sizeof(u32), fmt, args);
	if (words > TEXT_SIZE / (int)sizeof(u32) || words < 0)
		words = 0;
	else
		words = bprint_record(tr, ip, fmt, args_bin, words);
	text_put();
	return words;
}

/* -1: not a plain format, nothing is recorded.  Preemption is off. */
static __always_inline int bprint_plain(struct trace_array *tr, unsigned long ip,
					const struct va_format *vaf)
{
	u32 plain[PLAIN_WORDS] __uninitialized;
	int words;

	words = bprint_args_put(plain, PLAIN_WORDS, vaf);
	if (unlikely(words < 0))
		return words;
	return bprint_record(tr, ip, vaf->fmt, plain, words);
}

/**
 * trace_vbprintk - the same, formatted by the reader
 * @ip: where it comes from
 * @fmt: printf format that lives as long as the record
 * @args: its arguments
 *
 * Context: Any.
 * Return: words of arguments, 0 when nothing was recorded.
 */
int trace_vbprintk(unsigned long ip, const char *fmt, va_list args)
{
	va_list copy __uninitialized;
	struct va_format vaf = { fmt, &copy };
	struct trace_array *tr;
	int words;

	guard(preempt_notrace)();
	tr = printk_instance();
	if (!tr)
		return 0;
	va_copy(copy, args);
	words = bprint_plain(tr, ip, &vaf);
	va_end(copy);
	return likely(words >= 0) ? words : vbprint_other(tr, ip, fmt, args);
}
EXPORT_SYMBOL_GPL(trace_vbprintk);

/**
 * __trace_printk - trace_printk() whose format is no constant
 * @ip: where it comes from
 * @fmt: printf format
 *
 * Context: Any.
 * Return: bytes of text recorded.
 */
int __trace_printk(unsigned long ip, const char *fmt, ...)
{
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = trace_vprintk(ip, fmt, args);
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(__trace_printk);

/**
 * __trace_bprintk - trace_printk() whose format is a constant
 * @ip: where it comes from
 * @fmt: printf format, kept in __trace_printk_fmt
 *
 * Context: Any.
 * Return: words of arguments recorded.
 */
int __trace_bprintk(unsigned long ip, const char *fmt, ...)
{
	va_list args __uninitialized;
	struct va_format vaf = { fmt, &args };
	struct trace_array *tr;
	int words;

	guard(preempt_notrace)();
	tr = printk_instance();
	if (unlikely(!fmt || !tr))
		return 0;
	va_start(args, fmt);
	words = bprint_plain(tr, ip, &vaf);
	va_end(args);
	if (likely(words >= 0))
		return words;
	va_start(args, fmt);
	words = vbprint_other(tr, ip, fmt, args);
	va_end(args);
	return words;
}
EXPORT_SYMBOL_GPL(__trace_bprintk);

/**
 * __ftrace_vprintk - ftrace_vprintk() whose format is no constant
 * @ip: where it comes from
 * @fmt: printf format
 * @ap: its arguments
 *
 * Context: Any.
 * Return: bytes of text recorded.
 */
int __ftrace_vprintk(unsigned long ip, const char *fmt, va_list ap)
{
	return trace_vprintk(ip, fmt, ap);
}
EXPORT_SYMBOL_GPL(__ftrace_vprintk);

/**
 * __ftrace_vbprintk - ftrace_vprintk() whose format is a constant
 * @ip: where it comes from
 * @fmt: printf format
 * @ap: its arguments
 *
 * Context: Any.
 * Return: words of arguments recorded.
 */
int __ftrace_vbprintk(unsigned long ip, const char *fmt, va_list ap)
{
	return fmt ? trace_vbprintk(ip, fmt, ap) : 0;
}
EXPORT_SYMBOL_GPL(__ftrace_vbprintk);

/* A line feed is added where it lacks one.  Preemption is off. */
static int puts_locked(struct trace_array *tr, unsigned long ip, const char *str, int size)
{
	bool add_lf = !size || str[size - 1] != '\n';
	struct print_entry *entry;
	struct rb_slot slot;

	slot = record_reserve(tr, TRACE_PRINT, sizeof(*entry) + size + add_lf + 1);
	entry = slot.data;
	if (!entry)
		return 0;
	entry->ip = ip;
	memcpy(entry->buf, str, size);
	if (add_lf)
		entry->buf[size] = '\n';
	entry->buf[size + add_lf] = '\0';
	print_commit(tr, slot, ip);
	return size;
}

/**
 * __trace_array_puts - a string into an instance
 * @tr: the instance
 * @ip: where it comes from
 * @str: the string
 * @size: bytes of it
 *
 * A line feed is added where it lacks one.
 * Context: Any.
 * Return: bytes recorded, or 0.
 */
int __trace_array_puts(struct trace_array *tr, unsigned long ip, const char *str, int size)
{
	if (!instance_has(tr, OPT_TRACE_PRINTK))
		return 0;
	guard(preempt_notrace)();
	return puts_locked(tr, ip, str, size);
}
EXPORT_SYMBOL_GPL(__trace_array_puts);

/**
 * __trace_puts - trace_puts() of a string that is no constant
 * @ip: where it comes from
 * @str: the string
 * @size: bytes of it
 *
 * Context: Any.
 * Return: bytes recorded, or 0.
 */
int __trace_puts(unsigned long ip, const char *str, int size)
{
	struct trace_array *tr;

	guard(preempt_notrace)();
	tr = printk_instance();
	return tr ? puts_locked(tr, ip, str, size) : 0;
}
EXPORT_SYMBOL_GPL(__trace_puts);

/**
 * __trace_bputs - trace_puts() of a constant: only its address is recorded
 * @ip: where it comes from
 * @str: the string, kept in __trace_printk_fmt
 *
 * Context: Any.
 * Return: 1, or 0 when nothing was recorded.
 */
int __trace_bputs(unsigned long ip, const char *str)
{
	struct bputs_entry *entry;
	struct trace_array *tr;
	struct rb_slot slot;

	guard(preempt_notrace)();
	tr = printk_instance();
	if (!tr)
		return 0;
	slot = record_reserve(tr, TRACE_BPUTS, sizeof(*entry));
	entry = slot.data;
	if (!entry)
		return 0;
	entry->ip = ip;
	entry->str = str;
	print_commit(tr, slot, ip);
	return 1;
}
EXPORT_SYMBOL_GPL(__trace_bputs);

/**
 * trace_array_init_printk - make trace_array_printk() work
 * @tr: an instance that is not the top one
 *
 * Context: Process context, may sleep.
 * Return: 0, -ENOENT for NULL, -EINVAL for the top instance, -ENOMEM.
 */
int trace_array_init_printk(struct trace_array *tr)
{
	if (!tr)
		return -ENOENT;
	if (tr == instance_top())
		return -EINVAL;
	trace_printk_init_buffers();
	return text_pages ? 0 : -ENOMEM;
}
EXPORT_SYMBOL_GPL(trace_array_init_printk);

/**
 * trace_array_printk - formatted text into an instance of one's own
 * @tr: the instance
 * @ip: where it comes from
 * @fmt: printf format
 *
 * The top instance is refused: debugging output there drowns what users look at.
 * Context: Any.
 * Return: bytes of text, 0 when nothing was recorded, -ENOENT for NULL.
 */
int trace_array_printk(struct trace_array *tr, unsigned long ip, const char *fmt, ...)
{
	va_list args;
	int ret;

	if (!tr)
		return -ENOENT;
	if (tr == instance_top() || !instance_has(tr, OPT_TRACE_PRINTK))
		return 0;
	va_start(args, fmt);
	preempt_disable_notrace();
	ret = vprint_locked(tr, ip, fmt, args);
	preempt_enable_notrace();
	va_end(args);
	return ret;
}
EXPORT_SYMBOL_GPL(trace_array_printk);
