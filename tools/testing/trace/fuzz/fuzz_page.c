// SPDX-License-Identifier: GPL-2.0
/*
 * The readers of sub-buffers against bytes that no writer would have left there.
 *
 * An input is what two sub-buffers hold from their headers on.  Each way of reading
 * must end, must stay within the sub-buffer, and must never return a record that
 * does not lie within it.
 */
#include "fuzz.h"
#include "shim.h"

#include "buffer/ring.h"

const char fuzz_name[] = "sub-buffers of any content, each way of reading";
const char *const fuzz_words[] = { NULL };

#define DATA		((u32)(PAGE_SIZE - RB_PAGE_HEADER))
#define PAGES		4

static struct trace_buffer *rb;
static u8 filler[PAGE_SIZE];
static u64 now = 1000;
static volatile u8 sink;

void shim_step(const char *where)
{
	(void)where;
}

u64 trace_clock_local(void)
{
	return now++;
}

int cpuhp_state_add_instance(int state, struct hlist_node *node)
{
	(void)state;
	return trace_rb_cpu_prepare(0, node);
}

static void need(bool good)
{
	if (!good)
		abort();
}

/* All of a record can be read, and the numbers about it make sense. */
static void touch(struct ring_buffer_event *event)
{
	u32 length = ring_buffer_event_length(event);
	const u8 *data = ring_buffer_event_data(event);
	u32 i;

	need(length <= DATA);
	for (i = 0; i < length; i++)
		sink += data[i];
}

static void fill(struct rb_page *page, const uint8_t *data, size_t size)
{
	memset(page->data->data, 0x1d, DATA);
	memcpy(page->data, data, min_t(size_t, size, PAGE_SIZE));
}

/* Three finished sub-buffers, two of them with the input in it. */
static void prepare(const uint8_t *data, size_t size)
{
	struct ring_buffer_per_cpu *cpu_rb = rb->buffers[0];
	size_t first = min_t(size_t, size, PAGE_SIZE);
	u64 pos;
	int i;

	ring_buffer_reset_cpu(rb, 0);
	pos = cpu_rb->commit_pos;
	for (i = 0; i < 3; i++)
		need(!ring_buffer_write(rb, DATA - 16, filler));
	fill(*rb_window_of(cpu_rb, pos), data, first);
	fill(*rb_window_of(cpu_rb, pos + 1), data + first, size - first);
}

static void consume(void)
{
	struct ring_buffer_event *event;
	unsigned long lost;
	long n = 0;
	u64 ts;

	while ((event = ring_buffer_peek(rb, 0, &ts, &lost))) {
		touch(event);
		need(ring_buffer_consume(rb, 0, &ts, &lost) == event);
		need(n++ < (long)PAGE_SIZE);
	}
	need(ring_buffer_empty_cpu(rb, 0));
}

static void iterate(void)
{
	struct ring_buffer_iter *iter = ring_buffer_read_start(rb, 0, GFP_KERNEL);
	struct ring_buffer_event *event;
	long n = 0;
	u64 ts;

	while ((event = ring_buffer_iter_peek(iter, &ts))) {
		touch(event);
		ring_buffer_iter_advance(iter);
		need(n++ < (long)PAGE_SIZE);
	}
	ring_buffer_read_finish(iter);
}

static void read_pages(size_t len)
{
	struct buffer_data_read_page *page;
	u8 *bytes;
	long n = 0;
	u32 used;

	need(!ring_buffer_alloc_read_page(rb, 0, &page));
	while (!ring_buffer_read_page(rb, page, len, 0, false)) {
		bytes = ring_buffer_read_page_data(page);
		used = rb_page_commit((void *)bytes);
		need(used <= DATA);
		sink += bytes[RB_PAGE_HEADER + used - 1];
		need(n++ < (long)PAGE_SIZE);
	}
	ring_buffer_free_read_page(rb, 0, page);
}

static void read_mapped(void)
{
	static struct vm_area_struct vma;
	int i;

	memset(&vma, 0, sizeof(vma));
	vma.vm_end = (PAGES + 2) * PAGE_SIZE;
	vma.vm_flags = VM_MAYSHARE | VM_MAYWRITE;
	need(!ring_buffer_map(rb, 0, &vma));
	for (i = 0; i < 8; i++)
		need(!ring_buffer_map_get_reader(rb, 0));
	need(((struct trace_buffer_meta *)vma.pages[0])->reader.read <= DATA);
	need(!ring_buffer_unmap(rb, 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!rb) {
		shim_online = 1;
		rb = ring_buffer_alloc(PAGES * DATA, RB_FL_OVERWRITE);
		need(rb);
	}
	prepare(data, size);
	iterate();
	consume();
	prepare(data, size);
	read_pages(PAGE_SIZE);
	prepare(data, size);
	ring_buffer_consume(rb, 0, NULL, NULL);
	read_pages(PAGE_SIZE * 2 / 3);
	prepare(data, size);
	read_mapped();
	return 0;
}

static u32 *put(u32 *at, u32 type, u32 delta, u32 word)
{
	*at++ = type | delta << 5;
	*at++ = word;
	return at;
}

/* Each kind of item, in an order that depends on @n. */
size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	u32 *at = (u32 *)(data + RB_PAGE_HEADER);
	u32 i, used;

	if (n >= 8 || room < PAGE_SIZE)
		return 0;
	memset(data, 0, RB_PAGE_HEADER);
	for (i = n; i < 24 + (u32)n * 3; i++) {
		if (i % 5 == 0)
			at = put(at, 30, i, i);
		if (i % 7 == 1)
			at = put(at, 31, i, i * 1000);
		if (i % 4 == 2) {
			at = put(at, 29, i, 12);
			at += 2;
		}
		at = put(at, 1, i, i);
		at = put(at, 0, 0, 12);
		at += 2;
	}
	if (n & 1)
		at = put(at, 29, 0, 0);
	used = (u8 *)at - data - RB_PAGE_HEADER;
	memcpy(data + 8, &used, sizeof(used));
	return (u8 *)at - data;
}
