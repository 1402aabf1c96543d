/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Publishing: the writer fills two pages, shows a count for each, and moves
 * commit_pos; the reader leaves a page only when it has read all of it
 * (rb_publish_pages(), rb_reader_fill(); RB(commit:A), RB(pos:A)).
 *
 * PASS:
 * FAIL: -DPOS_FIRST	(the writer moves commit_pos before the page's last count)
 * FAIL: -DCOUNT_FIRST	(the reader looks at the count before it looks at commit_pos)
 * FAIL: -DEARLY_COUNT	(the count is stored before the bytes)
 */
#define PAGES	3
#define EVENTS	2		/* in each page */

byte bytes[PAGES];		/* events whose bytes are there */
byte count[PAGES];		/* what the page's header says */
byte commit_pos;
bool writer_done;

active proctype writer()
{
	byte pos, n;

	do
	:: pos == PAGES -> break
	:: else ->
	   n = 0;
	   do
	   :: n == EVENTS -> break
	   :: else ->
#ifdef EARLY_COUNT
	      count[pos] = n + 1;
#endif
	      n++;
	      bytes[pos] = n;
	      /* The last event of a page is published with the first of the next. */
	      if
	      :: n < EVENTS || pos == PAGES - 1 -> count[pos] = n
	      :: else -> skip
	      fi
	   od;
	   if
	   :: pos == PAGES - 1 -> break
	   :: else -> skip
	   fi;
#ifdef POS_FIRST
	   commit_pos = pos + 1;
	   count[pos] = EVENTS;
#else
	   count[pos] = EVENTS;
	   commit_pos = pos + 1;
#endif
	   pos++
	od;
	writer_done = true
}

active proctype reader()
{
	byte reader_pos, read, pos, end, total;
	bool finish;

	do
	:: finish = writer_done;
#ifdef COUNT_FIRST
	   end = count[reader_pos];
	   pos = commit_pos;
#else
	   pos = commit_pos;
	   end = count[reader_pos];
#endif
	   if
	   :: read < end ->
	      assert(bytes[reader_pos] > read);
	      read++;
	      total++
	   :: read >= end && pos != reader_pos ->
	      reader_pos++;
	      read = 0
	   :: read >= end && pos == reader_pos && finish -> break
	   :: else -> skip
	   fi
	od;
	assert(total == PAGES * EVENTS)
}
