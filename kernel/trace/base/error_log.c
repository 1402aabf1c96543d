// SPDX-License-Identifier: GPL-2.0
/*
 * What users did wrong: the last few commands that a parser refused, with the
 * place that it did not understand.  The file error_log shows them.
 *
 * A parser fills in a struct error_report when it begins and calls
 * error_log_add() where it gives up, in process context; each log has a lock
 * of its own, inside all others.
 */
#include <kunit/visibility.h>
#include <linux/cleanup.h>
#include <linux/list.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "base/base.h"

/* How many a log keeps. */
#define LOG_ENTRIES	8

/* In front of a command, and so of the mark below it. */
#define CMD_PREFIX	"  Command: "

struct error_log_entry {
	struct list_head	list;
	u64			ts;
	const char		*text;
	unsigned int		pos;
	const char		*cmd;		/* behind the location */
	char			location[];
};

/**
 * error_log_init - make an empty log
 * @log: the log
 *
 * Context: Any, before others see the log.
 */
void error_log_init(struct error_log *log)
{
	mutex_init(&log->lock);
	INIT_LIST_HEAD(&log->entries);
	log->nr = 0;
}
EXPORT_SYMBOL_IF_KUNIT(error_log_init);

static void drop_oldest(struct error_log *log)
{
	struct error_log_entry *entry;

	lockdep_assert_held(&log->lock);
	entry = list_first_entry(&log->entries, struct error_log_entry, list);
	list_del(&entry->list);
	kfree(entry);
	log->nr--;
}

/**
 * error_log_clear - forget all mistakes
 * @log: the log
 *
 * Context: Process context, may sleep.
 */
void error_log_clear(struct error_log *log)
{
	guard(mutex)(&log->lock);
	while (log->nr)
		drop_oldest(log);
}
EXPORT_SYMBOL_IF_KUNIT(error_log_clear);

static struct error_log_entry *entry_make(const char *location, const char *cmd)
{
	size_t location_size = strlen(location) + 1;
	size_t cmd_size = strlen(cmd) + 1;
	struct error_log_entry *entry;
	size_t size = size_add(struct_size(entry, location, location_size), cmd_size);

	entry = kmalloc(size, GFP_KERNEL);
	if (!entry)
		return NULL;
	memcpy(entry->location, location, location_size);
	entry->cmd = memcpy(entry->location + location_size, cmd, cmd_size);
	return entry;
}

/**
 * error_log_add - a command has a mistake
 * @report: which command, in which parser, and where this is logged
 * @error: a number of the parser's enum
 * @pos: where in the command, counted from 0
 *
 * The log keeps the last ones; without memory this one is lost.
 * Context: Process context, may sleep.
 */
void error_log_add(const struct error_report *report, unsigned int error, unsigned int pos)
{
	struct error_log *log = report->log;
	struct error_log_entry *entry;

	if (!log || WARN_ON_ONCE(error >= report->words->nr))
		return;
	entry = entry_make(report->location ?: report->words->location, report->cmd);
	if (!entry)
		return;
	entry->ts = local_clock();
	entry->text = report->words->texts[error];
	entry->pos = pos;
	guard(mutex)(&log->lock);
	if (log->nr == LOG_ENTRIES)
		drop_oldest(log);
	list_add_tail(&entry->list, &log->entries);
	log->nr++;
}
EXPORT_SYMBOL_IF_KUNIT(error_log_add);

/**
 * error_log_start - begin to read a log, as a seq_file does
 * @log: the log, locked until error_log_stop()
 * @pos: from which entry
 *
 * Context: Process context, may sleep.
 * Return: the entry, or NULL past the last.
 */
void *error_log_start(struct error_log *log, loff_t *pos)
{
	mutex_lock(&log->lock);
	return seq_list_start(&log->entries, *pos);
}
EXPORT_SYMBOL_IF_KUNIT(error_log_start);

/**
 * error_log_next - the entry after another
 * @log: the log
 * @entry: the other one
 * @pos: its number, set to that of the next
 *
 * Context: Between error_log_start() and error_log_stop().
 * Return: the entry, or NULL past the last.
 */
void *error_log_next(struct error_log *log, void *entry, loff_t *pos)
{
	lockdep_assert_held(&log->lock);
	return seq_list_next(entry, &log->entries, pos);
}
EXPORT_SYMBOL_IF_KUNIT(error_log_next);

/**
 * error_log_stop - end error_log_start()
 * @log: the log
 *
 * Context: Process context.
 */
void error_log_stop(struct error_log *log)
{
	mutex_unlock(&log->lock);
}
EXPORT_SYMBOL_IF_KUNIT(error_log_stop);

/**
 * error_log_show - an entry as text, with a mark below the command
 * @m: where to
 * @v: the entry
 *
 * Context: Between error_log_start() and error_log_stop().
 */
void error_log_show(struct seq_file *m, void *v)
{
	const struct error_log_entry *entry = list_entry(v, struct error_log_entry, list);
	u32 ns;
	u64 secs = div_u64_rem(entry->ts, NSEC_PER_SEC, &ns);

	seq_printf(m, "[%5llu.%06u] %s: error: %s\n", secs, ns / 1000, entry->location,
		   entry->text);
	seq_printf(m, CMD_PREFIX "%s\n", entry->cmd);
	seq_printf(m, "%*s^\n", (int)(strlen(CMD_PREFIX) + entry->pos), "");
}
EXPORT_SYMBOL_IF_KUNIT(error_log_show);
