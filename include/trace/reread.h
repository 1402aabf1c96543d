/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Includes the event header once more, for the pass that includes this.
 *
 * It stands in this folder and not beside the passes, because a header may say
 * where it is by a path relative to include/trace, and one that says "." may
 * have the name of a pass.
 */
#include TRACE_INCLUDE(TRACE_INCLUDE_FILE)
