/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TRACE_EVENT_H
#define _LINUX_TRACE_EVENT_H

/*
 * Events: what a TRACE_EVENT describes, as the code that it expands to and the
 * rest of the kernel see it.  The machinery behind is kernel/trace/event/ (what
 * an event is) and kernel/trace/dispatch/ (where a hit goes).
 */

#include <linux/bits.h>
#include <linux/hardirq.h>
#include <linux/hashtable.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>
#include <linux/ring_buffer.h>
#include <linux/sprintf.h>
#include <linux/trace_seq.h>
#include <linux/tracepoint.h>

struct bpf_prog;
struct bpf_raw_tp_link;
struct dentry;
struct event_filter;
struct event_view;
struct ring_buffer_iter;
struct trace_array;
struct trace_event;
struct trace_event_call;
struct trace_event_file;
struct trace_iterator;

/* What a string field holds when its source was NULL. */
#define EVENT_NULL_STR	"(null)"

/*
 * What TP_printk helpers call: each writes into @p and returns where in @p its
 * text begins, ended by a NUL.  Context: a reader of the buffer.
 */
const char *trace_print_hex_dump_seq(struct trace_seq *p, const char *prefix_str,
				     int prefix_type, int rowsize, int groupsize,
				     const void *buf, size_t len, bool ascii);
const char *trace_print_array_seq(struct trace_seq *p, const void *buf, int count,
				  size_t el_size);
const char *trace_print_hex_seq(struct trace_seq *p, const unsigned char *buf, int len,
				bool concatenate);
const char *trace_print_bitmask_seq(struct trace_seq *p, void *bitmask_ptr,
				    unsigned int bitmask_size);
const char *trace_print_symbols_seq(struct trace_seq *p, unsigned long val,
				    const struct trace_print_flags *symbol_array);
const char *trace_print_flags_seq(struct trace_seq *p, const char *delim, unsigned long flags,
				  const struct trace_print_flags *flag_array);
/* Used where a long has 32 bits. */
const char *trace_print_symbols_seq_u64(struct trace_seq *p, unsigned long long val,
					const struct trace_print_flags_u64 *symbol_array);
const char *trace_print_flags_seq_u64(struct trace_seq *p, const char *delim,
				      unsigned long long flags,
				      const struct trace_print_flags_u64 *flag_array);

/* The first bytes of every record: ABI. */
struct trace_entry {
	unsigned short	type;
	unsigned char	flags;
	unsigned char	preempt_count;
	int		pid;
};

#define TRACE_EVENT_TYPE_MAX	((1 << (sizeof(((struct trace_entry *)0)->type) * 8)) - 1)

/* Bits of trace_entry.flags: ABI. */
enum trace_flag_type {
	TRACE_FLAG_IRQS_OFF		= 0x01,
	TRACE_FLAG_IRQS_NOSUPPORT	= 0x02,
	TRACE_FLAG_NEED_RESCHED		= 0x04,
	TRACE_FLAG_HARDIRQ		= 0x08,
	TRACE_FLAG_SOFTIRQ		= 0x10,
	TRACE_FLAG_PREEMPT_RESCHED	= 0x20,
	TRACE_FLAG_NMI			= 0x40,
	TRACE_FLAG_BH_OFF		= 0x80,
};

/* One reader's place in a buffer, and the record that it stands on. */
struct trace_iterator {
	/* Set at open: */
	struct trace_array	*tr;
	struct trace_buffer	*rb;
	const struct event_view	*view;		/* NULL: plain */
	void			*private;	/* of the view */
	int			cpu_file;
	bool			snapshot;
	unsigned long		iter_flags;
	struct mutex		mutex;	/* readers of one open file */
	struct ring_buffer_iter	**buffer_iter;
	struct event_merge	*merge;		/* private to event/merge_iter.c */
	void			*temp;
	unsigned int		temp_size;
	char			*fmt;
	unsigned int		fmt_size;
	unsigned int		wait_index;
	bool			closed;

	/* What the line printed last left behind: */
	cpumask_var_t		started;
	struct trace_seq	tmp_seq;

