// SPDX-License-Identifier: GPL-2.0
/*
 * The options of tracers.  trace_options has those of the current tracer, the
 * folder options/ those of all that the instance can have.
 *
 * Process context, under trace_types_lock where they change.
 */
#include <linux/cleanup.h>
#include <linux/string.h>

#include "tracer/tracer.h"

/**
 * tracer_option_at - walk over the options of all tracers that an instance can have
 * @tr: the instance
 * @at: which of them
 *
 * Context: Any.
 * Return: the option, or NULL behind the last one.
 */
const struct tracer_opt *tracer_option_at(const struct trace_array *tr, unsigned int at)
{
	const struct tracer *tracer;
	unsigned int i;

	for (i = 0; (tracer = tracer_at(tr, i)); i++) {
		if (at < tracer->nr_opts)
			return &tracer->opts[at];
		at -= tracer->nr_opts;
	}
	return NULL;
}

/* The tracer that has an option, which is one of tracer_option_at(). */
static const struct tracer *tracer_of(const struct trace_array *tr, const struct tracer_opt *opt)
{
	const struct tracer *tracer;
	unsigned int i;

	for (i = 0; (tracer = tracer_at(tr, i)); i++) {
		if (opt >= tracer->opts && opt < tracer->opts + tracer->nr_opts)
			break;
	}
	return tracer;
}

/**
 * tracer_option_is_set - is an option of a tracer on
 * @tr: the instance
 * @opt: the option
 *
 * Context: Any.
 * Return: true if it is.
 */
bool tracer_option_is_set(const struct trace_array *tr, const struct tracer_opt *opt)
{
	return READ_ONCE(tr->tracer->options[tracer_of(tr, opt)->index]) & opt->bit;
}

static int option_set_locked(struct trace_array *tr, const struct tracer_opt *opt, bool on)
{
	const struct tracer *tracer = tracer_of(tr, opt);
	unsigned long *options = &tr->tracer->options[tracer->index];
	unsigned long was = *options;
	int ret;

	lockdep_assert_held(&trace_types_lock);
	WRITE_ONCE(*options, on ? was | opt->bit : was & ~opt->bit);
	if (!tracer->set_option)
		return 0;
	ret = tracer->set_option(tr, opt->bit, on);
	if (ret)
		WRITE_ONCE(*options, was);
	return ret;
}

/**
 * tracer_option_set - set or clear an option of a tracer, current or not
 * @tr: the instance
 * @opt: the option
 * @on: which
 *
 * Context: Process context, may sleep.
 * Return: 0, or why it cannot be.
 */
int tracer_option_set(struct trace_array *tr, const struct tracer_opt *opt, bool on)
{
	guard(mutex)(&trace_types_lock);
	if (tracer_option_is_set(tr, opt) == on)
		return 0;
	return option_set_locked(tr, opt, on);
}

/**
 * tracer_option_set_text - set or clear an option of the current tracer
 * @tr: the instance
 * @text: its name, "no" in front to clear
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if it has no such option, or why it cannot be.
 */
int tracer_option_set_text(struct trace_array *tr, const char *text)
{
	bool on = !strstarts(text, "no");
	const struct tracer *tracer;
	const struct tracer_opt *opt;

	guard(mutex)(&trace_types_lock);
	tracer = tr->tracer->current_tracer;
	for (opt = tracer->opts; opt < tracer->opts + tracer->nr_opts; opt++) {
		if (!strcmp(opt->name, on ? text : text + 2))
			return option_set_locked(tr, opt, on);
	}
	return -EINVAL;
}

/**
 * tracer_options_show - list the options of the current tracer
 * @m: where to
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 */
void tracer_options_show(struct seq_file *m, struct trace_array *tr)
{
	const struct tracer *tracer;
	const struct tracer_opt *opt;

	guard(mutex)(&trace_types_lock);
	tracer = tr->tracer->current_tracer;
	for (opt = tracer->opts; opt < tracer->opts + tracer->nr_opts; opt++)
		seq_printf(m, "%s%s\n", tracer_option_is_set(tr, opt) ? "" : "no", opt->name);
}
