// SPDX-License-Identifier: GPL-2.0
/*
 * Tracepoints: who is called at a place, and how that changes while hits run.
 *
 * A hit (any context, NMI included) reads tp->funcs with preemption off and
 * makes the static call with the first entry's data.  Registration runs in
 * process context under tracepoints_mutex and must keep two things true:
 *
 *  1. The static call leads to a single probe P only while every array that a
 *     hit may still hold begins with P's entry.  Else P would get the data of
 *     another probe.
 *  2. It leads to the iterator at all other times.  The iterator ignores the
 *     data that it is given and reads tp->funcs itself, so it fits any array.
 *
 * Hence: towards several probes, first the call, then the array; towards one,
 * first the array, then a grace period, then the call.
 */
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/static_call.h>
#include <linux/static_key.h>
#include <linux/tracepoint.h>

extern tracepoint_ptr_t __start___tracepoints_ptrs[];
extern tracepoint_ptr_t __stop___tracepoints_ptrs[];

/*
 * Nothing of ours runs under it; modules and BPF flush it where their probes
 * may be called from sites that it protects on later kernels.
 */
DEFINE_SRCU(tracepoint_srcu);
EXPORT_SYMBOL_GPL(tracepoint_srcu);

/* Covers funcs, the static call and the key of every tracepoint. */
static DEFINE_MUTEX(tracepoints_mutex);

/*
 * The grace period that began when an array whose first entry differs from its
 * successor's was last taken out of any tracepoint.  Rule 1 waits for it; most
 * of the time it has long passed and costs nothing.
 */
static unsigned long first_entry_gp;

/* An array of probes, freed after the hits that may read it. */
struct tp_probes {
	struct rcu_head		rcu;
	struct tracepoint_func	funcs[];
};

static struct tp_probes *probes_of(struct tracepoint_func *funcs)
{
	return container_of(funcs, struct tp_probes, funcs[0]);
}

static struct tracepoint_func *probes_alloc(unsigned int count)
{
	struct tp_probes *probes;

	/* One more: the array ends at an entry without a function. */
	probes = kzalloc(struct_size(probes, funcs, count + 1), GFP_KERNEL);
	return probes ? probes->funcs : NULL;
}

static void probes_free(struct tracepoint_func *funcs)
{
	if (funcs)
		kfree_rcu(probes_of(funcs), rcu);
}

static unsigned int probes_count(const struct tracepoint_func *funcs)
{
	unsigned int n = 0;

	while (funcs && funcs[n].func)
		n++;
	return n;
}

static bool is_same_probe(const struct tracepoint_func *a, const struct tracepoint_func *b)
{
	return a->func == b->func && a->data == b->data;
}

/* The position of @probe in @funcs, or -1. */
static int probes_find(const struct tracepoint_func *funcs, const struct tracepoint_func *probe)
{
	int i;

	for (i = 0; funcs && funcs[i].func; i++) {
		if (is_same_probe(&funcs[i], probe))
			return i;
	}
	return -1;
}

/* A copy of @funcs with @probe behind all of its own and higher priority. */
static struct tracepoint_func *probes_with(const struct tracepoint_func *funcs,
					   const struct tracepoint_func *probe)
{
	unsigned int count = probes_count(funcs);
	struct tracepoint_func *copy = probes_alloc(count + 1);
	unsigned int i, at = 0;

	if (!copy)
		return NULL;
	while (at < count && funcs[at].prio >= probe->prio)
		at++;
	for (i = 0; i < at; i++)
		copy[i] = funcs[i];
	copy[at] = *probe;
	for (i = at; i < count; i++)
		copy[i + 1] = funcs[i];
	return copy;
}

/* Stands in for a probe that must go while there is no memory for a shorter array. */
static void probe_gone(void)
{
}

/*
 * @funcs without the entry at @gone and without stand-ins of earlier failures.
 * NULL in @result when none is left.
 */
static int probes_without(struct tracepoint_func *funcs, unsigned int gone,
			  struct tracepoint_func **result)
{
	unsigned int i, n = 0, count = probes_count(funcs);
	struct tracepoint_func *copy;

