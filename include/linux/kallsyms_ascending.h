/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names for many addresses of the kernel in ascending order, such as all functions
 * that can be hooked, for less than a search each.
 */
#ifndef _LINUX_KALLSYMS_ASCENDING_H
#define _LINUX_KALLSYMS_ASCENDING_H

/* The symbol that was found last; zeros at first. */
struct kallsyms_cursor {
	unsigned int	pos;
	unsigned int	off;	/* of its name */
};

const char *kallsyms_lookup_ascending(struct kallsyms_cursor *cursor,
				      unsigned long addr, char *namebuf);

#endif /* _LINUX_KALLSYMS_ASCENDING_H */
