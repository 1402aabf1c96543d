/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the parts of bad-input: lines 'FILE | CASE | ANSWER' on standard
 * output, where an answer is a number or the name of an errno.
 */
#ifndef _BAD_INPUT_H
#define _BAD_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define TEXT_SIZE	65536

/* bad-input.c */
extern const char *tested;		/* the file or directory that answers */
extern char *bad_pointer;		/* no memory there */
extern char *page_end;			/* the end of memory */
extern char text[TEXT_SIZE + 1];	/* what read_text() read */

void answer(const char *what, long ret);
bool is_volatile(void);
int open_tested(int flags);
long read_text(void);

/* bad-input-write.c, bad-input-read.c, bad-input-tree.c */
void test_writes(void);
void test_reads(void);
void test_calls(void);
void test_directory(void);
void test_instances(void);
void test_opens(void);
void test_full_disk(const char *full);

#endif /* _BAD_INPUT_H */
