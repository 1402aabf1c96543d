// SPDX-License-Identifier: GPL-2.0
/*
 * Writers of one event in task, softirq, irq and NMI, on every CPU.
 *
 * parameters/run starts and stops them; parameters/counts then tells, for each
 * CPU and context, how often the event was hit.  What a buffer in which the
 * event was enabled all that time has kept, given out and lost must add up to
 * it.  Threads wander over the CPUs, each with a timer and a tasklet that fire
 * where it is, so that CPUs may go and come.
 */
#include <linux/cpumask.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/smp.h>
#include <linux/delay.h>

#include <asm/apic.h>
#include <asm/nmi.h>

#define CREATE_TRACE_POINTS
#include "stress_events.h"

#define NR_STRESSERS	6
#define BURST		24
#define MAX_BODY	120
#define LONG_BODY	1500
/* One record in so many also goes out by trace_printk(), or is long. */
#define RARELY		64

enum stress_context { IN_TASK, IN_SOFTIRQ, IN_IRQ, IN_NMI, NR_CONTEXTS };

struct stress_counts {
	unsigned long		of[NR_CONTEXTS];
};

struct stresser {
	struct task_struct	*task;
	struct hrtimer		timer;
	struct tasklet_struct	tasklet;
	int			repeats;
	int			nr;
};

static DEFINE_PER_CPU(struct stress_counts, stress_counts);
static struct stresser stressers[NR_STRESSERS];
static DEFINE_MUTEX(run_mutex);
static bool running;

static bool send_nmi = true;
module_param(send_nmi, bool, 0444);
MODULE_PARM_DESC(send_nmi, "threads send NMIs to CPUs");

static unsigned int pause_us = 300;
module_param(pause_us, uint, 0644);
MODULE_PARM_DESC(pause_us, "pause of a thread between its bursts");

/* A context does not interrupt itself, so each has a counter of its own. */
static void stress_write(enum stress_context context)
{
	unsigned long seq;
	int len;

	preempt_disable();
	if (READ_ONCE(running) && cpu_online(smp_processor_id())) {
		seq = ++this_cpu_ptr(&stress_counts)->of[context];
		len = seq % RARELY ? seq % MAX_BODY : LONG_BODY;
		trace_stress(context, smp_processor_id(), seq, len);
		if (!(seq % RARELY))
			trace_printk("stress: context %d seq %lu\n", context, seq);
	}
	preempt_enable();
}

static int stress_nmi(unsigned int cmd, struct pt_regs *regs)
{
	stress_write(IN_NMI);
	return NMI_HANDLED;
}

static enum hrtimer_restart stress_timer(struct hrtimer *timer)
{
	struct stresser *s = container_of(timer, struct stresser, timer);

	stress_write(IN_IRQ);
	stress_write(IN_IRQ);
	if (s->repeats-- <= 0)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(20 * NSEC_PER_USEC));
	return HRTIMER_RESTART;
}

static void stress_tasklet(struct tasklet_struct *tasklet)
{
	int i;

	for (i = 0; i < BURST / 4; i++)
		stress_write(IN_SOFTIRQ);
}

static void stress_move(void)
{
	unsigned int cpu = get_random_u32_below(nr_cpu_ids);

	if (!cpu_online(cpu))
		return;
	/* It fails if the CPU has just gone: then this one will do. */
	set_cpus_allowed_ptr(current, cpumask_of(cpu));
	set_cpus_allowed_ptr(current, cpu_possible_mask);
}

static void stress_send_nmi(void)
{
	unsigned int cpu;

	preempt_disable();
	cpu = get_random_u32_below(2) ? smp_processor_id() : cpumask_any(cpu_online_mask);
	__apic_send_IPI_mask(cpumask_of(cpu), NMI_VECTOR);
	preempt_enable();
}

/* The timer, the tasklet and the NMI land somewhere in the burst. */
static void stress_burst(struct stresser *s)
{
	u32 delay = get_random_u32_below(200 * NSEC_PER_USEC);
	int i;

	s->repeats = get_random_u32_below(4);
	hrtimer_start(&s->timer, ns_to_ktime(delay), HRTIMER_MODE_REL_PINNED_HARD);
	tasklet_schedule(&s->tasklet);
	for (i = 0; i < BURST; i++) {
		if (send_nmi && !(i % (BURST / 2)))
			stress_send_nmi();
		stress_write(IN_TASK);
	}
	hrtimer_cancel(&s->timer);
}

static int stress_thread(void *arg)
{
	struct stresser *s = arg;

	while (!kthread_should_stop()) {
		stress_move();
		stress_burst(s);
		usleep_range(pause_us, pause_us * 2);
	}
	return 0;
}

static void nothing(void *unused)
{
}

static void stress_stop(void)
{
	int i;

	for (i = 0; i < NR_STRESSERS; i++) {
		if (!stressers[i].task)
			continue;
		kthread_stop(stressers[i].task);
		stressers[i].task = NULL;
		hrtimer_cancel(&stressers[i].timer);
		tasklet_kill(&stressers[i].tasklet);
	}
	WRITE_ONCE(running, false);
	/* Each CPU answers, so an NMI that saw the old value has ended. */
	on_each_cpu(nothing, NULL, 1);
}

static int stress_start(void)
{
	struct task_struct *task;
	int i;

	WRITE_ONCE(running, true);
	for (i = 0; i < NR_STRESSERS; i++) {
		task = kthread_run(stress_thread, &stressers[i], "stress/%d", i);
		if (IS_ERR(task)) {
			stress_stop();
			return PTR_ERR(task);
		}
		stressers[i].task = task;
	}
	return 0;
}

static int run_set(const char *text, const struct kernel_param *kp)
{
	bool run;
	int ret = kstrtobool(text, &run);

	if (ret)
		return ret;
	guard(mutex)(&run_mutex);
	if (run == running)
		return 0;
	if (run)
		return stress_start();
	stress_stop();
	return 0;
}

static int run_get(char *text, const struct kernel_param *kp)
{
	return sysfs_emit(text, "%d\n", READ_ONCE(running));
}

static const struct kernel_param_ops run_ops = { .set = run_set, .get = run_get };
module_param_cb(run, &run_ops, NULL, 0644);

/* A line for each CPU: its number, then hits in task, softirq, irq and NMI. */
static int counts_get(char *text, const struct kernel_param *kp)
{
	struct stress_counts *counts;
	int cpu, len = 0;

	for_each_possible_cpu(cpu) {
		counts = per_cpu_ptr(&stress_counts, cpu);
		len += sysfs_emit_at(text, len, "%d %lu %lu %lu %lu\n", cpu,
				     counts->of[IN_TASK], counts->of[IN_SOFTIRQ],
				     counts->of[IN_IRQ], counts->of[IN_NMI]);
	}
	return len;
}

static const struct kernel_param_ops counts_ops = { .get = counts_get };
module_param_cb(counts, &counts_ops, NULL, 0444);

static int __init stress_init(void)
{
	int i;

	for (i = 0; i < NR_STRESSERS; i++) {
		hrtimer_init(&stressers[i].timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
		stressers[i].timer.function = stress_timer;
		tasklet_setup(&stressers[i].tasklet, stress_tasklet);
	}
	return register_nmi_handler(NMI_LOCAL, stress_nmi, 0, "stress");
}

static void __exit stress_exit(void)
{
	stress_stop();
	unregister_nmi_handler(NMI_LOCAL, "stress");
}

module_init(stress_init);
module_exit(stress_exit);
MODULE_DESCRIPTION("Writers of one trace event in every context");
MODULE_LICENSE("GPL");
