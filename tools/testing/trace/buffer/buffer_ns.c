// SPDX-License-Identifier: GPL-2.0
/*
 * What a record costs on this machine, in nanoseconds: the ring's own source at
 * -O2, without steps or sanitizers.  Prints one line a case, "buffer_ns NAME NS",
 * the least of several rounds.  Not a test; EVENTS is how many records a round has.
 */
#include <time.h>

#include "shim.h"

#include "buffer/ring.h"

#define ROUNDS		9

static struct trace_buffer *rb;
static long events;

void shim_step(const char *where)
{
	(void)where;
}

/* As cheap as the kernel's: a counter of the processor, scaled. */
u64 trace_clock_local(void)
{
#ifdef __x86_64__
	return (u64)((unsigned __int128)__builtin_ia32_rdtsc() * 0x55555555 >> 32);
#else
	static u64 now;

	return now += 40;
#endif
}

int cpuhp_state_add_instance(int state, struct hlist_node *node)
{
	(void)state;
	return trace_rb_cpu_prepare(0, node);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec * 1e-9;
}

static void commit_16(void)
{
	struct rb_slot slot = ring_buffer_reserve(rb, 16);
	u64 *data = slot.data;

	if (!data)
		return;
	data[0] = 1;
	data[1] = 2;
	ring_buffer_commit(slot);
}

static void discard_16(void)
{
	struct rb_slot slot = ring_buffer_reserve(rb, 16);

	if (slot.data)
		ring_buffer_discard(slot);
}

static void write_16(void)
{
	static char data[16];

	ring_buffer_write(rb, sizeof(data), data);
}

static void clock_only(void)
{
	barrier();
	trace_clock_local();
	barrier();
}

static void measure(const char *name, void (*one)(void))
{
	double best = 1e9, begin, took;
	int round;
	long n;

	for (round = 0; round < ROUNDS; round++) {
		begin = seconds();
		for (n = 0; n < events; n++)
			one();
		took = (seconds() - begin) * 1e9 / events;
		best = min(best, took);
	}
	printf("buffer_ns %s %.1f\n", name, best);
}

/* A record is written and taken by the same thread. */
static void write_and_consume(void)
{
	commit_16();
	ring_buffer_consume(rb, 0, NULL, NULL);
}

int main(void)
{
	events = getenv("EVENTS") ? atol(getenv("EVENTS")) : 1000000;
	shim_online = 1;
	rb = ring_buffer_alloc(256 * (PAGE_SIZE - RB_PAGE_HEADER), RB_FL_OVERWRITE);
	if (!rb)
		return 1;
	measure("clock", clock_only);
	measure("reserve+commit-16", commit_16);
	measure("write-16", write_16);
	measure("reserve+discard-16", discard_16);
	measure("reserve+commit+consume-16", write_and_consume);
	ring_buffer_free(rb);
	return 0;
}
