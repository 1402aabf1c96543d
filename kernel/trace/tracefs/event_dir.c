// SPDX-License-Identifier: GPL-2.0
/*
 * events/: folders for systems and events that exist while somebody looks.
 *
 * tracefs asks here what a folder holds and the answer comes from the registry;
 * a folder that is looked at has a node, freed with its inode.  An event may go
 * while its files are open: a node is compared with the registry at each use.
 * Order: inode lock of the folder, then event_mutex; so no function of tracefs
 * is called under event_mutex here.
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

/* A folder below events/, or events/ itself; all set once. */
struct event_node {
	struct trace_array	*tr;
	const char		*system;	/* NULL: events/; of the registry, lasts */
	struct trace_event_call	*call;		/* only to compare with */
	unsigned int		type;
	bool			has_enable;
	bool			has_id;
	unsigned int		nr_files;
	struct trace_target	files[];
};

/* The events/ of all instances. */
static LIST_HEAD(trees);
static DEFINE_MUTEX(trees_mutex);

/* The event of a node, or NULL if it has gone. */
static struct trace_event_call *node_call(const struct event_node *node)
{
	struct trace_event_call *call;

	lockdep_assert_held(&event_mutex);
	call = event_call_by_type(node->type);
	return call == node->call ? call : NULL;
}

static int event_enable_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	call = node_call(target->node);
	if (!call)
		return -ENODEV;
	seq_printf(m, "%d\n", event_is_enabled(target->tr, call));
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
	call = node_call(target->node);
	return call ? event_set_one(target->tr, call, on) : -ENODEV;
}

static int event_format_file_show(struct seq_file *m, const struct trace_target *target)
{
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	call = node_call(target->node);
	if (!call)
		return -ENODEV;
	event_format_show(m, call);
	return 0;
}

static int event_id_show(struct seq_file *m, const struct trace_target *target)
{
	guard(mutex)(&event_mutex);
	if (!node_call(target->node))
		return -ENODEV;
	seq_printf(m, "%u\n", target->node->type);
	return 0;
}

/* 0 and 1 when all events agree, X when they do not, ? when there are none. */
static int system_enable_show(struct seq_file *m, const struct trace_target *target)
{
	const char *system = target->node->system;
	struct trace_event_call *call;
	bool some_on = false, some_off = false;
	unsigned int i;

	guard(mutex)(&event_mutex);
	for (i = 0; (call = event_call_at(i)); i++) {
		if (!event_call_is_visible(call) || (system && strcmp(call->class->system, system)))
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

	return ret ?: event_set_enabled(target->tr, NULL, target->node->system, NULL, on);
}

/*
 * No event has a filter yet.  The files are there all the same: tools find the
 * events of a system by them, and write 0 for "no filter" before they record.
 */
static int event_filter_show(struct seq_file *m, const struct trace_target *target)
{
	guard(mutex)(&event_mutex);
	if (!node_call(target->node))
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
	  .write = filter_write },
};

static const struct trace_file event_files[] = {
	{ "enable",		.mode = MODE_RW,	.show = event_enable_show,
	  .write = event_enable_write },
	{ "filter",		.mode = MODE_RW,	.show = event_filter_show,
	  .write = filter_write },
	{ "format",		.mode = MODE_READ,	.show = event_format_file_show },
#ifdef CONFIG_PERF_EVENTS
	{ "id",			.mode = MODE_READ,	.show = event_id_show },
#endif
};

static struct event_node *node_alloc(struct trace_array *tr, const struct trace_file *files,
				     unsigned int nr_files)
{
	struct event_node *node;
	unsigned int i;

	node = kzalloc(struct_size(node, files, nr_files), GFP_KERNEL);
	if (!node)
		return NULL;
	node->tr = tr;
	node->nr_files = nr_files;
	for (i = 0; i < nr_files; i++) {
		node->files[i].file = &files[i];
		node->files[i].tr = tr;
		node->files[i].node = node;
	}
	return node;
}

static bool node_has(const struct event_node *node, const struct trace_file *file)
{
	if (file->show == event_id_show)
		return node->has_id;
	return !file->write || node->has_enable;
}

/* Whatever the folder, its files are those of its node. */
static int node_file(const char *name, umode_t *mode, void **data,
		     const struct file_operations **fops)
{
	struct event_node *node = *data;
	const struct trace_file *file;
	unsigned int i;

	for (i = 0; i < node->nr_files; i++) {
		file = node->files[i].file;
		if (strcmp(file->name, name) || !node_has(node, file))
			continue;
		*mode = file->mode;
		*data = &node->files[i];
		*fops = &text_fops;
		return 1;
	}
	return 0;
}

static void node_put(void *data)
{
	kfree(data);
}

