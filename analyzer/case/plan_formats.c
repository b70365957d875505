// SPDX-License-Identifier: MIT
/*
 * Reader of the user's own formats: a pattern with named groups, and samples that must match; in
 * the case file, or in files of their own.
 */
#include "plan_reader.h"
#include "plan_words.h"

#include "caret.h"
#include "layout.h"
#include "pattern.h"
#include "syslog.h"

#define CONDITION_FIELD(member) offsetof(struct plan_signal_condition, member)

static const struct plan_key condition_keys[] = {
	{"signal", plan_read_signal, CONDITION_FIELD(signal_word), .is_required = true},
	{"field", plan_read_text, CONDITION_FIELD(field), .is_required = false},
	{"match", plan_read_pattern, CONDITION_FIELD(match), .is_required = true},
};

static const struct plan_shape condition_shape = {
	.what = "an item of `signals`",
	.keys = condition_keys,
	.count = sizeof condition_keys / sizeof *condition_keys,
	.size = sizeof(struct plan_signal_condition),
};

static void read_conditions(struct plan_reader *reader, const struct plan_key *key,
			    const struct yaml_node *node, void *field)
{
	struct plan_format *format = field; /* offset 0: two members are filled */
	format->signals =
		plan_read_shapes(reader, key, &condition_shape, node, &format->signal_count);
}

/* Formats are named as the built-in ones are, so that `--format GLOB=NAME` can tell them apart. */
static void read_format_name(struct plan_reader *reader, const struct plan_key *key,
			     const struct yaml_node *node, void *field)
{
	const char *name = plan_text_of(reader, key, node);
	if (name == NULL) {
		return;
	}
	if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name)) {
		plan_mistake(reader, node,
			     "`name`: a format's name has small letters, digits and _ only");
		return;
	}
	*(const char **)field = name;
}

/* One line, or a list of them. */
static void read_samples(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node, void *field)
{
	if (node->kind == YAML_SEQUENCE) {
		plan_read_texts(reader, key, node, field);
		if (node->count == 0) {
			plan_mistake(reader, node, "`sample`: at least one line is needed");
		}
		return;
	}
	const char *text = plan_text_of(reader, key, node);
	if (text != NULL) {
		plan_texts_add(reader, field, text);
	}
}

#define FORMAT_FIELD(member) offsetof(struct plan_format, member)

static const struct plan_key format_keys[] = {
	{"name", read_format_name, FORMAT_FIELD(name), .is_required = true},
	{"pattern", plan_read_pattern, FORMAT_FIELD(pattern), .is_required = true},
	{"time", plan_read_text, FORMAT_FIELD(time), .is_required = false},
	{"signals", read_conditions, 0, .is_required = false},
	{"sample", read_samples, FORMAT_FIELD(samples), .is_required = true},
};

static const struct plan_shape format_shape = {
	.what = "a format",
	.keys = format_keys,
	.count = sizeof format_keys / sizeof *format_keys,
	.size = sizeof(struct plan_format),
};

/* A condition looks at a group of the pattern; one that the pattern has not would never hold. */
static void check_conditions(struct plan_reader *reader, const struct plan_format *format,
			     const struct yaml_node *node, const struct pattern *pattern)
{
	const struct yaml_node *items = yaml_find(node, "signals");
	for (size_t i = 0; i < format->signal_count; i++) {
		const char *field = format->signals[i].field;
		size_t count = pattern_group_count(pattern);
		if (field == NULL || pattern_group_find(pattern, field) < count) {
			continue;
		}
		struct plan_nearest nearest = {.word = slice_from(field)};
		for (size_t g = 0; g < count; g++) {
			plan_nearest_offer(&nearest, pattern_group_name(pattern, g));
		}
		const struct yaml_node *at = yaml_find(items->items[i], "field");
		plan_mistake(reader, at, "`field`: the pattern has no group <%s>%s%s%s", field,
			     nearest.best == NULL ? "" : ": did you mean <",
			     nearest.best == NULL ? "" : nearest.best,
			     nearest.best == NULL ? "" : ">?");
	}
}

/* The text that the pattern matches: the line, or what is left of it behind a syslog header. */
static bool match_line(struct pattern *pattern, struct slice line, struct slice *ret_text,
		       struct slice *ret_groups)
{
	struct envelope envelope;
	*ret_text = line;
	if (pattern_match(pattern, line, ret_groups, NULL) == STATUS_OK) {
		return true;
	}
	struct slice body;
	syslog_peel(line, &envelope, &body);
	if (pattern_match(pattern, body, ret_groups, NULL) != STATUS_OK) {
		return false;
	}
	*ret_text = body;
	return true;
}

