// SPDX-License-Identifier: MIT
/* The keys of a YAML mapping: found, and none twice. */
#include "plan_yaml.h"

#include <stdio.h>
#include <stdlib.h>

enum { KEY_SHOWN_MAX = 80 }; /* bytes of a key that a message repeats */

static int compare_keys(const void *a, const void *b)
{
	const struct yaml_node *one = *(struct yaml_node *const *)a;
	const struct yaml_node *other = *(struct yaml_node *const *)b;
	size_t size = one->text.size < other->text.size ? one->text.size : other->text.size;
	int order = memcmp(one->text.data, other->text.data, size);
	if (order == 0) {
		order = (one->text.size > other->text.size) - (one->text.size < other->text.size);
	}
	if (order == 0) {
		order = (one->line > other->line) - (one->line < other->line);
	}
	return order != 0 ? order : (one->column > other->column) - (one->column < other->column);
}

/* Sorted, equal keys are neighbours: a mapping of 100,000 keys takes no 10^10 comparisons. */
enum status yaml_check_keys(const struct yaml_node *mapping, struct yaml_place *ret_place)
{
	if (mapping->count < 2) {
		return STATUS_OK;
	}
	const struct yaml_node **keys = calloc(mapping->count, sizeof(struct yaml_node *));
	if (keys == NULL) {
		return STATUS_NO_MEMORY;
	}
	for (size_t i = 0; i < mapping->count; i++) {
		keys[i] = mapping->items[2 * i];
	}
	qsort(keys, mapping->count, sizeof(struct yaml_node *), compare_keys);
	enum status status = STATUS_OK;
	for (size_t i = 1; i < mapping->count && status == STATUS_OK; i++) {
		if (slice_equals(keys[i - 1]->text, keys[i]->text)) {
			ret_place->line = keys[i]->line;
			ret_place->column = keys[i]->column;
			snprintf(ret_place->message, sizeof ret_place->message,
				 "key `" SLICE_FORMAT "` stands twice: first in line %d",
				 SLICE_ARGUMENTS(slice_first(keys[i]->text, KEY_SHOWN_MAX)),
				 keys[i - 1]->line);
			status = STATUS_USAGE;
		}
	}
	free(keys);
	return status;
}

const struct yaml_node *yaml_find(const struct yaml_node *node, const char *key)
{
	if (node == NULL || node->kind != YAML_MAPPING) {
		return NULL;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (slice_is(node->items[2 * i]->text, key)) {
			return node->items[2 * i + 1];
		}
	}
	return NULL;
}
