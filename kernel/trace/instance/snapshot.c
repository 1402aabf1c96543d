// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots.  An instance has two buffers; to take a snapshot is to let records
 * go to the other one from now on.
 *
 * Both live as long as the instance, so that nobody holds a pointer to memory
 * that is gone; the spare is as small as can be until somebody wants snapshots.
 * A writer that has chosen its buffer finishes there, which readers of that
 * buffer do not mind.  Taking one works in any context but NMI.  Everything
 * else is process context, under trace_types_lock.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

#include "instance/instance.h"

/* Records that are being made on a CPU keep its rings where they are. */
#define SWAP_CPU_TRIES	100

/* Covers armed and mapped; a leaf, since mappings are made under mmap_lock. */
static DEFINE_SPINLOCK(armed_lock);

/**
 * instance_spare - the buffer that records do not go to
 * @tr: the instance
 *
 * Context: Any; the next snapshot makes it the other one.
 * Return: the buffer, NULL in a kernel without snapshots.
 */
struct trace_buffer *instance_spare(const struct trace_array *tr)
{
	return tr->pair[READ_ONCE(tr->rb) == tr->pair[0]];
}
EXPORT_SYMBOL_IF_KUNIT(instance_spare);

/**
 * instance_snapshot_is_allocated - can a snapshot be taken
 * @tr: the instance
 *
 * Context: Any.
 * Return: true if the spare is as large as the buffer.
 */
bool instance_snapshot_is_allocated(const struct trace_array *tr)
{
	return READ_ONCE(tr->snapshot.allocated);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_is_allocated);

/**
 * instance_snapshot_is_conditional - does a condition decide on snapshots
 * @tr: the instance
 *
 * Context: Any.
 * Return: true between tracing_snapshot_cond_enable() and _disable().
 */
bool instance_snapshot_is_conditional(const struct trace_array *tr)
{
	return rcu_access_pointer(tr->snapshot.cond);
}

/*
 * The spare at its smallest; it stays large while somebody reads it.  Its
 * sub-buffers are kept: who began to print before a snapshot may stand in one.
 */
static void spare_shrink(struct trace_array *tr)
{
	struct trace_buffer *spare;

	WRITE_ONCE(tr->snapshot.allocated, false);
	/* Who is taking a snapshot has finished then. */
	synchronize_rcu();
	spare = instance_spare(tr);
	ring_buffer_resize(spare, 1, INSTANCE_ALL_CPUS);
	ring_buffer_reset(spare);
}

static int spare_match_sizes(struct trace_buffer *spare, struct trace_buffer *rb)
{
	int cpu, ret;

	for_each_possible_cpu(cpu) {
		ret = ring_buffer_resize(spare, ring_buffer_size(rb, cpu), cpu);
		if (ret)
			return ret;
	}
	return 0;
}

/**
 * instance_spare_match - make one buffer as large as the other
 * @tr: the instance
 * @rb: the one that has its size, the buffer of the moment
 *
 * If that fails there will be no snapshots until somebody allocates anew.
 * Context: Process context, may sleep, under trace_types_lock.
 * Return: 0, -ENODEV in a kernel without snapshots, -ENOMEM, or -EBUSY while the
 * snapshot is read.
 */
int instance_spare_match(struct trace_array *tr, struct trace_buffer *rb)
{
	/* Named by @rb, since snapshots may go on. */
	struct trace_buffer *spare = tr->pair[rb == tr->pair[0]];
	int ret;

	lockdep_assert_held(&trace_types_lock);
	if (!spare)
		return -ENODEV;
	ret = ring_buffer_subbuf_order_set(spare, ring_buffer_subbuf_order_get(rb));
	if (!ret)
		ret = spare_match_sizes(spare, rb);
	if (ret)
		spare_shrink(tr);
	else
		WRITE_ONCE(tr->snapshot.allocated, true);
	return ret;
}

static int snapshot_alloc_locked(struct trace_array *tr)
{
	lockdep_assert_held(&trace_types_lock);
	return tr->snapshot.allocated ? 0 : instance_spare_match(tr, tr->rb);
}

/**
 * instance_snapshot_alloc - be ready to take snapshots
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int instance_snapshot_alloc(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	return snapshot_alloc_locked(tr);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_alloc);

/**
 * instance_snapshot_free - take no more snapshots, drop what there is
 * @tr: the instance
 *
 * Context: Process context, may sleep; readers that consume are kept out.
 */
void instance_snapshot_free(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	if (!tr->snapshot.allocated)
		return;
	spare_shrink(tr);
	ring_buffer_subbuf_order_set(instance_spare(tr), 0);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_free);

static bool snapshot_forbid_mapping(struct trace_array *tr)
{
	guard(spinlock)(&armed_lock);
	if (tr->snapshot.mapped)
		return false;
	tr->snapshot.armed++;
	return true;
}

