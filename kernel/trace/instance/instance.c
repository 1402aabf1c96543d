// SPDX-License-Identifier: GPL-2.0
/*
 * Instances: the top one, which comes up before any other task runs, and those
 * that users and modules make by name.
 *
 * Control paths in process context, under trace_types_lock where the list,
 * references or settings of an instance change.  A buffer starts at its
 * smallest and grows to its size when something is about to be recorded.
 */
#include <linux/cleanup.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"
#include "instance/instance.h"

/* Covers the list of instances, their references and settings. */
DEFINE_MUTEX(trace_types_lock);
LIST_HEAD(trace_arrays);

/*
 * One instance is made or unmade at a time.  Outside all other locks: watchers
 * make and remove files, whose folders have locks of their own.
 */
static DEFINE_MUTEX(making_mutex);

/* Bytes for each CPU once a buffer is used: trace_buf_size= or 1408 kB. */
static unsigned long full_size = 88 * SZ_16K;

/* What the buffer has before that: the smallest that a ring can be. */
#define INITIAL_SIZE	1

/* Other layers' parts in the making and unmaking of an instance. */
static LIST_HEAD(watchers);

static struct trace_array top;

static int __init set_buf_size(char *str)
{
	unsigned long size = str ? memparse(str, &str) : 0;

	/* What is too small for a sub-buffer becomes one. */
	full_size = max(size, 4096UL);
	return 1;
}
__setup("trace_buf_size=", set_buf_size);

/**
 * instance_top - the instance whose files are those of the mount itself
 *
 * Context: Any.
 * Return: the instance, or NULL before early boot made it.
 */
struct trace_array *instance_top(void)
{
	return list_empty(&trace_arrays) ? NULL : &top;
}

/**
 * instance_size_when_expanded - what a buffer grows to
 *
 * Context: Any.
 * Return: bytes for each CPU.
 */
unsigned long instance_size_when_expanded(void)
{
	return full_size;
}

/**
 * instance_is_expanded - has the buffer its full size
 * @tr: the instance
 *
 * Context: Any.
 * Return: true if so.
 */
bool instance_is_expanded(const struct trace_array *tr)
{
	return READ_ONCE(tr->expanded);
}

static int expand_locked(struct trace_array *tr)
{
	int ret;

	lockdep_assert_held(&trace_types_lock);
	if (tr->expanded)
		return 0;
	ret = ring_buffer_resize(tr->rb, full_size, INSTANCE_ALL_CPUS);
	if (ret < 0)
		return ret;
	WRITE_ONCE(tr->expanded, true);
	return 0;
}

/**
 * instance_expand - give the buffer its full size, as it is about to be used
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0 or -ENOMEM.
 */
int instance_expand(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	return expand_locked(tr);
}

/**
 * instance_resize - set the size of a buffer
 * @tr: the instance
 * @bytes: for each CPU
 * @cpu: the CPU, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno, with the size as it was.
 */
int instance_resize(struct trace_array *tr, unsigned long bytes, int cpu)
{
	int ret;

	guard(mutex)(&trace_types_lock);
	ret = ring_buffer_resize(tr->rb, bytes, cpu);
	if (ret < 0)
		return ret;
	WRITE_ONCE(tr->expanded, true);
	return 0;
}

/**
 * instance_reset - throw away what was recorded
 * @tr: the instance
 * @cpu: of this CPU, or %INSTANCE_ALL_CPUS
 *
 * Context: Process context, may sleep.
 */
void instance_reset(struct trace_array *tr, int cpu)
{
	ring_buffer_record_disable(tr->rb);
	/* Whoever is writing finishes. */
	synchronize_rcu();
	tr->time_start = ring_buffer_time_stamp(tr->rb);
	if (cpu == INSTANCE_ALL_CPUS)
		ring_buffer_reset_online_cpus(tr->rb);
	else
		ring_buffer_reset_cpu(tr->rb, cpu);
	ring_buffer_record_enable(tr->rb);
}

/**
 * instance_set_clock - choose what stamps records
 * @tr: the instance
 * @name: a name from the trace_clock file
 *
 * Stamps of two clocks do not compare, so what was recorded goes.
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if there is no such clock.
 */
