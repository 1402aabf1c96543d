// SPDX-License-Identifier: GPL-2.0
/*
 * A mutation driver that needs no compiler's help: inputs are made from the seeds
 * by a fixed random sequence, so a run can be repeated.  ROUNDS is how many, SEED
 * where the sequence begins; arguments are files to try instead.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

#define ROOM		8192

static uint64_t state;

static uint32_t draw(uint32_t n)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (state >> 33) % n;
}

/* Values that lengths and flags go wrong at. */
static uint32_t odd_word(void)
{
	static const uint32_t words[] = {
		0, 1, 3, 4, 7, 8, 28, 29, 30, 31, 32, 61, 0x7f, 0xff, 0xff0, 0xfff, 0x1000,
		0xfffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff,
	};

	return words[draw(sizeof(words) / sizeof(words[0]))];
}

/* A word of the unit's language, put in somewhere. */
static size_t insert_word(uint8_t *data, size_t size)
{
	uint32_t n = 0, at = draw(size + 1);
	size_t len;

	while (fuzz_words[n])
		n++;
	if (!n)
		return size;
	n = draw(n);
	len = strlen(fuzz_words[n]);
	if (size + len > ROOM)
		return size;
	memmove(data + at + len, data + at, size - at);
	memcpy(data + at, fuzz_words[n], len);
	return size + len;
}

static size_t mutate_once(uint8_t *data, size_t size)
{
	uint32_t word, at;

	if (!size)
		return 1 + draw(16);
	if (fuzz_words[0] && draw(2))
		return insert_word(data, size);
	at = draw(size);
	switch (draw(7)) {
	case 0:
		data[at] ^= 1 << draw(8);
		break;
	case 1:
		data[at] = draw(256);
		break;
	case 2:
		word = odd_word();
		at &= ~3U;
		memcpy(data + at, &word, size - at < 4 ? size - at : 4);
		break;
	case 3:
		return at;
	case 4:
		memmove(data + at, data + draw(size), size - at < 16 ? size - at : 16);
		break;
	case 5:
		if (size + 32 <= ROOM) {
			memcpy(data + size, data + at, size - at < 32 ? size - at : 32);
			return size + (size - at < 32 ? size - at : 32);
		}
		break;
	default:
		memset(data + at, draw(2) ? 0 : 0xff, size - at < 8 ? size - at : 8);
		break;
	}
	return size;
}

static uint8_t data[ROOM + 64];
static size_t size;

/* Aborted, or does not end: keep the input. */
static void failed(int sig)
{
	const char *path = getenv("FUZZ_FAILED") ?: "fuzz-failed";
	FILE *f = fopen(path, "wb");

	if (f && fwrite(data, 1, size, f) == size && !fclose(f))
		printf("  the input is in %s\n", path);
	printf("not ok - fuzz: %s%s\n", fuzz_name, sig == SIGALRM ? ": does not end" : "");
	fflush(stdout);
	_exit(1);
}

static void try_input(void)
{
	alarm(10);
	LLVMFuzzerTestOneInput(data, size);
}

static int try_file(const char *path)
{
	FILE *f = fopen(path, "rb");

	if (!f) {
		perror(path);
		return 1;
	}
	size = fread(data, 1, ROOM, f);
	fclose(f);
	try_input();
	return 0;
}

int main(int argc, char **argv)
{
	long rounds = getenv("ROUNDS") ? atol(getenv("ROUNDS")) : 20000;
	int seeds = 0, i;
	long n;

	signal(SIGABRT, failed);
	signal(SIGALRM, failed);
	for (i = 1; i < argc; i++)
		if (try_file(argv[i]))
			return 1;
	if (argc > 1)
		return 0;
	state = getenv("SEED") ? atol(getenv("SEED")) : 1;
	while ((size = fuzz_seed(seeds, data, ROOM))) {
		try_input();
		seeds++;
	}
	for (n = 0; n < rounds; n++) {
		size = fuzz_seed(draw(seeds), data, ROOM);
		for (i = draw(6); i >= 0; i--)
			size = mutate_once(data, size);
		try_input();
	}
	printf("  %d seeds, %ld inputs made from them\n", seeds, rounds);
	printf("ok - fuzz: %s\n", fuzz_name);
	return 0;
}
