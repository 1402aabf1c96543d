// SPDX-License-Identifier: GPL-2.0
/*
 * fault MODULE-FILE [OPERATION...]
 *
 * Each operation on tracefs, with its first allocation or copy of user memory
 * failing, then its second, and so on until it gets by without a failure
 * (/proc/thread-self/fail-nth).  It may only fail with ENOMEM, EFAULT or ENFILE
 * (what pipe() says without memory), must
 * work without one afterwards, and undoing it must always work.  Prints a result
 * line for each.  Runs in the folder of tracefs, with failslab and
 * fail_page_alloc set up by fault.sh.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_STEPS	4000
#define INSTANCE	"instances/fault"

struct operation {
	const char	*name;
	int		(*run)(const struct operation *op);	/* 0 or -errno */
	int		(*undo)(const struct operation *op);
	const char	*file, *text, *undo_text;
	int		flags;
};

static const char *module_file;
static int fail_nth;
static bool failed;
static char buffer[65536];

static int write_text(const char *file, const char *text, int flags)
{
	ssize_t len = strlen(text);
	int fd = open(file, O_WRONLY | flags);
	int ret = 0;

	if (fd < 0)
		return -errno;
	/* What is not taken at once is offered again, as a shell does. */
	while (len) {
		ssize_t done = write(fd, text, len);

		if (done <= 0) {
			ret = done ? -errno : -EIO;
			break;
		}
		text += done;
		len -= done;
	}
	close(fd);
	return ret;
}

static int op_write(const struct operation *op)
{
	return write_text(op->file, op->text, op->flags);
}

static int undo_write(const struct operation *op)
{
	return write_text(op->file, op->undo_text, op->flags);
}

static int op_read(const struct operation *op)
{
	int fd = open(op->file, O_RDONLY | O_NONBLOCK);
	ssize_t len;
	int ret = 0;

	if (fd < 0)
		return -errno;
	do {
		len = read(fd, buffer, sizeof(buffer));
	} while (len > 0);
	if (len < 0 && errno != EAGAIN)
		ret = -errno;
	close(fd);
	return ret;
}

static int op_splice(const struct operation *op)
{
	int fd = open(op->file, O_RDONLY | O_NONBLOCK), ends[2], ret = 0;

	if (fd < 0)
		return -errno;
	if (pipe2(ends, O_NONBLOCK)) {
		ret = -errno;
		close(fd);
		return ret;
	}
	if (splice(fd, NULL, ends[1], NULL, 65536, SPLICE_F_NONBLOCK) < 0 && errno != EAGAIN)
		ret = -errno;
	close(ends[0]);
	close(ends[1]);
	close(fd);
	return ret;
}

static int op_map(const struct operation *op)
{
	int fd = open(op->file, O_RDONLY | O_NONBLOCK), ret = 0;
	void *map;

	if (fd < 0)
		return -errno;
	map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		ret = -errno;
	else
		munmap(map, 4096);
	close(fd);
	return ret;
}

static int op_mkdir(const struct operation *op)
{
	return mkdir(op->file, 0700) ? -errno : 0;
}

static int undo_mkdir(const struct operation *op)
{
	return rmdir(op->file) && errno != ENOENT ? -errno : 0;
}

/* Directories and their files, none of them in the cache. */
static int op_list(const struct operation *op)
{
	struct dirent *entry;
	struct stat st;
	DIR *dir;
	int ret = 0;

	dir = opendir(op->file);
	if (!dir)
		return -errno;
	errno = 0;
	while (!ret && (entry = readdir(dir))) {
		if (fstatat(dirfd(dir), entry->d_name, &st, 0))
			ret = -errno;
	}
	if (!ret && errno)
		ret = -errno;
	closedir(dir);
	return ret;
}

static int undo_list(const struct operation *op)
{
	return write_text("/proc/sys/vm/drop_caches", "2", 0);
}

static int op_mount(const struct operation *op)
{
	return mount("tracefs", "/tmp/mount", "tracefs", 0, op->text) ? -errno : 0;
}

static int undo_mount(const struct operation *op)
{
	return umount("/tmp/mount") && errno != EINVAL ? -errno : 0;
}

