// SPDX-License-Identifier: GPL-2.0
/*
 * Hand-over of pages: the writer claims the one after the tail, the outermost
 * writer publishes the ones that are complete, the reader takes the oldest.
 *
 * rb_claim_page() and rb_publish_pages() run as part of a write, in any
 * context.  rb_take_page() runs under reader_lock.  Between the two sides there
 * is only the cmpxchg on a slot (invariants and ordering: ring.h).
 */
#include <linux/kernel.h>

#include "buffer/ring.h"

/* The last position may be one less than a window ahead of commit_pos (I5). */
static bool rb_pos_in_window(struct ring_buffer_per_cpu *cpu_rb, u64 pos)
{
	return pos - cpu_rb->commit_pos < cpu_rb->window_mask;
}

/* Take the oldest page from the readers.  False: one of them was faster. */
static bool rb_overwrite_page(struct ring_buffer_per_cpu *cpu_rb, u64 pos, u64 word)
{
	struct rb_page *page = cpu_rb->ring.pages[rb_slot_id(word)];
	unsigned long entries = rb_page_entries(page);
	/* Not from the page itself, which a reader may be giving away. */
	u32 bytes = page->end;

	RB_STEP("claim:counted");
	if (!atomic64_try_cmpxchg(rb_slot_of(cpu_rb, pos), (s64 *)&word,
				  rb_slot_word(pos, page->id)))	/* RB(slot:B) */
		return false;
	RB_STEP("claim:taken");
	local_add(entries, &cpu_rb->overrun);
	local_add(bytes, &cpu_rb->overrun_bytes);
	return true;
}

/**
 * rb_claim_page - get the page for the position after the tail
 * @cpu_rb: the ring of this CPU
 * @pos: that position
 *
 * Idempotent: all writers that nest here get the same page (I6), and one of them
 * then wins the move of the tail.
 *
 * Context: a write in progress.
 * Return: the page, or NULL if the record must be dropped, which is counted.
 */
struct rb_page *rb_claim_page(struct ring_buffer_per_cpu *cpu_rb, u64 pos)
{
	struct rb_page *page;
	u64 word;

	for (;;) {
		word = atomic64_read_acquire(rb_slot_of(cpu_rb, pos));	/* RB(slot:A) */
		RB_STEP("claim:slot");
		if (!rb_pos_in_window(cpu_rb, pos)) {
			local_inc(&cpu_rb->commit_overrun);
			return NULL;
		}
		if (rb_slot_pos(word) == pos)
			break;
		if (rb_slot_pos(word) >= cpu_rb->commit_pos) {
			local_inc(&cpu_rb->commit_overrun);
			return NULL;
		}
		if (!(READ_ONCE(cpu_rb->rb->flags) & RB_FL_OVERWRITE)) {
			local_inc(&cpu_rb->dropped);
			return NULL;
		}
		if (rb_overwrite_page(cpu_rb, pos, word))
			break;
	}
	page = cpu_rb->ring.pages[rb_slot_id(word)];
	*rb_window_of(cpu_rb, pos) = page;
	RB_STEP("claim:window");
	return page;
}

/**
 * rb_publish_pages - show readers the pages that the tail has left
 * @cpu_rb: the ring of this CPU
 * @tail: the tail word, as the only open writer read it
 *
 * Leaves commit_pos and commit_page at the tail's page, with nothing of that
 * one shown yet.
 *
 * Context: the outermost write, at its end.
 */
void rb_publish_pages(struct ring_buffer_per_cpu *cpu_rb, u64 tail)
{
	u64 tail_pos = rb_tail_pos(cpu_rb, tail);
	u64 pos = cpu_rb->commit_pos;
	struct rb_page *next;
	struct rb_page *page;

	for (page = cpu_rb->commit_page; pos != tail_pos; page = next) {
		smp_store_release((long *)&page->data->commit, page->end);	/* RB(commit:A) */
		RB_STEP("pages:commit");
		WRITE_ONCE(cpu_rb->closed_bytes, cpu_rb->closed_bytes + page->end);
		next = *rb_window_of(cpu_rb, ++pos);
		WRITE_ONCE(next->first, page->first + rb_page_entries(page));
		local_set(&next->data->commit, 0);
		RB_STEP("pages:next");
		WRITE_ONCE(cpu_rb->commit_page, next);
		smp_store_release(&cpu_rb->commit_pos, pos);		/* RB(pos:A) */
		RB_STEP("pages:pos");
	}
}

/* The reader's new page, and where its time begins. */
static void rb_adopt_page(struct ring_buffer_per_cpu *cpu_rb, struct rb_page *page, u64 pos)
{
	cpu_rb->reader_page = page;
	cpu_rb->read = 0;
	cpu_rb->read_stamp = page->data->time_stamp;
	WRITE_ONCE(cpu_rb->reader_pos, pos);
}

