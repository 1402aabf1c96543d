// SPDX-License-Identifier: GPL-2.0
/* One writer, no interrupts: formats, sizes, modes, counts, errors. */
#include "model.h"

static void test_sizes(void)
{
	u32 max, len;

	model_start(8, RB_FL_OVERWRITE, 1 << 16);
	max = ring_buffer_max_event_size(model_rb);
	CHECK(max == 4072);
	for (len = 4; len <= max; len += len < 300 ? 1 : 37) {
		CHECK(model_write(len));
		CHECK(model_consume(0, 2) == 1);
	}
	CHECK(model_write(max));
	CHECK(!model_write(max + 1));
	CHECK(!model_write(1 << 20));
	model_drain(0, 0);
	model_check_sums(0);
	model_end();
	model_ok("records of every size");
}

static void test_overwrite(void)
{
	int how, i;

	for (how = 0; how < 3; how++) {
		model_start(3, RB_FL_OVERWRITE, 1 << 16);
		for (i = 0; i < 3000; i++) {
			CHECK(model_write(4 + i % 90));
			if (i % 701 == 0)
				model_consume(0, 5);
			if (i % 997 == 0)
				model_read_pages(0, PAGE_SIZE, true);
		}
		CHECK(ring_buffer_overrun_cpu(model_rb, 0) > 0);
		model_drain(0, how);
		model_check_sums(0);
		model_end();
	}
	model_ok("overwrite: the oldest are lost, and counted");
}

static void test_drop(void)
{
	int how, i;

	for (how = 0; how < 3; how++) {
		model_start(3, 0, 1 << 16);
		for (i = 0; i < 1000; i++)
			model_write(40);
		CHECK(ring_buffer_dropped_events_cpu(model_rb, 0) > 0);
		CHECK(!ring_buffer_overrun_cpu(model_rb, 0));
		model_drain(0, how);
		model_check_sums(0);
		CHECK(model_write(40));
		model_drain(0, how);
		model_check_sums(0);
		model_end();
	}
	model_ok("no overwrite: the newest are refused, and counted");
}

static void test_stamps(void)
{
	static const u64 jumps[] = {
		0, 1, RB_DELTA_MAX - 1, RB_DELTA_MAX, RB_DELTA_MAX + 1, 1ULL << 32,
		1ULL << 37, 1ULL << 38, 1ULL << 39, 1ULL << 40, 1ULL << 45, 3ULL << 50,
	};
	unsigned int i, k;

	for (k = 0; k < 6; k++) {
		model_start(4, RB_FL_OVERWRITE, 1 << 12);
		ring_buffer_set_time_stamp_abs(model_rb, k >= 3);
		model_clock_step = 0;
		for (i = 0; i < 400; i++) {
			model_clock += jumps[i * 7 % ARRAY_SIZE(jumps)];
			CHECK(model_write(8));
			CHECK(model[0].records[i].ts == model_clock);
		}
		model_drain(0, k);
		model_check_sums(0);
		model_end();
	}
	model_ok("stamps: deltas, extends, absolute, across epochs");
}

static bool flip_armed;

static void flip_stamps(const char *where)
{
	if (!flip_armed || strcmp(where, "slow:tail"))
		return;
	flip_armed = false;
	ring_buffer_set_time_stamp_abs(model_rb, true);
}

/* Another CPU asks for whole stamps once the size of a record has been found good. */
static void test_stamps_change(void)
{
	struct rb_slot slot;
	u32 max;

	model_start(3, RB_FL_OVERWRITE, 64);
	max = ring_buffer_max_event_size(model_rb);
	CHECK(model_write(8));
	model_on_step = flip_stamps;
	flip_armed = true;
	slot = ring_buffer_reserve(model_rb, max);
	model_on_step = NULL;
	CHECK(!flip_armed && ring_buffer_time_stamp_abs(model_rb));
	CHECK(slot.data);
	CHECK(rb_tail_offset(local64_read(&slot.cpu_rb->tail)) <= slot.cpu_rb->data_size);
	memset(slot.data, 0x5a, max);
	ring_buffer_commit(slot);
	/* From now on the stamp takes its share. */
	CHECK(!ring_buffer_reserve(model_rb, max).data);
	model_end();
	model_ok("absolute stamps are switched on while a record begins");
}

