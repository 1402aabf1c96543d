// SPDX-License-Identifier: GPL-2.0
/* The model of a correct ring, and a reader of raw pages of its own; see model.h. */
#include "model.h"

struct trace_buffer *model_rb;
struct model_cpu model[SHIM_CPUS];
u64 model_clock;
u64 model_clock_step;
void (*model_on_step)(const char *where);
void (*model_describe)(void);
bool model_may_drop;
bool model_mapped, model_unordered, model_uncounted;
__thread struct trace_buffer *model_from;
struct trace_buffer *model_also;
static struct vm_area_struct model_vma;

static void model_nothing(void)
{
}

void (*model_enter)(void) = model_nothing;
void (*model_leave)(void) = model_nothing;

#ifdef __SANITIZE_THREAD__
#define MODEL_SUFFIX	" (thread sanitizer)"
#else
#define MODEL_SUFFIX	""
#endif

void shim_step(const char *where)
{
	if (model_on_step)
		model_on_step(where);
}

u64 trace_clock_local(void)
{
	return __atomic_add_fetch(&model_clock, model_clock_step, __ATOMIC_RELAXED);
}

int cpuhp_state_add_instance(int state, struct hlist_node *node)
{
	int cpu, ret;

	(void)state;
	for (cpu = 0; cpu < SHIM_CPUS; cpu++) {
		ret = cpu_online(cpu) ? trace_rb_cpu_prepare(cpu, node) : 0;
		if (ret)
			return ret;
	}
	return 0;
}

void model_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("not ok - buffer: ");
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
	if (model_describe)
		model_describe();
	fflush(stdout);
	abort();
}

void model_ok(const char *name)
{
	printf("ok - buffer: %s%s\n", name, MODEL_SUFFIX);
	fflush(stdout);
}

void model_start(unsigned long pages, unsigned int flags, long max_records)
{
	struct model_cpu *m;
	int cpu;

	model_clock = 1000;
	model_clock_step = 1;
	model_rb = ring_buffer_alloc(pages * (PAGE_SIZE - RB_PAGE_HEADER), flags);
	CHECK(model_rb);
	for (cpu = 0; cpu < SHIM_CPUS; cpu++) {
		m = &model[cpu];
		memset(m, 0, sizeof(*m));
		m->max = max_records;
		m->records = calloc(max_records, sizeof(*m->records));
		m->held = LONG_MAX;
	}
}

void model_end(void)
{
	int cpu;

	ring_buffer_free(model_rb);
	for (cpu = 0; cpu < SHIM_CPUS; cpu++)
		free(model[cpu].records);
}

/* The bytes of record @number: itself, then a pattern; shorter ones are cut. */
static u8 model_byte(long number, u32 i)
{
	return i < 4 ? (u8)(number >> 8 * i) : (u8)(number * 31 + i * 7);
}

/* Give what was reserved a number, and fill it. */
static void model_fill(struct rb_slot slot, u32 len, long *number)
{
	struct model_cpu *m = &model[shim_cpu];
	struct model_record *record;
	u32 i;

	*number = m->nr;
	WRITE_ONCE(m->nr, m->nr + 1);
	CHECK(m->nr <= m->max);
	record = &m->records[*number];
	WRITE_ONCE(record->state, MODEL_OPEN);
	record->len = len;
	if (slot.cpu_rb->nest == 1)
		WRITE_ONCE(m->held, *number);
	record->ts = ring_buffer_slot_time_stamp(slot);
	CHECK(!((unsigned long)slot.data & (RB_ALIGN - 1)));
	for (i = 0; i < len; i++) {
		((u8 *)slot.data)[i] = model_byte(*number, i);
		if (i == len / 2)
			shim_step("fill:half");
	}
}

struct rb_slot model_begin(u32 len, long *number)
{
	struct rb_slot slot;

	model_enter();
	slot = ring_buffer_reserve(model_rb, len);
	model_leave();
	if (slot.data)
		model_fill(slot, len, number);
	else
		model[shim_cpu].refused++;
	return slot;
}

