/* SPDX-License-Identifier: GPL-2.0 */
/* Of tracefs/tracefs.h what the writing half of set_event uses. */
#ifndef _FUZZ_SHIM_TRACEFS_H
#define _FUZZ_SHIM_TRACEFS_H

#include <fcntl.h>

#include "event/event.h"

#define FMODE_WRITE	2

struct trace_target { struct trace_array *tr; };
struct inode { void *i_private; };

struct file {
	unsigned int		f_mode;
	unsigned int		f_flags;
	struct trace_target	*target;
};

struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

struct file_operations {
	int (*open)(struct inode *inode, struct file *file);
	ssize_t (*read)(struct file *file, char *ubuf, size_t cnt, loff_t *ppos);
	ssize_t (*write)(struct file *file, const char *ubuf, size_t cnt, loff_t *ppos);
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
	int (*release)(struct inode *inode, struct file *file);
};

extern const struct file_operations set_event_fops;
extern const struct seq_operations available_events_list, set_event_list;

#define target_of(file)			((file)->target)
#define text_open(inode, file)		((void)(inode), (void)(file), 0)
#define text_read			NULL
#define text_llseek			NULL
#define text_release			NULL

#endif /* _FUZZ_SHIM_TRACEFS_H */
