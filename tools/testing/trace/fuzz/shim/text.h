/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parsers of control files use of the kernel beyond ../shim/shim.h:
 * characters, numbers, lists, copies of texts.  All of it allocates what it needs
 * and not a byte more, so that AddressSanitizer sees who reads too far.
 */
#ifndef _FUZZ_SHIM_TEXT_H
#define _FUZZ_SHIM_TEXT_H

#include <sys/types.h>

#include "shim.h"

#define __user
#define __rcu
#define __force
#define S64_MAX			INT64_MAX
#define NSEC_PER_SEC		1000000000L
#define GFP_NOWAIT		0U
#define __GFP_NOWARN		0U
#define WARN_ON_ONCE(cond)	((cond) ? (abort(), true) : false)
#define size_add(a, b)		((a) + (b))
#define EXPORT_SYMBOL(s)	extern int shim_export_##s
#define hex_asc_lo(val)		"0123456789abcdef"[(val) & 15]
#define fls64(val)		(64 - __builtin_clzll(val))
#define local_clock()		1234567890123ULL

static inline u64 div_u64_rem(u64 val, u32 by, u32 *rem)
{
	*rem = val % by;
	return val / by;
}

/* ctype.h: the kernel's characters are those of Latin-1 */
#define isdigit(c)		((unsigned int)((u8)(c) - '0') < 10)
#define isxdigit(c)		(isdigit(c) || (unsigned int)(((u8)(c) | 0x20) - 'a') < 6)
#define islatin(c)		((u8)(c) >= 0xc0 && (u8)(c) != 0xd7 && (u8)(c) != 0xf7)
#define isalpha(c)		((unsigned int)(((u8)(c) | 0x20) - 'a') < 26 || islatin(c))
#define isalnum(c)		(isdigit(c) || isalpha(c))
#define isspace(c)		((u8)(c) == ' ' || (unsigned int)((u8)(c) - '\t') < 5 || \
				 (u8)(c) == 0xa0)

/* string.h */
#define strstarts(s, prefix)	(!strncmp(s, prefix, strlen(prefix)))

static inline char *skip_spaces(const char *text)
{
	while (isspace(*text))
		text++;
	return (char *)text;
}

static inline int match_string(const char *const *texts, size_t n, const char *text)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(texts[i], text))
			return i;
	return -EINVAL;
}

static inline char *kmemdup_nul(const char *from, size_t len, gfp_t gfp)
{
	char *text = shim_alloc(len + 1);

	(void)gfp;
	return text ? memcpy(text, from, len) : NULL;
}

#define memdup_user_nul(from, len)	(kmemdup_nul(from, len, 0) ?: (char *)-ENOMEM)
#define IS_ERR(p)		((unsigned long)(p) >= -4095UL)
#define PTR_ERR(p)		((long)(p))

/* cleanup.h */
static inline void shim_free_kfree(void *at)
{
	void *p = *(void **)at;

	if (!IS_ERR(p))
		free(p);
}

#define __free(name)		__attribute__((cleanup(shim_free_##name)))

/* kstrtox.h */
static inline int shim_kstrto(const char *text, unsigned int base, unsigned long long *value)
{
	unsigned long long found;
	char *end;

	text += *text == '+';
	if (base == 16 || (!base && *text == '0') ? !isxdigit(*text) : !isdigit(*text))
		return -EINVAL;
	errno = 0;
	found = strtoull(text, &end, base);
	if (errno)
		return -ERANGE;
	if (*end == '\n')
		end++;
	if (*end)
		return -EINVAL;
	*value = found;
	return 0;
}

static inline int kstrtoull(const char *text, unsigned int base, unsigned long long *value)
{
	return shim_kstrto(text, base, value);
}

static inline int kstrtoll(const char *text, unsigned int base, long long *value)
{
	unsigned long long found;
	int ret = shim_kstrto(text + (*text == '-'), base, &found);

	if (ret)
		return ret;
	if (found > (unsigned long long)S64_MAX + (*text == '-'))
		return -ERANGE;
	*value = *text == '-' ? -found : found;
	return 0;
}

/* cpumask.h: a list of numbers and of ranges */
static inline int cpulist_parse(const char *text, cpumask_t *mask)
{
	unsigned long from, to;
	char *end;

	while (*text) {
		if (!isdigit(*text))
			return -EINVAL;
		from = strtoul(text, &end, 10);
		to = *end == '-' && isdigit(end[1]) ? strtoul(end + 1, &end, 10) : from;
		if (from > to || to >= SHIM_CPUS)
			return -ERANGE;
		mask->bits |= (2UL << to) - (1UL << from);
		text = end + (*end == ',');
		if (text == end && *end)
			return -EINVAL;
	}
	return 0;
}

/* list.h */
struct list_head { struct list_head *next, *prev; };

#define LIST_HEAD(name)		struct list_head name = { &(name), &(name) }
#define INIT_LIST_HEAD(h)	((h)->next = (h)->prev = (h))
#define list_entry		container_of
#define list_first_entry(h, t, m)	container_of((h)->next, t, m)
#define list_for_each_entry(p, h, m)					\
	for (p = list_first_entry(h, typeof(*p), m); &p->m != (h);	\
	     p = list_first_entry(&p->m, typeof(*p), m))

static inline void list_add_tail(struct list_head *new, struct list_head *head)
{
	*new = (struct list_head){ head, head->prev };
	head->prev->next = new;
	head->prev = new;
}

static inline void list_del(struct list_head *entry)
{
	entry->prev->next = entry->next;
	entry->next->prev = entry->prev;
}

/* mutex.h */
#define mutex_lock(l)		shim_lock(&(l)->m)
#define mutex_unlock(l)		((void)pthread_mutex_unlock(&(l)->m))

/* seq_file.h: as much as a report in the error log */
struct seq_file {
	char	*buf;
	size_t	size;
	size_t	count;
	void	*private;
};

#define seq_list_next(v, head, pos)					\
	((void)++*(pos), ((struct list_head *)(v))->next == (head) ? NULL :	\
	 (void *)((struct list_head *)(v))->next)

static inline void *seq_list_start(struct list_head *head, loff_t pos)
{
	struct list_head *at;

	for (at = head->next; at != head; at = at->next)
		if (!pos--)
			return at;
	return NULL;
}

static inline void __printf(2, 3) seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
	va_end(args);
	if (len < 0 || (size_t)len >= m->size - m->count)
		abort();
	m->count += len;
}

#endif /* _FUZZ_SHIM_TEXT_H */
