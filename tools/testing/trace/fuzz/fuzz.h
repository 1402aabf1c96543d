/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a fuzzer of one unit offers: libFuzzer calls it where clang has it, and
 * the driver of our own (driver.c) everywhere.
 */
#ifndef _FUZZ_H
#define _FUZZ_H

#include <stddef.h>
#include <stdint.h>

extern const char fuzz_name[];

/* What mutations may put in, up to a NULL. */
extern const char *const fuzz_words[];

/* One input; aborts if the unit does what it must not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The n-th input to begin with, made in @data of @room bytes; 0: no more. */
size_t fuzz_seed(int n, uint8_t *data, size_t room);

#endif /* _FUZZ_H */
