/* SPDX-License-Identifier: GPL-2.0 */
/* Words of text, plainly.  What lies behind the end of a string is anything. */
#include "text.h"

struct word_at_a_time { int unused; };

#define WORD_AT_A_TIME_CONSTANTS	{ 0 }

static inline unsigned long load_unaligned_zeropad(const void *p)
{
	const char *text = p;
	char word[sizeof(long)];
	size_t i, end = 0;

	for (i = 0; i < sizeof(word); i++) {
		word[i] = end ? "\0\245"[(uintptr_t)p & 1] : text[i];
		end += !end && !word[i];
	}
	return *(unsigned long *)memcpy(&i, word, sizeof(word));
}

static inline bool has_zero(unsigned long word, unsigned long *nuls,
			    const struct word_at_a_time *constants)
{
	(void)constants;
	*nuls = strnlen((const char *)&word, sizeof(word));
	return *nuls < sizeof(word);
}

#define prep_zero_mask(word, nuls, constants)	((void)(word), nuls)
#define create_zero_mask(nuls)			(nuls)
#define find_zero(mask)				(mask)
