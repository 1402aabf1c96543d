// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls: alone at a function and beside callbacks, exchanged under way, and
 * together with a user that changes where execution goes on.
 */
#include <kunit/test.h>
#include <linux/ftrace.h>
#include <linux/linkage.h>

#include <asm/ibt.h>

static noinline __noclone long called_fn(long a, long b)
{
	barrier();
	return a + b;
}

static noinline __noclone long other_fn(long a, long b)
{
	barrier();
	return a - b;
}

static notrace noinline long called(long a, long b)
{
	long (*fn)(long a, long b) = called_fn;

	OPTIMIZER_HIDE_VAR(fn);
	return fn(a, b);
}

#define CALLED	((unsigned long)called_fn)
#define OTHER	((unsigned long)other_fn)

/* Two pieces of code to be called, which count. */
extern int direct_kunit_hits[2];
int direct_kunit_hits[2];

void direct_kunit_first(void);
void direct_kunit_second(void);

asm("	.pushsection .text, \"ax\", @progbits\n"
	"	.type direct_kunit_first, @function\n"
	"	.globl direct_kunit_first\n"
	"direct_kunit_first:\n"
	ASM_ENDBR
	"	incl direct_kunit_hits(%rip)\n"
	ASM_RET
	"	.size direct_kunit_first, .-direct_kunit_first\n"
	"	.type direct_kunit_second, @function\n"
	"	.globl direct_kunit_second\n"
	"direct_kunit_second:\n"
	ASM_ENDBR
	"	incl direct_kunit_hits+4(%rip)\n"
	ASM_RET
	"	.size direct_kunit_second, .-direct_kunit_second\n"
	"	.popsection\n");

#define FIRST	((unsigned long)direct_kunit_first)
#define SECOND	((unsigned long)direct_kunit_second)

static unsigned int callback_hits;

static notrace void count_hit(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			      struct ftrace_regs *fregs)
{
	callback_hits++;
}

static int direct_init(struct kunit *test)
{
	memset(direct_kunit_hits, 0, sizeof(direct_kunit_hits));
	callback_hits = 0;
	return 0;
}

/* The function still does what it does, and was preceded so often by each. */
static void expect_hits(struct kunit *test, int first, int second, unsigned int callback)
{
	KUNIT_EXPECT_EQ(test, called(30, 12), 42);
	KUNIT_EXPECT_EQ(test, direct_kunit_hits[0], first);
	KUNIT_EXPECT_EQ(test, direct_kunit_hits[1], second);
	KUNIT_EXPECT_EQ(test, callback_hits, callback);
}

static void alone_and_exchanged(struct kunit *test)
{
	static struct ftrace_ops direct;

	direct = (struct ftrace_ops){};
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&direct, CALLED, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, modify_ftrace_direct(&direct, SECOND), -EINVAL);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&direct, FIRST, false), -EINVAL);
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(&direct, FIRST), 0);
	expect_hits(test, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&direct, FIRST), -EINVAL);
	KUNIT_EXPECT_EQ(test, modify_ftrace_direct(&direct, SECOND), 0);
	expect_hits(test, 1, 1, 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&direct, SECOND, true), 0);
	expect_hits(test, 1, 1, 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&direct, FIRST), -EINVAL);
}

static void beside_callbacks(struct kunit *test)
{
	static struct ftrace_ops direct, callback;

	direct = (struct ftrace_ops){};
	callback = (struct ftrace_ops){ .func = count_hit };
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&direct, CALLED, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&callback, CALLED, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_function(&callback), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(&direct, FIRST), 0);
	expect_hits(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, modify_ftrace_direct(&direct, SECOND), 0);
	expect_hits(test, 1, 1, 2);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&callback), 0);
	expect_hits(test, 1, 2, 2);
	KUNIT_ASSERT_EQ(test, register_ftrace_function(&callback), 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&direct, SECOND, true), 0);
	expect_hits(test, 1, 2, 3);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&callback), 0);
	ftrace_free_filter(&callback);
}

