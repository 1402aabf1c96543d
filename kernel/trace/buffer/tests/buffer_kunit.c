// SPDX-License-Identifier: GPL-2.0
/*
 * The ring buffer in a kernel, through its exported calls: real interrupts, real
 * CPUs, real pages.  The order of steps is tried out by the host tests in
 * tools/testing/trace/buffer.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/irq_work.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/ring_buffer.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/smp.h>

#define SUBBUF		(PAGE_SIZE - 16)	/* what one holds */
#define PAGES		8

/* A record: its number, then bytes that follow from it. */
struct record {
	u32	number;
	u8	pattern[];
};

static void record_fill(struct record *record, u32 number, size_t size)
{
	record->number = number;
	memset(record->pattern, number * 7, size - sizeof(*record));
}

static bool record_is_whole(struct record *record, size_t size)
{
	return !memchr_inv(record->pattern, (u8)(record->number * 7), size - sizeof(*record));
}

static bool record_write(struct trace_buffer *rb, u32 number, size_t size)
{
	struct ring_buffer_event *event = ring_buffer_lock_reserve(rb, size);

	if (!event)
		return false;
	record_fill(ring_buffer_event_data(event), number, size);
	ring_buffer_unlock_commit(rb);
	return true;
}

static void free_buffer(void *rb)
{
	ring_buffer_free(rb);
}

static int buffer_test_init(struct kunit *test)
{
	test->priv = ring_buffer_alloc(PAGES * SUBBUF, RB_FL_OVERWRITE);
	KUNIT_ASSERT_NOT_NULL(test, test->priv);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_buffer, test->priv), 0);
	/* The thread of the case stays on one CPU. */
	return set_cpus_allowed_ptr(current, cpumask_of(raw_smp_processor_id()));
}

/* Consume; numbers must rise, bytes be whole.  Returns how many came. */
static unsigned long consume(struct kunit *test, int cpu, unsigned long most,
			     unsigned long *lost)
{
	struct trace_buffer *rb = test->priv;
	struct ring_buffer_event *event;
	unsigned long n = 0, missed;
	struct record *record;
	u64 ts, last = 0;
	long before = -1;

	while (n < most && (event = ring_buffer_consume(rb, cpu, &ts, &missed))) {
		record = ring_buffer_event_data(event);
		KUNIT_ASSERT_TRUE(test, record_is_whole(record, ring_buffer_event_length(event)));
		KUNIT_ASSERT_GT(test, (long)record->number, before);
		KUNIT_ASSERT_GE(test, ts, last);
		before = record->number;
		last = ts;
		*lost += missed;
		n++;
	}
	return n;
}

static unsigned long consume_all(struct kunit *test, int cpu, unsigned long *lost)
{
	return consume(test, cpu, ULONG_MAX, lost);
}

static void buffer_reads_back(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	unsigned long lost = 0;
	u32 i;

	KUNIT_EXPECT_TRUE(test, ring_buffer_empty(rb));
	for (i = 0; i < 60; i++)
		KUNIT_ASSERT_TRUE(test, record_write(rb, i, 8 + i * 4));
	KUNIT_EXPECT_EQ(test, ring_buffer_entries_cpu(rb, cpu), 60);
	KUNIT_EXPECT_EQ(test, consume_all(test, cpu, &lost), 60);
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_TRUE(test, ring_buffer_empty_cpu(rb, cpu));
	KUNIT_EXPECT_EQ(test, ring_buffer_bytes_cpu(rb, cpu), 0);
	KUNIT_EXPECT_EQ(test, ring_buffer_read_events_cpu(rb, cpu), 60);
}

static void buffer_takes_longest(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	unsigned long most = ring_buffer_max_event_size(rb);

	KUNIT_EXPECT_EQ(test, most, SUBBUF - 8);
	KUNIT_EXPECT_TRUE(test, record_write(rb, 1, most));
	KUNIT_EXPECT_FALSE(test, record_write(rb, 2, most + 1));
}

static void buffer_overwrites(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	unsigned long n, lost = 0;
	u32 i;

	for (i = 0; i < 5000; i++)
		KUNIT_ASSERT_TRUE(test, record_write(rb, i, 40));
	KUNIT_EXPECT_GT(test, ring_buffer_overrun_cpu(rb, cpu), 0);
	n = consume_all(test, cpu, &lost);
	KUNIT_EXPECT_EQ(test, lost, ring_buffer_overrun_cpu(rb, cpu));
	KUNIT_EXPECT_EQ(test, n + lost, 5000);
}

