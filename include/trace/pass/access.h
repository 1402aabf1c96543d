/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How TP_fast_assign() and TP_printk() reach a dynamic field: by __entry,
 * whose word __data_loc_field or __rel_loc_field says where its bytes are.
 */
#undef __get_dynamic_array
#undef __get_dynamic_array_len
#undef __get_str
#undef __get_bitmask
#undef __get_cpumask
#undef __get_sockaddr
#undef __get_rel_dynamic_array
#undef __get_rel_dynamic_array_len
#undef __get_rel_str
#undef __get_rel_bitmask
#undef __get_rel_cpumask
#undef __get_rel_sockaddr

#define __get_dynamic_array(field)					\
	((void *)__entry + (__entry->__data_loc_##field & 0xffff))
#define __get_dynamic_array_len(field)					\
	((__entry->__data_loc_##field >> 16) & 0xffff)
#define __get_str(field)		((char *)__get_dynamic_array(field))
#define __get_sockaddr(field)		((struct sockaddr *)__get_dynamic_array(field))

#define __get_rel_dynamic_array(field)					\
	((void *)__entry + offsetofend(typeof(*__entry), __rel_loc_##field) + \
	 (__entry->__rel_loc_##field & 0xffff))
#define __get_rel_dynamic_array_len(field)				\
	((__entry->__rel_loc_##field >> 16) & 0xffff)
#define __get_rel_str(field)		((char *)__get_rel_dynamic_array(field))
#define __get_rel_sockaddr(field)	((struct sockaddr *)__get_rel_dynamic_array(field))

/* Writing: the source of a string was kept when its length was taken. */
#undef __assign_str
#undef __assign_rel_str
#undef __assign_vstr
#undef __assign_rel_vstr
#undef __assign_bitmask
#undef __assign_rel_bitmask
#undef __assign_cpumask
#undef __assign_rel_cpumask
#undef __assign_sockaddr
#undef __assign_rel_sockaddr

#define __assign_str(dst)						\
	trace_record_copy_str(__get_str(dst), __data_offsets.dst##_ptr_,\
			      __data_offsets.dst >> 16)
#define __assign_rel_str(dst)						\
	trace_record_copy_str(__get_rel_str(dst), __data_offsets.dst##_ptr_, \
			      __data_offsets.dst >> 16)
#define __assign_vstr(dst, fmt, va)					\
	trace_record_vprint(__get_str(dst), fmt, va)
#define __assign_rel_vstr(dst, fmt, va)					\
	trace_record_vprint(__get_rel_str(dst), fmt, va)
#define __assign_bitmask(dst, src, nr_bits)				\
	memcpy(__get_dynamic_array(dst), (src), __ev_mask_bytes(nr_bits))
#define __assign_rel_bitmask(dst, src, nr_bits)				\
	memcpy(__get_rel_dynamic_array(dst), (src), __ev_mask_bytes(nr_bits))
#define __assign_cpumask(dst, src)					\
	memcpy(__get_dynamic_array(dst), (src), __ev_mask_bytes(nr_cpumask_bits))
#define __assign_rel_cpumask(dst, src)					\
	memcpy(__get_rel_dynamic_array(dst), (src), __ev_mask_bytes(nr_cpumask_bits))
#define __assign_sockaddr(dst, src, len)				\
	memcpy(__get_dynamic_array(dst), (src), (len))
#define __assign_rel_sockaddr(dst, src, len)				\
	memcpy(__get_rel_dynamic_array(dst), (src), (len))
