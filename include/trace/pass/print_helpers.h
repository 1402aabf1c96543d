/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The helpers that TP_printk() may name.  In the print fmt of a format file
 * they stand as they are written, so user space has its own of each.
 */
#include <trace/pass/print_helpers_undef.h>

#define __print_flags(flag, delim, flag_array...)			\
	({								\
		static const struct trace_print_flags __names[] =	\
			{ flag_array, { -1, NULL } };			\
									\
		trace_print_flags_seq(p, delim, flag, __names);		\
	})

#define __print_symbolic(value, symbol_array...)			\
	({								\
		static const struct trace_print_flags __names[] =	\
			{ symbol_array, { -1, NULL } };			\
									\
		trace_print_symbols_seq(p, value, __names);		\
	})

#if BITS_PER_LONG == 32
#define __print_flags_u64(flag, delim, flag_array...)			\
	({								\
		static const struct trace_print_flags_u64 __names[] =	\
			{ flag_array, { -1, NULL } };			\
									\
		trace_print_flags_seq_u64(p, delim, flag, __names);	\
	})

#define __print_symbolic_u64(value, symbol_array...)			\
	({								\
		static const struct trace_print_flags_u64 __names[] =	\
			{ symbol_array, { -1, NULL } };			\
									\
		trace_print_symbols_seq_u64(p, value, __names);		\
	})
#else
#define __print_flags_u64(flag, delim, flag_array...)			\
	__print_flags(flag, delim, flag_array)
#define __print_symbolic_u64(value, symbol_array...)			\
	__print_symbolic(value, symbol_array)
#endif

#define __print_bitmask_of(bytes, len)	trace_print_bitmask_seq(p, bytes, len)
#define __get_bitmask(field)						\
	__print_bitmask_of(__get_dynamic_array(field), __get_dynamic_array_len(field))
#define __get_rel_bitmask(field)					\
	__print_bitmask_of(__get_rel_dynamic_array(field), __get_rel_dynamic_array_len(field))
#define __get_cpumask(field)		__get_bitmask(field)
#define __get_rel_cpumask(field)	__get_rel_bitmask(field)

#define __print_hex(buf, len)		trace_print_hex_seq(p, buf, len, false)
#define __print_hex_str(buf, len)	trace_print_hex_seq(p, buf, len, true)
#define __print_hex_dump(prefix, prefix_type, rowsize, groupsize, buf, len, ascii) \
	trace_print_hex_dump_seq(p, prefix, prefix_type, rowsize, groupsize, buf, len, ascii)

#define __print_array(array, count, el_size)				\
	({								\
		BUILD_BUG_ON((el_size) != 1 && (el_size) != 2 &&	\
			     (el_size) != 4 && (el_size) != 8);		\
		trace_print_array_seq(p, array, count, el_size);	\
	})
#define __print_dynamic_array(array, el_size)				\
	__print_array(__get_dynamic_array(array),			\
		      __get_dynamic_array_len(array) / (el_size), (el_size))

/* Nanoseconds as seconds and the rest; the argument may be of any integer type. */
#define __print_ns_to_secs(value)					\
	({								\
		u64 __ns = (u64)(value);				\
									\
		do_div(__ns, NSEC_PER_SEC);				\
		__ns;							\
	})
#define __print_ns_without_secs(value)					\
	({								\
		u64 __ns = (u64)(value);				\
									\
		(u32)do_div(__ns, NSEC_PER_SEC);			\
	})

#define __get_buf(len)		trace_seq_acquire(p, (len))
