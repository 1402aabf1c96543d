// SPDX-License-Identifier: GPL-2.0
/*
 * The parts of the user side that a shell cannot reach: poll(), mmap(), ioctl()
 * and splice() of trace_pipe_raw, and writes to trace_marker from memory that is
 * not there.  Runs in the guest on one CPU, prints result lines.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/trace_mmap.h>

#define RAW	"per_cpu/cpu0/trace_pipe_raw"
#define PAGE	4096

static int failed;

#define CHECK(cond) check(cond, #cond, __LINE__)

static bool check(bool good, const char *what, int line)
{
	if (!good) {
		printf("# line %d: %s, errno %d\n", line, what, errno);
		failed++;
	}
	return good;
}

static int put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_TRUNC);
	int ret = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

static bool trace_has(const char *text)
{
	char line[512];
	FILE *f = fopen("trace", "r");
	bool has = false;

	while (f && fgets(line, sizeof(line), f))
		has |= !!strstr(line, text);
	if (f)
		fclose(f);
	return has;
}

static int raw_open(int flags)
{
	int fd = open(RAW, O_RDONLY | flags);

	CHECK(fd >= 0);
	return fd;
}

static int raw_poll(int fd, int ms)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };

	return poll(&pfd, 1, ms);
}

/* A child that does something in 0.3 s. */
static pid_t later(const char *file, int wake_fd)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	usleep(300000);
	if (file)
		put(file, "from the child");
	else
		ioctl(wake_fd, 0);
	_exit(0);
}

static void poll_of_the_smallest(void)
{
	int fd = raw_open(O_NONBLOCK);
	pid_t pid;

	put("buffer_size_kb", "1");
	put("trace", "");
	put("buffer_percent", "50");
	CHECK(raw_poll(fd, 0) == 0);
	put("trace_marker", "one");
	CHECK(raw_poll(fd, 0) == 1);
	put("buffer_percent", "100");
	CHECK(raw_poll(fd, 0) == 0);
	for (int i = 0; i < 200; i++)
		put("trace_marker", "so that a sub-buffer is full");
	CHECK(raw_poll(fd, 0) == 1);
	put("trace", "");
	put("buffer_percent", "0");
	CHECK(raw_poll(fd, 0) == 0);
	pid = later("trace_marker", -1);
	CHECK(raw_poll(fd, 5000) == 1);
	waitpid(pid, NULL, 0);
	close(fd);
}

static void marker_faults(void)
{
	int fd = open("trace_marker", O_WRONLY);
	char *volatile nowhere = (char *)8;
	char *pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *code;
	int self;

	put("trace", "");
	CHECK(write(fd, nowhere, 16) == -1 && errno == EFAULT);
	CHECK(trace_has("<faulted>"));
	put("trace", "");
	memset(pages, 'x', PAGE);
	munmap(pages + PAGE, PAGE);
	CHECK(write(fd, pages + PAGE - 8, 16) == -1 && errno == EFAULT);
	CHECK(trace_has("<faulted>"));
	CHECK(write(fd, pages + PAGE - 8, 8) == 8);
	CHECK(trace_has("mark_write: xxxxxxxx\n"));
	/* A page that is not there yet but can be. */
	self = open("/proc/self/exe", O_RDONLY);
	code = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, self, 0);
	madvise(code, PAGE, MADV_DONTNEED);
	CHECK(write(fd, code + 1, 3) == 3);
	CHECK(trace_has("mark_write: ELF\n"));
	close(self);
	close(fd);
}

static struct trace_buffer_meta *map_meta(int fd)
{
	void *map = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);

	CHECK(map != MAP_FAILED);
	return map;
}

