/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the CPU is at a hit, as trace_entry tells it.  The second header of dispatch/,
 * inline in its hot path and those of tracers: every record pays for it.
 */
#ifndef _TRACE_DISPATCH_INLINE_H
#define _TRACE_DISPATCH_INLINE_H

#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/trace_events.h>

#ifdef CONFIG_SMP
static __always_inline unsigned int context_migrate_disabled(void)
{
	return current->migration_disabled;
}
#else
static __always_inline unsigned int context_migrate_disabled(void)
{
	return 0;
}
#endif

/* Counts of the entry have four bits. */
#define CONTEXT_COUNT_MAX	15U

/* Which interrupts the CPU is in, from the bits of preempt_count above its low byte. */
static __always_inline unsigned int context_irq_flags(unsigned int pc)
{
	unsigned int flags = 0;

	if (pc & NMI_MASK)
		flags |= TRACE_FLAG_NMI;
	if (pc & HARDIRQ_MASK)
		flags |= TRACE_FLAG_HARDIRQ;
	if (pc & SOFTIRQ_OFFSET)
		flags |= TRACE_FLAG_SOFTIRQ;
	if ((pc & SOFTIRQ_MASK) > SOFTIRQ_OFFSET)
		flags |= TRACE_FLAG_BH_OFF;
	return flags;
}

/*
 * Of a task that is to be scheduled.  Preemption is never asked for while the
 * task's own flag is clear, so the caller needs to look at that one only.
 */
static __always_inline unsigned int context_resched_flags(void)
{
	return TRACE_FLAG_NEED_RESCHED |
	       (test_preempt_need_resched() ? TRACE_FLAG_PREEMPT_RESCHED : 0);
}

/* In an interrupt, or with large counts. */
static __always_inline void context_fill_unusual(struct trace_entry *ent, unsigned int pinned,
						 unsigned int own)
{
	unsigned int pc = preempt_count();
	unsigned int off = (pc & PREEMPT_MASK) - own;

	ent->flags |= context_irq_flags(pc);
	ent->preempt_count = min(off, CONTEXT_COUNT_MAX) | min(pinned, CONTEXT_COUNT_MAX) << 4;
}

/**
 * context_fill - write the header of a record
 * @ent: the record
 * @type: its type
 * @own: how often the way from the hit to here turned preemption off
 *
 * Most hits are outside interrupts with small counts, which is one test of all of
 * preempt_count, and of a task that may go on, which is another.
 * Context: Any, preemption off.
 */
static __always_inline void context_fill(struct trace_entry *ent, unsigned int type,
					 unsigned int own)
{
	unsigned int pinned = context_migrate_disabled();
	unsigned int off;

	if (!IS_ENABLED(CONFIG_PREEMPTION))
		own = 0;
	ent->type = type;
	ent->flags = raw_irqs_disabled() ? TRACE_FLAG_IRQS_OFF : 0;
	ent->pid = current->pid;
	if (unlikely(tif_need_resched()))
		ent->flags |= context_resched_flags();

	off = preempt_count() - own;
	if (likely((off | pinned) <= CONTEXT_COUNT_MAX))
		ent->preempt_count = off | pinned << 4;
	else
		context_fill_unusual(ent, pinned, own);
}

#endif /* _TRACE_DISPATCH_INLINE_H */
