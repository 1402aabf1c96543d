/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: trigger - act when something is hit
 *
 * Function commands: FUNCTION:COMMAND[:COUNT], written to set_ftrace_filter.
 * Each time the function is entered the command is carried out, in any context.
 *
 * Lock order: func_command_mutex -> event_mutex -> trace_types_lock -> ftrace_lock.
 */
#ifndef _TRACE_TRIGGER_H
#define _TRACE_TRIGGER_H

#include <linux/mutex.h>
#include <linux/types.h>

struct func_command;
struct seq_file;
struct trace_array;

#ifdef CONFIG_DYNAMIC_FTRACE

/* Covers which commands there are and which functions they have. */
extern struct mutex func_command_mutex;

/* A line of the list: one function of a command. */
struct func_command_line {
	const struct func_command	*command;
	unsigned int			index;
};

/* func_command.c */
bool func_command_is_meant(const char *word);
int func_command_write(struct trace_array *tr, char *word);
int func_commands_init(void);

/* func_command_list.c */
bool func_command_line_at(struct trace_array *tr, loff_t nr, struct func_command_line *line);
void func_command_line_show(struct seq_file *m, const struct func_command_line *line);

#else

static inline int func_commands_init(void)
{
	return 0;
}

#endif

#endif /* _TRACE_TRIGGER_H */
