// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of pids beside a plain table that does the same, allocations that fail,
 * and lists of pids made of anything.
 */
#include <linux/bitops.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base.h"

#define CHECK(cond)							\
	do {								\
		if (!(cond)) {						\
			printf("not ok - pid_set: line %d: %s\n", __LINE__, #cond); \
			exit(1);					\
		}							\
	} while (0)

/* Pids around the seams of the set, by few numbers. */
#define MODEL	4096

static bool model[MODEL];
static u64 seed = 1;

static unsigned int rnd(unsigned int below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % below;
}

/* Rising with @n: a hundred pids on each side of 20 ends of leaves. */
static unsigned int pid_of(unsigned int n)
{
	static const unsigned int ends[] = { 1, 2, 3, 100, 127, 128, 500, 511, 512, 513, 1023,
					     1024, 1025, 5000, 16384, 20000, 32000, 32766, 32767 };
	unsigned int end = n / 200;

	if (end >= ARRAY_SIZE(ends))
		return PID_SET_LIMIT - MODEL + n;
	return ends[end] * 32768u - 100 + n % 200;
}

static unsigned int known(unsigned int n)
{
	while (n < MODEL && !model[n])
		n++;
	return n;
}

static void same(struct pid_set *set)
{
	unsigned int n = 0;
	int pid = -1;

	while ((n = known(n)) < MODEL) {
		pid = pid_set_next(set, pid + 1);
		CHECK(pid == (int)pid_of(n));
		n++;
	}
	CHECK(pid_set_next(set, pid + 1) == -1);
}

static void test_model(void)
{
	struct pid_set *set = pid_set_alloc();
	unsigned int i, n, pid;

	CHECK(set);
	for (i = 0; i < 200000; i++) {
		n = rnd(MODEL);
		pid = pid_of(n);
		CHECK(pid_set_has(set, pid) == model[n]);
		switch (rnd(3)) {
		case 0:
			CHECK(!pid_set_add(set, pid));
			model[n] = true;
			break;
		case 1:
			if (!pid_set_add_atomic(set, pid))
				model[n] = true;
			break;
		default:
			pid_set_remove(set, pid);
			model[n] = false;
		}
		if (i % 5000 == 0)
			same(set);
	}
	same(set);
	pid_set_free(set);
	printf("ok - pid_set: as a plain table\n");
}

/* One way to fill a set; true if it worked. */
static bool fill(struct pid_set *set, struct pid_set *other)
{
	char text[] = "40000 9 2000000000000 7";
	char good[] = "40000 9 100000000 7";

	return pid_set_add(set, 5) == 0 && pid_set_add(set, 70000) == 0 &&
	       pid_set_merge(set, other) == 0 && pid_set_parse(set, good) == 4 &&
	       pid_set_parse(set, text) == -EINVAL;
}

static void test_no_memory(void)
{
	struct pid_set *set, *other;
	unsigned int failed = 0;
	bool done = false;
	long nth;

	for (nth = 1; !done; nth++) {
		other = pid_set_alloc();
		CHECK(other && !pid_set_add(other, 123456) && !pid_set_add(other, 999999999));
		shim_fail_alloc = nth;
		set = pid_set_alloc();
		done = set && fill(set, other);
		failed += !done;
		done &= shim_fail_alloc > 0;
		shim_fail_alloc = 0;
		/* A merge brings all or nothing. */
		if (set)
			CHECK(pid_set_has(set, 123456) == pid_set_has(set, 999999999));
		pid_set_free(set);
		pid_set_free(other);
		CHECK(nth < 100);
	}
	CHECK(failed >= 5);
	printf("ok - pid_set: without memory\n");
}

/* What pid_set_parse() should answer, written otherwise. */
static int expected(const char *text, unsigned int *last)
{
	char word[512];
	unsigned long pid;
	int len, nr = 0;

	while (sscanf(text, " %511s%n", word, &len) == 1) {
		text += len;
		if (strlen(word) > PID_WORD_MAX || kstrtoul(word, 0, &pid) || pid >= PID_SET_LIMIT)
			return -EINVAL;
		*last = pid;
		nr++;
	}
	return nr;
}

static void test_text(void)
{
	static const char letters[] = "0123456789999x \t\n\v\f\r  ,-+a\177\377";
	struct pid_set *set = pid_set_alloc();
	unsigned int i, n, len, kinds, last;
	char text[400], copy[400];
	int ret;

	CHECK(set);
	for (i = 0; i < 300000; i++) {
		len = rnd(i % 100 ? 24 : sizeof(text));
		kinds = 1 + rnd(sizeof(letters) - 1);
		for (n = 0; n < len; n++)
			text[n] = letters[rnd(kinds)];
		text[len] = '\0';
		memcpy(copy, text, len + 1);
		ret = expected(text, &last);
		CHECK(pid_set_parse(set, copy) == ret);
		CHECK(ret <= 0 || pid_set_has(set, last));
	}
	pid_set_free(set);
	printf("ok - pid_set: lists made of anything\n");
}

int main(void)
{
	test_model();
	test_no_memory();
	test_text();
	return 0;
}