static const struct eventfs_entry root_entries[] = {
	{ "enable", node_file },
	{ "header_event", node_file },
	{ "header_page", node_file },
};

static const struct eventfs_entry system_entries[] = {
	{ "enable", node_file },
	{ "filter", node_file },
};

static const struct eventfs_entry event_entries[] = {
	{ "enable", node_file },
	{ "filter", node_file },
	{ "format", node_file },
	{ "id", node_file },
};

static const struct tracefs_dir event_folder = {
	.mode		= 0755,
	.files		= event_entries,
	.nr_files	= ARRAY_SIZE(event_entries),
	.put		= node_put,
};

static int system_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct event_node *parent = data;
	struct trace_event_call *call;
	struct event_node *node;

	guard(mutex)(&event_mutex);
	call = event_call_find(parent->system, name);
	if (!call)
		return -ENOENT;
	node = node_alloc(parent->tr, event_files, ARRAY_SIZE(event_files));
	if (!node)
		return -ENOMEM;
	node->system = parent->system;
	node->call = call;
	node->type = call->type;
	node->has_enable = event_call_is_visible(call);
	/* The id is of use to who can have hits of the event. */
	node->has_id = call->class->reg;
	child->data = node;
	child->dir = &event_folder;
	return 0;
}

/* The place of an event in its folder is its type. */
static int system_next(void *data, unsigned int *pos, char *name)
{
	const struct event_node *node = data;
	struct trace_event_call *call;

	guard(mutex)(&event_mutex);
	for (; (call = event_call_next(pos)); ++*pos) {
		if (strcmp(call->class->system, node->system))
			continue;
		strscpy(name, trace_event_name(call), NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

static const struct tracefs_dir system_folder = {
	.mode		= 0755,
	.files		= system_entries,
	.nr_files	= ARRAY_SIZE(system_entries),
	.lookup		= system_lookup,
	.next		= system_next,
	.put		= node_put,
};

static bool system_has_enable(const char *system)
{
	return strcmp(system, "ftrace");
}

static int root_lookup(void *data, const char *name, struct tracefs_child *child)
{
	const struct event_node *parent = data;
	struct event_node *node;
	const char *system;

	guard(mutex)(&event_mutex);
	system = event_system_find(name);
	if (!system)
		return -ENOENT;
	node = node_alloc(parent->tr, system_files, ARRAY_SIZE(system_files));
	if (!node)
		return -ENOMEM;
	node->system = system;
	node->has_enable = system_has_enable(system);
	child->data = node;
	child->dir = &system_folder;
	return 0;
}

static int root_next(void *data, unsigned int *pos, char *name)
{
	const char *system;

	guard(mutex)(&event_mutex);
	for (; *pos < event_system_count(); ++*pos) {
		system = event_system_name(*pos);
		if (!system)
			continue;
		strscpy(name, system, NAME_MAX + 1);
		return DT_DIR;
	}
	return 0;
}

static const struct tracefs_dir root_folder = {
	.mode		= 0755,
	.files		= root_entries,
	.nr_files	= ARRAY_SIZE(root_entries),
	.lookup		= root_lookup,
	.next		= root_next,
	.put		= node_put,
};

/**
 * event_dir_create - make the events/ of an instance
 * @tr: the instance, its files there
 * @parent: the instance's folder, or NULL for the root of the mount
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int event_dir_create(struct trace_array *tr, struct dentry *parent)
{
	struct event_node *node = node_alloc(tr, root_files, ARRAY_SIZE(root_files));
	struct dentry *dentry;

	if (!node)
		return -ENOMEM;
	node->has_enable = true;
	dentry = tracefs_create_tree("events", parent, &root_folder, node);
	if (IS_ERR(dentry)) {
		kfree(node);
		return PTR_ERR(dentry);
	}
	tr->files->events = dentry;
	guard(mutex)(&trees_mutex);
	list_add_tail(&tr->files->list, &trees);
	return 0;
}

static void forget_path(const char *path)
{
	struct instance_files *files;

	guard(mutex)(&trees_mutex);
	list_for_each_entry(files, &trees, list)
		tracefs_tree_forget(files->events, path);
}

static bool system_is_gone(const char *system)
{
	guard(mutex)(&event_mutex);
	return !event_system_find(system);
}

/* The registry has let go of it, its names are still there. */
static void forget_event(struct trace_event_call *call)
{
	char *path __free(kfree) = kasprintf(GFP_KERNEL, "%s/%s", call->class->system,
					     trace_event_name(call));

	/* Without memory a name stays that leads to -ENODEV. */
	if (path)
		forget_path(path);
	if (system_is_gone(call->class->system))
		forget_path(call->class->system);
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
