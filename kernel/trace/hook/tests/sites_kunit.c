// SPDX-License-Identifier: GPL-2.0
/*
 * Sites, the patcher and the trampolines: where a function can be hooked, what its
 * text is before, while and after it is, and that callbacks see and change the
 * registers that they should.
 */
#include <kunit/test.h>
#include <linux/ftrace.h>
#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/slab.h>

#include <asm/ibt.h>

#include "hook/hook.h"

/* Functions to hook: six arguments in registers and one on the stack. */
static noinline long seven(long a, long b, long c, long d, long e, long f, long g)
{
	barrier();
	return a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f + 1000000 * g;
}

static notrace noinline long other_seven(long a, long b, long c, long d, long e, long f, long g)
{
	barrier();
	return -(a + b + c + d + e + f + g);
}

static noinline notrace long never_hooked(long a)
{
	barrier();
	return a + 1;
}

static long (*seven_ptr)(long, long, long, long, long, long, long) = seven;
#define call_seven	READ_ONCE(seven_ptr)

#define SEVEN_RESULT	7654321

/* What a callback saw; it notes, the test compares. */
struct seen {
	struct ftrace_ops	ops;
	unsigned long		hits;
	unsigned long		ip;
	unsigned long		parent_ip;
	unsigned long		return_address;
	unsigned long		resume_at;
	bool			full;
	long			args[7];
	unsigned long		go_to;		/* where execution is to go on */
	bool			foreign;	/* some other ops was handed in */
};

static notrace void note_hit(unsigned long ip, unsigned long parent_ip,
			     struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	struct seen *seen = op->private;
	int i;

	seen->hits++;
	seen->foreign |= op != &seen->ops;
	seen->ip = ip;
	seen->parent_ip = parent_ip;
	seen->return_address = *(unsigned long *)ftrace_regs_get_stack_pointer(fregs);
	seen->resume_at = ftrace_regs_get_instruction_pointer(fregs);
	seen->full = ftrace_get_regs(fregs);
	for (i = 0; i < ARRAY_SIZE(seen->args); i++)
		seen->args[i] = ftrace_regs_get_argument(fregs, i);
	if (seen->go_to)
		ftrace_regs_set_instruction_pointer(fregs, seen->go_to);
}

static struct seen *seen_new(struct kunit *test, unsigned long flags)
{
	struct seen *seen = kunit_kzalloc(test, sizeof(*seen), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, seen);
	seen->ops.func = note_hit;
	seen->ops.flags = flags | FTRACE_OPS_FL_DYNAMIC;
	seen->ops.private = seen;
	KUNIT_ASSERT_EQ(test, 0, ftrace_set_filter_ip(&seen->ops, (unsigned long)seven, 0, 0));
	return seen;
}

static void seen_free(struct kunit *test, struct seen *seen)
{
	KUNIT_EXPECT_EQ(test, 0, unregister_ftrace_function(&seen->ops));
	ftrace_free_filter(&seen->ops);
}

static void expect_seven(struct kunit *test, const struct seen *seen)
{
	int i;

	KUNIT_EXPECT_EQ(test, seen->hits, 1);
	KUNIT_EXPECT_FALSE(test, seen->foreign);
	KUNIT_EXPECT_EQ(test, seen->ip, ftrace_location((unsigned long)seven));
	KUNIT_EXPECT_EQ(test, seen->resume_at, seen->ip + MCOUNT_INSN_SIZE);
	KUNIT_EXPECT_EQ(test, seen->parent_ip, seen->return_address);
	KUNIT_EXPECT_TRUE(test, within_module(seen->parent_ip, THIS_MODULE));
	for (i = 0; i < ARRAY_SIZE(seen->args); i++)
		KUNIT_EXPECT_EQ(test, seen->args[i], i + 1);
}

static unsigned long seven_calls(void)
{
	return arch_ftrace_called(ftrace_location((unsigned long)seven));
}

