// SPDX-License-Identifier: MIT
/*
 * Readers of what lines mean: matchers, `rules`, `faults` and the patterns of `services`.
 */
#include "plan_reader.h"
#include "plan_words.h"

#include "pattern.h"

/* Compiles to see whether it can be; the caller frees. NULL: told. */
static struct pattern *try_pattern(struct plan_reader *reader, const char *key,
				   const struct yaml_node *node)
{
	if (++reader->patterns > PLAN_PATTERNS_MAX) {
		if (reader->patterns == PLAN_PATTERNS_MAX + 1) {
			plan_mistake(reader, node, "more than %d patterns", (int)PLAN_PATTERNS_MAX);
		}
		return NULL;
	}
	struct pattern *pattern = NULL;
	struct error error = {0};
	enum status status = pattern_compile(node->text.data, &pattern, &error);
	if (status == STATUS_OK) {
		return pattern;
	}
	if (status == STATUS_NO_MEMORY) {
		reader->is_out_of_memory = true;
	} else {
		plan_mistake(reader, node, "`%s`: not a pattern: %s", key, error.message);
	}
	return NULL;
}

void plan_read_pattern(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	const char *text = plan_text_of(reader, key, node);
	struct pattern *pattern = text == NULL ? NULL : try_pattern(reader, key->name, node);
	if (pattern != NULL) {
		*(const char **)field = text;
	}
	pattern_free(pattern);
}

/* A pattern of `rules`: its named groups fill the event's fields of those names. */
static void read_rule_pattern(struct plan_reader *reader, const struct plan_key *key,
			      const struct yaml_node *node, void *field)
{
	static const char *const fields[] = {"step",    "object", "actor",     "role", "reason",
					     "outcome", "id",     "recipient", "after"};
	enum { FIELD_COUNT = sizeof fields / sizeof *fields };
	const char *text = plan_text_of(reader, key, node);
	struct pattern *pattern = text == NULL ? NULL : try_pattern(reader, key->name, node);
	size_t count = pattern == NULL ? 0 : pattern_group_count(pattern);
	for (size_t g = 0; g < count; g++) {
		const char *name = pattern_group_name(pattern, g);
		struct plan_nearest nearest = {.word = slice_from(name)};
		bool is_known = false;
		for (size_t f = 0; f < FIELD_COUNT; f++) {
			is_known = is_known || strcmp(name, fields[f]) == 0;
			plan_nearest_offer(&nearest, fields[f]);
		}
		if (!is_known && nearest.best != NULL) {
			plan_mistake(reader, node,
				     "`%s`: group <%s> is no field: did you mean <%s>?", key->name,
				     name, nearest.best);
		} else if (!is_known) {
			plan_mistake(reader, node,
				     "`%s`: group <%s> is no field: one of step, object, actor, "
				     "role, reason, outcome, id, recipient, after",
				     key->name, name);
		}
	}
	if (pattern != NULL) {
		*(const char **)field = text;
	}
	pattern_free(pattern);
}

#define MATCHER_FIELD(member) offsetof(struct plan_matcher, member)

static const struct plan_key matcher_keys[] = {
	{"signal", plan_read_signal, MATCHER_FIELD(signal_word), .is_required = false},
	{"source", plan_read_text, MATCHER_FIELD(source), .is_required = false},
	{"kind", plan_read_kind, MATCHER_FIELD(kind), .is_required = false},
	{"host", plan_read_text, MATCHER_FIELD(host), .is_required = false},
	{"actor", plan_read_text, MATCHER_FIELD(actor), .is_required = false},
	{"object", plan_read_text, MATCHER_FIELD(object), .is_required = false},
	{"outcome", plan_read_text, MATCHER_FIELD(outcome), .is_required = false},
	{"match", plan_read_pattern, MATCHER_FIELD(match), .is_required = false},
};

static const struct plan_shape matcher_shape = {
	.what = "a matcher",
	.keys = matcher_keys,
	.count = sizeof matcher_keys / sizeof *matcher_keys,
	.size = sizeof(struct plan_matcher),
};

/* One that holds for every line is a slip, not a wish. */
static void finish_matcher(struct plan_reader *reader, const struct yaml_node *node,
			   struct plan_matcher *matcher)
{
	matcher->line = node->line;
	matcher->column = node->column;
	if (node->kind == YAML_MAPPING && node->count == 0) {
		plan_mistake(reader, node, "a matcher without conditions would take every line");
	}
}

