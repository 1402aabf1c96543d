/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _PID_SET_SHIM_LIST_H
#define _PID_SET_SHIM_LIST_H

struct list_head {
	struct list_head *next, *prev;
};

#endif /* _PID_SET_SHIM_LIST_H */
