/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TRACE_SEQ_H
#define _LINUX_TRACE_SEQ_H

/*
 * Text of a few lines, put together piece by piece before it goes to user
 * space.  A piece that does not fit is left out whole and marks the sequence
 * full; from then on nothing more is taken, so that no line comes out with a
 * hole in it.  Whoever fills one looks at trace_seq_has_overflowed() at the end.
 */

#include <linux/seq_buf.h>

#include <asm/page.h>

/* The whole struct; what bookkeeping leaves of it is for text. */
#define TRACE_SEQ_SIZE		8192
#define TRACE_SEQ_BUFFER_SIZE						\
	(TRACE_SEQ_SIZE - sizeof(struct seq_buf) - sizeof(size_t) - sizeof(int))

struct trace_seq {
	char		buffer[TRACE_SEQ_BUFFER_SIZE];
	struct seq_buf	seq;
	size_t		readpos;	/* how much trace_seq_to_user() has taken */
	int		full;		/* a piece did not fit */
};

/**
 * trace_seq_init - begin an empty sequence
 * @s: the sequence
 *
 * Context: Any.
 */
static inline void trace_seq_init(struct trace_seq *s)
{
	s->full = 0;
	s->readpos = 0;
	seq_buf_init(&s->seq, s->buffer, sizeof(s->buffer));
}

/**
 * trace_seq_used - how much text there is
 * @s: the sequence
 *
 * Context: Any.
 * Return: bytes.
 */
static inline int trace_seq_used(struct trace_seq *s)
{
	return seq_buf_used(&s->seq);
}

/**
 * trace_seq_buffer_ptr - where the next piece will begin
 * @s: the sequence
 *
 * Helpers of TP_printk() take it first and return it as their text.
 * Context: Any.
 * Return: a place inside the buffer.
 */
static inline char *trace_seq_buffer_ptr(struct trace_seq *s)
{
	return s->buffer + trace_seq_used(s);
}

/**
 * trace_seq_has_overflowed - was something left out
 * @s: the sequence
 *
 * Context: Any.
 * Return: true if the text is not complete.
 */
static inline bool trace_seq_has_overflowed(struct trace_seq *s)
{
	return s->full || seq_buf_has_overflowed(&s->seq);
}

struct path;
struct seq_file;

#ifdef CONFIG_TRACING

__printf(2, 3)
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...);
__printf(2, 0)
void trace_seq_vprintf(struct trace_seq *s, const char *fmt, va_list args);
__printf(2, 0)
void trace_seq_bprintf(struct trace_seq *s, const char *fmt, const u32 *binary);
void trace_seq_puts(struct trace_seq *s, const char *str);
void trace_seq_putc(struct trace_seq *s, unsigned char c);
void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len);
void trace_seq_putmem_hex(struct trace_seq *s, const void *mem, unsigned int len);
void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp, int nmaskbits);
int trace_seq_hex_dump(struct trace_seq *s, const char *prefix_str, int prefix_type,
		       int rowsize, int groupsize, const void *buf, size_t len, bool ascii);
int trace_seq_path(struct trace_seq *s, const struct path *path);
char *trace_seq_acquire(struct trace_seq *s, unsigned int len);
int trace_seq_to_user(struct trace_seq *s, char __user *ubuf, int cnt);
int trace_print_seq(struct seq_file *m, struct trace_seq *s);

#else /* !CONFIG_TRACING */

static inline __printf(2, 3)
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...) { }
static inline __printf(2, 0)
void trace_seq_vprintf(struct trace_seq *s, const char *fmt, va_list args) { }
static inline __printf(2, 0)
void trace_seq_bprintf(struct trace_seq *s, const char *fmt, const u32 *binary) { }
static inline void trace_seq_puts(struct trace_seq *s, const char *str) { }
static inline void trace_seq_putc(struct trace_seq *s, unsigned char c) { }
static inline void trace_seq_putmem(struct trace_seq *s, const void *mem, unsigned int len) { }
static inline void trace_seq_putmem_hex(struct trace_seq *s, const void *mem,
					unsigned int len) { }
static inline void trace_seq_bitmask(struct trace_seq *s, const unsigned long *maskp,
				     int nmaskbits) { }
static inline int trace_seq_hex_dump(struct trace_seq *s, const char *prefix_str,
				     int prefix_type, int rowsize, int groupsize,
				     const void *buf, size_t len, bool ascii) { return 0; }
static inline int trace_seq_path(struct trace_seq *s, const struct path *path) { return 0; }
static inline char *trace_seq_acquire(struct trace_seq *s, unsigned int len) { return NULL; }
static inline int trace_seq_to_user(struct trace_seq *s, char __user *ubuf, int cnt) { return 0; }
static inline int trace_print_seq(struct seq_file *m, struct trace_seq *s) { return 0; }

#endif /* CONFIG_TRACING */

#endif /* _LINUX_TRACE_SEQ_H */
