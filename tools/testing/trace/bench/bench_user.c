// SPDX-License-Identifier: GPL-2.0
/*
 * What calls from user space cost, by the time stamp counter, which counts
 * instructions under QEMU's -icount.  Runs in the guest, a static program.
 *
 *	bench_user marker FILE		a write to FILE
 *	bench_user text FILE EVENTS	reading FILE to its end, for an event
 *	bench_user raw FILE		reading FILE, for a page
 *	bench_user splice FILE		splicing FILE to a pipe, for a page
 *	bench_user enable FILE		nothing printed: 1, then 0, between marks
 *	bench_user set TAG FILE TEXT...	the same: opening, writing each, closing
 *	bench_user read TAG FILE	the same: reading all of it
 *	bench_user boot			the same: what was done up to here
 *
 * It prints what one pass costs.  What is not the call itself, the opening and
 * the emptying of the pipe, is left out.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench_mark.h"

#define PAGE		4096
#define MARKER_WRITES	1000
#define MARKER_REPEATS	9
#define READ_SIZE	65536

static char page_buffer[READ_SIZE];

static uint64_t now(void)
{
	uint32_t low, high;

	asm volatile("lfence; rdtsc; lfence" : "=a" (low), "=d" (high) : : "memory");
	return (uint64_t)high << 32 | low;
}

static int fail(const char *what)
{
	perror(what);
	return 1;
}

static int marker(int fd)
{
	static const char text[] = "a line of text for the buffer\n";
	uint64_t took, least = UINT64_MAX;
	int i, r;

	for (r = 0; r < MARKER_REPEATS; r++) {
		bench_mark(0, 1);
		took = now();
		for (i = 0; i < MARKER_WRITES; i++)
			if (write(fd, text, sizeof(text) - 1) <= 0)
				return fail("write");
		took = now() - took;
		bench_mark(0, 0);
		if (took < least)
			least = took;
	}
	printf("%.2f\n", (double)least / MARKER_WRITES);
	return 0;
}

static int text(int fd, long events)
{
	uint64_t took;
	ssize_t got;

	bench_mark(0, 1);
	took = now();
	do {
		got = read(fd, page_buffer, sizeof(page_buffer));
	} while (got > 0);
	took = now() - took;
	bench_mark(0, 0);
	if (got < 0)
		return fail("read");
	printf("%.2f\n", (double)took / events);
	return 0;
}

static int raw(int fd)
{
	uint64_t took;
	long pages = 0;

	bench_mark(0, 1);
	took = now();
	while (read(fd, page_buffer, PAGE) > 0)
		pages++;
	took = now() - took;
	bench_mark(0, 0);
	if (!pages)
		return fail("no pages");
	printf("%.2f\n", (double)took / pages);
	return 0;
}

static int splice_out(int fd)
{
	uint64_t start, took = 0;
	int ends[2], null;
	long pages = 0;
	ssize_t got;

	null = open("/dev/null", O_WRONLY);
	if (null < 0 || pipe(ends))
		return fail("pipe");
	for (;;) {
		bench_mark(0, 1);
		start = now();
		got = splice(fd, NULL, ends[1], NULL, PAGE, SPLICE_F_NONBLOCK);
		start = now() - start;
		bench_mark(0, 0);
		if (got <= 0)
			break;
		took += start;
		pages++;
		if (splice(ends[0], NULL, null, NULL, got, 0) != got)
			return fail("splice to /dev/null");
	}
	if (!pages)
		return fail("no pages");
	printf("%.2f\n", (double)took / pages);
	return 0;
}

static int enable(int fd)
{
	ssize_t on, off;

	bench_mark(1, 1);
	on = write(fd, "1", 1);
	bench_mark(1, 0);
	bench_mark(2, 1);
	off = write(fd, "0", 1);
	bench_mark(2, 0);
	return on == 1 && off == 1 ? 0 : fail("write");
}

/* A mark is an instruction, so each of its numbers stands in the text. */
#define MARK(number)				\
	case number:				\
		if (on)				\
			bench_mark(number, 1);	\
		else				\
			bench_mark(number, 0);	\
		break

static void mark(int tag, int on)
{
	switch (tag) {
	MARK(3);
	MARK(4);
	MARK(5);
	MARK(6);
	MARK(7);
	default:
		exit(fail("no such tag"));
	}
}

static int set(int tag, const char *path, char **texts)
{
	ssize_t wrote;
	int fd;

	for (; *texts; texts++) {
		mark(tag, 1);
		fd = open(path, O_WRONLY | O_TRUNC);
		wrote = write(fd, *texts, strlen(*texts));
		close(fd);
		mark(tag, 0);
		if (fd < 0 || wrote <= 0)
			return fail("set");
	}
	return 0;
}

static int read_all(int tag, const char *path)
{
	int fd = open(path, O_RDONLY);
	ssize_t got;

	mark(tag, 1);
	do {
		got = read(fd, page_buffer, sizeof(page_buffer));
	} while (got > 0);
	mark(tag, 0);
	return got < 0 ? fail("read") : 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	int reads = !strcmp(what, "text") || !strcmp(what, "raw") || !strcmp(what, "splice");
	int fd;

	memset(page_buffer, 1, sizeof(page_buffer));
	if (!strcmp(what, "boot")) {
		bench_mark(0, 0);
		return 0;
	}
	if (!strcmp(what, "set") && argc > 4)
		return set(atoi(argv[2]), argv[3], argv + 4);
	if (!strcmp(what, "read") && argc > 3)
		return read_all(atoi(argv[2]), argv[3]);
	fd = argc > 2 ? open(argv[2], reads ? O_RDONLY | O_NONBLOCK : O_WRONLY) : -1;
	if (fd < 0)
		return fail("usage: bench_user CASE FILE [EVENTS]");
	if (!strcmp(what, "marker"))
		return marker(fd);
	if (!strcmp(what, "text") && argc > 3)
		return text(fd, atol(argv[3]));
	if (!strcmp(what, "raw"))
		return raw(fd);
	if (!strcmp(what, "splice"))
		return splice_out(fd);
	if (!strcmp(what, "enable"))
		return enable(fd);
	return fail("no such case");
}
