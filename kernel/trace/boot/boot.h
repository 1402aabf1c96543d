/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the boot front end share; private to this folder.
 *
 * A parameter is only noted when the command line is read, which is before
 * there is memory; init.c says when it is acted on.
 */
#ifndef _TRACE_BOOT_H
#define _TRACE_BOOT_H

#include <linux/sched/clock.h>

struct trace_array;

/* params.c */
unsigned int boot_clock_find(void);
void boot_options_apply(void);
void boot_events_enable(void);
void boot_events_enable_list(struct trace_array *tr, char *list, bool again);
void boot_clock_settle(void);
void boot_events_enable_again(void);

/* function_params.c */
#ifdef CONFIG_DYNAMIC_FTRACE
void boot_functions_apply(void);
#else
static inline void boot_functions_apply(void) { }
#endif

/* boot_tracer.c */
void boot_tracer_start(bool last);

/* instances.c */
void boot_instances_make(void);
void boot_instances_enable_again(void);

/* Whether the clocks of the CPUs agree; there is no question where they cannot differ. */
#ifdef CONFIG_HAVE_UNSTABLE_SCHED_CLOCK
static inline bool boot_clocks_agree(void)
{
	return sched_clock_stable();
}
#else
static inline bool boot_clocks_agree(void)
{
	return true;
}
#endif

#endif /* _TRACE_BOOT_H */