static void model_close(struct model_cpu *m, struct rb_slot slot)
{
	if (slot.cpu_rb->nest == 1)
		WRITE_ONCE(m->held, LONG_MAX);
}

void model_commit(struct rb_slot slot, long number)
{
	struct model_cpu *m = &model[shim_cpu];

	model_close(m, slot);
	WRITE_ONCE(m->records[number].state, MODEL_COMMITTED);
	m->committed++;
	model_enter();
	ring_buffer_commit(slot);
	model_leave();
}

void model_discard(struct rb_slot slot, long number)
{
	struct model_cpu *m = &model[shim_cpu];

	model_close(m, slot);
	WRITE_ONCE(m->records[number].state, MODEL_DISCARDED);
	m->discarded++;
	model_enter();
	ring_buffer_discard(slot);
	model_leave();
}

/* The calls that look the ring up again at the end. */
void model_write_event(u32 len, bool discard)
{
	struct model_cpu *m = &model[shim_cpu];
	struct ring_buffer_event *event;
	struct rb_slot slot;
	long number;

	model_enter();
	event = ring_buffer_lock_reserve(model_rb, len);
	model_leave();
	if (!event) {
		m->refused++;
		return;
	}
	slot = (struct rb_slot){ ring_buffer_event_data(event), model_rb->buffers[shim_cpu] };
	model_fill(slot, len, &number);
	model_close(m, slot);
	WRITE_ONCE(m->records[number].state, discard ? MODEL_DISCARDED : MODEL_COMMITTED);
	m->committed += !discard;
	m->discarded += discard;
	model_enter();
	if (discard)
		ring_buffer_discard_commit(model_rb, event);
	else
		ring_buffer_unlock_commit(model_rb);
	model_leave();
}

bool model_write(u32 len)
{
	long number;
	struct rb_slot slot = model_begin(len, &number);

	if (slot.data)
		model_commit(slot, number);
	return slot.data;
}

bool model_write_discard(u32 len)
{
	long number;
	struct rb_slot slot = model_begin(len, &number);

	if (slot.data)
		model_discard(slot, number);
	return slot.data;
}

/* What this thread reads from. */
static struct trace_buffer *model_source(void)
{
	return model_from ?: model_rb;
}

/* Hold a record that a reader got against the model. */
static void model_check_record(int cpu, const u8 *data, u32 len, u64 ts, bool consume)
{
	struct model_cpu *m = &model[cpu];
	enum model_state state;
	struct model_record *record;
	long number;
	u32 i;

	CHECK(len >= 4);
	number = data[0] | data[1] << 8 | data[2] << 16 | (long)data[3] << 24;
	CHECK(number < __atomic_load_n(&m->nr, __ATOMIC_ACQUIRE));
	record = &m->records[number];
	/* An iterator may show what a consumer has taken since. */
	state = READ_ONCE(record->state);
	CHECK(state == MODEL_COMMITTED || (!consume && state == MODEL_READ));
	CHECK(number < READ_ONCE(m->held));
	/* 12 bytes in all may be rounded up to 16, see rb_planned_size(). */
	CHECK(len == ALIGN(record->len, RB_ALIGN) || (len == 12 && record->len > 4));
	for (i = 0; i < record->len; i++)
		CHECK(data[i] == model_byte(number, i));
	CHECK(ts == record->ts);
	if (!consume)
		return;
	/* A reset forgets what the clock said. */
	CHECK(ts >= m->last_ts || model_may_drop || model_unordered);
	m->last_ts = ts;
	WRITE_ONCE(record->state, MODEL_READ);
	m->read++;
}

