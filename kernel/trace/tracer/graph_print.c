// SPDX-License-Identifier: GPL-2.0
/*
 * The function_graph tracer's lines: calls and returns as C code with braces, what
 * else was recorded as comments.
 *
 * An entry that its own return follows at once becomes one line.  Called for the
 * reader of a buffer, in place of the plain way of printing (event_view); what it
 * remembers of each CPU is in iter->private, NULL without memory.
 */
#include <linux/err.h>
#include <linux/math64.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>

#include <asm/sections.h>

#include "base/base.h"
#include "tracer/duration.h"
#include "tracer/graph.h"

/* Columns of a call within a call. */
#define INDENT		2

/* Columns that a task's name and pid stand in the middle of. */
#define PROC_WIDTH	14

/* More than a call's lines can have. */
#define CALL_ROOM	2048

#define NO_PID		(-1)

/* Braces that are remembered; what is deeper is believed. */
#define OPEN_MAX	64

/* Where a CPU stands. */
struct graph_place {
	pid_t		pid;		/* whose line was the last one */
	int		depth;		/* of the call that is open there */
	unsigned long	open[OPEN_MAX];	/* functions with a brace, by depth */
};

struct graph_reader {
	unsigned int		nr;
	struct graph_place	places[] __counted_by(nr);
};

/* What is being printed. */
struct graph_line {
	struct trace_iterator	*iter;
	struct trace_seq	*s;
	unsigned long		options;
	struct graph_place	*place;		/* or NULL */
};

/**
 * graph_view_open - have an iterator remember where CPUs stand
 * @iter: the iterator
 *
 * Context: Process context, may sleep.
 */
void graph_view_open(struct trace_iterator *iter)
{
	struct graph_reader *reader;
	unsigned int i;

	reader = kvzalloc(struct_size(reader, places, nr_cpu_ids), GFP_KERNEL);
	iter->private = reader;
	if (!reader)
		return;
	reader->nr = nr_cpu_ids;
	for (i = 0; i < reader->nr; i++)
		reader->places[i].pid = NO_PID;
}

/**
 * graph_view_close - have it forget
 * @iter: the iterator
 *
 * Context: Process context, may sleep.
 */
void graph_view_close(struct trace_iterator *iter)
{
	kvfree(iter->private);
	iter->private = NULL;
}

static void put_blanks_to(struct trace_seq *s, int columns)
{
	if (columns > 0)
		trace_seq_printf(s, "%*s", columns, "");
}

/*
 * What stands in front
 */

static void put_cpu_number(struct graph_line *line)
{
	trace_seq_printf(line->s, " %*d) ", (int)decimal_len(nr_cpu_ids - 1), line->iter->cpu);
}

static void put_proc(struct trace_seq *s, pid_t pid)
{
	char comm[TASK_COMM_LEN];
	char text[PROC_WIDTH * 2];
	int len, room;

	comm_cache_find(pid, comm);
	len = snprintf(text, sizeof(text), "%.7s-%d", comm, pid);
	room = max(PROC_WIDTH - len, 0);
	put_blanks_to(s, room / 2);
	trace_seq_puts(s, text);
	put_blanks_to(s, room - room / 2);
}

#define RULE	" ------------------------------------------\n"

/* Another task has got the CPU since its last line. */
static void put_switch(struct graph_line *line)
{
	pid_t pid = line->iter->ent->pid;
	pid_t before;

	if (!line->place || line->place->pid == pid)
		return;
	before = line->place->pid;
	line->place->pid = pid;
	if (before == NO_PID)
		return;
	trace_seq_puts(line->s, RULE);
	put_cpu_number(line);
	put_proc(line->s, before);
	trace_seq_puts(line->s, " => ");
	put_proc(line->s, pid);
	trace_seq_puts(line->s, "\n" RULE "\n");
}

static void put_time(struct trace_seq *s, u64 ns)
{
	u32 rest;
	u64 secs = div_u64_rem(ns, NSEC_PER_SEC, &rest);

	trace_seq_printf(s, "%5llu.%06lu |  ", secs, rest / NSEC_PER_USEC);
}

/* The columns, up to that of the duration. */
static void put_columns(struct graph_line *line)
{
	struct trace_iterator *iter = line->iter;

	if (!instance_has(iter->tr, OPT_CONTEXT_INFO))
		return;
	if (line->options & GRAPH_ABS_TIME)
		put_time(line->s, iter->ts);
	if (line->options & GRAPH_CPU)
		put_cpu_number(line);
	if (line->options & GRAPH_PROC) {
		put_proc(line->s, iter->ent->pid);
		trace_seq_puts(line->s, " | ");
	}
	if (instance_has(iter->tr, OPT_LATENCY_FORMAT)) {
		trace_seq_putc(line->s, ' ');
		event_context_print(line->s, iter->ent);
		trace_seq_puts(line->s, " | ");
	}
}

