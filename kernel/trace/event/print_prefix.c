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

#include "base/base.h"
#include "event/event.h"
#include "event/print.h"

/* More than the longest prefix: names, six numbers of any size, blanks. */
#define PREFIX_ROOM	192

#define U64_DIGITS	20

/* A number at the right of @width columns, filled up with @pad. */
static char *put_right(char *p, u64 val, unsigned int width, char pad)
{
	char digits[U64_DIGITS];
	char *end = digits + U64_DIGITS;
	char *first = digits_before(end, val);

	for (; width > end - first; width--)
		*p++ = pad;
	while (first < end)
		*p++ = *first++;
	return p;
}

/* A pid at the left of 7 columns. */
static char *put_task_id(char *p, int pid)
{
	char *end = p + 7;

	if (pid < 0) {
		*p++ = '-';
		pid = -pid;
	}
	p = put_right(p, pid, 0, ' ');
	while (p < end)
		*p++ = ' ';
	return p;
}

/* A name at the right of @width columns, cut off there. */
static char *put_name(char *p, const char *name, unsigned int width)
{
	unsigned int len = 0;

	while (len < width && name[len])
		len++;
	for (; width > len; width--)
		*p++ = ' ';
	while (len--)
		*p++ = *name++;
	return p;
}

static char irqs_letter(unsigned int flags)
{
	if (flags & TRACE_FLAG_IRQS_OFF)
		return flags & TRACE_FLAG_BH_OFF ? 'D' : 'd';
	if (flags & TRACE_FLAG_BH_OFF)
		return 'b';
	return flags & TRACE_FLAG_IRQS_NOSUPPORT ? 'X' : '.';
}

static char resched_letter(unsigned int flags)
{
	bool lazy = flags & TRACE_FLAG_PREEMPT_RESCHED;

	if (flags & TRACE_FLAG_NEED_RESCHED)
		return lazy ? 'N' : 'n';
	return lazy ? 'p' : '.';
}

static char context_letter(unsigned int flags)
{
	bool hard = flags & TRACE_FLAG_HARDIRQ;

	if (flags & TRACE_FLAG_NMI)
		return hard ? 'Z' : 'z';
	if (flags & TRACE_FLAG_SOFTIRQ)
		return hard ? 'H' : 's';
	return hard ? 'h' : '.';
}

static char depth_digit(unsigned int depth)
{
	return depth ? hex_asc_lo(depth) : '.';
}

static char *put_context(char *p, const struct trace_entry *ent)
{
	*p++ = irqs_letter(ent->flags);
	*p++ = resched_letter(ent->flags);
	*p++ = context_letter(ent->flags);
	*p++ = depth_digit(ent->preempt_count & 0xf);
	*p++ = depth_digit(ent->preempt_count >> 4);
	return p;
}

static u64 ns_to_us(u64 ns)
{
	return div_u64(ns + 500, NSEC_PER_USEC);
}

static char *put_time(char *p, const struct trace_iterator *iter)
{
	u32 usecs;
	u64 secs;

	*p++ = ' ';
	if (iter->iter_flags & TRACE_FILE_TIME_IN_NS) {
		secs = div_u64_rem(ns_to_us(iter->ts), USEC_PER_SEC, &usecs);
		p = put_right(p, secs, 5, ' ');
		*p++ = '.';
		p = put_right(p, usecs, 6, '0');
	} else {
		p = put_right(p, iter->ts, 12, ' ');
	}
	*p++ = ':';
	*p++ = ' ';
	return p;
}

static char *put_tgid(char *p, int pid)
{
	int tgid = comm_cache_find_tgid(pid);

	*p++ = '(';
	if (tgid)
		p = put_right(p, tgid, 7, ' ');
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
	p = put_name(p, comm, TASK_COMM_LEN);
	*p++ = '-';
	p = put_task_id(p, ent->pid);
	*p++ = ' ';
	if (instance_has(iter->tr, OPT_RECORD_TGID))
		p = put_tgid(p, ent->pid);
	*p++ = '[';
	p = put_right(p, iter->cpu, 3, '0');
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
	p = put_name(p, comm, 8);
	*p++ = '-';
	p = put_task_id(p, ent->pid);
	*p++ = ' ';
	p = put_right(p, iter->cpu, 3, ' ');
	p = put_context(p, ent);
	*p++ = ' ';
	if (iter->iter_flags & TRACE_FILE_TIME_IN_NS) {
		p = put_right(p, ns_to_us(since), 4, ' ');
		*p++ = 'u';
		*p++ = 's';
		*p++ = delay_mark(ns_to_us(next_ts - iter->ts));
	} else {
		p = put_right(p, since, 4, ' ');
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
