// SPDX-License-Identifier: GPL-2.0
/*
 * Records as text: a buffer of one's own with a clock of one's own, and lines
 * as stock's kernel prints them.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/smp.h>

#include "event/event.h"
#include "event/print.h"

#define FIRST_TS	1391853944ULL

static u64 now;

static u64 test_clock(void)
{
	return READ_ONCE(now);
}

struct reader {
	struct trace_array	tr;
	struct trace_iterator	iter;
};

static int reader_init(struct kunit *test)
{
	struct reader *r = kunit_kzalloc(test, sizeof(*r), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, r);
	test->priv = r;
	r->tr.rb = ring_buffer_alloc(4 * PAGE_SIZE, RB_FL_OVERWRITE);
	KUNIT_ASSERT_NOT_NULL(test, r->tr.rb);
	ring_buffer_set_clock(r->tr.rb, test_clock);
	r->tr.options = BIT(OPT_CONTEXT_INFO) | BIT(OPT_IRQ_INFO) | BIT(OPT_HASH_PTR) |
			BIT(OPT_TRACE_PRINTK) | BIT(OPT_ANNOTATE);
	WRITE_ONCE(now, FIRST_TS);
	return 0;
}

static void reader_exit(struct kunit *test)
{
	struct reader *r = test->priv;

	if (!r)
		return;
	if (r->iter.tr)
		event_iter_close(&r->iter);
	if (r->tr.rb)
		ring_buffer_free(r->tr.rb);
}

static void reader_open(struct kunit *test, bool consume)
{
	struct reader *r = test->priv;

	if (r->iter.tr)
		event_iter_close(&r->iter);
	memset(&r->iter, 0, sizeof(r->iter));
	KUNIT_ASSERT_EQ(test, event_iter_open(&r->iter, &r->tr, INSTANCE_ALL_CPUS, consume), 0);
}

/* A trace_marker record of the idle task on CPU 0. */
struct to_write {
	struct trace_buffer	*rb;
	const char		*text;
	u8			flags;
	u8			preempt_count;
};

static void write_here(void *data)
{
	struct to_write *w = data;
	size_t len = strlen(w->text) + 1;
	struct ring_buffer_event *event;
	struct print_entry *entry;

	event = ring_buffer_lock_reserve(w->rb, sizeof(*entry) + len);
	if (!event)
		return;
	entry = ring_buffer_event_data(event);
	entry->ent.type = TRACE_PRINT;
	entry->ent.flags = w->flags;
	entry->ent.preempt_count = w->preempt_count;
	entry->ent.pid = 0;
	entry->ip = 0;
	memcpy(entry->buf, w->text, len);
	ring_buffer_unlock_commit(w->rb);
}

static void write_record(struct kunit *test, int cpu, u64 ts, const char *text, u8 flags, u8 count)
{
	struct reader *r = test->priv;
	struct to_write w = { r->tr.rb, text, flags, count };

	WRITE_ONCE(now, ts);
	smp_call_function_single(cpu, write_here, &w, 1);
}

static const char *next_line(struct kunit *test)
{
	struct trace_iterator *iter = &((struct reader *)test->priv)->iter;

	trace_seq_init(&iter->seq);
	if (!event_iter_next(iter))
		return "(end)";
	KUNIT_EXPECT_EQ(test, event_line_print(iter), TRACE_TYPE_HANDLED);
	trace_seq_putc(&iter->seq, '\0');
	return iter->seq.buffer;
}

static void option(struct kunit *test, enum instance_option opt, bool on)
{
	struct reader *r = test->priv;

	assign_bit(opt, &r->tr.options, on);
}

/* The one record, printed anew in the form that an option asks for. */
static const char *line_with(struct kunit *test, enum instance_option opt, bool on)
{
	const char *line;

	option(test, opt, on);
	reader_open(test, false);
	line = next_line(test);
	option(test, opt, !on);
	return line;
}