	/* The current record: */
	struct trace_seq	seq;
	struct trace_entry	*ent;
	unsigned long		lost_events;
	int			leftover;
	int			ent_size;
	int			cpu;
	u64			ts;
	loff_t			pos;
	long			idx;
};

enum trace_iter_flags {
	TRACE_FILE_LAT_FMT	= BIT(0),
	TRACE_FILE_ANNOTATE	= BIT(1),
	TRACE_FILE_TIME_IN_NS	= BIT(2),
};

enum print_line_t {
	TRACE_TYPE_PARTIAL_LINE	= 0,
	TRACE_TYPE_HANDLED	= 1,
	TRACE_TYPE_UNHANDLED	= 2,
	TRACE_TYPE_NO_CONSUME	= 3,
};

typedef enum print_line_t (*trace_print_func)(struct trace_iterator *iter, int flags,
					      struct trace_event *event);

struct trace_event_functions {
	trace_print_func	trace;
	trace_print_func	raw;
	trace_print_func	hex;
	trace_print_func	binary;
};

/*
 * A kind of record that prints itself in each output format.  Events made by
 * TRACE_EVENT do not need one: their call's print function is enough.
 */
struct trace_event {
	struct hlist_node		node;
	int				type;
	struct trace_event_functions	*funcs;
};

int register_trace_event(struct trace_event *event);
int unregister_trace_event(struct trace_event *event);
enum print_line_t trace_handle_return(struct trace_seq *s);
int trace_raw_output_prep(struct trace_iterator *iter, struct trace_event *event);
__printf(2, 3)
void trace_event_printf(struct trace_iterator *iter, const char *fmt, ...);
__printf(3, 4)
int trace_output_call(struct trace_iterator *iter, char *name, char *fmt, ...);

#define TRACE_RECORD_CMDLINE	BIT(0)
#define TRACE_RECORD_TGID	BIT(1)

void tracing_record_taskinfo(struct task_struct *task, int flags);
void tracing_record_taskinfo_sched_switch(struct task_struct *prev, struct task_struct *next,
					  int flags);
void tracing_record_cmdline(struct task_struct *task);
void tracing_record_tgid(struct task_struct *task);

enum trace_reg {
	TRACE_REG_REGISTER,
	TRACE_REG_UNREGISTER,
	TRACE_REG_PERF_REGISTER,
	TRACE_REG_PERF_UNREGISTER,
	TRACE_REG_PERF_OPEN,
	TRACE_REG_PERF_CLOSE,
	/* The last two return 1 when they took the event over for themselves. */
	TRACE_REG_PERF_ADD,
	TRACE_REG_PERF_DEL,
};

/* What a filter may compare a field with. */
enum {
	FILTER_OTHER = 0,
	FILTER_STATIC_STRING,
	FILTER_DYN_STRING,
	FILTER_RDYN_STRING,
	FILTER_PTR_STRING,
	FILTER_TRACE_FN,
	FILTER_CPUMASK,
	FILTER_COMM,
	FILTER_CPU,
	FILTER_STACKTRACE,
};

/*
 * One field as the compiler laid it out.  Its offset is not stored: fields
 * follow each other as in a C struct.  Type and name stand in the class's
 * field_names, two strings a field, in the same order.
 */
struct trace_event_fields {
	u16	size;		/* bytes in the record */
	u16	len;		/* elements if an array, else 0 */
	u8	align;		/* bytes */
	u8	is_signed   : 1,
		filter_type : 7;
};

struct trace_event_class {
	const char			*system;
	void				*probe;
	int				(*reg)(struct trace_event_call *call, enum trace_reg type,
					       void *data);
	int				(*raw_init)(struct trace_event_call *call);
	const struct trace_event_fields	*fields;
	const char			*field_names;
	unsigned int			nr_fields;
};

/* What perf keeps for an event, from its first use on. */
struct trace_event_perf {
	int				refcount;
	struct hlist_head __percpu	*events;
	struct bpf_prog_array __rcu	*prog_array;
	int				(*perm)(struct trace_event_call *call,
						struct perf_event *event);
};

