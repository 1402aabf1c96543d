// SPDX-License-Identifier: GPL-2.0
/*
 * Function commands: FUNCTION:COMMAND[:PARAMETERS] is added, with a ! in front
 * it is removed.
 *
 * A command is one user of function entries for all functions that it has in an
 * instance; with a count, without one, and for each event it is a command of
 * its own.  Process context, under func_command_mutex, which comes before
 * event_mutex and all locks of the hook layer.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/kstrtox.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/tracepoint_batch.h>

#include "event/event.h"
#include "hook/hook.h"
#include "trigger/func_command.h"

DEFINE_MUTEX(func_command_mutex);	/* which commands there are, and their functions */
EXPORT_SYMBOL_IF_KUNIT(func_command_mutex);
LIST_HEAD(func_commands);

/* What a word asks for. */
struct func_wish {
	struct trace_array		*tr;
	char				*glob;
	bool				remove;
	bool				is_counted;
	long				count;
	const struct func_action	*action;
	struct trace_event_call		*call;	/* its module is held */
};

/* Functions that a word means, ascending, each once. */
struct func_ips {
	unsigned long	*ips;
	unsigned int	nr;
	unsigned int	room;
};

static int ips_add(unsigned long ip, void *data)
{
	struct func_ips *ips = data;
	unsigned int room = max(2 * ips->room, 16U);
	unsigned long *more;

	if (ips->nr == ips->room) {
		more = kvrealloc(ips->ips, room * sizeof(*more), GFP_KERNEL);
		if (!more)
			return -ENOMEM;
		ips->ips = more;
		ips->room = room;
	}
	ips->ips[ips->nr++] = ip;
	return 0;
}

static int ip_cmp(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return x < y ? -1 : x > y;
}

static int ips_match(struct func_ips *ips, const char *glob)
{
	int ret = ftrace_match_sites(glob, ips_add, ips);
	unsigned int i, nr = 0;

	if (ret < 0)
		return ret;
	sort(ips->ips, ips->nr, sizeof(*ips->ips), ip_cmp, NULL);
	for (i = 0; i < ips->nr; i++) {
		if (!nr || ips->ips[nr - 1] != ips->ips[i])
			ips->ips[nr++] = ips->ips[i];
	}
	ips->nr = nr;
	return 0;
}

/* The event stays armed from here on, and hits of functions switch its recording. */
static int command_take_event(struct func_command *command)
{
	struct tracepoint_batch batch;
	struct trace_event_file *file;
	int ret;

	guard(mutex)(&event_mutex);
	file = event_file_get(command->tr, command->call);
	if (IS_ERR(file))
		return PTR_ERR(file);
	tracepoint_batch_begin(&batch);
	ret = event_file_switch_get(file);
	tracepoint_batch_end(&batch);
	event_file_put(file);
	if (!ret) {
		__module_get(command->call->module);
		command->file = file;
	}
	return ret;
}

static void command_drop_event(struct func_command *command)
{
	struct tracepoint_batch batch;

	scoped_guard(mutex, &event_mutex) {
		tracepoint_batch_begin(&batch);
		event_file_switch_put(command->file);
		tracepoint_batch_end(&batch);
	}
	module_put(command->call->module);
}

/* What an action needs beside functions. */
static int command_prepare(struct func_command *command)
{
	if (command->action->wants_event)
		return command_take_event(command);
	if (command->action->wants_snapshot)
		return instance_snapshot_arm(command->tr);
	return 0;
}

static void command_free(struct func_command *command)
{
	if (command->action->wants_event)
		command_drop_event(command);
	if (command->action->wants_snapshot)
		instance_snapshot_disarm(command->tr);
	ftrace_free_filter(&command->ops);
	func_sites_free(command);
	kfree(command);
}

static struct func_command *command_make(const struct func_wish *wish)
{
	struct func_command *command = kzalloc(sizeof(*command), GFP_KERNEL);
	int ret;

	if (!command)
		return ERR_PTR(-ENOMEM);
	INIT_LIST_HEAD(&command->list);
	command->tr = wish->tr;
	command->action = wish->action;
	command->is_counted = wish->is_counted;
	command->call = wish->call;
	command->ops.func = func_command_hit;
	command->ops.flags = FTRACE_OPS_FL_DYNAMIC | FTRACE_OPS_FL_RCU;
	ret = command_prepare(command);
	if (ret) {
		kfree(command);
		return ERR_PTR(ret);
	}
	return command;
}