static void test_clock_back(void)
{
	struct ring_buffer_event *event;
	u64 ts;
	int i;

	model_start(4, RB_FL_OVERWRITE, 1 << 12);
	model_clock = 5ULL << 40;
	model_clock_step = 0;
	for (i = 0; i < 50; i++) {
		model_clock += i & 1 ? 100 : -90;
		CHECK(model_write(8));
	}
	model_drain(0, 0);
	model_check_sums(0);

	/* Set back by far: the stamps follow. */
	CHECK(model_write(8));
	model_clock = 1ULL << 30;
	CHECK(model_write(8));
	CHECK(ring_buffer_consume(model_rb, 0, &ts, NULL));
	event = ring_buffer_consume(model_rb, 0, &ts, NULL);
	CHECK(event && ts == 1ULL << 30);
	model_end();
	model_ok("stamps never step back for a clock that wavers");
}

static void test_discard(void)
{
	int how, i;

	for (how = 0; how < 3; how++) {
		model_start(4, RB_FL_OVERWRITE, 1 << 14);
		for (i = 0; i < 5000; i++) {
			if (i % 3)
				CHECK(model_write_discard(4 + i % 200));
			else
				CHECK(model_write(4 + i % 120));
		}
		model_drain(0, how);
		model_check_sums(0);
		model_end();
	}
	model_start(4, 0, 1 << 14);
	for (i = 0; i < 10000; i++)
		CHECK(model_write_discard(1000));
	CHECK(ring_buffer_entries(model_rb) == 0 && ring_buffer_bytes_cpu(model_rb, 0) == 0);
	model_end();
	model_ok("discarded records leave no trace");
}

static void test_nest_start(void)
{
	struct rb_slot outer, inner;
	long a, b;

	model_start(4, RB_FL_OVERWRITE, 16);
	outer = model_begin(8, &a);
	ring_buffer_nest_start(model_rb);
	inner = model_begin(8, &b);
	CHECK(outer.data && inner.data);
	CHECK(!ring_buffer_consume(model_rb, 0, NULL, NULL));
	model_commit(inner, b);
	CHECK(!ring_buffer_consume(model_rb, 0, NULL, NULL));
	ring_buffer_nest_end(model_rb);
	model_discard(outer, a);
	model_drain(0, 0);
	model_check_sums(0);
	model_end();
	model_ok("a record may be written while another is open");
}

/* A writer that is held up while others fill more than the word can tell apart. */
static void test_window(void)
{
	struct rb_slot outer;
	long a, i;

	for (i = 0; i < 2; i++) {
		model_start(i ? 2000 : 700, RB_FL_OVERWRITE, 1 << 14);
		CHECK(model_write(8));
		outer = model_begin(8, &a);
		shim_context = 2;
		while (model[0].nr + model[0].refused < 3000)
			model_write(4000);
		shim_context = 0;
		CHECK(!ring_buffer_overrun_cpu(model_rb, 0));
		CHECK(ring_buffer_commit_overrun_cpu(model_rb, 0) ==
		      3000 - 2 - (i ? (long)RB_MAX_WINDOW - 1 : 700));
		model_commit(outer, a);
		CHECK(model_write(4000));
		model_drain(0, i);
		model_check_sums(0);
		model_end();
	}
	model_ok("a writer that is held up does not confuse its followers");
}

static void test_recursion(void)
{
	struct rb_slot slots[RB_MAX_NEST + 2];
	long numbers[RB_MAX_NEST + 2];
	int n;

	model_start(4, RB_FL_OVERWRITE, 64);
	for (n = 0; n < RB_MAX_NEST + 2; n++) {
		slots[n] = model_begin(8, &numbers[n]);
		if (!slots[n].data)
			break;
	}
	CHECK(n == 2);
	while (n--)
		model_commit(slots[n], numbers[n]);
	model_drain(0, 0);
	model_check_sums(0);
	model_end();
	model_ok("recursion ends at the second record of a context");
}

