/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DOC: event - what an event is: fields, format, text, and who wants it
 *
 * The registry knows every event (trace_event_call), from the kernel and from
 * modules.  An event file is one event in one instance: it says whether the
 * instance records the event and is what the probe of a hit is given.  Event
 * files come into being when somebody asks for one, so an instance in which
 * few events are used costs little.
 *
 * Lock order, as the whole tracing core has it:
 *   event_mutex -> trace_types_lock
 *   event_mutex -> tracepoints_mutex -> cpus_read_lock -> jump_label_mutex -> text_mutex
 * event_mutex covers the registry, all event files and who is enabled.  Readers
 * that print records hold event_read_lock() instead, so that no event goes away
 * while its print function runs.  Hits take no lock.
 */
#ifndef _TRACE_EVENT_LAYER_H
#define _TRACE_EVENT_LAYER_H

#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/seq_file.h>
#include <linux/trace_events.h>
#include <linux/xarray.h>

#include "instance/instance.h"

struct pid_set;

/* The sets of pids that an instance may have: base/pid_set.c. */
enum event_pids_kind {
	EVENT_PIDS_ONLY,	/* set_event_pid: nobody else's hits */
	EVENT_PIDS_EXCEPT,	/* set_event_notrace_pid: not theirs */
	EVENT_PIDS_NR
};

/* What an instance keeps of events. */
struct instance_events {
	/* Read on hits without a lock, written under event_mutex: */
	struct pid_set __rcu	*pids[EVENT_PIDS_NR];

	/* By the type of the event, protected by event_mutex: */
	struct xarray		files;
	struct xarray		recorded;	/* those the buffer may have records of */
};

/*
 * One event in one instance.  A hit reads only the first group; flags is 0
 * when it has nothing to do but record.
 */
struct trace_event_file {
	/* Read on every hit without a lock; written only by event_file_publish(): */
	unsigned long		flags;		/* EVENT_FILE_* */

	/* Set once, before the file is visible: */
	struct trace_array	*tr;		/* hits read tr->rb, which snapshots change */
	u16			type;
	struct trace_event_call	*call;

	/* Where a stack must not begin; set before EVENT_FILE_STACKS is: */
	unsigned long		hook_start;
	unsigned long		hook_end;

	/* Read on hits while there are switchers, and written by those: */
	bool			switched_on;

	/* Protected by event_mutex: */
	unsigned int		users;		/* reasons to be armed */
	unsigned int		switchers;	/* those who may switch it at hits */
	int			refs;
	bool			enabled;	/* the user asked to record */
	bool			comm;		/* it made the cache of task names run */
	bool			tgid;
	bool			removed;	/* the event is gone, this is not yet */
	struct rcu_head		rcu;
};

/* Why a hit needs more than recording.  Computed, never toggled bit by bit. */
#define EVENT_FILE_NOT_RECORDING	BIT(0)	/* about to be disarmed */
#define EVENT_FILE_SWITCHED		BIT(1)	/* switched_on decides */
#define EVENT_FILE_PIDS			BIT(2)	/* the instance has a set of pids */
#define EVENT_FILE_STACKS		BIT(8)	/* a stack follows each record */

/* Those for which dispatch has to ask whether the hit is recorded. */
#define EVENT_FILE_GATED \
	(EVENT_FILE_NOT_RECORDING | EVENT_FILE_SWITCHED | EVENT_FILE_PIDS)

/* A probe's data is an event file, or with this bit a trace_event_call for perf. */
#define TRACE_DATA_PERF			1UL

extern struct mutex event_mutex;

/*
 * registry.c: every event, in the order in which available_events lists them
 */
int event_registry_init(void);
unsigned int event_call_count(void);
struct trace_event_call *event_call_at(unsigned int index);
struct trace_event_call *event_call_find(const char *system, const char *name);
struct trace_event_call *event_call_by_type(unsigned int type);
struct trace_event_call *event_call_next(unsigned int *type);
struct trace_event *event_printer_by_type(unsigned int type);
void event_read_lock(void);
void event_read_unlock(void);
void event_write_lock(void);
void event_write_unlock(void);
bool event_call_is_visible(const struct trace_event_call *call);
unsigned long event_registry_generation(void);

/*
 * systems.c: the folders of events/, in every instance the same
 */
unsigned int event_system_count(void);
const char *event_system_name(unsigned int index);
const char *event_system_find(const char *name);
int event_system_add(const char *name);
void event_system_remove(const char *name);
bool event_system_is_shown(const struct trace_array *tr, const char *name);
bool event_call_is_shown(const struct trace_array *tr, const struct trace_event_call *call);

