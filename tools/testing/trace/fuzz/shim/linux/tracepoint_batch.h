/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _FUZZ_SHIM_TRACEPOINT_BATCH_H
#define _FUZZ_SHIM_TRACEPOINT_BATCH_H

struct tracepoint_batch { int unused; };

void tracepoint_batch_begin(struct tracepoint_batch *batch);
void tracepoint_batch_end(struct tracepoint_batch *batch);

#endif /* _FUZZ_SHIM_TRACEPOINT_BATCH_H */
