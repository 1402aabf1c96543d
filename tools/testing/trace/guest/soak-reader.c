// SPDX-License-Identifier: GPL-2.0
/*
 * soak-reader MODE INSTANCE-DIRECTORY
 *
 * Reads the stress event of an instance in one way until SIGTERM, checks each
 * record (structure, bytes, order, time) and then prints for each CPU
 *
 *	read MODE CPU RECORDS LOST
 *
 * and 'bad MODE COUNT what' if something was wrong.  A mode is read, splice,
 * mmap (of trace_pipe_raw), pipe (trace_pipe, whole and by CPU in turn) or text
 * (trace, which takes nothing out).  '-loose' after a mode reads the same way
 * without looking at it, for instances in which everything changes.  The mode
 * probe only tells by its exit status whether trace_pipe_raw can be mapped.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_CPUS	64
#define NR_CONTEXTS	4
#define MAX_SUBBUF	(4096 << 7)
#define PAGE_HEAD	16
#define COMMIT_MASK	((1u << 20) - 1)
#define TEXT_SIZE	65536
#define GET_READER	_IO('R', 0x20)

struct meta_page {
	uint32_t	meta_page_size, meta_struct_len, subbuf_size, nr_subbufs;
	struct {
		uint64_t	lost_events;
		uint32_t	id, read;
	} reader;
	uint64_t	flags, entries, overrun, read;
};

struct cpu_state {
	int		fd;
	unsigned long	records, lost;
	unsigned long	seq[NR_CONTEXTS];
	uint64_t	time;
};

static struct cpu_state cpus[MAX_CPUS];
static int nr_cpus;
static const char *mode, *directory;
static bool loose;
static unsigned long bad;
static char first_bad[200];
static volatile sig_atomic_t stop;
static unsigned int event_id, at_context, at_cpu, at_seq, at_body;
static unsigned char page[MAX_SUBBUF];
static char text[TEXT_SIZE + 1];

static void on_signal(int sig)
{
	stop = 1;
}

__attribute__((format(printf, 1, 2)))
static void complain(const char *format, ...)
{
	va_list args;

	if (bad++)
		return;
	va_start(args, format);
	vsnprintf(first_bad, sizeof(first_bad), format, args);
	va_end(args);
}

static int open_file(const char *name, int cpu, int flags)
{
	char path[300];

	if (cpu < 0)
		snprintf(path, sizeof(path), "%s/%s", directory, name);
	else
		snprintf(path, sizeof(path), "%s/per_cpu/cpu%d/%s", directory, cpu, name);
	return open(path, flags);
}

static unsigned int field_offset(const char *format, const char *name)
{
	char what[60], *at;
	unsigned int offset;

	snprintf(what, sizeof(what), " %s;\toffset:", name);
	at = strstr(format, what);
	if (!at || sscanf(at + strlen(what), "%u", &offset) != 1) {
		fprintf(stderr, "soak-reader: no field %s\n", name);
		exit(2);
	}
	return offset;
}

static void read_format(void)
{
	int fd = open_file("events/stress/stress/format", -1, O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, TEXT_SIZE);
	char *id;

	if (len <= 0) {
		perror("soak-reader: format");
		exit(2);
	}
	text[len] = 0;
	close(fd);
	id = strstr(text, "\nID: ");
	event_id = id ? atoi(id + 5) : 0;
	at_context = field_offset(text, "context");
	at_cpu = field_offset(text, "cpu");
	at_seq = field_offset(text, "seq");
	at_body = field_offset(text, "body");
}

static unsigned long subbuf_size(void)
{
	char number[32] = "4";
	int fd = open_file("buffer_subbuf_size_kb", -1, O_RDONLY);

	if (fd >= 0) {
		if (read(fd, number, sizeof(number) - 1) <= 0)
			strcpy(number, "4");
		close(fd);
	}
	return strtoul(number, NULL, 10) * 1024;
}

/* What was written must come in the order of its numbers, by context. */
static void check_order(int cpu, unsigned int context, unsigned long seq)
{
	struct cpu_state *c = &cpus[cpu];

	if (context >= NR_CONTEXTS) {
		complain("cpu %d: context %u", cpu, context);
		return;
	}
	if (seq <= c->seq[context])
		complain("cpu %d context %u: seq %lu after %lu", cpu, context, seq,
			 c->seq[context]);
	c->seq[context] = seq;
}

