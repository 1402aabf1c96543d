// SPDX-License-Identifier: GPL-2.0
/*
 * A hit for perf: the same probe fills the same record, in one of perf's
 * per-context pages instead of a ring buffer, and perf's core takes a sample.
 *
 * Any context, preemption off.  perf_swevent_get_recursion_context() gives each
 * of task, softirq, irq and NMI one page and refuses a second hit in the same.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/perf_event.h>

#include "dispatch/dispatch.h"

#define PERF_CONTEXTS	4

/* What one context of one CPU has: a record and what is said about it. */
struct perf_page {
	u64			count;
	struct task_struct	*task;
	struct pt_regs		regs;
	u8			record[PERF_MAX_TRACE_SIZE] __aligned(8);
};

/* Protected by event_mutex; hits find it while an event of perf is registered. */
static struct perf_page __percpu *perf_pages[PERF_CONTEXTS];
static unsigned int perf_pages_users;

/* What stands in place of a record's header until it is committed. */
struct perf_token {
	u32			rctx;
	u32			size;
};

static_assert(sizeof(struct perf_token) <= sizeof(struct trace_entry));

static struct trace_event_call *call_of(void *data)
{
	return (void *)((unsigned long)data & ~TRACE_DATA_PERF);
}

/**
 * perf_record_buffers_get - have pages for records, from the first user on
 *
 * Context: Process context, under event_mutex.
 * Return: 0 or -ENOMEM.
 */
int perf_record_buffers_get(void)
{
	int i;

	lockdep_assert_held(&event_mutex);
	if (perf_pages_users++)
		return 0;
	for (i = 0; i < PERF_CONTEXTS; i++) {
		perf_pages[i] = alloc_percpu(struct perf_page);
		if (!perf_pages[i]) {
			perf_record_buffers_put();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * perf_record_buffers_put - end perf_record_buffers_get(), no hit being on its way
 *
 * Context: Process context, under event_mutex.
 */
void perf_record_buffers_put(void)
{
	int i;

	lockdep_assert_held(&event_mutex);
	if (--perf_pages_users)
		return;
	for (i = 0; i < PERF_CONTEXTS; i++) {
		free_percpu(perf_pages[i]);
		perf_pages[i] = NULL;
	}
}

/**
 * perf_record_reserve - room for the record of a hit
 * @data: the event, with %TRACE_DATA_PERF
 * @len: bytes, header included
 *
 * A sample is a u32 size and the record, together a multiple of eight bytes.
 * Context: Any, preemption off until the commit.
 * Return: the place, or NULL when the hit is refused.
 */
void *perf_record_reserve(void *data, size_t len)
{
	size_t size = ALIGN(len + sizeof(u32), sizeof(u64)) - sizeof(u32);
	struct perf_page *page;
	int rctx;

	if (size > PERF_MAX_TRACE_SIZE)
		return NULL;
	rctx = perf_swevent_get_recursion_context();
	if (rctx < 0)
		return NULL;
	page = this_cpu_ptr(perf_pages[rctx]);
	page->count = 1;
	page->task = NULL;
	/* What the probe does not reach must not carry an older record's bytes. */
	memset(page->record + ALIGN_DOWN(size - 1, sizeof(u64)), 0, sizeof(u64));
	*(struct perf_token *)page->record = (struct perf_token){ rctx, size };
	return page->record;
}

/**
 * perf_record_hint - see trace_record_perf_hint()
 * @entry: the record
 * @count: how many events the hit counts for
 * @task: whose counters it belongs to, or NULL
 *
 * Context: Any, between reserve and commit.
 */
void perf_record_hint(void *entry, u64 count, struct task_struct *task)
{
	const struct perf_token *token = entry;
	struct perf_page *page = this_cpu_ptr(perf_pages[token->rctx]);

	page->count = count;
	page->task = task;
}

/**
 * perf_record_commit - hand the record to perf
 * @data: the event, with %TRACE_DATA_PERF
 * @entry: what perf_record_reserve() gave
 *
 * Context: Any, on the CPU of the reserve.
 */
void perf_record_commit(void *data, void *entry)
{
	struct perf_token token = *(struct perf_token *)entry;
	struct trace_event_call *call = call_of(data);
	struct hlist_head *head = this_cpu_ptr(call->perf->events);
	struct perf_page *page = this_cpu_ptr(perf_pages[token.rctx]);

	if (hlist_empty(head) && !page->task) {
		perf_swevent_put_recursion_context(token.rctx);
		return;
	}
	perf_fetch_caller_regs(&page->regs);
	perf_tp_event(call->type, page->count, entry, token.size, &page->regs, head, token.rctx,
		      page->task);
}

/**
 * perf_trace_buf_update - write the header of a record that perf is about to sample
 * @record: the record
 * @type: its type
 *
 * Called by perf's core, once for each hit.
 * Context: Any, preemption off.
 */
void perf_trace_buf_update(void *record, u16 type)
{
	record_fill_header(record, type);
}
