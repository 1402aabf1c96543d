/* SPDX-License-Identifier: GPL-2.0 */
/*
 * struct ftrace_regs - what a callback on function entry may learn and change of
 * the registers.  It has no members here: how much of it was saved depends on
 * the callback's FTRACE_OPS_FL_SAVE_REGS, and the architecture knows.
 *
 * Arguments, stack pointer, frame pointer and instruction pointer are always
 * there; ftrace_get_regs() answers NULL unless all registers are.
 */
#ifndef _LINUX_FTRACE_REGS_H
#define _LINUX_FTRACE_REGS_H

struct ftrace_regs;

#endif /* _LINUX_FTRACE_REGS_H */
