/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Takes the TP_printk helpers away again: the print fmt text needs them as
 * bare names, and the next header read gets them afresh.
 */
#undef __print_flags
#undef __print_symbolic
#undef __print_flags_u64
#undef __print_symbolic_u64
#undef __print_bitmask_of
#undef __print_hex
#undef __print_hex_str
#undef __print_hex_dump
#undef __print_array
#undef __print_dynamic_array
#undef __print_ns_to_secs
#undef __print_ns_without_secs
#undef __get_buf
#undef __get_bitmask
#undef __get_rel_bitmask
#undef __get_cpumask
#undef __get_rel_cpumask
