// SPDX-License-Identifier: GPL-2.0
/* The parts of the shim that are not macros; see shim.h. */
#include "shim.h"

__thread int shim_cpu;
__thread int shim_context;
unsigned long shim_online = (1UL << SHIM_CPUS) - 1;
long shim_fail_alloc;
bool shim_signal;
char shim_zero_page[PAGE_SIZE] __aligned(PAGE_SIZE);
void (*shim_on_schedule)(void);
void (*shim_on_wait)(void);

static bool shim_alloc_fails(void)
{
	return shim_fail_alloc && !--shim_fail_alloc;
}

void *shim_alloc(size_t size)
{
	return shim_alloc_fails() ? NULL : calloc(1, size);
}

void *shim_alloc_page(unsigned int order)
{
	size_t size = PAGE_SIZE << order;
	void *page;

	if (shim_alloc_fails() || posix_memalign(&page, PAGE_SIZE, size))
		return NULL;
	return memset(page, 0, size);
}

/*
 * Inter-processor calls.  A CPU that has a thread takes them where it may be
 * interrupted; for one that has none the caller's thread stands in.
 */
struct shim_call {
	void	(*fn)(void *info);
	void	*info;
	int	done;
};

static struct shim_call *shim_pending[SHIM_CPUS];
static int shim_has_thread[SHIM_CPUS];

static void shim_call_as(int cpu, void (*fn)(void *), void *info)
{
	int was_cpu = shim_cpu;
	int was_context = shim_context;

	shim_cpu = cpu;
	shim_context = 2;
	fn(info);
	shim_cpu = was_cpu;
	shim_context = was_context;
}

void shim_thread_expect(int cpu)
{
	__atomic_store_n(&shim_has_thread[cpu], 1, __ATOMIC_SEQ_CST);
}

void shim_thread_begin(int cpu)
{
	shim_cpu = cpu;
	shim_thread_expect(cpu);
}

void shim_thread_end(void)
{
	__atomic_store_n(&shim_has_thread[shim_cpu], 0, __ATOMIC_SEQ_CST);
	shim_take_calls();
}

void shim_take_calls(void)
{
	struct shim_call *call;

	if (shim_context >= 2)
		return;
	call = __atomic_exchange_n(&shim_pending[shim_cpu], NULL, __ATOMIC_SEQ_CST);
	if (!call)
		return;
	shim_call_as(shim_cpu, call->fn, call->info);
	__atomic_store_n(&call->done, 1, __ATOMIC_RELEASE);
}

int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int wait)
{
	struct shim_call call = { fn, info, 0 };
	struct shim_call *none = NULL;

	(void)wait;
	if (!cpu_online(cpu))
		return -ENXIO;
	if (cpu == shim_cpu || !__atomic_load_n(&shim_has_thread[cpu], __ATOMIC_SEQ_CST)) {
		shim_call_as(cpu, fn, info);
		return 0;
	}
	while (!__atomic_compare_exchange_n(&shim_pending[cpu], &none, &call, false,
					    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
		none = NULL;
		shim_yield();
	}
	while (!__atomic_load_n(&call.done, __ATOMIC_ACQUIRE))
		shim_yield();
	return 0;
}

#ifndef SHIM_OTHER_SEQ
void trace_seq_printf(struct trace_seq *s, const char *fmt, ...)
{
	size_t room = sizeof(s->buffer) - s->len;
	va_list ap;

	va_start(ap, fmt);
	s->len += vsnprintf(s->buffer + s->len, room, fmt, ap);
	va_end(ap);
}
#endif
