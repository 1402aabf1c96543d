// SPDX-License-Identifier: GPL-2.0
/* The search and the actors' stacks; see explore.h. */
#include <setjmp.h>
#include <ucontext.h>

#include "explore.h"

#define MAX_CHOICES	8192
#define STACK_SIZE	(256 * 1024)
#define MAX_WAITS	100000

static struct choice {
	unsigned char	option;
	unsigned char	options;
} path[MAX_CHOICES];

static int path_len;		/* decided before, or in this run */
static int path_at;
static int bound;
static int spent;		/* deviations of this run */

void explore_begin(int deviations)
{
	bound = deviations;
	path_len = 0;
	path_at = 0;
	spent = 0;
}

bool explore_next(void)
{
	path_at = 0;
	spent = 0;
	while (path_len && path[path_len - 1].option + 1 >= path[path_len - 1].options)
		path_len--;
	if (!path_len)
		return false;
	path[path_len - 1].option++;
	return true;
}

int explore_choose(int options)
{
	struct choice *choice;

	/* All after the last deviation goes on: no choice to remember. */
	if (spent == bound || options < 2)
		return 0;
	CHECK(path_at < MAX_CHOICES);
	choice = &path[path_at];
	if (path_at++ == path_len) {
		path_len = path_at;
		choice->option = 0;
		choice->options = options;
	}
	CHECK(choice->options == options);
	spent += choice->option != 0;
	return choice->option;
}

void explore_describe(void)
{
	int i;

	for (i = 0; i < path_at; i++)
		if (path[i].option)
			printf("  choice %d: %d of %d\n", i, path[i].option, path[i].options);
}

struct actor {
	ucontext_t	begin;
	jmp_buf		at;
	char		*stack;
	bool		begun;
	bool		done;
	int		context;	/* what interrupts it is in */
};

static struct actor actors[ACTORS];
static void (*actors_fn)(int actor);
static int nr_actors;
static int current_actor;
static int waits;
static jmp_buf caller;

static void actor_resume(int to)
{
	struct actor *actor = &actors[to];

	current_actor = to;
	shim_cpu = to;
	shim_context = actor->context;
	if (actor->begun)
		_longjmp(actor->at, 1);
	actor->begun = true;
	setcontext(&actor->begin);
}

static void actor_leave_for(int to)
{
	struct actor *actor = &actors[current_actor];

	actor->context = shim_context;
	if (!_setjmp(actor->at))
		actor_resume(to);
}

int actors_others(void)
{
	int i, n = 0;

	for (i = 0; i < nr_actors; i++)
		n += i != current_actor && !actors[i].done;
	return n;
}

int actors_current(void)
{
	return current_actor;
}

void actors_switch(int skip)
{
	int to = current_actor;

	for (;;) {
		to = (to + 1) % nr_actors;
		if (!actors[to].done && !skip--)
			break;
	}
	waits = 0;
	actor_leave_for(to);
}

/* A lock is held or a call not taken: the others must get on. */
static void actor_wait(void)
{
	int spun = waits + 1;

	CHECK(spun < MAX_WAITS);
	if (actors_others())
		actors_switch(0);
	waits = spun;
}

static int next_unfinished(void)
{
	int i;

	for (i = 0; i < nr_actors; i++)
		if (!actors[i].done)
			return i;
	return -1;
}

/* Each actor's stack lives on, waiting for the next run. */
static void actor_main(void)
{
	int next;

	for (;;) {
		shim_thread_begin(current_actor);
		actors_fn(current_actor);
		shim_thread_end();
		actors[current_actor].done = true;
		next = next_unfinished();
		if (next >= 0)
			actor_leave_for(next);
		else if (!_setjmp(actors[current_actor].at))
			_longjmp(caller, 1);
	}
}

static void actor_prepare(struct actor *actor)
{
	actor->done = false;
	actor->context = 0;
	if (actor->stack)
		return;
	actor->stack = malloc(STACK_SIZE);
	getcontext(&actor->begin);
	actor->begin.uc_stack.ss_sp = actor->stack;
	actor->begin.uc_stack.ss_size = STACK_SIZE;
	actor->begin.uc_link = NULL;
	makecontext(&actor->begin, actor_main, 0);
}

void actors_run(int count, int first, void (*fn)(int actor))
{
	int i;

	nr_actors = count;
	actors_fn = fn;
	waits = 0;
	for (i = 0; i < count; i++) {
		actor_prepare(&actors[i]);
		/* Else a call made before it begins would not be made on its CPU. */
		shim_thread_expect(i);
	}
	shim_on_wait = actor_wait;
	if (!_setjmp(caller))
		actor_resume(first);
	shim_on_wait = NULL;
	shim_cpu = 0;
	shim_context = 0;
}
