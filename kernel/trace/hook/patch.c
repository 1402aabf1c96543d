// SPDX-License-Identifier: GPL-2.0
/*
 * Makes text do what ops.c says a site is to call.
 *
 * Who changes what a site is to call touches it; ftrace_arm() then looks at all
 * touched sites and writes those that differ, in one change of the text, however
 * many there are.  All that can fail is looked at before anything is written, so
 * a failure leaves the text as it was; it is the last change then.
 *
 * Process context, under ftrace_lock.
 */
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <asm/text-patching.h>

#include "hook/hook.h"

#undef pr_fmt
#define pr_fmt(fmt) "ftrace bug: " fmt

bool ftrace_disabled __read_mostly;

/* Sites touched: by name as long as they are few. */
static struct {
	unsigned int	nr;
	struct site_ref	refs[64];
} touched;

/**
 * site_touch - what a site is to call may have changed
 * @ref: the site
 *
 * Context: ftrace_lock held; ftrace_arm() must follow before it is released.
 */
void site_touch(struct site_ref ref)
{
	struct ftrace_site *site = site_of(ref);

	if (site->state & SITE_STALE)
		return;
	site->state |= SITE_STALE;
	if (touched.nr < ARRAY_SIZE(touched.refs))
		touched.refs[touched.nr] = ref;
	touched.nr++;
}

/* Until @fn fails. */
static __always_inline int visit_touched(int (*fn)(struct site_ref ref))
{
	struct site_group *group;
	struct site_ref ref;
	unsigned int i;
	int ret;

	if (touched.nr <= ARRAY_SIZE(touched.refs)) {
		for (i = 0, ret = 0; i < touched.nr && !ret; i++)
			ret = fn(touched.refs[i]);
		return ret;
	}
	for_each_ftrace_site(group, ref) {
		if (!(site_state(ref) & SITE_STALE))
			continue;
		ret = fn(ref);
		if (ret)
			return ret;
	}
	return 0;
}

static int site_forget_touch(struct site_ref ref)
{
	site_of(ref)->state &= ~SITE_STALE;
	return 0;
}

/**
 * site_target - what a site calls
 * @ref: the site
 *
 * Context: ftrace_lock held.
 * Return: an address; 0 if it calls nothing.
 */
unsigned long site_target(struct site_ref ref)
{
	return site_state(ref) & SITE_ARMED ? arch_ftrace_called(site_ip(ref)) : 0;
}

static const char *bug_reason(int failed)
{
	switch (failed) {
	case -EINVAL:	return "it is not what was written there";
	case -ERANGE:	return "a call does not reach that far";
	default:	return "it cannot be written";
	}
}

/**
 * ftrace_bug - a site cannot be patched: tell where, and patch no more
 * @failed: why, a negative error number
 * @ref: the site
 *
 * Context: ftrace_lock held.
 */
void ftrace_bug(int failed, struct site_ref ref)
{
	unsigned long ip = site_ip(ref);

	ftrace_kill();
	pr_err("%pS (%lx): %s (%d)\n", (void *)ip, ip, bug_reason(failed), failed);
	pr_err("text %*ph, state %08x, to call %pS\n", MCOUNT_INSN_SIZE, (void *)ip,
	       site_state(ref), (void *)ops_site_target(ref));
	pr_err("text stays as it is, functions cannot be hooked any more\n");
}

/* Is the text what we left there, and can it be changed? */
static int site_check(struct site_ref ref)
{
	unsigned long ip = site_ip(ref);
	int ret = 0;

	if (!ref.group->ready)
		return 0;
	if (site_state(ref) & SITE_ARMED) {
		if (!arch_ftrace_called(ip))
			ret = -EINVAL;
	} else if (!arch_ftrace_is_nop(ip)) {
		ret = -EINVAL;
	}
	if (patch_should_fail())
		ret = -EIO;
	if (ret)
		ftrace_bug(ret, ref);
	return ret;
}

static int site_write(struct site_ref ref)
{
	struct ftrace_site *site = site_of(ref);
	unsigned long target;

	site->state &= ~SITE_STALE;
	if (!ref.group->ready)
		return 0;
	target = ops_site_target(ref);
	if (target == site_target(ref))
		return 0;
	arch_ftrace_queue(site_ip(ref), target);
	if (target)
		site->state |= SITE_ARMED | SITE_TOUCHED;
	else
		site->state &= ~SITE_ARMED;
	return 0;
}

static void write_touched(void)
{
	text_poke_reserve(touched.nr);
	mutex_lock(&text_mutex);
	visit_touched(site_write);
	text_poke_finish();
	mutex_unlock(&text_mutex);
	text_poke_release();
}

/**
 * ftrace_arm - bring the text of all touched sites up to date
 *
 * When it returns, no CPU runs what was there before at these sites; calls made
 * from there may still be under way.
 *
 * Context: ftrace_lock held, may sleep; takes text_mutex.
 * Return: 0; or a negative error, with nothing written and ftrace_disabled set.
 */
int ftrace_arm(void)
{
	int ret;

	lockdep_assert_held(&ftrace_lock);

	if (!touched.nr)
		return 0;
	ret = ftrace_disabled ? -ENODEV : visit_touched(site_check);
	if (ret)
		visit_touched(site_forget_touch);
	else
		write_touched();
	touched.nr = 0;
	return ret;
}

/**
 * ftrace_kill - patch no text any more
 *
 * Hooks that are armed stay so.
 * Context: Any.
 */
void ftrace_kill(void)
{
	ftrace_disabled = true;
	ftrace_enabled = 0;
}

/**
 * ftrace_is_dead - did patching the text fail once
 *
 * Context: Any.
 * Return: true if nothing can be hooked or unhooked any more.
 */
bool ftrace_is_dead(void)
{
	return ftrace_disabled;
}
