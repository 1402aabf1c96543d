// SPDX-License-Identifier: GPL-2.0
/*
 * How the core's own records print: as text, and, where user space knows more
 * than their type, raw, in hexadecimal and in binary.
 *
 * Called by print_line.c for the reader of a buffer, under event_read_lock().
 * flags is SYM_PRINT_*.
 */
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "base/base.h"
#include "event/event.h"
#include "event/print.h"

/* The bytes behind @member, which runs to the end of the record. */
#define flex_bytes(iter, entry, member)					\
	((iter)->ent_size - (int)offsetof(typeof(*(entry)), member))

static void put_text(struct trace_seq *s, const char *text, int room)
{
	if (room > 0)
		trace_seq_putmem(s, text, strnlen(text, room));
}

static void put_origin(struct trace_seq *s, unsigned long ip, int flags)
{
	trace_seq_print_sym(s, ip, flags);
	trace_seq_puts(s, ": ");
}

/* trace_printk() with arguments, and trace_marker */

static enum print_line_t print_text(struct trace_iterator *iter, int flags,
				    struct trace_event *event)
{
	struct print_entry *entry = (void *)iter->ent;

	put_origin(&iter->seq, entry->ip, flags);
	put_text(&iter->seq, entry->buf, flex_bytes(iter, entry, buf));
	return trace_handle_return(&iter->seq);
}

static enum print_line_t print_raw(struct trace_iterator *iter, int flags,
				   struct trace_event *event)
{
	struct print_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, "# %lx ", entry->ip);
	put_text(&iter->seq, entry->buf, flex_bytes(iter, entry, buf));
	return trace_handle_return(&iter->seq);
}

static enum print_line_t bprint_text(struct trace_iterator *iter, int flags,
				     struct trace_event *event)
{
	struct bprint_entry *entry = (void *)iter->ent;

	put_origin(&iter->seq, entry->ip, flags);
	trace_seq_bprintf(&iter->seq, entry->fmt, entry->buf);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t bprint_raw(struct trace_iterator *iter, int flags,
				    struct trace_event *event)
{
	struct bprint_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, ": %lx : ", entry->ip);
	trace_seq_bprintf(&iter->seq, entry->fmt, entry->buf);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t bputs_text(struct trace_iterator *iter, int flags,
				    struct trace_event *event)
{
	struct bputs_entry *entry = (void *)iter->ent;

	put_origin(&iter->seq, entry->ip, flags);
	trace_seq_puts(&iter->seq, entry->str);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t bputs_raw(struct trace_iterator *iter, int flags,
				   struct trace_event *event)
{
	struct bputs_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, ": %lx : ", entry->ip);
	trace_seq_puts(&iter->seq, entry->str);
	return trace_handle_return(&iter->seq);
}

/**
 * print_message_only - what a trace_printk() or trace_marker record says
 * @iter: the iterator, on a record
 *
 * Context: A reader of the buffer.
 * Return: TRACE_TYPE_UNHANDLED if the record is neither.
 */
enum print_line_t print_message_only(struct trace_iterator *iter)
{
	struct trace_seq *s = &iter->seq;

	switch (iter->ent->type) {
	case TRACE_PRINT: {
		struct print_entry *entry = (void *)iter->ent;

		put_text(s, entry->buf, flex_bytes(iter, entry, buf));
		break;
	}
	case TRACE_BPRINT: {
		struct bprint_entry *entry = (void *)iter->ent;

		trace_seq_bprintf(s, entry->fmt, entry->buf);
		break;
	}
	case TRACE_BPUTS:
		trace_seq_puts(s, ((struct bputs_entry *)iter->ent)->str);
		break;
	default:
		return TRACE_TYPE_UNHANDLED;
	}
	return trace_handle_return(s);
}

/* trace_marker_raw */

static enum print_line_t raw_data_text(struct trace_iterator *iter, int flags,
				       struct trace_event *event)
{
	struct raw_data_entry *entry = (void *)iter->ent;
	int i, bytes = flex_bytes(iter, entry, buf);
	struct trace_seq *s = &iter->seq;