long model_consume(int cpu, long most)
{
	struct ring_buffer_event *event, *peeked;
	unsigned long lost, lost_too;
	long n = 0;
	u64 ts, ts_too;

	while (n < most) {
		model_enter();
		peeked = ring_buffer_peek(model_source(), cpu, &ts_too, &lost_too);
		event = ring_buffer_consume(model_source(), cpu, &ts, &lost);
		model_leave();
		if (!event)
			break;
		/* What was looked at stays the next one, unless it may be dropped. */
		if (peeked && !model_may_drop)
			CHECK(peeked == event && ts == ts_too && lost == lost_too);
		model[cpu].lost += lost;
		model_check_record(cpu, ring_buffer_event_data(event),
				   ring_buffer_event_length(event), ts, true);
		n++;
	}
	return n;
}

/*
 * A parser of the page format that shares nothing with the kernel's.  Records
 * before @seen bytes were read before; those from @stop on are not to be read.
 */
static long model_parse_items(int cpu, const u8 *page, u64 seen, u64 stop)
{
	u64 ts = *(const u64 *)page;
	const u8 *p = page + 16;
	const u8 *end = p + stop;
	const u8 *old = p + seen;
	u32 head, type, delta, len;
	long n = 0;

	while (p < end) {
		head = *(const u32 *)p;
		type = head & 31;
		delta = head >> 5;
		p += 4;
		if (type == 30 || type == 31) {
			ts = (type == 30 ? ts : 0) + (((u64)*(const u32 *)p << 27) | delta);
			p += 4;
			continue;
		}
		ts += delta;
		if (type == 29) {
			CHECK(delta);
			p += *(const u32 *)p;
			continue;
		}
		if (type) {
			len = type * 4;
		} else {
			len = *(const u32 *)p - 4;
			p += 4;
		}
		CHECK(p + len <= end);
		if (p > old) {
			model_check_record(cpu, p, len, ts, true);
			n++;
		}
		p += len;
	}
	CHECK(p == end);
	return n;
}

long model_parse_mapped(int cpu, const void *page, u64 *seen, u64 stop, u64 lost)
{
	long n;

	CHECK(stop <= (READ_ONCE(((const u64 *)page)[1]) & 0xfffff));
	n = model_parse_items(cpu, page, *seen, stop);
	*seen = stop;
	model[cpu].lost += lost;
	return n;
}

void model_map(struct vm_area_struct *vma, unsigned long index, unsigned long pages)
{
	memset(vma, 0, sizeof(*vma));
	vma->vm_end = pages * PAGE_SIZE;
	vma->vm_pgoff = index;
	vma->vm_flags = VM_MAYSHARE | VM_MAYWRITE;
}

/* Read as a user of the mapping would: ask for the reader page, parse it. */
long model_read_mapped(int cpu, struct vm_area_struct *vma, unsigned int order)
{
	struct trace_buffer_meta *meta = (void *)vma->pages[0];
	u32 id = model_rb->buffers[cpu]->reader_page->id;
	u64 at = model_rb->buffers[cpu]->read;
	long n = 0, got;
	int ret;

	do {
		model_enter();
		ret = ring_buffer_map_get_reader(model_rb, cpu);
		model_leave();
		CHECK(!ret);
		if (meta->reader.id != id)
			at = 0;
		id = meta->reader.id;
		got = model_parse_mapped(cpu, (void *)vma->pages[(1 + id) << order], &at,
					 meta->reader.read, meta->reader.lost_events);
		n += got;
	} while (got);
	return n;
}

static long model_parse_page(int cpu, const u8 *page, u32 size)
{
	u64 commit = *(const u64 *)(page + 8);
	const u8 *end = page + 16 + (commit & 0xfffff);
	long lost;

	CHECK(end <= page + size);
	if (commit & 1u << 31) {
		CHECK(commit & 1u << 30 || size - (end - page) < 8);
		/* A full page has no room for the number. */
		model[cpu].lost_unknown |= !(commit & 1u << 30);
		if (commit & 1u << 30) {
			memcpy(&lost, end, sizeof(lost));
			CHECK(lost > 0);
			model[cpu].lost += lost;
		}
	}
	return model_parse_items(cpu, page, 0, commit & 0xfffff);
}

