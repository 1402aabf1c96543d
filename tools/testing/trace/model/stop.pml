/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A change of the ring (rb_run_stopped()) on the CPU that writes: the task writes,
 * an interrupt changes the ring, an NMI writes, each at any step of those below
 * (resize.c, write.c; RB(stop:A)).  No writer is open while the ring changes, none
 * goes on with what it knew of the old one, and what is refused is counted.
 *
 * PASS:
 * FAIL: -DNO_NEST_LOOK	(the ring changes under an open writer)
 * FAIL: -DNO_TAIL_LOOK	(it changes before all that was written is published)
 * FAIL: -DNOT_CLOSED	(writers are let in while it changes)
 * FAIL: -DEARLY_LOOK	(a writer looks at the ring before it counts as open)
 * FAIL: -DLOOK_UNOPENED	(the second look is before the writer is open again)
 */
byte top;			/* 0 task, 1 interrupt, 2 NMI */
bool busy;			/* RB_STOP_BUSY */
byte nest, ring, tail, commit;
bool changing;
byte tries, written, dropped, ended;

#define WRITES	4		/* two of the task, two of NMIs */

inline write_one(level)
{
#ifdef EARLY_LOOK
	mine = ring;
#endif
	if
	:: busy -> dropped++
	:: else ->
	   open = nest;
	   nest = open + 1;
#ifndef EARLY_LOOK
	   mine = ring;
#endif
	   /* reserve, fill */
	   atomic { assert(!changing && mine == ring); tail++ };
	   assert(mine == ring);
	   written++;
	   if
	   :: nest != 1 -> nest = nest - 1
	   :: else ->
	      do
	      :: t = tail;
		 atomic { assert(mine == ring); commit = t };
		 nest = 0;
		 if
		 :: tail == t -> break
		 :: else -> skip
		 fi;
		 /* The ring may have changed: look at all of it anew, once open. */
#ifdef LOOK_UNOPENED
		 mine = ring;
		 nest = 1
#else
		 nest = 1;
		 mine = ring
#endif
	      od
	   fi
	fi;
	ended++
}

active proctype task() provided (top <= 0)
{
	byte mine, open, t;

	write_one(0);
	write_one(0)
}

active proctype nmi() provided (top <= 2)
{
	byte mine, open, t, below, n;

	do
	:: n == 2 -> break
	:: else ->
	   atomic { below = top; top = 2 };
	   write_one(2);
	   atomic { top = below; n++ }
	od
}

active proctype change() provided (top <= 1)
{
	bool done;

	do
	:: done -> break
	:: tries == 6 -> break
	:: else ->
	   atomic { top = 1; tries++ };
#ifndef NOT_CLOSED
	   busy = true;
#endif
	   if
#ifndef NO_NEST_LOOK
	   :: nest -> skip
#endif
#ifndef NO_TAIL_LOOK
	   :: tail != commit -> skip
#endif
	   :: else ->
	      changing = true;
	      assert(nest == 0 && tail == commit);
	      ring++;
	      tail = 0;
	      commit = 0;
	      changing = false;
	      done = true
	   fi;
	   busy = false;
	   atomic { top = 0 }
	od
}

active proctype check()
{
	atomic {
		ended == WRITES && top == 0;
		assert(written + dropped == WRITES);
		assert(nest == 0 && tail == commit)
	}
}
