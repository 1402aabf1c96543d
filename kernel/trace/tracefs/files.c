// SPDX-License-Identifier: GPL-2.0
/*
 * The table of control files, and the files of an instance made from it.
 *
 * Runs at boot, in process context: once tracefs itself can be asked for files
 * and before user space can mount it.  This is an initcall of its own because
 * boot/ may not call a front end; nothing else in this folder is one.
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/tracefs.h>

#include "tracefs/tracefs.h"

static const struct trace_file files_table[] = {
	{ "README",		SCOPE_GLOBAL,	MODE_READ,	.show = readme_show },
	{ "available_events",	SCOPE_GLOBAL,	MODE_READ,	.list = &available_events_list },
	{ "available_tracers",	SCOPE_INSTANCE,	MODE_READ,	.show = available_tracers_show },
	{ "buffer_percent",	SCOPE_INSTANCE,	MODE_RW,	.show = buffer_percent_show,
	  .write = buffer_percent_write },
	{ "buffer_size_kb",	SCOPE_CPU,	MODE_RW,	.show = buffer_size_kb_show,
	  .write = buffer_size_kb_write },
	{ "buffer_subbuf_size_kb", SCOPE_INSTANCE, MODE_RW,	.show = buffer_subbuf_size_kb_show,
	  .write = buffer_subbuf_size_kb_write },
	{ "buffer_total_size_kb", SCOPE_INSTANCE, MODE_READ,	.show = buffer_total_size_kb_show },
	{ "current_tracer",	SCOPE_INSTANCE,	MODE_RW,	.show = current_tracer_show,
	  .write = current_tracer_write },
#ifdef CONFIG_TRACE_EVAL_MAP_FILE
	{ "eval_map",		SCOPE_GLOBAL,	MODE_READ,	.list = &eval_map_list },
#endif
	{ "free_buffer",	SCOPE_INSTANCE,	MODE_WRITE,	.fops = &free_buffer_fops },
	{ "printk_formats",	SCOPE_GLOBAL,	MODE_READ,	.list = &printk_formats_list },
	{ "saved_cmdlines",	SCOPE_GLOBAL,	MODE_READ,	.list = &comm_cache_seq_ops },
	{ "saved_cmdlines_size", SCOPE_GLOBAL,	MODE_RW,	.show = saved_cmdlines_size_show,
	  .write = saved_cmdlines_size_write },
	{ "saved_tgids",	SCOPE_GLOBAL,	MODE_READ,	.list = &tgid_cache_seq_ops },
	{ "set_event",		SCOPE_INSTANCE,	MODE_RW,	.list = &set_event_list,
	  .fops = &set_event_fops },
	{ "stats",		SCOPE_ONE_CPU,	MODE_READ,	.show = stats_show },
	{ "timestamp_mode",	SCOPE_INSTANCE,	MODE_READ,	.show = timestamp_mode_show },
	{ "trace",		SCOPE_CPU,	MODE_RW,	.fops = &trace_fops },
	{ "trace_clock",	SCOPE_INSTANCE,	MODE_RW,	.show = trace_clock_show,
	  .write = trace_clock_write },
	{ "trace_marker",	SCOPE_INSTANCE,	MODE_MARK,	.fops = &trace_marker_fops },
	{ "trace_marker_raw",	SCOPE_INSTANCE,	MODE_MARK,	.fops = &trace_marker_raw_fops },
	{ "trace_options",	SCOPE_INSTANCE,	MODE_RW,	.show = trace_options_show,
	  .write = trace_options_write },
	{ "trace_pipe",		SCOPE_CPU,	MODE_READ,	.fops = &trace_pipe_fops },
	{ "trace_pipe_raw",	SCOPE_ONE_CPU,	MODE_READ,	.fops = &trace_pipe_raw_fops },
	{ "tracing_cpumask",	SCOPE_INSTANCE,	MODE_RW,	.show = tracing_cpumask_show,
	  .write = tracing_cpumask_write },
	{ "tracing_on",		SCOPE_INSTANCE,	MODE_RW,	.show = tracing_on_show,
	  .write = tracing_on_write },
};

static bool is_per_cpu(const struct trace_file *file)
{
	return file->scope == SCOPE_CPU || file->scope == SCOPE_ONE_CPU;
}

static bool is_at_top(const struct trace_file *file, const struct trace_array *tr)
{
	return file->scope == SCOPE_INSTANCE || file->scope == SCOPE_CPU ||
	       (file->scope == SCOPE_GLOBAL && !tr->name);
}

/* More than there will be: no file of an instance needs two targets. */
static size_t max_targets(void)
{
	return ARRAY_SIZE(files_table) * (1 + num_possible_cpus()) + OPT_NR;
}

