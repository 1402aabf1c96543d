/* SPDX-License-Identifier: GPL-2.0 */
#include "text.h"

#define put_unaligned(val, p)					\
	do {							\
		typeof(*(p)) _val = (val);			\
		memcpy((void *)(p), &_val, sizeof(_val));	\
	} while (0)
