// SPDX-License-Identifier: GPL-2.0
/*
 * Recording on and off: the tracing_on file, its kernel calls, and readers
 * that pause an instance while they look.
 *
 * Any context where nothing else is said: code that just found a bug calls
 * tracing_off() from wherever it is.
 */
#include <kunit/visibility.h>
#include <linux/export.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "instance/instance.h"

/* traceoff_on_warning, the parameter and the sysctl */
int __disable_trace_on_warning;
EXPORT_SYMBOL_IF_KUNIT(__disable_trace_on_warning);

static int __init set_traceoff_on_warning(char *str)
{
	__disable_trace_on_warning = strcmp(str, "=0") && strcmp(str, "=off");
	return 1;
}
__setup("traceoff_on_warning", set_traceoff_on_warning);

/**
 * instance_is_on - may the instance record
 * @tr: the instance
 *
 * Context: Any.
 * Return: what was last set.
 */
bool instance_is_on(struct trace_array *tr)
{
	return ring_buffer_record_is_set_on(tr->rb);
}
EXPORT_SYMBOL_IF_KUNIT(instance_is_on);

/**
 * instance_set_on - let the instance record or not
 * @tr: the instance
 * @on: which
 *
 * Context: Any.
 */
void instance_set_on(struct trace_array *tr, bool on)
{
	struct trace_buffer *rb;
	unsigned int i;

	for_each_instance_buffer(rb, tr, i) {
		if (on)
			ring_buffer_record_on(rb);
		else
			ring_buffer_record_off(rb);
	}
}
EXPORT_SYMBOL_IF_KUNIT(instance_set_on);

/**
 * instance_stop - hold recording for a while, whatever tracing_on says
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void instance_stop(struct trace_array *tr)
{
	struct trace_buffer *rb;
	unsigned int i;

	guard(mutex)(&trace_types_lock);
	if (tr->stops++)
		return;
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_record_disable(rb);
}

/**
 * instance_start - end one instance_stop()
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void instance_start(struct trace_array *tr)
{
	struct trace_buffer *rb;
	unsigned int i;

	guard(mutex)(&trace_types_lock);
	if (WARN_ON_ONCE(!tr->stops) || --tr->stops)
		return;
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_record_enable(rb);
}

/**
 * tracing_on - let the top instance record
 *
 * Context: Any.
 */
void tracing_on(void)
{
	struct trace_array *tr = instance_top();

	if (tr)
		instance_set_on(tr, true);
}
EXPORT_SYMBOL_GPL(tracing_on);

/**
 * tracing_off - stop the top instance: what it holds now stays
 *
 * Context: Any.
 */
void tracing_off(void)
{
	struct trace_array *tr = instance_top();

	if (tr)
		instance_set_on(tr, false);
}
EXPORT_SYMBOL_GPL(tracing_off);

/**
 * tracing_is_on - does the top instance record
 *
 * Context: Any.
 * Return: 1 or 0.
 */
int tracing_is_on(void)
{
	struct trace_array *tr = instance_top();

	return tr && instance_is_on(tr);
}
EXPORT_SYMBOL_GPL(tracing_is_on);

/* How often tracing_stop() holds the top instance. */
static atomic_t kernel_stops = ATOMIC_INIT(0);

/**
 * tracing_stop - hold the top instance until tracing_start(), nested
 *
 * Context: Any.
 */
void tracing_stop(void)
{
	struct trace_array *tr = instance_top();
	struct trace_buffer *rb;
	unsigned int i;

	if (!tr)
		return;
	atomic_inc(&kernel_stops);
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_record_disable(rb);
}

/**
 * tracing_start - end one tracing_stop()
 *
 * Context: Any.
 */
void tracing_start(void)
{
	struct trace_array *tr = instance_top();
	struct trace_buffer *rb;
	unsigned int i;

	if (!tr || WARN_ON_ONCE(atomic_dec_if_positive(&kernel_stops) < 0))
		return;
	for_each_instance_buffer(rb, tr, i)
		ring_buffer_record_enable(rb);
}

/**
 * disable_trace_on_warning - a WARN() happened: stop, if the user wants that
 *
 * Context: Any.
 */
void disable_trace_on_warning(void)
{
	if (!__disable_trace_on_warning || !tracing_is_on())
		return;
	pr_warn("tracing stops because of this warning\n");
	tracing_off();
}
EXPORT_SYMBOL_IF_KUNIT(disable_trace_on_warning);
