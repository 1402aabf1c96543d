/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of the kernel's API as the units of the `host` line in
 * kernel/trace/LAYERS use, for a user-space build.  A CPU is a number in
 * thread-local storage; a test switches it, or runs one thread for each.
 * Interrupts are calls made from RB_STEP().
 */
#ifndef _TRACE_SHIM_H
#define _TRACE_SHIM_H

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef __always_inline			/* glibc has its own */

#define CONFIG_64BIT			1
#define CONFIG_RING_BUFFER		1
#define CONFIG_RING_BUFFER_ALLOW_SWAP	1

/* types.h, compiler.h */
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef u8 __u8;
typedef u32 __u32;
typedef u64 __u64;
typedef unsigned int gfp_t;
typedef unsigned int __poll_t;

struct hlist_node { struct hlist_node *next, **pprev; };
struct lock_class_key { int unused; };
struct file;

/* What the kernel's trace_mmap.h has for user space. */
struct trace_buffer_meta {
	__u32	meta_page_size;
	__u32	meta_struct_len;
	__u32	subbuf_size;
	__u32	nr_subbufs;
	struct {
		__u64	lost_events;
		__u32	id;
		__u32	read;
	} reader;
	__u64	flags;
	__u64	entries;
	__u64	overrun;
	__u64	read;
	__u64	Reserved1;
	__u64	Reserved2;
};

/* mm.h: a mapping is the list of the pages in it */
struct page;

struct vm_area_struct {
	unsigned long	vm_start;
	unsigned long	vm_end;
	unsigned long	vm_pgoff;
	unsigned long	vm_flags;
	struct page	*pages[1024];
};

#define VM_WRITE			2UL
#define VM_EXEC				4UL
#define VM_MAYWRITE			0x20UL
#define VM_MAYSHARE			0x80UL
#define VM_MIXEDMAP			0x100UL
#define VM_DONTEXPAND			0x200UL
#define VM_DONTDUMP			0x400UL
#define VM_DONTCOPY			0x800UL
#define vm_flags_mod(vma, set, clear)	((vma)->vm_flags = ((vma)->vm_flags | (set)) & ~(clear))
#define vma_pages(vma)			(((vma)->vm_end - (vma)->vm_start) / PAGE_SIZE)
#define vm_insert_pages(vma, addr, from, nr) \
	(memcpy((vma)->pages, (from), *(nr) * sizeof(*(from))), *(nr) = 0, 0)
#define ZERO_PAGE(addr)			((struct page *)shim_zero_page)
#define get_zeroed_page(gfp)		((unsigned long)shim_alloc_page(0))
#define free_page(p)			free((void *)(p))
#define flush_kernel_vmap_range(p, n)	barrier()

extern char shim_zero_page[];

/* Points of the code at which the test may interrupt it. */
void shim_step(const char *where);
#ifndef SHIM_NO_STEPS
#define RB_STEP(where)		shim_step(where)
#endif

/* Built so, each access that another CPU may race with is such a point too. */
#ifdef SHIM_STEP_ACCESS
#define SHIM_ACCESS()		shim_step("access")
#define memcpy(to, from, n)	shim_copy(to, from, n)
#else
#define SHIM_ACCESS()		((void)0)
#endif

/* A copy in two halves with a point between them. */
static inline void *shim_copy(void *to, const void *from, size_t n)
{
	size_t half = n / 2;

	__builtin_memcpy(to, from, half);
	shim_step("copy:half");
	__builtin_memcpy((char *)to + half, (const char *)from + half, n - half);
	return to;
}

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define __always_inline		inline __attribute__((always_inline))
#define noinline		__attribute__((noinline))
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define __noreturn		__attribute__((noreturn))
#define __init
#define __aligned(x)		__attribute__((aligned(x)))
#define fallthrough		__attribute__((fallthrough))
#define barrier()		__asm__ __volatile__("" ::: "memory")
#define OPTIMIZER_HIDE_VAR(var)	__asm__("" : "=r" (var) : "0" (var))
#define READ_ONCE(x)		(SHIM_ACCESS(), __atomic_load_n(&(x), __ATOMIC_RELAXED))
#define WRITE_ONCE(x, v)	(SHIM_ACCESS(), __atomic_store_n(&(x), (v), __ATOMIC_RELAXED))
#define RB_PEEK(x)		READ_ONCE(x)
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define U32_MAX			UINT32_MAX
#define U64_MAX			UINT64_MAX
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define ALIGN(x, a)		(((x) + (a) - 1) & ~((typeof(x))(a) - 1))
#define roundup_pow_of_two(n)	((n) < 2 ? 1UL : 1UL << (64 - __builtin_clzl((n) - 1)))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max_t(t, a, b)		max((t)(a), (t)(b))
#define min_t(t, a, b)		min((t)(a), (t)(b))
#define swap(a, b)		do { typeof(a) __t = (a); (a) = (b); (b) = __t; } while (0)
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))
#define struct_size(p, m, n)	(sizeof(*(p)) + sizeof((p)->m[0]) * (n))
#define is_signed_type(t)	(((t)(-1)) < (t)1)
#define EXPORT_SYMBOL_GPL(s)	extern int shim_export_##s
#define EXPORT_SYMBOL_IF_KUNIT(s)	extern int shim_export_##s

