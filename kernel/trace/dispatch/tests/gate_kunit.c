// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a hit is recorded: what users wish, what others switch at hits, and
 * whose hit it is; for an event of our own in an instance of our own.
 */
#include <kunit/test.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/trace.h>

#include "dispatch/dispatch.h"
#include "event/event.h"

struct gate_test {
	struct trace_array		*tr;
	struct trace_event_file		*file;
	struct trace_event_class	class;
	struct trace_event_call		call;
	unsigned int			armed;
	int				reg_error;
};

static struct gate_test *test_of(struct trace_event_call *call)
{
	return container_of(call, struct gate_test, call);
}

static int count_reg(struct trace_event_call *call, enum trace_reg type, void *data)
{
	struct gate_test *t = test_of(call);

	if (type == TRACE_REG_REGISTER) {
		if (t->reg_error)
			return t->reg_error;
		t->armed++;
	}
	if (type == TRACE_REG_UNREGISTER)
		t->armed--;
	return 0;
}

static int gate_init(struct kunit *test)
{
	struct gate_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!t)
		return -ENOMEM;
	t->class.system = "kunit_gate";
	t->class.reg = count_reg;
	t->class.field_names = "";
	t->call.class = &t->class;
	t->call.name = "kunit_gate_event";
	t->call.print_fmt = "\"\"";
	test->priv = t;
	t->tr = trace_array_get_by_name("kunit_gate", NULL);
	if (!t->tr || trace_add_event_call(&t->call))
		return -ENODEV;
	guard(mutex)(&event_mutex);
	t->file = event_file_get(t->tr, &t->call);
	return PTR_ERR_OR_ZERO(t->file);
}

static void gate_exit(struct kunit *test)
{
	struct gate_test *t = test->priv;

	if (!IS_ERR_OR_NULL(t->file)) {
		scoped_guard(mutex, &event_mutex) {
			event_file_set_enabled(t->file, false);
			event_file_put(t->file);
		}
	}
	if (t->call.type)
		KUNIT_EXPECT_EQ(test, trace_remove_event_call(&t->call), 0);
	KUNIT_EXPECT_EQ(test, t->armed, 0);
	if (t->tr) {
		trace_array_put(t->tr);
		KUNIT_EXPECT_EQ(test, trace_array_destroy(t->tr), 0);
	}
}

static bool passes(struct gate_test *t)
{
	guard(preempt)();
	return gate_passes(t->file);
}

static void expect_state(struct kunit *test, unsigned int state, unsigned int armed)
{
	struct gate_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, event_state(t->tr, &t->call), state);
	KUNIT_EXPECT_EQ(test, t->armed, armed);
	KUNIT_EXPECT_EQ(test, passes(t), !!(state & EVENT_STATE_ON));
}

#define ON	EVENT_STATE_ON
#define STAR	EVENT_STATE_SWITCHED

static void a_wish_alone(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	expect_state(test, 0, 0);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), 0);
	expect_state(test, ON, 1);
	/* Nothing but recording: a hit has nothing to ask. */
	KUNIT_EXPECT_EQ(test, t->file->flags, 0);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), 0);
	expect_state(test, ON, 1);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, false), 0);
	expect_state(test, 0, 0);
}

static void a_wish_that_fails(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	t->reg_error = -ENOENT;
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), -ENOENT);
	expect_state(test, 0, 0);
	KUNIT_EXPECT_EQ(test, event_file_switch_get(t->file), -ENOENT);
	expect_state(test, 0, 0);
}

static void switched_at_hits(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	expect_state(test, STAR, 1);
	event_file_switch(t->file, true);
	expect_state(test, ON | STAR, 1);
	event_file_switch(t->file, false);
	expect_state(test, STAR, 1);
	/* A second one finds it as the first one left it. */
	event_file_switch(t->file, true);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	expect_state(test, ON | STAR, 1);
	event_file_switch_put(t->file);
	expect_state(test, ON | STAR, 1);
	event_file_switch(t->file, false);
	event_file_switch_put(t->file);
	expect_state(test, 0, 0);
}

/* What it was switched to is the wish afterwards. */
static void as_it_was_switched(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	event_file_switch(t->file, true);
	event_file_switch_put(t->file);
	expect_state(test, ON, 1);

	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	expect_state(test, ON | STAR, 1);
	event_file_switch(t->file, false);
	expect_state(test, STAR, 1);
	event_file_switch_put(t->file);
	expect_state(test, 0, 0);
}

static void wishes_meanwhile(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), 0);
	expect_state(test, ON | STAR, 1);
	event_file_switch(t->file, false);
	expect_state(test, STAR, 1);
	/* The wish is that already, and still it counts. */
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), 0);
	expect_state(test, ON | STAR, 1);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, false), 0);
	expect_state(test, STAR, 1);
	event_file_switch_put(t->file);
	expect_state(test, 0, 0);
}

