// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts at instruction boundaries.  The processor's trap flag lists the
 * instructions that an operation executes in the ring's code; then for each of
 * them a breakpoint has another operation run there to its end, itself stopped by
 * a third.  Built as the kernel is, without the steps that the source marks, and
 * linked statically, so that library code counts as well.
 *
 * All pairs and, of a smaller set of operations, all triples are what FULL=1
 * tries; else some, drawn at random.  SEED repeats a run.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>

#include "model.h"
#include "ops.h"

#define TRAP_FLAG	0x100UL
#define INT3		0xcc
#define LEVELS		3
#define MAX_TRACE	20000

/* What interrupts a level, and where. */
static struct level {
	enum op		op;
	unsigned char	*at;		/* instruction to stop before; NULL: nowhere */
	long		skip;		/* times it is passed first */
	unsigned char	old;
	bool		armed;
	bool		stepping;	/* over the instruction, to pass it */
	bool		fired;
} levels[LEVELS];

static unsigned char *trace[MAX_TRACE];		/* instructions of the outermost */
static unsigned char *known[MAX_TRACE];		/* each once, of all listed since a reset */
static long nr_trace, nr_known;
static bool recording;		/* the outermost operation, not what prepares for it */
static bool record_next;

static int depth;
static enum start started;
static long runs, missed;
static unsigned int rng;

extern char __executable_start, etext;

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
		printf("  level %d: op %d, stopped at %p after %ld more%s\n", i, levels[i].op,
		       levels[i].at, levels[i].skip, levels[i].fired ? "" : ", not reached");
}

/* The trap comes after the next instruction. */
static void trap_on(void)
{
	if (recording)
		__asm__ __volatile__("pushfq; orq %0, (%%rsp); popfq"
				     :: "i" (TRAP_FLAG) : "memory", "cc");
}

static void trap_off(void)
{
	if (recording)
		__asm__ __volatile__("pushfq; andq %0, (%%rsp); popfq"
				     :: "i" (~TRAP_FLAG) : "memory", "cc");
}

static void arm(struct level *level)
{
	level->fired = false;
	level->stepping = false;
	level->armed = level->at;
	if (!level->armed)
		return;
	level->old = *level->at;
	*(volatile unsigned char *)level->at = INT3;
}

static void disarm(struct level *level)
{
	if (level->armed)
		*(volatile unsigned char *)level->at = level->old;
	level->armed = false;
}

static void run_level(void)
{
	arm(&levels[depth]);
	run_op(levels[depth].op);
	disarm(&levels[depth]);
}

static void record(unsigned char *at)
{
	long i;

	if (at < (unsigned char *)&__executable_start || at >= (unsigned char *)&etext)
		return;
	CHECK(nr_trace < MAX_TRACE);
	trace[nr_trace++] = at;
	for (i = 0; i < nr_known; i++)
		if (known[i] == at)
			return;
	CHECK(nr_known < MAX_TRACE);
	known[nr_known++] = at;
}

static void on_trap(int sig, siginfo_t *info, void *context)
{
	greg_t *regs = ((ucontext_t *)context)->uc_mcontext.gregs;
	struct level *level = &levels[depth];

	(void)sig;
	(void)info;
	if (recording) {
		record((unsigned char *)regs[REG_RIP]);
		return;
	}
	if (level->stepping) {
		level->stepping = false;
		regs[REG_EFL] &= ~TRAP_FLAG;
		*(volatile unsigned char *)level->at = INT3;
		return;
	}
	CHECK(level->armed && (unsigned char *)regs[REG_RIP] - 1 == level->at);
	*(volatile unsigned char *)level->at = level->old;
	regs[REG_RIP]--;
	if (level->skip-- > 0) {
		level->stepping = true;
		regs[REG_EFL] |= TRAP_FLAG;
		return;
	}
	level->armed = false;
	level->fired = true;
	depth++;
	shim_context++;
	run_level();
	shim_context--;
	depth--;
}

static void run_once(enum start start, unsigned int flags)
{
	bool mapped = levels[0].op == OP_MAPPED || levels[1].op == OP_MAPPED;

	model_start(3, flags, 200);
	model_clock = (1ULL << RB_EPOCH_SHIFT) * 5 - 60;
	if (mapped)
		model_map_all(0);
	prepare(start);
	started = start;
	depth = 0;
	recording = record_next;
	run_level();
	recording = false;
	missed += levels[0].at && !levels[0].fired;
	model_drain(0, runs++);
	model_check_sums(0);
	if (mapped)
		model_unmap(0);
	model_end();
}

