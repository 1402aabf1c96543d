// SPDX-License-Identifier: GPL-2.0
/*
 * Tracepoints: who is called at a place, and how that changes while hits run.
 *
 * A hit (any context, NMI included) reads tp->funcs with preemption off and
 * makes the static call with the first entry's data.  Registration runs in
 * process context under tracepoints_mutex: it plans, and tp_commit() carries
 * out the plans of one call or of a whole batch.
 */
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/static_call.h>
#include <linux/static_key.h>
#include <linux/tracepoint.h>
#include <linux/tracepoint_batch.h>

/*
 * What must hold at each moment, since a hit may be anywhere:
 *
 *  1. The static call leads to a single probe P only while every array that a
 *     hit may still hold begins with P's entry.  Else P would get the data of
 *     another probe, or other probes would miss the hit.
 *  2. It leads to the iterator at all other times.  The iterator ignores the
 *     data that it is given and reads tp->funcs itself, so it fits any array.
 *  3. The key is on only while there is an array, and the call leads where it
 *     should; so text under a key that is off may wait for its turn.
 *  4. What registering answers does not change later: all that can fail
 *     (memory, regfunc) is done when the plan is made.
 *
 * Hence tp_commit()'s order: keys off; calls that no longer fit to the
 * iterator; arrays; a grace period if some array began with another entry;
 * calls to single probes; keys on.  Each is one step for all tracepoints.
 */

/*
 * Nothing of ours runs under it; modules and BPF flush it where their probes
 * may be called from sites that it protects on later kernels.
 */
DEFINE_SRCU(tracepoint_srcu);
EXPORT_SYMBOL_GPL(tracepoint_srcu);

/* Covers the plans, and funcs, the static call and the key of every tracepoint. */
static DEFINE_MUTEX(tracepoints_mutex);

/*
 * The grace period that began when an array whose first entry differs from its
 * successor's was last taken out of any tracepoint.  Rule 1 waits for it; most
 * of the time it has long passed and costs nothing.
 */
static unsigned long first_entry_gp;

/* An array of probes, freed after the hits that may read it. */
struct tp_probes {
	union {
		struct rcu_head		rcu;
		/* While hits read it and there is a plan for the tracepoint: */
		struct {
			struct tracepoint	*tp;
			struct tp_probes	*next;	/* in tp_changes */
		};
	};
	struct tp_probes	*planned;	/* its successor, maybe NULL or itself */
	struct tracepoint_func	funcs[];
};

/* The arrays of tracepoints with plans. */
static struct tp_probes *tp_changes;
static unsigned int nr_tp_changes;

/* Whose plans wait for the end of a batch. */
static LIST_HEAD(tp_batches);

static struct tp_probes *probes_alloc(unsigned int count)
{
	struct tp_probes *probes;

	/* The array ends at an entry of which only the function is there, NULL. */
	return kzalloc(struct_size(probes, funcs, count) + sizeof(probes->funcs[0].func),
		       GFP_KERNEL);
}

static unsigned int probes_count(const struct tp_probes *probes)
{
	unsigned int n = 0;

	while (probes && probes->funcs[n].func)
		n++;
	return n;
}

/* The only probe, or NULL if there are none or several. */
static void *probes_single(const struct tp_probes *probes)
{
	return probes && !probes->funcs[1].func ? probes->funcs[0].func : NULL;
}

static bool is_same_probe(const struct tracepoint_func *a, const struct tracepoint_func *b)
{
	return a->func == b->func && a->data == b->data;
}

/* The position of @probe in @probes, or -1. */
static int probes_find(const struct tp_probes *probes, const struct tracepoint_func *probe)
{
	int i;

	for (i = 0; probes && probes->funcs[i].func; i++) {
		if (is_same_probe(&probes->funcs[i], probe))
			return i;
	}
	return -1;
}

