/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stopping and starting to record: callers count in a word of the buffer and copy
 * "stopped or not" to its ring, while another CPU exchanges the rings of two buffers
 * (record_switch.c, swap.c).  When all have returned, each ring says what the word
 * of its buffer says.
 *
 * PASS:
 * FAIL: -DNO_SECOND_LOOK	(the word is not looked at again after the copy)
 * FAIL: -DNO_OWNER_LOOK	(whose ring it is, is not looked at again)
 * FAIL: -DNO_PLACE_LOOK -DNO_FOLLOW	(nobody tells a ring that takes another's place)
 */
byte disabled[2];		/* of the buffers */
byte place[2];			/* the ring of a buffer */
byte owner[2];			/* the buffer of a ring */
bool stop[2];			/* of the rings */
byte ended;

inline follow(ring)
{
	do
	:: rb = owner[ring];
	   stopped = disabled[rb] > 0;
	   stop[ring] = stopped;
	   again = false;
#ifndef NO_SECOND_LOOK
	   again = stopped != (disabled[rb] > 0);
#endif
#ifndef NO_OWNER_LOOK
	   again = again || rb != owner[ring];
#endif
	   if
	   :: again -> skip
	   :: else -> break
	   fi
	od
}

inline copy()
{
	do
	:: mine = place[0];
	   follow(mine);
#ifdef NO_PLACE_LOOK
	   break
#else
	   if
	   :: mine == place[0] -> break
	   :: else -> skip
	   fi
#endif
	od
}

proctype caller()
{
	bool stopped, again;
	byte rb, mine;

	disabled[0]++;
	copy();
	disabled[0]--;
	copy();
	ended++
}

proctype stopper()
{
	bool stopped, again;
	byte rb, mine;

	disabled[0]++;
	copy();
	ended++
}

proctype swapper()
{
	bool stopped, again;
	byte rb;

	if
	:: stop[0] || stop[1] -> skip
	:: else ->
	   owner[0] = 1;
	   place[1] = 0;
	   owner[1] = 0;
	   place[0] = 1;
#ifndef NO_FOLLOW
	   follow(0);
	   follow(1);
#endif
	fi;
	ended++
}

proctype check()
{
	ended == 3;
	assert(stop[place[0]] == (disabled[0] > 0));
	assert(stop[place[1]] == (disabled[1] > 0))
}

init
{
	atomic {
		place[1] = 1;
		owner[1] = 1;
		run caller();
		run stopper();
		run swapper();
		run check()
	}
}