static void buffer_drops(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	unsigned long n = 0, lost = 0;
	u32 i;

	ring_buffer_change_overwrite(rb, 0);
	for (i = 0; i < 5000; i++)
		n += record_write(rb, i, 40);
	KUNIT_EXPECT_LT(test, n, 5000);
	KUNIT_EXPECT_EQ(test, n + ring_buffer_dropped_events_cpu(rb, cpu), 5000);
	KUNIT_EXPECT_EQ(test, consume_all(test, cpu, &lost), n);
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_EQ(test, ring_buffer_overruns(rb), 0);
}

static void buffer_discards(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	struct ring_buffer_event *event;
	unsigned long lost = 0;
	u32 i;

	for (i = 0; i < 1000; i++) {
		event = ring_buffer_lock_reserve(rb, 100 + i);
		KUNIT_ASSERT_NOT_NULL(test, event);
		ring_buffer_discard_commit(rb, event);
		if (i % 100 == 0)
			record_write(rb, i, 8);
	}
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(rb), 10);
	KUNIT_EXPECT_EQ(test, consume_all(test, raw_smp_processor_id(), &lost), 10);
}

/* An interrupt that writes while a record is open. */
struct nested_write {
	struct irq_work		work;
	struct trace_buffer	*rb;
	u32			number;
	int			done;
};

static void nested_write(struct irq_work *work)
{
	struct nested_write *nested = container_of(work, struct nested_write, work);

	record_write(nested->rb, nested->number, 24);
	WRITE_ONCE(nested->done, 1);
}

static void write_from_interrupt(struct nested_write *nested, u32 number)
{
	nested->number = number;
	WRITE_ONCE(nested->done, 0);
	irq_work_queue(&nested->work);
	while (!READ_ONCE(nested->done))
		cpu_relax();
}

static void buffer_nests(struct kunit *test)
{
	struct nested_write *nested = kunit_kzalloc(test, sizeof(*nested), GFP_KERNEL);
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	struct ring_buffer_event *event;
	unsigned long lost = 0;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, nested);
	init_irq_work(&nested->work, nested_write);
	nested->rb = rb;
	for (i = 0; i < 3000; i += 3) {
		event = ring_buffer_lock_reserve(rb, 60);
		KUNIT_ASSERT_NOT_NULL(test, event);
		write_from_interrupt(nested, i + 1);
		write_from_interrupt(nested, i + 2);
		if (i < 100)
			KUNIT_EXPECT_EQ(test, ring_buffer_bytes_cpu(rb, cpu), 0);
		record_fill(ring_buffer_event_data(event), i, 60);
		ring_buffer_unlock_commit(rb);
		if (i < 100)
			KUNIT_EXPECT_EQ(test, consume_all(test, cpu, &lost), 3);
	}
	irq_work_sync(&nested->work);
	consume_all(test, cpu, &lost);
	KUNIT_EXPECT_EQ(test, ring_buffer_read_events_cpu(rb, cpu) +
			ring_buffer_overrun_cpu(rb, cpu), 3000);
	KUNIT_EXPECT_EQ(test, lost, ring_buffer_overrun_cpu(rb, cpu));
}

static void buffer_iterates(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	struct ring_buffer_iter *iter;
	unsigned long lost = 0;
	u32 i, n = 0;
	u64 ts;

	for (i = 0; i < 300; i++)
		KUNIT_ASSERT_TRUE(test, record_write(rb, i, 60));
	iter = ring_buffer_read_start(rb, cpu, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, iter);
	for (; ring_buffer_iter_peek(iter, &ts); n++)
		ring_buffer_iter_advance(iter);
	KUNIT_EXPECT_EQ(test, n, 300);
	KUNIT_EXPECT_TRUE(test, ring_buffer_iter_empty(iter));
	KUNIT_EXPECT_EQ(test, ring_buffer_resize(rb, 20 * SUBBUF, cpu), -EBUSY);
	for (i = 300; i < 5000; i++)
		KUNIT_ASSERT_TRUE(test, record_write(rb, i, 60));
	KUNIT_EXPECT_NOT_NULL(test, ring_buffer_iter_peek(iter, &ts));
	KUNIT_EXPECT_TRUE(test, ring_buffer_iter_dropped(iter));
	ring_buffer_read_finish(iter);
	consume_all(test, cpu, &lost);
	KUNIT_EXPECT_EQ(test, lost, ring_buffer_overruns(rb));
}

