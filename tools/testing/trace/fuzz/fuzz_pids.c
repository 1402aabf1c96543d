// SPDX-License-Identifier: GPL-2.0
/* Lists of pids, as they are written to set_event_pid: read a second way as well. */
#include <linux/bitops.h>

#include "fuzz.h"

#include "base/base.h"

const char fuzz_name[] = "lists of pids";
const char *const fuzz_words[] = {
	"1", "32768", "1073741823", "1073741824", "0x", "0", "+", "-", " ", "\n", "\v",
	"99999999999999999999", NULL
};

#define need(good)	((good) ? (void)0 : abort())

/* What is in a word, written otherwise; -EINVAL: no pid. */
static long word_value(const char *word, size_t len)
{
	const char *digits = "0123456789abcdef";
	unsigned int base = 10;
	long value = 0;
	const char *at;
	size_t i = 0;

	if (len > PID_WORD_MAX)
		return -EINVAL;
	i += word[0] == '+';
	if (len > i + 1 && word[i] == '0') {
		base = 8;
		if (len > i + 2 && (word[i + 1] | 0x20) == 'x') {
			base = 16;
			i += 2;
		}
	}
	if (i == len)
		return -EINVAL;
	for (; i < len; i++) {
		at = word[i] ? strchr(digits, word[i] >= 'A' ? word[i] | 0x20 : word[i]) : NULL;
		if (!at || at - digits >= (long)base)
			return -EINVAL;
		value = min(value * base + (at - digits), 1L << 40);
	}
	return value < PID_SET_LIMIT ? value : -EINVAL;
}

/* The number of words up to the first that is none, whose error it is then. */
static int compare(const char *text, const struct pid_set *set)
{
	size_t len;
	long value;
	int nr = 0;

	for (text = skip_spaces(text); *text; text = skip_spaces(text + len)) {
		for (len = 0; text[len] && !isspace((unsigned char)text[len]); len++)
			;
		value = word_value(text, len);
		if (value < 0)
			return value;
		need(pid_set_has(set, value));
		nr++;
	}
	return nr;
}

static int pids_in(const struct pid_set *set)
{
	int pid, nr = 0;

	for (pid = pid_set_next(set, 0); pid >= 0; pid = pid_set_next(set, pid + 1))
		nr++;
	return nr;
}

static int parse(const char *text, struct pid_set *set)
{
	char *copy = strdup(text);
	int ret = pid_set_parse(set, copy);

	free(copy);
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct pid_set *set = pid_set_alloc();
	int ret = parse(text, set), nr = pids_in(set);

	need(ret == compare(text, set));
	need(ret < 0 || nr <= ret);
	pid_set_free(set);

	/* The third allocation of a pid's part fails; what came before stays. */
	set = pid_set_alloc();
	shim_fail_alloc = 3;
	ret = parse(text, set);
	shim_fail_alloc = 0;
	need(ret >= 0 || ret == -EINVAL || ret == -ENOMEM);
	need(pids_in(set) <= nr || ret == -ENOMEM);
	pid_set_free(set);
	free(text);
	return 0;
}

size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	static const char *const seeds[] = {
		"1", "1 2 3\n", "0x1f 017\t12", " 1073741823 ", "1073741824", "+5", "-5", "",
		"32767 32768 65535 16777215 16777216 268435456", "99999999999999999999 1", "0x",
		"00000000000000000000000000000000000000000000000000000000000000000000000000000"
		"0000000000000000000000000000000000000000000000001 2",
	};

	if (n >= (int)ARRAY_SIZE(seeds) || strlen(seeds[n]) >= room)
		return 0;
	/* The end is part of it, so that none is empty. */
	memcpy(data, seeds[n], strlen(seeds[n]) + 1);
	return strlen(seeds[n]) + 1;
}