enum {
	TRACE_EVENT_FL_CAP_ANY_BIT,
	TRACE_EVENT_FL_NO_SET_FILTER_BIT,
	TRACE_EVENT_FL_IGNORE_ENABLE_BIT,
	TRACE_EVENT_FL_TRACEPOINT_BIT,
	TRACE_EVENT_FL_DYNAMIC_BIT,
	TRACE_EVENT_FL_KPROBE_BIT,
	TRACE_EVENT_FL_UPROBE_BIT,
	TRACE_EVENT_FL_EPROBE_BIT,
	TRACE_EVENT_FL_FPROBE_BIT,
	TRACE_EVENT_FL_CUSTOM_BIT,
	TRACE_EVENT_FL_STR_KNOWN_BIT,	/* the next one has been found out */
	TRACE_EVENT_FL_STR_TEST_BIT,	/* the print fmt follows a string pointer */
};

enum {
	TRACE_EVENT_FL_CAP_ANY		= BIT(TRACE_EVENT_FL_CAP_ANY_BIT),
	TRACE_EVENT_FL_NO_SET_FILTER	= BIT(TRACE_EVENT_FL_NO_SET_FILTER_BIT),
	TRACE_EVENT_FL_IGNORE_ENABLE	= BIT(TRACE_EVENT_FL_IGNORE_ENABLE_BIT),
	TRACE_EVENT_FL_TRACEPOINT	= BIT(TRACE_EVENT_FL_TRACEPOINT_BIT),
	TRACE_EVENT_FL_DYNAMIC		= BIT(TRACE_EVENT_FL_DYNAMIC_BIT),
	TRACE_EVENT_FL_KPROBE		= BIT(TRACE_EVENT_FL_KPROBE_BIT),
	TRACE_EVENT_FL_UPROBE		= BIT(TRACE_EVENT_FL_UPROBE_BIT),
	TRACE_EVENT_FL_EPROBE		= BIT(TRACE_EVENT_FL_EPROBE_BIT),
	TRACE_EVENT_FL_FPROBE		= BIT(TRACE_EVENT_FL_FPROBE_BIT),
	TRACE_EVENT_FL_CUSTOM		= BIT(TRACE_EVENT_FL_CUSTOM_BIT),
	TRACE_EVENT_FL_STR_KNOWN	= BIT(TRACE_EVENT_FL_STR_KNOWN_BIT),
	TRACE_EVENT_FL_STR_TEST		= BIT(TRACE_EVENT_FL_STR_TEST_BIT),
};

#define TRACE_EVENT_FL_UKPROBE	(TRACE_EVENT_FL_KPROBE | TRACE_EVENT_FL_UPROBE)

/*
 * A described kind of record.  Static ones stand in the _ftrace_events section
 * and keep only what hits, readers and the registry need of each of them.
 */
struct trace_event_call {
	/* Constant after build or registration: */
	struct trace_event_class	*class;
	union {
		const char		*name;	/* not FL_TRACEPOINT */
		struct tracepoint	*tp;	/* FL_TRACEPOINT */
	};
	void				(*print)(struct trace_iterator *iter, const void *entry);
	const char			*print_fmt;
	struct module			*module;
	u32				flags;	/* TRACE_EVENT_FL_* */
	union {					/* trace_entry.type, the id file */
		u16			type;
		struct {
			u16		type;
		} event;			/* as perf's core calls it */
	};

	/* Protected by event_mutex: */
	u16				perf_users;
	struct trace_event_perf		*perf;
};

/**
 * trace_event_name - the name of an event
 * @call: the event
 *
 * Return: a string that lives as long as @call.
 */
static inline const char *trace_event_name(struct trace_event_call *call)
{
	if (call->flags & TRACE_EVENT_FL_TRACEPOINT)
		return call->tp ? call->tp->name : NULL;
	return call->name;
}

