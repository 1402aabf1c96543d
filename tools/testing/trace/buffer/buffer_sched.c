// SPDX-License-Identifier: GPL-2.0
/*
 * Every interleaving, access by access, of a CPU that writes and is interrupted
 * by writers with a CPU that reads or changes the ring.
 *
 * CPU 0 runs an operation; CPU 1 reads in one of four ways, resizes, changes the
 * sub-buffers, resets, exchanges the ring or stops recording; in some cases CPU 2
 * reads meanwhile.  Built so that each access another CPU may race with is a step
 * (shim.h), and with small sub-buffers.  DEVIATIONS is how often a run may leave
 * the straight way (explore.h); FULL=1 tries what `make proof` wants.
 */
#include <malloc.h>

#include "explore.h"
#include "ops.h"

#define RING_PAGES	3

enum other {
	OTHER_CONSUME,
	OTHER_PAGE,
	OTHER_PAGE_FULL,
	OTHER_ITERATE,
	OTHER_MAPPED,
	OTHER_READERS,
	OTHER_GROW = OTHER_READERS,
	OTHER_SHRINK,
	OTHER_MAP,		/* make a mapping, read, end it */
	OTHER_SWAP,
	OTHER_ON_OFF,
	OTHER_STATS,
	OTHER_DROPPERS,		/* those below lose events without counting them */
	OTHER_ORDER = OTHER_DROPPERS,
	OTHER_RESET,
	OTHER_MAX,
};

static const char *const other_names[] = {
	"consume", "pages", "full pages", "iterate", "mapped reader", "grow", "shrink",
	"map", "swap", "on and off", "statistics", "sub-buffer order", "reset",
};

/* One family of runs. */
static struct family {
	enum start	start;
	unsigned int	flags;
	enum op		op[3];		/* of the writer, by depth */
	enum other	other;
	enum other	third;		/* of a third CPU; OTHER_MAX: there is none */
	int		first;		/* the actor that begins */
} family;

static struct trace_buffer *spare;
static int depth;
static long runs;
static bool swapped, off_on;

static void describe(void)
{
	printf("  run %ld: start %d flags %x ops %d %d %d, other %s third %d first %d\n", runs,
	       family.start, family.flags, family.op[0], family.op[1], family.op[2],
	       other_names[family.other], family.third, family.first);
	explore_describe();
}

static void interrupt(void)
{
	depth++;
	shim_context++;
	run_op(family.op[depth]);
	shim_context--;
	depth--;
}

static void on_step(const char *where)
{
	bool writer = actors_current() == 0;
	bool may_nest = writer && depth < 2 && family.op[depth + 1] != OP_MAX &&
			shim_context < 3;
	int others = actors_others();
	int chosen;

	(void)where;
	if (writer)
		shim_take_calls();
	chosen = explore_choose(1 + others + may_nest);
	if (!chosen)
		return;
	if (chosen <= others)
		actors_switch(chosen - 1);
	else
		interrupt();
}

static void swap_here(void *info)
{
	(void)info;
	swapped |= !ring_buffer_swap_cpu(model_rb, spare, 0);
}

/* May be refused, as the caller's other ways of reading are in use. */
static void change_order(void)
{
	int ret = ring_buffer_subbuf_order_set(model_rb, 1);

	CHECK(!ret || ret == -EBUSY);
}

static void resize(unsigned long pages)
{
	int ret = ring_buffer_resize(model_rb, pages * (PAGE_SIZE - RB_PAGE_HEADER), 0);

	CHECK(!ret || ret == -EBUSY);
}

static void read_stats(void)
{
	long entries = ring_buffer_entries_cpu(model_rb, 0);

	/* Those that are open count already. */
	CHECK(entries >= 0 && entries <= model[0].nr + RB_MAX_NEST);
	CHECK((long)ring_buffer_bytes_cpu(model_rb, 0) >= 0);
	ring_buffer_empty_cpu(model_rb, 0);
	ring_buffer_oldest_event_ts(model_rb, 0);
	CHECK(ring_buffer_nr_dirty_pages(model_rb, 0) <= RING_PAGES);
}

