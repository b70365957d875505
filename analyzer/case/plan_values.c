// SPDX-License-Identifier: MIT
/* Readers of the case file's plain values: texts, words of a fixed list, truth, counts. */
#include "plan_reader.h"
#include "plan_words.h"

#include <stdlib.h>

enum { SHOWN_MAX = 80 }; /* bytes of a wrong value that a message repeats */

const char *plan_text_of(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node)
{
	if (!plan_expect(reader, key, node, YAML_SCALAR)) {
		return NULL;
	}
	if (slice_trim(node->text).size == 0) {
		plan_mistake(reader, node, "`%s`: is empty", key->name);
		return NULL;
	}
	return node->text.data;
}

void plan_read_text(struct plan_reader *reader, const struct plan_key *key,
		    const struct yaml_node *node, void *field)
{
	const char *text = plan_text_of(reader, key, node);
	if (text != NULL) {
		*(const char **)field = text;
	}
}

static int compare_texts(const void *a, const void *b)
{
	const struct yaml_node *one = *(struct yaml_node *const *)a;
	const struct yaml_node *other = *(struct yaml_node *const *)b;
	int order = strcmp(one->text.data, other->text.data);
	return order != 0 ? order : (one > other) - (one < other);
}

/* Sorted, equal texts are neighbours: a list of 100,000 takes no 10^10 comparisons. */
static void tell_repetitions(struct plan_reader *reader, const struct plan_key *key,
			     const struct yaml_node *list)
{
	struct yaml_node **items = calloc(list->count + 1, sizeof(struct yaml_node *));
	if (items == NULL) {
		reader->is_out_of_memory = true;
		return;
	}
	size_t count = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i]->kind == YAML_SCALAR) {
			items[count++] = list->items[i];
		}
	}
	qsort(items, count, sizeof(struct yaml_node *), compare_texts);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(items[i - 1]->text.data, items[i]->text.data) == 0) {
			plan_mistake(reader, items[i], "`%s`: " SLICE_FORMAT " stands twice",
				     key->name,
				     SLICE_ARGUMENTS(slice_first(items[i]->text, SHOWN_MAX)));
		}
	}
	free(items);
}

/* A list of texts, each accepted by `take`, without repetition. */
static void read_list(struct plan_reader *reader, const struct plan_key *key,
		      const struct yaml_node *node, struct plan_texts *texts, plan_read_fn *take)
{
	if (!plan_expect(reader, key, node, YAML_SEQUENCE)) {
		return;
	}
	for (size_t i = 0; i < node->count && !reader->is_too_large; i++) {
		const char *text = NULL;
		take(reader, key, node->items[i], &text);
		if (text != NULL) {
			plan_texts_add(reader, texts, text);
		}
	}
	tell_repetitions(reader, key, node);
}

void plan_read_texts(struct plan_reader *reader, const struct plan_key *key,
		     const struct yaml_node *node, void *field)
{
	read_list(reader, key, node, field, plan_read_text);
}

void plan_read_bool(struct plan_reader *reader, const struct plan_key *key,
		    const struct yaml_node *node, void *field)
{
	const char *text = plan_text_of(reader, key, node);
	if (text == NULL) {
		return;
	}
	bool is_true = slice_is(node->text, "true");
	if (!is_true && !slice_is(node->text, "false")) {
		plan_mistake(reader, node, "`%s`: expected true or false, found `" SLICE_FORMAT "`",
			     key->name, SLICE_ARGUMENTS(slice_first(node->text, SHOWN_MAX)));
		return;
	}
	*(bool *)field = is_true;
}

void plan_read_count(struct plan_reader *reader, const struct plan_key *key,
		     const struct yaml_node *node, void *field)
{
	if (plan_text_of(reader, key, node) == NULL) {
		return;
	}
	int64_t value = 0;
	if (!slice_to_int(node->text, &value) || value < key->detail) {
		plan_mistake(reader, node,
			     "`%s`: expected a whole number from %lld, found `" SLICE_FORMAT "`",
			     key->name, (long long)key->detail,
			     SLICE_ARGUMENTS(slice_first(node->text, SHOWN_MAX)));
		return;
	}
	*(int64_t *)field = value;
}

void plan_read_kind(struct plan_reader *reader, const struct plan_key *key,
		    const struct yaml_node *node, void *field)
{
	static const char *const kinds[] = {"firewall", "gateway", "app",  "operator",
					    "ticket",   "pager",   "chat", "record"};
	const char *text = plan_text_of(reader, key, node);
	if (text == NULL) {
		return;
	}
	struct plan_nearest nearest = {.word = node->text};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (slice_is(node->text, kinds[i])) {
			*(const char **)field = kinds[i];
			return;
		}
		plan_nearest_offer(&nearest, kinds[i]);
	}
	struct slice shown = slice_first(node->text, SHOWN_MAX);
	if (nearest.best != NULL) {
		plan_mistake(reader, node, "unknown kind `" SLICE_FORMAT "`: did you mean `%s`?",
			     SLICE_ARGUMENTS(shown), nearest.best);
	} else {
		plan_mistake(
			reader, node,
			"unknown kind `" SLICE_FORMAT
			"`: one of firewall, gateway, app, operator, ticket, pager, chat, record",
			SLICE_ARGUMENTS(shown));
	}
}

void plan_read_signal(struct plan_reader *reader, const struct plan_key *key,
		      const struct yaml_node *node, void *field)
{
	const char *text = plan_text_of(reader, key, node);
	enum signal signal;
	if (text == NULL) {
		return;
	}
	if (signal_find(node->text, &signal)) {
		*(const char **)field = signal_name(signal);
		return;
	}
	const char *near = signal_nearest(node->text);
	struct slice shown = slice_first(node->text, SHOWN_MAX);
	if (near != NULL) {
		plan_mistake(reader, node, "unknown signal `" SLICE_FORMAT "`: did you mean `%s`?",
			     SLICE_ARGUMENTS(shown), near);
	} else {
		plan_mistake(reader, node,
			     "unknown signal `" SLICE_FORMAT
			     "`: see the vocabulary of signals in README.md",
			     SLICE_ARGUMENTS(shown));
	}
}

void plan_read_signals(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	read_list(reader, key, node, field, plan_read_signal);
}