/* A copy of @probes with @probe behind all of its own and higher priority. */
static struct tp_probes *probes_with(const struct tp_probes *probes,
				     const struct tracepoint_func *probe)
{
	unsigned int count = probes_count(probes);
	struct tp_probes *copy = probes_alloc(count + 1);
	unsigned int i, at = 0;

	if (!copy)
		return NULL;
	while (at < count && probes->funcs[at].prio >= probe->prio)
		at++;
	for (i = 0; i < at; i++)
		copy->funcs[i] = probes->funcs[i];
	copy->funcs[at] = *probe;
	for (i = at; i < count; i++)
		copy->funcs[i + 1] = probes->funcs[i];
	return copy;
}

/* Stands in for a probe that must go while there is no memory for a shorter array. */
static void probe_gone(void)
{
}

/*
 * @probes without the entry at @gone and without stand-ins of earlier failures.
 * NULL in @result when none is left.
 */
static int probes_without(const struct tp_probes *probes, unsigned int gone,
			  struct tp_probes **result)
{
	unsigned int i, n = 0, count = probes_count(probes);
	struct tp_probes *copy;

	*result = NULL;
	for (i = 0; i < count; i++)
		n += i != gone && probes->funcs[i].func != probe_gone;
	if (!n)
		return 0;
	copy = probes_alloc(n);
	if (!copy)
		return -ENOMEM;
	for (i = 0, n = 0; i < count; i++) {
		if (i != gone && probes->funcs[i].func != probe_gone)
			copy->funcs[n++] = probes->funcs[i];
	}
	*result = copy;
	return 0;
}

/* The array that hits read. */
static struct tp_probes *tp_live(struct tracepoint *tp)
{
	struct tracepoint_func *funcs;

	funcs = rcu_dereference_protected(tp->funcs, lockdep_is_held(&tracepoints_mutex));
	return funcs ? container_of(funcs, struct tp_probes, funcs[0]) : NULL;
}

/* The array that they will read after the next commit. */
static struct tp_probes *tp_plan(struct tp_probes *live)
{
	return live && live->tp ? live->planned : live;
}

static void tp_set_plan(struct tracepoint *tp, struct tp_probes *live, struct tp_probes *plan)
{
	if (!live->tp) {
		live->tp = tp;
		live->next = tp_changes;
		tp_changes = live;
		nr_tp_changes++;
	} else if (live->planned != live) {
		/* A plan that no hit has seen. */
		kfree(live->planned);
	}
	live->planned = plan;
}

/* Where hits of @tp go: to a single probe, or to its iterator. */
static void *tp_call(struct tracepoint *tp)
{
	return READ_ONCE(tp->static_call_key->func);
}

/* May hits read @probes while the call leads where it does? */
static bool tp_call_fits(struct tracepoint *tp, struct tp_probes *probes)
{
	void *func = tp_call(tp);

	return func == tp->iterator || func == probes_single(probes);
}

static void tp_call_iterator(struct tracepoint *tp)
{
	__static_call_update(tp->static_call_key, tp->static_call_tramp, tp->iterator);
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
	if (tp->ext && tp->ext->unregfunc)
		tp->ext->unregfunc();
}

/* What the steps of a commit hand to the text, as much at a time as there is room for. */
struct tp_steps {
	struct tp_probes		*changes;
	unsigned int			room;
	unsigned int			nr;
	struct static_call_change	*calls;
	struct static_key		**keys;
};

static void steps_flush_calls(struct tp_steps *steps)
{
	static_calls_update(steps->calls, steps->nr);
	steps->nr = 0;
}

static void steps_flush_keys(struct tp_steps *steps, bool on)
{
	static_keys_set(steps->keys, steps->nr, on);
	steps->nr = 0;
}

static void steps_keys(struct tp_steps *steps, bool on)
{
	struct tp_probes *live;

	for (live = steps->changes; live; live = live->next) {
		if (on != !!live->planned || static_key_enabled(&live->tp->key) == on)
			continue;
		steps->keys[steps->nr++] = &live->tp->key;
		if (steps->nr == steps->room)
			steps_flush_keys(steps, on);
	}
	if (steps->nr)
		steps_flush_keys(steps, on);
}

