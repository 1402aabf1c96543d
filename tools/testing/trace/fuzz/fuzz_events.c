// SPDX-License-Identifier: GPL-2.0
/*
 * What is written to set_event: cut into words by the file, looked up by name.
 * Each write must do what the words say, in their order, up to the first that
 * names nothing; and it must not matter in how many pieces the text comes.
 */
#include <linux/tracepoint_batch.h>

#include "fuzz.h"
#include "text.h"

#include "tracefs/tracefs.h"

const char fuzz_name[] = "texts written to set_event";
const char *const fuzz_words[] = {
	"sched", "switch", "irq", "own", "n", ":", "!", "*", " ", "\n", "\t", "\240", NULL
};

#define WORD_MAX	127
#define need(good)	((good) ? (void)0 : abort())

static struct trace_event_class sched = { "sched" }, irq = { "irq" }, own = { "own" };
static struct trace_event_call calls[] = {
	{ &sched, "switch" }, { &sched, "wake" }, { &irq, "entry" }, { &irq, "sched" },
	{ &own, "own" }, { &own, "switch" }, { &own, "n" },
};

/* The one that cannot be set. */
#define FIXED	4

struct mutex event_mutex = { PTHREAD_MUTEX_INITIALIZER };

static struct trace_array tr;
static struct trace_event_file files[ARRAY_SIZE(calls)];
static int batches;

struct trace_array *instance_top(void)
{
	return &tr;
}

struct trace_event_call *event_call_at(unsigned int index)
{
	return index < ARRAY_SIZE(calls) ? &calls[index] : NULL;
}

int event_set_one(struct trace_array *unused, struct trace_event_call *call, bool on)
{
	need(batches == 1 && (on || call->holds == 1));
	if (call == &calls[FIXED])
		return -ENODEV;
	call->enabled = on;
	return 0;
}

struct trace_event_file *event_file_find(struct trace_array *unused, struct trace_event_call *call)
{
	files[call - calls].call = call;
	return &files[call - calls];
}

void event_file_get(struct trace_array *unused, struct trace_event_call *call)
{
	call->holds++;
}

void event_file_put(struct trace_event_file *file)
{
	need(!batches && file->call->holds-- == 1);
}

void tracepoint_batch_begin(struct tracepoint_batch *batch)
{
	memset(batch, 0x5a, sizeof(*batch));
	batches++;
}

void tracepoint_batch_end(struct tracepoint_batch *batch)
{
	batches--;
}

/* What is on, as bits. */
static unsigned int state(void)
{
	unsigned int i, on = 0;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		need(!calls[i].holds);
		on |= calls[i].enabled << i;
	}
	need(!batches);
	return on;
}

static bool is_word(const char *text, const char *at, size_t len)
{
	return strlen(text) == len && !memcmp(text, at, len);
}

/* An empty part, or *, stands for all; only beside a colon. */
static bool part_matches(const char *text, const char *at, size_t len)
{
	return !len || (len == 1 && *at == '*') || is_word(text, at, len);
}

static bool word_matches(const struct trace_event_call *call, const char *word, size_t len)
{
	const char *colon = memchr(word, ':', len);
	size_t left = colon ? colon - word : 0;

	if (!colon)
		return is_word(call->class->system, word, len) || is_word(call->name, word, len);
	return part_matches(call->class->system, word, left) &&
	       part_matches(call->name, colon + 1, len - left - 1);
}

/* One word, done by hand. */
static int word_apply(unsigned int *on, const char *word, size_t len)
{
	bool set = *word != '!';
	unsigned int i;
	int ret = -EINVAL, err = 0;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		if (!word_matches(&calls[i], word + !set, len - !set))
			continue;
		ret = 0;
		if (i == FIXED)
			err = -ENODEV;
		else
			*on = (*on & ~(1U << i)) | set << i;
	}
	return err ?: ret;
}

static int text_apply(unsigned int *on, const char *text, size_t size)
{
	size_t at = 0, len;
	int ret;

	for (;;) {
		while (at < size && text[at] && isspace(text[at]))
			at++;
		for (len = 0; at + len < size && text[at + len] && !isspace(text[at + len]); len++)
			;
		if (len > WORD_MAX)
			return -EINVAL;
		if (!len)
			return 0;
		ret = word_apply(on, text + at, len);
		if (ret)
			return ret;
		at += len;
	}
}

/* As a program does it: the rest again, after each short write. */
static int text_write(const char *text, size_t size)
{
	struct trace_target target = { &tr };
	struct file file = { FMODE_WRITE, 0, &target };
	loff_t pos = 0;
	size_t at = 0;
	ssize_t ret;
	char *exact;

	while (at < size) {
		exact = shim_alloc(size - at);
		memcpy(exact, text + at, size - at);
		ret = set_event_fops.write(&file, exact, size - at, &pos);
		free(exact);
		if (ret < 0)
			return ret;
		need(ret > 0 && (size_t)ret <= size - at);
		at += ret;
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	unsigned int on = state();
	char *copy;
	int ret;

	/* A NUL ends what one write sees. */
	size = strnlen(text, size);
	ret = text_apply(&on, text, size);
	need(text_write(text, size) == ret);
	need(state() == on);
	/* One word: it is cut into pieces and mended. */
	copy = kmemdup_nul(text, size, 0);
	event_set_text(&tr, copy);
	need(strlen(copy) == size && !memcmp(copy, text, size));
	free(copy);
	return 0;
}

size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	static const char *const seeds[] = {
		"switch", "sched", "!sched", "sched:", "sched:switch",
		"!sched:switch\n", "*:*", ":", "!:", "!*:*", ":wake", "*",
		"irq:sched  own", "own:n", "sched:switch\tirq:entry\n!own:own", "!",
		"sched:switch nothing irq:entry", "sched:switch:", "sc*",
	};
	const char *word;
	int spaces;

	if (n >= 3 * (int)ARRAY_SIZE(seeds) || room < 5000)
		return 0;
	word = seeds[n % ARRAY_SIZE(seeds)];
	/* Across the end of the page that the file copies at once, and a long word. */
	spaces = n < (int)ARRAY_SIZE(seeds) ? 0 : n < 2 * (int)ARRAY_SIZE(seeds) ? 4090 : 120;
	memset(data, spaces == 120 ? 'x' : ' ', spaces);
	memcpy(data + spaces, word, strlen(word));
	return spaces + strlen(word);
}
