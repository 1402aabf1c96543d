// SPDX-License-Identifier: GPL-2.0
/*
 * A plugin of QEMU's TCG: counts executed instructions by address, between the
 * marks of bench_mark.h.
 *
 *	-plugin plugin.so,out=FILE
 *
 * At the end FILE gets a line "tag address count" for each address.  The
 * counters are not atomic: one virtual CPU.  Idle time costs nothing here, as
 * a halted CPU executes nothing.  QEMU's package has no header for plugins; what
 * is used of their interface, version 1, is declared below.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench_mark.h"

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info_t;

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };

typedef void (*tb_trans_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*exec_cb)(unsigned int vcpu, void *data);
typedef void (*exit_cb)(qemu_plugin_id_t id, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_trans_cb cb);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, exit_cb cb, void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t n);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, exec_cb cb,
					    enum qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
						enum qemu_plugin_op op, void *ptr,
						uint64_t value);

#define EXPORT	__attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

#define TAGS		8
#define BUCKETS		65536

struct place {
	struct place	*next;		/* in the bucket */
	struct place	*older;		/* all of them */
	uint64_t	address;
	uint64_t	executed;
	uint64_t	before;		/* the mark */
	uint64_t	counted[TAGS];
};

static struct place *buckets[BUCKETS];
static struct place *newest;
static const char *out_path;

static struct place *place_of(uint64_t address)
{
	struct place **bucket = &buckets[(address ^ address >> 16) % BUCKETS];
	struct place *p;

	for (p = *bucket; p; p = p->next)
		if (p->address == address)
			return p;
	p = calloc(1, sizeof(*p));
	if (!p)
		abort();
	p->address = address;
	p->next = *bucket;
	*bucket = p;
	p->older = newest;
	newest = p;
	return p;
}

static void on_mark(unsigned int vcpu, void *data)
{
	uintptr_t mark = (uintptr_t)data;
	struct place *p;

	for (p = newest; p; p = p->older) {
		if (mark & 1)
			p->before = p->executed;
		else
			p->counted[mark >> 1] += p->executed - p->before;
	}
}

/* The displacement of a mark's no-op, or -1. */
static int mark_of(const struct qemu_plugin_insn *insn)
{
	static const uint8_t nopl[] = { 0x0f, 0x1f, 0x80 };
	const uint8_t *code = qemu_plugin_insn_data(insn);
	uint32_t word;

	if (qemu_plugin_insn_size(insn) != sizeof(nopl) + sizeof(word) ||
	    memcmp(code, nopl, sizeof(nopl)))
		return -1;
	memcpy(&word, code + sizeof(nopl), sizeof(word));
	if (word < BENCH_MARK || word >= BENCH_MARK + 2 * TAGS)
		return -1;
	return word - BENCH_MARK;
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t i, n = qemu_plugin_tb_n_insns(tb);

	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		struct place *p = place_of(qemu_plugin_insn_vaddr(insn));
		int mark = mark_of(insn);

		if (mark >= 0)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_mark,
							       QEMU_PLUGIN_CB_NO_REGS,
							       (void *)(uintptr_t)mark);
		else
			qemu_plugin_register_vcpu_insn_exec_inline(insn,
								   QEMU_PLUGIN_INLINE_ADD_U64,
								   &p->executed, 1);
	}
}

static void on_exit_write(qemu_plugin_id_t id, void *data)
{
	FILE *out = fopen(out_path, "w");
	struct place *p;
	int tag;

	if (!out)
		return;
	for (p = newest; p; p = p->older)
		for (tag = 0; tag < TAGS; tag++)
			if (p->counted[tag])
				fprintf(out, "%d %llx %llu\n", tag,
					(unsigned long long)p->address,
					(unsigned long long)p->counted[tag]);
	fclose(out);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info,
			       int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out_path = strdup(argv[i] + 4);
	if (!out_path)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	qemu_plugin_register_atexit_cb(id, on_exit_write, NULL);
	return 0;
}
