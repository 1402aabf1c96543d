/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The structs of the records that the core itself writes, made from entries.h:
 *
 *	struct print_entry {
 *		struct trace_entry	ent;
 *		unsigned long		ip;
 *		char			buf[];
 *	};
 */
#ifndef _TRACE_BUILTIN_STRUCTS_H
#define _TRACE_BUILTIN_STRUCTS_H

#include <linux/trace_events.h>

#define BUILTIN_EVENT(event, record, id, fields, print)		\
	struct record {						\
		struct trace_entry	ent;			\
		fields						\
	};
#define B_FIELD(type, item)		type item;
#define B_ARRAY(type, item, n)		type item[n];
#define B_FLEX(type, item)		type item[];
#define B_SHOWN(type, item, n)		type item[];

#include "event/entries.h"

#endif /* _TRACE_BUILTIN_STRUCTS_H */