static void buffer_reads_pages(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	struct buffer_data_read_page *page;
	unsigned long before = 0, n = 0;
	u32 i;

	for (i = 0; i < 300; i++)
		KUNIT_ASSERT_TRUE(test, record_write(rb, i, 60));
	KUNIT_ASSERT_EQ(test, ring_buffer_alloc_read_page(rb, cpu, &page), 0);
	KUNIT_EXPECT_EQ(test, ring_buffer_read_page_size(page), PAGE_SIZE);
	while (ring_buffer_read_page(rb, page, PAGE_SIZE, cpu, 1) >= 0) {
		n = ring_buffer_read_events_cpu(rb, cpu);
		/* 64 bytes a record, 63 of them fill a page. */
		KUNIT_EXPECT_EQ(test, n - before, 63);
		before = n;
	}
	KUNIT_EXPECT_EQ(test, n, 252);
	KUNIT_EXPECT_EQ(test, ring_buffer_read_page(rb, page, PAGE_SIZE, cpu, 0), 0);
	KUNIT_EXPECT_TRUE(test, ring_buffer_empty(rb));
	ring_buffer_free_read_page(rb, cpu, page);
}

static void buffer_resizes(struct kunit *test)
{
	static const unsigned int sizes[] = { 4, 30, 2, 9, 64, 3 };
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	unsigned long lost = 0, n = 0;
	u32 i, number = 0;

	for (i = 0; i < ARRAY_SIZE(sizes) * 4; i++) {
		for (u32 end = number + 200; number < end; number++)
			KUNIT_ASSERT_TRUE(test, record_write(rb, number, 80));
		KUNIT_ASSERT_EQ(test, ring_buffer_resize(rb, sizes[i % 6] * SUBBUF,
							 i & 1 ? cpu : RING_BUFFER_ALL_CPUS), 0);
		KUNIT_EXPECT_EQ(test, ring_buffer_size(rb, cpu), sizes[i % 6] * SUBBUF);
		if (i % 3 == 2)
			n += consume_all(test, cpu, &lost);
	}
	n += consume_all(test, cpu, &lost);
	KUNIT_EXPECT_EQ(test, n + lost, number);
	KUNIT_EXPECT_EQ(test, lost, ring_buffer_overruns(rb));
}

static void buffer_resets(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	unsigned long lost = 0;
	u32 i;

	for (i = 0; i < 3000; i++)
		record_write(rb, i, 60);
	ring_buffer_reset(rb);
	KUNIT_EXPECT_TRUE(test, ring_buffer_empty(rb));
	KUNIT_EXPECT_EQ(test, ring_buffer_entries(rb), 0);
	KUNIT_EXPECT_EQ(test, ring_buffer_overruns(rb), 0);
	record_write(rb, 7, 60);
	ring_buffer_record_off(rb);
	KUNIT_EXPECT_FALSE(test, record_write(rb, 8, 60));
	ring_buffer_record_on(rb);
	KUNIT_EXPECT_EQ(test, consume_all(test, raw_smp_processor_id(), &lost), 1);
}

static void buffer_changes_order(struct kunit *test)
{
	struct trace_buffer *rb = test->priv;
	int cpu = raw_smp_processor_id();
	unsigned long lost, n;
	int order;
	u32 i;

	for (order = 3; order >= 0; order--) {
		KUNIT_ASSERT_EQ(test, ring_buffer_subbuf_order_set(rb, order), 0);
		KUNIT_EXPECT_EQ(test, ring_buffer_subbuf_order_get(rb), order);
		KUNIT_EXPECT_EQ(test, ring_buffer_subbuf_size_get(rb), PAGE_SIZE << order);
		KUNIT_EXPECT_TRUE(test, ring_buffer_empty(rb));
		for (i = 0; i < 2000; i++)
			KUNIT_ASSERT_TRUE(test, record_write(rb, i, 400));
		lost = 0;
		n = consume_all(test, cpu, &lost);
		KUNIT_EXPECT_EQ(test, n + lost, 2000);
	}
}

static void swap_here(void *info)
{
	struct trace_buffer **both = info;

	both[2] = ERR_PTR(ring_buffer_swap_cpu(both[0], both[1], raw_smp_processor_id()));
}

static void buffer_swaps(struct kunit *test)
{
	struct trace_buffer *other = ring_buffer_alloc(PAGES * SUBBUF, RB_FL_OVERWRITE);
	struct trace_buffer *both[3] = { test->priv, other };
	int cpu = raw_smp_processor_id();

	KUNIT_ASSERT_NOT_NULL(test, other);
	record_write(test->priv, 1, 60);
	smp_call_function_single(cpu, swap_here, both, 1);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(both[2]), 0);
	KUNIT_EXPECT_TRUE(test, ring_buffer_empty(test->priv));
	KUNIT_EXPECT_EQ(test, ring_buffer_entries_cpu(other, cpu), 1);
	record_write(test->priv, 2, 60);
	KUNIT_EXPECT_EQ(test, ring_buffer_entries_cpu(test->priv, cpu), 1);
	ring_buffer_free(other);
}