static void test_on_off(void)
{
	model_start(4, RB_FL_OVERWRITE, 64);
	CHECK(model_write(8));
	ring_buffer_record_off(model_rb);
	CHECK(!ring_buffer_record_is_on(model_rb) && !ring_buffer_record_is_set_on(model_rb));
	CHECK(!ring_buffer_reserve(model_rb, 8).data);
	ring_buffer_record_disable(model_rb);
	ring_buffer_record_on(model_rb);
	CHECK(!ring_buffer_record_is_on(model_rb) && ring_buffer_record_is_set_on(model_rb));
	CHECK(!ring_buffer_reserve(model_rb, 8).data);
	ring_buffer_record_enable(model_rb);
	CHECK(model_write(8));
	ring_buffer_record_disable_cpu(model_rb, 0);
	CHECK(!ring_buffer_reserve(model_rb, 8).data);
	ring_buffer_record_enable_cpu(model_rb, 0);
	CHECK(model_write(8));
	model_drain(0, 0);
	model_check_sums(0);
	model_end();
	model_ok("recording on and off, counted and switched");
}

static void test_resize(void)
{
	static const unsigned long sizes[] = { 4, 9, 2, 30, 3, 2, 5, 64, 7 };
	unsigned int i, k, how;

	for (how = 0; how < 3; how++) {
		model_start(4, RB_FL_OVERWRITE, 1 << 16);
		for (i = 0; i < 60; i++) {
			for (k = 0; k < i * 13 % 400; k++)
				CHECK(model_write(4 + k % 300));
			if (i % 3 == 1)
				model_consume(0, i * 5);
			CHECK(!ring_buffer_resize(model_rb, sizes[i % 9] * 4080,
						  i & 1 ? 0 : RING_BUFFER_ALL_CPUS));
			CHECK(ring_buffer_size(model_rb, 0) == sizes[i % 9] * 4080);
			if (i % 5 == 4) {
				model_drain(0, how);
				model_check_sums(0);
			}
		}
		model_drain(0, how);
		model_check_sums(0);
		model_end();
	}
	model_ok("resize keeps the newest, counts the rest");
}

static void test_resize_fails(void)
{
	struct ring_buffer_iter *iter;
	long n, before;
	int i;

	model_start(4, RB_FL_OVERWRITE, 1 << 12);
	for (i = 0; i < 200; i++)
		CHECK(model_write(40));
	before = ring_buffer_entries_cpu(model_rb, 0);
	iter = ring_buffer_read_start(model_rb, 0, GFP_KERNEL);
	CHECK(ring_buffer_resize(model_rb, 9 * 4080, 0) == -EBUSY);
	ring_buffer_read_finish(iter);
	for (n = 1; n < 100; n++) {
		shim_fail_alloc = n;
		if (!ring_buffer_resize(model_rb, 20 * 4080, 0))
			break;
		CHECK(ring_buffer_size(model_rb, 0) == 4 * 4080);
	}
	CHECK(n > 20 && n < 100);
	for (n = 1; n < 1000; n++) {
		shim_fail_alloc = n;
		if (!ring_buffer_resize(model_rb, 30 * 4080, RING_BUFFER_ALL_CPUS))
			break;
		CHECK(ring_buffer_size(model_rb, 0) == 20 * 4080);
		CHECK(ring_buffer_size(model_rb, 1) == 4 * 4080);
	}
	CHECK(n > 20 && n < 1000);
	CHECK(ring_buffer_size(model_rb, 1) == 30 * 4080);
	shim_fail_alloc = 0;
	CHECK((long)ring_buffer_entries_cpu(model_rb, 0) == before);
	model_drain(0, 1);
	model_check_sums(0);
	model_end();
	model_ok("resize that fails changes nothing");
}

static void test_alloc_fails(void)
{
	struct trace_buffer *rb;
	long n;

	for (n = 1; n < 1000; n++) {
		shim_fail_alloc = n;
		rb = ring_buffer_alloc(3 * 4080, 0);
		if (rb)
			break;
	}
	CHECK(n > 20 && n < 1000);
	shim_fail_alloc = 0;
	ring_buffer_free(rb);
	model_ok("allocation that fails at any step leaks nothing");
}

static void test_reset(void)
{
	int i, round;

	model_start(4, RB_FL_OVERWRITE, 1 << 14);
	for (round = 0; round < 6; round++) {
		for (i = 0; i < 100 * round; i++)
			CHECK(ring_buffer_write(model_rb, 16, "0123456789abcdef") == 0);
		if (round & 1)
			ring_buffer_consume(model_rb, 0, NULL, NULL);
		ring_buffer_reset(model_rb);
		CHECK(ring_buffer_empty(model_rb));
		CHECK(!ring_buffer_entries(model_rb) && !ring_buffer_overruns(model_rb));
		CHECK(!ring_buffer_bytes_cpu(model_rb, 0));
	}
	CHECK(model_write(16));
	model_drain(0, 0);
	model_end();
	model_ok("reset empties and starts the counts anew");
}