static void one_for_a_function(struct kunit *test)
{
	static struct ftrace_ops a, b;

	a = (struct ftrace_ops){};
	b = (struct ftrace_ops){};
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&a, FIRST), -EINVAL);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&a, CALLED, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&b, OTHER, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(&a, FIRST), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(&b, SECOND), 0);
	/* Refused, it stays where it is. */
	KUNIT_EXPECT_EQ(test, ftrace_set_filter_ip(&b, CALLED, 0, 0), -EBUSY);
	expect_hits(test, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&b, SECOND, false), 0);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&b, CALLED, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&b, SECOND), -EBUSY);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&a, FIRST, true), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&b, SECOND), 0);
	expect_hits(test, 1, 1, 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&b, SECOND, true), 0);
}

/* What the owner of the direct call was asked, and what it answers. */
static int asked[3];
static int answer;

static int note_question(struct ftrace_ops *op, enum ftrace_ops_cmd cmd)
{
	asked[cmd]++;
	return cmd == FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER ? 0 : answer;
}

/* As BPF does it: other code for the time that it shares the function. */
static int exchange_when_asked(struct ftrace_ops *op, enum ftrace_ops_cmd cmd)
{
	asked[cmd]++;
	if (cmd == FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER)
		return modify_ftrace_direct_nolock(op, SECOND);
	if (cmd == FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER)
		return modify_ftrace_direct_nolock(op, FIRST);
	return 0;
}

static void expect_asked(struct kunit *test, int self, int peer, int peer_ends)
{
	KUNIT_EXPECT_EQ(test, asked[FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF], self);
	KUNIT_EXPECT_EQ(test, asked[FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_PEER], peer);
	KUNIT_EXPECT_EQ(test, asked[FTRACE_OPS_CMD_DISABLE_SHARE_IPMODIFY_PEER], peer_ends);
	memset(asked, 0, sizeof(asked));
}

static void sharing_with_ipmodify(struct kunit *test)
{
	static struct ftrace_ops direct, modify;

	direct = (struct ftrace_ops){};
	modify = (struct ftrace_ops){ .func = count_hit, .flags = FTRACE_OPS_FL_IPMODIFY };
	memset(asked, 0, sizeof(asked));
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&direct, CALLED, 0, 0), 0);
	KUNIT_ASSERT_EQ(test, ftrace_set_filter_ip(&modify, CALLED, 0, 0), 0);

	/* Nobody to ask */
	KUNIT_ASSERT_EQ(test, register_ftrace_direct(&direct, FIRST), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_function(&modify), -EBUSY);
	expect_hits(test, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&direct, FIRST, false), 0);
	KUNIT_ASSERT_EQ(test, register_ftrace_function(&modify), 0);
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&direct, FIRST), -EBUSY);
	expect_hits(test, 1, 0, 1);

	/* The one that comes second, and is asked itself */
	direct.ops_func = note_question;
	answer = -EAGAIN;
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&direct, FIRST), -EAGAIN);
	answer = 0;
	KUNIT_EXPECT_EQ(test, register_ftrace_direct(&direct, FIRST), 0);
	expect_asked(test, 2, 0, 0);
	expect_hits(test, 2, 0, 2);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&modify), 0);
	expect_asked(test, 0, 0, 1);

	/* The one that was first, and is asked because of another */
	answer = -EPERM;
	KUNIT_EXPECT_EQ(test, register_ftrace_function(&modify), -EPERM);
	expect_asked(test, 0, 1, 0);
	direct.ops_func = exchange_when_asked;
	KUNIT_EXPECT_EQ(test, register_ftrace_function(&modify), 0);
	expect_hits(test, 2, 1, 3);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_function(&modify), 0);
	expect_asked(test, 0, 1, 1);
	expect_hits(test, 3, 1, 3);
	KUNIT_EXPECT_EQ(test, unregister_ftrace_direct(&direct, FIRST, true), 0);
	ftrace_free_filter(&modify);
}

static struct kunit_case direct_cases[] = {
	KUNIT_CASE(alone_and_exchanged),
	KUNIT_CASE(beside_callbacks),
	KUNIT_CASE(one_for_a_function),
	KUNIT_CASE(sharing_with_ipmodify),
	{}
};

static struct kunit_suite direct_suite = {
	.name		= "trace_ftrace_direct",
	.init		= direct_init,
	.test_cases	= direct_cases,
};

kunit_test_suite(direct_suite);

MODULE_DESCRIPTION("Tests of direct calls");
MODULE_LICENSE("GPL");
