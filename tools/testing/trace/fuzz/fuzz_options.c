// SPDX-License-Identifier: GPL-2.0
/* Words of trace_options: one bit changes or none, and only for a name in the list. */
#include "fuzz.h"
#include "text.h"

#include "instance/instance.h"

const char fuzz_name[] = "words of trace_options";
const char *const fuzz_words[] = {
	"no", "raw", "overwrite", "trace_printk_dest", "trace_printk", "stacktrace", "\n", NULL
};

#define need(good)	((good) ? (void)0 : abort())

struct mutex trace_types_lock = { PTHREAD_MUTEX_INITIALIZER };

static struct trace_array top, other;
static bool refuses;
static int overwrites;

struct trace_array *instance_top(void)
{
	return &top;
}

void ring_buffer_change_overwrite(struct trace_buffer *rb, int val)
{
	overwrites += rb == top.pair[0] || rb == other.pair[0] ? 1 : -100;
	(void)val;
}

static int ask(struct trace_array *tr, enum instance_option opt, bool on)
{
	need(instance_has(tr, opt) != on && opt < OPT_NR);
	return refuses ? -EBUSY : 0;
}

/* The bit that a word names; -1: none. */
static int option_of(const char *text)
{
	int opt;

	for (opt = 0; opt < OPT_NR; opt++)
		if (!strcmp(text, instance_option_names[opt]))
			return opt;
	return -1;
}

static void try_word(struct trace_array *tr, const char *word)
{
	bool on = word[0] != 'n' || word[1] != 'o';
	int opt = option_of(on ? word : word + 2), was_overwrites = overwrites;
	unsigned long was = tr->options, wanted = was, bit = opt < 0 ? 0 : BIT(opt);
	bool changes = bit && !!(was & bit) != on;
	int ret = instance_set_option_text(tr, word);

	if (opt < 0)
		need(ret == -EINVAL);
	else if (!changes)
		need(!ret);
	else if (refuses)
		need(ret == -EBUSY);
	else if (opt == OPT_TRACE_PRINTK_DEST && !on && tr == &top)
		need(ret == -EINVAL);
	else
		need(!ret);
	if (!ret && changes)
		wanted = on ? was | bit : was & ~bit;
	need(tr->options == wanted);
	need(overwrites == was_overwrites + (!ret && changes && opt == OPT_OVERWRITE));
	/* trace_printk() goes to one of them. */
	need(!(top.options & BIT(OPT_TRACE_PRINTK_DEST)) !=
	     !(other.options & BIT(OPT_TRACE_PRINTK_DEST)));
	need(instance_has(instance_printk_dest(), OPT_TRACE_PRINTK_DEST));
}

static void prepare(void)
{
	static struct instance_option_hook hook = { .changed = ask };
	static int buffers[2];

	if (!hook.list.next) {
		top.pair[0] = (struct trace_buffer *)&buffers[0];
		other.pair[0] = (struct trace_buffer *)&buffers[1];
		top.options = instance_default_options(true);
		other.options = instance_default_options(false);
		instance_option_hook_register(&hook);
	}
}

/* The first byte says which instance, and what the others say to it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data + 1, *end = (const char *)data + size;
	size_t len;
	char *word;

	prepare();
	for (; size && at < end; at += len + 1) {
		for (len = 0; at + len < end && at[len] != '\n'; len++)
			;
		word = kmemdup_nul(at, len, 0);
		refuses = data[0] & 2;
		try_word(data[0] & 1 ? &other : &top, word);
		free(word);
	}
	return 0;
}

size_t fuzz_seed(int n, uint8_t *data, size_t room)
{
	if (n >= 3 * OPT_NR || room < 64)
		return 0;
	data[0] = n;
	return 1 + snprintf((char *)data + 1, room - 1, "%s%s\nno%s", n % 2 ? "no" : "",
			    instance_option_names[n % OPT_NR],
			    instance_option_names[n * 7 % OPT_NR]);
}
