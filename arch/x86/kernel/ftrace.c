// SPDX-License-Identifier: GPL-2.0
/*
 * Function hooks on x86-64: the five bytes at a function's entry, and copies of
 * the trampolines in ftrace_64.S.
 *
 * Process context, under ftrace_lock, and text_mutex where text is written.
 */
#include <kunit/visibility.h>
#include <linux/execmem.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/set_memory.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include <asm/alternative.h>
#include <asm/nops.h>
#include <asm/text-patching.h>

#define MOVABS_IMM	2	/* offset of its eight bytes */

/**
 * arch_ftrace_is_nop - does a site call nothing
 * @ip: its address
 *
 * Context: ftrace_lock held.
 * Return: true if the text is the nop that the build put there.
 */
bool arch_ftrace_is_nop(unsigned long ip)
{
	const u8 *nop = x86_nops[MCOUNT_INSN_SIZE];

	return get_unaligned((u32 *)ip) == get_unaligned((u32 *)nop) &&
	       ((u8 *)ip)[4] == nop[4];
}
EXPORT_SYMBOL_IF_KUNIT(arch_ftrace_is_nop);

/**
 * arch_ftrace_called - what a site calls
 * @ip: its address
 *
 * Context: ftrace_lock held.
 * Return: the address; 0 if the text is no call.
 */
unsigned long arch_ftrace_called(unsigned long ip)
{
	const union text_poke_insn *insn = (void *)ip;

	if (insn->opcode != CALL_INSN_OPCODE)
		return 0;
	return ip + CALL_INSN_SIZE + insn->disp;
}
EXPORT_SYMBOL_IF_KUNIT(arch_ftrace_called);

/* Nobody else runs yet. */
static noinline void write_early(unsigned long ip, unsigned long target)
{
	union text_poke_insn call;

	__text_gen_insn(&call, CALL_INSN_OPCODE, (void *)ip, (void *)target, CALL_INSN_SIZE);
	text_poke_early((void *)ip, target ? call.text : x86_nops[MCOUNT_INSN_SIZE],
			MCOUNT_INSN_SIZE);
}

/**
 * arch_ftrace_queue - have a site call something, with the next batch
 * @ip: its address
 * @target: what it is to call; 0: nothing
 *
 * Context: ftrace_lock and text_mutex held.  On the only CPU of early boot it is
 *	    done at once.
 */
void arch_ftrace_queue(unsigned long ip, unsigned long target)
{
	if (likely(system_state != SYSTEM_BOOTING))
		text_poke_queue_call((void *)ip, (void *)target);
	else
		write_early(ip, target);
}

/**
 * arch_ftrace_make_nop_early - let a function begin with a nop that was not run yet
 * @ip: the address where it can be hooked
 *
 * Only what was built without objtool has anything else there.
 * Context: the text is not executable yet, and writable.
 */
void arch_ftrace_make_nop_early(unsigned long ip)
{
	if (arch_ftrace_called(ip) == MCOUNT_ADDR)
		text_poke_early((void *)ip, x86_nops[MCOUNT_INSN_SIZE], MCOUNT_INSN_SIZE);
}

static const struct trampoline_layout *trampoline_layout(bool regs)
{
	return regs ? &ftrace_regs_caller_layout : &ftrace_caller_layout;
}

/**
 * arch_ftrace_trampoline_make - make code that calls one ops
 * @ops: the ops
 * @func: the function that is called with it
 * @size: where the length of the code is put
 *
 * It is a copy, so that one entry of the unwinder's tables serves both.
 * Context: May sleep.
 * Return: the code; NULL without memory.
 */
void *arch_ftrace_trampoline_make(struct ftrace_ops *ops, void *func, unsigned int *size)
{
	bool regs = ops->flags & FTRACE_OPS_FL_SAVE_REGS;
	const struct trampoline_layout *layout = trampoline_layout(regs);
	void *from = regs ? ftrace_regs_caller : ftrace_caller;
	size_t room = PAGE_ALIGN(layout->size);
	u8 *code, *call;

	code = execmem_alloc(EXECMEM_FTRACE, room);
	if (!code)
		return NULL;
	memset(code, INT3_INSN_OPCODE, room);
	memcpy(code, from, layout->size);
	text_poke_apply_relocation(code, code, layout->size, from, layout->size);
	put_unaligned((unsigned long)ops, (unsigned long *)(code + layout->op + MOVABS_IMM));
	call = code + layout->call;
	__text_gen_insn(call, CALL_INSN_OPCODE, call, callthunks_translate_call_dest(func),
			CALL_INSN_SIZE);
	set_memory_rox((unsigned long)code, room / PAGE_SIZE);
	*size = layout->size;
	return code;
}

/**
 * arch_ftrace_trampoline_call - have such code call another function
 * @code: what arch_ftrace_trampoline_make() returned
 * @regs: it was made for an ops with FTRACE_OPS_FL_SAVE_REGS
 * @func: the function
 *
 * Context: Not before other CPUs run; takes text_mutex.
 */
void arch_ftrace_trampoline_call(void *code, bool regs, void *func)
{
	u8 *call = code + trampoline_layout(regs)->call;
	u8 insn[CALL_INSN_SIZE];

	__text_gen_insn(insn, CALL_INSN_OPCODE, call, callthunks_translate_call_dest(func),
			CALL_INSN_SIZE);
	guard(mutex)(&text_mutex);
	if (memcmp(call, insn, CALL_INSN_SIZE))
		text_poke_bp(call, insn, CALL_INSN_SIZE, NULL);
}

/**
 * arch_ftrace_trampoline_free - free such code
 * @code: what arch_ftrace_trampoline_make() returned
 *
 * Context: May sleep; no task is in it.
 */
void arch_ftrace_trampoline_free(void *code)
{
	execmem_free(code);
}