/**
 * rb_take_page - swap the finished reader page for the oldest unread one
 * @cpu_rb: the ring
 * @commit_pos: its commit_pos, read with acquire and beyond reader_pos
 *
 * Context: reader_lock held, the reader page read to its end.
 * Return: false if nothing is there; true if the caller should look again.
 */
bool rb_take_page(struct ring_buffer_per_cpu *cpu_rb, u64 commit_pos)
{
	struct rb_page *spare = cpu_rb->reader_page;
	/* Read before the spare is given away. */
	u64 expected = spare->first + rb_page_entries(spare);
	u64 pos = rb_oldest_pos(cpu_rb, commit_pos);
	struct rb_page *page;
	u64 word;

	for (; pos <= commit_pos; pos++) {
		word = atomic64_read_acquire(rb_slot_of(cpu_rb, pos));
		if (rb_slot_pos(word) != pos)
			continue;
		page = cpu_rb->ring.pages[rb_slot_id(word)];
		if (pos == commit_pos && !rb_page_commit_acquire(page->data))
			return false;
		RB_STEP("take:found");
		if (atomic64_try_cmpxchg(rb_slot_of(cpu_rb, pos), (s64 *)&word,
					 rb_slot_word(pos + cpu_rb->ring.nr_pages, spare->id))) {
			/* RB(slot:A) */
			RB_STEP("take:taken");
			cpu_rb->lost_events += page->first - expected;
			rb_adopt_page(cpu_rb, page, pos);
			return true;
		}
	}
	return true;
}

/**
 * rb_pages_unread - ask whether anything waits beyond the reader page
 * @cpu_rb: the ring
 *
 * Context: any.  The answer is a snapshot unless reader_lock is held.
 * Return: true if it does.
 */
bool rb_pages_unread(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 pos = smp_load_acquire(&cpu_rb->commit_pos);		/* RB(pos:A) */
	u64 reader_pos = READ_ONCE(cpu_rb->reader_pos);

	if (pos == reader_pos)
		return false;
	/* No page is left behind without an item in it. */
	return pos > reader_pos + 1 ||
	       rb_page_commit(READ_ONCE(cpu_rb->commit_page)->data);
}

/**
 * rb_ring_use - let the writers use the ring's window
 * @cpu_rb: a ring that has changed, with all that was written published
 *
 * Context: rb_run_stopped(), or not visible yet.
 */
void rb_ring_use(struct ring_buffer_per_cpu *cpu_rb)
{
	cpu_rb->window = cpu_rb->ring.window;
	cpu_rb->window_mask = rb_window_size(cpu_rb->ring.nr_pages) - 1;
	*rb_window_of(cpu_rb, cpu_rb->commit_pos) = cpu_rb->commit_page;
	cpu_rb->tail_page = cpu_rb->commit_page;
}

/**
 * rb_ring_init - begin anew with an empty ring
 * @cpu_rb: a ring whose pages are there, and that nobody writes to or reads
 *
 * The reader page is the first of pages[]; the others are free.
 *
 * Context: rb_run_stopped(), or not visible yet.
 */
void rb_ring_init(struct ring_buffer_per_cpu *cpu_rb)
{
	u64 first = cpu_rb->commit_pos + RB_RESET_GAP;
	unsigned long i;

	cpu_rb->commit_pos = first;
	cpu_rb->reader_pos = first - 1;
	local64_set(&cpu_rb->tail, rb_tail_word(0, first, 0));
	cpu_rb->epoch_end = rb_epoch_end(RB_EPOCH_NONE);
	cpu_rb->closed_bytes = 0;

	for (i = 0; i <= cpu_rb->ring.nr_pages; i++)
		rb_page_init(cpu_rb->ring.pages[i], i);
	for (i = 0; i < cpu_rb->ring.nr_pages; i++)
		atomic64_set(rb_slot_of(cpu_rb, first + i),
			     rb_slot_word(first + i, i + 1));
	cpu_rb->reader_page = cpu_rb->ring.pages[0];
	cpu_rb->commit_page = cpu_rb->ring.pages[1];
	rb_ring_use(cpu_rb);
	cpu_rb->read = 0;
	cpu_rb->read_stamp = 0;
	cpu_rb->lost_events = 0;
	cpu_rb->read_events = 0;
	cpu_rb->read_bytes = 0;
	local_set(&cpu_rb->overrun, 0);
	local_set(&cpu_rb->overrun_bytes, 0);
	local_set(&cpu_rb->commit_overrun, 0);
	local_set(&cpu_rb->dropped, 0);
}
