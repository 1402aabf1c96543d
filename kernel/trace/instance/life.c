// SPDX-License-Identifier: GPL-2.0
/*
 * The life of instances: the top one, which comes up before any other task
 * runs, and those that users, modules and the command line make by name.
 *
 * Process context.  Who uses an instance has a reference, and as long as there
 * is one nobody can remove it; who only knows its address holds the struct, so
 * that the address stands for no other instance meanwhile.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "instance/instance.h"

/* Covers the list of instances, their references and settings. */
DEFINE_MUTEX(trace_types_lock);
LIST_HEAD(trace_arrays);

/*
 * One instance is made or unmade at a time.  Outside all other locks: watchers
 * make and remove files, whose folders have locks of their own.
 */
static DEFINE_MUTEX(making_mutex);

/* Other layers' parts in the making and unmaking; under making_mutex. */
static LIST_HEAD(watchers);

static struct trace_array top;

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
EXPORT_SYMBOL_IF_KUNIT(instance_top);

/**
 * instance_hold - keep the struct of an instance, though not the instance
 * @tr: the instance
 *
 * Context: Any.
 */
void instance_hold(struct trace_array *tr)
{
	refcount_inc(&tr->holds);
}

/**
 * instance_drop - end instance_hold()
 * @tr: the instance
 *
 * Context: Any, memory reclaim included.
 */
void instance_drop(struct trace_array *tr)
{
	if (!refcount_dec_and_test(&tr->holds))
		return;
	kfree(tr->systems);
	kfree(tr->name);
	kfree(tr);
}

/**
 * instance_is_gone - has an instance been removed
 * @tr: the instance, held
 *
 * Context: Any.
 * Return: true if so; false is good until the next removal, unless there is a reference.
 */
bool instance_is_gone(const struct trace_array *tr)
{
	return READ_ONCE(tr->is_gone);
}

/**
 * instance_get - use an instance
 * @tr: the instance, held
 *
 * Context: Process context, may sleep.
 * Return: 0, or -ENODEV if it is gone.
 */
int instance_get(struct trace_array *tr)
{
	guard(mutex)(&trace_types_lock);
	if (tr->is_gone)
		return -ENODEV;
	tr->refs++;
	return 0;
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

static int instance_setup(struct trace_array *tr)
{
	int ret;

	if (!alloc_cpumask_var(&tr->cpumask, GFP_KERNEL))
		return -ENOMEM;
	cpumask_copy(tr->cpumask, cpu_possible_mask);
	tr->options = instance_default_options(!tr->name);
	refcount_set(&tr->holds, 1);
	INIT_LIST_HEAD(&tr->list);
	error_log_init(&tr->errors);
	ret = instance_buffer_alloc(tr);
	if (ret)
		free_cpumask_var(tr->cpumask);
	return ret;
}

static void instance_free(struct trace_array *tr)
{
	instance_buffer_free(tr);
	error_log_clear(&tr->errors);
	free_cpumask_var(tr->cpumask);
	instance_drop(tr);
}

/* Tell those before @last, from the last to the first. */
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

/**
 * instance_watcher_register - take part in making and unmaking instances
 * @watcher: its functions; made is called for those that are there
 *
 * The one that lets users see an instance is the last to register: what fails in
 * another one then fails before anybody can have a reference.
 *
 * Context: Boot, may sleep.
 */
void instance_watcher_register(struct instance_watcher *watcher)
{
	struct trace_array *tr;

	guard(mutex)(&making_mutex);
	list_add_tail(&watcher->list, &watchers);
	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->name && watcher->made(tr))
			pr_warn("tracing: instance %s is not complete\n", tr->name);
	}
}

/* The list changes under both mutexes, so either is enough here. */
static struct trace_array *instance_find(const char *name)
{
	struct trace_array *tr;

	list_for_each_entry(tr, &trace_arrays, list) {
		if (tr->name && !strcmp(tr->name, name))
			return tr;
	}
	return NULL;
}

/**
 * instance_find_get - an instance by its name
 * @name: the name
 *
 * Context: Process context, may sleep.
 * Return: the instance with a reference, or NULL.
 */
struct trace_array *instance_find_get(const char *name)
{
	struct trace_array *tr;

	guard(mutex)(&trace_types_lock);
	tr = instance_find(name);
	if (tr)
		tr->refs++;
	return tr;
}

