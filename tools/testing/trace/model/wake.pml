/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A sleeper and the commit that it waits for (wait.c; RB(wake:A)).  The committing
 * CPU may load wake_pos before others see its commit: a store buffer of one entry
 * stands for that, unless -DORDERED.  The sleeper looks again after a timeout,
 * unless -DNO_TIMEOUT.  In every run the sleeper returns.
 *
 * PASS:
 * PASS: -DORDERED -DNO_TIMEOUT
 * FAIL: -DNO_TIMEOUT	(the timeout is what makes up for the missing barrier)
 * FAIL: -DORDERED -DNO_TIMEOUT -DRAISE_LATE	(wake_pos is raised after the wake-up)
 * FAIL: -DORDERED -DNO_TIMEOUT -DLOOK_FIRST	(the sleeper looks, then arms)
 */
#define NONE	9		/* wake_pos that no commit reaches */
#define WANTED	2		/* what the sleeper waits for */

byte committed;			/* as others see it */
byte buffered;			/* in the writer's store buffer */
byte wake_pos = NONE;
bool queued, woken;

inline arm(pos)
{
	atomic {
		if
		:: wake_pos > pos -> wake_pos = pos
		:: else -> skip
		fi
	}
}

active proctype writer()
{
	byte commits;

	do
	:: commits == WANTED -> break
	:: else ->
	   commits++;
#ifdef ORDERED
	   committed = commits;
#else
	   buffered = commits;
#endif
	   if
	   :: commits >= wake_pos ->
#ifdef RAISE_LATE
	      woken = queued;
	      wake_pos = NONE
#else
	      wake_pos = NONE;
	      woken = queued
#endif
	   :: else -> skip
	   fi
	od
}

active proctype store_buffer()
{
end:	do
	:: buffered > committed -> committed = buffered
	od
}

/* Another sleeper, which waits for less. */
active proctype other_sleeper()
{
	arm(1)
}

active proctype sleeper()
{
	byte seen;

	do
	:: queued = true;
	   woken = false;
#ifdef LOOK_FIRST
	   seen = committed;
	   arm(WANTED);
#else
	   arm(WANTED);
	   seen = committed;
#endif
	   if
	   :: seen == WANTED -> break
	   :: else -> skip
	   fi;
	   /* Sleep. */
	   if
	   :: woken -> skip
#ifndef NO_TIMEOUT
	   :: timeout -> skip
#endif
	   fi
	od
}
