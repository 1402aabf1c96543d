// SPDX-License-Identifier: GPL-2.0
/*
 * fprobe: several on one function, their data, who goes while a call is under
 * way, missed calls, what handlers may change.  And the base kernel's own test,
 * lib/test_fprobe.c, as it is: it looks up two addresses by functions that
 * modules do not have.
 */
#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/fprobe.h>
#include <linux/kallsyms.h>
#include <linux/kthread.h>
#include <linux/ptrace.h>
#include <asm/ibt.h>

static int size_of_function(unsigned long addr, unsigned long *size, unsigned long *offset)
{
	*size = 1;
	return 1;
}

static unsigned long site_of_function(unsigned long start)
{
	OPTIMIZER_HIDE_VAR(start);
	return is_endbr(*(u32 *)start) ? start + 4 : start;
}

static unsigned long site_in_range(unsigned long start, unsigned long end)
{
	return site_of_function(start);
}

#define kallsyms_lookup_size_offset	size_of_function
#define ftrace_location_range		site_in_range

#include <../lib/test_fprobe.c>

#define NR_PROBES	3

/* An fprobe, and what it was told */
struct told {
	struct fprobe	fp;
	unsigned int	entries;
	unsigned int	exits;
	unsigned int	wrong;
	unsigned long	arg;
	unsigned long	ret;
	int		answer;
	bool		calls;
};

static struct told told[NR_PROBES];
static struct completion asleep, awake;

static noinline long simple(long value)
{
	barrier();
	return value + 1;
}

static noinline long nested(long value)
{
	long got = simple(value);

	barrier();
	return got * 2;
}

static noinline int sleeps(int value)
{
	complete(&asleep);
	wait_for_completion(&awake);
	return value;
}

static notrace u8 byte_of(struct told *t, unsigned long ip)
{
	return (u8)ip ^ (u8)(t - told);
}

static notrace int told_entry(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			      struct pt_regs *regs, void *data)
{
	struct told *t = container_of(fp, struct told, fp);

	t->entries++;
	t->arg = regs_get_kernel_argument(regs, 0);
	if (!data != !fp->entry_data_size)
		t->wrong++;
	if (data)
		memset(data, byte_of(t, ip), fp->entry_data_size);
	if (t->calls)
		simple(0);
	return t->answer;
}

static notrace void told_exit(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
			      struct pt_regs *regs, void *data)
{
	struct told *t = container_of(fp, struct told, fp);

	t->exits++;
	t->ret = regs_return_value(regs);
	if (!data != !fp->entry_data_size || instruction_pointer(regs) != ret_ip)
		t->wrong++;
	if (data && memchr_inv(data, byte_of(t, ip), fp->entry_data_size))
		t->wrong++;
	if (t->calls)
		simple(0);
}

static struct told *new_probe(unsigned int i, size_t data_size)
{
	struct told *t = &told[i];

	memset(t, 0, sizeof(*t));
	t->fp.entry_handler = told_entry;
	t->fp.exit_handler = told_exit;
	t->fp.entry_data_size = data_size;
	return t;
}

static int probe(struct told *t, void *func)
{
	unsigned long ip = site_of_function((unsigned long)func);

	return register_fprobe_ips(&t->fp, &ip, 1);
}

static void test_several(struct kunit *test)
{
	static const size_t sizes[NR_PROBES] = { 0, 4, 128 };
	unsigned int i;

	for (i = 0; i < NR_PROBES; i++) {
		new_probe(i, sizes[i]);
		KUNIT_ASSERT_EQ(test, probe(&told[i], simple), 0);
	}
	told[1].answer = 1;
	KUNIT_EXPECT_EQ(test, simple(5), 6);
	told[1].answer = 0;
	KUNIT_EXPECT_EQ(test, nested(6), 14);
	for (i = 0; i < NR_PROBES; i++) {
		KUNIT_EXPECT_EQ(test, unregister_fprobe(&told[i].fp), 0);
		KUNIT_EXPECT_EQ(test, told[i].entries, 2);
		KUNIT_EXPECT_EQ(test, told[i].exits, i == 1 ? 1 : 2);
		KUNIT_EXPECT_EQ(test, told[i].wrong, 0);
		KUNIT_EXPECT_EQ(test, told[i].arg, 6);
		KUNIT_EXPECT_EQ(test, told[i].ret, 7);
		KUNIT_EXPECT_EQ(test, told[i].fp.nmissed, 0);
	}
	KUNIT_EXPECT_EQ(test, simple(1), 2);
	KUNIT_EXPECT_EQ(test, told[0].entries, 2);
}

