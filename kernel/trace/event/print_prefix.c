// SPDX-License-Identifier: GPL-2.0
/*
 * What stands in front of a record's own text: who, where and when.
 *
 * Every line has it, so it is written digit by digit into room that is checked
 * once; printf would cost more than the rest of the line.  Only the verbose
 * latency format, which nobody reads in bulk, goes through printf.
 *
 * Called by print_line.c for the reader of a buffer.
 */
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/unaligned.h>

#include <asm/word-at-a-time.h>

#include "base/base.h"
#include "event/event.h"
#include "event/print.h"

/* More than the longest prefix: names, six numbers of any size, blanks. */
#define PREFIX_ROOM	192

/* A number at the right of @width columns, at most 16 of them. */
static __always_inline char *put_right(char *p, u64 val, unsigned int width)
{
	unsigned int len = decimal_len(val);

	if (len < width) {
		put_blanks(p);
		put_blanks(p + 8);
		p += width - len;
	}
	return decimal_put(p, val, len);
}

/* The same, filled up with zeros. */
static char *put_zeros(char *p, u64 val, unsigned int width)
{
	unsigned int len = decimal_len(val);

	for (; width > len; width--)
		*p++ = '0';
	return decimal_put(p, val, len);
}

/* A pid at the left of 7 columns, and a blank. */
static __always_inline char *put_task_id(char *p, int pid)
{
	char *end = p + 7;

	put_blanks(p);
	if (unlikely(pid < 0)) {
		*p++ = '-';
		pid = -pid;
	}
	p = max(decimal_put(p, pid, decimal_len(pid)), end);
	*p++ = ' ';
	return p;
}

static __always_inline unsigned int name_len(const char name[TASK_COMM_LEN])
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	unsigned int at;

	for (at = 0; at < TASK_COMM_LEN; at += sizeof(long)) {
		unsigned long word = get_unaligned((const unsigned long *)(name + at)), nuls;

		if (has_zero(word, &nuls, &constants)) {
			nuls = prep_zero_mask(word, nuls, &constants);
			return at + find_zero(create_zero_mask(nuls));
		}
	}
	return TASK_COMM_LEN;
}

/*
 * The name of a task at the right of 16 columns.  All of @name is copied to
 * where it begins: what is behind its end is written over by what comes next.
 */
static __always_inline char *put_name(char *p, const char name[TASK_COMM_LEN])
{
	unsigned int len = name_len(name);

	put_blanks(p);
	put_blanks(p + 8);
	memcpy(p + TASK_COMM_LEN - len, name, TASK_COMM_LEN);
	return p + TASK_COMM_LEN;
}

/* The same in 8 columns, cut off there. */
static char *put_short_name(char *p, const char name[TASK_COMM_LEN])
{
	unsigned int len = strnlen(name, 8);

	put_blanks(p);
	memcpy(p + 8 - len, name, len);
	return p + 8;
}

/* The letters of each combination of flags, the lowest bit first. */
static char irqs_letter(unsigned int flags)
{
	/* IRQS_OFF, IRQS_NOSUPPORT, BH_OFF */
	return ".dXdbDbD"[(flags & 3) | (flags & TRACE_FLAG_BH_OFF) >> 5];
}

static char resched_letter(unsigned int flags)
{
	/* NEED_RESCHED, PREEMPT_RESCHED */
	return ".npN"[(flags & TRACE_FLAG_NEED_RESCHED) >> 2 |
		      (flags & TRACE_FLAG_PREEMPT_RESCHED) >> 4];
}

static char context_letter(unsigned int flags)
{
	/* HARDIRQ, SOFTIRQ, NMI */
	return ".hsHzZzZ"[(flags & (TRACE_FLAG_HARDIRQ | TRACE_FLAG_SOFTIRQ)) >> 3 |
			  (flags & TRACE_FLAG_NMI) >> 4];
}

static char depth_digit(unsigned int depth)
{
	return depth ? hex_asc_lo(depth) : '.';
}

static __always_inline char *put_context(char *p, const struct trace_entry *ent)
{
	*p++ = irqs_letter(ent->flags);
	*p++ = resched_letter(ent->flags);
	*p++ = context_letter(ent->flags);
	*p++ = depth_digit(ent->preempt_count & 0xf);
	*p++ = depth_digit(ent->preempt_count >> 4);
	return p;
}

/**
 * event_context_print - print the letters of the context column
 * @s: where to
 * @ent: the record
 *
 * Context: A reader of the buffer.
 */
void event_context_print(struct trace_seq *s, const struct trace_entry *ent)
{
	char letters[8];

	trace_seq_putmem(s, letters, put_context(letters, ent) - letters);
}

static u64 ns_to_us(u64 ns)
{
	return div_u64(ns + 500, NSEC_PER_USEC);
}

static __always_inline char *put_seconds(char *p, u64 ns)
{
	u64 us = ns_to_us(ns);
	u64 secs = us / USEC_PER_SEC;
	u32 usecs = us - secs * USEC_PER_SEC;

	p = put_right(p, secs, 5);
	*p = '.';
	decimal_pair(p + 1, usecs / 10000);
	decimal_pair(p + 3, usecs / 100 % 100);
	decimal_pair(p + 5, usecs % 100);
	return p + 7;
}

