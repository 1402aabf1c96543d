// SPDX-License-Identifier: GPL-2.0
/*
 * Names and thread groups of tasks by pid.
 *
 * A record holds only a pid, and its task may be gone when the record is read.
 * So while events are enabled, a hit leaves a mark on its CPU, and the next
 * switch or wakeup there files the names of the tasks at hand: the running
 * task cannot leave the CPU unnoticed.
 *
 * Filing runs in hits' context, also in NMIs: it only ever tries comm_lock and
 * leaves the mark standing when it fails.  Readers take it with preemption
 * off.  comm_mutex covers users, size and the seq files.
 */
#include <kunit/visibility.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/threads.h>
#include <linux/tracepoint_batch.h>

#include <trace/events/sched.h>

#include "event/event.h"

#define DEFAULT_ENTRIES	128
#define NO_SLOT		U32_MAX
#define NO_PID		U32_MAX

/* One place for each pid up to the default maximum; higher ones share. */
#define COMM_KEYS	(PID_MAX_DEFAULT + 1)

struct comm_slot {
	u32	pid;
	char	comm[TASK_COMM_LEN];
};

/*
 * Fills a power of two of pages, so that there are more slots than were asked
 * for.  saved_cmdlines_size shows how many.
 */
struct comm_cache {
	u64			nr;
	u32			last;		/* slot used last; the oldest follows */
	u32			slot_of[COMM_KEYS];
	struct comm_slot	slots[] __counted_by(nr);
};

DEFINE_PER_CPU(bool, comm_cache_hit);

static DEFINE_MUTEX(comm_mutex);

/* Protected by comm_mutex: */
static unsigned int comm_users;
static unsigned int tgid_users;
static unsigned int wanted_entries = DEFAULT_ENTRIES;

/* Written under comm_mutex and comm_lock, read under either: */
static struct comm_cache *comm_cache;
static arch_spinlock_t comm_lock = __ARCH_SPIN_LOCK_UNLOCKED;

/* By pid; once there, it stays. */
static int *tgid_map;
static unsigned int tgid_map_nr;

static size_t cache_bytes(unsigned int entries)
{
	return PAGE_SIZE << get_order(struct_size_t(struct comm_cache, slots, entries));
}

static unsigned int cache_slots(unsigned int entries)
{
	return (cache_bytes(entries) - sizeof(struct comm_cache)) / sizeof(struct comm_slot);
}

static struct comm_cache *cache_alloc(unsigned int entries)
{
	struct comm_cache *cache = kvzalloc(cache_bytes(entries), GFP_KERNEL);
	unsigned int i;

	if (!cache)
		return NULL;
	cache->nr = cache_slots(entries);
	memset(cache->slot_of, 0xff, sizeof(cache->slot_of));
	for (i = 0; i < cache->nr; i++)
		cache->slots[i].pid = NO_PID;
	return cache;
}

static void comm_lock_reader(void)
{
	preempt_disable_notrace();
	arch_spin_lock(&comm_lock);
}

static void comm_unlock_reader(void)
{
	arch_spin_unlock(&comm_lock);
	preempt_enable_notrace();
}

static void cache_publish(struct comm_cache *cache)
{
	struct comm_cache *old;

	comm_lock_reader();
	old = comm_cache;
	comm_cache = cache;
	comm_unlock_reader();
	kvfree(old);
}

/*
 * Filing, in any context
 */

/* The slot for a pid: the one it has, or the one that was filed longest ago. */
static struct comm_slot *cache_slot(struct comm_cache *cache, u32 pid)
{
	u32 *mine = &cache->slot_of[pid % COMM_KEYS];
	struct comm_slot *slot;

	if (*mine != NO_SLOT)
		return &cache->slots[*mine];
	cache->last = (cache->last + 1) % cache->nr;
	slot = &cache->slots[cache->last];
	if (slot->pid != NO_PID)
		cache->slot_of[slot->pid % COMM_KEYS] = NO_SLOT;
	*mine = cache->last;
	return slot;
}

