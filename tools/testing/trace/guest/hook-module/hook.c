// SPDX-License-Identifier: GPL-2.0
/*
 * Users of function hooks that come and go, and a look at the kernel's text.
 *
 * While parameters/run is 1, threads call functions whose results they check,
 * from within each other, so that a return address that got lost is seen; others
 * register and unregister ops and an fprobe on these and on the kernel's
 * functions.  parameters/counts tells what they did.  Writing "START END" to
 * parameters/text keeps a copy of that text, reading compares with it.
 *
 * Only what modules may use in any 6.12, so that it runs on the stock kernel.
 */
#include <linux/delay.h>
#include <linux/fprobe.h>
#include <linux/ftrace.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/random.h>
#include <linux/vmalloc.h>

#define NR_CALLERS	4
#define MAX_PLACES	40

/* What is counted; the places in names[] are the same. */
enum {
	CALLED, CALLED_LOST,			/* of the targets; returned wrongly */
	HIT_PLAIN, HIT_REGS, HIT_GLOB,		/* hits of ops of each kind */
	ENTERED, RETURNED,			/* of the fprobe */
	REGISTERED, REFUSED,
	NR_COUNTS
};

static const char *const names[NR_COUNTS] = {
	"calls", "lost", "plain", "regs", "glob", "entries", "exits", "registered", "refused",
};

static atomic_long_t counts[NR_COUNTS];

static void count(int what)
{
	atomic_long_inc(&counts[what]);
}

/* Each returns what it was called with and what it is, so that a return to a
 * place where another one belongs gives another result.
 */
static noinline unsigned long hook_target_leaf(unsigned long x)
{
	barrier();
	return x * 3 + 1;
}

static noinline unsigned long hook_target_middle(unsigned long x)
{
	unsigned long low = hook_target_leaf(x);
	unsigned long high = hook_target_leaf(x + 1);

	return low + high;
}

static noinline unsigned long hook_target_deep(unsigned long x, unsigned int depth)
{
	return depth ? hook_target_deep(x, depth - 1) + 1 : hook_target_middle(x);
}

static unsigned long expected(unsigned long x, unsigned int depth)
{
	return 6 * x + 5 + depth;
}

static int call_targets(void *unused)
{
	unsigned long x, got;
	unsigned int depth;

	/* There is more to be seen of who changes hooks. */
	set_user_nice(current, 10);
	while (!kthread_should_stop()) {
		x = get_random_u32();
		depth = x % 20;
		got = hook_target_deep(x, depth);
		count(CALLED);
		if (got != expected(x, depth))
			count(CALLED_LOST);
		if (!(x % 4))
			usleep_range(500, 2000);
		cond_resched();
	}
	return 0;
}

static notrace void hit_plain(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			      struct ftrace_regs *fregs)
{
	count(HIT_PLAIN);
}

static notrace void hit_regs(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			     struct ftrace_regs *fregs)
{
	if (ftrace_get_regs(fregs))
		count(HIT_REGS);
}

static notrace void hit_glob(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops,
			     struct ftrace_regs *fregs)
{
	count(HIT_GLOB);
}

static struct ftrace_ops users[] = {
	{ .func = hit_plain },
	{ .func = hit_regs, .flags = FTRACE_OPS_FL_SAVE_REGS },
	{ .func = hit_glob, .flags = FTRACE_OPS_FL_RECURSION },
	{ .func = hit_glob, .flags = FTRACE_OPS_FL_RCU },
};

static const char *const filters[] = { "hook_target_*", "hook_target_*", "vfs_*", "*_lock" };

/* Registers its ops with its filter for a moment, again and again. */
static int use_ops(void *data)
{
	struct ftrace_ops *ops = data;
	unsigned char filter[20];

	while (!kthread_should_stop()) {
		/* It may be cut into pieces. */
		strscpy(filter, filters[ops - users]);
		ftrace_set_filter(ops, filter, strlen(filter), 1);
		if (register_ftrace_function(ops)) {
			count(REFUSED);
			msleep(100);
			continue;
		}
		count(REGISTERED);
		msleep(get_random_u32_below(300));
		unregister_ftrace_function(ops);
		ftrace_free_filter(ops);
		msleep(get_random_u32_below(50));
	}
	return 0;
}

static int probe_entry(struct fprobe *fp, unsigned long entry_ip, unsigned long ret_ip,
		       struct pt_regs *regs, void *data)
{
	*(unsigned long *)data = entry_ip;
	count(ENTERED);
	return 0;
}