static void test_iterator_overtaken(void)
{
	struct ring_buffer_iter *iter;
	struct ring_buffer_event *event;
	long seen = 0;
	u64 ts;
	int i;

	model_start(4, RB_FL_OVERWRITE, 1 << 14);
	for (i = 0; i < 300; i++)
		CHECK(model_write(40));
	iter = ring_buffer_read_start(model_rb, 0, GFP_KERNEL);
	CHECK(ring_buffer_iter_peek(iter, &ts) && !ring_buffer_iter_dropped(iter));
	for (i = 0; i < 2000; i++)
		CHECK(model_write(40));
	ring_buffer_iter_advance(iter);
	while ((event = ring_buffer_iter_peek(iter, &ts))) {
		seen++;
		ring_buffer_iter_advance(iter);
	}
	CHECK(ring_buffer_iter_dropped(iter) && !ring_buffer_iter_dropped(iter));
	CHECK(seen == (long)ring_buffer_entries_cpu(model_rb, 0));
	CHECK(ring_buffer_iter_empty(iter));
	ring_buffer_iter_reset(iter);
	CHECK(!ring_buffer_iter_empty(iter));
	ring_buffer_read_finish(iter);
	model_drain(0, 2);
	model_check_sums(0);
	model_end();
	model_ok("an iterator notices that it was overtaken");
}

static void test_hotplug(void)
{
	shim_online = 1;
	model_start(4, RB_FL_OVERWRITE, 64);
	shim_cpu = 2;
	CHECK(!ring_buffer_reserve(model_rb, 8).data);
	CHECK(!ring_buffer_size(model_rb, 2) && ring_buffer_empty_cpu(model_rb, 2));
	CHECK(!ring_buffer_resize(model_rb, 7 * 4080, RING_BUFFER_ALL_CPUS));
	CHECK(!trace_rb_cpu_prepare(2, &model_rb->node));
	shim_online = 5;
	CHECK(ring_buffer_size(model_rb, 2) == 7 * 4080);
	CHECK(model_write(8));
	shim_online = 1;
	CHECK(!ring_buffer_resize(model_rb, 3 * 4080, RING_BUFFER_ALL_CPUS));
	model_drain(2, 0);
	model_check_sums(2);
	model_end();
	shim_cpu = 0;
	shim_online = (1UL << SHIM_CPUS) - 1;
	model_ok("CPUs come and go");
}

static void test_order(void)
{
	unsigned long most;
	int order, i;
	long n;

	for (order = 0; order <= RB_MAX_ORDER; order++) {
		model_start(40, RB_FL_OVERWRITE, 1 << 16);
		for (i = 0; i < 50; i++)
			CHECK(ring_buffer_write(model_rb, 7, "earlier") == 0);
		CHECK(!ring_buffer_subbuf_order_set(model_rb, order));
		CHECK(ring_buffer_subbuf_order_get(model_rb) == order);
		CHECK(ring_buffer_subbuf_size_get(model_rb) == (int)PAGE_SIZE << order);
		if (order)
			CHECK(ring_buffer_empty(model_rb));
		ring_buffer_reset(model_rb);
		most = ring_buffer_max_event_size(model_rb);
		for (i = 0; i < 9000; i++) {
			CHECK(model_write(4 + i * 37 % (most - 3)));
			model_consume(0, i % 3 ? 0 : 2);
		}
		model_drain(0, order);
		model_check_sums(0);
		model_end();
	}
	model_start(5, RB_FL_OVERWRITE, 1 << 8);
	CHECK(ring_buffer_subbuf_order_set(model_rb, RB_MAX_ORDER + 1) == -EINVAL);
	CHECK(ring_buffer_subbuf_order_set(model_rb, -1) == -EINVAL);
	for (i = 0; i < 100; i++)
		CHECK(model_write(30));
	for (n = 1; n < 100; n++) {
		shim_fail_alloc = n;
		if (!ring_buffer_subbuf_order_set(model_rb, 2))
			break;
		CHECK(ring_buffer_subbuf_order_get(model_rb) == 0);
		CHECK(ring_buffer_entries(model_rb) == 100);
	}
	CHECK(n > 20 && n < 100);
	shim_fail_alloc = 0;
	model_end();
	model_ok("sub-buffers of each order");
}

