/* SPDX-License-Identifier: GPL-2.0 */
/*
 * x86-64's part of function hooks: where a function can be hooked, and how the
 * registers look that a trampoline saved.
 *
 * Each traced function begins with five bytes: a nop, or a call.  An endbr may
 * stand in front of them.
 */
#ifndef _ASM_X86_FTRACE_H
#define _ASM_X86_FTRACE_H

#include <asm/ptrace.h>

#ifdef CONFIG_FUNCTION_TRACER

#ifndef CC_USING_FENTRY
# error "The compiler cannot call a tracer before a function's prologue"
#endif

#define MCOUNT_ADDR			((unsigned long)(__fentry__))
#define MCOUNT_INSN_SIZE		5

#define ARCH_SUPPORTS_FTRACE_OPS	1

#endif /* CONFIG_FUNCTION_TRACER */

#ifndef __ASSEMBLY__

/* Trampolines are read-only as soon as they are made. */
static inline void set_ftrace_ops_ro(void) { }

#ifdef CONFIG_FUNCTION_TRACER

#include <linux/ftrace_regs.h>

#include <asm/segment.h>

/* What a function's first five bytes call until the build makes a nop of them */
void __fentry__(void);

/*
 * Both trampolines leave a piece of stack that is laid out as the lower end of
 * struct pt_regs.  ftrace_regs_caller fills all of it.  ftrace_caller saves what
 * a C function may change of r8 to rdi, and rbp in orig_ax; its regs.ip is the
 * return address into the traced function itself, so regs.cs lies over the
 * address that the traced function returns to, and what is above belongs to the
 * function's caller.  No return address is __KERNEL_CS, which tells the two
 * apart.  regs.r15 to regs.r10 lie below the stack pointer and are nothing.
 */
struct __arch_ftrace_regs {
	struct pt_regs	regs;
};

#define arch_ftrace_regs(fregs)	((struct __arch_ftrace_regs *)(fregs))

static __always_inline bool arch_ftrace_regs_full(struct ftrace_regs *fregs)
{
	return arch_ftrace_regs(fregs)->regs.cs == __KERNEL_CS;
}

static __always_inline struct pt_regs *arch_ftrace_get_regs(struct ftrace_regs *fregs)
{
	return arch_ftrace_regs_full(fregs) ? &arch_ftrace_regs(fregs)->regs : NULL;
}

static __always_inline unsigned long
ftrace_regs_get_instruction_pointer(struct ftrace_regs *fregs)
{
	return arch_ftrace_regs(fregs)->regs.ip;
}

static __always_inline void
ftrace_regs_set_instruction_pointer(struct ftrace_regs *fregs, unsigned long ip)
{
	arch_ftrace_regs(fregs)->regs.ip = ip;
}

/*
 * The stack as the traced function finds it: its return address comes first.  What
 * is not there must not be read, not even to be thrown away: it is the caller's.
 */
static __always_inline unsigned long ftrace_regs_get_stack_pointer(struct ftrace_regs *fregs)
{
	struct pt_regs *regs = &arch_ftrace_regs(fregs)->regs;

	return arch_ftrace_regs_full(fregs) ? READ_ONCE(regs->sp) : (unsigned long)&regs->cs;
}

static __always_inline unsigned long ftrace_regs_get_frame_pointer(struct ftrace_regs *fregs)
{
	struct pt_regs *regs = &arch_ftrace_regs(fregs)->regs;

	return arch_ftrace_regs_full(fregs) ? READ_ONCE(regs->bp) : regs->orig_ax;
}

static __always_inline unsigned long
ftrace_regs_get_argument(struct ftrace_regs *fregs, unsigned int n)
{
	struct pt_regs *regs = &arch_ftrace_regs(fregs)->regs;

	switch (n) {
	case 0: return regs->di;
	case 1: return regs->si;
	case 2: return regs->dx;
	case 3: return regs->cx;
	case 4: return regs->r8;
	case 5: return regs->r9;
	}
	/* Behind the return address and the arguments in registers */
	return ((unsigned long *)ftrace_regs_get_stack_pointer(fregs))[1 + n - 6];
}

