/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kinds of field that TP_STRUCT__entry() may hold, each written once in
 * terms of the five that a pass defines before it reads the header:
 *
 *	__ev_field(text, type, item, filter, is_signed)
 *	__ev_array(text, type, item, len)
 *	__ev_dyn(loc, text, type, item, bytes)		sized by an expression
 *	__ev_str(loc, item, src)			sized by its source
 *	__ev_strn(loc, item, src, len)			source and length known
 *
 * text is the type as the format file shows it.  A dynamic field is one word
 * in the entry, __data_loc_item or __rel_loc_item (loc says which), that holds
 * bytes << 16 | offset of its bytes behind the entry; in the __rel_ twins the
 * offset counts from the end of that word.
 *
 * These stay defined from the first pass to the last.
 */
#undef __field
#undef __field_ext
#undef __field_struct
#undef __field_struct_ext
#undef __array
#undef __dynamic_array
#undef __string
#undef __string_len
#undef __vstring
#undef __bitmask
#undef __cpumask
#undef __sockaddr
#undef __rel_dynamic_array
#undef __rel_string
#undef __rel_string_len
#undef __rel_vstring
#undef __rel_bitmask
#undef __rel_cpumask
#undef __rel_sockaddr
#undef __ev_mask_bytes
#undef TP_STRUCT__entry

#define __field(type, item)		__field_ext(type, item, FILTER_OTHER)
#define __field_ext(type, item, filter)	__ev_field(#type, type, item, filter, is_signed_type(type))
#define __field_struct(type, item)	__field_struct_ext(type, item, FILTER_OTHER)
#define __field_struct_ext(type, item, filter) __ev_field(#type, type, item, filter, 0)
#define __array(type, item, len)	__ev_array(#type, type, item, len)

#define __ev_mask_bytes(nr_bits)	(BITS_TO_LONGS(nr_bits) * sizeof(long))

#define __dynamic_array(type, item, len)				\
	__ev_dyn(data_loc, #type "[]", type, item, (len) * sizeof(type))
#define __string(item, src)		__ev_str(data_loc, item, src)
#define __string_len(item, src, len)	__ev_strn(data_loc, item, src, len)
#define __vstring(item, fmt, ap)					\
	__ev_dyn(data_loc, "char[]", char, item, __trace_event_vstr_len(fmt, ap))
#define __bitmask(item, nr_bits)					\
	__ev_dyn(data_loc, "unsigned long[]", unsigned long, item, __ev_mask_bytes(nr_bits))
#define __cpumask(item)							\
	__ev_dyn(data_loc, "cpumask_t", unsigned long, item, __ev_mask_bytes(nr_cpumask_bits))
#define __sockaddr(item, len)		__ev_dyn(data_loc, "__u8[]", u8, item, len)

#define __rel_dynamic_array(type, item, len)				\
	__ev_dyn(rel_loc, #type "[]", type, item, (len) * sizeof(type))
#define __rel_string(item, src)		__ev_str(rel_loc, item, src)
#define __rel_string_len(item, src, len) __ev_strn(rel_loc, item, src, len)
#define __rel_vstring(item, fmt, ap)					\
	__ev_dyn(rel_loc, "char[]", char, item, __trace_event_vstr_len(fmt, ap))
#define __rel_bitmask(item, nr_bits)					\
	__ev_dyn(rel_loc, "unsigned long[]", unsigned long, item, __ev_mask_bytes(nr_bits))
#define __rel_cpumask(item)						\
	__ev_dyn(rel_loc, "cpumask_t", unsigned long, item, __ev_mask_bytes(nr_cpumask_bits))
#define __rel_sockaddr(item, len)	__ev_dyn(rel_loc, "__u8[]", u8, item, len)

#define TP_STRUCT__entry(args...)	args
