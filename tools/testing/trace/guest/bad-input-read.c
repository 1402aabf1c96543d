// SPDX-License-Identifier: GPL-2.0
/*
 * Opens and reads of one file in every wrong way, and calls that a control file
 * is not made for.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "bad-input.h"

#define FAR	(1LL << 40)

/* test_opens - the answers of open() itself */
void test_opens(void)
{
	static const struct {
		const char	*name;
		int		flags;
	} ways[] = {
		{ "open for reading", O_RDONLY },
		{ "open for writing", O_WRONLY },
		{ "open for both", O_RDWR },
		{ "open to truncate", O_WRONLY | O_TRUNC },
		{ "open to read, truncate", O_RDONLY | O_TRUNC },
		{ "open to append", O_WRONLY | O_APPEND },
		{ "open for neither", 3 },
		{ "open directory", O_RDONLY | O_DIRECTORY },
		{ "open exclusively", O_RDWR | O_CREAT | O_EXCL },
		{ "open direct", O_RDONLY | O_DIRECT },
	};
	size_t i;
	int fd;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		fd = open_tested(ways[i].flags);
		answer(ways[i].name, fd < 0 ? fd : 0);
		if (fd >= 0)
			close(fd);
	}
}

/* How much was read: of a volatile text only whether it was something. */
static void answer_read(const char *what, long ret)
{
	answer(what, is_volatile() && ret > 0 ? 1 : ret);
}

static void read_wrong(int fd)
{
	volatile size_t too_much = ~0UL;
	struct iovec hole[] = { { text, 1 }, { bad_pointer, 1 } };

	answer("read 0 bytes", read(fd, text, 0));
	answer("read to no memory", read(fd, bad_pointer, 1));
	answer("read to no memory, 0 bytes", read(fd, bad_pointer, 0));
	answer_read("pread at 0", pread(fd, text, 1, 0));
	answer_read("pread at 1", pread(fd, text, 1, 1));
	answer_read("pread far", pread(fd, text, 1, FAR));
	answer_read("pread at -1", pread(fd, text, 1, -1));
	answer_read("readv with a hole", readv(fd, hole, 2));
	answer_read("read size -1", read(fd, bad_pointer, too_much));
	answer("lseek 0", lseek(fd, 0, SEEK_SET));
	answer_read("read where memory ends", read(fd, page_end - 1, 100));
	answer("lseek far", lseek(fd, FAR, SEEK_SET));
	answer_read("lseek far, read", read(fd, text, 1));
	answer("lseek -1", lseek(fd, -1, SEEK_SET));
	answer("lseek end", is_volatile() ? 0 : lseek(fd, 0, SEEK_END));
	answer("lseek data", lseek(fd, 0, SEEK_DATA));
	answer("lseek hole", lseek(fd, 0, SEEK_HOLE));
	answer("lseek beyond all", lseek(fd, 1LL << 62, SEEK_CUR));
	answer("lseek nonsense", lseek(fd, 0, 77));
	answer("write to one for reading", write(fd, "1", 1));
}

/* A byte at a time gives the same as all at once. */
static void read_bytes(void)
{
	static char pieces[TEXT_SIZE + 1];
	int fd = open_tested(O_RDONLY);
	size_t have = 0;

	while (have < TEXT_SIZE && read(fd, pieces + have, 1) == 1)
		have++;
	close(fd);
	pieces[have] = 0;
	read_text();
	answer("a byte at a time differs", strcmp(text, pieces) != 0);
}

/* test_reads - all of that for one file */
void test_reads(void)
{
	int fd = open_tested(O_WRONLY);

	if (fd >= 0) {
		answer("read of one for writing", read(fd, text, 1));
		close(fd);
	}
	fd = open_tested(O_RDONLY);
	if (fd < 0)
		return;
	read_wrong(fd);
	close(fd);
	if (!is_volatile())
		read_bytes();
}