/*
 * fields.c: the fields of an event in the order of its record
 */
struct event_field {
	const char	*type;
	const char	*name;
	unsigned int	offset;
	unsigned int	size;
	unsigned int	len;		/* elements of an array, else 0 */
	bool		is_signed;
	u8		filter_type;	/* FILTER_* */
};

/* Where a walk over the fields stands; private to fields.c. */
struct event_field_walk {
	const struct trace_event_fields	*next;
	unsigned int			left;
	const char			*names;
	unsigned int			offset;
	struct event_field		field;
};

struct event_field *event_field_first(struct event_field_walk *walk,
				      const struct trace_event_call *call);
struct event_field *event_field_first_common(struct event_field_walk *walk);
struct event_field *event_field_next(struct event_field_walk *walk);

#define for_each_event_field(f, walk, call) \
	for (f = event_field_first(walk, call); f; f = event_field_next(walk))
#define for_each_common_field(f, walk) \
	for (f = event_field_first_common(walk); f; f = event_field_next(walk))

/*
 * format.c: the format file, and what events/header_* say
 */
void event_format_show(struct seq_file *m, struct trace_event_call *call);

/*
 * eval_map.c: numbers for the names in a print fmt
 */
void event_eval_add(struct module *mod, struct trace_eval_map **start, unsigned int nr);
void event_eval_remove(struct module *mod);
char *event_eval_replace(const char *system, const char *text);
struct trace_eval_map *event_eval_at(unsigned int index);

/*
 * event_file.c: who wants an event; all under event_mutex
 */
struct trace_event_file *event_file_get(struct trace_array *tr, struct trace_event_call *call);
struct trace_event_file *event_file_find(struct trace_array *tr, struct trace_event_call *call);
void event_file_put(struct trace_event_file *file);
int event_file_set_enabled(struct trace_event_file *file, bool on);
int event_set_one(struct trace_array *tr, struct trace_event_call *call, bool on);
void event_file_switch(struct trace_event_file *file, bool on);
int event_file_switch_get(struct trace_event_file *file);
void event_file_switch_put(struct trace_event_file *file);
unsigned int event_state(struct trace_array *tr, struct trace_event_call *call);
bool event_is_enabled(struct trace_array *tr, struct trace_event_call *call);
bool event_call_is_used(struct trace_event_call *call);
void event_file_remove(struct trace_event_file *file);
void event_files_publish(struct trace_array *tr);
void event_files_follow_options(struct trace_array *tr);

/* What event_state() answers. */
#define EVENT_STATE_ON		BIT(0)	/* hits are recorded */
#define EVENT_STATE_SWITCHED	BIT(1)	/* hits of others may change that */

/*
 * event_remove.c: the ends of event files
 */
void event_files_remove_call(struct trace_event_call *call);
int event_instances_init(void);

/*
 * event_pid.c: whose hits an instance records
 */
#define EVENT_NO_PID	(-1)

/* The task that a hit is about beside the current one, or EVENT_NO_PID. */
DECLARE_PER_CPU(int, event_other_pid);

int event_pids_add(struct trace_array *tr, enum event_pids_kind kind, char *text);
void event_pids_clear(struct trace_array *tr, enum event_pids_kind kind);
int event_pids_next(struct trace_array *tr, enum event_pids_kind kind, unsigned int from);
void event_pids_init(void);
void event_pids_exit(struct trace_array *tr);

/*
 * event_options.c: options of an instance, with what they change for its events
 */
int event_set_option(struct trace_array *tr, enum instance_option opt, bool on);
int event_set_option_text(struct trace_array *tr, const char *text);
void event_file_find_hook(struct trace_event_file *file);

/*
 * filter_parse.c: which texts are filters
 */
int event_filter_check(struct trace_array *tr, struct trace_event_call *call, const char *text);

/*
 * event_set.c: the same by name
 */
int event_set_enabled(struct trace_array *tr, const char *match, const char *system,
		      const char *name, bool on);
int event_set_text(struct trace_array *tr, char *text);

/*
 * How a tracer shows records; the plain way does what is NULL.  Lives for good.
 * open gives an iterator what the view keeps in iter->private, if it can.
 */
struct event_view {
	const char		*name;		/* of the tracer */
	void			(*open)(struct trace_iterator *iter);
	void			(*close)(struct trace_iterator *iter);
	void			(*print_header)(struct seq_file *m, struct trace_iterator *iter);
	enum print_line_t	(*print_line)(struct trace_iterator *iter);
};

