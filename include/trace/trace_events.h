/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What TRACE_EVENT expands to, product by product.  An event header is read
 * once for each file below; each opens with the C that it makes.
 *
 * define_trace.h includes this file once for every header, so it has no guard.
 */
#include <linux/args.h>
#include <linux/stringify.h>
#include <linux/trace_events.h>
#include <trace/pass/helpers.h>

#ifndef TRACE_SYSTEM_STRING
#define TRACE_SYSTEM_STRING	__stringify(TRACE_SYSTEM)
#endif

#include <trace/pass/eval.h>
#include <trace/pass/kinds.h>
#include <trace/pass/entry.h>
#include <trace/pass/offsets.h>
#include <trace/pass/size.h>
#include <trace/pass/record.h>
#include <trace/pass/print.h>
#include <trace/pass/fields.h>
#include <trace/pass/call.h>
