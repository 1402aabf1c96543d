// SPDX-License-Identifier: GPL-2.0
/*
 * bad-input files|opens|nobody|directories|full [ARG] < LIST
 *
 * What the files of tracefs answer to input that nobody should give them, in a
 * form that two kernels can be compared by (make/guest/bad-input).  LIST names
 * files below the current directory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bad-input.h"

#define NOBODY	65534

const char *tested;
char *bad_pointer, *page_end;
char text[TEXT_SIZE + 1];

/* answer - one line of output, errno's name if @ret is negative */
void answer(const char *what, long ret)
{
	if (ret < 0)
		printf("%s | %s | %s\n", tested, what, strerrorname_np(errno));
	else
		printf("%s | %s | %ld\n", tested, what, ret);
}

/* is_volatile - does the text depend on more than what was written to the file */
bool is_volatile(void)
{
	static const char *const names[] = {
		"trace", "trace_pipe", "trace_pipe_raw", "stats", "saved_cmdlines",
		"saved_tgids", "error_log", "available_events", "eval_map",
		"printk_formats", "README", "snapshot", "snapshot_raw",
	};
	const char *name = strrchr(tested, '/');
	size_t i;

	name = name ? name + 1 : tested;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(name, names[i]))
			return true;
	}
	return false;
}

/* open_tested - open it; nothing that is done here may wait */
int open_tested(int flags)
{
	return open(tested, flags | O_NONBLOCK, 0600);
}

/* read_text - the whole text, NUL ended, or as much as there is room for */
long read_text(void)
{
	int fd = open_tested(O_RDONLY);
	long have = 0, len = -1;

	text[0] = 0;
	if (fd < 0)
		return -1;
	while (have < TEXT_SIZE) {
		len = read(fd, text + have, TEXT_SIZE - have);
		if (len <= 0)
			break;
		have += len;
	}
	close(fd);
	text[have] = 0;
	return have ? have : len;
}

static void make_bad_memory(void)
{
	char *map = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);

	if (map == MAP_FAILED || munmap(map + 4096, 2 * 4096)) {
		perror("bad-input: mmap");
		exit(2);
	}
	page_end = map + 4096;
	bad_pointer = map + 4096 + 64;
}

static void test_file(void)
{
	test_opens();
	test_writes();
	test_reads();
	test_calls();
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY)) {
		perror("bad-input: setuid");
		exit(2);
	}
}

static void each_of_list(void (*test)(void))
{
	static char line[4096];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		tested = line;
		test();
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";

	setvbuf(stdout, NULL, _IOFBF, 65536);
	make_bad_memory();
	if (!strcmp(mode, "files")) {
		each_of_list(test_file);
	} else if (!strcmp(mode, "opens")) {
		each_of_list(test_opens);
	} else if (!strcmp(mode, "nobody")) {
		become_nobody();
		each_of_list(test_opens);
	} else if (!strcmp(mode, "directories")) {
		each_of_list(test_directory);
		test_instances();
	} else if (!strcmp(mode, "full") && argc > 2) {
		test_full_disk(argv[2]);
	} else {
		fprintf(stderr, "usage: bad-input files|opens|nobody|directories|full [ARG]\n");
		return 2;
	}
	return 0;
}