/* barriers and atomics */
#define smp_mb()		__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()		__atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb()		__atomic_thread_fence(__ATOMIC_RELEASE)
#define smp_mb__before_atomic()	smp_mb()
#define smp_mb__after_atomic()	smp_mb()
#define smp_load_acquire(p)	(SHIM_ACCESS(), __atomic_load_n((p), __ATOMIC_ACQUIRE))
#define smp_store_release(p, v)	(SHIM_ACCESS(), __atomic_store_n((p), (v), __ATOMIC_RELEASE))

typedef struct { int v; } atomic_t;
typedef struct { s64 v; } atomic64_t;

#define atomic_read(a)			READ_ONCE((a)->v)
#define atomic_set(a, n)		WRITE_ONCE((a)->v, (n))
#define atomic_inc(a)			(SHIM_ACCESS(), (void)__atomic_fetch_add(&(a)->v, 1, __ATOMIC_SEQ_CST))
#define atomic_dec(a)			(SHIM_ACCESS(), (void)__atomic_fetch_sub(&(a)->v, 1, __ATOMIC_SEQ_CST))
#define atomic_inc_return(a)		__atomic_add_fetch(&(a)->v, 1, __ATOMIC_SEQ_CST)
#define atomic_dec_return(a)		__atomic_sub_fetch(&(a)->v, 1, __ATOMIC_SEQ_CST)
#define atomic_or(n, a) \
	(SHIM_ACCESS(), (void)__atomic_fetch_or(&(a)->v, (int)(n), __ATOMIC_SEQ_CST))
#define atomic_andnot(n, a) \
	(SHIM_ACCESS(), (void)__atomic_fetch_and(&(a)->v, ~(int)(n), __ATOMIC_SEQ_CST))
#define atomic_fetch_or(n, a)		__atomic_fetch_or(&(a)->v, (int)(n), __ATOMIC_SEQ_CST)
#define atomic_fetch_andnot(n, a)	__atomic_fetch_and(&(a)->v, ~(int)(n), __ATOMIC_SEQ_CST)
#define atomic64_read(a)		READ_ONCE((a)->v)
#define atomic64_read_acquire(a)	smp_load_acquire(&(a)->v)
#define atomic64_set(a, n)		WRITE_ONCE((a)->v, (s64)(n))
#define shim_cmpxchg(p, old, new, order) \
	(SHIM_ACCESS(), __atomic_compare_exchange_n((p), (old), (new), false, (order), (order)))
#define atomic64_try_cmpxchg(a, old, new) \
	shim_cmpxchg(&(a)->v, (old), (s64)(new), __ATOMIC_SEQ_CST)
#define try_cmpxchg64(p, old, new) \
	shim_cmpxchg((p), (old), (new), __ATOMIC_SEQ_CST)

#define cmpxchg_local(p, old, new) ({				\
	typeof(*(p)) __old = (old);				\
	__atomic_compare_exchange_n((p), &__old, (new), false,	\
				    __ATOMIC_RELAXED, __ATOMIC_RELAXED);	\
	__old; })

/* local.h: atomic against interrupts on this CPU, so one instruction each */
typedef struct { long v; } local_t;
typedef struct { s64 v; } local64_t;

#define local_read(l)		READ_ONCE((l)->v)
#define local_set(l, n)		WRITE_ONCE((l)->v, (long)(n))
#define local64_read(l)		((u64)READ_ONCE((l)->v))
#define local64_set(l, n)	WRITE_ONCE((l)->v, (s64)(n))

#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define local_add(n, l)		__asm__ __volatile__("addq %1, %0" : "+m" ((l)->v) : "er" ((long)(n)))
#define local_inc(l)		__asm__ __volatile__("incq %0" : "+m" ((l)->v))
#define local_dec(l)		__asm__ __volatile__("decq %0" : "+m" ((l)->v))

