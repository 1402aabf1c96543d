// SPDX-License-Identifier: GPL-2.0
/*
 * Which tracepoints there are: the kernel's own and those of each module, and
 * who is told when a module with tracepoints comes or goes.
 *
 * Process context.  tracepoint_modules_mutex covers the list of modules; it is
 * held while the notifier calls, so those may walk a module's tracepoints.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

extern tracepoint_ptr_t __start___tracepoints_ptrs[];
extern tracepoint_ptr_t __stop___tracepoints_ptrs[];

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
