// SPDX-License-Identifier: GPL-2.0
/*
 * events/: folders for systems and events that exist while somebody looks.
 *
 * What a folder holds is the registry's answer.  An event may go while its files
 * are open: a folder is compared with the registry at each use.  Order: inode
 * lock of the folder, then event_mutex; so no function of tracefs is called
 * under event_mutex here.
 */
#include <linux/cleanup.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/trace_seq.h>
#include <linux/tracefs.h>

#include "tracefs/tracefs.h"

/* The instances whose files are there. */
static LIST_HEAD(trees);
static DEFINE_MUTEX(trees_mutex);

/* The event of a folder, or NULL if it has gone. */
static struct trace_event_call *folder_call(const struct trace_folder *folder)
{
	struct trace_event_call *call;

	lockdep_assert_held(&event_mutex);
	call = event_call_by_type(folder->type);
	return call == folder->call ? call : NULL;
}

/* The star: the event is armed whatever the user wishes, and may be switched. */
static int event_enable_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_event_call *call;
	unsigned int state;

	guard(mutex)(&event_mutex);
	call = folder_call(target->folder);
	if (!call)
		return -ENODEV;
	state = event_state(target->tr, call);
	seq_printf(m, "%d%s\n", !!(state & EVENT_STATE_ON),
		   state & EVENT_STATE_SWITCHED ? "*" : "");
	return 0;
}

static int event_enable_write(const struct trace_target *target, char *text)
{
	struct trace_event_call *call;
	bool on;
	int ret = text_parse_bool(text, &on);

	if (ret)
		return ret;
	guard(mutex)(&event_mutex);
	call = folder_call(target->folder);
	return call ? event_set_one(target->tr, call, on) : -ENODEV;
}

static int event_format_file_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	call = folder_call(target->folder);
	if (!call)
		return -ENODEV;
	event_format_show(m, call);
	return 0;
}

static int event_id_show(struct seq_file *m, const struct trace_target *target)
{
	guard(mutex)(&event_mutex);
	if (!folder_call(target->folder))
		return -ENODEV;
	seq_printf(m, "%u\n", target->folder->type);
	return 0;
}

/* 0 and 1 when all events agree, X when they do not, ? when there are none. */
static int system_enable_show(struct seq_file *m, const struct trace_target *target)
{
	const char *system = target->folder->system;
	struct trace_event_call *call;
	bool some_on = false, some_off = false;
	unsigned int i;

	guard(mutex)(&event_mutex);
	for (i = 0; (call = event_call_at(i)); i++) {
		if (!event_call_is_shown(target->tr, call) ||
		    (system && strcmp(call->class->system, system)))
			continue;
		if (event_is_enabled(target->tr, call))
			some_on = true;
		else
			some_off = true;
	}
	if (some_on && some_off)
		seq_puts(m, "X\n");
	else if (!some_on && !some_off)
		seq_puts(m, "?\n");
	else
		seq_printf(m, "%d\n", some_on);
	return 0;
}

static int system_enable_write(const struct trace_target *target, char *text)
{
	bool on;
	int ret = text_parse_bool(text, &on);

	return ret ?: event_set_enabled(target->tr, NULL, target->folder->system, NULL, on);
}

/*
 * No event has a filter yet.  The files are there all the same: tools find the
 * events of a system by them, and write 0 for "no filter" before they record.
 */
static int event_filter_show(struct seq_file *m, const struct trace_target *target)
{
	guard(mutex)(&event_mutex);
	if (!folder_call(target->folder))
		return -ENODEV;
	seq_puts(m, "none\n");
	return 0;
}

static int system_filter_show(struct seq_file *m, const struct trace_target *target)
{
	seq_puts(m, "### global filter ###\n"
		 "# Use this to set filters for multiple events.\n"
		 "# Only events with the given fields will be affected.\n"
		 "# If no events are modified, an error message will be displayed here\n");
	return 0;
}

static int filter_write(const struct trace_target *target, char *text)
{
	return strcmp(strim(text), "0") ? -EOPNOTSUPP : 0;
}