static void check_record(int cpu, const unsigned char *data, unsigned int len)
{
	unsigned int context, on, place, i;
	unsigned long seq;
	uint16_t type;

	cpus[cpu].records++;
	memcpy(&type, data, sizeof(type));
	if (len < at_body + 4 || type != event_id) {
		complain("cpu %d: type %u, %u bytes", cpu, type, len);
		return;
	}
	memcpy(&context, data + at_context, sizeof(context));
	memcpy(&on, data + at_cpu, sizeof(on));
	memcpy(&seq, data + at_seq, sizeof(seq));
	memcpy(&place, data + at_body, sizeof(place));
	if ((int)on != cpu)
		complain("cpu %d has a record of cpu %u", cpu, on);
	check_order(cpu, context, seq);
	if ((place & 0xffff) + (place >> 16) > len) {
		complain("cpu %d seq %lu: body %x of %u bytes", cpu, seq, place, len);
		return;
	}
	data += place & 0xffff;
	for (i = 0; i < place >> 16; i++) {
		if (data[i] == (seq & 0xff))
			continue;
		complain("cpu %d seq %lu: byte %u is %02x", cpu, seq, i, data[i]);
		break;
	}
}

/* Length of the item at @at, or 0; *@len is that of its data, 0 for none. */
static unsigned int item_length(const unsigned char *at, const unsigned char **data,
				unsigned int *len, uint64_t *time)
{
	uint32_t head, word;
	unsigned int kind;

	memcpy(&head, at, 4);
	memcpy(&word, at + 4, 4);
	kind = head & 31;
	*len = 0;
	switch (kind) {
	case 31:		/* an absolute stamp; the page's has the upper bits */
		*time = (*time & ~((1ull << 59) - 1)) | (head >> 5) | (uint64_t)word << 27;
		return 8;
	case 30:
		*time += (head >> 5) | (uint64_t)word << 27;
		return 8;
	case 29:
		*time += head >> 5 ? head >> 5 : 0;
		return head >> 5 ? word + 4 : ~0u;
	case 0:
		*len = word - 4;
		*data = at + 8;
		break;
	default:
		*len = kind * 4;
		*data = at + 4;
	}
	*time += head >> 5;
	return *data - at + *len;
}

/* The items of a sub-buffer's data from @from to @end. */
static void check_items(int cpu, const unsigned char *subbuf, unsigned int from,
			unsigned int end)
{
	const unsigned char *data = NULL;
	unsigned int length, len;
	uint64_t time;

	memcpy(&time, subbuf, sizeof(time));
	if (!from && time < cpus[cpu].time)
		complain("cpu %d: page of %llu after %llu", cpu, (unsigned long long)time,
			 (unsigned long long)cpus[cpu].time);
	while (from < end) {
		length = item_length(subbuf + PAGE_HEAD + from, &data, &len, &time);
		if (length == ~0u)
			break;
		if (length < 4 || length % 4 || from + length > end) {
			complain("cpu %d: item of %u bytes at %u of %u", cpu, length, from, end);
			return;
		}
		if (len)
			check_record(cpu, data, len);
		from += length;
	}
	cpus[cpu].time = time;
}

static void check_page(int cpu, const unsigned char *subbuf, unsigned long size)
{
	uint64_t commit, lost;
	unsigned int end;

	if (loose)
		return;
	memcpy(&commit, subbuf + 8, sizeof(commit));
	end = commit & COMMIT_MASK;
	if (end > size - PAGE_HEAD || end % 4) {
		complain("cpu %d: commit %llx", cpu, (unsigned long long)commit);
		return;
	}
	if (commit & 1u << 30) {
		memcpy(&lost, subbuf + PAGE_HEAD + end, sizeof(lost));
		cpus[cpu].lost += lost;
	}
	check_items(cpu, subbuf, 0, end);
}

/* How many bytes there are now; fewer than a sub-buffer only if it shrank. */
static bool read_one(int cpu, unsigned long size)
{
	ssize_t len = read(cpus[cpu].fd, page, size);

	if (len < 0 && errno != EAGAIN && errno != EINTR && !loose)
		complain("cpu %d: read gives errno %d", cpu, errno);
	if (len > 0)
		check_page(cpu, page, size);
	return len > 0;
}