void plan_read_matcher(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	(void)key;
	plan_read_shape(reader, &matcher_shape, node, field);
	finish_matcher(reader, node, field);
}

void plan_read_matchers(struct plan_reader *reader, const struct plan_key *key,
			const struct yaml_node *node, void *field)
{
	struct plan_matchers *matchers = field;
	matchers->items = plan_read_shapes(reader, key, &matcher_shape, node, &matchers->count);
	for (size_t i = 0; i < matchers->count; i++) {
		finish_matcher(reader, node->items[i], &matchers->items[i]);
	}
}

static void read_rule_signal(struct plan_reader *reader, const struct plan_key *key,
			     const struct yaml_node *node, void *field)
{
	const char *word = NULL;
	plan_read_signal(reader, key, node, &word);
	if (word != NULL) {
		signal_find(slice_from(word), field);
	}
}

#define RULE_FIELD(member) offsetof(struct plan_rule, matcher.member)

static const struct plan_key rule_keys[] = {
	{"match", read_rule_pattern, RULE_FIELD(match), .is_required = false},
	{"signal", read_rule_signal, offsetof(struct plan_rule, signal), .is_required = true},
	{"source", plan_read_text, RULE_FIELD(source), .is_required = false},
	{"kind", plan_read_kind, RULE_FIELD(kind), .is_required = false},
	{"host", plan_read_text, RULE_FIELD(host), .is_required = false},
	{"actor", plan_read_text, RULE_FIELD(actor), .is_required = false},
	{"object", plan_read_text, RULE_FIELD(object), .is_required = false},
	{"outcome", plan_read_text, RULE_FIELD(outcome), .is_required = false},
};

static const struct plan_shape rule_shape = {
	.what = "a rule",
	.keys = rule_keys,
	.count = sizeof rule_keys / sizeof *rule_keys,
	.size = sizeof(struct plan_rule),
};

void plan_read_rules(struct plan_reader *reader, const struct plan_key *key,
		     const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->rules = plan_read_shapes(reader, key, &rule_shape, node, &plan->rule_count);
	for (size_t i = 0; i < plan->rule_count; i++) {
		const struct yaml_node *item = node->items[i];
		plan->rules[i].matcher.line = item->line;
		plan->rules[i].matcher.column = item->column;
		if (item->kind == YAML_MAPPING && item->count == 1 &&
		    yaml_find(item, "signal") != NULL) {
			plan_mistake(reader, item,
				     "a rule without conditions would take every line");
		}
	}
}

static const struct plan_key fault_keys[] = {
	{"open", plan_read_matcher, offsetof(struct plan_fault, open), .is_required = true},
	{"clear", plan_read_matcher, offsetof(struct plan_fault, clear), .is_required = true},
	{"object", plan_read_text, offsetof(struct plan_fault, object), .is_required = false},
	{"external", plan_read_bool, offsetof(struct plan_fault, external), .is_required = false},
};

static const struct plan_shape fault_shape = {
	.what = "a fault",
	.keys = fault_keys,
	.count = sizeof fault_keys / sizeof *fault_keys,
	.size = sizeof(struct plan_fault),
};

void plan_read_faults(struct plan_reader *reader, const struct plan_key *key,
		      const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->faults = plan_read_shapes(reader, key, &fault_shape, node, &plan->fault_count);
}

void plan_read_services(struct plan_reader *reader, const struct plan_key *key,
			const struct yaml_node *node, void *field)
{
	(void)field;
	if (!plan_expect_items(reader, key, node, YAML_MAPPING)) {
		return;
	}
	struct plan_service *services =
		plan_arena_take(reader->arena, node->count, sizeof *services);
	for (size_t i = 0; i < node->count && services != NULL && !reader->is_too_large; i++) {
		struct plan_key pattern = {.name = node->items[2 * i]->text.data};
		services[i].name = pattern.name;
		services[i].pattern = "";
		plan_read_pattern(reader, &pattern, node->items[2 * i + 1], &services[i].pattern);
	}
	reader->plan->services = services;
	reader->plan->service_count = services == NULL ? 0 : node->count;
}