static void snapshot_allow_mapping(struct trace_array *tr)
{
	guard(spinlock)(&armed_lock);
	if (!WARN_ON_ONCE(!tr->snapshot.armed))
		tr->snapshot.armed--;
}

static int snapshot_arm_locked(struct trace_array *tr)
{
	int ret;

	lockdep_assert_held(&trace_types_lock);
	if (!snapshot_forbid_mapping(tr))
		return -EBUSY;
	ret = snapshot_alloc_locked(tr);
	if (ret)
		snapshot_allow_mapping(tr);
	return ret;
}

/**
 * instance_snapshot_arm - let snapshots be taken at any time from now on
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0, -EBUSY while a buffer is mapped to user space, -ENOMEM, -ENODEV.
 */
int instance_snapshot_arm(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	return snapshot_arm_locked(tr);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_arm);

/**
 * instance_snapshot_disarm - end instance_snapshot_arm()
 * @tr: the instance
 *
 * Context: Process context.
 */
void instance_snapshot_disarm(struct trace_array *tr)
{
	snapshot_allow_mapping(tr);
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_disarm);

/**
 * instance_map_get - keep the buffer in its place, as it is to be mapped
 * @tr: the instance
 *
 * Context: Process context, may sleep, mmap_lock held.
 * Return: 0 with a buffer that stays the same, or -EBUSY while snapshots may be taken.
 */
int instance_map_get(struct trace_array *tr)
{
	scoped_guard(spinlock, &armed_lock) {
		if (tr->snapshot.armed || tr->snapshot.mapped == UINT_MAX)
			return -EBUSY;
		tr->snapshot.mapped++;
	}
	/* Who takes one unarmed and saw no mapping has exchanged the buffers then. */
	synchronize_rcu();
	return 0;
}
EXPORT_SYMBOL_IF_KUNIT(instance_map_get);

/**
 * instance_map_dup - the same for one more of a mapping that is there
 * @tr: the instance
 *
 * Context: Process context, mmap_lock held.
 */
void instance_map_dup(struct trace_array *tr)
{
	guard(spinlock)(&armed_lock);
	tr->snapshot.mapped++;
}

/**
 * instance_map_put - end instance_map_get()
 * @tr: the instance
 *
 * Context: Process context, mmap_lock held.
 */
void instance_map_put(struct trace_array *tr)
{
	guard(spinlock)(&armed_lock);
	if (!WARN_ON_ONCE(!tr->snapshot.mapped))
		tr->snapshot.mapped--;
}
EXPORT_SYMBOL_IF_KUNIT(instance_map_put);

/* False: this very CPU is taking one, so that waiting for it would not end. */
static bool taker_enter(struct instance_snapshot *snapshot)
{
	int me = smp_processor_id() + 1;
	int taker = 0;

	while (!atomic_try_cmpxchg_acquire(&snapshot->taker, &taker, me)) {
		if (taker == me)
			return false;
		taker = 0;
		cpu_relax();
	}
	return true;
}

static void snapshot_swap(struct trace_array *tr)
{
	struct trace_buffer *was = tr->rb;

	WRITE_ONCE(tr->rb, instance_spare(tr));
	/* Whoever waits for records looks where they come from now. */
	ring_buffer_wake_all(was);
}

static void snapshot_take_one(struct trace_array *tr, void *cond_data)
{
	struct snapshot_cond *cond = rcu_dereference_sched(tr->snapshot.cond);

	if (!taker_enter(&tr->snapshot))
		return;
	if (!cond || cond->update(tr, cond_data))
		snapshot_swap(tr);
	atomic_set_release(&tr->snapshot.taker, 0);
}

/**
 * instance_snapshot_take - let what was recorded become the snapshot
 * @tr: the instance
 * @cond_data: for the condition, if there is one
 *
 * Context: Any; refused in NMI.
 * Return: 0, also when the condition was not met or a reader has stopped the
 * instance; -EPERM in NMI, -ENODEV without a spare, -EBUSY while the buffer is mapped.
 */
int instance_snapshot_take(struct trace_array *tr, void *cond_data)
{
	unsigned long flags;
	int ret = 0;

	if (in_nmi())
		return -EPERM;
	raw_local_irq_save(flags);
	if (!instance_snapshot_is_allocated(tr))
		ret = -ENODEV;
	else if (READ_ONCE(tr->snapshot.mapped))
		ret = -EBUSY;
	else if (!READ_ONCE(tr->stops))
		snapshot_take_one(tr, cond_data);
	raw_local_irq_restore(flags);
	return ret;
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_take);

struct swap_call {
	struct trace_array	*tr;
	int			cpu;
	int			ret;
};

/* On the CPU, or while it is down; interrupts off. */
static void swap_cpu_here(void *info)
{
	struct swap_call *call = info;
	struct trace_array *tr = call->tr;

	call->ret = ring_buffer_swap_cpu(tr->pair[0], tr->pair[1], call->cpu);
}

