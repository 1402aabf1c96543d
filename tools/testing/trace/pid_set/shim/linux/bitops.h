/* SPDX-License-Identifier: GPL-2.0 */
/* What base/pid_set.c uses of <linux/bitops.h>, <linux/bitmap.h> and kstrtox.h. */
#ifndef _PID_SET_SHIM_BITOPS_H
#define _PID_SET_SHIM_BITOPS_H

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "shim.h"

#define BITS_PER_LONG		64
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)

static inline bool test_bit(unsigned long nr, const unsigned long *map)
{
	return READ_ONCE(map[nr / BITS_PER_LONG]) >> nr % BITS_PER_LONG & 1;
}

static inline void set_bit(unsigned long nr, unsigned long *map)
{
	__atomic_fetch_or(&map[nr / BITS_PER_LONG], 1UL << nr % BITS_PER_LONG, __ATOMIC_RELAXED);
}

static inline void clear_bit(unsigned long nr, unsigned long *map)
{
	__atomic_fetch_and(&map[nr / BITS_PER_LONG], ~(1UL << nr % BITS_PER_LONG),
			   __ATOMIC_RELAXED);
}

static inline unsigned long find_next_bit(const unsigned long *map, unsigned long size,
					  unsigned long from)
{
	while (from < size && !test_bit(from, map))
		from++;
	return from;
}

static inline char *skip_spaces(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return (char *)text;
}

/* As the kernel's: nothing but digits, of which there is one at least. */
static inline int kstrtoul(const char *text, unsigned int base, unsigned long *value)
{
	char *end;

	if (!isdigit((unsigned char)(*text == '+' ? text[1] : *text)))
		return -EINVAL;
	errno = 0;
	*value = strtoul(text, &end, base);
	if (errno)
		return -errno;
	return *end ? -EINVAL : 0;
}

#endif /* _PID_SET_SHIM_BITOPS_H */
