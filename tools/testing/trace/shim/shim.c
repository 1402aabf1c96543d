// SPDX-License-Identifier: GPL-2.0
/* The parts of the shim that are not macros; see shim.h. */
#include "shim.h"

__thread int shim_cpu;
__thread int shim_context;
unsigned long shim_online = (1UL << SHIM_CPUS) - 1;
long shim_fail_alloc;
bool shim_signal;
void (*shim_on_schedule)(void);

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

/* The ring's CPU is another number; its context there is an interrupt. */
int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int wait)
{
	int was_cpu = shim_cpu;
	int was_context = shim_context;

	(void)wait;
	if (!cpu_online(cpu))
		return -ENXIO;
	shim_cpu = cpu;
	shim_context = 2;
	fn(info);
	shim_cpu = was_cpu;
	shim_context = was_context;
	return 0;
}

void trace_seq_printf(struct trace_seq *s, const char *fmt, ...)
{
	size_t room = sizeof(s->buffer) - s->len;
	va_list ap;

	va_start(ap, fmt);
	s->len += vsnprintf(s->buffer + s->len, room, fmt, ap);
	va_end(ap);
}
