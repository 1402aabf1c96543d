// SPDX-License-Identifier: GPL-2.0
/*
 * What set_ftrace_filter shows of commands, a function a line:
 * FUNCTION:COMMAND[:SYSTEM:EVENT]:unlimited, or count=TIMES that are left.
 *
 * Process context, under func_command_mutex.
 */
#include <linux/seq_file.h>

#include "trigger/func_command.h"

/**
 * func_command_line_at - a line of an instance's list
 * @tr: the instance
 * @nr: which line, from 0
 * @line: set to it
 *
 * Context: Process context, under func_command_mutex.
 * Return: false if there are not that many.
 */
bool func_command_line_at(struct trace_array *tr, loff_t nr, struct func_command_line *line)
{
	const struct func_command *command;
	unsigned int here;

	lockdep_assert_held(&func_command_mutex);
	list_for_each_entry(command, &func_commands, list) {
		here = command->tr == tr ? func_command_sites(command)->nr : 0;
		if (nr < here) {
			*line = (struct func_command_line){ command, nr };
			return true;
		}
		nr -= here;
	}
	return false;
}

/**
 * func_command_line_show - print a line of the list
 * @m: where to
 * @line: the line
 *
 * Context: Process context, under func_command_mutex.
 */
void func_command_line_show(struct seq_file *m, const struct func_command_line *line)
{
	const struct func_command *command = line->command;
	const struct func_site *site = func_command_sites(command)->sites[line->index];
	long count = atomic_long_read(&site->count);

	lockdep_assert_held(&func_command_mutex);
	seq_printf(m, "%ps:%s", (void *)site->ip, command->action->name);
	if (command->call)
		seq_printf(m, ":%s:%s", command->call->class->system,
			   trace_event_name(command->call));
	if (!command->is_counted || (command->call && count == FUNC_COUNT_ALWAYS))
		seq_puts(m, ":unlimited\n");
	else
		seq_printf(m, ":count=%ld\n", count);
}