static void run_other(enum other other)
{
	switch (other) {
	case OTHER_CONSUME:
		model_consume(0, 3);
		break;
	case OTHER_PAGE:
	case OTHER_PAGE_FULL:
		model_read_pages(0, PAGE_SIZE, other == OTHER_PAGE_FULL);
		break;
	case OTHER_ITERATE:
		model_iterate(0);
		break;
	case OTHER_MAPPED:
	case OTHER_MAP:
		model_map_and_read(0);
		break;
	case OTHER_GROW:
		resize(RING_PAGES + 2);
		break;
	case OTHER_SHRINK:
		resize(2);
		break;
	case OTHER_SWAP:
		smp_call_function_single(0, swap_here, NULL, 1);
		break;
	case OTHER_ON_OFF:
		off_on = true;
		ring_buffer_record_disable(model_rb);
		ring_buffer_record_off(model_rb);
		ring_buffer_record_on(model_rb);
		ring_buffer_record_enable(model_rb);
		break;
	case OTHER_ORDER:
		change_order();
		break;
	case OTHER_RESET:
		ring_buffer_reset_cpu(model_rb, 0);
		break;
	case OTHER_STATS:
		read_stats();
		break;
	default:
		break;
	}
}

static void act(int actor)
{
	if (!actor)
		run_op(family.op[0]);
	else
		run_other(actor == 1 ? family.other : family.third);
}

/* What an exchange took away is read first, as the older part. */
static void check_end(bool dropper)
{
	struct trace_buffer *rb = model_rb;

	CHECK(!rb->buffers[0]->nest && !spare->buffers[0]->nest);
	CHECK(!atomic_read(&rb->buffers[0]->disabled));
	CHECK(!atomic_read(&spare->buffers[0]->disabled));
	CHECK(model_mapped || !atomic_read(&rb->buffers[0]->resize_disabled));
	CHECK(model_mapped || !atomic_read(&spare->buffers[0]->resize_disabled));
	if (swapped) {
		model_rb = spare;
		model_drain(0, runs);
		model_rb = rb;
		model[0].last_ts = 0;
	}
	model_drain(0, runs / 3);
	if (!dropper && !off_on)
		model_check_sums(0);
}

static void run_once(void)
{
	bool dropper = family.other >= OTHER_DROPPERS && family.other < OTHER_MAX;

	model_start(RING_PAGES, family.flags, 200);
	swapped = false;
	off_on = false;
	model_may_drop = dropper;
	model_also = spare;
	model_clock = (1ULL << RB_EPOCH_SHIFT) * 5 - 60;
	if (family.other == OTHER_MAPPED || family.third == OTHER_MAPPED)
		model_map_all(0);
	prepare(family.start);
	depth = 0;
	model_on_step = on_step;
	actors_run(family.third == OTHER_MAX ? 2 : 3, family.first, act);
	model_on_step = NULL;
	runs++;
	check_end(dropper);
	if (model_mapped)
		model_unmap(0);
	if (swapped)
		CHECK(!ring_buffer_swap_cpu(model_rb, spare, 0));
	ring_buffer_reset(spare);
	model_end();
}

/* All runs of a family, whoever begins. */
static void run_family(int deviations)
{
	for (family.first = 0; family.first < 2; family.first++) {
		explore_begin(deviations);
		do {
			run_once();
		} while (explore_next());
	}
}