static bool splice_one(int cpu, unsigned long size)
{
	static int ends[2] = { -1, -1 };
	ssize_t len, part, have;

	if (ends[0] < 0 && (pipe(ends) || fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0)) {
		perror("soak-reader: pipe");
		exit(2);
	}
	len = splice(cpus[cpu].fd, NULL, ends[1], NULL, size * 4, SPLICE_F_NONBLOCK);
	if (len < 0 && errno != EAGAIN && errno != EINTR && !loose)
		complain("cpu %d: splice gives errno %d", cpu, errno);
	for (; len > 0; len -= have) {
		for (have = 0; have < (ssize_t)size && have < len; have += part) {
			part = read(ends[0], page + have, size - have);
			if (part <= 0)
				break;
		}
		if (have < (ssize_t)size) {
			if (!loose)
				complain("cpu %d: splice gave %zd bytes", cpu, have);
			return false;
		}
		check_page(cpu, page, size);
	}
	return len >= 0 && errno != EAGAIN;
}

/* All CPUs' raw files as long as they have something, then wait. */
static void loop_raw(bool (*one)(int cpu, unsigned long size))
{
	struct pollfd fds[MAX_CPUS];
	unsigned long size;
	int cpu, left;

	while (!stop) {
		size = subbuf_size();
		for (cpu = 0; cpu < nr_cpus; cpu++) {
			errno = 0;
			for (left = 32; left && !stop && one(cpu, size); left--)
				;
			fds[cpu].fd = cpus[cpu].fd;
			fds[cpu].events = POLLIN;
		}
		poll(fds, nr_cpus, 100);
		usleep(10000);
	}
}

struct mapping {
	struct meta_page	*meta;
	unsigned char		*data;
	size_t			size;
	uint32_t		id, read;
};

static bool map_begin(struct mapping *m, int cpu)
{
	m->meta = mmap(NULL, 4096, PROT_READ, MAP_SHARED, cpus[cpu].fd, 0);
	if (m->meta == MAP_FAILED) {
		if (errno != EBUSY && !loose)
			complain("cpu %d: mmap gives errno %d", cpu, errno);
		return false;
	}
	m->size = (size_t)m->meta->nr_subbufs * m->meta->subbuf_size;
	m->data = mmap(NULL, m->size, PROT_READ, MAP_SHARED, cpus[cpu].fd,
		       m->meta->meta_page_size);
	if (m->data == MAP_FAILED) {
		if (!loose)
			complain("cpu %d: mmap of data gives errno %d", cpu, errno);
		munmap(m->meta, 4096);
		return false;
	}
	m->id = m->meta->reader.id;
	m->read = m->meta->reader.read;
	return true;
}

static bool can_map(void)
{
	struct mapping m;

	return map_begin(&m, 0);
}

static void map_step(struct mapping *m, int cpu)
{
	unsigned int from;

	if (ioctl(cpus[cpu].fd, GET_READER) < 0) {
		if (errno != EAGAIN && !loose)
			complain("cpu %d: GET_READER gives errno %d", cpu, errno);
		return;
	}
	from = m->meta->reader.id == m->id ? m->read : 0;
	m->id = m->meta->reader.id;
	m->read = m->meta->reader.read;
	cpus[cpu].lost += m->meta->reader.lost_events;
	if (!loose)
		check_items(cpu, m->data + (size_t)m->id * m->meta->subbuf_size, from, m->read);
}

/* A mapping at a time, kept for a while and given up. */
static void loop_mmap(void)
{
	struct mapping m;
	int cpu, left;

	for (cpu = 0; !stop; cpu = (cpu + 1) % nr_cpus) {
		if (map_begin(&m, cpu)) {
			for (left = 200; left && !stop; left--) {
				map_step(&m, cpu);
				usleep(1000);
			}
			munmap(m.data, m.size);
			munmap(m.meta, 4096);
		}
		/* What a mapping forbids gets its turn. */
		usleep(loose ? 400000 : 20000);
	}
}

static void check_line(const char *line, bool counts)
{
	unsigned int context, cpu;
	unsigned long seq, lost;
	const char *at;
	int len;

	if (*line == '#' || !*line)
		return;
	if (sscanf(line, "CPU:%u [LOST %lu EVENTS]", &cpu, &lost) == 2 && cpu < MAX_CPUS) {
		cpus[cpu].lost += lost;
		return;
	}
	if (!strncmp(line, "CPU:", 4) && strstr(line, " [LOST EVENTS]"))
		return;
	at = strstr(line, ": stress: ");
	if (!at || sscanf(at, ": stress: context=%u cpu=%u seq=%lu len=%d", &context, &cpu,
			  &seq, &len) != 4 || cpu >= MAX_CPUS) {
		complain("line '%.100s'", line);
		return;
	}
	check_order(cpu, context, seq);
	cpus[cpu].records += counts;
}

