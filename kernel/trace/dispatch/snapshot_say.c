// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots that code asks for at a hit: tracing_snapshot() and its kin, and
 * triggers.  There is nobody to return an error to, so the buffer itself says
 * why there is none.
 *
 * Any context; in NMI nothing is taken.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/trace.h>

#include "dispatch/dispatch.h"

static void say(struct trace_array *tr, const char *what, const char *so)
{
	trace_array_puts(tr, what);
	trace_array_puts(tr, so);
}

/**
 * tracing_snapshot_cond - take a snapshot, if the instance's condition is met
 * @tr: the instance
 * @cond_data: what the condition judges by
 *
 * Recording ends if there is no spare buffer: what led here would be
 * overwritten otherwise.
 * Context: Any.
 */
void tracing_snapshot_cond(struct trace_array *tr, void *cond_data)
{
	switch (instance_snapshot_take(tr, cond_data)) {
	case -EPERM:
		say(tr, "*** SNAPSHOT CALLED FROM NMI CONTEXT ***\n",
		    "*** snapshot is being ignored        ***\n");
		break;
	case -ENODEV:
		say(tr, "*** SNAPSHOT NOT ALLOCATED ***\n", "*** stopping trace here!   ***\n");
		instance_set_on(tr, false);
		break;
	case -EBUSY:
		say(tr, "*** BUFFER MEMORY MAPPED ***\n", "*** Can not use snapshot (sorry) ***\n");
		break;
	}
}
EXPORT_SYMBOL_GPL(tracing_snapshot_cond);

/**
 * tracing_snapshot - let what the top instance has recorded become its snapshot
 *
 * Context: Any.
 */
void tracing_snapshot(void)
{
	struct trace_array *tr = instance_top();

	if (tr)
		tracing_snapshot_cond(tr, NULL);
}
EXPORT_SYMBOL_GPL(tracing_snapshot);

/**
 * tracing_snapshot_alloc - the same, with the spare buffer allocated if need be
 *
 * Context: Process context, may sleep.
 */
void tracing_snapshot_alloc(void)
{
	if (!tracing_alloc_snapshot())
		tracing_snapshot();
}
EXPORT_SYMBOL_GPL(tracing_snapshot_alloc);