/* An instance that nobody else can see yet. */
static struct trace_array *instance_alloc(const char *name, const char *systems)
{
	struct trace_array *tr __free(kfree) = kzalloc(sizeof(*tr), GFP_KERNEL);
	char *systems_copy __free(kfree) = kstrdup(systems, GFP_KERNEL);
	char *name_copy __free(kfree) = kstrdup(name, GFP_KERNEL);
	int ret;

	if (!tr || !name_copy || (systems && !systems_copy))
		return ERR_PTR(-ENOMEM);
	tr->name = name_copy;
	ret = instance_setup(tr);
	if (ret)
		return ERR_PTR(ret);
	tr->systems = no_free_ptr(systems_copy);
	name_copy = NULL;
	return no_free_ptr(tr);
}

static void instance_unlist(struct trace_array *tr)
{
	lockdep_assert_held(&trace_types_lock);
	list_del_init(&tr->list);
	WRITE_ONCE(tr->is_gone, true);
}

static struct trace_array *instance_make(const char *name, const char *systems)
{
	struct trace_array *tr;
	int ret;

	lockdep_assert_held(&making_mutex);
	tr = instance_alloc(name, systems);
	if (IS_ERR(tr))
		return tr;
	tr->refs = 1;
	/* Whoever finds a file of it may use it at once. */
	scoped_guard(mutex, &trace_types_lock)
		list_add_tail(&tr->list, &trace_arrays);
	ret = watchers_made(tr);
	if (ret) {
		scoped_guard(mutex, &trace_types_lock) {
			WARN_ON_ONCE(tr->refs != 1);
			instance_unlist(tr);
		}
		instance_free(tr);
		return ERR_PTR(ret);
	}
	return tr;
}

static int instance_unmake(struct trace_array *tr)
{
	lockdep_assert_held(&making_mutex);
	scoped_guard(mutex, &trace_types_lock) {
		if (tr->refs)
			return -EBUSY;
		instance_unlist(tr);
	}
	watchers_gone(tr, list_entry(&watchers, struct instance_watcher, list));
	instance_printk_forget(tr);
	instance_free(tr);
	return 0;
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
	guard(mutex)(&making_mutex);
	if (instance_find(name))
		return ERR_PTR(-EEXIST);
	return instance_make(name, NULL);
}

/**
 * instance_destroy - unmake an instance
 * @name: its name
 *
 * Context: Process context, may sleep, with none of our locks.
 * Return: 0, -ENODEV if there is no such instance, -EBUSY while it is used.
 */
int instance_destroy(const char *name)
{
	struct trace_array *tr;

	guard(mutex)(&making_mutex);
	tr = instance_find(name);
	return tr ? instance_unmake(tr) : -ENODEV;
}

/**
 * trace_array_get_by_name - find an instance, or make it
 * @name: its name
 * @systems: if it is made: the systems whose events it shows, with commas between, or NULL for all
 *
 * Context: Process context, may sleep.
 * Return: the instance with a reference for trace_array_put(), or NULL.
 */
struct trace_array *trace_array_get_by_name(const char *name, const char *systems)
{
	struct trace_array *tr;

	scoped_guard(mutex, &making_mutex)
		tr = instance_find_get(name) ?: instance_make(name, systems);
	if (IS_ERR(tr))
		return NULL;
	/* The caller may write from where nothing can be allocated. */
	if (instance_expand(tr)) {
		instance_put(tr);
		return NULL;
	}
	return tr;
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
 * @tr: the instance, put before; may be gone
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for NULL, -ENODEV or -EBUSY.
 */
int trace_array_destroy(struct trace_array *tr)
{
	struct trace_array *there;

	if (!tr)
		return -EINVAL;
	guard(mutex)(&making_mutex);
	list_for_each_entry(there, &trace_arrays, list) {
		if (there == tr && tr->name)
			return instance_unmake(tr);
	}
	return -ENODEV;
}
EXPORT_SYMBOL_GPL(trace_array_destroy);

/**
 * instance_init - make the top instance
 * @clock: index of the clock that it begins with
 *
 * Context: Early boot: there is a slab allocator, nothing else runs.
 * Return: 0 or -ENOMEM.
 */
int __init instance_init(unsigned int clock)
{
	int ret;

	top.clock = clock;
	ret = instance_setup(&top);
	if (ret)
		return ret;
	top.refs = 1;
	list_add(&top.list, &trace_arrays);
	return 0;
}