/*
 * merge_iter.c: the records of all CPUs in the order of their stamps
 *
 * A reader opens an iterator on a buffer, without consuming (iter->buffer_iter
 * set) or consuming, and asks for the next record: it finds ent, ent_size, ts,
 * cpu, lost_events and idx filled in.
 */
int event_iter_open(struct trace_iterator *iter, struct trace_array *tr, int cpu, bool consume);
void event_iter_restart(struct trace_iterator *iter, struct trace_array *tr, int cpu);
void event_iter_close(struct trace_iterator *iter);
void event_iter_rewind(struct trace_iterator *iter);
bool event_iter_is_stale(struct trace_iterator *iter);
struct trace_entry *event_iter_peek(struct trace_iterator *iter);
struct trace_entry *event_iter_peek_cpu(struct trace_iterator *iter);
void event_iter_skip_cpu(struct trace_iterator *iter);
void event_iter_follow_view(struct trace_iterator *iter);
struct trace_entry *event_iter_next(struct trace_iterator *iter);
void event_iter_consume(struct trace_iterator *iter);
bool event_iter_is_empty(struct trace_iterator *iter);
u64 event_iter_next_ts(struct trace_iterator *iter);

/*
 * print_line.c: a record as one line, in the format that the options ask for
 */
enum print_line_t event_line_print(struct trace_iterator *iter);
enum print_line_t event_text_print(struct trace_iterator *iter, struct trace_event_call *call);
enum print_line_t event_remark_print(struct trace_iterator *iter);

/* print_prefix.c */
void event_context_print(struct trace_seq *s, const struct trace_entry *ent);

/* A bit of iter_flags beside enum trace_iter_flags: the reader may not sleep. */
#define TRACE_FILE_NO_ALLOC	BIT(8)

/*
 * print_header.c: the comment lines above the records
 */
void event_header_print(struct seq_file *m, struct trace_iterator *iter);
bool event_header_print_latency(struct seq_file *m, struct trace_iterator *iter);

/*
 * dump.c: the records on the console
 */
int event_dump_init(void);

/*
 * comm_cache.c: the names of tasks by pid, learned at sched_switch and at hits
 */
void comm_cache_find(int pid, char comm[TASK_COMM_LEN]);
int comm_cache_find_tgid(int pid);
int comm_cache_start(bool tgid);
void comm_cache_stop(bool tgid);
unsigned int comm_cache_size(void);
int comm_cache_resize(unsigned int entries);
extern const struct seq_operations comm_cache_seq_ops;
extern const struct seq_operations tgid_cache_seq_ops;

DECLARE_PER_CPU(bool, comm_cache_hit);

/**
 * comm_cache_record_hit - have the tasks of this CPU filed soon
 *
 * Context: Any, preemption off.
 */
static inline void comm_cache_record_hit(void)
{
	__this_cpu_write(comm_cache_hit, true);
}

/*
 * builtin_events.c: the records that the core itself writes (system ftrace)
 */
enum trace_type {
	__TRACE_FIRST_TYPE = 0,
	TRACE_FN,
	TRACE_CTX,
	TRACE_WAKE,
	TRACE_STACK,
	TRACE_PRINT,
	TRACE_BPRINT,
	TRACE_MMIO_RW,
	TRACE_MMIO_MAP,
	TRACE_BRANCH,
	TRACE_GRAPH_RET,
	TRACE_GRAPH_ENT,
	TRACE_USER_STACK,
	TRACE_BLK,
	TRACE_BPUTS,
	TRACE_HWLAT,
	TRACE_OSNOISE,
	TRACE_TIMERLAT,
	TRACE_RAW_DATA,
	TRACE_FUNC_REPEATS,
	__TRACE_LAST_TYPE,
};

int builtin_events_init(void);

/* Arguments in registers that may stand behind a function's record. */
#define EVENT_FUNCTION_ARGS	6

/* print_args.c */
#ifdef CONFIG_DEBUG_INFO_BTF
void event_function_args_print(struct trace_seq *s, unsigned long ip, const unsigned long *args);
#else
static inline void event_function_args_print(struct trace_seq *s, unsigned long ip,
					     const unsigned long *args)
{
	trace_seq_puts(s, "(...)");
}
#endif

/* The structs of these records, made from entries.h. */
#include "event/builtin_structs.h"

#endif /* _TRACE_EVENT_LAYER_H */