static void cache_file(struct comm_cache *cache, const struct task_struct *task)
{
	struct comm_slot *slot;

	/* Idle tasks all are pid 0 and need no name. */
	if (!task->pid)
		return;
	slot = cache_slot(cache, task->pid);
	slot->pid = task->pid;
	memcpy(slot->comm, task->comm, TASK_COMM_LEN);
	slot->comm[TASK_COMM_LEN - 1] = '\0';
}

static bool comm_file(const struct task_struct *one, const struct task_struct *two)
{
	bool filed;

	preempt_disable_notrace();
	filed = arch_spin_trylock(&comm_lock);
	if (filed) {
		if (comm_cache) {
			cache_file(comm_cache, one);
			if (two)
				cache_file(comm_cache, two);
		}
		arch_spin_unlock(&comm_lock);
	}
	preempt_enable_notrace();
	return filed;
}

static void tgid_file(const struct task_struct *task)
{
	/* Pairs with the release in tgid_map_alloc(). */
	int *map = smp_load_acquire(&tgid_map);

	if (map && task && task->pid < tgid_map_nr)
		WRITE_ONCE(map[task->pid], task->tgid);
}

static void record_tasks(const struct task_struct *one, const struct task_struct *two, int flags)
{
	if (!flags || !this_cpu_read(comm_cache_hit))
		return;
	if (flags & TRACE_RECORD_TGID) {
		tgid_file(one);
		tgid_file(two);
	}
	if (flags & TRACE_RECORD_CMDLINE && !comm_file(one, two))
		return;
	this_cpu_write(comm_cache_hit, false);
}

/**
 * tracing_record_taskinfo - file a task, if there was a hit on this CPU
 * @task: the task
 * @flags: TRACE_RECORD_*, what to file
 *
 * Context: Any.
 */
void tracing_record_taskinfo(struct task_struct *task, int flags)
{
	record_tasks(task, NULL, flags);
}

/**
 * tracing_record_taskinfo_sched_switch - file two tasks, if there was a hit
 * @prev: who leaves the CPU
 * @next: who gets it
 * @flags: TRACE_RECORD_*, what to file
 *
 * Context: Any.
 */
void tracing_record_taskinfo_sched_switch(struct task_struct *prev, struct task_struct *next,
					  int flags)
{
	record_tasks(prev, next, flags);
}

/**
 * tracing_record_cmdline - file a task's name, if there was a hit on this CPU
 * @task: the task
 *
 * Context: Any.
 */
void tracing_record_cmdline(struct task_struct *task)
{
	record_tasks(task, NULL, TRACE_RECORD_CMDLINE);
}

/**
 * tracing_record_tgid - file a task's thread group, if there was a hit
 * @task: the task
 *
 * Context: Any.
 */
void tracing_record_tgid(struct task_struct *task)
{
	record_tasks(task, NULL, TRACE_RECORD_TGID);
}

static int wanted_flags(void)
{
	return (READ_ONCE(comm_users) ? TRACE_RECORD_CMDLINE : 0) |
	       (READ_ONCE(tgid_users) ? TRACE_RECORD_TGID : 0);
}

static void probe_switch(void *data, bool preempt, struct task_struct *prev,
			 struct task_struct *next, unsigned int prev_state)
{
	record_tasks(prev, next, wanted_flags());
}

static void probe_wakeup(void *data, struct task_struct *woken)
{
	record_tasks(current, NULL, wanted_flags());
}

/*
 * Users
 */

static int probes_register_each(void)
{
	int ret = register_trace_sched_switch(probe_switch, NULL);

	if (ret)
		return ret;
	ret = register_trace_sched_wakeup(probe_wakeup, NULL);
	if (ret)
		goto err_switch;
	ret = register_trace_sched_wakeup_new(probe_wakeup, NULL);
	if (ret)
		goto err_wakeup;
	return 0;

err_wakeup:
	unregister_trace_sched_wakeup(probe_wakeup, NULL);
err_switch:
	unregister_trace_sched_switch(probe_switch, NULL);
	return ret;
}

