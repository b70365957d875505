// SPDX-License-Identifier: MIT
/* Lines of a log, and which expected item belongs to which. */
#include "specimen.h"

#include <stdlib.h>
#include <string.h>

#include "rows.h"

json_t *expected_at(json_t *item, const char *path)
{
	json_t *value = json_object_get(item, path);
	char key[256];
	for (const char *dot = strchr(path, '.'); value == NULL && dot != NULL;
	     dot = strchr(dot + 1, '.')) {
		snprintf(key, sizeof key, "%.*s", (int)(dot - path), path);
		json_t *inner = json_object_get(item, key);
		if (json_is_array(inner)) {
			inner = json_array_get(inner, 0);
		}
		value = json_is_object(inner) ? expected_at(inner, dot + 1) : NULL;
	}
	return value;
}

/* ------------------------------------------------------------------ lines */

static bool is_blank(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (strchr(" \t\r", text[i]) == NULL) {
			return false;
		}
	}
	return true;
}

static void split_lines(struct specimen *specimen, size_t size)
{
	size_t offset = 0;
	while (offset < size) {
		const char *end = memchr(specimen->text + offset, '\n', size - offset);
		size_t length =
			end == NULL ? size - offset : (size_t)(end - specimen->text) - offset;
		specimen->lines = realloc(specimen->lines,
					  (specimen->line_count + 1) * sizeof *specimen->lines);
		if (specimen->lines == NULL) {
			abort();
		}
		specimen->lines[specimen->line_count++] = (struct truth){NULL, offset, length};
		offset += length + 1;
	}
}

static size_t filled_lines(const struct specimen *specimen)
{
	size_t count = 0;
	for (size_t i = 0; i < specimen->line_count; i++) {
		const struct truth *line = &specimen->lines[i];
		count += is_blank(specimen->text + line->offset, line->size) ? 0 : 1;
	}
	return count;
}

static void place_by_number(struct specimen *specimen, json_t *items)
{
	size_t next = 0;
	for (size_t i = 0; i < specimen->line_count; i++) {
		struct truth *line = &specimen->lines[i];
		if (!is_blank(specimen->text + line->offset, line->size)) {
			line->item = json_array_get(items, next++);
		}
	}
}

static bool place_by_offset(struct specimen *specimen, json_t *item)
{
	json_t *offset = expected_at(item, "log.offset");
	for (size_t i = 0; json_is_integer(offset) && i < specimen->line_count; i++) {
		if (specimen->lines[i].offset == (size_t)json_integer_value(offset)) {
			specimen->lines[i].item = item;
			return true;
		}
	}
	return false;
}

/* The first line that is still free and holds the first line of what the item quotes. */
static bool place_by_text(struct specimen *specimen, json_t *item)
{
	static const char *const quotes[] = {"event.original", "message", "Parsed.message"};
	json_t *quote = NULL;
	for (size_t i = 0; i < 3 && !json_is_string(quote); i++) {
		quote = expected_at(item, quotes[i]);
	}
	if (!json_is_string(quote)) {
		return false;
	}
	const char *text = json_string_value(quote);
	size_t size = strcspn(text, "\r\n");
	for (size_t i = 0; size > 0 && i < specimen->line_count; i++) {
		struct truth *line = &specimen->lines[i];
		if (line->item == NULL && line->size >= size &&
		    memmem(specimen->text + line->offset, line->size, text, size) != NULL) {
			line->item = item;
			return true;
		}
	}
	return false;
}

void specimen_place(struct specimen *specimen, json_t *items, bool in_order)
{
	if (in_order && json_array_size(items) == filled_lines(specimen)) {
		place_by_number(specimen, items);
		return;
	}
	for (size_t i = 0; i < json_array_size(items); i++) {
		json_t *item = json_array_get(items, i);
		if (json_is_object(item) && !place_by_offset(specimen, item) &&
		    !place_by_text(specimen, item)) {
			specimen->unplaced++;
		}
	}
}

/* Both go forward together: what is written of one record may stand between those of others. */
void specimen_place_in_turn(struct specimen *specimen, json_t *items)
{
	size_t at = 0;
	for (size_t i = 0; i < json_array_size(items); i++) {
		json_t *item = json_array_get(items, i);
		const char *text = json_string_value(json_object_get(item, "message"));
		size_t size = strlen(text);
		size_t line = at;
		while (line < specimen->line_count &&
		       (specimen->lines[line].size < size ||
			memcmp(specimen->text + specimen->lines[line].offset, text, size) != 0)) {
			line++;
		}
		if (line == specimen->line_count) {
			specimen->unplaced++;
			continue;
		}
		specimen->lines[line].item = item;
		at = line + 1;
	}
}

bool specimen_open(struct specimen *specimen, const char *path, const char *name)
{
	size_t size = 0;
	specimen->path = strdup(path);
	specimen->name = strdup(name);
	specimen->text = load_file(path, &size);
	if (specimen->text == NULL) {
		specimen_close(specimen);
		return false;
	}
	split_lines(specimen, size);
	return true;
}

/* Messages that lie in JSON, put together to one log: message i is followed by item i. */

void specimen_close(struct specimen *specimen)
{
	free(specimen->path);
	free(specimen->name);
	free(specimen->text);
	free(specimen->lines);
	*specimen = (struct specimen){.root = specimen->root};
}
