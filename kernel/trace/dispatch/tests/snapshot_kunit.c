// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots of an instance of one's own: which buffer records go to, who keeps
 * whom from taking one, and what happens when all take them at once.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/trace.h>
#include <linux/trace_events.h>

#include "dispatch/dispatch.h"
#include "instance/instance.h"

static void destroy_instance(void *tr)
{
	trace_array_put(tr);
	trace_array_destroy(tr);
}

static int snapshot_test_init(struct kunit *test)
{
	test->priv = trace_array_get_by_name("kunit_snapshot", NULL);
	KUNIT_ASSERT_NOT_NULL(test, test->priv);
	return kunit_add_action_or_reset(test, destroy_instance, test->priv);
}

/* Bytes that no reader looks at. */
static bool write_one(struct trace_array *tr)
{
	struct trace_entry entry = {};

	return !ring_buffer_write(READ_ONCE(tr->rb), sizeof(entry), &entry);
}

static void snapshot_needs_a_spare(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	struct trace_buffer *rb = tr->rb;

	KUNIT_EXPECT_FALSE(test, instance_snapshot_is_allocated(tr));
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), -ENODEV);
	KUNIT_EXPECT_PTR_EQ(test, tr->rb, rb);

	/* Code that asks for one finds recording ended. */
	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	instance_snapshot_free(tr);
	tracing_snapshot_cond(tr, NULL);
	KUNIT_EXPECT_FALSE(test, instance_is_on(tr));
}

static void snapshot_exchanges(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	struct trace_buffer *rb = tr->rb;

	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	KUNIT_ASSERT_TRUE(test, write_one(tr));
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), 0);
	KUNIT_EXPECT_PTR_EQ(test, instance_spare(tr), rb);
	KUNIT_EXPECT_PTR_NE(test, tr->rb, rb);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(rb), 1UL);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(tr->rb), 0UL);

	KUNIT_ASSERT_TRUE(test, write_one(tr));
	KUNIT_ASSERT_TRUE(test, write_one(tr));
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), 0);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(instance_spare(tr)), 2UL);
	instance_snapshot_reset(tr, INSTANCE_ALL_CPUS);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(instance_spare(tr)), 0UL);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(tr->rb), 1UL);
}

static void snapshot_of_one_cpu(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	struct trace_buffer *rb = tr->rb;
	int cpu = raw_smp_processor_id();

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	KUNIT_ASSERT_TRUE(test, write_one(tr));
	KUNIT_EXPECT_EQ(test, instance_snapshot_take_cpu(tr, cpu), 0);
	KUNIT_EXPECT_PTR_EQ(test, tr->rb, rb);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(rb), 0UL);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries_cpu(instance_spare(tr), cpu), 1UL);
	/* The ring that came works. */
	KUNIT_EXPECT_TRUE(test, write_one(tr));
	KUNIT_EXPECT_EQ(test, ring_buffer_entries_cpu(rb, cpu), 1UL);
}

static void snapshot_follows_settings(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	int cpu = cpumask_first(cpu_online_mask);

	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	KUNIT_ASSERT_EQ(test, ring_buffer_size(tr->pair[1], cpu), ring_buffer_size(tr->rb, cpu));
	KUNIT_ASSERT_EQ(test, ring_buffer_subbuf_order_get(tr->pair[1]), 0);
	KUNIT_ASSERT_EQ(test, instance_snapshot_take(tr, NULL), 0);
	instance_set_on(tr, false);
	KUNIT_EXPECT_FALSE(test, write_one(tr));
	KUNIT_ASSERT_EQ(test, instance_snapshot_take(tr, NULL), 0);
	KUNIT_EXPECT_FALSE(test, write_one(tr));
	instance_set_on(tr, true);
	KUNIT_EXPECT_TRUE(test, write_one(tr));

	instance_snapshot_free(tr);
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), -ENODEV);
}