/* The text is changed once for the three. */
static int probes_register(void)
{
	struct tracepoint_batch batch;
	int ret;

	tracepoint_batch_begin(&batch);
	ret = probes_register_each();
	tracepoint_batch_end(&batch);
	return ret;
}

static void probes_unregister(void)
{
	struct tracepoint_batch batch;

	tracepoint_batch_begin(&batch);
	unregister_trace_sched_wakeup_new(probe_wakeup, NULL);
	unregister_trace_sched_wakeup(probe_wakeup, NULL);
	unregister_trace_sched_switch(probe_switch, NULL);
	tracepoint_batch_end(&batch);
}

static int tgid_map_alloc(void)
{
	int *map;

	if (tgid_map)
		return 0;
	tgid_map_nr = pid_max + 1;
	map = kvcalloc(tgid_map_nr, sizeof(*map), GFP_KERNEL);
	if (!map)
		return -ENOMEM;
	/* Who sees the map sees its size. */
	smp_store_release(&tgid_map, map);
	return 0;
}

static int comm_alloc(void)
{
	struct comm_cache *cache;

	if (comm_cache)
		return 0;
	cache = cache_alloc(wanted_entries);
	if (!cache)
		return -ENOMEM;
	cache_publish(cache);
	return 0;
}

/**
 * comm_cache_start - file names, or thread groups, from now on
 * @tgid: which of the two
 *
 * Context: Process context, may sleep.
 * Return: 0 or a negative errno; comm_cache_stop() must follow a 0.
 */
int comm_cache_start(bool tgid)
{
	int ret;

	guard(mutex)(&comm_mutex);
	ret = tgid ? tgid_map_alloc() : comm_alloc();
	if (!ret && !comm_users && !tgid_users)
		ret = probes_register();
	if (ret)
		return ret;
	if (tgid)
		WRITE_ONCE(tgid_users, tgid_users + 1);
	else
		WRITE_ONCE(comm_users, comm_users + 1);
	return 0;
}

/**
 * comm_cache_stop - one user less
 * @tgid: of thread groups rather than names
 *
 * What has been filed stays, for the records that are not read yet.
 * Context: Process context, may sleep.
 */
void comm_cache_stop(bool tgid)
{
	guard(mutex)(&comm_mutex);
	if (tgid)
		WRITE_ONCE(tgid_users, tgid_users - 1);
	else
		WRITE_ONCE(comm_users, comm_users - 1);
	if (!comm_users && !tgid_users)
		probes_unregister();
}

/**
 * comm_cache_size - how many names there is room for
 *
 * Context: Process context.
 * Return: the slots.
 */
unsigned int comm_cache_size(void)
{
	guard(mutex)(&comm_mutex);
	return cache_slots(wanted_entries);
}

/**
 * comm_cache_resize - make room for a number of names; those filed are lost
 * @entries: how many at least
 *
 * Context: Process context, may sleep.
 * Return: 0, -EINVAL for a number that no system has use for, or -ENOMEM.
 */
int comm_cache_resize(unsigned int entries)
{
	struct comm_cache *cache;

	if (!entries || entries > PID_MAX_DEFAULT)
		return -EINVAL;
	guard(mutex)(&comm_mutex);
	if (comm_cache) {
		cache = cache_alloc(entries);
		if (!cache)
			return -ENOMEM;
		cache_publish(cache);
	}
	wanted_entries = entries;
	return 0;
}

/*
 * Finding
 */

static const char *cache_find(const struct comm_cache *cache, u32 pid)
{
	u32 slot = cache ? cache->slot_of[pid % COMM_KEYS] : NO_SLOT;

	if (slot == NO_SLOT || cache->slots[slot].pid != pid)
		return NULL;
	return cache->slots[slot].comm;
}