static void steps_disarm(struct tp_steps *steps)
{
	struct tp_probes *live;

	for (live = steps->changes; live; live = live->next) {
		if (!live->planned)
			tp_disarm(live->tp);
	}
}

static void steps_call(struct tp_steps *steps, struct tracepoint *tp, void *func)
{
	steps->calls[steps->nr++] = (struct static_call_change){
		.key	= tp->static_call_key,
		.tramp	= tp->static_call_tramp,
		.func	= func,
	};
	if (steps->nr == steps->room)
		steps_flush_calls(steps);
}

/* Calls that do not fit the planned array must lead to the iterator before it is seen. */
static void steps_calls_to_iterators(struct tp_steps *steps)
{
	struct tp_probes *live;

	for (live = steps->changes; live; live = live->next) {
		if (live->planned && !tp_call_fits(live->tp, live->planned))
			steps_call(steps, live->tp, live->tp->iterator);
	}
	if (steps->nr)
		steps_flush_calls(steps);
}

static void steps_arrays(struct tp_steps *steps)
{
	struct tp_probes *live, *next;
	bool first_differs = false;

	for (live = steps->changes; live; live = live->next) {
		next = live->planned;
		if (next == live)
			continue;
		rcu_assign_pointer(live->tp->funcs, next ? next->funcs : NULL);
		if (!next || !is_same_probe(&next->funcs[0], &live->funcs[0]))
			first_differs = true;
	}
	if (first_differs)
		first_entry_gp = get_state_synchronize_rcu();
}

/* Rule 1: no hit may hold an array that begins with something else. */
static void steps_calls_to_probes(struct tp_steps *steps)
{
	struct tp_probes *live;
	bool waited = false;
	void *func;

	for (live = steps->changes; live; live = live->next) {
		func = probes_single(live->planned);
		if (!func || func == tp_call(live->tp))
			continue;
		if (!waited)
			cond_synchronize_rcu(first_entry_gp);
		waited = true;
		steps_call(steps, live->tp, func);
	}
	if (steps->nr)
		steps_flush_calls(steps);
}

static void steps_free(struct tp_steps *steps)
{
	struct tp_probes *live, *next;

	for (live = steps->changes; live; live = next) {
		next = live->next;
		live->tp = NULL;
		if (live->planned != live)
			kfree_rcu(live, rcu);
	}
}

/* Carry out what is planned.  Cannot fail: without memory it takes more rounds. */
static void tp_commit(void)
{
	struct static_call_change few[4], *many = NULL;
	struct tp_steps steps = {
		.changes	= tp_changes,
		.room		= ARRAY_SIZE(few),
		.calls		= few,
	};

	lockdep_assert_held(&tracepoints_mutex);
	if (nr_tp_changes > ARRAY_SIZE(few))
		many = kvmalloc_array(nr_tp_changes, sizeof(*many), GFP_KERNEL | __GFP_NOWARN);
	if (many) {
		steps.calls = many;
		steps.room = nr_tp_changes;
	}
	steps.keys = (struct static_key **)steps.calls;
	tp_changes = NULL;
	nr_tp_changes = 0;

	steps_keys(&steps, false);
	steps_disarm(&steps);
	steps_calls_to_iterators(&steps);
	steps_arrays(&steps);
	steps_calls_to_probes(&steps);
	steps_keys(&steps, true);
	steps_free(&steps);
	kvfree(many);
}

static bool in_batch(void)
{
	struct tracepoint_batch *batch;

	lockdep_assert_held(&tracepoints_mutex);
	list_for_each_entry(batch, &tp_batches, list) {
		if (batch->task == current)
			return true;
	}
	return false;
}

/* Others than the batch's owner want theirs now, and take its plans along. */
static void tp_commit_unless_batch(void)
{
	if (tp_changes && !in_batch())
		tp_commit();
}