static __always_inline bool local64_try_cmpxchg(local64_t *l, s64 *old, s64 new)
{
	s64 was = *old;
	bool done;

	__asm__ __volatile__("cmpxchgq %3, %1"
			     : "=@ccz" (done), "+m" (l->v), "+a" (was) : "r" (new) : "memory");
	if (unlikely(!done))
		*old = was;
	return done;
}
#else
#define local_add(n, l)		((void)__atomic_fetch_add(&(l)->v, (long)(n), __ATOMIC_RELAXED))
#define local_inc(l)		local_add(1, l)
#define local_dec(l)		local_add(-1, l)
#define local64_try_cmpxchg(l, old, new) \
	__atomic_compare_exchange_n(&(l)->v, (old), (s64)(new), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)
#endif

/* CPUs and contexts; the test says where it is */
#define SHIM_CPUS	4

extern __thread int shim_cpu;		/* the CPU this thread is */
extern __thread int shim_context;	/* 0 task, 1 softirq, 2 irq, 3 NMI */
extern unsigned long shim_online;	/* mask */

#define nr_cpu_ids			SHIM_CPUS
#define smp_processor_id()		shim_cpu
#define raw_smp_processor_id()		shim_cpu
#define interrupt_context_level()	((unsigned int)shim_context)
#define in_nmi()			(shim_context == 3)
#define preempt_disable_notrace()	barrier()
#define preempt_enable_notrace()	barrier()
#define cpu_online(cpu)			(shim_online >> (cpu) & 1)
#define cpu_to_node(cpu)		0

typedef struct { unsigned long bits; } cpumask_t;
typedef cpumask_t *cpumask_var_t;

#define cpumask_test_cpu(cpu, m)	(READ_ONCE((m)->bits) >> (cpu) & 1)
#define cpumask_set_cpu(cpu, m)		((void)__atomic_fetch_or(&(m)->bits, 1UL << (cpu), __ATOMIC_SEQ_CST))
#define zalloc_cpumask_var(m, gfp)	((*(m) = shim_alloc(sizeof(cpumask_t))) != NULL)
#define free_cpumask_var(m)		free(m)
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < SHIM_CPUS; (cpu)++)
#define for_each_cpu(cpu, m)		for_each_possible_cpu(cpu) if (cpumask_test_cpu(cpu, m))

enum { CPUHP_TRACE_RB_PREPARE };
int cpuhp_state_add_instance(int state, struct hlist_node *node);
#define cpuhp_setup_state_multi(state, name, up, down)	((void)(up), 0)
#define cpuhp_state_remove_instance(state, node)	((void)(node))

int smp_call_function_single(int cpu, void (*fn)(void *), void *info, int wait);
void shim_thread_expect(int cpu);	/* calls of that CPU wait for its thread */
void shim_thread_begin(int cpu);	/* this thread is that CPU from now on */
void shim_thread_end(void);
void shim_take_calls(void);		/* a point where it may be interrupted */

/* locks: the tests' threads take real ones, interrupts must not spin on them */
typedef struct { pthread_mutex_t m; } raw_spinlock_t;
struct mutex { pthread_mutex_t m; bool held; };

#define raw_spin_lock_init(l)			pthread_mutex_init(&(l)->m, NULL)
/* Where a test runs its CPUs in turn, called instead of waiting. */
extern void (*shim_on_wait)(void);

static inline void shim_lock(pthread_mutex_t *m)
{
	if (!shim_on_wait)
		pthread_mutex_lock(m);
	else
		while (pthread_mutex_trylock(m))
			shim_on_wait();
}

static inline void shim_yield(void)
{
	if (shim_on_wait)
		shim_on_wait();
	else
		sched_yield();
}

#define raw_spin_lock_irqsave(l, f)		((void)((f) = 0), shim_lock(&(l)->m))
#define raw_spin_unlock_irqrestore(l, f)	((void)(f), (void)pthread_mutex_unlock(&(l)->m))
#define raw_spin_trylock_irqsave(l, f)		((f) = 0, !pthread_mutex_trylock(&(l)->m))
#define lockdep_set_class(l, key)		((void)(key))
#define lockdep_assert_held(l)			((void)(l))
#define mutex_init(l)				pthread_mutex_init(&(l)->m, NULL)

static inline void shim_mutex_unlock(struct mutex **l)
{
	pthread_mutex_unlock(&(*l)->m);
}

static inline void shim_spin_unlock(raw_spinlock_t **l)
{
	pthread_mutex_unlock(&(*l)->m);
}