/* A dump may have interrupted, or outlived, who holds the lock. */
#define FIND_TRIES	10000

static bool comm_lock_find(void)
{
	unsigned int tries = FIND_TRIES;

	preempt_disable_notrace();
	while (!arch_spin_trylock(&comm_lock)) {
		if (!--tries) {
			preempt_enable_notrace();
			return false;
		}
		cpu_relax();
	}
	return true;
}

/**
 * comm_cache_find - the name of a task
 * @pid: the task
 * @comm: gets the name, or what stands for an unknown one
 *
 * Context: Any.
 */
void comm_cache_find(int pid, char comm[TASK_COMM_LEN])
{
	static const char unknown[TASK_COMM_LEN] = "<...>";
	const char *found;

	if (pid <= 0) {
		strscpy(comm, pid ? "<XXX>" : "<idle>", TASK_COMM_LEN);
		return;
	}
	if (!comm_lock_find()) {
		memcpy(comm, unknown, TASK_COMM_LEN);
		return;
	}
	found = cache_find(comm_cache, pid);
	memcpy(comm, found ?: unknown, TASK_COMM_LEN);
	comm_unlock_reader();
}
EXPORT_SYMBOL_IF_KUNIT(comm_cache_find);

/**
 * comm_cache_find_tgid - the thread group of a task
 * @pid: the task
 *
 * Context: Any.
 * Return: its tgid, 0 if it is not known.
 */
int comm_cache_find_tgid(int pid)
{
	/* Pairs with the release in tgid_map_alloc(). */
	int *map = smp_load_acquire(&tgid_map);

	return map && (unsigned int)pid < tgid_map_nr ? READ_ONCE(map[pid]) : 0;
}
EXPORT_SYMBOL_IF_KUNIT(comm_cache_find_tgid);

/*
 * The files saved_cmdlines and saved_tgids; positions are slots and pids
 */

static void *comm_seq_at(loff_t *pos)
{
	for (; comm_cache && *pos < comm_cache->nr; ++*pos) {
		if (READ_ONCE(comm_cache->slots[*pos].pid) != NO_PID)
			return &comm_cache->slots[*pos];
	}
	return NULL;
}

static void *comm_seq_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&comm_mutex);
	return comm_seq_at(pos);
}

static void *comm_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return comm_seq_at(pos);
}

static void comm_seq_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&comm_mutex);
}

static int comm_seq_show(struct seq_file *m, void *v)
{
	struct comm_slot slot;

	comm_lock_reader();
	slot = *(struct comm_slot *)v;
	comm_unlock_reader();
	seq_printf(m, "%u %s\n", slot.pid, slot.comm);
	return 0;
}

const struct seq_operations comm_cache_seq_ops = {
	.start	= comm_seq_start,
	.next	= comm_seq_next,
	.stop	= comm_seq_stop,
	.show	= comm_seq_show,
};

static void *tgid_seq_at(loff_t *pos)
{
	for (; tgid_map && *pos < tgid_map_nr; ++*pos) {
		if (READ_ONCE(tgid_map[*pos]))
			return &tgid_map[*pos];
	}
	return NULL;
}

static void *tgid_seq_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&comm_mutex);
	return tgid_seq_at(pos);
}

static void *tgid_seq_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return tgid_seq_at(pos);
}

static int tgid_seq_show(struct seq_file *m, void *v)
{
	int *tgid = v;

	seq_printf(m, "%d %d\n", (int)(tgid - tgid_map), READ_ONCE(*tgid));
	return 0;
}

const struct seq_operations tgid_cache_seq_ops = {
	.start	= tgid_seq_start,
	.next	= tgid_seq_next,
	.stop	= comm_seq_stop,
	.show	= tgid_seq_show,
};
