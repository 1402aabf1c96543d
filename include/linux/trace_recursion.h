/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A callback on function entry guards itself against being entered again
 * through a function that it calls.  The guard comes with those callbacks; until
 * then this header only brings the context tests that its users count on.
 */
#ifndef _LINUX_TRACE_RECURSION_H
#define _LINUX_TRACE_RECURSION_H

#include <linux/interrupt.h>
#include <linux/sched.h>

#endif /* _LINUX_TRACE_RECURSION_H */
