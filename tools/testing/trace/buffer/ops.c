// SPDX-License-Identifier: GPL-2.0
/* Operations on CPU 0's ring, and states of it to begin with; see ops.h. */
#include "model.h"
#include "ops.h"

/* Bytes of records that a page holds; other sizes are parts of it. */
#define DATA		((u32)(PAGE_SIZE - RB_PAGE_HEADER))

void run_op(enum op op)
{
	int i;

	switch (op) {
	case OP_SMALL:
		model_write(12);
		break;
	case OP_LARGE:
		model_write(DATA * 3 / 8);
		break;
	case OP_DISCARD:
		model_write_discard(4 + 4 * (model[0].nr & 1));
		break;
	case OP_DISCARD_LARGE:
		model_write_discard(DATA / 2);
		break;
	case OP_EVENT:
		model_write_event(16, false);
		model_write_event(40, true);
		break;
	case OP_LATE:
		model_clock += RB_DELTA_MAX + 5;
		model_write(8);
		break;
	case OP_EPOCH:
		model_clock += 3ULL << RB_EPOCH_SHIFT;
		model_write(8);
		break;
	case OP_CROSS:
		model_clock += 100;
		model_write(8);
		break;
	case OP_BACK:
		model_clock -= 90;
		model_write(8);
		break;
	case OP_BURST:
		for (i = 0; i < 3; i++)
			model_write(DATA * 2 / 3);
		break;
	case OP_FLOOD:
		for (i = 0; i < 6; i++)
			model_write(DATA - 80);
		break;
	case OP_CONSUME:
		model_consume(0, 2);
		break;
	case OP_PAGE:
		model_read_pages(0, PAGE_SIZE, false);
		break;
	case OP_MAPPED:
		model_map_and_read(0);
		break;
	default:
		model_iterate(0);
		break;
	}
}

static void fill_page(u32 leave)
{
	u32 used = rb_tail_offset(local64_read(&model_rb->buffers[0]->tail));

	while (DATA - used > leave + DATA / 3) {
		CHECK(model_write(DATA / 4));
		used += DATA / 4 + RB_LARGE_HEADER;
	}
	used = DATA - used - leave;
	CHECK(model_write(used - (used > 116 ? 8 : 4)));
}

void prepare(enum start start)
{
	int i;

	if (start == START_EMPTY)
		return;
	CHECK(model_write(20));
	if (start == START_TAIL_TAKEN)
		CHECK(model_consume(0, 1) == 1);
	if (start == START_NEARLY_FULL)
		fill_page(12);
	if (start == START_PAGE_FULL)
		fill_page(0);
	if (start == START_WRAPPED)
		for (i = 0; i < 6; i++)
			model_write(DATA - 20);
}
