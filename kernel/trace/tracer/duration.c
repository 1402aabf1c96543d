// SPDX-License-Identifier: GPL-2.0
/*
 * Durations as the graph tracer and the function profiler print them.  Text is
 * ABI: as wide as it is, with as many decimals as there is room for.
 */
#include <kunit/visibility.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "tracer/duration.h"

/* Characters of the number, the point and at least one decimal among them. */
#define NUMBER_WIDTH	8

/**
 * duration_format - print a duration in microseconds, in DURATION_WIDTH columns
 * @to: where to
 * @ns: the duration
 *
 * Context: Any.
 */
void duration_format(char to[DURATION_SIZE], u64 ns)
{
	u32 rest;
	u64 us = div_u64_rem(ns, NSEC_PER_USEC, &rest);
	int len = sprintf(to, "%llu.%03u", us, rest);
	int whole = len - 4;

	/* Cut, not rounded; a number without room for a decimal has no point. */
	len = whole < NUMBER_WIDTH - 1 ? min(len, NUMBER_WIDTH) : whole;
	sprintf(to + len, " us %*s", max(NUMBER_WIDTH - len, 0), "");
}
EXPORT_SYMBOL_IF_KUNIT(duration_format);

/**
 * duration_mark - how much a duration stands out
 * @ns: the duration
 *
 * Context: Any.
 * Return: a character, a blank for a short one.
 */
char duration_mark(u64 ns)
{
	static const char marks[] = " +!#*@$";
	u64 limit = 10 * NSEC_PER_USEC;
	unsigned int i;

	for (i = 0; i < sizeof(marks) - 2 && ns > limit; i++)
		limit *= 10;
	return marks[i];
}
EXPORT_SYMBOL_IF_KUNIT(duration_mark);
