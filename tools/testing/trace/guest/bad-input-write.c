// SPDX-License-Identifier: GPL-2.0
/*
 * Writes to one file: texts that mean nothing, too long, cut off, from where
 * there is no memory, to where there is no file.  After each write the text is
 * shown if it is another, and put back.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "bad-input.h"

#define SHOWN	120
#define FAR	(1LL << 40)

static char before[TEXT_SIZE + 1];
static char big[TEXT_SIZE];

/* A text; with its length where it has a NUL within. */
static const struct {
	const char	*name, *bytes;
	size_t		len;
} inputs[] = {
	{ "empty", "", 0 },
	{ "newline", "\n", 0 },
	{ "space", " ", 0 },
	{ "NUL", "\0", 1 },
	{ "0", "0", 0 },
	{ "1", "1", 0 },
	{ "1 newline", "1\n", 0 },
	{ "2", "2", 0 },
	{ "7", "7", 0 },
	{ "-1", "-1", 0 },
	{ "+1", "+1", 0 },
	{ "0x1", "0x1", 0 },
	{ "01", "01", 0 },
	{ "101", "101", 0 },
	{ "2^32", "4294967296", 0 },
	{ "2^63-1", "9223372036854775807", 0 },
	{ "2^64-1", "18446744073709551615", 0 },
	{ "23 digits", "99999999999999999999999", 0 },
	{ "junk", "xyzzy", 0 },
	{ "1junk", "1junk", 0 },
	{ "1 junk", "1 junk", 0 },
	{ "1 1", "1 1", 0 },
	{ "space 1", " 1", 0 },
	{ "1 space", "1 ", 0 },
	{ "1 newline 0", "1\n0", 0 },
	{ "1 NUL junk", "1\0junk", 6 },
	{ "junk NUL", "xyzzy\0", 6 },
	{ "punctuation", "!*?;,()[]{}<>|&^%$#@~`'\"\\", 0 },
	{ "!", "!", 0 },
	{ ":", ":", 0 },
	{ ":mod:", ":mod:", 0 },
	{ "sched:", "sched:nosuch", 0 },
	{ "nosuch:", "nosuch:sched_switch", 0 },
	{ "!sched", "!sched:sched_switch", 0 },
	{ "two events", "sched:sched_switch sched:sched_wakeup", 0 },
	{ "event, junk", "sched:sched_switch xyzzy", 0 },
	{ "junk, event", "xyzzy sched:sched_switch", 0 },
	{ "function", "schedule\n", 0 },
	{ "two functions", "schedule do_exit\n", 0 },
	{ "function, junk", "schedule xyzzy\n", 0 },
	{ "!function", "!schedule\n", 0 },
	{ "!!function", "!!schedule\n", 0 },
	{ "glob", "vfs_[w]rite\n", 0 },
	{ "half a glob", "vfs_wr[ite\n", 0 },
	{ "junk newline", "xyzzy\n", 0 },
	{ "no such glob", "xyz*y\n", 0 },
	{ "far number", "99999999\n", 0 },
	{ "function:", "schedule:\n", 0 },
	{ "no such command", "schedule:xyzzy\n", 0 },
	{ "junk:command", "xyzzy:traceon\n", 0 },
	{ "command:junk", "schedule:traceon:xyzzy\n", 0 },
	{ "command:-1", "schedule:traceon:-1\n", 0 },
	{ "command:23 digits", "schedule:traceon:99999999999999999999999\n", 0 },
	{ "!command", "!schedule:traceon\n", 0 },
	{ "!command:0", "!schedule:traceon:0\n", 0 },
	{ "enable_event", "schedule:enable_event\n", 0 },
	{ "enable_event:junk", "schedule:enable_event:sched:xyzzy\n", 0 },
	{ "utf-8", "\xc3\xa4\xe2\x82\xac", 0 },
	{ "format", "%s%n%x", 0 },
};

static void show(const char *what, const char *shown)
{
	size_t len = strlen(shown), i;
	unsigned long sum = 5381;

	printf("%s | %s | text '", tested, what);
	for (i = 0; i < len; i++) {
		sum = sum * 33 + (unsigned char)shown[i];
		if (i >= SHOWN)
			continue;
		if (isprint((unsigned char)shown[i]))
			putchar(shown[i]);
		else
			printf("\\x%02x", (unsigned char)shown[i]);
	}
	putchar('\'');
	if (len > SHOWN)
		printf(" of %zu bytes, sum %lx", len, sum);
	putchar('\n');
}

/* The word that makes the text what it was: the one in brackets, or the first. */
static void restore(void)
{
	/* A list that says that it is empty is made so by opening it. */
	int is_empty = !*before || *before == '#';
	char *word = before, *end;
	int fd = open_tested(O_WRONLY | (is_empty ? O_TRUNC : 0));

	if (fd < 0)
		return;
	if (!is_empty) {
		if (strchr(before, '[')) {
			word = strchr(before, '[') + 1;
			end = strchr(word, ']');
		} else {
			end = word + strcspn(word, "\n ");
		}
		if (end)
			dprintf(fd, "%.*s\n", (int)(end - word), word);
	}
	close(fd);
}