static void swap_cpu(struct swap_call *call)
{
	guard(cpus_read_lock)();
	if (cpu_online(call->cpu)) {
		smp_call_function_single(call->cpu, swap_cpu_here, call, 1);
	} else {
		guard(irqsave)();
		swap_cpu_here(call);
	}
}

/**
 * instance_snapshot_take_cpu - the same for what one CPU has recorded
 * @tr: the instance
 * @cpu: the CPU
 *
 * A CPU that does not record has nothing to take.
 * Context: Process context, may sleep.
 * Return: 0, -ENODEV without a spare, -EBUSY while its buffer is mapped or
 * always written to, -EINVAL for a CPU that never was up.
 */
int instance_snapshot_take_cpu(struct trace_array *tr, int cpu)
{
	struct swap_call call = { .tr = tr, .cpu = cpu };
	int tries;

	if (!instance_snapshot_is_allocated(tr))
		return -ENODEV;
	for (tries = 0; tries < SWAP_CPU_TRIES; tries++) {
		swap_cpu(&call);
		if (call.ret != -EBUSY)
			break;
	}
	return call.ret == -EAGAIN ? 0 : call.ret;
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_take_cpu);

/**
 * instance_snapshot_by_user - what a 1 in a snapshot file asks for
 * @tr: the instance
 * @cpu: what one CPU has, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno; -EBUSY while there is a condition.
 */
int instance_snapshot_by_user(struct trace_array *tr, int cpu)
{
	int ret;

	guard(mutex)(&trace_types_lock);
	if (instance_snapshot_is_conditional(tr))
		return -EBUSY;
	ret = snapshot_arm_locked(tr);
	if (ret)
		return ret;
	if (cpu == INSTANCE_ALL_CPUS)
		ret = instance_snapshot_take(tr, NULL);
	else
		ret = instance_snapshot_take_cpu(tr, cpu);
	snapshot_allow_mapping(tr);
	return ret;
}
EXPORT_SYMBOL_IF_KUNIT(instance_snapshot_by_user);

/**
 * tracing_alloc_snapshot - be ready for tracing_snapshot()
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int tracing_alloc_snapshot(void)
{
	struct trace_array *tr = instance_top();

	return tr ? instance_snapshot_alloc(tr) : -ENODEV;
}
EXPORT_SYMBOL_GPL(tracing_alloc_snapshot);

/**
 * tracing_snapshot_cond_enable - take snapshots only if a function says so
 * @tr: the instance
 * @cond_data: kept for tracing_cond_snapshot_data()
 * @update: called for each tracing_snapshot_cond(), one at a time
 *
 * Context: Process context, may sleep.
 * Return: 0, -EBUSY if there is a condition or the buffer is mapped, -ENOMEM, -ENODEV.
 */
int tracing_snapshot_cond_enable(struct trace_array *tr, void *cond_data,
				 cond_update_fn_t update)
{
	struct snapshot_cond *cond __free(kfree) = kzalloc(sizeof(*cond), GFP_KERNEL);
	int ret;

	if (!cond)
		return -ENOMEM;
	cond->update = update;
	cond->data = cond_data;
	guard(mutex)(&trace_types_lock);
	if (rcu_access_pointer(tr->snapshot.cond))
		return -EBUSY;
	ret = snapshot_arm_locked(tr);
	if (ret)
		return ret;
	rcu_assign_pointer(tr->snapshot.cond, no_free_ptr(cond));
	return 0;
}
EXPORT_SYMBOL_GPL(tracing_snapshot_cond_enable);

/**
 * tracing_snapshot_cond_disable - end tracing_snapshot_cond_enable()
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if there is no condition.
 */
int tracing_snapshot_cond_disable(struct trace_array *tr)
{
	struct snapshot_cond *cond;

	guard(mutex)(&trace_types_lock);
	cond = rcu_replace_pointer(tr->snapshot.cond, NULL,
				   lockdep_is_held(&trace_types_lock));
	if (!cond)
		return -EINVAL;
	/* Those that take one at this moment may look at it. */
	synchronize_rcu();
	kfree(cond);
	snapshot_allow_mapping(tr);
	return 0;
}
EXPORT_SYMBOL_GPL(tracing_snapshot_cond_disable);

/**
 * tracing_cond_snapshot_data - the data of tracing_snapshot_cond_enable()
 * @tr: the instance
 *
 * Context: Any; good until tracing_snapshot_cond_disable().
 * Return: the data, NULL if there is no condition.
 */
void *tracing_cond_snapshot_data(struct trace_array *tr)
{
	struct snapshot_cond *cond;

	guard(preempt_notrace)();
	cond = rcu_dereference_sched(tr->snapshot.cond);
	return cond ? cond->data : NULL;
}
EXPORT_SYMBOL_GPL(tracing_cond_snapshot_data);