	trace_seq_printf(s, "# %x buf:", entry->id);
	for (i = 0; i < bytes; i++) {
		trace_seq_putc(s, ' ');
		trace_seq_putc(s, hex_asc_hi(entry->buf[i]));
		trace_seq_putc(s, hex_asc_lo(entry->buf[i]));
	}
	trace_seq_putc(s, '\n');
	return trace_handle_return(s);
}

/* Stacks: one line a caller, until ~0 or the end of the record */

static enum print_line_t stack_text(struct trace_iterator *iter, int flags,
				    struct trace_event *event)
{
	struct stack_entry *entry = (void *)iter->ent;
	int i, room = flex_bytes(iter, entry, caller) / (int)sizeof(entry->caller[0]);
	struct trace_seq *s = &iter->seq;

	trace_seq_puts(s, "<stack trace>\n");
	for (i = 0; i < room && entry->caller[i] != ULONG_MAX; i++) {
		trace_seq_puts(s, " => ");
		trace_seq_print_sym(s, entry->caller[i], flags);
		trace_seq_putc(s, '\n');
	}
	return trace_handle_return(s);
}

/* The file that @ip was mapped from, and where in it; false: there is none. */
static bool put_user_object(struct trace_seq *s, struct mm_struct *mm, unsigned long ip)
{
	struct vm_area_struct *vma;
	bool found;

	mmap_read_lock(mm);
	vma = vma_lookup(mm, ip);
	found = vma && vma->vm_file;
	if (found && trace_seq_path(s, &vma->vm_file->f_path))
		trace_seq_printf(s, "[+0x%lx]", ip - vma->vm_start);
	mmap_read_unlock(mm);
	return found;
}

static void put_user_ip(struct trace_seq *s, struct mm_struct *mm, unsigned long ip, int flags)
{
	if (!mm || !put_user_object(s, mm, ip) || flags & SYM_PRINT_ADDR)
		trace_seq_printf(s, " <%0*lx>", (int)sizeof(long) * 2, ip);
}

/* What a task has mapped now, which may no longer be what it had.  NULL: it is gone. */
static struct mm_struct *mm_of_group(int tgid)
{
	struct task_struct *task;
	struct mm_struct *mm;

	rcu_read_lock();
	task = find_task_by_vpid(tgid);
	if (task)
		get_task_struct(task);
	rcu_read_unlock();
	if (!task)
		return NULL;
	mm = get_task_mm(task);
	put_task_struct(task);
	return mm;
}

static enum print_line_t user_stack_text(struct trace_iterator *iter, int flags,
					 struct trace_event *event)
{
	struct userstack_entry *entry = (void *)iter->ent;
	struct trace_seq *s = &iter->seq;
	struct mm_struct *mm = NULL;
	unsigned int i;

	if (instance_has(iter->tr, OPT_SYM_USEROBJ) && !(iter->iter_flags & TRACE_FILE_NO_ALLOC))
		mm = mm_of_group(entry->tgid);
	trace_seq_puts(s, "<user stack trace>\n");
	for (i = 0; i < ARRAY_SIZE(entry->caller) && entry->caller[i]; i++) {
		trace_seq_puts(s, " => ");
		put_user_ip(s, mm, entry->caller[i], flags);
		trace_seq_putc(s, '\n');
	}
	if (mm)
		print_mm_put(mm);
	return trace_handle_return(s);
}

/* Functions */

static void put_parent(struct trace_iterator *iter, unsigned long parent_ip, int flags)
{
	if (!parent_ip || !instance_has(iter->tr, OPT_PRINT_PARENT))
		return;
	trace_seq_puts(&iter->seq, " <-");
	trace_seq_print_sym(&iter->seq, parent_ip, flags);
}

static enum print_line_t fn_text(struct trace_iterator *iter, int flags,
				 struct trace_event *event)
{
	struct ftrace_entry *entry = (void *)iter->ent;
	struct trace_seq *s = &iter->seq;