	*result = NULL;
	for (i = 0; i < count; i++)
		n += i != gone && funcs[i].func != probe_gone;
	if (!n)
		return 0;
	copy = probes_alloc(n);
	if (!copy)
		return -ENOMEM;
	for (i = 0, n = 0; i < count; i++) {
		if (i != gone && funcs[i].func != probe_gone)
			copy[n++] = funcs[i];
	}
	*result = copy;
	return 0;
}

static struct tracepoint_func *tp_funcs(struct tracepoint *tp)
{
	return rcu_dereference_protected(tp->funcs, lockdep_is_held(&tracepoints_mutex));
}

/* Where hits of @tp go from now on: to its only probe, or to its iterator. */
static void tp_set_call(struct tracepoint *tp, void *func)
{
	__static_call_update(tp->static_call_key, tp->static_call_tramp, func);
}

/* Rule 1: no hit may hold an array that begins with something else. */
static void tp_wait_first_entry(void)
{
	cond_synchronize_rcu(first_entry_gp);
}

static void tp_note_first_entry(void)
{
	first_entry_gp = get_state_synchronize_rcu();
}

/* Before the first probe: whatever the place needs to be reached at all. */
static int tp_arm(struct tracepoint *tp)
{
	if (!tp->ext || !tp->ext->regfunc || static_key_enabled(&tp->key))
		return 0;
	return tp->ext->regfunc();
}

static void tp_disarm(struct tracepoint *tp)
{
	static_key_disable(&tp->key);
	if (tp->ext && tp->ext->unregfunc)
		tp->ext->unregfunc();
}

static int tp_add(struct tracepoint *tp, const struct tracepoint_func *probe, bool may_exist)
{
	struct tracepoint_func *old = tp_funcs(tp), *new;
	int ret;

	lockdep_assert_held(&tracepoints_mutex);
	if (probes_find(old, probe) >= 0) {
		WARN_ON_ONCE(!may_exist);
		return -EEXIST;
	}
	new = probes_with(old, probe);
	if (!new)
		return -ENOMEM;
	if (!old) {
		ret = tp_arm(tp);
		if (ret) {
			probes_free(new);
			return ret;
		}
		tp_wait_first_entry();
		tp_set_call(tp, new[0].func);
		rcu_assign_pointer(tp->funcs, new);
		static_key_enable(&tp->key);
		return 0;
	}
	tp_set_call(tp, tp->iterator);
	rcu_assign_pointer(tp->funcs, new);
	if (!is_same_probe(&new[0], &old[0]))
		tp_note_first_entry();
	probes_free(old);
	return 0;
}

/*
 * No memory for a shorter array: the entry keeps its place and does nothing.
 * With one probe the static call must stop leading to it, too.
 */
static void tp_silence(struct tracepoint *tp, struct tracepoint_func *funcs, unsigned int at)
{
	tp_set_call(tp, tp->iterator);
	WRITE_ONCE(funcs[at].func, probe_gone);
	tp_note_first_entry();
}

static int tp_remove(struct tracepoint *tp, const struct tracepoint_func *probe)
{
	struct tracepoint_func *old = tp_funcs(tp), *new;
	int at = probes_find(old, probe);
	bool first_differs;

	lockdep_assert_held(&tracepoints_mutex);
	if (at < 0)
		return -ENOENT;
	if (probes_without(old, at, &new)) {
		tp_silence(tp, old, at);
		return 0;
	}
	if (!new)
		tp_disarm(tp);
	first_differs = !new || !is_same_probe(&new[0], &old[0]);
	rcu_assign_pointer(tp->funcs, new);
	if (first_differs)
		tp_note_first_entry();
	if (new && !new[1].func) {
		tp_wait_first_entry();
		tp_set_call(tp, new[0].func);
	}
	probes_free(old);
	return 0;
}

static int tp_register(struct tracepoint *tp, void *func, void *data, int prio, bool may_exist)
{
	struct tracepoint_func probe = { .func = func, .data = data, .prio = prio };

	if (WARN_ON(!func))
		return -EINVAL;
	guard(mutex)(&tracepoints_mutex);
	return tp_add(tp, &probe, may_exist);
}

/**
 * tracepoint_probe_register - have a function called at a tracepoint
 * @tp: the tracepoint
 * @probe: the function, of the tracepoint's prototype after a void *
 * @data: its first argument
 *
 * Context: Process context, may sleep.
 * Return: 0, -EEXIST (and a warning) if the pair is registered, -ENOMEM, or
 * what the tracepoint's own registration function says.
 */
