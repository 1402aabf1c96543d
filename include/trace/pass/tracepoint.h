/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Product: the tracepoints themselves.
 *
 *	DEFINE_TRACE(foo_bar, TP_PROTO(int bar, char *s), TP_ARGS(bar, s));
 *
 * Bare tracepoints (DECLARE_TRACE in the header) get one too.
 */
#include <trace/pass/none.h>

#undef TRACE_EVENT_FN
#undef TRACE_EVENT_FN_COND
#define TRACE_EVENT_FN(name, proto, args, tstruct, assign, print, reg, unreg) \
	DEFINE_TRACE_FN(name, reg, unreg, PARAMS(proto), PARAMS(args));
#define TRACE_EVENT_FN_COND(name, proto, args, cond, tstruct, assign, print, reg, unreg) \
	DEFINE_TRACE_FN(name, reg, unreg, PARAMS(proto), PARAMS(args));

#undef DEFINE_EVENT
#undef DEFINE_EVENT_FN
#define DEFINE_EVENT(template, name, proto, args)			\
	DEFINE_TRACE(name, PARAMS(proto), PARAMS(args));
#define DEFINE_EVENT_FN(template, name, proto, args, reg, unreg)	\
	DEFINE_TRACE_FN(name, reg, unreg, PARAMS(proto), PARAMS(args));

#undef DECLARE_TRACE
#undef DECLARE_TRACE_CONDITION
#define DECLARE_TRACE(name, proto, args)				\
	DEFINE_TRACE(name, PARAMS(proto), PARAMS(args));
#define DECLARE_TRACE_CONDITION(name, proto, args, cond)		\
	DEFINE_TRACE(name, PARAMS(proto), PARAMS(args));

#include <trace/reread.h>
