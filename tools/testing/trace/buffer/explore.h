/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs that take turns in one thread, and a search over all turns.
 *
 * An actor is a CPU with something to do.  At each step of the code that it runs
 * the search decides whether it goes on, another actor does, or (for the writer)
 * an interrupt comes.  Whatever is not "go on" is a deviation; the search tries
 * all runs with at most so many of them, each from the start.
 */
#ifndef _EXPLORE_H
#define _EXPLORE_H

#include "model.h"

#define ACTORS		3

/* Begin a search; then do { one run } while (explore_next()). */
void explore_begin(int deviations);
bool explore_next(void);

/* In a run: which of @options, 0 being to go on? */
int explore_choose(int options);
void explore_describe(void);

/* Let @count actors run @fn(their number) to the end, as CPUs 0, 1 .., @first first. */
void actors_run(int count, int first, void (*fn)(int actor));

/* From a step: go on with another actor that is not done; @skip counts them. */
void actors_switch(int skip);
int actors_others(void);
int actors_current(void);

#endif /* _EXPLORE_H */