int instance_set_clock(struct trace_array *tr, const char *name)
{
	unsigned int i;

	for (i = 0; i < trace_clocks_nr; i++) {
		if (!strcmp(trace_clocks[i].name, name))
			break;
	}
	if (i == trace_clocks_nr)
		return -EINVAL;
	guard(mutex)(&trace_types_lock);
	tr->clock = i;
	ring_buffer_set_clock(tr->rb, trace_clocks[i].func);
	instance_reset(tr, INSTANCE_ALL_CPUS);
	return 0;
}

/**
 * instance_set_cpumask - choose the CPUs that record
 * @tr: the instance
 * @mask: the CPUs
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int instance_set_cpumask(struct trace_array *tr, const struct cpumask *mask)
{
	int cpu;

	guard(mutex)(&trace_types_lock);
	for_each_possible_cpu(cpu) {
		bool was = cpumask_test_cpu(cpu, tr->cpumask);
		bool is = cpumask_test_cpu(cpu, mask);

		if (was && !is)
			ring_buffer_record_disable_cpu(tr->rb, cpu);
		if (!was && is)
			ring_buffer_record_enable_cpu(tr->rb, cpu);
	}
	cpumask_copy(tr->cpumask, mask);
	return 0;
}

/**
 * instance_get - keep an instance
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: 0, or -ENODEV if it is gone.
 */
int instance_get(struct trace_array *tr)
{
	struct trace_array *there;

	guard(mutex)(&trace_types_lock);
	list_for_each_entry(there, &trace_arrays, list) {
		if (there == tr) {
			tr->refs++;
			return 0;
		}
	}
	return -ENODEV;
}

/**
 * instance_put - let an instance go
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void instance_put(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	WARN_ON_ONCE(!tr->refs);
	tr->refs--;
}

/**
 * instance_watcher_register - take part in making and unmaking instances
 * @watcher: its functions
 *
 * Context: Boot, before there is an instance beside the top one.
 */
void instance_watcher_register(struct instance_watcher *watcher)
{
	guard(mutex)(&trace_types_lock);
	list_add_tail(&watcher->list, &watchers);
}

static int instance_setup(struct trace_array *tr, const char *name)
{
	if (!alloc_cpumask_var(&tr->cpumask, GFP_KERNEL))
		return -ENOMEM;
	cpumask_copy(tr->cpumask, cpu_possible_mask);
	tr->name = name;
	tr->options = instance_default_options(!name);
	tr->rb = ring_buffer_alloc(INITIAL_SIZE,
				   instance_has(tr, OPT_OVERWRITE) ? RB_FL_OVERWRITE : 0);
	if (!tr->rb) {
		free_cpumask_var(tr->cpumask);
		return -ENOMEM;
	}
	ring_buffer_set_clock(tr->rb, trace_clocks[tr->clock].func);
	tr->time_start = ring_buffer_time_stamp(tr->rb);
	return 0;
}

static void instance_free(struct trace_array *tr)
{
	ring_buffer_free(tr->rb);
	free_cpumask_var(tr->cpumask);
	kfree(tr->name);
	kfree(tr);
}

static void watchers_gone(struct trace_array *tr, struct instance_watcher *last)
{
	struct instance_watcher *watcher = last;

	list_for_each_entry_continue_reverse(watcher, &watchers, list)
		watcher->gone(tr);
}

static int watchers_made(struct trace_array *tr)
{
	struct instance_watcher *watcher;
	int ret;

	list_for_each_entry(watcher, &watchers, list) {
		ret = watcher->made(tr);
		if (ret) {
			watchers_gone(tr, watcher);
			return ret;
		}
	}
	return 0;
}

static struct trace_array *instance_find(const char *name)
{
	struct trace_array *tr;

	lockdep_assert_held(&trace_types_lock);
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->name && !strcmp(tr->name, name))
			return tr;
	}
	return NULL;
}

static struct trace_array *instance_find_get(const char *name)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	tr = instance_find(name);
	if (tr)
		tr->refs++;
	return tr;
}