static int op_module(const struct operation *op)
{
	int fd = open(module_file, O_RDONLY), ret = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0))
		ret = -errno;
	close(fd);
	return ret;
}

static int undo_module(const struct operation *op)
{
	int ret = syscall(SYS_delete_module, "trace_events_sample", 0);

	return ret && errno != ENOENT ? -errno : 0;
}

/* An instance whose events are on goes, with all that hangs on it. */
static int op_instance_events(const struct operation *op);

static const struct operation operations[] = {
	{ "enable an event", op_write, undo_write, "events/sched/sched_switch/enable", "1", "0" },
	{ "enable a system", op_write, undo_write, "events/irq/enable", "1", "0" },
	{ "set_event", op_write, undo_write, "set_event", "timer:*\n", "!timer:*\n" },
	{ "set_event, truncating", op_write, undo_write, "set_event", "irq:softirq_entry\n",
	  "\n", O_TRUNC },
	{ "set_event_pid", op_write, undo_write, "set_event_pid", "1 2 300", "", O_TRUNC },
	{ "set_event_notrace_pid", op_write, undo_write, "set_event_notrace_pid", "1 2 300",
	  "", O_TRUNC },
	{ "filter", op_write, undo_write, "events/sched/sched_switch/filter", "0", "0" },
	{ "resize", op_write, undo_write, "buffer_size_kb", "128", "64" },
	{ "resize a CPU", op_write, undo_write, "per_cpu/cpu1/buffer_size_kb", "128", "64" },
	{ "sub-buffer size", op_write, undo_write, "buffer_subbuf_size_kb", "8", "4" },
	{ "saved_cmdlines_size", op_write, undo_write, "saved_cmdlines_size", "1000", "128" },
	{ "saved_cmdlines", op_read, NULL, "saved_cmdlines" },
	{ "record-tgid", op_write, undo_write, "options/record-tgid", "1", "0" },
	{ "trace_options", op_write, undo_write, "trace_options", "nooverwrite", "overwrite" },
	{ "trace_clock", op_write, undo_write, "trace_clock", "mono", "local" },
	{ "tracing_cpumask", op_write, undo_write, "tracing_cpumask", "1", "3" },
	{ "tracing_on", op_write, undo_write, "tracing_on", "0", "1" },
	{ "current_tracer", op_write, undo_write, "current_tracer", "nop", "nop" },
	{ "trace_marker", op_write, NULL, "trace_marker", "hello" },
	{ "trace", op_read, NULL, "trace" },
	{ "trace of a CPU", op_read, NULL, "per_cpu/cpu1/trace" },
	{ "trace, truncated", op_write, NULL, "trace", "", NULL, O_TRUNC },
	{ "trace_pipe", op_read, NULL, "trace_pipe" },
	{ "trace_pipe_raw", op_read, NULL, "per_cpu/cpu0/trace_pipe_raw" },
	{ "trace_pipe_raw, spliced", op_splice, NULL, "per_cpu/cpu0/trace_pipe_raw" },
	{ "trace_pipe_raw, mapped", op_map, NULL, "per_cpu/cpu0/trace_pipe_raw" },
	{ "stats", op_read, NULL, "per_cpu/cpu0/stats" },
	{ "available_events", op_read, NULL, "available_events" },
	{ "set_event, read", op_read, NULL, "set_event" },
	{ "format", op_read, NULL, "events/sched/sched_switch/format" },
	{ "list events", op_list, undo_list, "events/sched" },
	{ "list an event", op_list, undo_list, "events/irq/softirq_entry" },
	{ "list options", op_list, undo_list, "options" },
	{ "snapshot", op_write, undo_write, "snapshot", "1", "0" },
	{ "snapshot of a CPU", op_write, undo_write, "per_cpu/cpu1/snapshot", "1", "2" },
	{ "make an instance", op_mkdir, undo_mkdir, INSTANCE },
	{ "an instance's events", op_instance_events, undo_mkdir, INSTANCE },
	{ "mount", op_mount, undo_mount, "/proc/self/mounts", "mode=755" },
	{ "load a module", op_module, undo_module, "/proc/modules" },
};

