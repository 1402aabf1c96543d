/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Marks for plugin.c: long no-ops whose displacement says what begins or ends.
 * The kernel module and the programs in user space both have them.
 */
#ifndef _BENCH_MARK_H
#define _BENCH_MARK_H

#define BENCH_MARK	0x5b6e0000	/* + tag << 1, + 1 to begin */

#ifdef __x86_64__
static __always_inline void bench_mark(int tag, int on)
{
	asm volatile("nopl %c0(%%rax)" : : "i" (BENCH_MARK + 2 * tag + on) : "memory");
}
#else
static inline void bench_mark(int tag, int on)
{
}
#endif

#endif /* _BENCH_MARK_H */