int trace_event_reg(struct trace_event_call *call, enum trace_reg type, void *data);
int trace_event_raw_init(struct trace_event_call *call);
int trace_add_event_call(struct trace_event_call *call);
int trace_remove_event_call(struct trace_event_call *call);
int trace_event_get_offsets(struct trace_event_call *call);
int trace_set_clr_event(const char *system, const char *event, int set);
int trace_array_set_clr_event(struct trace_array *tr, const char *system, const char *event,
			      bool enable);
int ftrace_set_clr_event(struct trace_array *tr, char *buf, int set);
struct trace_event_file *trace_get_event_file(const char *instance, const char *system,
					      const char *event);
void trace_put_event_file(struct trace_event_file *file);
bool trace_event_ignore_this_pid(struct trace_event_file *file);

/*
 * What a generated probe does with a hit.  @data is the pointer that the probe
 * was registered with; it says who wants the record, and only the dispatch
 * layer knows how to read it.  The record's header is the commit's to write;
 * until then what the commit has to know stands in its place.
 */
void *trace_record_reserve(void *data, size_t len);
void trace_record_commit(void *data, void *entry);
void trace_record_perf_set(void *data, void *entry, u64 count, struct task_struct *task);

/**
 * trace_record_perf_hint - tell perf what one sample stands for
 * @data: what the probe was registered with
 * @entry: the record, reserved
 * @count: how many events the hit counts for
 * @task: whose counters it belongs to, or NULL for the current task's
 *
 * Nothing is left of it in a probe that says neither.
 * Context: Any, as the hit.
 */
static __always_inline void trace_record_perf_hint(void *data, void *entry, u64 count,
						   struct task_struct *task)
{
	/* GCC never calls a pointer constant, so it is asked for the answer. */
	bool plain = count == 1 && !task;

	if (__builtin_constant_p(plain) && plain)
		return;
	trace_record_perf_set(data, entry, count, task);
}

/* What writers outside generated code fill, as stock's modules name it. */
struct trace_event_buffer {
	struct trace_buffer		*buffer;
	struct ring_buffer_event	*event;
	struct trace_event_file		*trace_file;
	void				*entry;
	unsigned int			trace_ctx;
	struct pt_regs			*regs;
};

void *trace_event_buffer_reserve(struct trace_event_buffer *fbuffer, struct trace_event_file *file,
				 unsigned long len);
void trace_event_buffer_commit(struct trace_event_buffer *fbuffer);

#define TRACE_EVENT_STR_MAX	512
#define MAX_FILTER_STR_VAL	256U

/**
 * __trace_event_vstr_len() - bytes that a __vstring() field needs
 * @fmt: printf format
 * @ap: its arguments, which stay unread
 *
 * A function, because the compiler inlines nothing that holds a va_list.
 *
 * Context: Any.
 * Return: bytes including the NUL, at most %TRACE_EVENT_STR_MAX.
 */
static inline notrace __printf(1, 0)
int __trace_event_vstr_len(const char *fmt, va_list *ap)
{
	va_list copy;
	int len;

	va_copy(copy, *ap);
	len = vsnprintf(NULL, 0, fmt, copy) + 1;
	va_end(copy);
	return min(len, TRACE_EVENT_STR_MAX);
}

/*
 * TRACE_EVENT_FLAGS() and TRACE_EVENT_PERF_PERM() stand in a header behind the
 * event that they change; the pass that defines the event gives them a body.
 */