static bool wants_duration(const struct graph_line *line)
{
	return line->options & GRAPH_DURATION && instance_has(line->iter->tr, OPT_CONTEXT_INFO);
}

static void put_no_duration(struct graph_line *line)
{
	if (wants_duration(line))
		trace_seq_printf(line->s, "%*s|  ", DURATION_WIDTH + 2, "");
}

static void put_duration(struct graph_line *line, u64 ns)
{
	char text[DURATION_SIZE];

	if (!wants_duration(line))
		return;
	duration_format(text, ns);
	trace_seq_putc(line->s, line->options & GRAPH_OVERHEAD ? duration_mark(ns) : ' ');
	trace_seq_printf(line->s, " %s|  ", text);
}

/* An interrupt begins or ends with this function. */
static void put_irq_mark(struct graph_line *line, unsigned long func, const char *mark)
{
	if (func < (unsigned long)__irqentry_text_start ||
	    func >= (unsigned long)__irqentry_text_end)
		return;
	put_columns(line);
	if (wants_duration(line))
		trace_seq_printf(line->s, "  %s |\n", mark);
	else
		trace_seq_printf(line->s, "%s\n", mark);
}

/*
 * Calls and returns
 */

static void put_indent(struct graph_line *line, int depth)
{
	put_blanks_to(line->s, depth * INDENT);
}

static void put_name(struct trace_seq *s, unsigned long func)
{
	trace_seq_printf(s, "%ps", (void *)func);
}

/* A number that says what went wrong is shown as one. */
static void put_retval(struct graph_line *line, const char *name, unsigned long retval)
{
	/* Functions that return an int leave the upper half of the register clear. */
	long err = upper_32_bits(retval) ? (long)retval : (int)retval;

	if (IS_ERR_VALUE(err) && !(line->options & GRAPH_RETVAL_HEX))
		trace_seq_printf(line->s, "%s %ld", name, err);
	else
		trace_seq_printf(line->s, "%s 0x%lx", name, retval);
}

#ifdef CONFIG_FUNCTION_GRAPH_RETVAL
static inline unsigned long retval_of(const struct ftrace_graph_ret_entry *ret)
{
	return ret->retval;
}
#else
static inline unsigned long retval_of(const struct ftrace_graph_ret_entry *ret)
{
	return 0;
}
#endif

static const struct graph_long_entry *long_entry(const struct trace_iterator *iter,
						 const struct ftrace_graph_ent_entry *entry)
{
	const struct graph_long_entry *more = (const void *)entry;

	return iter->ent_size >= struct_size(more, words, GRAPH_WORDS_MAX) ? more : NULL;
}

static unsigned long retaddr_of(const struct graph_long_entry *more)
{
	return more && more->has & GRAPH_RETADDR ? more->words[0] : 0;
}

/* name(), or name() with the arguments that were recorded */
static void put_call(struct graph_line *line, const struct ftrace_graph_ent_entry *entry,
		     const struct graph_long_entry *more)
{
	put_name(line->s, entry->func);
	if (more && more->has & GRAPH_ARGS && line->options & GRAPH_ARGS)
		event_function_args_print(line->s, entry->func,
					  &more->words[!!(more->has & GRAPH_RETADDR)]);
	else
		trace_seq_puts(line->s, "()");
}

/* Behind a call: where it came from, what it returned. */
static void put_remarks(struct graph_line *line, unsigned long retaddr,
			const struct ftrace_graph_ret_entry *ret)
{
	bool from = retaddr && line->options & GRAPH_RETADDR;
	bool to = ret && line->options & GRAPH_RETVAL;

	if (!from && !to)
		return;
	trace_seq_puts(line->s, " /*");
	if (from) {
		trace_seq_puts(line->s, " <-");
		trace_seq_print_sym(line->s, retaddr, SYM_PRINT_OFFSET |
				    (instance_has(line->iter->tr, OPT_SYM_ADDR) ?
				     SYM_PRINT_ADDR : 0));
	}
	if (to)
		put_retval(line, from ? " ret=" : " =", retval_of(ret));
	trace_seq_puts(line->s, " */");
}

static void place_open(struct graph_line *line, int depth, unsigned long func)
{
	if (!line->place)
		return;
	line->place->depth = depth;
	if (depth >= 0 && depth < OPEN_MAX)
		line->place->open[depth] = func;
}

/* Was the brace that is closed opened by this function, as far as we know? */
static bool place_close(struct graph_line *line, int depth, unsigned long func)
{
	bool same = true;

	if (!line->place)
		return true;
	line->place->depth = depth - 1;
	if (depth >= 0 && depth < OPEN_MAX) {
		same = line->place->open[depth] == func;
		line->place->open[depth] = 0;
	}
	return same;
}

