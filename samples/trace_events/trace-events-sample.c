// SPDX-License-Identifier: GPL-2.0
/*
 * A module that hits its own events twice a second, and starts a second thread
 * while somebody listens to an event that tells it so.
 *
 *	modprobe trace-events-sample
 *	echo 1 > /sys/kernel/tracing/events/sample-trace/enable
 *	cat /sys/kernel/tracing/trace_pipe
 */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>

#define CREATE_TRACE_POINTS
#include "trace-events-sample.h"

static const char *const words[] = { "hello", "tracing", "world" };

static __printf(3, 4)
void hit_foo_bar(int cnt, const char *word, const char *fmt, ...)
{
	static const int squares[] = { 1, 4, 9, 16, 25 };
	va_list va;

	va_start(va, fmt);
	trace_foo_bar("sample", cnt, squares, cnt % ARRAY_SIZE(squares), word,
		      current->cpus_ptr, fmt, &va);
	va_end(va);
}

static int sample_thread(void *arg)
{
	unsigned long mask = 0xf0f0;
	int cnt;

	for (cnt = 0; !kthread_should_stop(); cnt++) {
		const char *word = words[cnt % ARRAY_SIZE(words)];

		hit_foo_bar(cnt, word, "round %d", cnt);
		trace_foo_bar_with_cond("tens", cnt);
		trace_foo_with_template_simple(word, cnt);
		trace_foo_with_template_cond("eights", cnt);
		trace_foo_with_template_print(word, cnt);
		trace_foo_rel_loc(word, cnt, &mask);
		schedule_timeout_interruptible(HZ / 2);
	}
	return 0;
}

static int listener_thread(void *arg)
{
	int cnt;

	for (cnt = 0; !kthread_should_stop(); cnt++) {
		trace_foo_bar_with_fn("somebody listens", cnt);
		trace_foo_with_template_fn("somebody listens", cnt);
		schedule_timeout_interruptible(HZ / 2);
	}
	return 0;
}

static struct task_struct *sampler;

/* Two events share the listener's thread. */
static DEFINE_MUTEX(listener_mutex);
static struct task_struct *listener;
static int listeners;

/* Called before the first probe of either event is there. */
int sample_reg(void)
{
	guard(mutex)(&listener_mutex);
	if (listeners++)
		return 0;
	listener = kthread_run(listener_thread, NULL, "event-sample-fn");
	if (!IS_ERR(listener))
		return 0;
	listeners--;
	return PTR_ERR(listener);
}

/* Called when the last one is gone. */
void sample_unreg(void)
{
	guard(mutex)(&listener_mutex);
	if (!--listeners)
		kthread_stop(listener);
}

static int __init sample_init(void)
{
	sampler = kthread_run(sample_thread, NULL, "event-sample");
	return PTR_ERR_OR_ZERO(sampler);
}

static void __exit sample_exit(void)
{
	kthread_stop(sampler);
}

module_init(sample_init);
module_exit(sample_exit);

MODULE_DESCRIPTION("Every kind of TRACE_EVENT, hit twice a second");
MODULE_LICENSE("GPL");
