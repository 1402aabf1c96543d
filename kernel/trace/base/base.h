/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: base - words that all layers use
 *
 * Text sequences, clocks, symbol text, sets of pids, a log of users' mistakes.
 * Knows nothing of tracing state and may be called from any layer; what runs
 * in which context stands at each function.  Locks are inside: nothing is
 * called with one of them held.
 */
#ifndef _TRACE_BASE_H
#define _TRACE_BASE_H

#include <linux/bits.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/stdarg.h>
#include <linux/trace_clock.h>
#include <linux/trace_seq.h>
#include <linux/types.h>

#include "base/digits.h"

/* clock_table.c */

/* One clock of the trace_clock file; members in the order of ARCH_TRACE_CLOCKS. */
struct trace_clock_desc {
	u64		(*func)(void);
	const char	*name;
	int		in_ns;		/* stamps count nanoseconds */
};

extern const struct trace_clock_desc trace_clocks[];
extern const unsigned int trace_clocks_nr;

/* pid_set.c */

/* Pids are below it. */
#define PID_SET_LIMIT	BIT(30)

/* Longest word of a list of pids. */
#define PID_WORD_MAX	127

struct pid_set;

struct pid_set *pid_set_alloc(void);
void pid_set_free(struct pid_set *set);
bool pid_set_has(const struct pid_set *set, unsigned int pid);
int pid_set_add(struct pid_set *set, unsigned int pid);
int pid_set_add_atomic(struct pid_set *set, unsigned int pid);
void pid_set_remove(struct pid_set *set, unsigned int pid);
int pid_set_next(const struct pid_set *set, unsigned int from);
int pid_set_merge(struct pid_set *set, const struct pid_set *other);
int pid_set_parse(struct pid_set *set, char *text);

/* error_log.c */

/* The last mistakes that users made in writing to control files. */
struct error_log {
	struct mutex		lock;		/* covers the rest */

	struct list_head	entries;	/* the oldest first */
	unsigned int		nr;
};

/* A parser's own part: who it is, and a text for each number of its enum. */
struct error_words {
	const char		*location;
	const char *const	*texts;
	unsigned int		nr;
};

/* Where a parser reports to while it is at work on one command. */
struct error_report {
	struct error_log		*log;	/* NULL: nowhere */
	const struct error_words	*words;
	const char			*location;	/* instead of the words', or NULL */
	const char			*cmd;
};

void error_log_init(struct error_log *log);
void error_log_clear(struct error_log *log);
void error_log_add(const struct error_report *report, unsigned int error, unsigned int pos);
void *error_log_start(struct error_log *log, loff_t *pos);
void *error_log_next(struct error_log *log, void *entry, loff_t *pos);
void error_log_stop(struct error_log *log);
void error_log_show(struct seq_file *m, void *entry);

/* seq_print.c */
#define PRINT_STEPS	16

/* One piece of a format: text as it is, then a conversion of an argument. */
struct print_step {
	u16		text;		/* its place in the format */
	u8		len;
	u8		width;
	char		letter;		/* c d s u x, or 0: no conversion */
	u8		how;		/* STEP_* */
};

#define STEP_ZEROS	0x1		/* fill up with 0, not with blanks */
#define STEP_LEFT	0x2		/* fill up at the right */
#define STEP_LONG	0x4		/* the argument has 64 bits */

/* A format, read; good for as many prints as one likes. */
struct print_plan {
	const char		*fmt;
	u16			rest;	/* from here on it is vsprintf's */
	u8			nr;
	struct print_step	steps[PRINT_STEPS];
};

void print_plan_make(struct print_plan *plan, const char *fmt);
const char *print_plan_put(struct trace_seq *s, const struct print_plan *plan, va_list *args);
void trace_seq_put_name(struct trace_seq *s, const char *name);

/* seq.c */
void trace_seq_vprintf_plan(struct trace_seq *s, const struct print_plan *plan, va_list args);

/* symbol_names.c */
void symbol_name_put(struct trace_seq *s, unsigned long ip, bool with_offset);
int symbol_names_init(void);

/* symbol_print.c */

/* How an address is shown: bits of the trace_options of the same names. */
#define SYM_PRINT_OFFSET	0x1
#define SYM_PRINT_ADDR		0x2

void trace_seq_print_sym(struct trace_seq *s, unsigned long ip, unsigned int how);

#endif /* _TRACE_BASE_H */
