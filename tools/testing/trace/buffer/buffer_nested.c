// SPDX-License-Identifier: GPL-2.0
/*
 * Every interleaving of nested writers, to depth 3, with a reader on another CPU.
 *
 * One operation runs on a ring prepared in some way.  At its n-th step another
 * one runs to its end, as an interrupt would, and at that one's m-th step a
 * third.  All n, m and operations are tried; after each the ring is drained and
 * held against the model.  FULL=1 tries all pairs of inner operations as well.
 */
#include "model.h"
#include "ops.h"

struct level {
	enum op	op;
	int	at;		/* step at which the next level runs */
	int	steps;		/* steps seen */
	bool	fired;
};

#define LEVELS		3

static struct level levels[LEVELS];
static int depth;
static bool is_reader;
static long runs;

static const char *fired_at[LEVELS];
static enum start started;

static void describe(void)
{
	int i;

	printf("  run %ld, start %d, depth %d\n", runs, started, depth);
	for (i = 0; i < LEVELS; i++)
		printf("  level %d: op %d, interrupted at step %d (%s)\n", i, levels[i].op,
		       levels[i].at, levels[i].fired ? fired_at[i] : "not reached");
}

static void on_step(const char *where)
{
	struct level *level = &levels[depth];
	bool was_reader = is_reader;

	if (depth + 1 >= LEVELS || level->fired || level->steps++ != level->at)
		return;
	if (levels[depth + 1].op == OP_MAX)
		return;
	is_reader = levels[depth + 1].op >= OP_WRITERS;
	/* Two readers exclude each other by the lock. */
	if (is_reader && was_reader) {
		is_reader = was_reader;
		return;
	}
	level->fired = true;
	fired_at[depth] = where;
	depth++;
	levels[depth].steps = 0;
	levels[depth].fired = false;
	shim_context++;
	run_op(levels[depth].op);
	shim_context--;
	depth--;
	is_reader = was_reader;
}

/* One interleaving.  Returns whether each level found its step. */
static bool run_once(enum start start, unsigned int flags, bool abs)
{
	bool mapped;

	model_start(3, flags, 200);
	model_clock = (1ULL << RB_EPOCH_SHIFT) * 5 - 60;
	ring_buffer_set_time_stamp_abs(model_rb, abs);
	mapped = levels[0].op == OP_MAPPED || levels[1].op == OP_MAPPED ||
		 levels[2].op == OP_MAPPED;
	if (mapped)
		model_map_all(0);
	prepare(start);
	depth = 0;
	started = start;
	levels[0].steps = 0;
	levels[0].fired = false;
	is_reader = levels[0].op >= OP_WRITERS;
	model_on_step = on_step;
	run_op(levels[0].op);
	model_on_step = NULL;
	runs++;
	CHECK(!model_rb->buffers[0]->nest);
	model_drain(0, runs);
	model_check_sums(0);
	if (mapped)
		model_unmap(0);
	model_end();
	return levels[0].fired;
}

/* All steps of the outermost at which @inner can run, and all of @inner for a third. */
static void all_steps(enum start start, unsigned int flags, bool abs, bool third)
{
	bool outer_has_more = true;
	bool inner_has_more;
	int n, m;

	for (n = 0; outer_has_more; n++) {
		inner_has_more = true;
		for (m = 0; inner_has_more; m++) {
			levels[0].at = n;
			levels[1].at = m;
			levels[1].fired = false;
			outer_has_more = run_once(start, flags, abs);
			inner_has_more = third && outer_has_more && levels[1].fired;
		}
	}
}

static void test_pairs(unsigned int flags, bool abs, const char *name)
{
	enum start start;

	runs = 0;
	levels[2].op = OP_MAX;
	for (start = 0; start < START_MAX; start++)
		for (levels[0].op = 0; levels[0].op < OP_MAX; levels[0].op++)
			for (levels[1].op = 0; levels[1].op < OP_MAX; levels[1].op++)
				all_steps(start, flags, abs, false);
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

static void test_triples(unsigned int flags, bool full, const char *name)
{
	enum start start;

	runs = 0;
	for (start = 0; start < START_MAX; start++)
		for (levels[0].op = 0; levels[0].op < OP_WRITERS; levels[0].op++)
			for (levels[1].op = 0; levels[1].op < OP_WRITERS; levels[1].op++)
				for (levels[2].op = 0; levels[2].op < OP_MAX; levels[2].op++) {
					/* A part of them, spread, unless all are wanted. */
					if (!full && (levels[0].op + 2 * levels[1].op +
						      3 * levels[2].op + start) % 97)
						continue;
					if (levels[1].op >= OP_BURST && levels[0].op >= OP_BURST)
						continue;
					all_steps(start, flags, false, true);
				}
	printf("  %ld interleavings\n", runs);
	model_ok(name);
}

int main(void)
{
	bool full = getenv("FULL");

	model_describe = describe;
	test_pairs(RB_FL_OVERWRITE, false, "two levels, every step, overwrite");
	test_pairs(0, false, "two levels, every step, no overwrite");
	test_pairs(RB_FL_OVERWRITE, true, "two levels, every step, absolute stamps");
	test_triples(RB_FL_OVERWRITE, full, "three levels, every step, overwrite");
	test_triples(0, full, "three levels, every step, no overwrite");
	return 0;
}