static __always_inline unsigned long ftrace_regs_get_return_value(struct ftrace_regs *fregs)
{
	return arch_ftrace_regs(fregs)->regs.ax;
}

static __always_inline void
ftrace_regs_set_return_value(struct ftrace_regs *fregs, unsigned long value)
{
	arch_ftrace_regs(fregs)->regs.ax = value;
}

void just_return_func(void);

/* The traced function does not run; its caller gets what the return value is. */
static __always_inline void ftrace_override_function_with_return(struct ftrace_regs *fregs)
{
	ftrace_regs_set_instruction_pointer(fregs, (unsigned long)just_return_func);
}

/* For callbacks that want struct pt_regs of what ftrace_caller saved */
static __always_inline struct pt_regs *
ftrace_partial_regs(struct ftrace_regs *fregs, struct pt_regs *to)
{
	struct pt_regs *regs = &arch_ftrace_regs(fregs)->regs;

	if (arch_ftrace_regs_full(fregs))
		return regs;
	to->ip = regs->ip;
	to->cs = __KERNEL_CS;
	to->flags = 0;
	to->ss = __KERNEL_DS;
	to->sp = ftrace_regs_get_stack_pointer(fregs);
	to->bp = regs->orig_ax;
	to->di = regs->di;
	to->si = regs->si;
	to->dx = regs->dx;
	to->cx = regs->cx;
	to->ax = regs->ax;
	to->r8 = regs->r8;
	to->r9 = regs->r9;
	return to;
}

/* After the callbacks, go to @addr as if the function had called it. */
static __always_inline void
arch_ftrace_set_direct_caller(struct ftrace_regs *fregs, unsigned long addr)
{
	/* Only ftrace_regs_caller looks: users of direct calls ask for all registers. */
	arch_ftrace_regs(fregs)->regs.orig_ax = addr;
}

/*
 * What return_to_handler saved and loads again: the two halves of a return value
 * and the caller's frame pointer.  The slot is where the return address was;
 * return_to_handler returns to what it holds then.  Behind it begins the caller's
 * stack.
 */
struct fgraph_ret_regs {
	unsigned long	ax;
	unsigned long	dx;
	unsigned long	bp;
	unsigned long	slot;
};

static __always_inline unsigned long fgraph_ret_regs_stack_pointer(struct fgraph_ret_regs *regs)
{
	return (unsigned long)(&regs->slot + 1);
}

/* The registers at the end of a function as far as they mean anything there */
static __always_inline void
fgraph_ret_regs_to_pt_regs(struct fgraph_ret_regs *from, struct pt_regs *to, unsigned long ip)
{
	to->ax = from->ax;
	to->dx = from->dx;
	to->bp = from->bp;
	to->ip = ip;
	to->sp = fgraph_ret_regs_stack_pointer(from);
	to->cs = __KERNEL_CS;
	to->ss = __KERNEL_DS;
	to->flags = 0;
}

struct ftrace_ops;

/* The text of a site: a nop, or a call to what arch_ftrace_called() says */
bool arch_ftrace_is_nop(unsigned long ip);
unsigned long arch_ftrace_called(unsigned long ip);
void arch_ftrace_queue(unsigned long ip, unsigned long target);
void arch_ftrace_make_nop_early(unsigned long ip);

/* ftrace_64.S: where in a trampoline the ops is loaded and called; how long it is */
struct trampoline_layout {
	u32	op;
	u32	call;
	u32	size;
};

extern const struct trampoline_layout ftrace_caller_layout, ftrace_regs_caller_layout;

/* Code that calls one ops */
void *arch_ftrace_trampoline_make(struct ftrace_ops *ops, void *func, unsigned int *size);
void arch_ftrace_trampoline_call(void *code, bool regs, void *func);
void arch_ftrace_trampoline_free(void *code);

#endif /* CONFIG_FUNCTION_TRACER */

#endif /* __ASSEMBLY__ */

#endif /* _ASM_X86_FTRACE_H */