/* The return of a call, if it comes next on the CPU; it is passed over then. */
static bool take_return(struct trace_iterator *iter, struct ftrace_graph_ret_entry *to)
{
	const struct ftrace_graph_ret_entry *ret = (void *)event_iter_peek_cpu(iter);
	const struct ftrace_graph_ent_entry *entry = (void *)iter->ent;

	if (!ret || ret->ent.type != TRACE_GRAPH_RET || ret->ent.pid != entry->ent.pid ||
	    ret->func != entry->func || ret->depth != entry->depth)
		return false;
	*to = *ret;
	event_iter_skip_cpu(iter);
	return true;
}

static void put_leaf(struct graph_line *line, const struct ftrace_graph_ent_entry *entry,
		     const struct ftrace_graph_ret_entry *ret)
{
	const struct graph_long_entry *more = long_entry(line->iter, entry);

	place_open(line, entry->depth, 0);
	if (line->place)
		line->place->depth = entry->depth - 1;
	put_duration(line, ret->rettime - ret->calltime);
	put_indent(line, entry->depth);
	put_call(line, entry, more);
	trace_seq_putc(line->s, ';');
	put_remarks(line, retaddr_of(more), ret);
	trace_seq_putc(line->s, '\n');
}

static void put_opening(struct graph_line *line, const struct ftrace_graph_ent_entry *entry)
{
	const struct graph_long_entry *more = long_entry(line->iter, entry);

	place_open(line, entry->depth, entry->func);
	put_no_duration(line);
	put_indent(line, entry->depth);
	put_call(line, entry, more);
	trace_seq_puts(line->s, " {");
	put_remarks(line, retaddr_of(more), NULL);
	trace_seq_putc(line->s, '\n');
}

static enum print_line_t print_entry(struct graph_line *line)
{
	struct ftrace_graph_ret_entry ret;
	bool leaf = take_return(line->iter, &ret);
	const struct ftrace_graph_ent_entry *entry = (void *)line->iter->ent;

	put_switch(line);
	put_irq_mark(line, entry->func, "==========>");
	put_columns(line);
	if (leaf)
		put_leaf(line, entry, &ret);
	else
		put_opening(line, entry);
	return trace_handle_return(line->s);
}

static enum print_line_t print_return(struct graph_line *line)
{
	const struct ftrace_graph_ret_entry *ret = (void *)line->iter->ent;
	bool same = place_close(line, ret->depth, ret->func);
	bool retval = line->options & GRAPH_RETVAL;

	put_switch(line);
	put_columns(line);
	put_duration(line, ret->rettime - ret->calltime);
	put_indent(line, ret->depth);
	trace_seq_putc(line->s, '}');
	if (!same || retval || line->options & GRAPH_TAIL) {
		trace_seq_puts(line->s, " /* ");
		put_name(line->s, ret->func);
		if (retval)
			put_retval(line, " =", retval_of(ret));
		trace_seq_puts(line->s, " */");
	}
	trace_seq_putc(line->s, '\n');
	if (line->options & GRAPH_OVERRUN)
		trace_seq_printf(line->s, " (Overruns: %u)\n", ret->overrun);
	put_irq_mark(line, ret->func, "<==========");
	return trace_handle_return(line->s);
}

/* Anything else is a comment where it happened. */
static enum print_line_t print_remark(struct graph_line *line)
{
	struct trace_seq *s = line->s;
	int depth = line->place ? line->place->depth : 0;
	enum print_line_t ret;

	put_switch(line);
	put_columns(line);
	put_no_duration(line);
	if (depth > 0)
		put_indent(line, depth + 1);
	trace_seq_puts(s, "/* ");
	ret = event_remark_print(line->iter);
	if (ret != TRACE_TYPE_HANDLED)
		return ret;
	if (s->seq.len && s->buffer[s->seq.len - 1] == '\n')
		s->seq.len--;
	trace_seq_puts(s, " */\n");
	return trace_handle_return(s);
}

/**
 * graph_line_print - print a record as the graph tracer does
 * @iter: the iterator, on the record
 *
 * Context: A reader of the buffer, under event_read_lock().
 * Return: as event_line_print(); TRACE_TYPE_UNHANDLED for what it leaves to others.
 */
enum print_line_t graph_line_print(struct trace_iterator *iter)
{
	struct graph_reader *reader = iter->private;
	struct graph_line line = {
		.iter		= iter,
		.s		= &iter->seq,
		.options	= READ_ONCE(iter->tr->tracer->options[graph_tracer.index]),
		.place		= reader ? &reader->places[iter->cpu] : NULL,
	};

	if (iter->ent->type == TRACE_FN || iter->ent->type == TRACE_STACK)
		return TRACE_TYPE_UNHANDLED;
	/* What is taken back to be printed again must not be known yet. */
	if (iter->seq.seq.len && seq_buf_buffer_left(&iter->seq.seq) < CALL_ROOM) {
		iter->seq.full = 1;
		return TRACE_TYPE_PARTIAL_LINE;
	}
	switch (iter->ent->type) {
	case TRACE_GRAPH_ENT:
		return print_entry(&line);
	case TRACE_GRAPH_RET:
		return print_return(&line);
	}
	return print_remark(&line);
}
