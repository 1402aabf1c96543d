/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The slot word: a writer that overwrites the oldest page against a reader that
 * takes it and leaves its spare (page_ring.c; RB(slot:A), I1, I4).  A page holds one
 * event, the number of its position.  Whoever takes a page has it alone: the reader
 * gets what was written, once, and the sums add up.
 *
 * PASS:
 * FAIL: -DREADER_STORES	(the reader stores the slot without comparing)
 * FAIL: -DWRITER_STORES	(the writer does)
 * FAIL: -DSPARE_IN_USE	(the reader gives its page away before it has read it)
 */
#define SLOTS	2
#define LAST	5
#define NONE	99
#define WORD(pos, id)	((pos) * 4 + (id))
#define POS(w)		((w) / 4)
#define ID(w)		((w) % 4)

byte slot[SLOTS];
byte content[SLOTS + 1];	/* of the pages, by id */
byte commit_pos;		/* the last position that is complete */
byte overrun, dropped, got;
bool writer_done;

inline exchange(at, old, new, done)
{
	atomic {
		if
		:: slot[at] == old -> slot[at] = new; done = true
		:: else -> done = false
		fi
	}
}

proctype writer()
{
	byte pos = 2, w;
	bool done;

	do
	:: pos > LAST -> break
	:: else ->
	   do
	   :: w = slot[pos % SLOTS];
	      if
	      :: POS(w) == pos -> break
	      :: else -> skip
	      fi;
#ifdef WRITER_STORES
	      slot[pos % SLOTS] = WORD(pos, ID(w)); done = true;
#else
	      exchange(pos % SLOTS, w, WORD(pos, ID(w)), done);
#endif
	      if
	      :: done -> overrun++; break
	      :: else -> skip
	      fi
	   od;
	   /* The bytes are written in two steps. */
	   content[ID(w)] = NONE;
	   content[ID(w)] = pos;
	   commit_pos = pos;
	   pos++
	od;
	writer_done = true
}

proctype reader()
{
	byte reader_pos = 0, spare = 0, page, pos, w, last, committed;
	bool done, finish;

	do
	:: finish = writer_done;
	   committed = commit_pos;
	   if
	   :: committed == reader_pos && finish -> break
	   :: committed == reader_pos && !finish -> goto again
	   :: else -> skip
	   fi;
	   if
	   :: committed - reader_pos > SLOTS -> pos = committed + 1 - SLOTS
	   :: else -> pos = reader_pos + 1
	   fi;
	   do
	   :: pos > committed -> break
	   :: else ->
	      w = slot[pos % SLOTS];
	      if
	      :: POS(w) == pos ->
		 page = ID(w);
#ifdef READER_STORES
		 slot[pos % SLOTS] = WORD(pos + SLOTS, spare); done = true;
#else
		 exchange(pos % SLOTS, w, WORD(pos + SLOTS, spare), done);
#endif
		 if
		 :: done ->
#ifdef SPARE_IN_USE
		    assert(spare == 0 && last == 0 || content[spare] == last);
#endif
		    spare = page;
		    reader_pos = pos;
		    assert(content[page] == pos);
		    assert(pos > last);
		    last = pos;
		    got++;
		    assert(content[page] == pos);
		    break
		 :: else -> skip
		 fi
	      :: else -> skip
	      fi;
	      pos++
	   od;
again:	   skip
	od;
	/* Position 1 was written before the start. */
	assert(got + overrun == LAST)
}

/* Page 0 is the reader's; 1 and 2 hold position 1 and wait to be position 2. */
init
{
	atomic {
		slot[1] = WORD(1, 1);
		slot[0] = WORD(2, 2);
		content[1] = 1;
		content[0] = NONE;
		content[2] = NONE;
		commit_pos = 1;
		run writer();
		run reader()
	}
}