/**
 * tracepoint_batch_begin - change many tracepoints with one change of the text
 * @batch: on the caller's stack, for tracepoint_batch_end()
 *
 * Until then the caller's registrations answer as ever, but take effect at the
 * end, at the latest.  That is true of unregistering as well: what a probe
 * uses must stay, and tracepoint_synchronize_unregister() waits in vain.  The
 * caller may take and release locks meanwhile; others are not held up.
 *
 * Context: Process context, may sleep.
 */
void tracepoint_batch_begin(struct tracepoint_batch *batch)
{
	guard(mutex)(&tracepoints_mutex);
	batch->task = current;
	list_add(&batch->list, &tp_batches);
}
EXPORT_SYMBOL_GPL(tracepoint_batch_begin);

/**
 * tracepoint_batch_end - carry out what was registered and unregistered
 * @batch: what tracepoint_batch_begin() was given
 *
 * Of batches in each other, the outer one's end counts.
 *
 * Context: Process context, may sleep.
 */
void tracepoint_batch_end(struct tracepoint_batch *batch)
{
	guard(mutex)(&tracepoints_mutex);
	list_del(&batch->list);
	tp_commit_unless_batch();
}
EXPORT_SYMBOL_GPL(tracepoint_batch_end);

static int tp_add(struct tracepoint *tp, const struct tracepoint_func *probe, bool may_exist)
{
	struct tp_probes *live = tp_live(tp), *plan = tp_plan(live), *new;
	int ret;

	if (probes_find(plan, probe) >= 0) {
		WARN_ON_ONCE(!may_exist);
		return -EEXIST;
	}
	new = probes_with(plan, probe);
	if (!new)
		return -ENOMEM;
	if (!live) {
		ret = tp_arm(tp);
		if (ret) {
			kfree(new);
			return ret;
		}
		/* The key is off, but hits from before may be on their way. */
		if (!tp_call_fits(tp, new))
			tp_call_iterator(tp);
		rcu_assign_pointer(tp->funcs, new->funcs);
		live = new;
	}
	tp_set_plan(tp, live, new);
	return 0;
}

/*
 * No memory for a shorter array: the entry keeps its place and does nothing.
 * With one probe the static call must stop leading to it, too.
 */
static void tp_silence(struct tracepoint *tp, struct tp_probes *probes, unsigned int at)
{
	tp_call_iterator(tp);
	WRITE_ONCE(probes->funcs[at].func, probe_gone);
	first_entry_gp = get_state_synchronize_rcu();
}

static int tp_remove(struct tracepoint *tp, const struct tracepoint_func *probe)
{
	struct tp_probes *live = tp_live(tp), *plan = tp_plan(live), *new;
	int at = probes_find(plan, probe);

	if (at < 0)
		return -ENOENT;
	if (probes_without(plan, at, &new))
		tp_silence(tp, plan, at);
	else
		tp_set_plan(tp, live, new);
	return 0;
}

static int tp_register(struct tracepoint *tp, void *func, void *data, int prio, bool may_exist)
{
	struct tracepoint_func probe = { .func = func, .data = data, .prio = prio };
	int ret;

	if (WARN_ON(!func))
		return -EINVAL;
	guard(mutex)(&tracepoints_mutex);
	ret = tp_add(tp, &probe, may_exist);
	tp_commit_unless_batch();
	return ret;
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
	int ret;

	guard(mutex)(&tracepoints_mutex);
	ret = tp_remove(tp, &gone);
	tp_commit_unless_batch();
	return ret;
}
EXPORT_SYMBOL_GPL(tracepoint_probe_unregister);

#ifdef CONFIG_PREEMPTION
/**
 * tracepoint_reschedule - what __tracecall_X() does when preemption was held up
 *
 * Context: At the end of a hit, preemption just enabled.
 */
void notrace tracepoint_reschedule(void)
{
	__preempt_schedule_notrace();
}
EXPORT_SYMBOL(tracepoint_reschedule);
#endif

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
