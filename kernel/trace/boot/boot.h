/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the boot front end share; private to this folder.
 *
 * A parameter is only noted when the command line is read, which is before
 * there is memory; init.c says when it is acted on.
 */
#ifndef _TRACE_BOOT_H
#define _TRACE_BOOT_H

struct trace_array;

/* params.c */
void boot_settings_apply(void);
void boot_events_enable(void);
void boot_events_enable_list(struct trace_array *tr, char *list, bool again);
void boot_clock_settle(void);
void boot_events_enable_again(void);

/* instances.c */
void boot_instances_make(void);
void boot_instances_enable_again(void);

#endif /* _TRACE_BOOT_H */