/* Readers and seconds against one writer and one interrupt. */
static void test_pairs(unsigned int flags, int deviations, int stride, const char *name)
{
	int n = 0;

	runs = 0;
	family.flags = flags;
	family.op[2] = OP_MAX;
	family.third = OTHER_MAX;
	for (family.other = 0; family.other < OTHER_MAX; family.other++)
		for (family.start = 0; family.start < START_MAX; family.start++)
			for (family.op[0] = 0; family.op[0] < OP_WRITERS; family.op[0]++) {
				if (n++ % stride)
					continue;
				family.op[1] = (n * 7 + family.start) % OP_BURST;
				run_family(family.op[0] < OP_BURST ? deviations : deviations - 1);
			}
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

/* Interrupts three deep, with a reader that may run in between. */
static void test_deep(unsigned int flags, int deviations, int stride, const char *name)
{
	int n = 0;

	runs = 0;
	family.flags = flags;
	family.third = OTHER_MAX;
	for (family.other = 0; family.other < OTHER_MAX; family.other++)
		for (family.start = 0; family.start < START_MAX; family.start++)
			for (family.op[0] = 0; family.op[0] < OP_DISCARD_LARGE; family.op[0]++) {
				if (n++ % stride)
					continue;
				family.op[1] = n * 5 % OP_LATE;
				family.op[2] = n * 3 % OP_DISCARD_LARGE;
				run_family(deviations);
			}
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

/* A reader, and a CPU that changes the ring or reads without taking. */
static void test_three(int deviations, int stride, const char *name)
{
	static const enum other seconds[] = {
		OTHER_GROW, OTHER_SHRINK, OTHER_ITERATE, OTHER_STATS,
	};
	int n = 0, i;

	runs = 0;
	family.flags = RB_FL_OVERWRITE;
	family.op[1] = OP_MAX;
	for (i = 0; i < (int)ARRAY_SIZE(seconds); i++)
		for (family.third = 0; family.third < OTHER_READERS; family.third++)
			for (family.start = 0; family.start < START_MAX; family.start++)
				for (family.op[0] = 0; family.op[0] < OP_WRITERS; family.op[0]++) {
					if (n++ % stride)
						continue;
					family.other = seconds[i];
					run_family(deviations);
				}
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

/* Recording stops and starts, or somebody iterates, while the rings are exchanged. */
static void test_switch(enum other other, int deviations, const char *name)
{
	runs = 0;
	family = (struct family){
		.op = { OP_SMALL, OP_MAX, OP_MAX },
		.flags = RB_FL_OVERWRITE,
		.other = other,
		.third = OTHER_SWAP,
	};
	for (family.start = 0; family.start < START_MAX; family.start++)
		run_family(deviations);
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

/* What needs just these operations together. */
static void test_chosen(int deviations, int stride, const char *name)
{
	static const struct family chosen[] = {
		/* Clocks that jump and step back in nested writers. */
		{ .op = { OP_BURST, OP_EPOCH, OP_BACK }, .other = OTHER_STATS },
		{ .op = { OP_EPOCH, OP_EPOCH, OP_BACK }, .other = OTHER_CONSUME },
		/* A nested writer goes to another page just before the ring changes. */
		{ .op = { OP_SMALL, OP_BURST, OP_MAX }, .other = OTHER_GROW },
		{ .op = { OP_SMALL, OP_BURST, OP_MAX }, .other = OTHER_SHRINK },
		{ .op = { OP_SMALL, OP_BURST, OP_MAX }, .other = OTHER_RESET },
		{ .op = { OP_SMALL, OP_BURST, OP_MAX }, .other = OTHER_ORDER },
		/* Writers that do not keep the ring that they reserved in. */
		{ .op = { OP_EVENT, OP_SMALL, OP_MAX }, .other = OTHER_SWAP },
		{ .op = { OP_SMALL, OP_EVENT, OP_MAX }, .other = OTHER_SWAP },
	};
	unsigned int i;

	runs = 0;
	for (i = 0; i < ARRAY_SIZE(chosen); i++) {
		family = chosen[i];
		family.flags = RB_FL_OVERWRITE;
		family.third = OTHER_MAX;
		for (family.start = i % stride; family.start < START_MAX; family.start += stride)
			run_family(deviations);
	}
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

int main(void)
{
	bool full = getenv("FULL");
	int d = getenv("DEVIATIONS") ? atoi(getenv("DEVIATIONS")) : 2;

	/* Freed memory must not look as it did. */
	mallopt(M_PERTURB, 0xa5);
	shim_online = 1;
	model_describe = describe;
	spare = ring_buffer_alloc(RING_PAGES * (PAGE_SIZE - RB_PAGE_HEADER), RB_FL_OVERWRITE);
	CHECK(spare);
	test_pairs(RB_FL_OVERWRITE, 1, 1, "two CPUs, one switch at any access, overwrite");
	test_pairs(0, 1, 1, "two CPUs, one switch at any access, no overwrite");
	test_pairs(RB_FL_OVERWRITE, d, full ? 1 : 17, "two CPUs, several switches, overwrite");
	test_pairs(0, d, full ? 1 : 23, "two CPUs, several switches, no overwrite");
	test_deep(RB_FL_OVERWRITE, full ? d + 1 : d, full ? 4 : 19, "three levels and another CPU");
	test_three(full ? d : 1, full ? 17 : 3, "three CPUs");
	test_switch(OTHER_ON_OFF, full ? d + 1 : d, "recording stops while rings are exchanged");
	test_switch(OTHER_ITERATE, full ? d + 1 : d, "iterating while rings are exchanged");
	test_chosen(d, full ? 1 : 3, "operations that belong together");
	return 0;
}
