/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers in decimal, two digits at a time, straight to their place.  Inline:
 * a line of a trace has half a dozen of them.
 */
#ifndef _TRACE_BASE_DIGITS_H
#define _TRACE_BASE_DIGITS_H

#include <linux/string.h>
#include <linux/types.h>

/* No number of 64 bits has more. */
#define U64_DIGITS	20

/* "00" to "99" */
extern const char decimal_pairs[200];

unsigned int decimal_len_long(u64 val);

/* The digits of a number. */
static __always_inline unsigned int decimal_len(u64 val)
{
	if (val < 10)
		return 1;
	if (val < 100)
		return 2;
	if (val < 1000)
		return 3;
	return decimal_len_long(val);
}

static __always_inline void decimal_pair(char *p, u32 val)
{
	memcpy(p, decimal_pairs + 2 * val, 2);
}

/* Write a number whose length is known.  Returns what is behind it. */
static __always_inline char *decimal_put(char *p, u64 val, unsigned int len)
{
	char *at = p + len;
	u32 low;

	while (val > U32_MAX) {
		at -= 2;
		decimal_pair(at, val % 100);
		val /= 100;
	}
	for (low = val; low >= 100; low /= 100) {
		at -= 2;
		decimal_pair(at, low % 100);
	}
	if (low >= 10)
		decimal_pair(at - 2, low);
	else
		at[-1] = '0' + low;
	return p + len;
}

/* Eight blanks. */
static __always_inline void put_blanks(char *p)
{
	memset(p, ' ', 8);
}

#endif /* _TRACE_BASE_DIGITS_H */