	trace_seq_print_sym(s, entry->ip, flags);
	if (iter->ent_size >= sizeof(*entry) + EVENT_FUNCTION_ARGS * sizeof(long))
		event_function_args_print(s, entry->ip, (unsigned long *)(entry + 1));
	put_parent(iter, entry->parent_ip, flags);
	trace_seq_putc(s, '\n');
	return trace_handle_return(s);
}

static enum print_line_t fn_raw(struct trace_iterator *iter, int flags,
				struct trace_event *event)
{
	struct ftrace_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, "%lx %lx\n", entry->ip, entry->parent_ip);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t fn_hex(struct trace_iterator *iter, int flags,
				struct trace_event *event)
{
	struct ftrace_entry *entry = (void *)iter->ent;

	trace_seq_putmem_hex(&iter->seq, &entry->ip, sizeof(entry->ip));
	trace_seq_putmem_hex(&iter->seq, &entry->parent_ip, sizeof(entry->parent_ip));
	return trace_handle_return(&iter->seq);
}

static enum print_line_t fn_bin(struct trace_iterator *iter, int flags,
				struct trace_event *event)
{
	struct ftrace_entry *entry = (void *)iter->ent;

	trace_seq_putmem(&iter->seq, &entry->ip, sizeof(entry->ip));
	trace_seq_putmem(&iter->seq, &entry->parent_ip, sizeof(entry->parent_ip));
	return trace_handle_return(&iter->seq);
}

/* Functions that were called again and again */

static u64 repeats_delta(const struct func_repeats_entry *entry)
{
	return (u64)entry->top_delta_ts << 32 | entry->bottom_delta_ts;
}

static void put_moment(struct trace_iterator *iter, u64 ts)
{
	u32 us;
	u64 secs;

	if (!(iter->iter_flags & TRACE_FILE_TIME_IN_NS)) {
		trace_seq_printf(&iter->seq, " %12llu", ts);
		return;
	}
	secs = div_u64_rem(div_u64(ts + 500, NSEC_PER_USEC), USEC_PER_SEC, &us);
	trace_seq_printf(&iter->seq, " %5llu.%06u", secs, us);
}

static enum print_line_t repeats_text(struct trace_iterator *iter, int flags,
				      struct trace_event *event)
{
	struct func_repeats_entry *entry = (void *)iter->ent;
	struct trace_seq *s = &iter->seq;

	trace_seq_print_sym(s, entry->ip, flags);
	put_parent(iter, entry->parent_ip, flags);
	trace_seq_printf(s, " (repeats: %u, last_ts:", entry->count);
	put_moment(iter, iter->ts - repeats_delta(entry));
	trace_seq_puts(s, ")\n");
	return trace_handle_return(s);
}

static enum print_line_t repeats_raw(struct trace_iterator *iter, int flags,
				     struct trace_event *event)
{
	struct func_repeats_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, "%lu %lu %u %llu\n", entry->ip, entry->parent_ip,
			 entry->count, repeats_delta(entry));
	return trace_handle_return(&iter->seq);
}

/* Context switches and wakeups; the two records differ in name only */

static char prev_letter(const struct trace_iterator *iter)
{
	struct ctx_switch_entry *entry = (void *)iter->ent;

	return iter->ent->type == TRACE_WAKE ? '+' : task_index_to_char(entry->prev_state);
}

static enum print_line_t ctx_text(struct trace_iterator *iter, int flags,
				  struct trace_event *event)
{
	struct ctx_switch_entry *entry = (void *)iter->ent;
	char comm[TASK_COMM_LEN];

	comm_cache_find(entry->next_pid, comm);
	trace_seq_printf(&iter->seq, " %7d:%3d:%c %s [%03d] %7d:%3d:%c %s\n",
			 entry->prev_pid, entry->prev_prio, task_index_to_char(entry->prev_state),
			 entry->ent.type == TRACE_WAKE ? "  +" : "==>", entry->next_cpu,
			 entry->next_pid, entry->next_prio, task_index_to_char(entry->next_state),
			 comm);
	return trace_handle_return(&iter->seq);
}

static enum print_line_t ctx_raw(struct trace_iterator *iter, int flags,
				 struct trace_event *event)
{
	struct ctx_switch_entry *entry = (void *)iter->ent;

