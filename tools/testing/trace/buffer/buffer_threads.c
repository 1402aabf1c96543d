// SPDX-License-Identifier: GPL-2.0
/*
 * Threads as CPUs: writers that are interrupted at random steps, readers of each
 * kind, resize, reset of what records, all at once.  Runs under ASan, and under
 * TSan by `make run-tsan`.  SECONDS_EACH sets how long, SEED what is drawn.
 */
#include <time.h>
#include <unistd.h>

#include "model.h"

#define WRITERS		2
#define MAX_RECORDS	BIT(22)

static bool stop_writers, stop_others;
static bool allow_discard;
static bool skip_iterator;		/* its copies race by design: not for TSan */
static unsigned int seed;
static pthread_mutex_t reading[SHIM_CPUS];

static __thread unsigned int rng;
static __thread int nesting;
static __thread bool is_writer;

static unsigned int draw(unsigned int n)
{
	rng = rng * 1103515245 + 12345;
	return (rng >> 16) % n;
}

static void write_any(void)
{
	struct model_cpu *m = &model[shim_cpu];
	u32 len = 4 + draw(draw(8) ? 60 : 3000);

	if (m->nr + 16 > m->max)
		return;
	if (allow_discard && !draw(5))
		model_write_discard(len);
	else
		model_write(len);
}

/* An interrupt may come anywhere, three deep. */
static void on_step(const char *where)
{
	(void)where;
	if (!is_writer)
		return;
	if (!nesting && shim_context == 0)
		shim_take_calls();
	if (nesting >= 2 || draw(60))
		return;
	nesting++;
	shim_context++;
	write_any();
	shim_context--;
	nesting--;
}

static void *writer(void *arg)
{
	long cpu = (long)arg;

	rng = seed * 97 + cpu;
	is_writer = true;
	shim_thread_begin(cpu);
	while (!READ_ONCE(stop_writers)) {
		write_any();
		shim_take_calls();
		if (!draw(50))
			sched_yield();
	}
	shim_thread_end();
	return NULL;
}

/* The model's books of a CPU have one reader at a time; the ring has more. */
static void *reader(void *arg)
{
	long how = (long)arg;
	int cpu;

	rng = seed * 31 + how;
	shim_cpu = SHIM_CPUS - 1;
	while (!READ_ONCE(stop_others)) {
		cpu = draw(WRITERS);
		pthread_mutex_lock(&reading[cpu]);
		if (how == 0)
			model_consume(cpu, 1 + draw(30));
		else if (how == 1)
			model_read_pages(cpu, PAGE_SIZE, draw(2));
		pthread_mutex_unlock(&reading[cpu]);
		if (how == 2 && !skip_iterator)
			model_iterate(cpu);
		if (!draw(3))
			usleep(draw(300));
	}
	return NULL;
}

static void *resizer(void *arg)
{
	(void)arg;
	rng = seed * 7;
	shim_cpu = SHIM_CPUS - 1;
	while (!READ_ONCE(stop_others)) {
		ring_buffer_resize(model_rb, (2 + draw(12)) * 4080,
				   draw(2) ? RING_BUFFER_ALL_CPUS : (int)draw(WRITERS));
		ring_buffer_entries(model_rb);
		ring_buffer_empty(model_rb);
		ring_buffer_oldest_event_ts(model_rb, draw(WRITERS));
		usleep(draw(500));
	}
	return NULL;
}

static void run(unsigned int flags, bool resize, bool discard, const char *name)
{
	unsigned int ms = getenv("SECONDS_EACH") ? atoi(getenv("SECONDS_EACH")) * 1000 : 700;
	pthread_t threads[WRITERS + 4];
	long i, n = 0;

	model_start(6, flags, MAX_RECORDS);
	allow_discard = discard;
	stop_writers = false;
	stop_others = false;
	model_on_step = on_step;
	for (i = 0; i < WRITERS; i++)
		pthread_create(&threads[n++], NULL, writer, (void *)i);
	for (i = 0; i < 3; i++)
		pthread_create(&threads[n++], NULL, reader, (void *)i);
	if (resize)
		pthread_create(&threads[n++], NULL, resizer, NULL);
	usleep(ms * 1000);
	/* Writers answer calls, so they go last. */
	WRITE_ONCE(stop_others, true);
	for (i = WRITERS; i < n; i++)
		pthread_join(threads[i], NULL);
	WRITE_ONCE(stop_writers, true);
	for (i = 0; i < WRITERS; i++)
		pthread_join(threads[i], NULL);
	model_on_step = NULL;
	for (i = 0; i < WRITERS; i++) {
		model_drain(i, i);
		model_check_sums(i);
		printf("  cpu %ld: %ld written, %ld read, %ld refused, %lu overwritten\n", i,
		       model[i].nr, model[i].read, model[i].refused,
		       ring_buffer_overrun_cpu(model_rb, i));
	}
	model_end();
	model_ok(name);
}

int main(void)
{
	int i;

	seed = getenv("SEED") ? atoi(getenv("SEED")) : (unsigned int)time(NULL);
	skip_iterator = getenv("SKIP_ITERATOR");
	printf("  seed %u\n", seed);
	for (i = 0; i < SHIM_CPUS; i++)
		pthread_mutex_init(&reading[i], NULL);
	run(RB_FL_OVERWRITE, false, false, "threads: overwrite");
	run(0, false, false, "threads: no overwrite");
	run(RB_FL_OVERWRITE, false, true, "threads: overwrite and discard");
	run(RB_FL_OVERWRITE, true, true, "threads: overwrite and resize");
	run(0, true, true, "threads: no overwrite and resize");
	return 0;
}
