// SPDX-License-Identifier: GPL-2.0
/*
 * The language of filters: comparisons of an event's fields with constants,
 * joined by &&, ||, ! and parentheses.
 *
 * Tells right filters from wrong ones, and in the error log what is wrong and
 * where; nothing evaluates filters yet.  Called in process context under
 * event_mutex, with a text of the user's.  Does not recurse, as parentheses
 * may nest as deep as a text is long.
 */
#include <kunit/visibility.h>
#include <linux/cpumask.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "base/base.h"
#include "event/event.h"

enum filter_error {
	ERR_OPERATOR,
	ERR_OPEN,
	ERR_CLOSE,
	ERR_QUOTE,
	ERR_BRACE_OPEN,
	ERR_BRACE_CLOSE,
	ERR_TOO_LONG,
	ERR_WANTS_STRING,
	ERR_WANTS_NUMBER,
	ERR_FIELD_OPERATOR,
	ERR_FIELD,
	ERR_NUMBER,
	ERR_TERMS,
	ERR_CPULIST,
	ERR_VALUE,
};

static const char *const error_texts[] = {
	[ERR_OPERATOR]		= "Invalid operator",
	[ERR_OPEN]		= "Too many '('",
	[ERR_CLOSE]		= "Too few '('",
	[ERR_QUOTE]		= "Missing matching quote",
	[ERR_BRACE_OPEN]	= "Missing '{'",
	[ERR_BRACE_CLOSE]	= "Missing '}'",
	[ERR_TOO_LONG]		= "Operand too long",
	[ERR_WANTS_STRING]	= "Expecting string field",
	[ERR_WANTS_NUMBER]	= "Expecting numeric field",
	[ERR_FIELD_OPERATOR]	= "Illegal operation for field type",
	[ERR_FIELD]		= "Field not found",
	[ERR_NUMBER]		= "Illegal integer value",
	[ERR_TERMS]		= "Too many terms in predicate expression",
	[ERR_CPULIST]		= "Invalid cpulist",
	[ERR_VALUE]		= "Invalid value (did you forget quotes)?",
};

static const struct error_words filter_words = {
	.location	= "event filter parse error",
	.texts		= error_texts,
	.nr		= ARRAY_SIZE(error_texts),
};

/* Those that begin like another come before it. */
static const char *const operators[] = { "==", "!=", "<=", ">=", "<", ">", "&", "~" };

enum operator_class {
	OP_EQUAL,	/* any field */
	OP_GLOB,	/* strings */
	OP_AND,		/* numbers and masks */
	OP_ORDER,	/* numbers */
};

struct filter_parser {
	struct trace_event_call	*call;
	const char		*text;
	const char		*at;
	unsigned int		depth;		/* open parentheses */
	struct error_report	report;
};

/* What a term begins with. */
struct filter_term {
	u8			type;		/* FILTER_* of the field */
	enum operator_class	op;
	bool			is_function;
};

static int wrong(struct filter_parser *p, enum filter_error error, const char *where)
{
	error_log_add(&p->report, error, where - p->text);
	return -EINVAL;
}

static bool is_word(char c)
{
	return isalnum(c) || c == '_';
}

static bool take(struct filter_parser *p, const char *what)
{
	size_t len = strlen(what);

	if (strncmp(p->at, what, len))
		return false;
	p->at += len;
	return true;
}

/* Fields that every event has without them being in its record. */
static const struct {
	const char	*name;
	u8		type;
} generic_fields[] = {
	{ "CPU",	FILTER_CPU },
	{ "cpu",	FILTER_CPU },
	{ "COMM",	FILTER_COMM },
	{ "comm",	FILTER_COMM },
};

static bool is_name(const char *name, const char *text, size_t len)
{
	return strlen(name) == len && !strncmp(name, text, len);
}

/* The type of a field, or -ENOENT; an event's own comm is not the task's. */
static int field_type(struct trace_event_call *call, const char *text, size_t len)
{
	struct event_field_walk walk;
	struct event_field *field;
	unsigned int i;

	for_each_event_field(field, &walk, call) {
		if (is_name(field->name, text, len))
			return field->filter_type;
	}
	for_each_common_field(field, &walk) {
		if (is_name(field->name, text, len))
			return field->filter_type;
	}
	for (i = 0; i < ARRAY_SIZE(generic_fields); i++) {
		if (is_name(generic_fields[i].name, text, len))
			return generic_fields[i].type;
	}
	return -ENOENT;
}

static bool is_string(u8 type)
{
	switch (type) {
	case FILTER_STATIC_STRING:
	case FILTER_DYN_STRING:
	case FILTER_RDYN_STRING:
	case FILTER_PTR_STRING:
	case FILTER_COMM:
		return true;
	default:
		return false;
	}
}

static bool operator_fits(const struct filter_term *term)
{
	if (term->is_function)
		return term->op == OP_EQUAL;
	if (is_string(term->type))
		return term->op == OP_EQUAL || term->op == OP_GLOB;
	if (term->type == FILTER_CPUMASK)
		return term->op == OP_EQUAL || term->op == OP_AND;
	return term->op != OP_GLOB;
}

static int parse_operator(struct filter_parser *p, struct filter_term *term)
{
	static const enum operator_class classes[] = {
		OP_EQUAL, OP_EQUAL, OP_ORDER, OP_ORDER, OP_ORDER, OP_ORDER, OP_AND, OP_GLOB,
	};
	const char *where = p->at;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(operators); i++) {
		if (take(p, operators[i]))
			break;
	}
	if (i == ARRAY_SIZE(operators))
		return wrong(p, ERR_OPERATOR, where);
	term->op = classes[i];
	return operator_fits(term) ? 0 : wrong(p, ERR_FIELD_OPERATOR, where);
}