/* List the instructions of @op as the outermost operation. */
static void record_trace(enum start start, unsigned int flags, enum op op)
{
	nr_trace = 0;
	levels[0].op = op;
	levels[0].at = NULL;
	levels[1].op = OP_SMALL;
	record_next = true;
	run_once(start, flags);
	record_next = false;
}

/* Stop the outermost before instruction @n of its trace. */
static void stop_at(long n)
{
	long i;

	levels[0].at = trace[n];
	levels[0].skip = 0;
	for (i = 0; i < n; i++)
		levels[0].skip += trace[i] == trace[n];
}

/* @op, every @stride-th instruction of it, with @inner there. */
static void step_pair(enum op op, enum op inner, int stride, unsigned int flags, enum start start)
{
	bool third;
	long n;

	for (n = draw(stride); n < nr_trace; n += 1 + draw(2 * stride - 1)) {
		levels[0].op = op;
		levels[1].op = inner;
		/* A third one at an instruction drawn, if it gets there. */
		third = inner < OP_WRITERS && draw(2);
		levels[1].at = third ? known[draw(nr_known)] : NULL;
		levels[1].skip = 0;
		levels[2].op = draw(OP_WRITERS);
		levels[2].at = NULL;
		stop_at(n);
		run_once(start, flags);
	}
}

/* Every @stride-th instruction of each operation, every operation there. */
static void test_pairs(unsigned int flags, int stride, const char *name)
{
	enum op op, inner, last;
	enum start start;

	runs = 0;
	missed = 0;
	nr_known = 0;
	for (start = 0; start < START_MAX; start++)
		for (op = 0; op < OP_MAX; op++) {
			record_trace(start, flags, op);
			/* Readers keep each other out by a lock. */
			last = op < OP_WRITERS ? OP_MAX : OP_WRITERS;
			for (inner = 0; inner < last; inner++)
				step_pair(op, inner, stride, flags, start);
		}
	printf("  %ld runs, %ld of them not stopped\n", runs, missed);
	model_ok(name);
}

/* Three levels at all pairs of instructions, of the operations that matter most. */
static void test_triples(unsigned int flags, long most, const char *name)
{
	static const enum op outer[] = { OP_SMALL, OP_DISCARD, OP_LARGE };
	unsigned int i, k;
	long n, m, nr_inner, fired = 0;
	enum start start;

	runs = 0;
	for (i = 0; i < ARRAY_SIZE(outer) * ARRAY_SIZE(outer); i++)
		for (start = START_ONE; start < START_MAX; start++) {
			nr_known = 0;
			record_trace(start, flags, outer[i % ARRAY_SIZE(outer)]);
			nr_inner = nr_known;
			record_trace(start, flags, outer[i / ARRAY_SIZE(outer)]);
			levels[1].op = outer[i % ARRAY_SIZE(outer)];
			for (n = 0; n < nr_trace; n++)
				for (m = 0; m < nr_inner; m++) {
					if (most && draw(9 * 5 * nr_trace * nr_inner / most))
						continue;
					k = n + m;
					levels[1].at = known[m];
					levels[1].skip = 0;
					levels[2].op = outer[k % ARRAY_SIZE(outer)];
					levels[2].at = NULL;
					stop_at(n);
					run_once(start, flags);
					fired += levels[0].fired && levels[1].fired;
				}
		}
	printf("  %ld runs, %ld of them three levels deep\n", runs, fired);
	model_ok(name);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER };
	unsigned long text = (unsigned long)&__executable_start & ~4095UL;
	bool full = getenv("FULL");

	rng = getenv("SEED") ? atoi(getenv("SEED")) : (unsigned int)time(NULL);
	printf("  seed %u\n", rng);
	model_describe = describe;
	model_enter = trap_on;
	model_leave = trap_off;
	shim_online = 1;
	sigaction(SIGTRAP, &action, NULL);
	if (mprotect((void *)text, (unsigned long)&etext - text,
		     PROT_READ | PROT_WRITE | PROT_EXEC)) {
		printf("skip - buffer: stepped by instruction # code cannot be made writable\n");
		return 0;
	}
	test_pairs(RB_FL_OVERWRITE, full ? 1 : 40, "stepped by instruction, overwrite");
	test_pairs(0, full ? 1 : 60, "stepped by instruction, no overwrite");
	test_triples(RB_FL_OVERWRITE, full ? 0 : 3000, "stepped by instruction, three levels");
	return 0;
}
