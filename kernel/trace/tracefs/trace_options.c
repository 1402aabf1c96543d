// SPDX-License-Identifier: GPL-2.0
/*
 * trace_options, all options of an instance, and options/, a file for each.
 *
 * Text files, process context, no lock held.
 */
#include <linux/string.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

/**
 * trace_options_show - the options, each with "no" in front if it is off
 * @m: where to
 * @target: the instance's file
 *
 * Context: Process context.
 * Return: 0.
 */
int trace_options_show(struct seq_file *m, const struct trace_target *target)
{
	enum instance_option opt;

	for (opt = 0; opt < OPT_NR; opt++)
		seq_printf(m, "%s%s\n", instance_has(target->tr, opt) ? "" : "no",
			   instance_option_names[opt]);
	tracer_options_show(m, target->tr);
	return 0;
}

/**
 * trace_options_write - set or clear one option
 * @target: the instance's file
 * @text: its name, "no" in front to clear
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL if there is no such option, or why it cannot be.
 */
int trace_options_write(const struct trace_target *target, char *text)
{
	int ret;

	text = strstrip(text);
	ret = event_set_option_text(target->tr, text);
	/* Those of the instance come first. */
	return ret == -EINVAL ? tracer_option_set_text(target->tr, text) : ret;
}

static int option_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%d\n", instance_has(target->tr, target->option));
	return 0;
}

static int option_write(const struct trace_target *target, char *text)
{
	bool on;
	int ret = text_parse_bool(text, &on);

	return ret ?: event_set_option(target->tr, target->option, on);
}

/* Every file of options/; its name is that of the option. */
const struct trace_file option_file = {
	.scope	= SCOPE_INSTANCE,
	.mode	= MODE_RW,
	.show	= option_show,
	.write	= option_write,
};

static int tracer_option_file_show(struct seq_file *m, const struct trace_target *target)
{
	seq_printf(m, "%d\n", tracer_option_is_set(target->tr, target->tracer_opt));
	return 0;
}

static int tracer_option_file_write(const struct trace_target *target, char *text)
{
	bool on;
	int ret = text_parse_bool(text, &on);

	return ret ?: tracer_option_set(target->tr, target->tracer_opt, on);
}

/* The same for options of tracers. */
const struct trace_file tracer_option_file = {
	.scope	= SCOPE_INSTANCE,
	.mode	= MODE_RW,
	.show	= tracer_option_file_show,
	.write	= tracer_option_file_write,
};
