// SPDX-License-Identifier: MIT
/* The mistakes found so far, and mappings read by tables of keys. */
#include "plan_reader.h"

#include "plan_words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORD_SHOWN_MAX = 60 }; /* bytes of a wrong word that a message repeats */

void plan_mistake(struct plan_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	if (reader->mistake_count == PLAN_MISTAKES_MAX) {
		return;
	}
	if (reader->mistakes == NULL) {
		reader->mistakes = calloc(PLAN_MISTAKES_MAX, sizeof *reader->mistakes);
	}
	if (reader->mistakes == NULL) {
		reader->is_out_of_memory = true;
		return;
	}
	struct plan_mistake *mistake = &reader->mistakes[reader->mistake_count++];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(mistake->message, sizeof mistake->message, format, arguments);
	va_end(arguments);
	mistake->line = node == NULL ? 1 : node->line;
	mistake->column = node == NULL ? 1 : node->column;
}

void plan_texts_add(struct plan_reader *reader, struct plan_texts *texts, const char *text)
{
	/* Grows at powers of two: the count says when. */
	if ((texts->count & (texts->count - 1)) == 0) {
		size_t room = texts->count == 0 ? 1 : texts->count * 2;
		const char **items = plan_arena_take(reader->arena, room, sizeof(const char *));
		if (items == NULL) {
			return;
		}
		if (texts->count > 0) {
			memcpy(items, texts->items, texts->count * sizeof *items);
		}
		texts->items = items;
	}
	texts->items[texts->count++] = text;
}

void plan_warn(struct plan_reader *reader, const struct yaml_node *node, const char *format, ...)
{
	if (reader->plan->warnings.count == PLAN_MISTAKES_MAX) {
		return;
	}
	char message[ERROR_MESSAGE_SIZE];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	const char *text = plan_arena_print(reader->arena, "%s:%d:%d: %s", reader->path, node->line,
					    node->column, message);
	if (text != NULL) {
		plan_texts_add(reader, &reader->plan->warnings, text);
	}
}

bool plan_count_value(struct plan_reader *reader, const struct yaml_node *node)
{
	reader->values += 1 + node->text.size / 64;
	if (reader->values <= PLAN_VALUES_MAX) {
		return true;
	}
	if (!reader->is_too_large) {
		plan_mistake(reader, node, "more than %d values, aliases followed: too large",
			     (int)PLAN_VALUES_MAX);
	}
	reader->is_too_large = true;
	return false;
}

bool plan_expect(struct plan_reader *reader, const struct plan_key *key,
		 const struct yaml_node *node, enum yaml_kind kind)
{
	static const char *const names[] = {
		[YAML_SCALAR] = "text",
		[YAML_SEQUENCE] = "a list",
		[YAML_MAPPING] = "a mapping",
	};
	static const char *const examples[] = {
		[YAML_SCALAR] = "",
		[YAML_SEQUENCE] = ": write [one, two]",
		[YAML_MAPPING] = ": write {key: value}",
	};
	if (!plan_count_value(reader, node)) {
		return false;
	}
	if (node->kind == kind) {
		return true;
	}
	bool is_nothing = node->kind == YAML_SCALAR && node->is_plain && node->text.size == 0;
	plan_mistake(reader, node, "`%s`: expected %s, found %s%s", key->name, names[kind],
		     is_nothing ? "nothing" : names[node->kind], examples[kind]);
	return false;
}

bool plan_expect_items(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, enum yaml_kind kind)
{
	if (!plan_expect(reader, key, node, kind)) {
		return false;
	}
	if (node->count > PLAN_ITEMS_MAX) {
		plan_mistake(reader, node, "`%s`: more than %d items", key->name,
			     (int)PLAN_ITEMS_MAX);
		return false;
	}
	return true;
}

static void tell_unknown_key(struct plan_reader *reader, const struct plan_shape *shape,
			     const struct yaml_node *name)
{
	struct plan_nearest nearest = {.word = name->text};
	char known[ERROR_MESSAGE_SIZE / 2] = "";
	size_t used = 0;
	for (size_t i = 0; i < shape->count; i++) {
		plan_nearest_offer(&nearest, shape->keys[i].name);
		int written = snprintf(known + used, sizeof known - used, "%s%s", i > 0 ? ", " : "",
				       shape->keys[i].name);
		used += written > 0 && (size_t)written < sizeof known - used ? (size_t)written : 0;
	}
	struct slice shown = slice_first(name->text, WORD_SHOWN_MAX);
	if (nearest.best != NULL) {
		plan_mistake(reader, name, "unknown key `" SLICE_FORMAT "`: did you mean `%s`?",
			     SLICE_ARGUMENTS(shown), nearest.best);
		return;
	}
	plan_mistake(reader, name, "unknown key `" SLICE_FORMAT "`: %s has %s",
		     SLICE_ARGUMENTS(shown), shape->what, known);
}

static void tell_unknown_keys(struct plan_reader *reader, const struct plan_shape *shape,
			      const struct yaml_node *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct yaml_node *name = node->items[2 * i];
		bool is_known = false;
		for (size_t k = 0; k < shape->count && !is_known; k++) {
			is_known = slice_is(name->text, shape->keys[k].name);
		}
		if (!is_known) {
			tell_unknown_key(reader, shape, name);
		}
	}
}

bool plan_read_shape(struct plan_reader *reader, const struct plan_shape *shape,
		     const struct yaml_node *node, void *target)
{
	if (shape->standard != NULL) {
		memcpy(target, shape->standard, shape->size);
	}
	if (!plan_count_value(reader, node)) {
		return false;
	}
	if (node->kind != YAML_MAPPING) {
		plan_mistake(reader, node, "expected %s: write {%s: …}", shape->what,
			     shape->keys[0].name);
		return false;
	}
	for (size_t k = 0; k < shape->count; k++) {
		const struct plan_key *key = &shape->keys[k];
		const struct yaml_node *value = yaml_find(node, key->name);
		if (value != NULL) {
			key->read(reader, key, value, (char *)target + key->offset);
		} else if (key->is_required) {
			plan_mistake(reader, node, "%s needs `%s`", shape->what, key->name);
		}
	}
	tell_unknown_keys(reader, shape, node);
	return true;
}

void *plan_read_shapes(struct plan_reader *reader, const struct plan_key *key,
		       const struct plan_shape *shape, const struct yaml_node *node,
		       size_t *ret_count)
{
	*ret_count = 0;
	if (!plan_expect_items(reader, key, node, YAML_SEQUENCE)) {
		return NULL;
	}
	char *items = plan_arena_take(reader->arena, node->count, shape->size);
	if (items == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < node->count && !reader->is_too_large; i++) {
		plan_read_shape(reader, shape, node->items[i], items + i * shape->size);
	}
	*ret_count = node->count;
	return items;
}