static void set_fail_nth(int n)
{
	char number[16];
	int len = sprintf(number, "%d", n);

	/* A failure still to come can happen to this very write. */
	while (pwrite(fail_nth, number, len, 0) != len) {
		if (errno == EFAULT)
			continue;
		perror("fault: fail-nth");
		exit(2);
	}
}

/* What is left of it: 0 when the failure has happened. */
static int get_fail_nth(void)
{
	char number[16] = "";

	if (pread(fail_nth, number, sizeof(number) - 1, 0) <= 0) {
		/* It happened here and not before. */
		if (errno == EFAULT)
			return 1;
		perror("fault: fail-nth");
		exit(2);
	}
	return atoi(number);
}

/*
 * Making the instance is an operation of its own, and so is giving a buffer its
 * pages: here they do not fail.
 */
static int op_instance_events(const struct operation *op)
{
	int nth = get_fail_nth();
	int ret;

	set_fail_nth(0);
	ret = op_mkdir(op);
	if (!ret)
		ret = write_text(INSTANCE "/buffer_size_kb", "64", 0);
	set_fail_nth(nth);
	if (!ret)
		ret = write_text(INSTANCE "/events/sched/sched_switch/enable", "1", 0);
	if (!ret)
		ret = write_text(INSTANCE "/set_event", "irq:*", 0);
	return ret;
}

static void complain(const struct operation *op, const char *what, int n, int ret)
{
	printf("not ok - fault %s: %s at step %d: %s\n", op->name, what, n, strerror(-ret));
	failed = true;
}

/* The base kernel takes a module's BTF that it could not relocate for a cyclic one. */
static bool may_answer(const struct operation *op, int ret)
{
	return !ret || ret == -ENOMEM || ret == -EFAULT || ret == -ENFILE ||
	       (ret == -ELOOP && op->run == op_module);
}

/* false: nothing failed any more, or something went wrong. */
static bool step(const struct operation *op, int n, int *survived)
{
	int ret, left, undone = 0;

	set_fail_nth(n);
	ret = op->run(op);
	left = get_fail_nth();
	set_fail_nth(0);
	if (op->undo)
		undone = op->undo(op);
	if (undone) {
		complain(op, "cannot be undone", n, undone);
		return false;
	}
	if (left) {
		if (ret)
			complain(op, "fails without a failure", n, ret);
		else
			printf("ok - fault %s (%d steps, %d did no harm)\n", op->name, n - 1,
			       *survived);
		return false;
	}
	if (!may_answer(op, ret)) {
		complain(op, "answers", n, ret);
		return false;
	}
	*survived += !ret;
	return true;
}

static void run(const struct operation *op)
{
	const char *needs = strcmp(op->file, INSTANCE) ? op->file : "instances";
	int n, survived = 0, ret;

	if (access(needs, F_OK)) {
		printf("skip - fault %s # no %s\n", op->name, needs);
		return;
	}
	/* It has to work at all; and what is cached is not asked for again. */
	ret = op->run(op);
	if (!ret && op->undo)
		ret = op->undo(op);
	if (ret) {
		complain(op, "does not work", 0, ret);
		return;
	}
	for (n = 1; n < MAX_STEPS; n++) {
		if (!step(op, n, &survived))
			return;
	}
	complain(op, "has no end", n, 0);
}

int main(int argc, char **argv)
{
	size_t i;
	int arg;

	if (argc < 2) {
		fprintf(stderr, "usage: fault MODULE-FILE [OPERATION...]\n");
		return 2;
	}
	module_file = argv[1];
	setvbuf(stdout, NULL, _IOLBF, 4096);
	mkdir("/tmp/mount", 0700);
	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR);
	/* Memory of our own must not be what fails. */
	if (fail_nth < 0 || mlockall(MCL_CURRENT | MCL_FUTURE)) {
		perror("fault: fail-nth");
		return 2;
	}
	memset(buffer, 1, sizeof(buffer));
	for (i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		for (arg = 2; arg < argc && strcmp(argv[arg], operations[i].name); arg++)
			;
		if (argc == 2 || arg < argc)
			run(&operations[i]);
	}
	return failed;
}
