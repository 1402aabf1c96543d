/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the CPU is at a hit, as trace_entry tells it.  Private to dispatch/ and
 * inline there: every record pays for it.
 */
#ifndef _TRACE_DISPATCH_CONTEXT_H
#define _TRACE_DISPATCH_CONTEXT_H

#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/trace_events.h>

#ifdef CONFIG_SMP
static __always_inline unsigned int context_migrate_disabled(void)
{
	return min_t(unsigned int, current->migration_disabled, 15);
}
#else
static __always_inline unsigned int context_migrate_disabled(void)
{
	return 0;
}
#endif

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

/**
 * context_fill - write the header of a record
 * @ent: the record
 * @type: its type
 * @own: how often the way from the hit to here turned preemption off
 *
 * Outside interrupts, which is most hits, one test stands for five bits.
 * Context: Any, preemption off.
 */
static __always_inline void context_fill(struct trace_entry *ent, unsigned int type,
					 unsigned int own)
{
	unsigned int pc = preempt_count(), flags = 0, off;

	if (pc & ~PREEMPT_MASK)
		flags = context_irq_flags(pc);
	if (raw_irqs_disabled())
		flags |= TRACE_FLAG_IRQS_OFF;
	if (tif_need_resched())
		flags |= TRACE_FLAG_NEED_RESCHED;
	if (test_preempt_need_resched())
		flags |= TRACE_FLAG_PREEMPT_RESCHED;

	off = min_t(unsigned int, (pc & PREEMPT_MASK) - (IS_ENABLED(CONFIG_PREEMPTION) ? own : 0),
		    15);
	ent->type = type;
	ent->flags = flags;
	ent->preempt_count = off | context_migrate_disabled() << 4;
	ent->pid = current->pid;
}

#endif /* _TRACE_DISPATCH_CONTEXT_H */