static bool is_kind(const struct func_command *command, const struct func_wish *wish)
{
	return command->tr == wish->tr && command->action == wish->action &&
	       command->is_counted == wish->is_counted;
}

static struct func_command *command_find(const struct func_wish *wish)
{
	struct func_command *command;

	list_for_each_entry(command, &func_commands, list) {
		if (is_kind(command, wish) && command->call == wish->call)
			return command;
	}
	return NULL;
}

static bool has_kind(const struct func_wish *wish)
{
	struct func_command *command;

	list_for_each_entry(command, &func_commands, list) {
		if (is_kind(command, wish))
			return true;
	}
	return false;
}

/* Functions that hits can be of: the first ones make it a user of function entries. */
static int command_arm(struct func_command *command, struct func_ips *ips)
{
	int ret = ftrace_set_filter_ips(&command->ops, ips->ips, ips->nr, 0, 0);

	if (ret || !list_empty(&command->list))
		return ret;
	ret = register_ftrace_function(&command->ops);
	if (!ret)
		list_add(&command->list, &func_commands);
	return ret;
}

static int command_add_functions(struct func_command *command, struct func_ips *ips, long count)
{
	int ret = func_sites_add(command, ips->ips, ips->nr, count);

	if (ret <= 0)
		return ret ?: -EINVAL;
	ips->nr = ret;
	ret = command_arm(command, ips);
	/* Of a new command everything goes anyway. */
	if (ret && !list_empty(&command->list))
		func_sites_remove(command, ips->ips, ips->nr);
	return ret;
}

static int command_add(const struct func_wish *wish, struct func_ips *ips)
{
	struct func_command *command = command_find(wish);
	int ret;

	if (!command)
		command = command_make(wish);
	if (IS_ERR(command))
		return PTR_ERR(command);
	ret = command_add_functions(command, ips, wish->count);
	if (list_empty(&command->list))
		command_free(command);
	return ret;
}

static void command_end(struct func_command *command)
{
	unregister_ftrace_function(&command->ops);
	list_del(&command->list);
	command_free(command);
}

/* Of @ips the command has all. */
static int command_remove_functions(struct func_command *command, struct func_ips *ips)
{
	int ret;

	if (ips->nr == func_command_sites(command)->nr) {
		command_end(command);
		return 0;
	}
	ret = ftrace_set_filter_ips(&command->ops, ips->ips, ips->nr, 1, 0);
	return ret ?: func_sites_remove(command, ips->ips, ips->nr);
}

static int command_remove(const struct func_wish *wish, struct func_ips *ips)
{
	struct func_command *command = command_find(wish);
	struct func_sites *sites;
	unsigned int i, nr = 0;

	if (!command)
		return -EINVAL;
	sites = func_command_sites(command);
	for (i = 0; i < ips->nr; i++) {
		if (func_sites_find(sites, ips->ips[i]) < sites->nr)
			ips->ips[nr++] = ips->ips[i];
	}
	ips->nr = nr;
	return nr ? command_remove_functions(command, ips) : -EINVAL;
}

static int wish_carry_out(const struct func_wish *wish)
{
	struct func_ips ips = {};
	int ret;

	guard(mutex)(&func_command_mutex);
	if (wish->remove && !has_kind(wish))
		return -ENODEV;
	/* A number means a place in a list that changes: nothing to name what is there. */
	if (wish->remove && isdigit(*wish->glob))
		return -EINVAL;
	ret = ips_match(&ips, wish->remove && !*wish->glob ? "*" : wish->glob);
	if (!ret && !ips.nr)
		ret = -EINVAL;
	if (!ret)
		ret = wish->remove ? command_remove(wish, &ips) : command_add(wish, &ips);
	kvfree(ips.ips);
	return ret;
}

/* The number is what precedes the next colon; with none at all it is @none. */
static int wish_parse_count(struct func_wish *wish, char *text, long none)
{
	char *number = strsep(&text, ":");
	unsigned long count;
	int ret;

	wish->is_counted = number;
	wish->count = none;
	/* To remove one, any text says that it has a count. */
	if (!number || !*number || wish->remove)
		return 0;
	ret = kstrtoul(number, 0, &count);
	wish->count = count;
	return ret;
}