/* A writer on its CPU, interrupted as often as it likes. */
struct busy_writer {
	struct nested_write	nested;
	struct task_struct	*task;
	struct trace_buffer	*rb;
	unsigned long		attempts;
};

static int busy_write(void *data)
{
	struct busy_writer *writer = data;
	u32 number = 0;

	while (!kthread_should_stop()) {
		if (!(number & 63))
			write_from_interrupt(&writer->nested, number++);
		record_write(writer->rb, number, 8 + number % 50 * 4);
		number++;
		writer->attempts = number;
		if (!(number & 1023))
			cond_resched();
	}
	return 0;
}

/* Also if the case ends early, before the buffer goes. */
static void stop_writer(void *data)
{
	struct busy_writer *writer = data;

	kthread_stop(writer->task);
	irq_work_sync(&writer->nested.work);
}

static struct busy_writer *start_writer(struct kunit *test, int cpu)
{
	struct busy_writer *writer = kunit_kzalloc(test, sizeof(*writer), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, writer);
	init_irq_work(&writer->nested.work, nested_write);
	writer->rb = test->priv;
	writer->nested.rb = test->priv;
	writer->task = kthread_create(busy_write, writer, "rb_writer/%d", cpu);
	KUNIT_ASSERT_FALSE(test, IS_ERR(writer->task));
	kthread_bind(writer->task, cpu);
	wake_up_process(writer->task);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, stop_writer, writer), 0);
	return writer;
}

static void check_sums(struct kunit *test, struct busy_writer *writer, int cpu,
		       unsigned long read, unsigned long lost)
{
	struct trace_buffer *rb = test->priv;

	read += consume_all(test, cpu, &lost);
	KUNIT_EXPECT_EQ(test, read, ring_buffer_read_events_cpu(rb, cpu));
	KUNIT_EXPECT_EQ(test, lost, ring_buffer_overrun_cpu(rb, cpu));
	KUNIT_EXPECT_EQ(test, writer->attempts, read + lost +
			ring_buffer_dropped_events_cpu(rb, cpu) +
			ring_buffer_commit_overrun_cpu(rb, cpu));
}

/* All CPUs write while the buffer is read and resized; the numbers must add up. */
static void buffer_adds_up(struct kunit *test)
{
	struct busy_writer **writers;
	unsigned long *read, *lost;
	int cpu, round;

	writers = kunit_kcalloc(test, nr_cpu_ids, sizeof(*writers), GFP_KERNEL);
	read = kunit_kcalloc(test, nr_cpu_ids, sizeof(*read), GFP_KERNEL);
	lost = kunit_kcalloc(test, nr_cpu_ids, sizeof(*lost), GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, writers && read && lost);
	for_each_online_cpu(cpu)
		writers[cpu] = start_writer(test, cpu);
	for (round = 0; round < 8; round++) {
		for_each_online_cpu(cpu)
			read[cpu] += consume(test, cpu, 2000, &lost[cpu]);
		KUNIT_EXPECT_EQ(test, ring_buffer_resize(test->priv, (2 + round * 5 % 17) * SUBBUF,
							 RING_BUFFER_ALL_CPUS), 0);
		msleep(20);
	}
	for_each_online_cpu(cpu)
		kunit_release_action(test, stop_writer, writers[cpu]);
	for_each_online_cpu(cpu)
		check_sums(test, writers[cpu], cpu, read[cpu], lost[cpu]);
}

static struct kunit_case buffer_cases[] = {
	KUNIT_CASE(buffer_reads_back),
	KUNIT_CASE(buffer_takes_longest),
	KUNIT_CASE(buffer_overwrites),
	KUNIT_CASE(buffer_drops),
	KUNIT_CASE(buffer_discards),
	KUNIT_CASE(buffer_nests),
	KUNIT_CASE(buffer_iterates),
	KUNIT_CASE(buffer_reads_pages),
	KUNIT_CASE(buffer_resizes),
	KUNIT_CASE(buffer_resets),
	KUNIT_CASE(buffer_changes_order),
	KUNIT_CASE(buffer_swaps),
	KUNIT_CASE_SLOW(buffer_adds_up),
	{}
};

static struct kunit_suite buffer_suite = {
	.name		= "trace_buffer",
	.init		= buffer_test_init,
	.test_cases	= buffer_cases,
};

kunit_test_suite(buffer_suite);

MODULE_DESCRIPTION("Tests of the tracing ring buffer");
MODULE_LICENSE("GPL");
