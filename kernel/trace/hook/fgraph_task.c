// SPDX-License-Identifier: GPL-2.0
/*
 * Shadow stacks come and go with tasks: the first piece when the task is forked
 * or when the first user of fgraph comes, the second one when a hit needs it, out
 * of a supply that every CPU has.  Hits allocate nothing; what they miss they ask
 * a worker for.  A stack stays until its task is freed, since frames outlive users.
 */
#include <linux/cpuhotplug.h>
#include <linux/ftrace.h>
#include <linux/irq_work.h>
#include <linux/percpu.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "hook/fgraph.h"

/* Second pieces at hand for a CPU; forks and the worker fill what hits emptied. */
#define FGRAPH_SPARES		2

/* Stacks that are made at a time before tasks get them, under tasklist_lock. */
#define FGRAPH_BATCH		32

struct fgraph_spares {
	unsigned long	*deep[FGRAPH_SPARES];
};

static DEFINE_PER_CPU(struct fgraph_spares, fgraph_spares);

/* Pieces that hits took for nothing. */
static LLIST_HEAD(fgraph_unused);

/* Covers who gives stacks to tasks, and when the supply is filled and emptied. */
static DEFINE_MUTEX(fgraph_supply_lock);

/* Tasks that are forked get a stack. */
static bool fgraph_active __read_mostly;

/* A hit missed something, and the worker has not begun yet. */
static atomic_t fgraph_missed;

static void fgraph_supply_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(fgraph_supply, fgraph_supply_work);

static void fgraph_supply_soon(struct irq_work *work)
{
	schedule_delayed_work(&fgraph_supply, 0);
}

static DEFINE_IRQ_WORK(fgraph_supply_irq, fgraph_supply_soon);

/**
 * fgraph_stack_wanted - a hit missed a stack or a piece of one: make some
 *
 * Context: any.
 */
void fgraph_stack_wanted(void)
{
	/* Once until the worker runs, as what is called here may be followed, too. */
	if (!atomic_read(&fgraph_missed) && !atomic_xchg(&fgraph_missed, 1))
		irq_work_queue(&fgraph_supply_irq);
}

/**
 * fgraph_spare_take - get the second piece of a stack
 *
 * Context: any, preemption off.
 * Return: a piece, or NULL; the worker then makes more.
 */
unsigned long *fgraph_spare_take(void)
{
	struct fgraph_spares *spares = raw_cpu_ptr(&fgraph_spares);
	unsigned long *deep = NULL;
	unsigned int i;

	for (i = 0; i < FGRAPH_SPARES && !deep; i++)
		deep = xchg(&spares->deep[i], NULL);
	if (i == FGRAPH_SPARES)
		fgraph_stack_wanted();
	return deep;
}

/**
 * fgraph_spare_give - take back a piece that nobody used
 * @deep: the piece
 *
 * Context: any.
 */
void fgraph_spare_give(unsigned long *deep)
{
	llist_add((struct llist_node *)deep, &fgraph_unused);
	fgraph_stack_wanted();
}

/* Puts a piece into the supply of a CPU, if it has room. */
static bool fgraph_spare_put(int cpu, unsigned long *deep)
{
	struct fgraph_spares *spares = per_cpu_ptr(&fgraph_spares, cpu);
	unsigned int i;

	for (i = 0; i < FGRAPH_SPARES; i++)
		if (!READ_ONCE(spares->deep[i]) && !cmpxchg(&spares->deep[i], NULL, deep))
			return true;
	return false;
}

/* Fills a CPU's supply; false if there is no memory. */
static bool fgraph_spares_fill(int cpu)
{
	struct fgraph_spares *spares = per_cpu_ptr(&fgraph_spares, cpu);
	unsigned long *deep;
	unsigned int i;

	for (i = 0; i < FGRAPH_SPARES; i++) {
		if (READ_ONCE(spares->deep[i]))
			continue;
		deep = kcalloc(FGRAPH_DEEP, sizeof(long), GFP_KERNEL);
		if (!deep)
			return false;
		if (!fgraph_spare_put(cpu, deep))
			kfree(deep);
	}
	return true;
}

static void fgraph_spares_free(void)
{
	struct llist_node *node, *next;
	unsigned int i;
	int cpu;

	for_each_possible_cpu(cpu)
		for (i = 0; i < FGRAPH_SPARES; i++)
			kfree(xchg(&per_cpu_ptr(&fgraph_spares, cpu)->deep[i], NULL));
	llist_for_each_safe(node, next, llist_del_all(&fgraph_unused))
		kfree(node);
}

static struct fgraph_stack *fgraph_stack_alloc(void)
{
	struct fgraph_stack *stack = kcalloc(FGRAPH_BASE, sizeof(long), GFP_KERNEL);

	BUILD_BUG_ON(offsetof(struct fgraph_stack, bottom) % sizeof(long));
	if (!stack)
		return NULL;
	stack->top = FGRAPH_BOTTOM;
	stack->bottom.prev = FGRAPH_BOTTOM;
	stack->bottom.end = FGRAPH_BOTTOM + FGRAPH_FRAME;
	stack->bottom.depth = -1;
	return stack;
}

/* Visits every task, the idle ones too, until @fn says true; was it said? */
static bool fgraph_visit_tasks(bool (*fn)(struct task_struct *task, void *data), void *data)
{
	struct task_struct *g, *task;
	bool done = false;
	int cpu;

	for_each_possible_cpu(cpu)
		if (idle_task(cpu) && fn(idle_task(cpu), data))
			return true;
	read_lock(&tasklist_lock);
	for_each_process_thread(g, task) {
		done = fn(task, data);
		if (done)
			break;
	}
	read_unlock(&tasklist_lock);
	return done;
}