static void test_stale_read_page(void)
{
	struct buffer_data_read_page *page;

	model_start(5, RB_FL_OVERWRITE, 1 << 8);
	CHECK(!ring_buffer_alloc_read_page(model_rb, 0, &page));
	CHECK(!ring_buffer_subbuf_order_set(model_rb, 1));
	CHECK(model_write(30));
	CHECK(ring_buffer_read_page(model_rb, page, PAGE_SIZE, 0, 0) < 0);
	ring_buffer_free_read_page(model_rb, 0, page);
	CHECK(!ring_buffer_alloc_read_page(model_rb, 0, &page));
	CHECK(ring_buffer_read_page_size(page) == 2 * PAGE_SIZE);
	ring_buffer_free_read_page(model_rb, 0, page);
	/* The one of the old size, which came back first, is not kept for ever. */
	CHECK(model_rb->buffers[0]->free_page && model_rb->buffers[0]->free_page_order == 1);
	CHECK(ring_buffer_alloc_read_page(model_rb, 99, &page) == -ENODEV);
	model_drain(0, 1);
	model_end();
	model_ok("a page of another size is refused");
}

static void test_swap(void)
{
	struct trace_buffer *spare = ring_buffer_alloc(5 * 4080, RB_FL_OVERWRITE);
	struct trace_buffer *small = ring_buffer_alloc(4 * 4080, RB_FL_OVERWRITE);
	struct rb_slot slot;
	long number;
	int i;

	model_start(5, RB_FL_OVERWRITE, 1 << 12);
	for (i = 0; i < 900; i++)
		CHECK(model_write(40));
	CHECK(ring_buffer_swap_cpu(model_rb, small, 0) == -EINVAL);
	slot = model_begin(8, &number);
	CHECK(ring_buffer_swap_cpu(model_rb, spare, 0) == -EBUSY);
	model_commit(slot, number);
	ring_buffer_record_off(spare);
	CHECK(ring_buffer_swap_cpu(model_rb, spare, 0) == -EAGAIN);
	ring_buffer_record_on(spare);
	CHECK(!ring_buffer_swap_cpu(model_rb, spare, 0));
	CHECK(ring_buffer_empty(model_rb) && !ring_buffer_empty(spare));
	CHECK(ring_buffer_write(model_rb, 7, "another") == 0);
	CHECK(!ring_buffer_swap_cpu(spare, model_rb, 0));
	CHECK(ring_buffer_entries(spare) == 1);
	model_drain(0, 1);
	model_check_sums(0);
	ring_buffer_free(spare);
	ring_buffer_free(small);
	model_end();
	model_ok("a CPU's ring changes buffers, unless a record is open");
}