static int wish_find_event(struct func_wish *wish, const char *system, const char *event)
{
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	call = event_call_find(system, event);
	if (!call || !call->class->reg || !event_call_is_shown(wish->tr, call))
		return -EINVAL;
	if (!try_module_get(call->module))
		return -EBUSY;
	wish->call = call;
	return 0;
}

/* SYSTEM:EVENT[:COUNT] */
static int wish_parse_event(struct func_wish *wish, char *text)
{
	char *system = strsep(&text, ":");
	char *event = strsep(&text, ":");

	if (!system || !*system || !event || !*event)
		return -EINVAL;
	/* Here a count that is left out is a mistake. */
	if (text && (!*text || *text == ':') && !wish->remove)
		return -EINVAL;
	return wish_parse_count(wish, text, FUNC_COUNT_ALWAYS) ?:
	       wish_find_event(wish, system, event);
}

static int wish_parse(struct func_wish *wish, char *text)
{
	if (wish->action->wants_event)
		return wish_parse_event(wish, text);
	switch (wish->action->count_kind) {
	case FUNC_COUNT_ONCE:
		wish->is_counted = true;
		wish->count = 1;
		return 0;
	case FUNC_COUNT_NONE:
		return 0;
	default:
		return wish_parse_count(wish, text, FUNC_COUNT_ALWAYS);
	}
}

/**
 * func_command_is_meant - is a word of set_ftrace_filter a command
 * @word: the word
 *
 * FUNCTION:mod:MODULE names functions, every other word with a colon is one.
 * Context: Any.
 * Return: true if so.
 */
bool func_command_is_meant(const char *word)
{
	const char *command = strchr(word, ':');

	return command++ && (strncmp(command, "mod", 3) || (command[3] && command[3] != ':'));
}
EXPORT_SYMBOL_IF_KUNIT(func_command_is_meant);

/**
 * func_command_write - add or remove a command
 * @tr: the instance; NULL: the file belongs to none, and has no commands
 * @word: the text
 *
 * Context: Process context, may sleep.
 * Return: 0; -EINVAL for a command that there is not, and if no function is new
 * or was removed; -ENODEV if there was nothing to remove, or no instance; or a
 * negative errno.
 */
int func_command_write(struct trace_array *tr, char *word)
{
	struct func_wish wish = { .tr = tr, .remove = *word == '!' };
	const char *name;
	int ret;

	word += wish.remove;
	wish.glob = strsep(&word, ":");
	name = strsep(&word, ":");
	wish.action = name ? func_action_find(name) : NULL;
	if (!wish.action)
		return -EINVAL;
	if (!tr)
		return -ENODEV;
	ret = wish_parse(&wish, word);
	if (!ret)
		ret = wish_carry_out(&wish);
	if (wish.call)
		module_put(wish.call->module);
	return ret;
}

static int instance_made(struct trace_array *tr)
{
	return 0;
}

static void instance_gone(struct trace_array *tr)
{
	struct func_command *command, *next;

	guard(mutex)(&func_command_mutex);
	list_for_each_entry_safe(command, next, &func_commands, list) {
		if (command->tr == tr)
			command_end(command);
	}
}

static struct instance_watcher func_command_watcher = {
	.made	= instance_made,
	.gone	= instance_gone,
};

/* Without memory the rest of the module's functions stays; they are hit no more. */
static void command_forget_module(struct func_command *command, const struct module *mod)
{
	struct func_sites *sites = func_command_sites(command);
	struct func_ips ips = {};
	unsigned int i;

	for (i = 0; i < sites->nr; i++) {
		if (within_module(sites->sites[i]->ip, mod) && ips_add(sites->sites[i]->ip, &ips))
			break;
	}
	if (ips.nr)
		command_remove_functions(command, &ips);
	kvfree(ips.ips);
}

static int module_changed(struct notifier_block *nb, unsigned long state, void *data)
{
	struct func_command *command, *next;

	if (state != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	guard(mutex)(&func_command_mutex);
	list_for_each_entry_safe(command, next, &func_commands, list)
		command_forget_module(command, data);
	return NOTIFY_DONE;
}

static struct notifier_block module_nb = {
	.notifier_call	= module_changed,
};

/**
 * func_commands_init - have commands end with their instance or module
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init func_commands_init(void)
{
	instance_watcher_register(&func_command_watcher);
	return register_module_notifier(&module_nb);
}
