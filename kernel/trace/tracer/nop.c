// SPDX-License-Identifier: GPL-2.0
/*
 * The tracer that is current when no other one is: it leaves the buffer to the
 * events.  Its two options do nothing but let themselves be set, or not, so that
 * programs and tests can see how options answer.
 */
#include <linux/errno.h>
#include <linux/printk.h>

#include "tracer/tracer.h"

#define NOP_ACCEPT	BIT(0)
#define NOP_REFUSE	BIT(1)

static const struct tracer_opt nop_opts[] = {
	{ "test_nop_accept", NOP_ACCEPT },
	{ "test_nop_refuse", NOP_REFUSE },
};

static int nop_set_option(struct trace_array *tr, unsigned long bit, bool on)
{
	bool accept = bit == NOP_ACCEPT;

	/* As stock says it. */
	pr_info("nop_test_%s flag set to %d: we %s. Now cat trace_options to see the result\n",
		accept ? "accept" : "refuse", on, accept ? "accept" : "refuse");
	return accept ? 0 : -EINVAL;
}

struct tracer nop_tracer = {
	.view		= { .name = "nop" },
	.set_option	= nop_set_option,
	.opts		= nop_opts,
	.nr_opts	= ARRAY_SIZE(nop_opts),
};
