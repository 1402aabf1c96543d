/* SPDX-License-Identifier: GPL-2.0 */
/*
 * sched_clock() as a hit reads it: inline where it is the TSC, so that the hit
 * needs no call and nothing has to be kept over one.  Preemption is off, so there
 * is nothing that sched_clock() itself would add to sched_clock_noinstr().
 */
#ifndef _TRACE_BUFFER_CLOCK_INLINE_H
#define _TRACE_BUFFER_CLOCK_INLINE_H

#include <linux/sched/clock.h>

#if defined(CONFIG_X86_TSC) && defined(CONFIG_X86_64) && !defined(CONFIG_UML)
#include <asm/timer.h>
#include <asm/tsc.h>

/*
 * cycles * mul >> shift, of 128 bits.  A 128-bit variable would make the compiler
 * align the stack in each function that this is inlined into.
 */
static __always_inline u64 rb_scale_cycles(u64 cycles, u64 mul, u32 shift)
{
	u64 high;

	asm("mulq %[mul]\n\t"
	    "shrdq %b[shift], %[high], %[cycles]"
	    : [cycles] "+a" (cycles), [high] "=&d" (high)
	    : [mul] "rm" (mul), [shift] "c" (shift)
	    : "cc");
	return cycles;
}

/* What sched_clock_noinstr() answers while rb_sched_clock_is_inline(). */
static __always_inline u64 rb_inline_clock(void)
{
	u64 cycles = rdtsc();
	struct cyc2ns_data scale;

	__cyc2ns_read(&scale);
	/* The shift is below 32. */
	return scale.cyc2ns_offset +
	       rb_scale_cycles(cycles, scale.cyc2ns_mul, scale.cyc2ns_shift);
}

static __always_inline bool rb_sched_clock_is_inline(void)
{
	return static_branch_likely(&sched_clock_is_tsc);
}

#else

/* A call, but the only way. */
static __always_inline u64 rb_inline_clock(void)
{
	return sched_clock_noinstr();
}

static __always_inline bool rb_sched_clock_is_inline(void)
{
	return true;
}

#endif

#endif /* _TRACE_BUFFER_CLOCK_INLINE_H */
