// SPDX-License-Identifier: GPL-2.0
/*
 * The functions that can be hooked: all of them by name or by address
 * (available_filter_functions, available_filter_functions_addrs), those that are
 * hooked now (enabled_functions), those that ever were (touched_functions), and
 * how many there are (dyn_ftrace_total_info).
 *
 * A position is the number of a function, counted through the groups: who goes
 * on where he stopped looks for the group and no further.  Process context, under
 * ftrace_lock from start to stop.
 */
#include <linux/kallsyms.h>
#include <linux/kallsyms_ascending.h>

#include "hook/hook.h"
#include "tracefs/tracefs.h"

/* Where the reader that has ftrace_lock stands, and the symbol that is there. */
static struct site_ref here;
static struct kallsyms_cursor symbol;

/* Bits of a site's state of which a list wants one; 0: it wants all sites. */
static u32 wanted_state(const struct seq_file *m)
{
	const struct trace_target *target = m->private;

	if (target->file->list == &enabled_functions_list)
		return SITE_ARMED;
	return target->file->list == &touched_functions_list ? SITE_TOUCHED : 0;
}

/* The first wanted site from @here on; *@pos becomes its number. */
static void *wanted_from_here(u32 wanted, loff_t *pos)
{
	list_for_each_entry_from(here.group, &site_groups, list) {
		for (; here.index < here.group->count; here.index++, ++*pos) {
			if (!wanted || site_state(here) & wanted)
				return &here;
		}
		here.index = 0;
	}
	return NULL;
}

static void *sites_start(struct seq_file *m, loff_t *pos)
{
	loff_t left = *pos;

	mutex_lock(&ftrace_lock);
	list_for_each_entry(here.group, &site_groups, list) {
		if (left < here.group->count)
			break;
		left -= here.group->count;
	}
	here.index = left;
	return wanted_from_here(wanted_state(m), pos);
}

static void *sites_next(struct seq_file *m, void *v, loff_t *pos)
{
	here.index++;
	++*pos;
	return wanted_from_here(wanted_state(m), pos);
}

static void sites_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&ftrace_lock);
}

static void module_site_name_show(struct seq_file *m)
{
	char buf[KSYM_NAME_LEN];
	const char *name;
	char *module;

	name = kallsyms_lookup(site_ip(here), NULL, NULL, &module, buf);
	if (name && module)
		seq_printf(m, "%s [%s]", name, module);
	else
		seq_printf(m, "0x%lx", site_ip(here));
}

static void site_name_show(struct seq_file *m)
{
	char buf[KSYM_NAME_LEN];
	const char *name;

	name = kallsyms_lookup_ascending(&symbol, site_ip(here), buf);
	if (name)
		seq_puts(m, name);
	else
		module_site_name_show(m);
}

static int site_show(struct seq_file *m, void *v)
{
	site_name_show(m);
	seq_putc(m, '\n');
	return 0;
}

static int site_addr_show(struct seq_file *m, void *v)
{
	seq_put_hex_ll(m, NULL, site_ip(here), 2 * sizeof(long));
	seq_putc(m, ' ');
	return site_show(m, v);
}

static int site_users_show(struct seq_file *m, void *v)
{
	site_name_show(m);
	ftrace_site_show(m, here);
	seq_putc(m, '\n');
	return 0;
}

const struct seq_operations available_filter_functions_list = {
	.start	= sites_start,
	.next	= sites_next,
	.stop	= sites_stop,
	.show	= site_show,
};

const struct seq_operations available_filter_functions_addrs_list = {
	.start	= sites_start,
	.next	= sites_next,
	.stop	= sites_stop,
	.show	= site_addr_show,
};

const struct seq_operations enabled_functions_list = {
	.start	= sites_start,
	.next	= sites_next,
	.stop	= sites_stop,
	.show	= site_users_show,
};

const struct seq_operations touched_functions_list = {
	.start	= sites_start,
	.next	= sites_next,
	.stop	= sites_stop,
	.show	= site_users_show,
};

/**
 * dyn_ftrace_total_info_show - how many sites there are, and what they occupy
 * @m: where to
 * @target: ignored
 *
 * Context: Process context.
 * Return: 0.
 */
int dyn_ftrace_total_info_show(struct seq_file *m, const struct trace_target *target)
{
	struct site_totals totals;

	site_totals(&totals);
	seq_printf(m, "%lu pages:%lu groups: %lu\n", totals.sites, totals.pages, totals.groups);
	return 0;
}