static void snapshot_and_mapping_exclude(struct kunit *test)
{
	struct trace_array *tr = test->priv;

	KUNIT_ASSERT_EQ(test, instance_map_get(tr), 0);
	KUNIT_EXPECT_EQ(test, instance_snapshot_arm(tr), -EBUSY);
	KUNIT_EXPECT_EQ(test, instance_snapshot_by_user(tr, INSTANCE_ALL_CPUS), -EBUSY);
	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), -EBUSY);
	instance_map_put(tr);

	KUNIT_ASSERT_EQ(test, instance_snapshot_arm(tr), 0);
	KUNIT_EXPECT_EQ(test, instance_map_get(tr), -EBUSY);
	KUNIT_EXPECT_EQ(test, instance_snapshot_by_user(tr, INSTANCE_ALL_CPUS), 0);
	KUNIT_EXPECT_EQ(test, instance_map_get(tr), -EBUSY);
	instance_snapshot_disarm(tr);
	KUNIT_ASSERT_EQ(test, instance_map_get(tr), 0);
	instance_map_put(tr);
}

/* Bytes that a record takes: more with its whole stamp. */
static unsigned long bytes_of_one(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	struct trace_buffer *rb = READ_ONCE(tr->rb);
	int cpu = raw_smp_processor_id();
	unsigned long before;

	/* The first of a sub-buffer never needs one. */
	KUNIT_EXPECT_TRUE(test, write_one(tr));
	before = ring_buffer_bytes_cpu(rb, cpu);
	KUNIT_EXPECT_TRUE(test, write_one(tr));
	return ring_buffer_bytes_cpu(rb, cpu) - before;
}

static void whole_stamps_are_counted(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	unsigned long plain, whole;

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id())), 0);
	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	plain = bytes_of_one(test);
	instance_whole_stamps_get(tr);
	instance_whole_stamps_get(tr);
	whole = bytes_of_one(test);
	KUNIT_EXPECT_GE(test, whole, plain + 8);
	/* In either buffer, and until the last user is gone. */
	KUNIT_EXPECT_EQ(test, instance_snapshot_take(tr, NULL), 0);
	KUNIT_EXPECT_EQ(test, bytes_of_one(test), whole);
	instance_whole_stamps_put(tr);
	KUNIT_EXPECT_EQ(test, bytes_of_one(test), whole);
	instance_whole_stamps_put(tr);
	KUNIT_EXPECT_LT(test, bytes_of_one(test), whole);
}

struct condition {
	int	calls;
	void	*seen;
	bool	answer;
	int	inner;		/* what the call for a snapshot from inside returned */
};

static bool condition_update(struct trace_array *tr, void *data)
{
	struct condition *cond = tracing_cond_snapshot_data(tr);

	cond->calls++;
	cond->seen = data;
	cond->inner = instance_snapshot_take(tr, NULL);
	return cond->answer;
}

static void snapshot_on_a_condition(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	struct trace_buffer *rb = tr->rb;
	struct condition cond = { .inner = -1 };

	KUNIT_EXPECT_EQ(test, tracing_snapshot_cond_disable(tr), -EINVAL);
	KUNIT_EXPECT_NULL(test, tracing_cond_snapshot_data(tr));
	KUNIT_ASSERT_EQ(test, tracing_snapshot_cond_enable(tr, &cond, condition_update), 0);
	KUNIT_EXPECT_EQ(test, tracing_snapshot_cond_enable(tr, &cond, condition_update), -EBUSY);
	KUNIT_EXPECT_PTR_EQ(test, tracing_cond_snapshot_data(tr), (void *)&cond);
	KUNIT_EXPECT_EQ(test, instance_snapshot_by_user(tr, INSTANCE_ALL_CPUS), -EBUSY);
	KUNIT_EXPECT_EQ(test, instance_map_get(tr), -EBUSY);

	tracing_snapshot_cond(tr, test);
	KUNIT_EXPECT_EQ(test, cond.calls, 1);
	KUNIT_EXPECT_PTR_EQ(test, cond.seen, (void *)test);
	KUNIT_EXPECT_PTR_EQ(test, tr->rb, rb);
	/* One from inside the condition neither waits for ever nor is taken. */
	KUNIT_EXPECT_EQ(test, cond.inner, 0);
	cond.answer = true;
	tracing_snapshot_cond(tr, NULL);
	KUNIT_EXPECT_EQ(test, cond.calls, 2);
	KUNIT_EXPECT_PTR_NE(test, tr->rb, rb);

	KUNIT_EXPECT_EQ(test, tracing_snapshot_cond_disable(tr), 0);
	tracing_snapshot_cond(tr, NULL);
	KUNIT_EXPECT_EQ(test, cond.calls, 2);
	KUNIT_EXPECT_PTR_EQ(test, tr->rb, rb);
	KUNIT_EXPECT_EQ(test, instance_map_get(tr), 0);
	instance_map_put(tr);
}

