// SPDX-License-Identifier: GPL-2.0
/*
 * What cannot be done to directories, names that an instance cannot have, and
 * reading when there is no room for what is read.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bad-input.h"

static char path[5000];

static const char *below(const char *name)
{
	snprintf(path, sizeof(path), "%s/%s", tested, name);
	return path;
}

/* test_directory - make, remove and rename where nothing may be */
void test_directory(void)
{
	int fd;

	fd = open(below("xyzzy"), O_CREAT | O_WRONLY, 0600);
	answer("create", fd < 0 ? fd : 0);
	answer("mkdir", mkdir(below("xyzzy"), 0700));
	answer("rmdir of it", rmdir(below("xyzzy")));
	answer("mkdir of what is there", mkdir(tested, 0700));
	answer("symlink", symlink("README", below("xyzzy")));
	answer("mknod", mknod(below("xyzzy"), S_IFIFO | 0600, 0));
	answer("link", link("README", below("xyzzy")));
	answer("rename away", rename(tested, "xyzzy"));
	answer("unlink", unlink(tested));
	answer("rmdir", rmdir(tested));
	answer("open nothing", open(below("nosuchfile"), O_RDONLY));
	fd = open(tested, O_RDONLY);
	answer("read", read(fd, text, 1));
	answer("open for writing", open(tested, O_WRONLY));
	answer("fsync", fsync(fd));
	close(fd);
	fd = open(tested, O_TMPFILE | O_RDWR, 0600);
	answer("open a file without name", fd < 0 ? fd : 0);
}

static void instance_name(const char *what, const char *name)
{
	answer(what, mkdir(below(name), 0700));
	answer("and again", mkdir(path, 0700));
	answer("rmdir", rmdir(path));
	answer("rmdir again", rmdir(path));
}

static void instance_busy(void)
{
	static const char *const files[] = { "trace", "trace_pipe", "tracing_on", "set_event",
					     "per_cpu/cpu0/trace_pipe_raw", "events/enable",
					     "trace_marker", "buffer_size_kb" };
	char what[100], file[100];
	size_t i;
	int fd;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		mkdir(below("xyzzy"), 0700);
		snprintf(file, sizeof(file), "xyzzy/%s", files[i]);
		fd = open(below(file), (i < 6 ? O_RDONLY : O_WRONLY) | O_NONBLOCK);
		snprintf(what, sizeof(what), "rmdir with %s open", files[i]);
		answer(what, rmdir(below("xyzzy")));
		if (fd >= 0)
			close(fd);
		rmdir(below("xyzzy"));
		answer("it is gone", access(below("xyzzy"), F_OK));
	}
}

/* test_instances - names, and what is in use */
void test_instances(void)
{
	static char name[300];

	tested = "instances";
	if (access(tested, F_OK))
		return;
	instance_name("mkdir spaces", "a b");
	instance_name("mkdir binary", "\x01\xff\n");
	instance_name("mkdir of a file's name", "README");
	instance_name("mkdir colon", ":mod:*");
	memset(name, 'n', 255);
	instance_name("mkdir 255", name);
	memset(name, 'n', 256);
	instance_name("mkdir 256", name);
	instance_name("mkdir nothing", "");
	instance_name("mkdir dot", ".");
	instance_name("mkdir dots", "..");
	instance_name("mkdir below nothing", "nosuch/xyzzy");
	answer("mkdir one", mkdir("instances/xyzzy", 0));
	answer("mkdir in it", mkdir("instances/xyzzy/abc", 0700));
	answer("mkdir instances in it", mkdir("instances/xyzzy/instances", 0700));
	answer("create in it", open("instances/xyzzy/abc", O_CREAT | O_RDWR, 0600));
	answer("rename", rename("instances/xyzzy", "instances/abc"));
	answer("unlink", unlink("instances/xyzzy"));
	answer("unlink of its file", unlink("instances/xyzzy/trace"));
	answer("rmdir of its directory", rmdir("instances/xyzzy/events"));
	answer("chdir, rmdir", chdir("instances/xyzzy") || rmdir("../xyzzy") ? -1 : 0);
	answer("chdir back", chdir("/sys/kernel/tracing"));
	rmdir("instances/xyzzy");
	instance_busy();
}

/* Whether the file can still be read after the disk was full. */
static void read_again(int fd)
{
	long len = read(fd, text, TEXT_SIZE);

	answer("full disk: read again", len > 0 ? 1 : len);
}

static void send_to(const char *full)
{
	int in = open_tested(O_RDONLY), out = open(full, O_WRONLY);
	int ends[2];
	long ret;

	if (in < 0)
		return;
	lseek(out, 0, SEEK_END);
	ret = sendfile(out, in, NULL, 65536);
	answer("full disk: sendfile", ret > 0 ? 1 : ret);
	if (!pipe2(ends, O_NONBLOCK)) {
		ret = splice(in, NULL, ends[1], NULL, 65536, SPLICE_F_NONBLOCK);
		answer("full disk: splice to a pipe", ret > 0 ? 1 : ret);
		ret = splice(ends[0], NULL, out, NULL, 65536, SPLICE_F_NONBLOCK);
		answer("full disk: splice from the pipe", ret > 0 ? 1 : ret);
		close(ends[0]);
		close(ends[1]);
	}
	ret = read(in, text, TEXT_SIZE);
	if (ret > 0) {
		ret = write(out, text, ret);
		answer("full disk: write", ret > 0 ? 1 : ret);
	}
	read_again(in);
	close(in);
	close(out);
}

/* test_full_disk - read the buffer to @full, a file that takes nothing more */
void test_full_disk(const char *full)
{
	static const char *const files[] = { "trace", "per_cpu/cpu0/trace_pipe_raw", "trace_pipe",
					     "README", "available_events", "events/enable" };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		tested = files[i];
		send_to(full);
	}
}
