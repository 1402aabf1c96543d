/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests that interrupt one operation by another have to choose from. */
#ifndef _OPS_H
#define _OPS_H

enum op {
	OP_SMALL,
	OP_LARGE,
	OP_DISCARD,
	OP_DISCARD_LARGE,
	OP_EVENT,		/* by the calls that name the buffer, not the slot */
	OP_LATE,		/* after a gap that needs a time extend */
	OP_EPOCH,		/* after a gap that the word's stamp cannot tell */
	OP_CROSS,		/* from one epoch to the next */
	OP_BACK,		/* by a clock that stepped back, to the epoch before */
	OP_BURST,		/* more than a page */
	OP_FLOOD,		/* more than the ring */
	OP_WRITERS,		/* those above write */
	OP_CONSUME = OP_WRITERS,
	OP_PAGE,
	OP_MAPPED,
	OP_ITERATE,
	OP_MAX,
};

enum start {
	START_EMPTY,
	START_ONE,		/* something to read in the first page */
	START_TAIL_TAKEN,	/* the reader is on the page being written */
	START_NEARLY_FULL,	/* 12 bytes left in the page */
	START_PAGE_FULL,
	START_WRAPPED,		/* overwriting */
	START_MAX,
};

void run_op(enum op op);
void prepare(enum start start);

#endif /* _OPS_H */