static void check_lines(size_t len, bool counts)
{
	char *line, *end;

	if (loose)
		return;
	text[len] = 0;
	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		check_line(line, counts);
	}
	if (*line)
		complain("text ends in '%.100s'", line);
}

static void loop_pipe(void)
{
	int cpu = -1, fd, idle;
	ssize_t len;

	for (; !stop; cpu = cpu + 1 == nr_cpus ? -1 : cpu + 1) {
		fd = open_file("trace_pipe", cpu, O_RDONLY | O_NONBLOCK);
		if (fd < 0 && errno != EBUSY && !loose)
			complain("trace_pipe of %d: open gives errno %d", cpu, errno);
		for (idle = 0; fd >= 0 && !stop && idle < 100; idle++) {
			len = read(fd, text, TEXT_SIZE);
			if (len > 0)
				check_lines(len, true);
			else
				usleep(5000);
		}
		if (fd >= 0)
			close(fd);
		usleep(1000);
	}
}

/* A read of the text may end within a line: keep the rest. */
static void read_text(int fd)
{
	size_t have = 0;
	ssize_t len;
	char *end;

	while (!stop && (len = read(fd, text + have, 8192)) > 0) {
		have += len;
		end = memrchr(text, '\n', have);
		if (have < TEXT_SIZE - 8192 && (!end || have < TEXT_SIZE / 2))
			continue;
		if (!end)
			end = text + have - 1;
		len = end + 1 - text;
		*end = 0;
		for (char *line = text; !loose && line < end; line += strlen(line) + 1) {
			char *next = strchr(line, '\n');

			if (next)
				*next = 0;
			check_line(line, false);
		}
		memmove(text, text + len, have - len);
		have -= len;
	}
}

static void loop_text(void)
{
	int cpu, fd;

	for (cpu = -1; !stop; cpu = cpu + 1 == nr_cpus ? -1 : cpu + 1) {
		fd = open_file("trace", cpu, O_RDONLY);
		if (fd >= 0) {
			for (int i = 0; i < nr_cpus; i++)
				memset(cpus[i].seq, 0, sizeof(cpus[i].seq));
			read_text(fd);
			close(fd);
		} else if (!loose) {
			complain("trace of %d: open gives errno %d", cpu, errno);
		}
		usleep(300000);
	}
}

static void open_cpus(void)
{
	int fd;

	while (nr_cpus < MAX_CPUS) {
		fd = open_file("trace_pipe_raw", nr_cpus, O_RDONLY | O_NONBLOCK);
		if (fd < 0)
			break;
		cpus[nr_cpus++].fd = fd;
	}
	if (!nr_cpus) {
		fprintf(stderr, "soak-reader: no trace_pipe_raw in %s\n", directory);
		exit(2);
	}
}

static void run(void)
{
	if (!strncmp(mode, "read", 4))
		loop_raw(read_one);
	else if (!strncmp(mode, "splice", 6))
		loop_raw(splice_one);
	else if (!strncmp(mode, "mmap", 4))
		loop_mmap();
	else if (!strncmp(mode, "pipe", 4))
		loop_pipe();
	else if (!strncmp(mode, "text", 4))
		loop_text();
	else
		exit(2);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	int cpu;

	if (argc != 3) {
		fprintf(stderr, "usage: soak-reader MODE[-loose] INSTANCE-DIRECTORY\n");
		return 2;
	}
	mode = argv[1];
	directory = argv[2];
	loose = strstr(mode, "-loose");
	sigaction(SIGTERM, &action, NULL);
	open_cpus();
	if (!strcmp(mode, "probe"))
		return !can_map();
	if (!loose)
		read_format();
	run();
	for (cpu = 0; cpu < nr_cpus; cpu++)
		printf("read %s %d %lu %lu\n", mode, cpu, cpus[cpu].records, cpus[cpu].lost);
	if (bad)
		printf("bad %s %lu %s\n", mode, bad, first_bad);
	return 0;
}