static void line_forms(struct kunit *test)
{
	write_record(test, 0, FIRST_TS, "hello\n",
		     TRACE_FLAG_IRQS_OFF | TRACE_FLAG_NEED_RESCHED | TRACE_FLAG_PREEMPT_RESCHED |
		     TRACE_FLAG_HARDIRQ, 0x12);

	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_CONTEXT_INFO, true),
			   "          <idle>-0       [000] dNh21     1.391854: 0: hello\n");
	option(test, OPT_CONTEXT_INFO, true);
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_IRQ_INFO, false),
			   "          <idle>-0       [000]      1.391854: 0: hello\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_RECORD_TGID, true),
			   "          <idle>-0       (-------) [000] dNh21     1.391854: 0: hello\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_CONTEXT_INFO, false), "0: hello\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_PRINTK_MSG_ONLY, true), "hello\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_RAW, true), "0 0 1391853944 # 0 hello\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_HEX, true),
			   "00000000 00000000 0000000052f60178 type: 5\n\n");
	KUNIT_EXPECT_STREQ(test, line_with(test, OPT_FIELDS, true),
			   "          <idle>-0       [000] dNh21     1.391854: UNKNOWN TYPE 5\n");
}

static void line_in_latency_format(struct kunit *test)
{
	option(test, OPT_LATENCY_FORMAT, true);
	write_record(test, 0, 21701000, "a\n", 0, 0);
	write_record(test, 0, 21796000, "b\n", TRACE_FLAG_SOFTIRQ, 0);
	write_record(test, 0, 28994000, "c\n", 0, 0xf0);
	reader_open(test, false);
	KUNIT_EXPECT_STREQ(test, next_line(test), "  <idle>-0         0..... 21701us+: 0: a\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "  <idle>-0         0..s.. 21796us#: 0: b\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "  <idle>-0         0....f 28994us : 0: c\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "(end)");

	option(test, OPT_VERBOSE, true);
	reader_open(test, false);
	KUNIT_EXPECT_STREQ(test, next_line(test),
			   "          <idle>       0   0 0 00000000 00000000 [000054c5] 21.701ms (+0.095ms): 0: a\n");
}

static void line_of_a_counting_clock(struct kunit *test)
{
	struct reader *r = test->priv;

	write_record(test, 0, 3, "x\n", 0, 0);
	reader_open(test, false);
	r->iter.iter_flags &= ~TRACE_FILE_TIME_IN_NS;
	KUNIT_EXPECT_STREQ(test, next_line(test),
			   "          <idle>-0       [000] .....            3: 0: x\n");
}

static void line_after_a_loss(struct kunit *test)
{
	struct reader *r = test->priv;

	write_record(test, 0, FIRST_TS, "x\n", 0, 0);
	reader_open(test, false);
	event_iter_next(&r->iter);
	option(test, OPT_CONTEXT_INFO, false);
	r->iter.lost_events = 29580;
	event_line_print(&r->iter);
	r->iter.lost_events = -1UL;
	event_line_print(&r->iter);
	trace_seq_putc(&r->iter.seq, '\0');
	KUNIT_EXPECT_STREQ(test, r->iter.seq.buffer,
			   "CPU:0 [LOST 29580 EVENTS]\n0: x\nCPU:0 [LOST EVENTS]\n0: x\n");
}

/* A line that does not fit says so and can be printed again. */
static void line_too_long_for_the_rest(struct kunit *test)
{
	struct reader *r = test->priv;
	struct trace_seq *s = &r->iter.seq;

	write_record(test, 0, FIRST_TS, "x\n", 0, 0);
	reader_open(test, false);
	event_iter_next(&r->iter);
	trace_seq_acquire(s, sizeof(s->buffer) - 30);
	KUNIT_EXPECT_EQ(test, event_line_print(&r->iter), TRACE_TYPE_PARTIAL_LINE);
	trace_seq_init(s);
	KUNIT_EXPECT_EQ(test, event_line_print(&r->iter), TRACE_TYPE_HANDLED);
}

static void merge_orders_by_time(struct kunit *test)
{
	int other = cpumask_next(0, cpu_online_mask);
	static const char *const lines[] = {
		"0: a\n", "0: b\n", "0: c\n", "0: d\n", "(end)", "(end)",
	};
	unsigned int pass, i;

	if (other >= nr_cpu_ids)
		kunit_skip(test, "needs two CPUs");
	option(test, OPT_CONTEXT_INFO, false);
	write_record(test, 0, 100, "a\n", 0, 0);
	write_record(test, other, 200, "b\n", 0, 0);
	write_record(test, other, 300, "c\n", 0, 0);
	write_record(test, 0, 400, "d\n", 0, 0);
	reader_open(test, false);
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < ARRAY_SIZE(lines); i++)
			KUNIT_EXPECT_STREQ(test, next_line(test), lines[i]);
		event_iter_rewind(&((struct reader *)test->priv)->iter);
	}
}