static void test_errors(struct kunit *test)
{
	const char *no_such = "no_such_function_anywhere";
	struct told *t = new_probe(0, 129);

	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_fprobe(&t->fp, NULL, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_fprobe_ips(&t->fp, NULL, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_fprobe_syms(&t->fp, &no_such, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, register_fprobe_syms(&t->fp, &no_such, 1), -ENOENT);
	KUNIT_EXPECT_EQ(test, probe(t, simple), -E2BIG);
	t->fp.entry_data_size = 0;
	KUNIT_EXPECT_NE(test, register_fprobe(&t->fp, no_such, NULL), 0);
	KUNIT_EXPECT_FALSE(test, fprobe_is_registered(&t->fp));
	KUNIT_ASSERT_EQ(test, probe(t, simple), 0);
	KUNIT_EXPECT_EQ(test, probe(t, simple), -EBUSY);
	KUNIT_EXPECT_EQ(test, simple(1), 2);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	KUNIT_EXPECT_EQ(test, t->exits, 1);
}

static void test_disabled(struct kunit *test)
{
	struct told *t = new_probe(0, 0);

	KUNIT_ASSERT_EQ(test, probe(t, simple), 0);
	disable_fprobe(&t->fp);
	simple(1);
	enable_fprobe(&t->fp);
	simple(1);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	KUNIT_EXPECT_EQ(test, t->entries, 1);
	KUNIT_EXPECT_EQ(test, t->exits, 1);
}

/* Handlers that call what is probed are not called for that, and it is counted. */
static void test_recursion(struct kunit *test)
{
	struct told *t = new_probe(0, 0);

	t->calls = true;
	KUNIT_ASSERT_EQ(test, probe(t, simple), 0);
	KUNIT_EXPECT_EQ(test, simple(1), 2);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	/* At each level one more is let in: it could be an interrupt. */
	KUNIT_EXPECT_LE(test, t->entries, 3);
	KUNIT_EXPECT_GE(test, t->fp.nmissed, 2);
}

static notrace void change_exit(struct fprobe *fp, unsigned long ip, unsigned long ret_ip,
				struct pt_regs *regs, void *data)
{
	regs_set_return_value(regs, 77);
}

static void test_changes_result(struct kunit *test)
{
	struct told *t = new_probe(0, 0);

	t->fp.exit_handler = change_exit;
	KUNIT_ASSERT_EQ(test, probe(t, simple), 0);
	KUNIT_EXPECT_EQ(test, simple(1), 77);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	KUNIT_EXPECT_EQ(test, simple(1), 2);
}

static int sleeper(void *unused)
{
	return sleeps(7);
}

/* The call returns when the fprobe is another one at the same address. */
static void test_gone_meanwhile(struct kunit *test)
{
	struct told *t = new_probe(0, 8);
	struct told *other = new_probe(1, 0);
	struct task_struct *task;

	init_completion(&asleep);
	init_completion(&awake);
	KUNIT_ASSERT_EQ(test, probe(t, sleeps), 0);
	task = kthread_create(sleeper, NULL, "fprobe_kunit");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	get_task_struct(task);
	wake_up_process(task);
	wait_for_completion(&asleep);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	KUNIT_EXPECT_EQ(test, t->entries, 1);
	KUNIT_ASSERT_EQ(test, probe(t, sleeps), 0);
	KUNIT_ASSERT_EQ(test, probe(other, simple), 0);
	complete(&awake);
	KUNIT_EXPECT_EQ(test, kthread_stop_put(task), 7);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&t->fp), 0);
	KUNIT_EXPECT_EQ(test, t->exits, 0);
	KUNIT_EXPECT_EQ(test, unregister_fprobe(&other->fp), 0);
	KUNIT_EXPECT_EQ(test, other->exits, 0);
}

static struct kunit_case own_cases[] = {
	KUNIT_CASE(test_several),
	KUNIT_CASE(test_errors),
	KUNIT_CASE(test_disabled),
	KUNIT_CASE(test_recursion),
	KUNIT_CASE(test_changes_result),
	KUNIT_CASE(test_gone_meanwhile),
	{ }
};

static struct kunit_suite own_suite = {
	.name		= "fprobe",
	.test_cases	= own_cases,
};

kunit_test_suite(own_suite);

MODULE_DESCRIPTION("KUnit tests of fprobe");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
