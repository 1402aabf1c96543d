/* SPDX-License-Identifier: GPL-2.0 */
/* seq_buf, with the C library's printf in the place of the kernel's. */
#ifndef _FUZZ_SHIM_SEQ_BUF_H
#define _FUZZ_SHIM_SEQ_BUF_H

#include "text.h"

struct seq_buf {
	char	*buffer;
	size_t	size;
	size_t	len;
};

struct path;

#define seq_buf_init(s, buf, room)	(*(s) = (struct seq_buf){ buf, room, 0 })
#define seq_buf_has_overflowed(s)	((s)->len > (s)->size)
#define seq_buf_set_overflow(s)		((void)((s)->len = (s)->size + 1))
#define seq_buf_buffer_left(s)		((s)->len > (s)->size ? 0 : (s)->size - (s)->len)
#define seq_buf_used(s)			min((s)->len, (s)->size)

static inline int __printf(2, 0) seq_buf_vprintf(struct seq_buf *s, const char *fmt, va_list args)
{
	int len;

	if (s->len < s->size) {
		len = vsnprintf(s->buffer + s->len, s->size - s->len, fmt, args);
		if (len >= 0 && s->len + len < s->size) {
			s->len += len;
			return 0;
		}
	}
	seq_buf_set_overflow(s);
	return -1;
}

/* Neither ours nor called */
static inline int seq_buf_none(struct seq_buf *s, ...)
{
	(void)s;
	abort();
}

#define seq_buf_bprintf(s, ...)			seq_buf_none(s)
#define seq_buf_putmem_hex(s, ...)		seq_buf_none(s)
#define seq_buf_hex_dump(s, ...)		seq_buf_none(s)
#define seq_buf_path(s, ...)			seq_buf_none(s)
#define seq_buf_to_user(s, ...)			seq_buf_none(s)
#define seq_buf_print_seq(m, s)			seq_buf_none(s)

#endif /* _FUZZ_SHIM_SEQ_BUF_H */
