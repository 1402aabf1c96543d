/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the tracefs front end share; private to this folder.
 *
 * A control file is a row of a table (files.c); a target is that row in one
 * instance, for one CPU where the file has a CPU.  i_private of an inode is its
 * target.  Functions of a text file get the target and hold a reference to its
 * instance.  No policy here: parse, call one function of a layer below, format.
 */
#ifndef _TRACE_TRACEFS_H
#define _TRACE_TRACEFS_H

#include <linux/fs.h>
#include <linux/kallsyms.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/seq_file.h>
#include <linux/tracefs.h>

#include "event/event.h"
#include "instance/instance.h"

#define MODE_READ	0440
#define MODE_RW		0640
#define MODE_MARK	0220
#define MODE_WRITE	0200
#define MODE_FOLDER	0750
#define MODE_EVENT_FOLDER 0755

struct trace_file;
struct trace_folder;
struct tracer_opt;

/* One file as it stands in the mount. */
struct trace_target {
	const struct trace_file		*file;
	struct trace_array		*tr;
	union {
		int			cpu;		/* INSTANCE_ALL_CPUS outside per_cpu/ */
		enum instance_option	option;		/* below options/ */
		const struct tracer_opt	*tracer_opt;	/* there too */
		struct trace_folder	*folder;	/* below events/ */
	};
};

enum trace_file_scope {
	SCOPE_GLOBAL,		/* once, at the top of the mount */
	SCOPE_INSTANCE,		/* in each instance */
	SCOPE_CPU,		/* in each instance, and for each CPU of it */
	SCOPE_ONE_CPU,		/* only for each CPU of an instance */
};

/*
 * A kind of file.  Text files have show (the whole text at once) or list (one
 * line at a time, m->private is the target), and write (all of one write(), NUL
 * ended).  Streams bring their own operations.
 */
struct trace_file {
	const char			*name;
	enum trace_file_scope		scope;
	umode_t				mode;
	int				(*show)(struct seq_file *m,
						const struct trace_target *target);
	const struct seq_operations	*list;
	int				(*write)(const struct trace_target *target, char *text);
	const struct file_operations	*fops;
	bool				holds_nothing;	/* open, it lets the instance go */
	bool				in_lockdown;	/* secret: open in lockdown too */
	unsigned int			longest;	/* text that is refused; 0: a number */
};

/* A folder on demand that somebody looks at; all set once. */
struct trace_folder {
	struct trace_array	*tr;		/* held */

	/* Below events/: */
	const char		*system;	/* NULL: events/; of the registry, lasts */
	struct trace_event_call	*call;		/* only to compare with */
	unsigned int		type;
	bool			has_enable;

	unsigned int		nr_files;
	struct trace_target	files[];
};

/* What this layer keeps of an instance. */
struct instance_files {
	/* Set once, before the files are visible: */
	bool			is_top;
	struct dentry		*tree;		/* the instance's folder; top: events/ */
	struct list_head	list;		/* event_dir.c, under its trees_mutex */
	struct mutex		*cpu_readers;	/* by CPU; see reader_lock() */
	struct rw_semaphore	readers;

	/* Protected by trace_types_lock: */
	cpumask_var_t		pipe_cpus;	/* those whose trace_pipe is open */

	/* One word, any value from 0 to 100: */
	unsigned int		wake_percent;
};

/* target.c */
extern const struct file_operations text_fops;

static inline const struct trace_target *target_of(const struct file *file)
{
	return file_inode(file)->i_private;
}

int target_open(const struct inode *inode);
void target_release(const struct inode *inode);
int target_release_file(struct inode *inode, struct file *file);
int text_open(struct inode *inode, struct file *file);
int text_release(struct inode *inode, struct file *file);
ssize_t text_read(struct file *file, char __user *ubuf, size_t cnt, loff_t *ppos);
loff_t text_llseek(struct file *file, loff_t offset, int whence);
int text_parse_bool(const char *text, bool *on);
void reader_lock(struct trace_array *tr, int cpu);
void reader_unlock(struct trace_array *tr, int cpu);

/* files.c */
const char *target_name(const struct trace_target *target);
struct trace_folder *top_files_alloc(struct trace_array *tr);
struct trace_folder *cpu_files_alloc(struct trace_array *tr, int cpu);
struct trace_folder *option_files_alloc(struct trace_array *tr);

/* folder.c */
extern const struct tracefs_dir flat_dir;

struct trace_folder *folder_alloc(struct trace_array *tr, unsigned int max_files);
void folder_put(void *data);
struct trace_target *folder_add(struct trace_folder *folder, const struct trace_file *file);
int folder_lookup(void *data, const char *name, struct tracefs_child *child);
int folder_next(void *data, unsigned int *pos, char *name);

/* instance_dir.c */
int top_dir_create(struct trace_array *tr);

/* event_dir.c */
extern const struct tracefs_dir events_dir;

struct trace_folder *event_root_alloc(struct trace_array *tr);
void event_trees_add(struct instance_files *files);
void event_trees_remove(struct instance_files *files);
int event_dir_init(void);

/* automount.c */
int automount_init(void);

/* readme.c */
int readme_show(struct seq_file *m, const struct trace_target *target);

/* tracing_on.c */
int tracing_on_show(struct seq_file *m, const struct trace_target *target);
int tracing_on_write(const struct trace_target *target, char *text);
int tracing_cpumask_show(struct seq_file *m, const struct trace_target *target);
int tracing_cpumask_write(const struct trace_target *target, char *text);