int tracepoint_probe_register(struct tracepoint *tp, void *probe, void *data)
{
	return tp_register(tp, probe, data, TRACEPOINT_DEFAULT_PRIO, false);
}
EXPORT_SYMBOL_GPL(tracepoint_probe_register);

/**
 * tracepoint_probe_register_prio - the same, with a place in the order of calls
 * @tp: the tracepoint
 * @probe: the function
 * @data: its first argument
 * @prio: higher ones are called earlier
 *
 * Context: Process context, may sleep.
 * Return: as tracepoint_probe_register().
 */
int tracepoint_probe_register_prio(struct tracepoint *tp, void *probe, void *data, int prio)
{
	return tp_register(tp, probe, data, prio, false);
}
EXPORT_SYMBOL_GPL(tracepoint_probe_register_prio);

/**
 * tracepoint_probe_register_prio_may_exist - the same for a pair that may be there
 * @tp: the tracepoint
 * @probe: the function
 * @data: its first argument
 * @prio: higher ones are called earlier
 *
 * Context: Process context, may sleep.
 * Return: as tracepoint_probe_register(), but -EEXIST comes without a warning.
 */
int tracepoint_probe_register_prio_may_exist(struct tracepoint *tp, void *probe, void *data,
					     int prio)
{
	return tp_register(tp, probe, data, prio, true);
}
EXPORT_SYMBOL_GPL(tracepoint_probe_register_prio_may_exist);

/**
 * tracepoint_probe_unregister - end what tracepoint_probe_register() began
 * @tp: the tracepoint
 * @probe: the function
 * @data: the argument that it was registered with
 *
 * Hits that run may still be in @probe on return: its text and @data may go
 * only after tracepoint_synchronize_unregister().
 * Context: Process context, may sleep.
 * Return: 0, or -ENOENT if the pair is not registered.
 */
int tracepoint_probe_unregister(struct tracepoint *tp, void *probe, void *data)
{
	struct tracepoint_func gone = { .func = probe, .data = data };

	guard(mutex)(&tracepoints_mutex);
	return tp_remove(tp, &gone);
}
EXPORT_SYMBOL_GPL(tracepoint_probe_unregister);

static void for_each_tracepoint_in(tracepoint_ptr_t *begin, tracepoint_ptr_t *end,
				   void (*fct)(struct tracepoint *tp, void *priv), void *priv)
{
	tracepoint_ptr_t *p;

	for (p = begin; p < end; p++)
		fct(tracepoint_ptr_deref(p), priv);
}

/**
 * for_each_kernel_tracepoint - visit the tracepoints that are no module's
 * @fct: called with each of them
 * @priv: handed to @fct
 *
 * Context: That of @fct.
 */
void for_each_kernel_tracepoint(void (*fct)(struct tracepoint *tp, void *priv), void *priv)
{
	for_each_tracepoint_in(__start___tracepoints_ptrs, __stop___tracepoints_ptrs, fct, priv);
}
EXPORT_SYMBOL_GPL(for_each_kernel_tracepoint);

#ifdef CONFIG_64BIT
/*
 * Several probes at one tracepoint.  __traceiter_X jumps here with its
 * tracepoint in the place of the data and the hit's arguments behind: every
 * argument is one machine word, whatever its type.
 */
