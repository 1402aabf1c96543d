/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TRACEPOINT_H
#define _LINUX_TRACEPOINT_H

/*
 * Tracepoints: places in the kernel that call whoever registered.
 *
 * A site is a static key: one nop while nobody listens.  The cold half of a
 * site holds argument moves and one call to __tracecall_X(), of which there
 * is one a tracepoint, not one a site: it does what every hit needs
 * (this CPU online, preemption off) and calls the probe by a static call.
 *
 *	site -> __tracecall_X -> probe			one probe
 *	site -> __tracecall_X -> __traceiter_X -> probes	several
 *
 * __traceiter_X only names its tracepoint and jumps into the iterator that
 * all tracepoints with as many arguments share (kernel/tracepoint.c).
 */

#include <linux/args.h>
#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/srcu.h>
#include <linux/static_call.h>
#include <linux/tracepoint-defs.h>
#include <linux/types.h>

struct module;
struct notifier_block;

/* A name in a print format, and the number it stands for. */
struct trace_eval_map {
	const char	*system;
	const char	*eval_string;
	unsigned long	eval_value;
};

#define TRACEPOINT_DEFAULT_PRIO	10

int tracepoint_probe_register(struct tracepoint *tp, void *probe, void *data);
int tracepoint_probe_register_prio(struct tracepoint *tp, void *probe, void *data, int prio);
int tracepoint_probe_register_prio_may_exist(struct tracepoint *tp, void *probe, void *data,
					     int prio);
int tracepoint_probe_unregister(struct tracepoint *tp, void *probe, void *data);
void for_each_kernel_tracepoint(void (*fct)(struct tracepoint *tp, void *priv), void *priv);

/**
 * tracepoint_probe_register_may_exist - register a probe that may be there already
 * @tp: the tracepoint
 * @probe: function to call
 * @data: first argument of @probe
 *
 * For users that count their own references and so may register twice.
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno; -EEXIST without a warning.
 */
static inline int tracepoint_probe_register_may_exist(struct tracepoint *tp, void *probe,
						      void *data)
{
	return tracepoint_probe_register_prio_may_exist(tp, probe, data, TRACEPOINT_DEFAULT_PRIO);
}

/* What the module notifier below hands over. */
struct tp_module {
	struct list_head	list;
	struct module		*mod;
};

#if defined(CONFIG_MODULES) && defined(CONFIG_TRACEPOINTS)
bool trace_module_has_bad_taint(struct module *mod);
int register_tracepoint_module_notifier(struct notifier_block *nb);
int unregister_tracepoint_module_notifier(struct notifier_block *nb);
void for_each_module_tracepoint(void (*fct)(struct tracepoint *tp, struct module *mod, void *priv),
				void *priv);
void for_each_tracepoint_in_module(struct module *mod,
				   void (*fct)(struct tracepoint *tp, struct module *mod,
					       void *priv),
				   void *priv);
#else
static inline void
for_each_tracepoint_in_module(struct module *mod,
			      void (*fct)(struct tracepoint *tp, struct module *mod, void *priv),
			      void *priv)
{
}

static inline void
for_each_module_tracepoint(void (*fct)(struct tracepoint *tp, struct module *mod, void *priv),
			   void *priv)
{
}

static inline int unregister_tracepoint_module_notifier(struct notifier_block *nb)
{
	return 0;
}

static inline int register_tracepoint_module_notifier(struct notifier_block *nb)
{
	return 0;
}

static inline bool trace_module_has_bad_taint(struct module *mod)
{
	return false;
}
#endif

#ifdef CONFIG_TRACEPOINTS
extern struct srcu_struct tracepoint_srcu;

/**
 * tracepoint_synchronize_unregister - wait until no unregistered probe runs
 *
 * A module calls it between unregistering its probes and letting its text go.
 * Context: Process context, sleeps for a grace period.
 */
static inline void tracepoint_synchronize_unregister(void)
{
	synchronize_srcu(&tracepoint_srcu);
	synchronize_rcu();
}
#else
static inline void tracepoint_synchronize_unregister(void)
{
}
#endif

#ifdef CONFIG_HAVE_SYSCALL_TRACEPOINTS
int syscall_regfunc(void);
void syscall_unregfunc(void);
#endif