struct fgraph_batch {
	struct fgraph_stack	*stacks[FGRAPH_BATCH];
	unsigned int		nr;
};

/* True if there is none left for the task. */
static bool fgraph_batch_assign(struct task_struct *task, void *data)
{
	struct fgraph_batch *batch = data;

	if (task->ret_stack)
		return false;
	if (!batch->nr)
		return true;
	/* The task may run, and use it at once. */
	smp_store_release(&task->ret_stack, (unsigned long *)batch->stacks[--batch->nr]);
	return false;
}

static int fgraph_stacks_assign(void)
{
	struct fgraph_batch batch = { };
	struct fgraph_stack *stack;
	bool more;

	lockdep_assert_held(&fgraph_supply_lock);
	do {
		do {
			stack = fgraph_stack_alloc();
			if (stack)
				batch.stacks[batch.nr++] = stack;
		} while (stack && batch.nr < FGRAPH_BATCH);
		more = fgraph_visit_tasks(fgraph_batch_assign, &batch);
	} while (more && stack);
	while (batch.nr)
		kfree(batch.stacks[--batch.nr]);
	return more ? -ENOMEM : 0;
}

static int fgraph_supply_all(void)
{
	int cpu;

	for_each_online_cpu(cpu)
		if (!fgraph_spares_fill(cpu))
			return -ENOMEM;
	return fgraph_stacks_assign();
}

static void fgraph_supply_work(struct work_struct *work)
{
	struct llist_node *node, *next;

	guard(mutex)(&fgraph_supply_lock);
	atomic_set(&fgraph_missed, 0);
	llist_for_each_safe(node, next, llist_del_all(&fgraph_unused))
		kfree(node);
	if (!fgraph_active || !fgraph_supply_all())
		return;
	/* Hits need not ask meanwhile. */
	atomic_set(&fgraph_missed, 1);
	schedule_delayed_work(&fgraph_supply, HZ);
}

/* An idle task that went down with its CPU left frames that nobody returns to. */
static int fgraph_cpu_prepare(unsigned int cpu)
{
	struct fgraph_stack *stack = fgraph_stack_of(idle_task(cpu));

	if (stack)
		stack->top = FGRAPH_BOTTOM;
	return 0;
}

/**
 * fgraph_tasks_begin - the first user comes: every task gets a stack
 *
 * Context: may sleep, one at a time.
 * Return: 0 or a negative errno.
 */
int fgraph_tasks_begin(void)
{
	static bool cpus_watched;
	int ret;

	if (!cpus_watched) {
		ret = cpuhp_setup_state_nocalls(CPUHP_BP_PREPARE_DYN, "trace/fgraph:prepare",
						fgraph_cpu_prepare, NULL);
		if (ret < 0)
			return ret;
		cpus_watched = true;
	}
	guard(mutex)(&fgraph_supply_lock);
	/* Before the list is walked: who is not in it yet sees this, or is missed and asks. */
	WRITE_ONCE(fgraph_active, true);
	ret = fgraph_supply_all();
	if (ret)
		WRITE_ONCE(fgraph_active, false);
	return ret;
}

/**
 * fgraph_tasks_end - the last user has gone
 *
 * Context: may sleep; no entry is hit any more.
 */
void fgraph_tasks_end(void)
{
	guard(mutex)(&fgraph_supply_lock);
	WRITE_ONCE(fgraph_active, false);
	fgraph_spares_free();
}

static bool fgraph_clear_var(struct task_struct *task, void *data)
{
	struct fgraph_stack *stack = fgraph_stack_of(task);

	if (stack)
		stack->vars[*(unsigned int *)data] = 0;
	return false;
}

/**
 * fgraph_tasks_clear_var - a new user finds its variable 0 in every task
 * @idx: the user's index
 *
 * Context: takes tasklist_lock.
 */
void fgraph_tasks_clear_var(unsigned int idx)
{
	fgraph_visit_tasks(fgraph_clear_var, &idx);
}

/**
 * ftrace_graph_init_task - a task is forked
 * @t: the task, a copy of current so far
 *
 * Context: may sleep.
 */
void ftrace_graph_init_task(struct task_struct *t)
{
	t->ret_stack = NULL;
	t->ftrace_timestamp = 0;
	atomic_set(&t->trace_overrun, 0);
	atomic_set(&t->tracing_graph_pause, 0);
	if (!READ_ONCE(fgraph_active))
		return;
	t->ret_stack = (unsigned long *)fgraph_stack_alloc();
	/* New tasks are who needs second pieces; what is left over waits for the next user. */
	fgraph_spares_fill(raw_smp_processor_id());
}

/**
 * ftrace_graph_init_idle_task - a task becomes a CPU's idle task
 * @t: the task
 * @cpu: the CPU
 *
 * Context: boot.
 */
void ftrace_graph_init_idle_task(struct task_struct *t, int cpu)
{
	if (READ_ONCE(fgraph_active) && !t->ret_stack)
		ftrace_graph_init_task(t);
}

/**
 * ftrace_graph_exit_task - a task is freed
 * @t: the task
 *
 * Context: any but NMI.
 */
void ftrace_graph_exit_task(struct task_struct *t)
{
	struct fgraph_stack *stack = fgraph_stack_of(t);
	unsigned long *deep = stack ? stack->deep : NULL;

	t->ret_stack = NULL;
	if (deep && (!READ_ONCE(fgraph_active) || !fgraph_spare_put(raw_smp_processor_id(), deep)))
		kfree(deep);
	kfree(stack);
}