static void location_test(struct kunit *test)
{
	unsigned long func = (unsigned long)seven, ip = ftrace_location(func);

	KUNIT_ASSERT_NE(test, ip, 0);
	KUNIT_EXPECT_TRUE(test, ip == func || ip == func + ENDBR_INSN_SIZE);
	KUNIT_EXPECT_EQ(test, ftrace_location(ip), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location(ip + 1), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location(ip + MCOUNT_INSN_SIZE - 1), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location(ip + MCOUNT_INSN_SIZE), 0);
	KUNIT_EXPECT_EQ(test, ftrace_location(func - 1), 0);
	KUNIT_EXPECT_EQ(test, ftrace_location((unsigned long)never_hooked), 0);
}

static void range_test(struct kunit *test)
{
	unsigned long ip = ftrace_location((unsigned long)seven);

	KUNIT_EXPECT_EQ(test, ftrace_location_range(ip, ip), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location_range(ip - 3, ip + 3), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location_range(ip + 4, ip + 9), ip);
	KUNIT_EXPECT_EQ(test, ftrace_location_range(ip + 5, ip + 9), 0);
	KUNIT_EXPECT_EQ(test, ftrace_location_range(0, 4096), 0);
	KUNIT_EXPECT_EQ(test, ftrace_text_reserved((void *)ip, (void *)ip), 1);
	KUNIT_EXPECT_EQ(test, ftrace_text_reserved((void *)ip + 4, (void *)ip + 9), 1);
	KUNIT_EXPECT_EQ(test, ftrace_text_reserved((void *)ip + 5, (void *)ip + 9), 0);
	KUNIT_EXPECT_EQ(test, ftrace_text_reserved((void *)ip - 2, (void *)ip - 1), 0);
}

/* Searching by halving: every address in and around groups of some sizes */
static void search_test(struct kunit *test)
{
	static unsigned long ips[9];
	struct site_group *group;
	struct site_ref ref;
	unsigned int count, i;

	for (i = 0; i < ARRAY_SIZE(ips); i++)
		ips[i] = 0x10000 + 16 * i * i;
	for (count = 1; count <= ARRAY_SIZE(ips); count++) {
		guard(mutex)(&ftrace_lock);
		group = site_group_add(NULL, ips, count, true);
		KUNIT_ASSERT_NOT_NULL(test, group);
		for (i = 0; i < count; i++) {
			KUNIT_EXPECT_TRUE(test, ftrace_site_find(ips[i], &ref));
			KUNIT_EXPECT_PTR_EQ(test, ref.group, group);
			KUNIT_EXPECT_EQ(test, ref.index, i);
			KUNIT_EXPECT_EQ(test, site_ip(ref), ips[i]);
			KUNIT_EXPECT_FALSE(test, ftrace_site_find(ips[i] - 1, &ref));
			KUNIT_EXPECT_FALSE(test, ftrace_site_find(ips[i] + 1, &ref));
		}
		site_group_remove(group);
		KUNIT_EXPECT_FALSE(test, ftrace_site_find(ips[0], &ref));
	}
}

static void sort_test(struct kunit *test)
{
	unsigned long ips[] = { 5, 1, 4, 1000, 2 }, sorted[] = { 1, 2, 4, 5, 1000 };

	site_ips_sort(ips, ARRAY_SIZE(ips));
	KUNIT_EXPECT_MEMEQ(test, ips, sorted, sizeof(ips));
	site_ips_sort(ips, 0);
}

static void text_test(struct kunit *test)
{
	struct seen *seen = seen_new(test, 0);
	unsigned long ip = ftrace_location((unsigned long)seven);

	u8 before[MCOUNT_INSN_SIZE];

	memcpy(before, (void *)ip, sizeof(before));
	KUNIT_EXPECT_TRUE(test, arch_ftrace_is_nop(ip));
	KUNIT_EXPECT_EQ(test, seven_calls(), 0);
	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&seen->ops));
	KUNIT_EXPECT_FALSE(test, arch_ftrace_is_nop(ip));
	KUNIT_EXPECT_NE(test, seven_calls(), 0);
	KUNIT_EXPECT_EQ(test, seven_calls(), seen->ops.trampoline);
	KUNIT_EXPECT_TRUE(test, is_ftrace_trampoline(seven_calls()));
	seen_free(test, seen);
	KUNIT_EXPECT_TRUE(test, arch_ftrace_is_nop(ip));
	KUNIT_EXPECT_MEMEQ(test, (void *)ip, before, sizeof(before));
	call_seven(1, 2, 3, 4, 5, 6, 7);
	KUNIT_EXPECT_EQ(test, seen->hits, 0);
}