long model_read_pages(int cpu, size_t len, bool full)
{
	struct buffer_data_read_page *page;
	long n = 0;
	int ret;

	CHECK(!ring_buffer_alloc_read_page(model_source(), cpu, &page));
	for (;;) {
		model_enter();
		ret = ring_buffer_read_page(model_source(), page, len, cpu, full);
		model_leave();
		if (ret)
			break;
		n += model_parse_page(cpu, ring_buffer_read_page_data(page),
				      ring_buffer_read_page_size(page));
	}
	ring_buffer_free_read_page(model_source(), cpu, page);
	return n;
}

long model_iterate(int cpu)
{
	struct ring_buffer_iter *iter = ring_buffer_read_start(model_rb, cpu, GFP_KERNEL);
	struct ring_buffer_event *event;
	u64 ts, last = 0;
	long n = 0;

	CHECK(iter);
	for (;;) {
		model_enter();
		event = ring_buffer_iter_peek(iter, &ts);
		model_leave();
		if (!event)
			break;
		model_check_record(cpu, ring_buffer_event_data(event),
				   ring_buffer_event_length(event), ts, false);
		CHECK(ts >= last);
		last = ts;
		model_enter();
		ring_buffer_iter_advance(iter);
		model_leave();
		n++;
	}
	ring_buffer_read_finish(iter);
	return n;
}

/* What a mapping of all of a CPU's ring shows; it stays until model_unmap(). */
void model_map_all(int cpu)
{
	unsigned int order = ring_buffer_subbuf_order_get(model_rb);

	model_map(&model_vma, 0, (model_rb->buffers[cpu]->ring.nr_pages + 2) << order);
	CHECK(!ring_buffer_map(model_rb, cpu, &model_vma));
	model_mapped = true;
}

void model_unmap(int cpu)
{
	model_mapped = false;
	CHECK(!ring_buffer_unmap(model_rb, cpu));
}

long model_map_and_read(int cpu)
{
	bool was_mapped = model_mapped;
	long n;

	if (!was_mapped)
		model_map_all(cpu);
	n = model_read_mapped(cpu, &model_vma, ring_buffer_subbuf_order_get(model_rb));
	if (!was_mapped)
		model_unmap(cpu);
	return n;
}

/* Read all that is left, in one of four ways, after iterating over it. */
void model_drain(int cpu, int how)
{
	long entries = ring_buffer_entries_cpu(model_rb, cpu);
	long n;

	CHECK(model_iterate(cpu) == entries);
	if (how % 4 == 0)
		n = model_consume(cpu, LONG_MAX);
	else if (how % 4 == 3)
		n = model_map_and_read(cpu);
	else
		n = model_read_pages(cpu, how % 4 == 1 ? PAGE_SIZE : PAGE_SIZE * 5 / 8, false);
	/* A record too long for the shortened page. */
	n += model_consume(cpu, LONG_MAX);
	CHECK(n == entries);
	CHECK(ring_buffer_empty_cpu(model_rb, cpu));
	CHECK(ring_buffer_bytes_cpu(model_rb, cpu) == 0);
}

static long model_sum(unsigned long (*count)(struct trace_buffer *rb, int cpu), int cpu)
{
	return count(model_rb, cpu) + (model_also ? count(model_also, cpu) : 0);
}

void model_check_sums(int cpu)
{
	struct model_cpu *m = &model[cpu];
	long overrun = model_sum(ring_buffer_overrun_cpu, cpu);
	long refused = model_sum(ring_buffer_dropped_events_cpu, cpu) +
		       model_sum(ring_buffer_commit_overrun_cpu, cpu);

	CHECK(m->nr == m->committed + m->discarded);
	CHECK(model_uncounted ? m->refused >= refused : m->refused == refused);
	CHECK(m->read == model_sum(ring_buffer_read_events_cpu, cpu));
	CHECK(m->committed == m->read + overrun + model_sum(ring_buffer_entries_cpu, cpu));
	if (ring_buffer_empty_cpu(model_rb, cpu))
		CHECK(m->lost_unknown ? m->lost < overrun : m->lost == overrun);
}