/* What is wrong with a filter is told all the same. */
static int event_filter_write(const struct trace_target *target, char *text)
{
	struct trace_event_call *call;

	text = strim(text);
	if (!strcmp(text, "0"))
		return 0;
	guard(mutex)(&event_mutex);
	call = folder_call(target->folder);
	if (!call)
		return -ENODEV;
	return event_filter_check(target->tr, call, text) ?: -EOPNOTSUPP;
}

static int header_event_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_seq *s __free(kfree) = kmalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	trace_seq_init(s);
	ring_buffer_print_entry_header(s);
	return trace_print_seq(m, s);
}

static int header_page_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_seq *s __free(kfree) = kmalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	trace_seq_init(s);
	ring_buffer_print_page_header(target->tr->rb, s);
	return trace_print_seq(m, s);
}

static const struct trace_file root_files[] = {
	{ "enable",		.mode = MODE_RW,	.show = system_enable_show,
	  .write = system_enable_write },
	{ "header_event",	.mode = MODE_READ,	.show = header_event_show },
	{ "header_page",	.mode = MODE_READ,	.show = header_page_show },
};

static const struct trace_file system_files[] = {
	{ "enable",		.mode = MODE_RW,	.show = system_enable_show,
	  .write = system_enable_write },
	{ "filter",		.mode = MODE_RW,	.show = system_filter_show,
	  .write = filter_write, .longest = PAGE_SIZE },
};

/* What is the same in all instances keeps none of them from being removed. */
static const struct trace_file event_files[] = {
	{ "enable",		.mode = MODE_RW,	.show = event_enable_show,
	  .write = event_enable_write },
	{ "filter",		.mode = MODE_RW,	.show = event_filter_show,
	  .write = event_filter_write, .longest = PAGE_SIZE },
	{ "format",		.mode = MODE_READ,	.show = event_format_file_show,
	  .holds_nothing = true, .in_lockdown = true },
#ifdef CONFIG_PERF_EVENTS
	{ "id",			.mode = MODE_READ,	.show = event_id_show,
	  .holds_nothing = true, .in_lockdown = true },
#endif
};

static bool may_add(const struct trace_folder *folder, const struct trace_file *file)
{
	if (file->show == event_id_show)
		return folder->call->class->reg;
	return !file->write || folder->has_enable;
}

static struct trace_folder *event_folder_alloc(const struct trace_folder *wanted,
					       const struct trace_file *files, unsigned int nr)
{
	struct trace_folder *folder = folder_alloc(wanted->tr, nr);
	unsigned int i;

	if (!folder)
		return NULL;
	folder->system = wanted->system;
	folder->call = wanted->call;
	folder->type = wanted->type;
	folder->has_enable = wanted->has_enable;
	for (i = 0; i < nr; i++) {
		if (may_add(folder, &files[i]))
			folder_add(folder, &files[i])->folder = folder;
	}
	return folder;
}

static const struct tracefs_dir event_dir = {
	.mode	= MODE_EVENT_FOLDER,
	.lookup	= folder_lookup,
	.next	= folder_next,
	.put	= folder_put,
};

static int system_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct trace_folder *folder = data;
	struct trace_folder event = *folder;

	if (!folder_lookup(data, name, child))
		return 0;
	guard(mutex)(&event_mutex);
	event.call = event_call_find(folder->system, name);
	if (!event.call)
		return -ENOENT;
	event.type = event.call->type;
	event.has_enable = event_call_is_visible(event.call);
	child->data = event_folder_alloc(&event, event_files, ARRAY_SIZE(event_files));
	child->dir = &event_dir;
	return child->data ? 0 : -ENOMEM;
}