static void check_one(struct kunit *test, unsigned long flags, bool full)
{
	struct seen *seen = seen_new(test, flags);

	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&seen->ops));
	KUNIT_EXPECT_EQ(test, call_seven(1, 2, 3, 4, 5, 6, 7), SEVEN_RESULT);
	expect_seven(test, seen);
	KUNIT_EXPECT_EQ(test, seen->full, full);
	seen_free(test, seen);
}

static void args_test(struct kunit *test)
{
	check_one(test, 0, false);
}

static void regs_test(struct kunit *test)
{
	check_one(test, FTRACE_OPS_FL_SAVE_REGS, true);
}

/* Two users share a trampoline, which saves what the one asks for. */
static void both_test(struct kunit *test)
{
	struct seen *args = seen_new(test, 0);
	struct seen *regs = seen_new(test, FTRACE_OPS_FL_SAVE_REGS);

	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&args->ops));
	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&regs->ops));
	KUNIT_EXPECT_NE(test, seven_calls(), 0);
	KUNIT_EXPECT_FALSE(test, is_ftrace_trampoline(seven_calls()));
	KUNIT_EXPECT_EQ(test, call_seven(1, 2, 3, 4, 5, 6, 7), SEVEN_RESULT);
	expect_seven(test, args);
	expect_seven(test, regs);
	KUNIT_EXPECT_TRUE(test, regs->full);
	seen_free(test, regs);
	KUNIT_EXPECT_EQ(test, seven_calls(), args->ops.trampoline);
	seen_free(test, args);
}

static void check_go_to(struct kunit *test, unsigned long flags)
{
	struct seen *seen = seen_new(test, flags | FTRACE_OPS_FL_IPMODIFY);

	seen->go_to = (unsigned long)other_seven;
	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&seen->ops));
	KUNIT_EXPECT_EQ(test, call_seven(1, 2, 3, 4, 5, 6, 7), -28);
	seen_free(test, seen);
	KUNIT_EXPECT_EQ(test, call_seven(1, 2, 3, 4, 5, 6, 7), SEVEN_RESULT);
}

static void go_to_test(struct kunit *test)
{
	check_go_to(test, 0);
	check_go_to(test, FTRACE_OPS_FL_SAVE_REGS);
}

/* kallsyms knows what is in a trampoline. */
static void name_test(struct kunit *test)
{
	struct seen *seen = seen_new(test, 0);
	char *name = kunit_kzalloc(test, KSYM_SYMBOL_LEN, GFP_KERNEL);
	unsigned long trampoline;

	KUNIT_ASSERT_NOT_NULL(test, name);
	KUNIT_ASSERT_EQ(test, 0, register_ftrace_function(&seen->ops));
	trampoline = seen->ops.trampoline;
	KUNIT_EXPECT_PTR_EQ(test, ftrace_ops_trampoline(trampoline + 1), &seen->ops);
	sprint_symbol_no_offset(name, trampoline + 1);
	KUNIT_EXPECT_STREQ(test, name, "ftrace_trampoline [__builtin__ftrace]");
	seen_free(test, seen);
	KUNIT_EXPECT_FALSE(test, is_ftrace_trampoline(trampoline));
}

static struct kunit_case sites_cases[] = {
	KUNIT_CASE(location_test),
	KUNIT_CASE(range_test),
	KUNIT_CASE(search_test),
	KUNIT_CASE(sort_test),
	KUNIT_CASE(text_test),
	KUNIT_CASE(args_test),
	KUNIT_CASE(regs_test),
	KUNIT_CASE(both_test),
	KUNIT_CASE(go_to_test),
	KUNIT_CASE(name_test),
	{}
};

static struct kunit_suite sites_suite = {
	.name = "trace_sites",
	.test_cases = sites_cases,
};

kunit_test_suite(sites_suite);

MODULE_DESCRIPTION("KUnit tests of function sites");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
