// SPDX-License-Identifier: GPL-2.0
/*
 * The graph tracer's lines, as stock's kernel prints them: a buffer of one's own
 * with calls and returns written into it, and how durations are shown.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/smp.h>
#include <linux/time64.h>

#include "tracer/duration.h"
#include "tracer/graph.h"

struct lines {
	struct trace_array	tr;
	struct instance_tracer	tracer;
	struct trace_iterator	iter;
};

static unsigned long *options_of(struct kunit *test)
{
	return &((struct lines *)test->priv)->tracer.options[graph_tracer.index];
}

static int lines_init(struct kunit *test)
{
	struct lines *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	test->priv = l;
	l->tr.rb = ring_buffer_alloc(4 * PAGE_SIZE, RB_FL_OVERWRITE);
	KUNIT_ASSERT_NOT_NULL(test, l->tr.rb);
	l->tr.options = BIT(OPT_CONTEXT_INFO) | BIT(OPT_TRACE_PRINTK);
	l->tr.tracer = &l->tracer;
	l->tr.view = &graph_tracer.view;
	*options_of(test) = graph_tracer.default_options;
	return 0;
}

static void lines_exit(struct kunit *test)
{
	struct lines *l = test->priv;

	if (!l)
		return;
	if (l->iter.tr)
		event_iter_close(&l->iter);
	if (l->tr.rb)
		ring_buffer_free(l->tr.rb);
}

static void lines_open(struct kunit *test, bool consume)
{
	struct lines *l = test->priv;

	KUNIT_ASSERT_EQ(test, event_iter_open(&l->iter, &l->tr, INSTANCE_ALL_CPUS, consume), 0);
}

/* A record to be written on CPU 0. */
struct to_write {
	struct trace_buffer	*rb;
	const void		*record;
	size_t			len;
};

static void write_here(void *data)
{
	struct to_write *w = data;
	struct ring_buffer_event *event = ring_buffer_lock_reserve(w->rb, w->len);

	if (!event)
		return;
	memcpy(ring_buffer_event_data(event), w->record, w->len);
	ring_buffer_unlock_commit(w->rb);
}

static void write_record(struct kunit *test, const void *record, size_t len)
{
	struct to_write w = { ((struct lines *)test->priv)->tr.rb, record, len };

	smp_call_function_single(0, write_here, &w, 1);
}

/* Two functions with names that everybody knows. */
static const unsigned long outer = (unsigned long)ring_buffer_resize;
static const unsigned long inner = (unsigned long)ring_buffer_free;

static void enter(struct kunit *test, int pid, unsigned long func, int depth)
{
	struct ftrace_graph_ent_entry entry = {
		.ent = { .type = TRACE_GRAPH_ENT, .pid = pid },
		.func = func,
		.depth = depth,
	};

	write_record(test, &entry, GRAPH_ENTRY_LEN);
}

static void leave(struct kunit *test, int pid, unsigned long func, int depth)
{
	struct ftrace_graph_ret_entry entry = {
		.ent = { .type = TRACE_GRAPH_RET, .pid = pid },
		.func = func,
		.depth = depth,
		.calltime = 1000,
		.rettime = 1000 + 12345,
	};

	write_record(test, &entry, sizeof(entry));
}

static void expect_line(struct kunit *test, const char *text)
{
	struct trace_iterator *iter = &((struct lines *)test->priv)->iter;

	trace_seq_init(&iter->seq);
	KUNIT_ASSERT_NOT_NULL_MSG(test, event_iter_next(iter), "instead of: %s", text);
	KUNIT_EXPECT_EQ(test, event_line_print(iter), TRACE_TYPE_HANDLED);
	if (!iter->buffer_iter)
		event_iter_consume(iter);
	trace_seq_putc(&iter->seq, '\0');
	KUNIT_EXPECT_STREQ(test, iter->seq.buffer, text);
}

static void expect_end(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, event_iter_next(&((struct lines *)test->priv)->iter));
}

static void calls_fold(struct kunit *test, bool consume)
{
	enter(test, 0, outer, 0);
	enter(test, 0, inner, 1);
	leave(test, 0, inner, 1);
	leave(test, 0, outer, 0);
	enter(test, 0, inner, 0);
	lines_open(test, consume);
	expect_line(test, " 0)               |  ring_buffer_resize() {\n");
	expect_line(test, " 0) + 12.345 us   |    ring_buffer_free();\n");
	expect_line(test, " 0) + 12.345 us   |  }\n");
	expect_line(test, " 0)               |  ring_buffer_free() {\n");
	expect_end(test);
}

static void calls_fold_in_place(struct kunit *test)
{
	calls_fold(test, false);
}

static void calls_fold_when_consumed(struct kunit *test)
{
	calls_fold(test, true);
}

