// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts at instruction boundaries: the processor's trap flag stops a writer
 * after each instruction of reserve, commit and discard, and at the n-th another
 * operation runs to its end, itself interrupted by a third at a place drawn at
 * random.  Built as the kernel is, without the steps that the source marks.
 *
 * FULL=1 tries all n of all pairs, else some are drawn: a trap costs what a signal
 * does.  SEED repeats a run.
 */
#include <signal.h>
#include <time.h>

#include "model.h"
#include "ops.h"

#define TRAP_FLAG	0x100UL
#define LEVELS		3

static struct level {
	enum op	op;
	long	at;		/* instruction to stop after */
	long	seen;
	bool	fired;
	bool	tracing;
} levels[LEVELS];

static int depth;
static enum start started;
static long runs;
static unsigned int rng;

static unsigned int draw(unsigned int n)
{
	rng = rng * 1103515245 + 12345;
	return (rng >> 16) % n;
}

static void describe(void)
{
	int i;

	printf("  run %ld, start %d, depth %d\n", runs, started, depth);
	for (i = 0; i < LEVELS; i++)
		printf("  level %d: op %d, instruction %ld of %ld%s\n", i, levels[i].op,
		       levels[i].at, levels[i].seen, levels[i].fired ? "" : ", not reached");
}

/* The trap comes after the next instruction. */
static void trap_on(void)
{
	__asm__ __volatile__("pushfq; orq %0, (%%rsp); popfq" :: "i" (TRAP_FLAG) : "memory", "cc");
}

static void trap_off(void)
{
	__asm__ __volatile__("pushfq; andq %0, (%%rsp); popfq"
			     :: "i" (~TRAP_FLAG) : "memory", "cc");
}

static void step_enter(void)
{
	if (depth < LEVELS - 1 && !levels[depth].fired && levels[depth].at >= 0)
		trap_on();
}

static void step_leave(void)
{
	trap_off();
}

static void on_trap(int sig, siginfo_t *info, void *context)
{
	struct level *level = &levels[depth];

	(void)sig;
	(void)info;
	(void)context;
	if (level->fired || level->seen++ != level->at)
		return;
	level->fired = true;
	depth++;
	levels[depth].seen = 0;
	levels[depth].fired = false;
	shim_context++;
	run_op(levels[depth].op);
	shim_context--;
	depth--;
}

static bool run_once(enum start start, unsigned int flags)
{
	model_start(3, flags, 200);
	model_clock = (1ULL << RB_EPOCH_SHIFT) * 5 - 60;
	prepare(start);
	started = start;
	depth = 0;
	levels[0].seen = 0;
	levels[0].fired = false;
	model_enter = step_enter;
	model_leave = step_leave;
	run_op(levels[0].op);
	levels[0].at = -levels[0].at - 1;	/* no more traps */
	model_drain(0, runs++);
	levels[0].at = -levels[0].at - 1;
	model_check_sums(0);
	model_end();
	return levels[0].fired;
}

static void run_pair(enum start start, unsigned int flags, bool full)
{
	bool found;

	levels[0].at = full ? 0 : draw(160);
	do {
		levels[1].at = draw(3) ? draw(150) : -1;
		levels[2].op = draw(OP_WRITERS);
		found = run_once(start, flags);
		levels[0].at++;
	} while (full && found);
}

static void test_pairs(unsigned int flags, bool full, const char *name)
{
	enum start start;

	runs = 0;
	for (start = 0; start < START_MAX; start++)
		for (levels[0].op = 0; levels[0].op < OP_WRITERS; levels[0].op++)
			for (levels[1].op = 0; levels[1].op < OP_PAGE; levels[1].op++)
				if (full || !draw(3))
					run_pair(start, flags, full);
	printf("  %ld runs\n", runs);
	model_ok(name);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER };
	bool full = getenv("FULL");

	rng = getenv("SEED") ? atoi(getenv("SEED")) : (unsigned int)time(NULL);
	printf("  seed %u\n", rng);
	model_describe = describe;
	sigaction(SIGTRAP, &action, NULL);
	test_pairs(RB_FL_OVERWRITE, full, "stepped by instruction, overwrite");
	test_pairs(0, full, "stepped by instruction, no overwrite");
	return 0;
}
