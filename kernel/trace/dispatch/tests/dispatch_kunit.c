// SPDX-License-Identifier: GPL-2.0
/*
 * What leaves a hit beside the event's record: text of trace_printk(), stacks,
 * copies for exports.  In an instance of its own, read back as lines.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/module.h>
#include <linux/trace.h>

#include "dispatch/dispatch.h"

struct own {
	struct trace_array	*tr;
	struct trace_iterator	iter;
	unsigned long		options;
	bool			is_open;
};

static int own_init(struct kunit *test)
{
	struct own *own = kunit_kzalloc(test, sizeof(*own), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, own);
	test->priv = own;
	own->tr = trace_array_get_by_name("dispatch_kunit", NULL);
	KUNIT_ASSERT_NOT_NULL(test, own->tr);
	KUNIT_ASSERT_EQ(test, trace_array_init_printk(own->tr), 0);
	own->options = own->tr->options;
	own->tr->options = BIT(OPT_TRACE_PRINTK) | BIT(OPT_HASH_PTR) | BIT(OPT_OVERWRITE);
	return 0;
}

static void own_exit(struct kunit *test)
{
	struct own *own = test->priv;

	if (!own || !own->tr)
		return;
	if (own->is_open)
		event_iter_close(&own->iter);
	own->tr->options = own->options;
	trace_array_put(own->tr);
	trace_array_destroy(own->tr);
}

static const char *next_line(struct kunit *test)
{
	struct own *own = test->priv;
	struct trace_iterator *iter = &own->iter;

	if (!own->is_open)
		KUNIT_ASSERT_EQ(test, event_iter_open(iter, own->tr, INSTANCE_ALL_CPUS, true), 0);
	own->is_open = true;
	trace_seq_init(&iter->seq);
	if (!event_iter_next(iter))
		return "(end)";
	KUNIT_EXPECT_EQ(test, event_line_print(iter), TRACE_TYPE_HANDLED);
	event_iter_consume(iter);
	trace_seq_putc(&iter->seq, '\0');
	return iter->seq.buffer;
}

static void text_into_an_instance(struct kunit *test)
{
	struct own *own = test->priv;

	KUNIT_EXPECT_EQ(test, trace_array_printk(own->tr, 0, "%s %d\n", "number", 5), 9);
	KUNIT_EXPECT_EQ(test, __trace_array_puts(own->tr, 0, "no end", 6), 6);
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: number 5\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: no end\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "(end)");
	KUNIT_EXPECT_EQ(test, trace_array_printk(NULL, 0, "x"), -ENOENT);
	KUNIT_EXPECT_EQ(test, trace_array_printk(instance_top(), 0, "x"), 0);
	own->tr->options &= ~BIT(OPT_TRACE_PRINTK);
	KUNIT_EXPECT_EQ(test, trace_array_printk(own->tr, 0, "x"), 0);
}

static bool printk_goes_to(struct trace_array *tr)
{
	return instance_printk_dest() == tr && instance_has(tr, OPT_TRACE_PRINTK_DEST);
}

static void text_goes_where_it_is_sent(struct kunit *test)
{
	struct own *own = test->priv;
	struct trace_array *top = instance_top();
	struct trace_array *was = instance_printk_dest();

	KUNIT_EXPECT_EQ(test, instance_set_option(own->tr, OPT_TRACE_PRINTK_DEST, true), 0);
	KUNIT_EXPECT_TRUE(test, printk_goes_to(own->tr));
	KUNIT_EXPECT_FALSE(test, instance_has(was, OPT_TRACE_PRINTK_DEST));
	__trace_printk(0, "sent %d\n", 1);
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: sent 1\n");
	KUNIT_EXPECT_EQ(test, instance_set_option(own->tr, OPT_TRACE_PRINTK_DEST, false), 0);
	KUNIT_EXPECT_TRUE(test, printk_goes_to(top));
	KUNIT_EXPECT_EQ(test, instance_set_option(top, OPT_TRACE_PRINTK_DEST, false), -EINVAL);
	KUNIT_EXPECT_TRUE(test, printk_goes_to(top));
	__trace_printk(0, "not here %d\n", 2);
	KUNIT_EXPECT_STREQ(test, next_line(test), "(end)");
	instance_set_option(was, OPT_TRACE_PRINTK_DEST, true);
}

/* An argument of more than a page's text must leave no record to be misread. */
static void text_too_long_in_binary(struct kunit *test)
{
	static char text[3000];
	struct own *own = test->priv;
	struct trace_array *was = instance_printk_dest();

	memset(text, 'x', sizeof(text) - 1);
	instance_set_option(own->tr, OPT_TRACE_PRINTK_DEST, true);
	KUNIT_EXPECT_EQ(test, __trace_bprintk(0, "%s\n", text), 0);
	KUNIT_EXPECT_GT(test, __trace_bprintk(0, "%d\n", 3), 0);
	instance_set_option(was, OPT_TRACE_PRINTK_DEST, true);
	KUNIT_EXPECT_STREQ(test, next_line(test), "0: 3\n");
	KUNIT_EXPECT_STREQ(test, next_line(test), "(end)");
}