static void only_own_returns_fold(struct kunit *test)
{
	/* Of another function, at another depth. */
	enter(test, 0, outer, 0);
	leave(test, 0, inner, 0);
	enter(test, 0, outer, 0);
	leave(test, 0, outer, 1);
	lines_open(test, false);
	expect_line(test, " 0)               |  ring_buffer_resize() {\n");
	expect_line(test, " 0) + 12.345 us   |  } /* ring_buffer_free */\n");
	expect_line(test, " 0)               |  ring_buffer_resize() {\n");
	expect_line(test, " 0) + 12.345 us   |    } /* ring_buffer_resize */\n");
	expect_end(test);
}

static void tasks_change(struct kunit *test)
{
	enter(test, 0, outer, 0);
	leave(test, -2, outer, 0);
	lines_open(test, true);
	expect_line(test, " 0)               |  ring_buffer_resize() {\n");
	expect_line(test, " ------------------------------------------\n"
			  " 0)    <idle>-0    =>    <XXX>--2   \n"
			  " ------------------------------------------\n\n"
			  " 0) + 12.345 us   |  }\n");
	expect_end(test);
}

static void options_choose_columns(struct kunit *test)
{
	*options_of(test) = GRAPH_TAIL | GRAPH_PROC;
	enter(test, 0, outer, 0);
	enter(test, 0, inner, 1);
	leave(test, 0, inner, 1);
	leave(test, 0, outer, 0);
	lines_open(test, false);
	expect_line(test, "   <idle>-0    | ring_buffer_resize() {\n");
	*options_of(test) = GRAPH_DURATION;
	expect_line(test, "  12.345 us   |    ring_buffer_free();\n");
	*options_of(test) = GRAPH_TAIL | GRAPH_OVERRUN;
	expect_line(test, "} /* ring_buffer_resize */\n (Overruns: 0)\n");
	expect_end(test);
}

static void other_records_are_comments(struct kunit *test)
{
	struct {
		struct print_entry	entry;
		char			text[8];
	} marker = { .entry.ent = { .type = TRACE_PRINT }, .text = "hello\n" };

	enter(test, 0, outer, 0);
	enter(test, 0, inner, 1);
	write_record(test, &marker, sizeof(marker));
	lines_open(test, true);
	expect_line(test, " 0)               |  ring_buffer_resize() {\n");
	expect_line(test, " 0)               |    ring_buffer_free() {\n");
	expect_line(test, " 0)               |      /* hello */\n");
	expect_end(test);
}

static void durations_have_a_width(struct kunit *test)
{
	static const struct {
		u64		ns;
		const char	*text;
	} cases[] = {
		{ 0,			"0.000 us    " },
		{ 999,			"0.999 us    " },
		{ 2183,			"2.183 us    " },
		{ 10966,		"10.966 us   " },
		{ 160439,		"160.439 us  " },
		{ 1064496,		"1064.496 us " },
		{ 11685229,		"11685.22 us " },
		{ 263509949,		"263509.9 us " },
		{ 1234567890,		"1234567 us  " },
		{ 41286267999,		"41286267 us " },
		{ 927620191000,		"927620191 us " },
	};
	char text[DURATION_SIZE];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		duration_format(text, cases[i].ns);
		KUNIT_EXPECT_STREQ(test, text, cases[i].text);
	}
	duration_format(text, U64_MAX);
	KUNIT_EXPECT_STREQ(test, text, "18446744073709551 us ");
}

static void long_durations_stand_out(struct kunit *test)
{
	static const struct {
		u64	ns;
		char	mark;
	} cases[] = {
		{ 0, ' ' }, { 10000, ' ' }, { 10001, '+' }, { 100000, '+' }, { 100001, '!' },
		{ 1000001, '#' }, { 10000000, '#' }, { 10000001, '*' }, { 100000001, '@' },
		{ NSEC_PER_SEC, '@' }, { NSEC_PER_SEC + 1, '$' }, { U64_MAX, '$' },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ(test, duration_mark(cases[i].ns), cases[i].mark);
}

static struct kunit_case graph_cases[] = {
	KUNIT_CASE(calls_fold_in_place),
	KUNIT_CASE(calls_fold_when_consumed),
	KUNIT_CASE(only_own_returns_fold),
	KUNIT_CASE(tasks_change),
	KUNIT_CASE(options_choose_columns),
	KUNIT_CASE(other_records_are_comments),
	KUNIT_CASE(durations_have_a_width),
	KUNIT_CASE(long_durations_stand_out),
	{}
};

static struct kunit_suite graph_suite = {
	.name		= "trace_graph_print",
	.init		= lines_init,
	.exit		= lines_exit,
	.test_cases	= graph_cases,
};

kunit_test_suite(graph_suite);

MODULE_DESCRIPTION("KUnit tests of the graph tracer's lines");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
