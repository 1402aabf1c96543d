// SPDX-License-Identifier: GPL-2.0
/*
 * The rwbs field of block events: an I/O request's kind and manner in letters.
 *
 * Called by the events' TP_fast_assign(), so in any context that block events
 * are hit in; touches nothing but the caller's array.
 */
#include <linux/array_size.h>
#include <linux/blk_types.h>
#include <linux/blktrace_api.h>
#include <linux/export.h>

struct rwbs_flag {
	blk_opf_t	flag;
	char		letter;
};

/* What follows the operation, in this order. */
static const struct rwbs_flag rwbs_flags[] = {
	{ REQ_FUA,	'F' },
	{ REQ_RAHEAD,	'A' },
	{ REQ_SYNC,	'S' },
	{ REQ_META,	'M' },
};

static const char *rwbs_operation(blk_opf_t opf)
{
	switch (opf & REQ_OP_MASK) {
	case REQ_OP_READ:
		return "R";
	case REQ_OP_WRITE:
		return "W";
	case REQ_OP_FLUSH:
		return "F";
	case REQ_OP_DISCARD:
		return "D";
	case REQ_OP_SECURE_ERASE:
		return "DE";
	default:
		return "N";
	}
}

/**
 * blk_fill_rwbs() - write a request's operation and flags as letters
 * @rwbs: at least 8 bytes, for up to seven letters and the NUL
 * @opf: operation and flags of the bio or request
 *
 * An F in front is a flush before the operation, an F behind it forced access.
 *
 * Context: any.
 */
void blk_fill_rwbs(char *rwbs, blk_opf_t opf)
{
	const char *op = rwbs_operation(opf);
	int i;

	if (opf & REQ_PREFLUSH)
		*rwbs++ = 'F';
	while (*op)
		*rwbs++ = *op++;
	for (i = 0; i < ARRAY_SIZE(rwbs_flags); i++) {
		if (opf & rwbs_flags[i].flag)
			*rwbs++ = rwbs_flags[i].letter;
	}
	*rwbs = '\0';
}
EXPORT_SYMBOL_GPL(blk_fill_rwbs);
