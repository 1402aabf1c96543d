/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: base - words that all layers use
 *
 * Text sequences, clocks, symbol text.  Knows nothing of tracing state and
 * may be called from any layer; what runs in which context stands at each
 * function.  No locks but trace_clock_global()'s.
 */
#ifndef _TRACE_BASE_H
#define _TRACE_BASE_H

#include <linux/seq_file.h>
#include <linux/stdarg.h>
#include <linux/trace_clock.h>
#include <linux/trace_seq.h>
#include <linux/types.h>

/* clock_table.c */

/* One clock of the trace_clock file; members in the order of ARCH_TRACE_CLOCKS. */
struct trace_clock_desc {
	u64		(*func)(void);
	const char	*name;
	int		in_ns;		/* stamps count nanoseconds */
};

extern const struct trace_clock_desc trace_clocks[];
extern const unsigned int trace_clocks_nr;

/* seq_print.c */
char *digits_before(char *end, u64 val);
void trace_seq_put_string(struct trace_seq *s, const char *str);
const char *trace_seq_put_plain(struct trace_seq *s, const char *fmt, va_list *args);

/* symbol_print.c */

/* How an address is shown: bits of the trace_options of the same names. */
#define SYM_PRINT_OFFSET	0x1
#define SYM_PRINT_ADDR		0x2

void trace_seq_print_sym(struct trace_seq *s, unsigned long ip, unsigned int how);

#endif /* _TRACE_BASE_H */