static void stack_begins_with_its_caller(struct kunit *test)
{
	struct own *own = test->priv;
	const char *line;
	char begin[80];

	own->tr->options |= BIT(OPT_STACKTRACE);
	trace_array_printk(own->tr, _THIS_IP_, "here\n");
	next_line(test);
	line = next_line(test);
	snprintf(begin, sizeof(begin), "<stack trace>\n => %s\n", __func__);
	KUNIT_EXPECT_PTR_EQ(test, strstr(line, begin), line);
}

/* Exports */

struct counting_export {
	struct trace_export	export;
	atomic_t		events;
	atomic_t		wrong;
};

static void export_count(struct trace_export *export, const void *entry, unsigned int size)
{
	struct counting_export *count = container_of(export, struct counting_export, export);
	const struct trace_entry *ent = entry;

	if (size < sizeof(*ent) || size > 1024 || ent->pid < 0)
		atomic_inc(&count->wrong);
	atomic_inc(&count->events);
}

static void exports_get_copies(struct kunit *test)
{
	struct counting_export events = {
		.export = { .write = export_count, .flags = TRACE_EXPORT_EVENT },
	};
	struct counting_export markers = {
		.export = { .write = export_count, .flags = TRACE_EXPORT_MARKER },
	};
	struct own *own = test->priv;
	int seen;

	KUNIT_ASSERT_EQ(test, register_ftrace_export(&events.export), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_export(&markers.export), 0);
	trace_array_set_clr_event(own->tr, "sched", "sched_switch", true);
	msleep(20);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&events.export), 0);
	seen = atomic_read(&events.events);
	msleep(20);
	trace_array_set_clr_event(own->tr, "sched", "sched_switch", false);
	KUNIT_EXPECT_GT(test, seen, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&events.events), seen);
	KUNIT_EXPECT_EQ(test, atomic_read(&events.wrong), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&markers.events), 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&events.export), -1);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_export(&markers.export), 0);
}

static void a_warning_stops_recording(struct kunit *test)
{
	bool was_on = tracing_is_on();
	int was = __disable_trace_on_warning;

	tracing_on();
	__disable_trace_on_warning = 0;
	disable_trace_on_warning();
	KUNIT_EXPECT_TRUE(test, tracing_is_on());
	__disable_trace_on_warning = 1;
	disable_trace_on_warning();
	KUNIT_EXPECT_FALSE(test, tracing_is_on());
	__disable_trace_on_warning = was;
	if (was_on)
		tracing_on();
}

static struct kunit_case dispatch_cases[] = {
	KUNIT_CASE(text_into_an_instance),
	KUNIT_CASE(text_goes_where_it_is_sent),
	KUNIT_CASE(text_too_long_in_binary),
	KUNIT_CASE(stack_begins_with_its_caller),
	KUNIT_CASE(exports_get_copies),
	KUNIT_CASE(a_warning_stops_recording),
	{}
};

static struct kunit_suite dispatch_suite = {
	.name		= "trace_dispatch",
	.init		= own_init,
	.exit		= own_exit,
	.test_cases	= dispatch_cases,
};

kunit_test_suite(dispatch_suite);

MODULE_DESCRIPTION("Tests of what hits leave beside records of events");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