static void the_event_goes_first(struct kunit *test)
{
	struct gate_test *t = test->priv;

	guard(mutex)(&event_mutex);
	KUNIT_ASSERT_EQ(test, event_file_set_enabled(t->file, true), 0);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	KUNIT_ASSERT_EQ(test, event_file_switch_get(t->file), 0);
	event_files_remove_call(&t->call);
	expect_state(test, 0, 0);
	KUNIT_EXPECT_EQ(test, event_file_set_enabled(t->file, true), -ENODEV);
	KUNIT_EXPECT_EQ(test, event_file_switch_get(t->file), -ENODEV);
	event_file_switch_put(t->file);
	event_file_switch_put(t->file);
	KUNIT_EXPECT_EQ(test, t->armed, 0);
}

static int pids_add(struct gate_test *t, enum event_pids_kind kind, int pid)
{
	char text[12];

	snprintf(text, sizeof(text), "%d", pid);
	return event_pids_add(t->tr, kind, text);
}

/* As a hit asks: with preemption off. */
static bool ignores_this_pid(struct gate_test *t)
{
	guard(preempt)();
	return trace_event_ignore_this_pid(t->file);
}

static void only_some_tasks(struct kunit *test)
{
	struct gate_test *t = test->priv;

	scoped_guard(mutex, &event_mutex)
		KUNIT_ASSERT_EQ(test, event_file_set_enabled(t->file, true), 0);
	KUNIT_EXPECT_TRUE(test, passes(t));
	KUNIT_ASSERT_EQ(test, pids_add(t, EVENT_PIDS_ONLY, current->pid + 1), 0);
	KUNIT_EXPECT_FALSE(test, passes(t));
	KUNIT_EXPECT_TRUE(test, ignores_this_pid(t));
	KUNIT_ASSERT_EQ(test, pids_add(t, EVENT_PIDS_ONLY, current->pid), 0);
	KUNIT_EXPECT_TRUE(test, passes(t));
	KUNIT_ASSERT_EQ(test, pids_add(t, EVENT_PIDS_EXCEPT, current->pid), 0);
	KUNIT_EXPECT_FALSE(test, passes(t));
	event_pids_clear(t->tr, EVENT_PIDS_ONLY);
	KUNIT_EXPECT_FALSE(test, passes(t));
	event_pids_clear(t->tr, EVENT_PIDS_EXCEPT);
	KUNIT_EXPECT_TRUE(test, passes(t));
	KUNIT_EXPECT_EQ(test, t->file->flags & EVENT_FILE_GATED, 0);
}

/* An instance may go with sets in it: trace_array_destroy() is in gate_exit(). */
static void tasks_of_an_instance_that_goes(struct kunit *test)
{
	struct gate_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, pids_add(t, EVENT_PIDS_ONLY, 1), 0);
	KUNIT_EXPECT_EQ(test, pids_add(t, EVENT_PIDS_EXCEPT, 2), 0);
}

/* A module's way: what it names it holds, and what is not there is an error. */
static void files_by_name(struct kunit *test)
{
	struct gate_test *t = test->priv;
	struct trace_event_file *file, *top;

	file = trace_get_event_file("kunit_gate", "kunit_gate", "kunit_gate_event");
	KUNIT_ASSERT_PTR_EQ(test, file, t->file);
	/* The file keeps the instance that nobody else does. */
	trace_array_put(t->tr);
	KUNIT_EXPECT_EQ(test, trace_array_destroy(t->tr), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, trace_array_get_by_name("kunit_gate", NULL), t->tr);
	trace_put_event_file(file);

	top = trace_get_event_file(NULL, "kunit_gate", "kunit_gate_event");
	KUNIT_ASSERT_FALSE(test, IS_ERR(top));
	KUNIT_EXPECT_PTR_NE(test, top, t->file);
	trace_put_event_file(top);

	KUNIT_EXPECT_EQ(test, PTR_ERR(trace_get_event_file("kunit_none", "kunit_gate",
							   "kunit_gate_event")), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(trace_get_event_file("kunit_gate", "kunit_gate", "none")),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, PTR_ERR(trace_get_event_file(NULL, "none", "kunit_gate_event")),
			-EINVAL);
}

static struct kunit_case gate_cases[] = {
	KUNIT_CASE(a_wish_alone),
	KUNIT_CASE(a_wish_that_fails),
	KUNIT_CASE(switched_at_hits),
	KUNIT_CASE(as_it_was_switched),
	KUNIT_CASE(wishes_meanwhile),
	KUNIT_CASE(the_event_goes_first),
	KUNIT_CASE(only_some_tasks),
	KUNIT_CASE(tasks_of_an_instance_that_goes),
	KUNIT_CASE(files_by_name),
	{}
};

static struct kunit_suite gate_suite = {
	.name		= "trace_gate",
	.init		= gate_init,
	.exit		= gate_exit,
	.test_cases	= gate_cases,
};

kunit_test_suite(gate_suite);

MODULE_DESCRIPTION("Tests of what is recorded");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