static void map_wrong(int fd)
{
	static const struct {
		const char	*name;
		int		prot, flags;
		off_t		offset;
	} ways[] = {
		{ "mmap", PROT_READ, MAP_SHARED, 0 },
		{ "mmap private", PROT_READ, MAP_PRIVATE, 0 },
		{ "mmap to write", PROT_READ | PROT_WRITE, MAP_SHARED, 0 },
		{ "mmap to execute", PROT_READ | PROT_EXEC, MAP_SHARED, 0 },
		{ "mmap far", PROT_READ, MAP_SHARED, FAR },
		{ "mmap of nothing", PROT_NONE, MAP_SHARED, 0 },
	};
	size_t i;
	void *map;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		map = mmap(NULL, 4096, ways[i].prot, ways[i].flags, fd, ways[i].offset);
		answer(ways[i].name, map == MAP_FAILED ? -1 : 0);
		if (map != MAP_FAILED)
			munmap(map, 4096);
	}
}

static void splice_wrong(int fd)
{
	int null = open("/dev/null", O_WRONLY), ends[2];
	off_t far = FAR;

	if (pipe2(ends, O_NONBLOCK))
		return;
	answer_read("splice from it", splice(fd, NULL, ends[1], NULL, 100, SPLICE_F_NONBLOCK));
	answer_read("splice from far", splice(fd, &far, ends[1], NULL, 100, SPLICE_F_NONBLOCK));
	answer_read("sendfile from it", sendfile(null, fd, NULL, 4096));
	answer_read("copy_file_range", copy_file_range(fd, NULL, null, NULL, 100, 0));
	close(ends[0]);
	close(ends[1]);
	close(null);
}

static void call_wrong(int fd)
{
	struct pollfd waiting = { .fd = fd, .events = POLLIN | POLLOUT };
	char byte = 0;

	answer("ioctl TCGETS", ioctl(fd, 0x5401, text));
	answer("ioctl 0", ioctl(fd, 0, 0));
	answer("ioctl -1", ioctl(fd, ~0UL, ~0UL));
	answer("ioctl GET_READER", ioctl(fd, _IO('R', 0x20)));
	answer("ftruncate 0", ftruncate(fd, 0));
	answer("ftruncate 5", ftruncate(fd, 5));
	answer("fallocate", fallocate(fd, 0, 0, 5));
	answer("fsync", fsync(fd));
	answer("fsetxattr", fsetxattr(fd, "user.x", &byte, 1, 0));
	answer("poll", poll(&waiting, 1, 0) < 0 ? -1 : waiting.revents);
	answer("lease", fcntl(fd, F_SETLEASE, F_WRLCK));
	answer("fchdir", fchdir(fd));
}

static void splice_into(void)
{
	int fd = open_tested(O_WRONLY), ends[2];

	if (fd < 0)
		return;
	if (!pipe2(ends, O_NONBLOCK)) {
		answer("to splice", write(ends[1], "xyzzy", 5));
		answer("splice into it", splice(ends[0], NULL, fd, NULL, 5, SPLICE_F_NONBLOCK));
		close(ends[0]);
		close(ends[1]);
	}
	close(fd);
}

/* test_calls - what is neither a read nor a write */
void test_calls(void)
{
	int fd = open_tested(O_RDONLY);

	splice_into();
	if (fd < 0)
		fd = open_tested(O_WRONLY);
	if (fd < 0)
		return;
	map_wrong(fd);
	splice_wrong(fd);
	call_wrong(fd);
	close(fd);
	answer("truncate", truncate(tested, 0));
	answer("unlink", unlink(tested));
	answer("rename", rename(tested, "xyzzy"));
	answer("rename onto it", rename("README", tested));
	answer("link", link(tested, "xyzzy"));
	answer("mkdir over it", mkdir(tested, 0700));
	answer("rmdir", rmdir(tested));
	answer("chdir", chdir(tested));
	answer("symlink over it", symlink("README", tested));
}