#ifndef PARAMS
#define PARAMS(args...)	args
#endif

/*
 * A site gives __tracecall_X() whatever is in the register of the first
 * argument: a probe has its data there, so the other arguments need not move.
 */
static __always_inline void *tracepoint_any_data(void)
{
	void *any;

	asm("" : "=r" (any));
	return any;
}

/*
 * Preemption on again at the end of __tracecall_X().  The call that may follow
 * is the last thing there, so nothing has to be kept over it.
 */
#ifdef CONFIG_PREEMPTION
void tracepoint_reschedule(void);

static __always_inline void tracepoint_preempt_enable(void)
{
	barrier();
	if (unlikely(__preempt_count_dec_and_test()))
		tracepoint_reschedule();
}
#else
static __always_inline void tracepoint_preempt_enable(void)
{
	preempt_enable_notrace();
}
#endif

/* An entry of __tracepoints_ptrs, relative where the architecture can. */
#ifdef CONFIG_HAVE_ARCH_PREL32_RELOCATIONS
#define __TRACEPOINT_ENTRY(tp)						\
	asm(".pushsection \"__tracepoints_ptrs\", \"a\"\n\t"		\
	    ".balign 4\n\t"						\
	    ".long __tracepoint_" #tp " - .\n\t"			\
	    ".popsection\n")

static inline struct tracepoint *tracepoint_ptr_deref(tracepoint_ptr_t *p)
{
	return offset_to_ptr(p);
}
#else
#define __TRACEPOINT_ENTRY(tp)						\
	static tracepoint_ptr_t __tracepoint_ptr_##tp __used		\
		__section("__tracepoints_ptrs") = &__tracepoint_##tp

static inline struct tracepoint *tracepoint_ptr_deref(tracepoint_ptr_t *p)
{
	return *p;
}
#endif

#endif /* _LINUX_TRACEPOINT_H */

/*
 * Outside the include guard: a file may be built with NOTRACE, or read its
 * event headers again with other meanings for what follows.
 */
#ifndef TP_PROTO
#define TP_PROTO(args...)	args
#define TP_ARGS(args...)	args
#define TP_CONDITION(args...)	args
#endif

#if defined(CONFIG_TRACEPOINTS) && !defined(NOTRACE)
#define TRACEPOINTS_ENABLED
#endif

#ifndef DECLARE_TRACE
#ifdef TRACEPOINTS_ENABLED

/*
 * With lockdep, a site that can run where RCU does not watch warns even while
 * nobody listens: the mistake is in the site, not in the listener.
 */
#define __TRACE_CHECK_RCU(cond)						\
	do {								\
		if (IS_ENABLED(CONFIG_LOCKDEP) && (cond) &&		\
		    cpu_online(raw_smp_processor_id()))			\
			WARN_ONCE(!rcu_is_watching(),			\
				  "RCU not watching for tracepoint");	\
	} while (0)

/*
 * The _rcuidle form is for sites in the idle loop: RCU is made to watch for
 * the length of the hit.  That cannot be done from NMI, where the hit is lost.
 */