/* Everybody writes and takes snapshots, threads and their interrupts. */
struct crowd_member {
	struct trace_array	*tr;
	struct task_struct	*task;
	struct irq_work		work;
	unsigned long		written;
	int			failed;
};

static void crowd_interrupt(struct irq_work *work)
{
	struct crowd_member *member = container_of(work, struct crowd_member, work);

	member->failed |= instance_snapshot_take(member->tr, NULL);
}

static int crowd_thread(void *data)
{
	struct crowd_member *member = data;
	int i;

	while (!kthread_should_stop()) {
		for (i = 0; i < 50; i++)
			member->written += write_one(member->tr);
		irq_work_queue(&member->work);
		member->failed |= instance_snapshot_take(member->tr, NULL);
		cond_resched();
	}
	irq_work_sync(&member->work);
	return member->failed;
}

static void crowd_stop(void *data)
{
	struct crowd_member *member = data;

	kthread_stop(member->task);
}

static struct crowd_member *crowd_start(struct kunit *test, int cpu)
{
	struct crowd_member *member = kunit_kzalloc(test, sizeof(*member), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, member);
	member->tr = test->priv;
	member->work = IRQ_WORK_INIT_HARD(crowd_interrupt);
	member->task = kthread_create_on_cpu(crowd_thread, member, cpu, "snapshot_crowd/%u");
	KUNIT_ASSERT_FALSE(test, IS_ERR(member->task));
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, crowd_stop, member), 0);
	wake_up_process(member->task);
	return member;
}

/* No record is lost or counted twice, however often the buffers change places. */
static void snapshots_add_up(struct kunit *test)
{
	struct trace_array *tr = test->priv;
	unsigned long written = 0, there = 0;
	struct crowd_member **members;
	struct trace_buffer *rb;
	unsigned int i;
	int cpu;

	members = kunit_kcalloc(test, nr_cpu_ids, sizeof(*members), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, members);
	KUNIT_ASSERT_EQ(test, instance_snapshot_alloc(tr), 0);
	for_each_online_cpu(cpu)
		members[cpu] = crowd_start(test, cpu);
	msleep(200);
	for_each_online_cpu(cpu) {
		kunit_release_action(test, crowd_stop, members[cpu]);
		KUNIT_EXPECT_EQ(test, members[cpu]->failed, 0);
		written += members[cpu]->written;
	}
	for_each_instance_buffer(rb, tr, i)
		there += ring_buffer_entries(rb) + ring_buffer_overruns(rb);
	KUNIT_EXPECT_GT(test, written, 0UL);
	KUNIT_EXPECT_EQ(test, there, written);
}

static struct kunit_case snapshot_cases[] = {
	KUNIT_CASE(snapshot_needs_a_spare),
	KUNIT_CASE(snapshot_exchanges),
	KUNIT_CASE(snapshot_of_one_cpu),
	KUNIT_CASE(snapshot_follows_settings),
	KUNIT_CASE(whole_stamps_are_counted),
	KUNIT_CASE(snapshot_and_mapping_exclude),
	KUNIT_CASE(snapshot_on_a_condition),
	KUNIT_CASE_SLOW(snapshots_add_up),
	{}
};

static struct kunit_suite snapshot_suite = {
	.name		= "trace_snapshot",
	.init		= snapshot_test_init,
	.test_cases	= snapshot_cases,
};

kunit_test_suite(snapshot_suite);

MODULE_DESCRIPTION("Tests of snapshots");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