#define SHIM_CAT_(a, b)		a##b
#define SHIM_CAT(a, b)		SHIM_CAT_(a, b)
#define guard(kind)		SHIM_CAT(shim_guard_, kind)
#define shim_guard_mutex(l)						\
	struct mutex *SHIM_CAT(__guard, __COUNTER__)			\
		__attribute__((cleanup(shim_mutex_unlock), unused)) =	\
		(shim_lock(&(l)->m), (l))
#define shim_guard_raw_spinlock_irqsave(l)				\
	raw_spinlock_t *SHIM_CAT(__guard, __COUNTER__)			\
		__attribute__((cleanup(shim_spin_unlock), unused)) =	\
		(shim_lock(&(l)->m), (l))

/* RCU: the tests have no reader that outlives a call */
#define scoped_guard(kind, l)	for (bool __once = true; __once; )	\
	for (guard(kind)(l); __once; __once = false)
#define synchronize_rcu()	smp_mb()
#define lockdep_is_held(l)	true

/* memory; shim_fail_alloc makes the n-th allocation from now fail */
#ifndef SHIM_PAGE_SIZE
#define SHIM_PAGE_SIZE		4096UL
#endif
#define PAGE_SIZE		SHIM_PAGE_SIZE
#define GFP_KERNEL		0U
#define __GFP_RETRY_MAYFAIL	0U
#define __GFP_COMP		0U
#define __GFP_ZERO		0U

extern long shim_fail_alloc;

void *shim_alloc(size_t size);
void *shim_alloc_page(unsigned int order);

/* Memory is in pieces: what takes more than 8 pages that follow each other is not there. */
static inline void *shim_kmalloc(size_t size)
{
	return size > 8 * PAGE_SIZE ? NULL : shim_alloc(size);
}

#define kzalloc(size, gfp)		shim_alloc(size)
#define kmalloc(size, gfp)		shim_kmalloc(size)
#define kvmalloc(size, gfp)		shim_alloc(size)
#define kzalloc_node(size, gfp, node)	shim_alloc(size)
#define kvcalloc(n, size, gfp)		shim_alloc((n) * (size))
#define kcalloc(n, size, gfp)		shim_alloc((n) * (size))
#define kfree(p)			free(p)
#define kvfree(p)			free(p)
#define alloc_pages_node(node, gfp, order)	((struct page *)shim_alloc_page(order))
#define page_address(p)			((void *)(p))
#define virt_to_page(p)			((struct page *)(p))
#define page_ref_count(p)		((void)(p), 1)
#define free_pages(p, order)		free((void *)(p))
#define si_mem_available()		(1L << 20)

/* sched.h, wait.h, irq_work.h, poll.h: sleepers are polled, not slept for */
#define current				NULL
#define fatal_signal_pending(t)		false
#define signal_pending(t)		shim_signal
#define schedule_timeout_uninterruptible(n)	shim_yield()
#define schedule_timeout(n)		shim_schedule()
#define HZ				250
#define TASK_INTERRUPTIBLE		1
#define ERESTARTSYS			512
#define EPOLLIN				1U
#define EPOLLERR			8U
#define EPOLLRDNORM			64U

extern bool shim_signal;
extern void (*shim_on_schedule)(void);

typedef struct { int wakes; } wait_queue_head_t;
typedef struct { int unused; } poll_table;

static inline void shim_schedule(void)
{
	if (shim_on_schedule)
		shim_on_schedule();
}

#define DEFINE_WAIT(w)			int w = 0
#define init_waitqueue_head(q)		((q)->wakes = 0)
#define prepare_to_wait(q, w, state)	((void)(q), (void)(w))
#define finish_wait(q, w)		((void)(q), (void)(w))
#define wake_up_all(q)			((void)__atomic_fetch_add(&(q)->wakes, 1, __ATOMIC_SEQ_CST))
#define poll_wait(filp, q, table)	((void)(filp), (void)(q), (void)(table))

struct irq_work { void (*func)(struct irq_work *work); };

#define init_irq_work(w, f)		((w)->func = (f))
#define irq_work_queue(w)		((w)->func(w))
#define irq_work_sync(w)		((void)(w))

/* clocks */
u64 trace_clock_local(void);
#define sched_clock_noinstr()		trace_clock_local()

/* trace_seq.h, for who does not bring the real one */
#ifndef SHIM_OTHER_SEQ
struct trace_seq {
	char	buffer[4096];
	size_t	len;
};

void __printf(2, 3) trace_seq_printf(struct trace_seq *s, const char *fmt, ...);
#define trace_seq_puts(s, str)		trace_seq_printf(s, "%s", str)
#define trace_seq_has_overflowed(s)	((s)->len >= sizeof((s)->buffer))
#endif

#endif /* _TRACE_SHIM_H */