#ifndef MODULE
#define __DECLARE_TRACE_RCUIDLE(name, proto, args, cond)		\
	static inline void trace_##name##_rcuidle(proto)		\
	{								\
		if (!static_key_false(&__tracepoint_##name.key))	\
			return;						\
		if (WARN_ON_ONCE(in_nmi()) || !(cond))			\
			return;						\
		ct_irq_enter_irqson();					\
		__tracecall_##name(tracepoint_any_data(), args);	\
		ct_irq_exit_irqson();					\
	}
#else
#define __DECLARE_TRACE_RCUIDLE(name, proto, args, cond)
#endif

#define __DECLARE_TRACE(name, proto, args, cond, data_proto)		\
	extern struct tracepoint __tracepoint_##name;			\
	void __traceiter_##name(data_proto);				\
	void __tracecall_##name(data_proto);				\
	static __always_inline void trace_##name(proto)			\
	{								\
		if (static_key_false(&__tracepoint_##name.key) && (cond))\
			__tracecall_##name(tracepoint_any_data(), args);\
		__TRACE_CHECK_RCU(cond);				\
	}								\
	__DECLARE_TRACE_RCUIDLE(name, PARAMS(proto), PARAMS(args),	\
				PARAMS(cond))				\
	static inline int						\
	register_trace_prio_##name(void (*probe)(data_proto),		\
				   void *data, int prio)		\
	{								\
		struct tracepoint *tp = &__tracepoint_##name;		\
		void *func = probe;					\
									\
		return tracepoint_probe_register_prio(tp, func, data, prio);\
	}								\
	static inline void						\
	check_trace_callback_type_##name(void (*cb)(data_proto))	\
	{								\
	}								\
	static inline int						\
	register_trace_##name(void (*probe)(data_proto), void *data)	\
	{								\
		return tracepoint_probe_register(&__tracepoint_##name,	\
						 (void *)probe, data);	\
	}								\
	static inline bool trace_##name##_enabled(void)			\
	{								\
		return static_key_false(&__tracepoint_##name.key);	\
	}								\
	static inline int						\
	unregister_trace_##name(void (*probe)(data_proto), void *data)	\
	{								\
		return tracepoint_probe_unregister(&__tracepoint_##name,\
						   (void *)probe, data);\
	}

#ifdef CONFIG_64BIT
/*
 * Every argument travels as one machine word, so iterators need to know only
 * how many there are.  A wider argument (a struct by value) would shift the
 * rest: __TP_WIDE() refuses it at build time.
 */
#define __TP_WIDE0()			0
#define __TP_WIDE1(a)			(sizeof(a) > sizeof(long))
#define __TP_WIDE2(a, r...)		(__TP_WIDE1(a) || __TP_WIDE1(r))
#define __TP_WIDE3(a, r...)		(__TP_WIDE1(a) || __TP_WIDE2(r))
#define __TP_WIDE4(a, r...)		(__TP_WIDE1(a) || __TP_WIDE3(r))
#define __TP_WIDE5(a, r...)		(__TP_WIDE1(a) || __TP_WIDE4(r))
#define __TP_WIDE6(a, r...)		(__TP_WIDE1(a) || __TP_WIDE5(r))
#define __TP_WIDE7(a, r...)		(__TP_WIDE1(a) || __TP_WIDE6(r))
#define __TP_WIDE8(a, r...)		(__TP_WIDE1(a) || __TP_WIDE7(r))
#define __TP_WIDE9(a, r...)		(__TP_WIDE1(a) || __TP_WIDE8(r))
#define __TP_WIDE10(a, r...)		(__TP_WIDE1(a) || __TP_WIDE9(r))
#define __TP_WIDE11(a, r...)		(__TP_WIDE1(a) || __TP_WIDE10(r))
#define __TP_WIDE12(a, r...)		(__TP_WIDE1(a) || __TP_WIDE11(r))
#define __TP_WIDE(args...)		CONCATENATE(__TP_WIDE, COUNT_ARGS(args))(args)

#define __TP_W	unsigned long
void __tracepoint_iter_0(struct tracepoint *tp);
void __tracepoint_iter_1(struct tracepoint *tp, __TP_W);
void __tracepoint_iter_2(struct tracepoint *tp, __TP_W, __TP_W);
void __tracepoint_iter_3(struct tracepoint *tp, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_4(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_5(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_6(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_7(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			 __TP_W);
void __tracepoint_iter_8(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			 __TP_W, __TP_W);
void __tracepoint_iter_9(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			 __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_10(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			  __TP_W, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_11(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			  __TP_W, __TP_W, __TP_W, __TP_W, __TP_W);
void __tracepoint_iter_12(struct tracepoint *tp, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W,
			  __TP_W, __TP_W, __TP_W, __TP_W, __TP_W, __TP_W);
#undef __TP_W

#define __TRACE_ITERATE(_name, args...)					\
	do {								\
		typeof(&__traceiter_##_name) __iter = (void *)		\
			CONCATENATE(__tracepoint_iter_, COUNT_ARGS(args));\
									\
		BUILD_BUG_ON(__TP_WIDE(args));				\
		__iter(&__tracepoint_##_name, args);			\
	} while (0)
#else
#define __TRACE_ITERATE(_name, args...)					\
	do {								\
		struct tracepoint_func *__f;				\
									\
		__f = rcu_dereference_raw(__tracepoint_##_name.funcs);	\
		for (; __f && __f->func; __f++)				\
			((typeof(&__traceiter_##_name))__f->func)	\
				(__f->data, args);			\
	} while (0)
#endif

/* _ext: address of a struct tracepoint_ext, or NULL. */
#define __DEFINE_TRACE_EXT(_name, _ext, proto, args)			\
	static const char __tpstrtab_##_name[]				\
		__section("__tracepoints_strings") = #_name;		\
	void __traceiter_##_name(void *__data, proto);			\
	void __tracecall_##_name(void *__data, proto);			\
	DEFINE_STATIC_CALL(tp_func_##_name, __traceiter_##_name);	\
	struct tracepoint __tracepoint_##_name __used			\
		__section("__tracepoints") = {				\
		.name = __tpstrtab_##_name,				\
		.key = STATIC_KEY_INIT_FALSE,				\
		.static_call_key = &STATIC_CALL_KEY(tp_func_##_name),	\
		.static_call_tramp =					\
			STATIC_CALL_TRAMP_ADDR(tp_func_##_name),	\
		.iterator = &__traceiter_##_name,			\
		.ext = _ext,						\
	};								\
	__TRACEPOINT_ENTRY(_name);					\
	notrace __nocfi void __traceiter_##_name(void *__data, proto)	\
	{								\
		__TRACE_ITERATE(_name, args);				\
	}								\
	notrace void __tracecall_##_name(void *__data, proto)		\
	{								\
		struct tracepoint_func *__f;				\
									\
		if (!cpu_online(raw_smp_processor_id()))		\
			return;						\
		preempt_disable_notrace();				\
		__f = rcu_dereference_raw(__tracepoint_##_name.funcs);	\
		if (likely(__f))					\
			static_call(tp_func_##_name)(__f->data, args);	\
		tracepoint_preempt_enable();				\
	}

#define DEFINE_TRACE_FN(_name, _reg, _unreg, proto, args)		\
	static const struct tracepoint_ext __tracepoint_ext_##_name = {	\
		.regfunc = _reg,					\
		.unregfunc = _unreg,					\
	};								\
	__DEFINE_TRACE_EXT(_name, &__tracepoint_ext_##_name,		\
			   PARAMS(proto), PARAMS(args))

#define DEFINE_TRACE(name, proto, args)					\
	__DEFINE_TRACE_EXT(name, NULL, PARAMS(proto), PARAMS(args))

#define EXPORT_TRACEPOINT_SYMBOL_GPL(name)				\
	EXPORT_SYMBOL_GPL(__tracepoint_##name);				\
	EXPORT_SYMBOL_GPL(__tracecall_##name)
#define EXPORT_TRACEPOINT_SYMBOL(name)					\
	EXPORT_SYMBOL(__tracepoint_##name);				\
	EXPORT_SYMBOL(__tracecall_##name)

#else /* !TRACEPOINTS_ENABLED */

/* Nobody can be registered, so the sites are empty and the calls say -ENOSYS. */
#define __DECLARE_TRACE(name, proto, args, cond, data_proto)		\
	static inline bool trace_##name##_enabled(void)			\
	{								\
		return false;						\
	}								\
	static inline void						\
	check_trace_callback_type_##name(void (*cb)(data_proto))	\
	{								\
	}								\
	static inline int						\
	unregister_trace_##name(void (*gone)(data_proto), void *data)	\
	{								\
		return -ENOSYS;						\
	}								\
	static inline int						\
	register_trace_prio_##name(void (*fn)(data_proto), void *data,	\
				   int prio)				\
	{								\
		return -ENOSYS;						\
	}								\
	static inline int						\
	register_trace_##name(void (*fn)(data_proto), void *data)	\
	{								\
		return -ENOSYS;						\
	}								\
	static inline void trace_##name##_rcuidle(proto)		\
	{								\
	}								\
	static inline void trace_##name(proto)				\
	{								\
	}

#define EXPORT_TRACEPOINT_SYMBOL(name)
#define EXPORT_TRACEPOINT_SYMBOL_GPL(name)
#define DEFINE_TRACE(name, proto, args)
#define DEFINE_TRACE_FN(name, reg, unreg, proto, args)

#endif /* TRACEPOINTS_ENABLED */

#ifdef CONFIG_TRACING
/*
 * A string that outlives its use and whose address may be written to the
 * buffer in its place: user space finds the text in printk_formats.
 */
#define __tracepoint_string	__used __section("__tracepoint_str")
#define tracepoint_string(str)						\
	({								\
		static const char *__tp_text __tracepoint_string = str;	\
									\
		__tp_text;						\
	})
#else
#define __tracepoint_string
#define tracepoint_string(str)	str
#endif

#define DECLARE_TRACE(name, proto, args)				\
	__DECLARE_TRACE(name, PARAMS(proto), PARAMS(args), true,	\
			PARAMS(void *__data, proto))

#define DECLARE_TRACE_CONDITION(name, proto, args, cond)		\
	__DECLARE_TRACE(name, PARAMS(proto), PARAMS(args), PARAMS(cond),\
			PARAMS(void *__data, proto))

#define TRACE_EVENT_FLAGS(event, flag)
#define TRACE_EVENT_PERF_PERM(event, expr...)

#endif /* DECLARE_TRACE */

/*
 * TRACE_EVENT describes a tracepoint and the event recorded there:
 *
 *	TRACE_EVENT(name, TP_PROTO(...), TP_ARGS(...),
 *		TP_STRUCT__entry(fields), TP_fast_assign(code), TP_printk(fmt, args))
 *
 * Where a header is only included, it declares the tracepoint.  In the one
 * file that defines CREATE_TRACE_POINTS first, define_trace.h reads the header
 * again for the definition and for each product of include/trace/pass/.
 */
#ifndef TRACE_EVENT
#define TRACE_DEFINE_ENUM(x)
#define TRACE_DEFINE_SIZEOF(x)
#define DECLARE_EVENT_CLASS(name, proto, args, tstruct, assign, print)
#define DEFINE_EVENT(template, name, proto, args)			\
	DECLARE_TRACE(name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_FN(template, name, proto, args, reg, unreg)	\
	DECLARE_TRACE(name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_PRINT(template, name, proto, args, print)		\
	DECLARE_TRACE(name, PARAMS(proto), PARAMS(args))
#define DEFINE_EVENT_CONDITION(template, name, proto, args, cond)	\
	DECLARE_TRACE_CONDITION(name, PARAMS(proto), PARAMS(args), PARAMS(cond))

#define TRACE_EVENT(name, proto, args, tstruct, assign, print)		\
	DECLARE_TRACE(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_FN(name, proto, args, tstruct, assign, print, reg, unreg) \
	DECLARE_TRACE(name, PARAMS(proto), PARAMS(args))
#define TRACE_EVENT_FN_COND(name, proto, args, cond, tstruct, assign, print, reg, unreg) \
	DECLARE_TRACE_CONDITION(name, PARAMS(proto), PARAMS(args), PARAMS(cond))
#define TRACE_EVENT_CONDITION(name, proto, args, cond, tstruct, assign, print) \
	DECLARE_TRACE_CONDITION(name, PARAMS(proto), PARAMS(args), PARAMS(cond))

/* Events that a configuration leaves out, so that their callers still build. */
#define DEFINE_EVENT_NOP(template, name, proto, args)			\
	DECLARE_EVENT_NOP(name, PARAMS(proto), PARAMS(args))
#define DECLARE_EVENT_CLASS_NOP(name, proto, args, tstruct, assign, print)
#define TRACE_EVENT_NOP(name, proto, args, tstruct, assign, print)	\
	DECLARE_EVENT_NOP(name, PARAMS(proto), PARAMS(args))
#define DECLARE_EVENT_NOP(name, proto, args)				\
	static inline bool trace_##name##_enabled(void)			\
	{								\
		return false;						\
	}								\
	static inline void trace_##name(proto)				\
	{								\
	}

#ifndef TRACE_EVENT_FLAGS
#define TRACE_EVENT_FLAGS(event, flag)
#define TRACE_EVENT_PERF_PERM(event, expr...)
#endif
#endif /* TRACE_EVENT */