/* The place of an event is its type, behind the files. */
static int system_next(void *data, unsigned int *pos, char *name)
{
	const struct trace_folder *folder = data;
	struct trace_event_call *call;
	unsigned int type;

	if (folder_next(data, pos, name))
		return DT_REG;
	guard(mutex)(&event_mutex);
	for (type = *pos - folder->nr_files; (call = event_call_next(&type)); type++) {
		if (strcmp(call->class->system, folder->system))
			continue;
		*pos = type + folder->nr_files;
		strscpy(name, trace_event_name(call), NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

static const struct tracefs_dir system_dir = {
	.mode	= MODE_EVENT_FOLDER,
	.lookup	= system_lookup,
	.next	= system_next,
	.put	= folder_put,
};

static bool system_has_enable(const char *system)
{
	return strcmp(system, "ftrace");
}

static int root_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct trace_folder *folder = data;
	struct trace_folder system = *folder;

	if (!folder_lookup(data, name, child))
		return 0;
	guard(mutex)(&event_mutex);
	system.system = event_system_find(name);
	if (!system.system || !event_system_is_shown(folder->tr, name))
		return -ENOENT;
	system.has_enable = system_has_enable(name);
	child->data = event_folder_alloc(&system, system_files, ARRAY_SIZE(system_files));
	child->dir = &system_dir;
	return child->data ? 0 : -ENOMEM;
}

static int root_next(void *data, unsigned int *pos, char *name)
{
	const struct trace_folder *folder = data;
	const char *system;

	if (folder_next(data, pos, name))
		return DT_REG;
	guard(mutex)(&event_mutex);
	for (; *pos - folder->nr_files < event_system_count(); ++*pos) {
		system = event_system_name(*pos - folder->nr_files);
		if (!system || !event_system_is_shown(folder->tr, system))
			continue;
		strscpy(name, system, NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

/* What each instance has as events. */
const struct tracefs_dir events_dir = {
	.mode		= MODE_EVENT_FOLDER,
	.keeps_owner	= true,
	.lookup		= root_lookup,
	.next		= root_next,
	.put		= folder_put,
};

/**
 * event_root_alloc - make the folder for &events_dir
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: the folder, or NULL.
 */
struct trace_folder *event_root_alloc(struct trace_array *tr)
{
	struct trace_folder wanted = { .tr = tr, .has_enable = true };

	return event_folder_alloc(&wanted, root_files, ARRAY_SIZE(root_files));
}

/**
 * event_trees_add - have events that go forgotten in an instance's files
 * @files: those of the instance, their tree set
 *
 * Context: Process context, may sleep.
 */
void event_trees_add(struct instance_files *files)
{
	guard(mutex)(&trees_mutex);
	list_add_tail(&files->list, &trees);
}

/**
 * event_trees_remove - end event_trees_add()
 * @files: those of the instance
 *
 * Context: Process context, may sleep; before the tree is removed.
 */
void event_trees_remove(struct instance_files *files)
{
	guard(mutex)(&trees_mutex);
	list_del(&files->list);
}

/* @path is below events/, which is the whole tree in the top instance. */
static void forget_path(const char *path)
{
	struct instance_files *files;

	guard(mutex)(&trees_mutex);
	list_for_each_entry(files, &trees, list)
		tracefs_tree_forget(files->tree, files->is_top ? path + strlen("events/") : path);
}

static bool system_is_gone(const char *system)
{
	guard(mutex)(&event_mutex);
	return !event_system_find(system);
}

/* The registry has let go of it, its names are still there. */
static void forget_event(struct trace_event_call *call)
{
	char *path __free(kfree) = kasprintf(GFP_KERNEL, "events/%s/%s", call->class->system,
					     trace_event_name(call));

	/* Without memory a name stays that leads to -ENODEV. */
	if (!path)
		return;
	forget_path(path);
	if (!system_is_gone(call->class->system))
		return;
	*strrchr(path, '/') = '\0';
	forget_path(path);
}

#ifdef CONFIG_MODULES
static int event_dir_module_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct module *mod = data;
	unsigned int i;

	if (state != MODULE_STATE_GOING)
		return NOTIFY_DONE;
	for (i = 0; i < mod->num_trace_events; i++)
		forget_event(mod->trace_events[i]);
	return NOTIFY_OK;
}

/* After the registry's. */
static struct notifier_block event_dir_module_nb = {
	.notifier_call	= event_dir_module_notify,
};

static int event_dir_modules_init(void)
{
	return register_module_notifier(&event_dir_module_nb);
}
#else
static int event_dir_modules_init(void)
{
	return 0;
}
#endif

/**
 * event_dir_init - follow the events that come and go
 *
 * Context: Boot.
 * Return: 0 or a negative errno.
 */
int __init event_dir_init(void)
{
	return event_dir_modules_init();
}
