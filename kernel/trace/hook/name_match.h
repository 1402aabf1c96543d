/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TRACE_HOOK_NAME_MATCH_H
#define _TRACE_HOOK_NAME_MATCH_H

#include <linux/types.h>

/* How a word of a filter means functions, or modules. */
enum name_match_kind {
	NAME_FULL,		/* name */
	NAME_FRONT,		/* name* */
	NAME_MIDDLE,		/* *name* */
	NAME_END,		/* *name */
	NAME_GLOB,		/* all else that has * ? [ or \ in it */
	NAME_INDEX,		/* a number: the how manieth of all functions */
};

struct name_match {
	enum name_match_kind	kind;
	bool			negated;	/* there was a ! in front */
	const char		*text;		/* without ! and the outer stars */
	unsigned int		len;
};

void name_match_parse(struct name_match *match, char *word);
bool name_match_fits(const struct name_match *match, const char *name);

/* Every name fits. */
static inline bool name_match_is_all(const struct name_match *match)
{
	return !match->len && match->kind != NAME_FULL;
}

#endif /* _TRACE_HOOK_NAME_MATCH_H */