static int parse_field(struct filter_parser *p, struct filter_term *term)
{
	const char *name = p->at, *end;
	bool is_user;
	int type;

	while (is_word(*p->at))
		p->at++;
	end = p->at;
	is_user = take(p, ".ustring");
	term->is_function = !is_user && take(p, ".function");
	p->at = skip_spaces(p->at);
	type = field_type(p->call, name, end - name);
	if (type < 0)
		return wrong(p, ERR_FIELD, p->at);
	term->type = is_user ? FILTER_PTR_STRING : type;
	return 0;
}

static int parse_cpus(struct filter_parser *p, const struct filter_term *term)
{
	const char *list = p->at;
	cpumask_var_t mask;
	char *copy;
	int ret;

	if (!take(p, "{"))
		return wrong(p, ERR_BRACE_OPEN, list);
	p->at += strcspn(p->at, "}");
	if (!*p->at)
		return wrong(p, ERR_BRACE_CLOSE, list);
	copy = kmemdup_nul(list + 1, p->at - list - 1, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	p->at++;
	ret = zalloc_cpumask_var(&mask, GFP_KERNEL) ? cpulist_parse(copy, mask) : -ENOMEM;
	if (ret != -ENOMEM)
		free_cpumask_var(mask);
	kfree(copy);
	if (ret == -ENOMEM)
		return ret;
	return ret || is_string(term->type) ? wrong(p, ERR_CPULIST, list) : 0;
}

static int parse_quoted(struct filter_parser *p, const struct filter_term *term)
{
	const char *begin = p->at++;
	size_t len;

	while (*p->at && *p->at != *begin)
		p->at++;
	if (!*p->at)
		return wrong(p, ERR_QUOTE, begin);
	len = p->at++ - begin - 1;
	if (!is_string(term->type))
		return wrong(p, ERR_WANTS_NUMBER, begin);
	return len < MAX_FILTER_STR_VAL ? 0 : wrong(p, ERR_TOO_LONG, begin);
}

static int parse_number(struct filter_parser *p)
{
	const char *begin = p->at;
	unsigned long long value;
	char word[32];
	size_t len;

	p->at += *p->at == '-';
	while (is_word(*p->at))
		p->at++;
	len = p->at - begin;
	if (len >= sizeof(word))
		return wrong(p, ERR_NUMBER, begin);
	memcpy(word, begin, len);
	word[len] = '\0';
	if (*word == '-' ? kstrtoll(word, 0, (long long *)&value) : kstrtoull(word, 0, &value))
		return wrong(p, ERR_NUMBER, begin);
	return 0;
}

/* A word or a glob without quotes, to the next space or parenthesis. */
static int parse_bare_string(struct filter_parser *p)
{
	const char *begin = p->at;

	p->at += strcspn(p->at, " \t\n()&|");
	if (p->at == begin)
		return wrong(p, ERR_VALUE, begin);
	return p->at - begin < MAX_FILTER_STR_VAL ? 0 : wrong(p, ERR_TOO_LONG, begin);
}

static int parse_value(struct filter_parser *p, const struct filter_term *term)
{
	if (take(p, "CPUS"))
		return parse_cpus(p, term);
	if (*p->at == '"' || *p->at == '\'')
		return parse_quoted(p, term);
	if (is_string(term->type) || term->is_function)
		return parse_bare_string(p);
	if (isdigit(*p->at) || (*p->at == '-' && isdigit(p->at[1])))
		return parse_number(p);
	return wrong(p, ERR_VALUE, p->at);
}

static int parse_term(struct filter_parser *p)
{
	struct filter_term term;
	int ret = parse_field(p, &term) ?: parse_operator(p, &term);

	if (ret)
		return ret;
	p->at = skip_spaces(p->at);
	return parse_value(p, &term);
}

/* Where a term may begin: before it, any number of ! and (. */
static int parse_operand(struct filter_parser *p)
{
	for (;;) {
		p->at = skip_spaces(p->at);
		if (*p->at == '(')
			p->depth++;
		else if (*p->at != '!')
			break;
		p->at++;
	}
	return parse_term(p);
}

/* Behind a term: any number of ), then the end or what joins it to the next. */
static int parse_join(struct filter_parser *p, bool *more)
{
	for (p->at = skip_spaces(p->at); *p->at == ')'; p->at = skip_spaces(p->at + 1)) {
		if (!p->depth--)
			return wrong(p, ERR_CLOSE, p->at);
	}
	*more = take(p, "&&") || take(p, "||");
	if (*more)
		return 0;
	if (*p->at)
		return wrong(p, ERR_TERMS, p->at);
	return p->depth ? wrong(p, ERR_OPEN, p->at) : 0;
}

/**
 * event_filter_check - is a text a filter for an event
 * @tr: the instance whose log gets to know if it is not
 * @call: the event
 * @text: the filter
 *
 * Context: Process context, may sleep; under event_mutex.
 * Return: 0, -EINVAL for what is no filter, or -ENOMEM.
 */
int event_filter_check(struct trace_array *tr, struct trace_event_call *call, const char *text)
{
	struct filter_parser p = {
		.call		= call,
		.text		= text,
		.at		= text,
		.report		= { .log = &tr->errors, .words = &filter_words, .cmd = text },
	};
	bool more = true;
	int ret = 0;

	while (!ret && more)
		ret = parse_operand(&p) ?: parse_join(&p, &more);
	return ret;
}
EXPORT_SYMBOL_IF_KUNIT(event_filter_check);
