// SPDX-License-Identifier: GPL-2.0
/*
 * Words written to lists of functions: one write() takes at most one, with the
 * space around it, and the caller writes the rest again.
 *
 * A word without a space behind it may go on with the next write(); what is left
 * when the file is closed is a word, too.  Process context; the owner of the
 * struct keeps writers apart.
 */
#include <linux/cleanup.h>
#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "tracefs/tracefs.h"

/**
 * word_input_take - take in what belongs to the next word
 * @in: the word so far
 * @ubuf: what was written
 * @cnt: how much
 * @is_whole: set if a space or NUL ended the word, which may be an empty one
 *
 * Context: Process context, may sleep.
 * Return: bytes taken, -EINVAL for a word longer than all names, -EFAULT, -ENOMEM.
 */
ssize_t word_input_take(struct word_input *in, const char __user *ubuf, size_t cnt,
			bool *is_whole)
{
	char *chunk __free(kfree) = NULL;
	size_t len = min_t(size_t, cnt, PAGE_SIZE);
	const char *word, *end;

	*is_whole = false;
	chunk = memdup_user_nul(ubuf, len);
	if (IS_ERR(chunk))
		return PTR_ERR(chunk);
	word = in->len ? chunk : skip_spaces(chunk);
	for (end = word; *end && !isspace(*end); end++)
		;
	if (in->len + (end - word) > WORD_INPUT_MAX) {
		in->len = 0;
		return -EINVAL;
	}
	memcpy(in->text + in->len, word, end - word);
	in->len += end - word;
	in->text[in->len] = '\0';
	*is_whole = end < chunk + len;
	return end - chunk + *is_whole;
}
