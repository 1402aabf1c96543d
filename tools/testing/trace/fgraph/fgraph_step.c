// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts at each instruction of entries and returns, by single-stepping: what
 * interrupts looks up all callers as an unwinder does, then makes calls of its own
 * that are followed, too, and sometimes does so twice.
 */
#include <signal.h>

#include "hook/fgraph.h"

#define CHECK(cond)							\
	do {								\
		if (!(cond)) {						\
			printf("not ok - fgraph: line %d: %s (round %u, step %lu)\n", \
			       __LINE__, #cond, round_nr, steps);	\
			exit(1);					\
		}							\
	} while (0)

#define NR_USERS	3
#define CALLS_MAX	160
#define STACK_WORDS	(THREAD_SIZE / sizeof(long))

struct task_struct shim_task;
unsigned long shim_task_stack[STACK_WORDS] __aligned(16384);
bool shim_interrupted;

static unsigned long interrupt_stack[STACK_WORDS];
static unsigned long stack_memory[FGRAPH_BASE];
static unsigned long deep_memory[FGRAPH_DEEP];
static bool deep_is_there;
static unsigned long steps;
static unsigned int round_nr;
static u64 seed = 1;

/* A call under way: what stands in for its place on the stack, and the truth. */
struct call {
	struct fgraph_ret_regs	*regs;
	unsigned long		func;
	unsigned long		ret;
	int			data[NR_USERS];
	bool			jumped;		/* a tail call of the one before it */
};

/* Calls of the task, then of what interrupts it, the newest last */
static struct call calls[CALLS_MAX];
static volatile unsigned int nr_calls;
static unsigned int told, retold;

static struct fgraph_ops users[NR_USERS];

static unsigned int rnd(unsigned int below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % below;
}

void return_to_handler(void)
{
	abort();
}

void ftrace_graph_stop(void)
{
}

void fgraph_stack_wanted(void)
{
}

unsigned long *fgraph_spare_take(void)
{
	if (deep_is_there)
		return NULL;
	deep_is_there = true;
	return deep_memory;
}

void fgraph_spare_give(unsigned long *deep)
{
	CHECK(deep == deep_memory);
	deep_is_there = false;
}

static struct call *newest(void)
{
	return &calls[nr_calls - 1];
}

/* The size of a user's data for the newest call; as much as there is room for is there. */
static int data_of(struct call *call, unsigned int user)
{
	return call->data[user];
}

static int enter(struct ftrace_graph_ent *trace, struct fgraph_ops *gops,
		 struct ftrace_regs *fregs)
{
	unsigned int user = gops - users;
	int size = data_of(newest(), user);
	unsigned char *data;

	if (size < 0)
		return 0;
	told++;
	if (!size)
		return 1;
	data = fgraph_reserve_data(gops->idx, size);
	CHECK(data);
	memset(data, (u8)(trace->func * 7 + user), size);
	return 1;
}

static void leave(struct ftrace_graph_ret *trace, struct fgraph_ops *gops,
		  struct fgraph_ret_regs *regs)
{
	unsigned int user = gops - users;
	struct call *call = newest();
	int i, got = 0, size = data_of(call, user);
	unsigned char *data;

	retold++;
	CHECK(trace->func == call->func);
	CHECK(size >= 0);
	if (!size)
		return;
	data = fgraph_retrieve_data(gops->idx, &got);
	CHECK(data && got >= size);
	for (i = 0; i < size; i++)
		CHECK(data[i] == (u8)(trace->func * 7 + user));
}

/* Every slot that names the handler is known, the newest first, as on a stack. */
static void look_up_all(void)
{
	unsigned long handler = (unsigned long)return_to_handler;
	unsigned int i = nr_calls;
	int idx = 0;

	while (i--) {
		struct call *call = &calls[i];
		unsigned long *slot = &call->regs->slot;

		/* A function that jumped on is no caller; its slot was looked at. */
		if (i + 1 < nr_calls && calls[i + 1].jumped)
			continue;
		while (call->jumped)
			call--;
		if (*slot == handler)
			CHECK(ftrace_graph_ret_addr(current, &idx, handler, slot) == call->ret);
		else
			CHECK(*slot == call->ret);
	}
}

/* The hit of a function, by every user, as a list of ops calls them */
static void hit(struct call *call)
{
	unsigned int i;

	for (i = 0; i < NR_USERS; i++)
		ftrace_graph_func(call->func, call->ret, &users[i].ops,
				  (struct ftrace_regs *)&call->regs->slot);
}

static struct call *new_call(struct fgraph_ret_regs *regs, bool jumped)
{
	static const int sizes[] = { -1, 0, 1, 8, 9, 40, 128 };
	struct call *call = &calls[nr_calls];
	unsigned int i;

	CHECK(nr_calls < CALLS_MAX);
	call->regs = regs;
	call->func = 0x1000 + rnd(4096) * 16;
	call->jumped = jumped;
	call->ret = 0x100000 + rnd(1 << 20);
	if (!jumped)
		regs->slot = call->ret;
	for (i = 0; i < NR_USERS; i++)
		call->data[i] = sizes[rnd(ARRAY_SIZE(sizes))];
	nr_calls++;
	return call;
}

/* As many returns as the slot names the handler, then the truth stands there. */
static void end_call(void)
{
	unsigned long handler = (unsigned long)return_to_handler;
	struct call *call = newest();

	if (call->regs->slot == handler) {
		/* Those of which nobody wanted to know have no frame. */
		while (fgraph_frame_func(fgraph_top(current)) != newest()->func) {
			CHECK(newest()->jumped);
			nr_calls--;
		}
		ftrace_return_to_handler(call->regs);
	}
	while (call->regs->slot != handler && newest()->jumped)
		nr_calls--;
	if (call->regs->slot != handler)
		CHECK(call->regs->slot == newest()->ret);
	nr_calls--;
}

static void check_top(u32 top)
{
	struct fgraph_stack *stack = fgraph_stack_of(current);

	CHECK(stack->top == top);
}

/* What an interrupt does: calls that lead to calls, on a stack of its own. */
static void calls_nest(unsigned int depth)
{
	struct fgraph_ret_regs *regs = (struct fgraph_ret_regs *)interrupt_stack;
	unsigned int before = nr_calls;
	u32 top = fgraph_stack_of(current)->top;
	unsigned int i;

	for (i = 0; i < depth; i++)
		hit(new_call(&regs[32 - i], false));
	look_up_all();
	while (nr_calls > before)
		end_call();
	check_top(top);
}

static void interrupt(int sig, siginfo_t *info, void *ctx)
{
	unsigned int save_told = told, save_retold = retold;

	shim_interrupted = true;
	steps++;
	look_up_all();
	if (rnd(2))
		calls_nest(1 + rnd(2));
	if (!rnd(3))
		calls_nest(1);
	told = save_told;
	retold = save_retold;
	shim_interrupted = false;
}

static inline void stepping_on(void)
{
	__asm__ __volatile__("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
}

static inline void stepping_off(void)
{
	__asm__ __volatile__("pushfq; andq $~0x100, (%%rsp); popfq" ::: "memory", "cc");
}

static void new_stack(void)
{
	struct fgraph_stack *stack = (struct fgraph_stack *)stack_memory;

	/* Whatever was there before */
	memset(stack_memory, rnd(256), sizeof(stack_memory));
	memset(deep_memory, rnd(256), sizeof(deep_memory));
	memset(stack, 0, sizeof(*stack));
	deep_is_there = false;
	stack->top = FGRAPH_BOTTOM;
	stack->bottom.prev = FGRAPH_BOTTOM;
	stack->bottom.end = FGRAPH_BOTTOM + FGRAPH_FRAME;
	stack->bottom.depth = -1;
	shim_task.ret_stack = stack_memory;
}

/* Is there room for a call, and for those that interrupt it? */
static bool has_room(void)
{
	return fgraph_top(current)->end < FGRAPH_END - 300 && nr_calls < CALLS_MAX - 10;
}

/* Some calls lead to others, and then they return; each step of it is interrupted. */
static void one_round(void)
{
	struct fgraph_ret_regs *regs = (struct fgraph_ret_regs *)shim_task_stack;
	unsigned int depth = 1 + rnd(12), plain = rnd(24);
	struct call *call;
	unsigned int i;

	new_stack();
	told = 0;
	retold = 0;
	nr_calls = 0;
	for (i = 0; i < plain + depth && has_room(); i++) {
		/* The function that jumps must be followed, or nobody knows of it. */
		bool jumps = i && !rnd(4) && newest()->regs->slot != newest()->ret;

		call = new_call(jumps ? newest()->regs : &regs[100 - i], jumps);
		if (i < plain) {
			hit(call);
			continue;
		}
		stepping_on();
		hit(call);
		stepping_off();
		look_up_all();
	}
	while (nr_calls) {
		if (rnd(3)) {
			end_call();
		} else {
			stepping_on();
			end_call();
			stepping_off();
		}
		look_up_all();
	}
	CHECK(told == retold);
	check_top(FGRAPH_BOTTOM);
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = interrupt, .sa_flags = SA_SIGINFO };
	unsigned int i;

	fgraph_epoch = 5;
	for (i = 0; i < NR_USERS; i++) {
		users[i].entryfunc = enter;
		users[i].retfunc = leave;
		users[i].ops.func = ftrace_graph_func;
		users[i].idx = i * 5;
		fgraph_users[i * 5].gops = &users[i];
		fgraph_users[i * 5].returned = fgraph_tell_retfunc;
		fgraph_users[i * 5].since = 1;
	}
	sigaction(SIGTRAP, &action, NULL);
	for (round_nr = 0; round_nr < 150; round_nr++)
		one_round();
	CHECK(steps > 50000);
	printf("ok - fgraph: interrupts at each instruction\n");
	return 0;
}