#define __TRACE_EVENT_FLAGS(event_name, value)				\
	static int __init trace_init_flags_##event_name(void)		\
	{								\
		event_##event_name.flags |= value;			\
		return 0;						\
	}								\
	early_initcall(trace_init_flags_##event_name);

#define __TRACE_EVENT_PERF_PERM(event_name, expr...)			\
	static int perf_perm_##event_name(struct trace_event_call *tp_event,\
					  struct perf_event *p_event)	\
	{								\
		return ({ expr; });					\
	}								\
	static struct trace_event_perf trace_perf_##event_name = {	\
		.perm = &perf_perm_##event_name,			\
	};								\
	static int __init trace_init_perf_perm_##event_name(void)	\
	{								\
		event_##event_name.perf = &trace_perf_##event_name;	\
		return 0;						\
	}								\
	early_initcall(trace_init_perf_perm_##event_name);

/* Text may be binary-encoded (fast) only if the format is a constant. */
#define event_trace_printk(ip, fmt, args...)				\
	do {								\
		__trace_printk_check_format(fmt, ##args);		\
		tracing_record_cmdline(current);			\
		if (__builtin_constant_p(fmt)) {			\
			static const char *__fmt_text			\
			  __section("__trace_printk_fmt") =		\
				__builtin_constant_p(fmt) ? fmt : NULL;	\
									\
			__trace_bprintk(ip, __fmt_text, ##args);	\
		} else {						\
			__trace_printk(ip, fmt, ##args);		\
		}							\
	} while (0)

#ifdef CONFIG_PERF_EVENTS
#define PERF_MAX_TRACE_SIZE	8192

int perf_trace_init(struct perf_event *event);
void perf_trace_destroy(struct perf_event *event);
int perf_trace_add(struct perf_event *event, int flags);
void perf_trace_del(struct perf_event *event, int flags);
int perf_event_set_bpf_prog(struct perf_event *event, struct bpf_prog *prog, u64 bpf_cookie);
void perf_event_free_bpf_prog(struct perf_event *event);
void perf_trace_buf_update(void *record, u16 type);

/* Filters are not built yet: none can be set, so none has to be matched. */
static inline int ftrace_profile_set_filter(struct perf_event *event, int event_id,
					    char *filter_str)
{
	return -EOPNOTSUPP;
}

static inline void ftrace_profile_free_filter(struct perf_event *event)
{
}

static inline int filter_match_preds(struct event_filter *filter, void *rec)
{
	return 1;
}

void perf_trace_run_bpf_submit(void *raw_data, int size, int rctx, struct trace_event_call *call,
			       u64 count, struct pt_regs *regs, struct hlist_head *head,
			       struct task_struct *task);
#endif

/*
 * BPF programs on events.  The attach side is not built yet: every way in
 * answers as a kernel without CONFIG_BPF_EVENTS does.
 */
union bpf_attr;

static inline int bpf_uprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}

static inline int perf_event_query_prog_array(struct perf_event *event, void __user *info)
{
	return -EOPNOTSUPP;
}

static inline void bpf_put_raw_tracepoint(struct bpf_raw_event_map *btp)
{
}

static inline int bpf_kprobe_multi_link_attach(const union bpf_attr *attr, struct bpf_prog *prog)
{
	return -EOPNOTSUPP;
}

static inline void perf_event_detach_bpf_prog(struct perf_event *event)
{
}

static inline int bpf_probe_unregister(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline struct bpf_raw_event_map *bpf_get_raw_tracepoint(const char *name)
{
	return NULL;
}

static inline int perf_event_attach_bpf_prog(struct perf_event *event, struct bpf_prog *prog,
					     u64 bpf_cookie)
{
	return -EOPNOTSUPP;
}

static inline int bpf_probe_register(struct bpf_raw_event_map *btp, struct bpf_raw_tp_link *link)
{
	return -EOPNOTSUPP;
}

static inline unsigned int trace_call_bpf(struct trace_event_call *call, void *ctx)
{
	return 1;
}

static inline int bpf_get_perf_event_info(const struct perf_event *event, u32 *id, u32 *kind,
					  const char **text, u64 *offset, u64 *addr,
					  unsigned long *misses)
{
	return -EOPNOTSUPP;
}

static inline bool bpf_prog_array_valid(struct trace_event_call *call)
{
	return false;
}

#endif /* _LINUX_TRACE_EVENT_H */

/*
 * Custom events: a record of one's own at a tracepoint that somebody else
 * declared (samples/trace_events/trace_custom_sched.h).  Outside the guard,
 * as the pass headers undefine them.
 */
#ifndef TRACE_CUSTOM_EVENT
#define DECLARE_CUSTOM_EVENT_CLASS(name, proto, args, tstruct, assign, print)
#define DEFINE_CUSTOM_EVENT(template, name, proto, args)
#define TRACE_CUSTOM_EVENT(name, proto, args, tstruct, assign, print)
#endif
