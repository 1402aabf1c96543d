/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SPOOR_TRACEPOINT_DEFS_H
#define _SPOOR_TRACEPOINT_DEFS_H

/*
 * The types of a tracepoint, and nothing that needs more than atomics and
 * static keys: headers as low as mm and irqflags include this file to ask
 * tracepoint_enabled() without pulling in the machinery that calls probes.
 */

#include <linux/atomic.h>
#include <linux/static_key.h>

struct static_call_key;
struct tracepoint;

/* Names for the bits or values of an integer; ends at a NULL name. */
struct trace_print_flags {
	unsigned long		mask;
	const char		*name;
};

struct trace_print_flags_u64 {
	unsigned long long	mask;
	const char		*name;
};

/* One probe of a tracepoint; an array of them ends at a NULL func. */
struct tracepoint_func {
	void	*func;
	void	*data;
	int	prio;
};

/* What a tracepoint does besides calling probes: few have it. */
struct tracepoint_ext {
	int	(*regfunc)(void);
	void	(*unregfunc)(void);
};

struct tracepoint {
	/* Constant after build: */
	const char			*name;
	struct static_call_key		*static_call_key;
	void				*static_call_tramp;
	void				*iterator;
	const struct tracepoint_ext	*ext;

	/* Changed under tracepoints_mutex, read by every site: */
	struct static_key		key;
	struct tracepoint_func __rcu	*funcs;
};

#ifdef CONFIG_HAVE_ARCH_PREL32_RELOCATIONS
typedef const int tracepoint_ptr_t;
#else
typedef struct tracepoint *const tracepoint_ptr_t;
#endif

/* How BPF finds a tracepoint: its calling function and its arguments' shape. */
struct bpf_raw_event_map {
	struct tracepoint	*tp;
	void			*bpf_func;
	u32			num_args;
	u32			writable_size;
} __aligned(32);

/*
 * For headers that cannot include the file that declares tp:
 *
 *	DECLARE_TRACEPOINT(tp);
 *	if (tracepoint_enabled(tp))
 *		out_of_line_function_that_calls_trace_tp();
 */
#define DECLARE_TRACEPOINT(tp)	extern struct tracepoint __tracepoint_##tp

#ifdef CONFIG_TRACEPOINTS
#define tracepoint_enabled(tp)	static_key_false(&(__tracepoint_##tp).key)
#else
#define tracepoint_enabled(tp)	false
#endif

#endif /* _SPOOR_TRACEPOINT_DEFS_H */