static void probe_exit(struct fprobe *fp, unsigned long entry_ip, unsigned long ret_ip,
		       struct pt_regs *regs, void *data)
{
	count(*(unsigned long *)data == entry_ip ? RETURNED : CALLED_LOST);
}

static int use_fprobe(void *unused)
{
	static struct fprobe probe;
	int ret;

	while (!kthread_should_stop()) {
		probe = (struct fprobe){
			.entry_handler = probe_entry,
			.exit_handler = probe_exit,
			.entry_data_size = sizeof(long),
		};
		ret = register_fprobe(&probe, "hook_target_*", NULL);
		if (ret) {
			count(REFUSED);
			msleep(100);
			continue;
		}
		count(REGISTERED);
		msleep(get_random_u32_below(300));
		unregister_fprobe(&probe);
	}
	return 0;
}

static struct task_struct *threads[NR_CALLERS + ARRAY_SIZE(users) + 1];
static DEFINE_MUTEX(run_mutex);

static void start(int at, int (*fn)(void *data), void *data)
{
	struct task_struct *task = kthread_run(fn, data, "hook/%d", at);

	threads[at] = IS_ERR(task) ? NULL : task;
}

static int run_set(const char *text, const struct kernel_param *kp)
{
	bool run;
	int i, ret = kstrtobool(text, &run);

	if (ret)
		return ret;
	guard(mutex)(&run_mutex);
	for (i = 0; i < ARRAY_SIZE(threads); i++) {
		if (threads[i])
			kthread_stop(threads[i]);
		threads[i] = NULL;
	}
	if (!run)
		return 0;
	for (i = 0; i < NR_CALLERS; i++)
		start(i, call_targets, NULL);
	for (i = 0; i < ARRAY_SIZE(users); i++)
		start(NR_CALLERS + i, use_ops, &users[i]);
	start(NR_CALLERS + i, use_fprobe, NULL);
	return 0;
}

static int run_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%d\n", !!threads[0]);
}

static const struct kernel_param_ops run_ops = { .set = run_set, .get = run_get };
module_param_cb(run, &run_ops, NULL, 0600);
MODULE_PARM_DESC(run, "1: call and be called, 0: stop");

static int counts_get(char *buffer, const struct kernel_param *kp)
{
	int i, len = 0;

	for (i = 0; i < NR_COUNTS; i++)
		len += sysfs_emit_at(buffer, len, "%s %ld\n", names[i],
				     atomic_long_read(&counts[i]));
	return len;
}

static const struct kernel_param_ops counts_ops = { .get = counts_get };
module_param_cb(counts, &counts_ops, NULL, 0400);
MODULE_PARM_DESC(counts, "what was done");

static u8 *text_start, *text_end, *text_copy;

static int text_set(const char *text, const struct kernel_param *kp)
{
	unsigned long from, to;
	u8 *copy;

	if (sscanf(text, "%lx %lx", &from, &to) != 2 || from >= to)
		return -EINVAL;
	guard(mutex)(&run_mutex);
	copy = vmalloc(to - from);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, (void *)from, to - from);
	vfree(text_copy);
	text_copy = copy;
	text_start = (u8 *)from;
	text_end = (u8 *)to;
	return 0;
}

/* The bytes that are not as they were, and the first places of such. */
static int text_get(char *buffer, const struct kernel_param *kp)
{
	unsigned long differ = 0;
	int len, places = 0;
	u8 *at;

	guard(mutex)(&run_mutex);
	if (!text_copy)
		return -ENODATA;
	for (at = text_start; at < text_end; at++)
		differ += *at != text_copy[at - text_start];
	len = sysfs_emit(buffer, "%lu of %zu bytes differ\n", differ, text_end - text_start);
	for (at = text_start; at < text_end && places < MAX_PLACES; at++) {
		if (*at == text_copy[at - text_start])
			continue;
		len += sysfs_emit_at(buffer, len, "%pS: %*ph was %*ph\n", at, 6, at, 6,
				     text_copy + (at - text_start));
		at += 5;
		places++;
	}
	return len;
}

static const struct kernel_param_ops text_ops = { .set = text_set, .get = text_get };
module_param_cb(text, &text_ops, NULL, 0600);
MODULE_PARM_DESC(text, "START END: keep that text; read: compare");

static int __init hook_init(void)
{
	return 0;
}

static void __exit hook_exit(void)
{
	run_set("0", NULL);
	vfree(text_copy);
}

module_init(hook_init);
module_exit(hook_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Users of function hooks");
