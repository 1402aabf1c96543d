// SPDX-License-Identifier: GPL-2.0
/*
 * Text and bytes that user space puts into a buffer: trace_marker and
 * trace_marker_raw.
 *
 * Process context.  The bytes go straight into the record, so a page that is
 * not there is faulted in between two tries.
 */
#include <linux/export.h>
#include <linux/instrumented.h>
#include <linux/kernel.h>
#include <linux/pagemap.h>
#include <linux/uaccess.h>

#include "dispatch/dispatch.h"

/* More than this of one write is left for the next. */
#define MARKER_MAX	4096

/* In place of bytes that could not all be read. */
static const char faulted[] = "<faulted>";

/* The ip of marker records: readers show "tracing_mark_write: text". */
static noinline void tracing_mark_write(void)
{
	barrier();
}

static void marker_end(struct print_entry *entry, size_t cnt)
{
	if (cnt && entry->buf[cnt - 1] == '\n') {
		entry->buf[cnt] = '\0';
		return;
	}
	entry->buf[cnt] = '\n';
	entry->buf[cnt + 1] = '\0';
}

/*
 * Into an open record.  A fault must not sleep there; that preemption is off is
 * something the fault handler sees only in kernels that count it.  Hardened user
 * copies need not look up what object @to is: there are @cnt bytes, just reserved.
 */
static bool copy_is_whole(void *to, const char __user *ubuf, size_t cnt)
{
	size_t left;

	pagefault_disable();
	instrument_copy_from_user_before(to, ubuf, cnt);
	left = raw_copy_from_user(to, ubuf, cnt);
	instrument_copy_from_user_after(to, ubuf, cnt, left);
	pagefault_enable();
	return !left;
}

/* -EFAULT: the record was dropped, since a page of @ubuf is not there. */
static ssize_t marker_try(struct trace_array *tr, const char __user *ubuf, size_t cnt)
{
	size_t room = max(cnt, sizeof(faulted));
	struct print_entry *entry;
	struct rb_slot slot;

	guard(preempt_notrace)();
	slot = record_reserve(tr, TRACE_PRINT, sizeof(*entry) + room + 2);
	entry = slot.data;
	if (!entry)
		return -EBADF;
	entry->ip = (unsigned long)tracing_mark_write;
	if (ubuf && !copy_is_whole(entry->buf, ubuf, cnt)) {
		ring_buffer_discard(slot);
		return -EFAULT;
	}
	if (!ubuf) {
		cnt = sizeof(faulted) - 1;
		memcpy(entry->buf, faulted, cnt);
	}
	marker_end(entry, cnt);
	if (static_branch_unlikely(&record_sinks))
		record_export(slot, TRACE_EXPORT_MARKER);
	record_commit(slot);
	return cnt;
}

/* What a record can take of @cnt bytes. */
static size_t marker_room(struct trace_array *tr, size_t cnt, size_t header)
{
	return min3(cnt, (size_t)MARKER_MAX, ring_buffer_max_event_size(tr->rb) - header);
}

/**
 * record_marker_write - one write to trace_marker
 * @tr: the instance
 * @ubuf: the text
 * @cnt: its bytes
 *
 * Context: Process context, may fault.
 * Return: bytes taken, -EBADF when nothing can be recorded, -EFAULT when
 * they could not all be read (the record then says so).
 */
ssize_t record_marker_write(struct trace_array *tr, const char __user *ubuf, size_t cnt)
{
	ssize_t ret;

	if (!access_ok(ubuf, cnt))
		return -EFAULT;
	cnt = marker_room(tr, cnt, sizeof(struct print_entry) + 2);
	ret = marker_try(tr, ubuf, cnt);
	if (ret != -EFAULT)
		return ret;
	if (!fault_in_readable(ubuf, cnt))
		ret = marker_try(tr, ubuf, cnt);
	if (ret != -EFAULT)
		return ret;
	ret = marker_try(tr, NULL, 0);
	return ret < 0 ? ret : -EFAULT;
}

/*
 * The bytes are the tag and what is behind it.  As user space knows it, a
 * record has room for another tag, and for one that says "<faulted>".
 */
static ssize_t raw_try(struct trace_array *tr, const char __user *ubuf, size_t cnt)
{
	size_t room = sizeof(unsigned int) + max(cnt, sizeof(unsigned int) + sizeof(faulted) - 1);
	struct raw_data_entry *entry;
	struct rb_slot slot;

	guard(preempt_notrace)();
	slot = record_reserve(tr, TRACE_RAW_DATA, offsetof(struct raw_data_entry, id) + room);
	entry = slot.data;
	if (!entry)
		return -EBADF;
	memset(entry->buf, 0, ring_buffer_slot_length(slot) - offsetof(typeof(*entry), buf));
	if (ubuf && !copy_is_whole(&entry->id, ubuf, cnt)) {
		ring_buffer_discard(slot);
		return -EFAULT;
	}
	if (!ubuf) {
		entry->id = -1;
		memcpy(entry->buf, faulted, sizeof(faulted) - 1);
	}
	record_commit(slot);
	return cnt;
}

/**
 * record_marker_raw_write - one write to trace_marker_raw
 * @tr: the instance
 * @ubuf: a four-byte tag and what belongs to it
 * @cnt: bytes of both
 *
 * Context: Process context, may fault.
 * Return: bytes taken, -EINVAL when the tag is not whole or all is too much for
 * one record, -EBADF when nothing can be recorded, -EFAULT (the record then says
 * so).
 */
ssize_t record_marker_raw_write(struct trace_array *tr, const char __user *ubuf, size_t cnt)
{
	ssize_t ret;

	if (cnt < sizeof(unsigned int) ||
	    cnt > marker_room(tr, cnt, sizeof(struct raw_data_entry)))
		return -EINVAL;
	if (!access_ok(ubuf, cnt))
		return -EFAULT;
	ret = raw_try(tr, ubuf, cnt);
	if (ret == -EFAULT && !fault_in_readable(ubuf, cnt))
		ret = raw_try(tr, ubuf, cnt);
	if (ret != -EFAULT)
		return ret;
	ret = raw_try(tr, NULL, 0);
	return ret < 0 ? ret : -EFAULT;
}