static void map_rules(void)
{
	int fd = raw_open(O_NONBLOCK);
	struct trace_buffer_meta *meta;
	void *moved;

	put("snapshot", "0");
	CHECK(ioctl(fd, TRACE_MMAP_IOCTL_GET_READER) == -1 && errno == ENODEV);
	CHECK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
	CHECK(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED);
	CHECK(put("snapshot", "1") == 0);
	put("snapshot", "0");

	meta = map_meta(fd);
	CHECK(put("snapshot", "1") == -EBUSY);
	CHECK(put("per_cpu/cpu0/snapshot", "1") == -EBUSY);
	CHECK(put("per_cpu/cpu0/buffer_size_kb", "777") == -EBUSY);
	CHECK(put("buffer_subbuf_size_kb", "8") == -EBUSY);
	moved = mmap(NULL, 3 * PAGE, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(munmap(moved, PAGE) == -1 && errno == EINVAL);
	CHECK(mremap(moved, 3 * PAGE, 4 * PAGE, MREMAP_MAYMOVE) == MAP_FAILED);
	munmap(meta, PAGE);
	CHECK(put("snapshot", "1") == -EBUSY);
	close(fd);
	CHECK(put("snapshot", "1") == -EBUSY);
	munmap(moved, 3 * PAGE);
	CHECK(put("snapshot", "1") == 0);
	put("snapshot", "0");
}

static void map_shows(void)
{
	int fd = raw_open(0);
	struct trace_buffer_meta *meta;
	char *data;
	pid_t pid;

	put("trace", "");
	put("buffer_percent", "0");
	meta = map_meta(fd);
	data = mmap(NULL, (size_t)meta->subbuf_size * meta->nr_subbufs, PROT_READ, MAP_SHARED,
		    fd, meta->meta_page_size);
	CHECK(data != MAP_FAILED);
	CHECK(meta->entries == 0 && meta->read == 0);
	/* There is nothing yet, so this waits for the child. */
	pid = later("trace_marker", -1);
	CHECK(ioctl(fd, TRACE_MMAP_IOCTL_GET_READER) == 0);
	waitpid(pid, NULL, 0);
	CHECK(meta->entries == 1 && meta->read == 1 && meta->reader.lost_events == 0);
	CHECK(memmem(data + (size_t)meta->subbuf_size * meta->reader.id, meta->subbuf_size,
		     "from the child", 14));
	munmap(data, (size_t)meta->subbuf_size * meta->nr_subbufs);
	munmap(meta, PAGE);
	close(fd);
}

static void splice_is_woken(void)
{
	int fd = raw_open(0);
	int ends[2];
	pid_t pid;

	put("trace", "");
	put("buffer_percent", "50");
	CHECK(pipe(ends) == 0);
	pid = later(NULL, fd);
	CHECK(splice(fd, NULL, ends[1], NULL, PAGE, 0) == 0);
	waitpid(pid, NULL, 0);
	close(ends[0]);
	close(ends[1]);
	close(fd);
}

/* What is there satisfies the wait, but is less than a splice takes. */
static void splice_of_less_ends(void)
{
	int fd = raw_open(0);
	int ends[2];

	put("trace", "");
	put("buffer_percent", "0");
	CHECK(put("trace_marker", "less than a sub-buffer") == 0);
	CHECK(pipe(ends) == 0);
	CHECK(splice(fd, NULL, ends[1], NULL, PAGE, 0) == 0);
	close(ends[0]);
	close(ends[1]);
	close(fd);
}

static void run(const char *name, void (*test)(void))
{
	int before = failed;

	put("tracing_on", "1");
	put("buffer_subbuf_size_kb", "4");
	put("buffer_size_kb", "100");
	put("buffer_percent", "50");
	test();
	printf("%s - raw-user %s\n", failed == before ? "ok" : "not ok", name);
}

int main(void)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	if (sched_setaffinity(0, sizeof(cpus), &cpus) || chdir("/sys/kernel/tracing"))
		return 2;
	setlinebuf(stdout);
	alarm(60);
	run("poll of the smallest buffer", poll_of_the_smallest);
	run("faults of trace_marker", marker_faults);
	run("rules of mapping", map_rules);
	run("a mapping shows the records", map_shows);
	run("a splice is woken", splice_is_woken);
	run("a splice of less than a sub-buffer ends", splice_of_less_ends);
	return !!failed;
}