static __always_inline char *put_time(char *p, const struct trace_iterator *iter)
{
	*p++ = ' ';
	if (likely(iter->iter_flags & TRACE_FILE_TIME_IN_NS))
		p = put_seconds(p, iter->ts);
	else
		p = put_right(p, iter->ts, 12);
	*p++ = ':';
	*p++ = ' ';
	return p;
}

static char *put_tgid(char *p, int pid)
{
	int tgid = comm_cache_find_tgid(pid);

	*p++ = '(';
	if (tgid)
		p = put_right(p, tgid, 7);
	else
		p = memset(p, '-', 7) + 7;
	*p++ = ')';
	*p++ = ' ';
	return p;
}

static char *put_plain(char *p, struct trace_iterator *iter)
{
	const struct trace_entry *ent = iter->ent;
	char comm[TASK_COMM_LEN];

	comm_cache_find(ent->pid, comm);
	p = put_name(p, comm);
	*p++ = '-';
	p = put_task_id(p, ent->pid);
	if (instance_has(iter->tr, OPT_RECORD_TGID))
		p = put_tgid(p, ent->pid);
	*p++ = '[';
	p = put_zeros(p, iter->cpu, 3);
	*p++ = ']';
	*p++ = ' ';
	if (instance_has(iter->tr, OPT_IRQ_INFO))
		p = put_context(p, ent);
	return put_time(p, iter);
}

/*
 * Latency format
 */

/* How long it takes to the next record: the longer, the more it stands out. */
static char delay_mark(u64 usecs)
{
	static const struct {
		u32	more_than;
		char	mark;
	} marks[] = {
		{ USEC_PER_SEC,		'$' },
		{ 100 * USEC_PER_MSEC,	'@' },
		{ 10 * USEC_PER_MSEC,	'*' },
		{ USEC_PER_MSEC,	'#' },
		{ 100,			'!' },
		{ 10,			'+' },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(marks); i++) {
		if (usecs > marks[i].more_than)
			return marks[i].mark;
	}
	return ' ';
}

static char *put_latency(char *p, struct trace_iterator *iter, u64 next_ts)
{
	u64 since = iter->ts - iter->tr->time_start;
	const struct trace_entry *ent = iter->ent;
	char comm[TASK_COMM_LEN];

	comm_cache_find(ent->pid, comm);
	p = put_short_name(p, comm);
	*p++ = '-';
	p = put_task_id(p, ent->pid);
	p = put_right(p, iter->cpu, 3);
	p = put_context(p, ent);
	*p++ = ' ';
	if (iter->iter_flags & TRACE_FILE_TIME_IN_NS) {
		p = put_right(p, ns_to_us(since), 4);
		*p++ = 'u';
		*p++ = 's';
		*p++ = delay_mark(ns_to_us(next_ts - iter->ts));
	} else {
		p = put_right(p, since, 4);
	}
	*p++ = ':';
	*p++ = ' ';
	return p;
}

static void put_verbose(struct trace_iterator *iter, u64 next_ts)
{
	u64 since = iter->ts - iter->tr->time_start;
	const struct trace_entry *ent = iter->ent;
	u64 delay = next_ts - iter->ts;
	struct trace_seq *s = &iter->seq;
	u32 since_us, delay_us;
	char comm[TASK_COMM_LEN];

	comm_cache_find(ent->pid, comm);
	trace_seq_printf(s, "%16s %7d %3d %d %08x %08lx ", comm, ent->pid, iter->cpu,
			 ent->flags, ent->preempt_count, iter->idx - 1);
	if (!(iter->iter_flags & TRACE_FILE_TIME_IN_NS)) {
		trace_seq_printf(s, "[%016llx] %lld (+%lld): ", iter->ts, since, delay);
		return;
	}
	since = div_u64_rem(ns_to_us(since), USEC_PER_MSEC, &since_us);
	delay = div_u64_rem(ns_to_us(delay), USEC_PER_MSEC, &delay_us);
	trace_seq_printf(s, "[%08llx] %llu.%03ums (+%llu.%03ums): ", ns_to_us(iter->ts),
			 since, since_us, delay, delay_us);
}

/**
 * print_prefix - begin a line with who, where and when
 * @iter: the iterator, on a record; the record may move to iter->temp
 *
 * Context: A reader of the buffer.
 */
void print_prefix(struct trace_iterator *iter)
{
	bool latency = iter->iter_flags & TRACE_FILE_LAT_FMT;
	struct trace_seq *s = &iter->seq;
	u64 next_ts = iter->ts;
	char *p;

	if (latency)
		next_ts = event_iter_next_ts(iter);
	if (latency && instance_has(iter->tr, OPT_VERBOSE)) {
		put_verbose(iter, next_ts);
		return;
	}
	if (s->full || seq_buf_buffer_left(&s->seq) < PREFIX_ROOM) {
		s->full = 1;
		return;
	}
	p = trace_seq_buffer_ptr(s);
	p = latency ? put_latency(p, iter, next_ts) : put_plain(p, iter);
	s->seq.len = p - s->buffer;
}
