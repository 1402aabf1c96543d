/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An iterator copies from a page that the writer may overwrite meanwhile, and
 * keeps the copy only if the slot has not moved on (iter.c; RB(slot:B)).
 *
 * PASS:
 * FAIL: -DNO_SECOND_LOOK	(the copy is kept anyway)
 * FAIL: -DBYTES_FIRST	(the writer writes before it moves the slot on)
 */
byte slot = 1;			/* the position that the page holds */
byte word[2] = 1;		/* its bytes: the position, twice */

active proctype writer()
{
	byte pos = 1;

	do
	:: pos == 4 -> break
	:: else ->
	   pos++;
#ifdef BYTES_FIRST
	   word[0] = pos;
	   word[1] = pos;
	   slot = pos
#else
	   slot = pos;
	   word[0] = pos;
	   word[1] = pos
#endif
	od
}

active proctype iterator()
{
	byte tries, a, b;

	do
	:: tries == 3 -> break
	:: else ->
	   tries++;
	   if
	   :: slot == 1 ->
	      a = word[0];
	      b = word[1];
#ifndef NO_SECOND_LOOK
	      if
	      :: slot == 1 -> skip
	      :: else -> break
	      fi;
#endif
	      assert(a == 1 && b == 1)
	   :: else -> break
	   fi
	od
}