static void check_sample(struct plan_reader *reader, const struct plan_format *format,
			 const char *sample, const struct yaml_node *node, struct pattern *pattern)
{
	enum { item_shown_max = 40 };
	char place[CARET_SIZE] = "";
	struct slice text;
	struct slice groups[PATTERN_GROUP_LIMIT];
	struct pattern_reach reach = {0};
	if (!match_line(pattern, slice_from(sample), &text, groups)) {
		if (!pattern_reach(pattern, slice_from(sample), &reach)) {
			plan_mistake(reader, node, "`sample`: the pattern does not match it");
			return;
		}
		caret_show(slice_from(sample), reach.stop, place);
		size_t size = reach.item_size < item_shown_max ? reach.item_size : item_shown_max;
		plan_mistake(reader, node,
			     "`sample`: the pattern does not match it: up to here, then it wants "
			     "`%.*s`:%s",
			     (int)size, format->pattern + reach.item, place);
		return;
	}
	size_t time = pattern_group_find(pattern, "time");
	if (format->time == NULL || time == pattern_group_count(pattern) ||
	    layout_check(format->time, NULL) != STATUS_OK) {
		return;
	}
	struct stamp stamp;
	struct slice rest = groups[time];
	if (rest.size > 0 && !(layout_eat(format->time, &rest, &stamp) && rest.size == 0)) {
		caret_show(text, (size_t)(rest.data - text.data), place);
		plan_mistake(reader, node, "`sample`: its <time> is not as `time` says:%s", place);
	}
}

static void check_time(struct plan_reader *reader, const struct plan_format *format,
		       const struct yaml_node *node)
{
	struct error error = {0};
	if (format->time != NULL && layout_check(format->time, &error) != STATUS_OK) {
		plan_mistake(reader, yaml_find(node, "time"), "`time`: %s", error.message);
	}
}

static void check_format(struct plan_reader *reader, const struct plan_format *format,
			 const struct yaml_node *node)
{
	struct pattern *pattern = NULL;
	check_time(reader, format, node);
	if (format->pattern == NULL ||
	    pattern_compile(format->pattern, &pattern, NULL) != STATUS_OK) {
		return;
	}
	if (pattern_group_find(pattern, "time") == pattern_group_count(pattern)) {
		plan_mistake(reader, yaml_find(node, "pattern"),
			     "`pattern`: needs a group <time>: a line without time proves nothing");
	}
	const struct yaml_node *samples = yaml_find(node, "sample");
	for (size_t i = 0; i < format->samples.count; i++) {
		bool is_list = samples->kind == YAML_SEQUENCE && i < samples->count;
		check_sample(reader, format, format->samples.items[i],
			     is_list ? samples->items[i] : samples, pattern);
	}
	check_conditions(reader, format, node, pattern);
	pattern_free(pattern);
}

static bool is_named(const struct plan_format *format, const char *name)
{
	return format->name != NULL && name != NULL && strcmp(format->name, name) == 0;
}

/* Those of before and these, one list. */
static void join_formats(struct plan_reader *reader, struct plan_format *added, size_t count)
{
	struct plan *plan = reader->plan;
	size_t sum = plan->format_count + count;
	struct plan_format *joined = plan_arena_take(reader->arena, sum + 1, sizeof *joined);
	if (joined == NULL) {
		reader->is_out_of_memory = true;
		return;
	}
	for (size_t i = 0; i < sum; i++) {
		joined[i] =
			i < plan->format_count ? plan->formats[i] : added[i - plan->format_count];
	}
	plan->formats = joined;
	plan->format_count = sum;
}

void plan_read_formats(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	size_t first = plan->format_count;
	size_t count = 0;
	struct plan_format *added = plan_read_shapes(reader, key, &format_shape, node, &count);
	for (size_t i = 0; i < count; i++) {
		added[i].file = plan_arena_copy(reader->arena, slice_from(reader->path));
		added[i].line = node->items[i]->line;
		added[i].column = node->items[i]->column;
		check_format(reader, &added[i], node->items[i]);
	}
	if (count > 0) {
		join_formats(reader, added, count);
	}
	for (size_t i = first; i < plan->format_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (is_named(&plan->formats[k], plan->formats[i].name)) {
				plan_mistake(reader, node->items[i - first],
					     "a second format of the name `%s`",
					     plan->formats[i].name);
			}
		}
	}
}

static void skip_version(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node, void *field)
{
	(void)field;
	const char *text = plan_text_of(reader, key, node);
	if (text != NULL && strcmp(text, "1") != 0) {
		plan_mistake(reader, node, "`overrun`: only version 1 is known");
	}
}

static const struct plan_key file_keys[] = {
	{"overrun", skip_version, 0, .is_required = false},
	{"formats", plan_read_formats, 0, .is_required = true},
};

static const struct plan_shape file_shape = {
	.what = "a file of formats",
	.keys = file_keys,
	.count = sizeof file_keys / sizeof *file_keys,
};

void plan_read_formats_tree(struct plan_reader *reader)
{
	if (reader->root == NULL) {
		plan_mistake(reader, NULL, "empty: a file of formats begins with `formats:`");
		return;
	}
	plan_read_shape(reader, &file_shape, reader->root, reader->plan);
}