#define DEFINE_ITERATOR(nr, proto, args...)					\
notrace __nocfi void __tracepoint_iter_##nr(struct tracepoint *tp proto)	\
{										\
	void (*probe)(void *data proto);					\
	struct tracepoint_func *f = rcu_dereference_raw(tp->funcs);		\
										\
	if (!f)									\
		return;								\
	for (; (probe = READ_ONCE(f->func)); f++)				\
		probe(f->data, ##args);						\
}										\
EXPORT_SYMBOL(__tracepoint_iter_##nr)

#define COMMA_WORD(name)	, unsigned long name
#define W1	COMMA_WORD(a)
#define W2	W1 COMMA_WORD(b)
#define W3	W2 COMMA_WORD(c)
#define W4	W3 COMMA_WORD(d)
#define W5	W4 COMMA_WORD(e)
#define W6	W5 COMMA_WORD(g)
#define W7	W6 COMMA_WORD(h)
#define W8	W7 COMMA_WORD(i)
#define W9	W8 COMMA_WORD(j)
#define W10	W9 COMMA_WORD(k)
#define W11	W10 COMMA_WORD(l)
#define W12	W11 COMMA_WORD(m)

DEFINE_ITERATOR(0, );
DEFINE_ITERATOR(1, W1, a);
DEFINE_ITERATOR(2, W2, a, b);
DEFINE_ITERATOR(3, W3, a, b, c);
DEFINE_ITERATOR(4, W4, a, b, c, d);
DEFINE_ITERATOR(5, W5, a, b, c, d, e);
DEFINE_ITERATOR(6, W6, a, b, c, d, e, g);
DEFINE_ITERATOR(7, W7, a, b, c, d, e, g, h);
DEFINE_ITERATOR(8, W8, a, b, c, d, e, g, h, i);
DEFINE_ITERATOR(9, W9, a, b, c, d, e, g, h, i, j);
DEFINE_ITERATOR(10, W10, a, b, c, d, e, g, h, i, j, k);
DEFINE_ITERATOR(11, W11, a, b, c, d, e, g, h, i, j, k, l);
DEFINE_ITERATOR(12, W12, a, b, c, d, e, g, h, i, j, k, l, m);
#endif /* CONFIG_64BIT */

#ifdef CONFIG_MODULES
/* Covers the list of modules with tracepoints and what the notifier is told. */
static DEFINE_MUTEX(tracepoint_modules_mutex);
static LIST_HEAD(tracepoint_modules);
static BLOCKING_NOTIFIER_HEAD(tracepoint_module_chain);

/**
 * trace_module_has_bad_taint - may the tracepoints of a module be used
 * @mod: the module
 *
 * A forced module may have been built for another layout of our structs.
 * Context: Any.
 * Return: true if its tracepoints must be left alone.
 */
bool trace_module_has_bad_taint(struct module *mod)
{
	unsigned long harmless = BIT(TAINT_OOT_MODULE) | BIT(TAINT_CRAP) |
				 BIT(TAINT_UNSIGNED_MODULE) | BIT(TAINT_TEST) |
				 BIT(TAINT_LIVEPATCH);

	return mod->taints & ~harmless;
}

/**
 * register_tracepoint_module_notifier - be told of modules with tracepoints
 * @nb: called with MODULE_STATE_COMING or _GOING and a struct tp_module
 *
 * Modules that are there already are announced at once.
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int register_tracepoint_module_notifier(struct notifier_block *nb)
{
	struct tp_module *tpm;
	int ret;

	guard(mutex)(&tracepoint_modules_mutex);
	ret = blocking_notifier_chain_register(&tracepoint_module_chain, nb);
	if (ret)
		return ret;
	list_for_each_entry(tpm, &tracepoint_modules, list)
		nb->notifier_call(nb, MODULE_STATE_COMING, tpm);
	return 0;
}
EXPORT_SYMBOL_GPL(register_tracepoint_module_notifier);

/**
 * unregister_tracepoint_module_notifier - be told no more
 * @nb: the notifier; it sees each module that is still there leave
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno.
 */
int unregister_tracepoint_module_notifier(struct notifier_block *nb)
{
	struct tp_module *tpm;
	int ret;

	guard(mutex)(&tracepoint_modules_mutex);
	ret = blocking_notifier_chain_unregister(&tracepoint_module_chain, nb);
	if (ret)
		return ret;
	list_for_each_entry(tpm, &tracepoint_modules, list)
		nb->notifier_call(nb, MODULE_STATE_GOING, tpm);
	return 0;
}
EXPORT_SYMBOL_GPL(unregister_tracepoint_module_notifier);

/* A leaving module must have taken every probe of its tracepoints back. */
static void tp_warn_if_used(struct tracepoint *tp, void *priv)
{
	WARN_ON_ONCE(rcu_access_pointer(tp->funcs));
}

static int tp_module_coming(struct module *mod)
{
	struct tp_module *tpm;

	if (trace_module_has_bad_taint(mod))
		return 0;
	tpm = kmalloc(sizeof(*tpm), GFP_KERNEL);
	if (!tpm)
		return -ENOMEM;
	tpm->mod = mod;
	guard(mutex)(&tracepoint_modules_mutex);
	list_add_tail(&tpm->list, &tracepoint_modules);
	blocking_notifier_call_chain(&tracepoint_module_chain, MODULE_STATE_COMING, tpm);
	return 0;
}

static void tp_module_going(struct module *mod)
{
	struct tp_module *tpm;

	guard(mutex)(&tracepoint_modules_mutex);
	list_for_each_entry(tpm, &tracepoint_modules, list) {
		if (tpm->mod == mod)
			break;
	}
	if (list_entry_is_head(tpm, &tracepoint_modules, list))
		return;
	blocking_notifier_call_chain(&tracepoint_module_chain, MODULE_STATE_GOING, tpm);
	list_del(&tpm->list);
	for_each_tracepoint_in(mod->tracepoints_ptrs,
			       mod->tracepoints_ptrs + mod->num_tracepoints,
			       tp_warn_if_used, NULL);
	kfree(tpm);
}

static int tp_module_notify(struct notifier_block *nb, unsigned long state, void *data)
{
	struct module *mod = data;
	int ret = 0;

	if (!mod->num_tracepoints)
		return NOTIFY_OK;
	if (state == MODULE_STATE_COMING)
		ret = tp_module_coming(mod);
	else if (state == MODULE_STATE_GOING)
		tp_module_going(mod);
	return notifier_from_errno(ret);
}

static struct notifier_block tp_module_nb = {
	.notifier_call	= tp_module_notify,
};

/* Modules may load from here on; the events' own notifier comes later. */
static int __init tp_modules_init(void)
{
	return register_module_notifier(&tp_module_nb);
}
core_initcall(tp_modules_init);

/**
 * for_each_tracepoint_in_module - visit the tracepoints of one module
 * @mod: the module, which must not go away meanwhile
 * @fct: called with each of them
 * @priv: handed to @fct
 *
 * Context: That of @fct; tracepoint_modules_mutex is held by the caller's caller.
 */
void for_each_tracepoint_in_module(struct module *mod,
				   void (*fct)(struct tracepoint *tp, struct module *mod,
					       void *priv),
				   void *priv)
{
	tracepoint_ptr_t *p, *end;

	lockdep_assert_held(&tracepoint_modules_mutex);
	if (!mod)
		return;
	end = mod->tracepoints_ptrs + mod->num_tracepoints;
	for (p = mod->tracepoints_ptrs; p < end; p++)
		fct(tracepoint_ptr_deref(p), mod, priv);
}

/**
 * for_each_module_tracepoint - visit the tracepoints of all modules
 * @fct: called with each of them
 * @priv: handed to @fct
 *
 * Context: Process context, may sleep.
 */
void for_each_module_tracepoint(void (*fct)(struct tracepoint *tp, struct module *mod, void *priv),
				void *priv)
{
	struct tp_module *tpm;

	guard(mutex)(&tracepoint_modules_mutex);
	list_for_each_entry(tpm, &tracepoint_modules, list)
		for_each_tracepoint_in_module(tpm->mod, fct, priv);
}
EXPORT_SYMBOL_GPL(for_each_module_tracepoint);
#endif /* CONFIG_MODULES */

#ifdef CONFIG_HAVE_SYSCALL_TRACEPOINTS
/* How many tracepoints want every task to take the slow way into syscalls. */
static int syscall_users;

/* tasklist_lock: a task that is being forked is in the list or inherits the bit. */
static void syscall_mark_tasks(bool on)
{
	struct task_struct *p, *t;

	read_lock(&tasklist_lock);
	for_each_process_thread(p, t) {
		if (on)
			set_task_syscall_work(t, SYSCALL_TRACEPOINT);
		else
			clear_task_syscall_work(t, SYSCALL_TRACEPOINT);
	}
	read_unlock(&tasklist_lock);
}

/**
 * syscall_regfunc - have syscalls pass the sys_enter and sys_exit tracepoints
 *
 * Context: Under tracepoints_mutex, which covers the count.
 * Return: 0.
 */
int syscall_regfunc(void)
{
	if (!syscall_users++)
		syscall_mark_tasks(true);
	return 0;
}

/**
 * syscall_unregfunc - end one syscall_regfunc()
 *
 * Context: Under tracepoints_mutex.
 */
void syscall_unregfunc(void)
{
	if (!--syscall_users)
		syscall_mark_tasks(false);
}
#endif /* CONFIG_HAVE_SYSCALL_TRACEPOINTS */
