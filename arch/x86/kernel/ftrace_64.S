/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between a traced function and its callbacks, and between its end and its
 * caller.  Runs in any context, on the traced function's stack.
 *
 * On entry the stack has the return address into the traced function, whose
 * prologue has not run yet, and behind it the one into that function's caller.
 * All registers that may hold arguments are as the traced function must find
 * them; r11 never holds any.
 *
 * ftrace.c copies both trampolines for the only user of a site, with the length
 * of each instruction kept: the unwinder takes the original's ORC entries.
 */
#include <linux/export.h>
#include <linux/linkage.h>
#include <linux/objtool.h>

#include <asm/ftrace.h>
#include <asm/nospec-branch.h>
#include <asm/ptrace-abi.h>
#include <asm/segment.h>
#include <asm/unwind_hints.h>

	.code64
	.section .text, "ax"

/*
 * Load a callback's arguments and call what is in charge of all ops; %rcx has the
 * registers.  \at: where on the stack the return address into the traced function
 * is.
 */
.macro CALL_OPS trampoline:req at:req
	movq	\at(%rsp), %rdi
	movq	\at+8(%rsp), %rsi
	subq	$MCOUNT_INSN_SIZE, %rdi
.L\trampoline\()_op:
	movabsq	$0, %rdx
.L\trampoline\()_call:
	call	ftrace_ops_list_func
.endm

/* struct trampoline_layout: where the constants are that a copy has of its own */
.macro LAYOUT trampoline:req
	.pushsection .rodata, "a"
SYM_DATA_START(\trampoline\()_layout)
	.long	.L\trampoline\()_op - \trampoline
	.long	.L\trampoline\()_call - \trampoline
	.long	.L\trampoline\()_end - \trampoline
SYM_DATA_END(\trampoline\()_layout)
	.popsection
.endm

/* What the build put into functions, where it was not made a nop */
SYM_FUNC_START(__fentry__)
	CALL_DEPTH_ACCOUNT
	RET
SYM_FUNC_END(__fentry__)
EXPORT_SYMBOL(__fentry__)

/* A direct call that does nothing */
SYM_FUNC_START(ftrace_stub_direct_tramp)
	CALL_DEPTH_ACCOUNT
	RET
SYM_FUNC_END(ftrace_stub_direct_tramp)

/*
 * Saves what C code may change of the arguments.  See asm/ftrace.h for how that
 * makes a struct ftrace_regs: the last word pushed is regs.r9.
 */
SYM_START(ftrace_caller, SYM_L_GLOBAL, SYM_A_ALIGN)
	ANNOTATE_NOENDBR
	CALL_DEPTH_ACCOUNT
	pushq	%rbp
#ifdef CONFIG_FRAME_POINTER
	movq	%rsp, %rbp
#endif
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	pushq	%r8
	pushq	%r9
	leaq	-R9(%rsp), %rcx
	CALL_OPS trampoline=ftrace_caller at=(RIP-R9)
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	popq	%rbp
	RET
.Lftrace_caller_end:
SYM_FUNC_END(ftrace_caller)
LAYOUT ftrace_caller

/*
 * Saves and restores everything, and goes where a callback wants: to regs.ip,
 * or to a direct call.
 */
SYM_START(ftrace_regs_caller, SYM_L_GLOBAL, SYM_A_ALIGN)
	ANNOTATE_NOENDBR
	pushfq
	CALL_DEPTH_ACCOUNT
	pushq	$__KERNEL_DS
	pushq	%rsp
	addq	$24, (%rsp)		/* the stack as the function finds it */
	pushq	16(%rsp)		/* flags */
	pushq	$__KERNEL_CS
	pushq	40(%rsp)		/* ip */
	pushq	$0			/* orig_ax: no direct call */
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
#ifdef CONFIG_FRAME_POINTER
	leaq	1(%rsp), %rbp		/* marked: struct pt_regs, no frame */
#endif
	movq	%rsp, %rcx
	CALL_OPS trampoline=ftrace_regs_caller at=(FRAME_SIZE+8)
	movq	RIP(%rsp), %rax
	movq	%rax, FRAME_SIZE+8(%rsp)
	movq	EFLAGS(%rsp), %rax
	movq	%rax, FRAME_SIZE(%rsp)
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	cmpq	$0, (%rsp)
	jne	.Ldirect
	addq	$FRAME_SIZE-ORIG_RAX, %rsp
	popfq
	RET
.Ldirect:
	movq	(%rsp), %r11
	addq	$FRAME_SIZE-ORIG_RAX, %rsp
	popfq
	/* By a return, as the target may lack an endbr; one call for each return. */
	ANNOTATE_INTRA_FUNCTION_CALL
	call	.Lto_direct
	int3
.Lto_direct:
	movq	%r11, (%rsp)
	UNWIND_HINT_FUNC
	RET
.Lftrace_regs_caller_end:
SYM_FUNC_END(ftrace_regs_caller)
LAYOUT ftrace_regs_caller
STACK_FRAME_NON_STANDARD_FP ftrace_regs_caller

#ifdef CONFIG_FUNCTION_GRAPH_TRACER
/*
 * Traced functions return here.  The call puts back the slot that the return
 * popped, and one entry for it on the CPU's return stack; for the unwinder the
 * slot holds what stood there, until ftrace_return_to_handler() writes where the
 * function was really called from.  Builds struct fgraph_ret_regs.
 */
SYM_CODE_START(return_to_handler)
	UNWIND_HINT_UNDEFINED
	ANNOTATE_NOENDBR
	ANNOTATE_INTRA_FUNCTION_CALL
	call	.Lslot
	int3
.Lslot:
	UNWIND_HINT_FUNC
	movq	$return_to_handler, (%rsp)
	pushq	%rbp
#ifdef CONFIG_FRAME_POINTER
	movq	%rsp, %rbp
#endif
	pushq	%rdx
	pushq	%rax
	movq	%rsp, %rdi
	call	ftrace_return_to_handler
	popq	%rax
	popq	%rdx
	popq	%rbp
	RET
SYM_CODE_END(return_to_handler)
#endif