/* current_tracer.c */
int available_tracers_show(struct seq_file *m, const struct trace_target *target);
int current_tracer_show(struct seq_file *m, const struct trace_target *target);
int current_tracer_write(const struct trace_target *target, char *text);
int tracing_thresh_show(struct seq_file *m, const struct trace_target *target);
int tracing_thresh_write(const struct trace_target *target, char *text);

/* function_profile.c */
extern const struct tracefs_dir trace_stat_dir;

int function_profile_enabled_show(struct seq_file *m, const struct trace_target *target);
int function_profile_enabled_write(const struct trace_target *target, char *text);
struct trace_folder *trace_stat_alloc(struct trace_array *tr);

/* stack_trace_files.c */
int stack_max_size_show(struct seq_file *m, const struct trace_target *target);
int stack_max_size_write(const struct trace_target *target, char *text);
int stack_trace_show(struct seq_file *m, const struct trace_target *target);

/* trace_clock_file.c */
int trace_clock_show(struct seq_file *m, const struct trace_target *target);
int trace_clock_write(const struct trace_target *target, char *text);
int timestamp_mode_show(struct seq_file *m, const struct trace_target *target);

/* trace_options.c */
extern const struct trace_file option_file;
extern const struct trace_file tracer_option_file;
int trace_options_show(struct seq_file *m, const struct trace_target *target);
int trace_options_write(const struct trace_target *target, char *text);

/* buffer_size.c */
int target_expand(const struct trace_target *target);
extern const struct file_operations free_buffer_fops;
int buffer_size_kb_show(struct seq_file *m, const struct trace_target *target);
int buffer_size_kb_write(const struct trace_target *target, char *text);
int buffer_total_size_kb_show(struct seq_file *m, const struct trace_target *target);
int buffer_percent_show(struct seq_file *m, const struct trace_target *target);
int buffer_percent_write(const struct trace_target *target, char *text);
int buffer_subbuf_size_kb_show(struct seq_file *m, const struct trace_target *target);
int buffer_subbuf_size_kb_write(const struct trace_target *target, char *text);
int stats_show(struct seq_file *m, const struct trace_target *target);

/* set_event.c */
extern const struct seq_operations available_events_list;
extern const struct seq_operations set_event_list;
extern const struct file_operations set_event_fops;

/* set_event_pid.c */
extern const struct seq_operations event_pid_list;
extern const struct file_operations set_event_pid_fops;
extern const struct file_operations set_event_notrace_pid_fops;
ssize_t pid_list_write(struct file *file, const char __user *ubuf, size_t cnt,
		       int (*add)(const struct trace_target *target, char *text));

/* set_ftrace_pid.c */
extern const struct seq_operations ftrace_pid_list;
extern const struct file_operations set_ftrace_pid_fops;
extern const struct file_operations set_ftrace_notrace_pid_fops;

/* word_input.c: longer than any name of a function, as %pS gives it */
#define WORD_INPUT_MAX	(KSYM_SYMBOL_LEN + 2)

struct word_input {
	unsigned int	len;	/* 0: the next one has not begun */
	char		text[WORD_INPUT_MAX + 1];
};

ssize_t word_input_take(struct word_input *in, const char __user *ubuf, size_t cnt,
			bool *is_whole);

/* set_ftrace_filter.c */
extern const struct file_operations set_ftrace_filter_fops;
extern const struct file_operations set_ftrace_notrace_fops;
extern const struct file_operations stack_trace_filter_fops;

/* function_sites.c */
extern const struct seq_operations available_filter_functions_list;
extern const struct seq_operations available_filter_functions_addrs_list;
extern const struct seq_operations enabled_functions_list;
extern const struct seq_operations touched_functions_list;
int dyn_ftrace_total_info_show(struct seq_file *m, const struct trace_target *target);

/* graph_filter_file.c */
extern const struct file_operations set_graph_function_fops;
extern const struct file_operations set_graph_notrace_fops;
int max_graph_depth_show(struct seq_file *m, const struct trace_target *target);
int max_graph_depth_write(const struct trace_target *target, char *text);

/* error_log_file.c */
extern const struct seq_operations error_log_list;
extern const struct file_operations error_log_fops;

/* saved_cmdlines.c */
int saved_cmdlines_size_show(struct seq_file *m, const struct trace_target *target);
int saved_cmdlines_size_write(const struct trace_target *target, char *text);

/* text_maps.c */
extern const struct seq_operations printk_formats_list;
extern const struct seq_operations eval_map_list;

/* trace.c */
extern const struct file_operations trace_fops;
int trace_open_reader(struct file *file, const struct trace_target *target, bool snapshot);
int trace_release(struct inode *inode, struct file *file);
ssize_t trace_read_iter(struct kiocb *kiocb, struct iov_iter *to);
loff_t trace_llseek(struct file *file, loff_t offset, int whence);

/* snapshot_file.c */
extern const struct file_operations snapshot_fops;
void snapshot_help_print(struct seq_file *m, const struct trace_iterator *iter);

/* trace_pipe.c */
extern const struct file_operations trace_pipe_fops;

/* trace_pipe_raw.c */
extern const struct file_operations trace_pipe_raw_fops;
extern const struct file_operations snapshot_raw_fops;

/* trace_marker.c */
extern const struct file_operations trace_marker_fops;
extern const struct file_operations trace_marker_raw_fops;

#endif /* _TRACE_TRACEFS_H */