/* Did the write change the text?  A volatile text has no answer to that. */
static void check_text(const char *what)
{
	if (is_volatile())
		return;
	if (read_text() < 0 || !strcmp(text, before))
		return;
	show(what, text);
	restore();
	read_text();
	if (strcmp(text, before))
		strcpy(before, text);
}

/* One write to a file opened for it. */
static void write_once(const char *what, const void *bytes, size_t len)
{
	int fd = open_tested(O_WRONLY);

	if (fd < 0)
		return;
	answer(what, write(fd, bytes, len));
	close(fd);
	check_text(what);
}

static void test_inputs(void)
{
	char name[60];
	size_t i;

	for (i = 0; i < sizeof(inputs) / sizeof(*inputs); i++) {
		snprintf(name, sizeof(name), "write %s", inputs[i].name);
		write_once(name, inputs[i].bytes, inputs[i].len ?: strlen(inputs[i].bytes));
	}
	for (i = 0; i < 255; i++)
		big[i] = i + 1;
	write_once("write binary", big, 255);
}

static void test_long(void)
{
	static const size_t sizes[] = { 63, 64, 100, 127, 128, 129, 1023, 1024, 2048, 4095,
					4096, 4097, 8192, TEXT_SIZE };
	static const char fills[] = "A1 ";
	char name[60];
	size_t i, fill;

	for (fill = 0; fills[fill]; fill++) {
		memset(big, fills[fill], sizeof(big));
		for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
			snprintf(name, sizeof(name), "write %zu of '%c'", sizes[i], fills[fill]);
			write_once(name, big, sizes[i]);
		}
	}
	memcpy(big + 5000, "1\n", 2);
	write_once("write 5000 spaces, 1", big, 5002);
}

static void test_memory(void)
{
	page_end[-1] = '1';
	write_once("write no memory", bad_pointer, 1);
	write_once("write no memory, 0 bytes", bad_pointer, 0);
	write_once("write memory ends", page_end - 1, 100);
	memset(page_end - 2000, '1', 2000);
	write_once("write memory ends late", page_end - 2000, 4000);
	write_once("write size -1", "1", ~0UL >> 1);
}

static void pwrite_once(const char *what, off_t offset)
{
	int fd = open_tested(O_WRONLY);

	if (fd < 0)
		return;
	answer(what, pwrite(fd, "1", 1, offset));
	close(fd);
	check_text(what);
}

static void test_offsets(void)
{
	int fd;

	pwrite_once("pwrite at 0", 0);
	pwrite_once("pwrite at 1", 1);
	pwrite_once("pwrite far", FAR);
	pwrite_once("pwrite at -1", -1);
	fd = open_tested(O_WRONLY);
	if (fd < 0)
		return;
	answer("write-only lseek 5", lseek(fd, 5, SEEK_SET));
	answer("write-only lseek, write", write(fd, "1", 1));
	answer("write-only lseek end", lseek(fd, 0, SEEK_END));
	answer("write-only lseek -1", lseek(fd, -1, SEEK_SET));
	answer("write-only lseek far", lseek(fd, FAR, SEEK_SET));
	answer("write-only second write", write(fd, "0", 1));
	answer("write-only where", lseek(fd, 0, SEEK_CUR));
	close(fd);
	check_text("lseek, writes");
}

static void test_vectors(void)
{
	struct iovec parts[] = { { "1", 1 }, { " ", 1 }, { "0\n", 2 } };
	struct iovec hole[] = { { "1", 1 }, { bad_pointer, 1 }, { "\n", 1 } };
	struct iovec none[] = { { "", 0 }, { "1", 1 } };
	int fd = open_tested(O_WRONLY);

	if (fd < 0)
		return;
	answer("writev", writev(fd, parts, 3));
	check_text("writev");
	answer("writev with a hole", writev(fd, hole, 3));
	check_text("writev with a hole");
	answer("writev of nothing first", writev(fd, none, 2));
	check_text("writev of nothing first");
	close(fd);
	fd = open_tested(O_WRONLY | O_APPEND);
	answer("append", write(fd, "1", 1));
	close(fd);
	check_text("append");
	/* Cut in two between its calls, as by a pipe that is read in pieces. */
	fd = open_tested(O_WRONLY);
	answer("cut: first", write(fd, "sched:sched_", 12));
	answer("cut: second", write(fd, "switch\n", 7));
	close(fd);
	check_text("cut");
}

/* test_writes - all of that for one file */
void test_writes(void)
{
	int fd = open_tested(O_WRONLY);

	if (fd < 0)
		return;
	close(fd);
	read_text();
	strcpy(before, text);
	test_inputs();
	test_long();
	test_memory();
	test_offsets();
	test_vectors();
}
