// SPDX-License-Identifier: MIT
/*
 * Reader of the case file's own formats: a pattern with named groups, and a sample that must match.
 */
#include "plan_reader.h"
#include "plan_words.h"

#include "pattern.h"

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

#define FORMAT_FIELD(member) offsetof(struct plan_format, member)

static const struct plan_key format_keys[] = {
	{"name", read_format_name, FORMAT_FIELD(name), .is_required = true},
	{"pattern", plan_read_pattern, FORMAT_FIELD(pattern), .is_required = true},
	{"time", plan_read_text, FORMAT_FIELD(time), .is_required = false},
	{"signals", read_conditions, 0, .is_required = false},
	{"sample", plan_read_text, FORMAT_FIELD(sample), .is_required = true},
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

static void check_format(struct plan_reader *reader, const struct plan_format *format,
			 const struct yaml_node *node)
{
	struct pattern *pattern = NULL;
	if (format->pattern == NULL ||
	    pattern_compile(format->pattern, &pattern, NULL) != STATUS_OK) {
		return;
	}
	if (pattern_group_find(pattern, "time") == pattern_group_count(pattern)) {
		plan_mistake(reader, yaml_find(node, "pattern"),
			     "`pattern`: needs a group <time>: a line without time proves nothing");
	}
	if (format->sample != NULL &&
	    pattern_match(pattern, slice_from(format->sample), NULL, NULL) != STATUS_OK) {
		plan_mistake(reader, yaml_find(node, "sample"),
			     "`sample`: the pattern does not match it");
	}
	check_conditions(reader, format, node, pattern);
	pattern_free(pattern);
}

void plan_read_formats(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->formats = plan_read_shapes(reader, key, &format_shape, node, &plan->format_count);
	for (size_t i = 0; i < plan->format_count; i++) {
		struct plan_format *format = &plan->formats[i];
		format->line = node->items[i]->line;
		format->column = node->items[i]->column;
		check_format(reader, format, node->items[i]);
		for (size_t k = 0; k < i && format->name != NULL; k++) {
			const char *other = plan->formats[k].name;
			if (other != NULL && strcmp(other, format->name) == 0) {
				plan_mistake(reader, node->items[i],
					     "a second format of the name `%s`", other);
			}
		}
	}
}
