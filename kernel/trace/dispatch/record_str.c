// SPDX-License-Identifier: GPL-2.0
/*
 * How long a string is, for probes that are about to reserve room for it.
 *
 * Called by every probe with a __string() field, in the context of the hit, NMI
 * included.  Out of line, so that an event pays for it with a call.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <trace/pass/helpers.h>

#include <asm/page.h>
#include <asm/word-at-a-time.h>

/*
 * A word may hold bytes behind the string.  That is fine as long as they are in
 * a page of the string, but sanitizers take it for an overrun or a race.
 */
#define CAN_READ_WORDS	(IS_ENABLED(CONFIG_HAVE_EFFICIENT_UNALIGNED_ACCESS) && \
			 !IS_ENABLED(CONFIG_KASAN) && !IS_ENABLED(CONFIG_KMSAN) && \
			 !IS_ENABLED(CONFIG_KCSAN))

/* Bytes looked at between two looks at where the page ends. */
#define STRIDE		(4 * sizeof(long))

/* Whether @word holds a NUL; then *@pos is its place.  ASCII costs the first test only. */
static __always_inline bool word_ends(unsigned long word, unsigned long *pos)
{
	const struct word_at_a_time c = WORD_AT_A_TIME_CONSTANTS;
	unsigned long bits;

	if (likely(!((word - REPEAT_BYTE(0x01)) & REPEAT_BYTE(0x80))))
		return false;
	if (!has_zero(word, &bits, &c))
		return false;
	*pos = find_zero(create_zero_mask(prep_zero_mask(word, bits, &c)));
	return true;
}

static __always_inline bool stride_fits(const char *str)
{
	return CAN_READ_WORDS && ((unsigned long)str & ~PAGE_MASK) <= PAGE_SIZE - STRIDE;
}

/* The rest near the end of a page, or byte by byte where words are not to be read. */
static noinline size_t strlen_from(const char *str, size_t known)
{
	return known + strlen(str + known);
}

/**
 * trace_record_strlen - strlen() for short strings
 * @str: the string
 *
 * Context: Any, as the hit.
 * Return: bytes before the NUL.
 */
size_t trace_record_strlen(const char *str)
{
	size_t known = 0, i;
	unsigned long pos;

	for (; stride_fits(str + known); known += STRIDE) {
#pragma GCC unroll 4
		for (i = 0; i < STRIDE; i += sizeof(long)) {
			if (word_ends(read_word_at_a_time(str + known + i), &pos))
				return known + i + pos;
		}
	}
	return strlen_from(str, known);
}
EXPORT_SYMBOL_GPL(trace_record_strlen);