static void test_mapping(void)
{
	static struct vm_area_struct all, part;
	struct trace_buffer_meta *meta;
	unsigned int order;
	long n;
	int i;

	for (order = 0; order < 3; order++) {
		model_start(16, RB_FL_OVERWRITE, 1 << 14);
		CHECK(!ring_buffer_subbuf_order_set(model_rb, order));
		for (i = 0; i < 3000; i++)
			CHECK(model_write(40));
		model_consume(0, 100);
		n = ring_buffer_size(model_rb, 0) / ((PAGE_SIZE << order) - 16);
		model_map(&all, 0, (n + 2) << order);
		all.vm_flags |= VM_WRITE;
		CHECK(ring_buffer_map(model_rb, 0, &all) == -EPERM);
		model_map(&all, 0, ((n + 2) << order) + 1);
		CHECK(ring_buffer_map(model_rb, 0, &all) == -EINVAL);
		model_map(&part, (n + 2) << order, 1);
		CHECK(ring_buffer_map(model_rb, 0, &part) == -EINVAL);
		CHECK(ring_buffer_unmap(model_rb, 0) == -ENODEV);
		CHECK(ring_buffer_map_get_reader(model_rb, 0) == -ENODEV);
		model_map(&all, 0, (n + 2) << order);
		CHECK(!ring_buffer_map(model_rb, 0, &all));
		CHECK(!(all.vm_flags & VM_MAYWRITE));
		model_map(&part, 0, 1);
		CHECK(!ring_buffer_map(model_rb, 0, &part));
		CHECK(part.pages[0] == all.pages[0]);
		meta = (void *)all.pages[0];
		CHECK(meta->nr_subbufs == n + 1 && meta->reader.id == 0);
		CHECK(meta->subbuf_size == PAGE_SIZE << order);
		CHECK(meta->entries == 3000 && meta->read == 100);

		CHECK(ring_buffer_resize(model_rb, 4080 * 100, 0) == -EBUSY);
		CHECK(ring_buffer_subbuf_order_set(model_rb, 5) == -EBUSY);
		CHECK(ring_buffer_swap_cpu(model_rb, model_rb, 0) == -EBUSY);
		/* The rest of the reader page is not told again from its start. */
		model_read_pages(0, PAGE_SIZE << order, false);
		for (i = 0; i < 5000; i++) {
			CHECK(model_write(4 + i % 50));
			if (i % 97 == 0)
				model_read_mapped(0, &all, order);
		}
		model_read_mapped(0, &all, order);
		CHECK(meta->entries == 8000 && meta->read + meta->overrun == 8000);
		model_check_sums(0);
		ring_buffer_reset(model_rb);
		CHECK(!ring_buffer_unmap(model_rb, 0));
		CHECK(!ring_buffer_map_get_reader(model_rb, 0));
		CHECK(!ring_buffer_unmap(model_rb, 0));
		CHECK(ring_buffer_unmap(model_rb, 0) == -ENODEV);
		CHECK(!ring_buffer_resize(model_rb, 4080 * 100, 0));
		model_end();
	}
	model_ok("mapped to user space");
}

static bool stop_waiting(void *data)
{
	return --*(int *)data <= 0;
}

static void write_while_asleep(void)
{
	model_write(3000);
}

static void test_wait(void)
{
	poll_table table = {};
	int tries = 3;

	model_start(10, RB_FL_OVERWRITE, 64);
	CHECK(!ring_buffer_wait(model_rb, 0, 0, stop_waiting, &tries) && tries == 0);
	CHECK(!ring_buffer_poll_wait(model_rb, 0, NULL, &table, 0));
	CHECK(model_rb->buffers[0]->wake_pos == 0);
	CHECK(model_write(8));
	CHECK(model_rb->buffers[0]->waiters.queue.wakes == 1);
	CHECK(ring_buffer_poll_wait(model_rb, 0, NULL, &table, 0) == (EPOLLIN | EPOLLRDNORM));
	CHECK(!ring_buffer_poll_wait(model_rb, 0, NULL, &table, 50));
	shim_on_schedule = write_while_asleep;
	CHECK(!ring_buffer_wait(model_rb, 0, 50, NULL, NULL));
	CHECK(ring_buffer_nr_dirty_pages(model_rb, 0) == 4);
	shim_on_schedule = NULL;
	shim_signal = true;
	CHECK(ring_buffer_wait(model_rb, 1, 0, NULL, NULL) == -ERESTARTSYS);
	shim_signal = false;
	CHECK(ring_buffer_wait(model_rb, 77, 0, NULL, NULL) == -ENODEV);
	model_drain(0, 0);
	model_end();
	model_ok("sleepers wake for data, a watermark, a condition, a signal");
}

static void test_headers(void)
{
	static struct trace_seq s;

	model_start(4, 0, 1);
	CHECK(ring_buffer_print_page_header(model_rb, &s));
	CHECK(ring_buffer_print_entry_header(&s));
	CHECK(strstr(s.buffer, "field: char data;\toffset:16;\tsize:4080;"));
	model_end();
	model_ok("header_page and header_event");
}

int main(void)
{
	test_sizes();
	test_overwrite();
	test_drop();
	test_stamps();
	test_stamps_change();
	test_clock_back();
	test_discard();
	test_nest_start();
	test_window();
	test_recursion();
	test_on_off();
	test_resize();
	test_resize_fails();
	test_alloc_fails();
	test_reset();
	test_iterator_overtaken();
	test_hotplug();
	test_order();
	test_stale_read_page();
	test_swap();
	test_mapping();
	test_wait();
	test_headers();
	return 0;
}
