/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writers that nest on one CPU, three deep, on the tail word (write.c; I2, I3).
 * A context runs to its end before the one that it interrupted goes on.  A reader
 * on another CPU looks at any time.  Each byte is owned by one writer, and what is
 * published is complete; in the end all is published.
 *
 * PASS:
 * FAIL: -DBLIND_STORE	(the tail is stored, not compared and exchanged)
 * FAIL: -DNO_SECOND_LOOK	(the outermost does not look at the tail again)
 * FAIL: -DPUBLISH_NESTED	(whoever ends publishes)
 * FAIL: -DBLIND_DISCARD	(a discard gives its bytes back whatever came after)
 */
#define WRITERS	3
#define BYTES	8		/* two for each writer, some to spare */
#define FREE	0
#define OPEN	1
#define DONE	2

byte top;			/* the context that runs, by process number */
byte state[BYTES];
byte tail, commit, nest;
byte ended;

inline publish(t)
{
	commit = t;
	nest = 0
}

inline end_write()
{
	if
	:: nest == 1 -> skip
#ifdef PUBLISH_NESTED
	:: nest > 1 -> commit = tail; nest = nest - 1; goto out
#else
	:: nest > 1 -> nest = nest - 1; goto out
#endif
	fi;
	t = tail;
	publish(t);
#ifndef NO_SECOND_LOOK
	do
	:: tail == t -> break
	:: else -> nest = 1; t = tail; publish(t)
	od;
#endif
	out: skip
}

proctype writer() provided (top <= _pid)
{
	byte before, t, below;
	bool moved;

	atomic { below = top; top = _pid }
	nest = nest + 1;
	/* reserve */
	do
	:: before = tail;
#ifdef BLIND_STORE
	   tail = before + 2; break
#else
	   atomic {
		if
		:: tail == before -> tail = before + 2; moved = true
		:: else -> moved = false
		fi
	   }
	   if
	   :: moved -> break
	   :: else -> skip
	   fi
#endif
	od;
	atomic { assert(state[before] == FREE); state[before] = OPEN };
	atomic { assert(state[before + 1] == FREE); state[before + 1] = OPEN };
	if
	:: true ->			/* commit */
	   state[before] = DONE;
	   state[before + 1] = DONE
	:: true ->			/* discard */
	   atomic {
		if
#ifdef BLIND_DISCARD
		:: true ->
#else
		:: tail == before + 2 ->
#endif
		   tail = before;
		   state[before] = FREE;
		   state[before + 1] = FREE
#ifndef BLIND_DISCARD
		:: else ->		/* padding */
		   state[before] = DONE;
		   state[before + 1] = DONE
#endif
		fi
	   }
	fi;
	end_write();
	atomic { ended++; top = below }
}

active proctype reader()
{
	byte seen, i;

	do
	:: ended < WRITERS ->
	   atomic {
		seen = commit;
		i = 0;
		do
		:: i < seen -> assert(state[i] == DONE); i++
		:: else -> break
		od
	   }
	:: ended == WRITERS -> break
	od;
	assert(commit == tail && nest == 0);
	/* Nothing that was written lies beyond. */
	i = tail;
	do
	:: i < BYTES -> assert(state[i] == FREE); i++
	:: else -> break
	od
}

init
{
	atomic { run writer(); run writer(); run writer() }
}