	trace_seq_printf(&iter->seq, "%d %d %c %d %d %d %c\n",
			 entry->prev_pid, entry->prev_prio, prev_letter(iter), entry->next_cpu,
			 entry->next_pid, entry->next_prio, task_index_to_char(entry->next_state));
	return trace_handle_return(&iter->seq);
}

static enum print_line_t ctx_hex(struct trace_iterator *iter, int flags,
				 struct trace_event *event)
{
	struct ctx_switch_entry *entry = (void *)iter->ent;
	int letter = task_index_to_char(entry->next_state);
	char prev = prev_letter(iter);
	struct trace_seq *s = &iter->seq;

	trace_seq_putmem_hex(s, &entry->prev_pid, sizeof(entry->prev_pid));
	trace_seq_putmem_hex(s, &entry->prev_prio, sizeof(entry->prev_prio));
	trace_seq_putmem_hex(s, &prev, sizeof(prev));
	trace_seq_putmem_hex(s, &entry->next_cpu, sizeof(entry->next_cpu));
	trace_seq_putmem_hex(s, &entry->next_pid, sizeof(entry->next_pid));
	trace_seq_putmem_hex(s, &entry->next_prio, sizeof(entry->next_prio));
	trace_seq_putmem_hex(s, &letter, sizeof(letter));
	return trace_handle_return(s);
}

static enum print_line_t ctx_bin(struct trace_iterator *iter, int flags,
				 struct trace_event *event)
{
	struct ctx_switch_entry *entry = (void *)iter->ent;
	struct trace_seq *s = &iter->seq;

	trace_seq_putmem(s, &entry->prev_pid, sizeof(entry->prev_pid));
	trace_seq_putmem(s, &entry->prev_prio, sizeof(entry->prev_prio));
	trace_seq_putmem(s, &entry->prev_state, sizeof(entry->prev_state));
	trace_seq_putmem(s, &entry->next_cpu, sizeof(entry->next_cpu));
	trace_seq_putmem(s, &entry->next_pid, sizeof(entry->next_pid));
	trace_seq_putmem(s, &entry->next_prio, sizeof(entry->next_prio));
	trace_seq_putmem(s, &entry->next_state, sizeof(entry->next_state));
	return trace_handle_return(s);
}

static struct trace_event_functions fn_funcs = {
	.trace = fn_text, .raw = fn_raw, .hex = fn_hex, .binary = fn_bin,
};

static struct trace_event_functions ctx_funcs = {
	.trace = ctx_text, .raw = ctx_raw, .hex = ctx_hex, .binary = ctx_bin,
};

static struct trace_event_functions repeats_funcs = {
	.trace = repeats_text, .raw = repeats_raw,
};

static struct trace_event_functions stack_funcs = { .trace = stack_text };
static struct trace_event_functions user_stack_funcs = { .trace = user_stack_text };
static struct trace_event_functions print_funcs = { .trace = print_text, .raw = print_raw };
static struct trace_event_functions bprint_funcs = { .trace = bprint_text, .raw = bprint_raw };
static struct trace_event_functions bputs_funcs = { .trace = bputs_text, .raw = bputs_raw };
static struct trace_event_functions raw_data_funcs = {
	.trace = raw_data_text, .raw = raw_data_text,
};

struct trace_event builtin_printers[] = {
	{ .type = TRACE_FN,		.funcs = &fn_funcs },
	{ .type = TRACE_CTX,		.funcs = &ctx_funcs },
	{ .type = TRACE_WAKE,		.funcs = &ctx_funcs },
	{ .type = TRACE_STACK,		.funcs = &stack_funcs },
	{ .type = TRACE_PRINT,		.funcs = &print_funcs },
	{ .type = TRACE_BPRINT,		.funcs = &bprint_funcs },
	{ .type = TRACE_USER_STACK,	.funcs = &user_stack_funcs },
	{ .type = TRACE_BPUTS,		.funcs = &bputs_funcs },
	{ .type = TRACE_RAW_DATA,	.funcs = &raw_data_funcs },
	{ .type = TRACE_FUNC_REPEATS,	.funcs = &repeats_funcs },
};

const unsigned int builtin_printers_nr = ARRAY_SIZE(builtin_printers);
