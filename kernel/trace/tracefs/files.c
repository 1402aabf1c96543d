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
#include <linux/tracefs.h>

#include "tracefs/tracefs.h"
#include "tracer/tracer.h"

static const struct trace_file files_table[] = {
	{ "README",		SCOPE_GLOBAL,	MODE_READ,	.show = readme_show },
	{ "available_events",	SCOPE_GLOBAL,	MODE_READ,	.list = &available_events_list },
#ifdef CONFIG_DYNAMIC_FTRACE
	{ "available_filter_functions", SCOPE_GLOBAL, MODE_READ,
	  .list = &available_filter_functions_list },
	{ "available_filter_functions_addrs", SCOPE_GLOBAL, MODE_READ,
	  .list = &available_filter_functions_addrs_list },
#endif
	{ "available_tracers",	SCOPE_INSTANCE,	MODE_READ,	.show = available_tracers_show },
	{ "buffer_percent",	SCOPE_INSTANCE,	MODE_RW,	.show = buffer_percent_show,
	  .write = buffer_percent_write },
	{ "buffer_size_kb",	SCOPE_CPU,	MODE_RW,	.show = buffer_size_kb_show,
	  .write = buffer_size_kb_write },
	{ "buffer_subbuf_size_kb", SCOPE_INSTANCE, MODE_RW,	.show = buffer_subbuf_size_kb_show,
	  .write = buffer_subbuf_size_kb_write },
	{ "buffer_total_size_kb", SCOPE_INSTANCE, MODE_READ,	.show = buffer_total_size_kb_show },
	{ "current_tracer",	SCOPE_INSTANCE,	MODE_RW,	.show = current_tracer_show,
	  .write = current_tracer_write, .longest = PAGE_SIZE },
#ifdef CONFIG_DYNAMIC_FTRACE
	{ "dyn_ftrace_total_info", SCOPE_GLOBAL, MODE_READ, .show = dyn_ftrace_total_info_show },
	{ "enabled_functions",	SCOPE_GLOBAL,	MODE_READ,	.list = &enabled_functions_list,
	  .in_lockdown = true },
#endif
#ifdef CONFIG_TRACE_EVAL_MAP_FILE
	{ "eval_map",		SCOPE_GLOBAL,	MODE_READ,	.list = &eval_map_list },
#endif
	{ "error_log",		SCOPE_INSTANCE,	MODE_RW,	.list = &error_log_list,
	  .fops = &error_log_fops },
	{ "free_buffer",	SCOPE_INSTANCE,	MODE_WRITE,	.fops = &free_buffer_fops },
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	{ "max_graph_depth",	SCOPE_GLOBAL,	MODE_RW,	.show = max_graph_depth_show,
	  .write = max_graph_depth_write },
#endif
#ifdef CONFIG_FUNCTION_PROFILER
	{ "function_profile_enabled", SCOPE_GLOBAL, MODE_RW,
	  .show = function_profile_enabled_show,
	  .write = function_profile_enabled_write },
#endif
	{ "printk_formats",	SCOPE_GLOBAL,	MODE_READ,	.list = &printk_formats_list },
	{ "saved_cmdlines",	SCOPE_GLOBAL,	MODE_READ,	.list = &comm_cache_seq_ops },
	{ "saved_cmdlines_size", SCOPE_GLOBAL,	MODE_RW,	.show = saved_cmdlines_size_show,
	  .write = saved_cmdlines_size_write },
	{ "saved_tgids",	SCOPE_GLOBAL,	MODE_READ,	.list = &tgid_cache_seq_ops },
	{ "set_event",		SCOPE_INSTANCE,	MODE_RW,	.list = &set_event_list,
	  .fops = &set_event_fops },
	{ "set_event_notrace_pid", SCOPE_INSTANCE, MODE_RW,	.list = &event_pid_list,
	  .fops = &set_event_notrace_pid_fops },
	{ "set_event_pid",	SCOPE_INSTANCE,	MODE_RW,	.list = &event_pid_list,
	  .fops = &set_event_pid_fops },
#ifdef CONFIG_DYNAMIC_FTRACE
	{ "set_ftrace_filter",	SCOPE_INSTANCE,	MODE_RW,	.fops = &set_ftrace_filter_fops },
	{ "set_ftrace_notrace",	SCOPE_INSTANCE,	MODE_RW,	.fops = &set_ftrace_notrace_fops },
#endif
#ifdef CONFIG_FUNCTION_TRACER
	{ "set_ftrace_notrace_pid", SCOPE_INSTANCE, MODE_RW,	.list = &ftrace_pid_list,
	  .fops = &set_ftrace_notrace_pid_fops },
	{ "set_ftrace_pid",	SCOPE_INSTANCE,	MODE_RW,	.list = &ftrace_pid_list,
	  .fops = &set_ftrace_pid_fops },
#endif
#ifdef CONFIG_FUNCTION_GRAPH_TRACER
	{ "set_graph_function",	SCOPE_GLOBAL,	MODE_RW,	.fops = &set_graph_function_fops },
	{ "set_graph_notrace",	SCOPE_GLOBAL,	MODE_RW,	.fops = &set_graph_notrace_fops },
#endif
#ifdef CONFIG_TRACER_SNAPSHOT
	{ "snapshot",		SCOPE_CPU,	MODE_RW,	.fops = &snapshot_fops },
	{ "snapshot_raw",	SCOPE_ONE_CPU,	MODE_READ,	.fops = &snapshot_raw_fops },
#endif
#ifdef CONFIG_STACK_TRACER
	{ "stack_max_size",	SCOPE_GLOBAL,	MODE_RW,	.show = stack_max_size_show,
	  .write = stack_max_size_write },
	{ "stack_trace",	SCOPE_GLOBAL,	MODE_READ,	.show = stack_trace_show },
	{ "stack_trace_filter",	SCOPE_GLOBAL,	MODE_RW,	.fops = &stack_trace_filter_fops },
#endif
	{ "stats",		SCOPE_ONE_CPU,	MODE_READ,	.show = stats_show },
	{ "timestamp_mode",	SCOPE_INSTANCE,	MODE_READ,	.show = timestamp_mode_show },
#ifdef CONFIG_DYNAMIC_FTRACE
	{ "touched_functions",	SCOPE_GLOBAL,	MODE_READ,	.list = &touched_functions_list,
	  .in_lockdown = true },
#endif
	{ "trace",		SCOPE_CPU,	MODE_RW,	.fops = &trace_fops },
	{ "trace_clock",	SCOPE_INSTANCE,	MODE_RW,	.show = trace_clock_show,
	  .write = trace_clock_write, .longest = 64 },
	{ "trace_marker",	SCOPE_INSTANCE,	MODE_MARK,	.fops = &trace_marker_fops },
	{ "trace_marker_raw",	SCOPE_INSTANCE,	MODE_MARK,	.fops = &trace_marker_raw_fops },
	{ "trace_options",	SCOPE_INSTANCE,	MODE_RW,	.show = trace_options_show,
	  .write = trace_options_write, .longest = 64 },
	{ "trace_pipe",		SCOPE_CPU,	MODE_READ,	.fops = &trace_pipe_fops },
	{ "trace_pipe_raw",	SCOPE_ONE_CPU,	MODE_READ,	.fops = &trace_pipe_raw_fops },
	{ "tracing_cpumask",	SCOPE_INSTANCE,	MODE_RW,	.show = tracing_cpumask_show,
	  .write = tracing_cpumask_write, .longest = KMALLOC_MAX_SIZE },
	{ "tracing_thresh",	SCOPE_GLOBAL,	MODE_RW,	.show = tracing_thresh_show,
	  .write = tracing_thresh_write },
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

/**
 * target_name - the name of a file as it stands in the mount
 * @target: the file
 *
 * Context: Any.
 * Return: the name.
 */
const char *target_name(const struct trace_target *target)
{
	if (target->file == &option_file)
		return instance_option_names[target->option];
	if (target->file == &tracer_option_file)
		return target->tracer_opt->name;
	return target->file->name;
}

/**
 * top_files_alloc - make the folder of an instance itself
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: the folder, or NULL.
 */
struct trace_folder *top_files_alloc(struct trace_array *tr)
{
	struct trace_folder *folder = folder_alloc(tr, ARRAY_SIZE(files_table));
	const struct trace_file *file;

	for (file = files_table; folder && file < files_table + ARRAY_SIZE(files_table); file++) {
		if (is_at_top(file, tr))
			folder_add(folder, file);
	}
	return folder;
}

/**
 * cpu_files_alloc - make the folder of a CPU
 * @tr: the instance
 * @cpu: the CPU
 *
 * Context: Process context, may sleep.
 * Return: the folder, or NULL.
 */
struct trace_folder *cpu_files_alloc(struct trace_array *tr, int cpu)
{
	struct trace_folder *folder = folder_alloc(tr, ARRAY_SIZE(files_table));
	const struct trace_file *file;

	for (file = files_table; folder && file < files_table + ARRAY_SIZE(files_table); file++) {
		if (is_per_cpu(file))
			folder_add(folder, file)->cpu = cpu;
	}
	return folder;
}

/**
 * option_files_alloc - make the folder of an instance's options
 * @tr: the instance
 *
 * Context: Process context, may sleep.
 * Return: the folder, or NULL.
 */
struct trace_folder *option_files_alloc(struct trace_array *tr)
{
	const struct tracer_opt *tracer_opt;
	struct trace_folder *folder;
	enum instance_option opt;
	unsigned int nr = 0;

	while (tracer_option_at(tr, nr))
		nr++;
	folder = folder_alloc(tr, OPT_NR + nr);
	for (opt = 0; folder && opt < OPT_NR; opt++) {
		if (!tr->name || !instance_option_is_top_only(opt))
			folder_add(folder, &option_file)->option = opt;
	}
	for (nr = 0; folder && (tracer_opt = tracer_option_at(tr, nr)); nr++)
		folder_add(folder, &tracer_option_file)->tracer_opt = tracer_opt;
	return folder;
}

/*
 * A file that cannot be made is missed by whoever looks for it, and by nobody
 * else; tracefs has said why.
 */
static int __init create_top_files(struct trace_array *tr)
{
	struct trace_folder *folder = top_files_alloc(tr);
	struct trace_target *target;

	if (!folder)
		return -ENOMEM;
	for (target = folder->files; target < folder->files + folder->nr_files; target++)
		tracefs_create_file(target_name(target), target->file->mode, NULL, target,
				    target->file->fops ?: &text_fops);
	return 0;
}

static int __init tracefs_front_init(void)
{
	struct trace_array *tr = instance_top();
	int ret;

	if (!tr || !tracefs_initialized())
		return -ENODEV;
	ret = top_dir_create(tr) ?: create_top_files(tr);
	return ret ?: event_dir_init() ?: automount_init();
}
fs_initcall(tracefs_front_init);
