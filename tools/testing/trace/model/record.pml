/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stopping and starting to record: callers count in one word and copy "stopped or
 * not" to each CPU, from any context (record_switch.c).  When all have returned,
 * the copies say what the word says.
 *
 * PASS:
 * FAIL: -DNO_SECOND_LOOK	(the word is not looked at again after the copies)
 * FAIL: -DLOOK_BETWEEN	(it is looked at before the last copy)
 */
#define CPUS	2

byte disabled;
bool copy[CPUS];
byte ended;

inline copy_all()
{
	do
	:: stopped = disabled > 0;
	   copy[0] = stopped;
#ifdef LOOK_BETWEEN
	   again = stopped != (disabled > 0);
	   copy[1] = stopped;
#else
	   copy[1] = stopped;
	   again = stopped != (disabled > 0);
#endif
#ifdef NO_SECOND_LOOK
	   again = false;
#endif
	   if
	   :: again -> skip
	   :: else -> break
	   fi
	od
}

active [2] proctype caller()
{
	bool stopped, again;

	disabled++;
	copy_all();
	disabled--;
	copy_all();
	ended++
}

active proctype stopper()
{
	bool stopped, again;

	if
	:: disabled++;
	   copy_all()
	:: skip
	fi;
	ended++
}

active proctype check()
{
	ended == 3;
	assert(copy[0] == (disabled > 0) && copy[1] == (disabled > 0))
}