static void merge_consumes(struct kunit *test)
{
	struct reader *r = test->priv;

	option(test, OPT_CONTEXT_INFO, false);
	write_record(test, 0, 100, "a\n", 0, 0);
	reader_open(test, true);
	KUNIT_EXPECT_FALSE(test, event_iter_is_empty(&r->iter));
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: a\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: a\n");
	event_iter_consume(&r->iter);
	KUNIT_EXPECT_STREQ(test, next_line(test), "(end)");
	KUNIT_EXPECT_TRUE(test, event_iter_is_empty(&r->iter));
	write_record(test, 0, 200, "b\n", 0, 0);
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: b\n");
	KUNIT_EXPECT_EQ(test, r->iter.ts, 200);
}

static void fmt_follows_pointers(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, print_fmt_follows("\"k=%d s=%s end\", REC->k, REC->s", "s"));
	KUNIT_EXPECT_TRUE(test, print_fmt_follows("\"%*.*s|%-6s\", 1, 2, REC->a, REC->s ", "s"));
	KUNIT_EXPECT_TRUE(test, print_fmt_follows("\"a%%\\\"b\" \"%s\", REC->s", "s"));
	KUNIT_EXPECT_TRUE(test, print_fmt_follows("\"%s %s\", f(1, \"x,)\"), REC->s", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"%p %s\", REC->s, REC->t", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"%s\", REC->ss", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"%s\", (char *)REC->s", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"%s\", REC->k ? REC->s : \"none\"", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"none\"", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("\"%s", "s"));
	KUNIT_EXPECT_FALSE(test, print_fmt_follows("", "s"));
}

static void names_of_no_task(struct kunit *test)
{
	char comm[TASK_COMM_LEN];

	comm_cache_find(0, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<idle>");
	comm_cache_find(-1, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<XXX>");
	comm_cache_find(PID_MAX_LIMIT + 1, comm);
	KUNIT_EXPECT_STREQ(test, comm, "<...>");
	KUNIT_EXPECT_EQ(test, comm_cache_find_tgid(-1), 0);
}

static struct kunit_case print_cases[] = {
	KUNIT_CASE(line_forms),
	KUNIT_CASE(line_in_latency_format),
	KUNIT_CASE(line_of_a_counting_clock),
	KUNIT_CASE(line_after_a_loss),
	KUNIT_CASE(line_too_long_for_the_rest),
	KUNIT_CASE(merge_orders_by_time),
	KUNIT_CASE(merge_consumes),
	KUNIT_CASE(fmt_follows_pointers),
	KUNIT_CASE(names_of_no_task),
	{}
};

static struct kunit_suite print_suite = {
	.name		= "trace_print",
	.init		= reader_init,
	.exit		= reader_exit,
	.test_cases	= print_cases,
};

kunit_test_suite(print_suite);

MODULE_DESCRIPTION("Tests of merging and printing records");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