/* An instance that nobody else can see yet. */
static struct trace_array *instance_make(const char *name)
{
	char *copy __free(kfree) = kstrdup(name, GFP_KERNEL);
	struct trace_array *tr __free(kfree) = kzalloc(sizeof(*tr), GFP_KERNEL);
	int ret;

	if (!copy || !tr)
		return ERR_PTR(-ENOMEM);
	ret = instance_setup(tr, copy);
	if (ret)
		return ERR_PTR(ret);
	copy = NULL;
	return no_free_ptr(tr);
}

static struct trace_array *instance_create_locked(const char *name)
{
	struct trace_array *tr;
	int ret;

	lockdep_assert_held(&making_mutex);
	tr = instance_make(name);
	if (IS_ERR(tr))
		return tr;
	ret = watchers_made(tr);
	if (ret) {
		instance_free(tr);
		return ERR_PTR(ret);
	}
	tr->refs = 1;
	guard(mutex)(&trace_types_lock);
	list_add_tail(&tr->list, &trace_arrays);
	return tr;
}

/**
 * instance_create - make an instance
 * @name: its name, that of its folder
 *
 * Context: Process context, may sleep, with none of our locks.
 * Return: the instance with a reference, or an ERR_PTR; -EEXIST if there is one.
 */
struct trace_array *instance_create(const char *name)
{
	struct trace_array *tr;

	guard(mutex)(&making_mutex);
	tr = instance_find_get(name);
	if (tr) {
		instance_put(tr);
		return ERR_PTR(-EEXIST);
	}
	return instance_create_locked(name);
}

/**
 * instance_destroy - unmake an instance
 * @tr: the instance
 *
 * Context: Process context, may sleep, with none of our locks.
 * Return: 0, -ENODEV if there is no such instance, -EBUSY while it is used.
 */
int instance_destroy(struct trace_array *tr)
{
	struct trace_array *there;

	guard(mutex)(&making_mutex);
	scoped_guard(mutex, &trace_types_lock) {
		list_for_each_entry(there, &trace_arrays, list) {
			if (there == tr)
				break;
		}
		if (there != tr || tr == &top)
			return -ENODEV;
		if (tr->refs)
			return -EBUSY;
		list_del_init(&tr->list);
	}
	instance_printk_forget(tr);
	watchers_gone(tr, list_entry(&watchers, struct instance_watcher, list));
	instance_free(tr);
	return 0;
}

/**
 * trace_array_get_by_name - find an instance, or make it
 * @name: its name
 * @systems: the systems whose events it shows, or NULL for all
 *
 * Context: Process context, may sleep.
 * Return: the instance with a reference for trace_array_put(), or NULL.
 */
struct trace_array *trace_array_get_by_name(const char *name, const char *systems)
{
	struct trace_array *tr;

	guard(mutex)(&making_mutex);
	tr = instance_find_get(name) ?: instance_create_locked(name);
	return IS_ERR(tr) ? NULL : tr;
}
EXPORT_SYMBOL_GPL(trace_array_get_by_name);

/**
 * trace_array_put - end trace_array_get_by_name()
 * @tr: the instance or NULL
 *
 * Context: Process context, may sleep.
 */
void trace_array_put(struct trace_array *tr)
{
	if (tr)
		instance_put(tr);
}
EXPORT_SYMBOL_GPL(trace_array_put);

/**
 * trace_array_destroy - unmake an instance that trace_array_get_by_name() made
 * @tr: the instance, put before
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for NULL, -ENODEV or -EBUSY.
 */
int trace_array_destroy(struct trace_array *tr)
{
	return tr ? instance_destroy(tr) : -EINVAL;
}
EXPORT_SYMBOL_GPL(trace_array_destroy);

/**
 * instance_init - make the top instance
 *
 * Context: Early boot: there is a slab allocator, nothing else runs.
 * Return: 0 or -ENOMEM.
 */
int __init instance_init(void)
{
	int ret = instance_setup(&top, NULL);

	if (ret)
		return ret;
	top.refs = 1;
	list_add(&top.list, &trace_arrays);
	return 0;
}
