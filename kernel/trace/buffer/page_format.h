/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The bytes of a sub-buffer.  User space reads whole sub-buffers (splice, read
 * and mmap of trace_pipe_raw), so everything here is ABI, described to it by
 * events/header_page and events/header_event.
 */
#ifndef _TRACE_BUFFER_PAGE_FORMAT_H
#define _TRACE_BUFFER_PAGE_FORMAT_H

#include <linux/ring_buffer.h>
#include <asm/local.h>

/* A sub-buffer: stamp of its first event, bytes in use, then the items. */
struct buffer_data_page {
	u64		time_stamp;
	local_t		commit;			/* byte count and the flags below */
	unsigned char	data[] __aligned(sizeof(u64));
};

#define RB_PAGE_HEADER		offsetof(struct buffer_data_page, data)

/* Flags in commit, set only on a sub-buffer that leaves for a user: */
#define RB_COMMIT_MASK		((1UL << 20) - 1)
#define RB_MISSED_EVENTS	BIT(31)	/* events were lost before this one */
#define RB_MISSED_STORED	BIT(30)	/* their number follows the data */

/* Sizes of items */
#define RB_WORD			((u32)sizeof(u32))
#define RB_EVENT_HEADER		((u32)sizeof(struct ring_buffer_event))
#define RB_STAMP_SIZE		8U		/* a time extend or absolute stamp */
#define RB_SMALL_MAX		(RB_WORD * RINGBUF_TYPE_DATA_TYPE_LEN_MAX)
#define RB_LARGE_HEADER		(RB_EVENT_HEADER + RB_WORD)
#define RB_MIN_PAGES		2UL
#define RB_MAX_ORDER		7		/* offsets have 19 bits */

#define RB_DELTA_BITS		27
#define RB_DELTA_MAX		((1ULL << RB_DELTA_BITS) - 1)
#define RB_STAMP_BITS		59		/* what an absolute stamp can carry */
#define RB_STAMP_MASK		((1ULL << RB_STAMP_BITS) - 1)

/* Where 8-byte stores must be aligned every event takes the large form. */
#if defined(CONFIG_HAVE_64BIT_ALIGNED_ACCESS) && defined(CONFIG_64BIT)
#define RB_ALIGN		8U
#define RB_ALWAYS_LARGE		true
#else
#define RB_ALIGN		4U
#define RB_ALWAYS_LARGE		false
#endif

static inline bool rb_size_is_large(size_t len)
{
	return RB_ALWAYS_LARGE || len > RB_SMALL_MAX;
}

/* Bytes that a record of @len bytes takes, header and rounding included. */
static inline u32 rb_item_size(size_t len)
{
	u32 header = rb_size_is_large(len) ? RB_LARGE_HEADER : RB_EVENT_HEADER;

	return ALIGN(header + max_t(size_t, len, 1), RB_ALIGN);
}

static inline u32 rb_page_commit(struct buffer_data_page *page)
{
	return local_read(&page->commit) & RB_COMMIT_MASK;
}

/* The 59 bits of a time extend or an absolute stamp. */
static inline u64 rb_item_stamp(const struct ring_buffer_event *item)
{
	return ((u64)item->array[0] << RB_DELTA_BITS) + item->time_delta;
}

/* Absolute stamps lack five bits: those of the stamp before them hold, +1 if that wrapped. */
static inline u64 rb_stamp_widen(u64 stamp, u64 near)
{
	stamp |= near & ~RB_STAMP_MASK;
	return stamp + (near > stamp && near - stamp > RB_STAMP_MASK / 2 ?
			RB_STAMP_MASK + 1 : 0);
}

static inline bool rb_item_is_data(const struct ring_buffer_event *item)
{
	return item->type_len <= RINGBUF_TYPE_DATA_TYPE_LEN_MAX;
}

/* Bytes to the next item, or 0 for the padding that ends a sub-buffer. */
static inline u32 rb_item_length(const struct ring_buffer_event *item)
{
	switch (item->type_len) {
	case RINGBUF_TYPE_TIME_EXTEND:
	case RINGBUF_TYPE_TIME_STAMP:
		return RB_STAMP_SIZE;
	case RINGBUF_TYPE_PADDING:
		if (!item->time_delta)
			return 0;
		fallthrough;
	case 0:
		return RB_EVENT_HEADER + item->array[0];
	default:
		return RB_EVENT_HEADER + item->type_len * RB_WORD;
	}
}

/*
 * Bytes to the next item, when @room bytes are in use from @item on.  0 if nothing
 * follows: it is the padding that ends a sub-buffer, or bytes that no writer left.
 */
static inline u32 rb_item_span(const struct ring_buffer_event *item, u32 room)
{
	bool small = item->type_len && item->type_len <= RINGBUF_TYPE_DATA_TYPE_LEN_MAX;
	u32 length;

	if (room < (small ? RB_EVENT_HEADER : RB_EVENT_HEADER + RB_WORD))
		return 0;
	length = rb_item_length(item);
	if (length > room || length % RB_WORD)
		return 0;
	return small || length >= RB_EVENT_HEADER + RB_WORD ? length : 0;
}

static inline void *rb_item_data(struct ring_buffer_event *item)
{
	return item->type_len ? &item->array[0] : &item->array[1];
}

/* The stamp after @item, when the one before it is @stamp. */
static inline u64 rb_item_time(const struct ring_buffer_event *item, u64 stamp)
{
	switch (item->type_len) {
	case RINGBUF_TYPE_TIME_EXTEND:
		return stamp + rb_item_stamp(item);
	case RINGBUF_TYPE_TIME_STAMP:
		return rb_stamp_widen(rb_item_stamp(item), stamp);
	default:
		return stamp + item->time_delta;
	}
}

#endif /* _TRACE_BUFFER_PAGE_FORMAT_H */
