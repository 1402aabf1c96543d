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
		else if (how == 3)
			model_map_and_read(cpu);
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

static void swap_here(void *info)
{
	(void)info;
	ring_buffer_swap_cpu(model_rb, model_also, shim_cpu);
}

/* Exchanges a CPU's ring, then reads what that took away, as a snapshot is read. */
static void *swapper(void *arg)
{
	int cpu;

	(void)arg;
	rng = seed * 11;
	shim_cpu = SHIM_CPUS - 1;
	model_from = model_also;
	while (!READ_ONCE(stop_others)) {
		cpu = draw(WRITERS);
		pthread_mutex_lock(&reading[cpu]);
		smp_call_function_single(cpu, swap_here, NULL, 1);
		model_consume(cpu, LONG_MAX);
		pthread_mutex_unlock(&reading[cpu]);
		usleep(draw(500));
	}
	return NULL;
}

/* Stops and starts recording in each of the ways there are. */
static void *stopper(void *arg)
{
	bool exchanged = model_also;
	int cpu;

	rng = seed * 13 + (long)arg;
	shim_cpu = SHIM_CPUS - 1;
	while (!READ_ONCE(stop_others)) {
		cpu = draw(WRITERS);
		ring_buffer_record_disable(model_rb);
		/* A CPU's own count is not for while its ring is exchanged. */
		if (!exchanged)
			ring_buffer_record_disable_cpu(model_rb, cpu);
		ring_buffer_record_enable(model_rb);
		if (!exchanged)
			ring_buffer_record_enable_cpu(model_rb, cpu);
		if (arg) {
			ring_buffer_record_off(model_rb);
			ring_buffer_record_on(model_rb);
		}
		usleep(draw(400));
	}
	return NULL;
}

/* What else goes on in a run. */
#define RUN_DISCARD	1
#define RUN_RESIZE	2
#define RUN_SWAP	4
#define RUN_STOP	8
#define RUN_MAPPED	16

static void run(unsigned int flags, unsigned int what, const char *name)
{
	unsigned int ms = getenv("SECONDS_EACH") ? atoi(getenv("SECONDS_EACH")) * 1000 : 500;
	pthread_t threads[WRITERS + 8];
	long i, n = 0;

	model_start(6, flags, MAX_RECORDS);
	allow_discard = what & RUN_DISCARD;
	model_unordered = what & RUN_SWAP;
	model_uncounted = what & RUN_STOP;
	model_also = what & RUN_SWAP ? ring_buffer_alloc(6 * 4080, flags) : NULL;
	stop_writers = false;
	stop_others = false;
	model_on_step = on_step;
	for (i = 0; i < WRITERS; i++)
		pthread_create(&threads[n++], NULL, writer, (void *)i);
	for (i = 0; i < 3; i++)
		pthread_create(&threads[n++], NULL, reader, (void *)i);
	if (what & RUN_MAPPED)
		pthread_create(&threads[n++], NULL, reader, (void *)3);
	if (what & RUN_RESIZE)
		pthread_create(&threads[n++], NULL, resizer, NULL);
	if (what & RUN_SWAP)
		pthread_create(&threads[n++], NULL, swapper, NULL);
	for (i = 0; what & RUN_STOP && i < 2; i++)
		pthread_create(&threads[n++], NULL, stopper, (void *)i);
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
		model_from = model_also;
		if (model_also)
			model_consume(i, LONG_MAX);
		model_from = NULL;
		model_drain(i, i);
		CHECK(!atomic_read(&model_rb->buffers[i]->disabled));
		model_check_sums(i);
		printf("  cpu %ld: %ld written, %ld read, %ld refused, %lu overwritten\n", i,
		       model[i].nr, model[i].read, model[i].refused,
		       ring_buffer_overrun_cpu(model_rb, i));
	}
	if (model_also)
		ring_buffer_free(model_also);
	model_also = NULL;
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
	run(RB_FL_OVERWRITE, 0, "threads: overwrite");
	run(0, 0, "threads: no overwrite");
	run(RB_FL_OVERWRITE, RUN_DISCARD, "threads: overwrite and discard");
	run(RB_FL_OVERWRITE, RUN_DISCARD | RUN_RESIZE, "threads: overwrite and resize");
	run(0, RUN_DISCARD | RUN_RESIZE, "threads: no overwrite and resize");
	run(RB_FL_OVERWRITE, RUN_DISCARD | RUN_SWAP | RUN_STOP, "threads: exchange, stop, start");
	run(RB_FL_OVERWRITE, RUN_DISCARD | RUN_MAPPED | RUN_STOP, "threads: map, stop, start");
	return 0;
}