/*
 * A file that cannot be made is missed by whoever looks for it, and by nobody
 * else; tracefs has said why.
 */
static struct trace_target *target_add(struct instance_files *files, struct trace_array *tr,
				       const struct trace_file *file)
{
	struct trace_target *target = &files->targets[files->nr_targets++];

	target->file = file;
	target->tr = tr;
	return target;
}

static void target_create(struct trace_target *target, const char *name, struct dentry *dir)
{
	const struct trace_file *file = target->file;

	tracefs_create_file(name, file->mode, dir, target, file->fops ?: &text_fops);
}

static void create_top_files(struct trace_array *tr, struct dentry *dir)
{
	const struct trace_file *file;
	struct trace_target *target;

	for (file = files_table; file < files_table + ARRAY_SIZE(files_table); file++) {
		if (!is_at_top(file, tr))
			continue;
		target = target_add(tr->files, tr, file);
		target->cpu = INSTANCE_ALL_CPUS;
		target_create(target, file->name, dir);
	}
}

static void create_cpu_files(struct trace_array *tr, struct dentry *per_cpu, int cpu)
{
	const struct trace_file *file;
	struct trace_target *target;
	struct dentry *dir;
	char name[16];

	snprintf(name, sizeof(name), "cpu%d", cpu);
	dir = tracefs_create_dir(name, per_cpu);
	if (IS_ERR_OR_NULL(dir))
		return;
	for (file = files_table; file < files_table + ARRAY_SIZE(files_table); file++) {
		if (!is_per_cpu(file))
			continue;
		target = target_add(tr->files, tr, file);
		target->cpu = cpu;
		target_create(target, file->name, dir);
	}
}

static void create_per_cpu(struct trace_array *tr, struct dentry *parent)
{
	struct dentry *per_cpu = tracefs_create_dir("per_cpu", parent);
	int cpu;

	if (IS_ERR_OR_NULL(per_cpu))
		return;
	for_each_possible_cpu(cpu)
		create_cpu_files(tr, per_cpu, cpu);
}

static void create_options(struct trace_array *tr, struct dentry *parent)
{
	struct dentry *options = tracefs_create_dir("options", parent);
	struct trace_target *target;
	enum instance_option opt;

	if (IS_ERR_OR_NULL(options))
		return;
	for (opt = 0; opt < OPT_NR; opt++) {
		if (tr->name && instance_option_is_top_only(opt))
			continue;
		target = target_add(tr->files, tr, &option_file);
		target->option = opt;
		target_create(target, instance_option_names[opt], options);
	}
}

static struct instance_files *instance_files_alloc(void)
{
	struct instance_files *files;
	int cpu;

	files = kzalloc(struct_size(files, targets, max_targets()), GFP_KERNEL);
	if (!files)
		return NULL;
	files->cpu_readers = kcalloc(nr_cpu_ids, sizeof(*files->cpu_readers), GFP_KERNEL);
	if (!files->cpu_readers || !zalloc_cpumask_var(&files->pipe_cpus, GFP_KERNEL)) {
		kfree(files->cpu_readers);
		kfree(files);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		mutex_init(&files->cpu_readers[cpu]);
	init_rwsem(&files->readers);
	files->wake_percent = 50;
	return files;
}

/* The files of one instance; @dir NULL is the root of the mount. */
static int create_files(struct trace_array *tr, struct dentry *dir)
{
	tr->files = instance_files_alloc();
	if (!tr->files)
		return -ENOMEM;
	create_top_files(tr, dir);
	create_options(tr, dir);
	create_per_cpu(tr, dir);
	return event_dir_create(tr, dir);
}

static int __init tracefs_front_init(void)
{
	struct trace_array *tr = instance_top();
	int ret;

	if (!tr || !tracefs_initialized())
		return -ENODEV;
	ret = create_files(tr, NULL);
	return ret ?: event_dir_init() ?: automount_init();
}
fs_initcall(tracefs_front_init);
