// SPDX-License-Identifier: MIT
/*
 * Names for sources that state none, after their path:
 *
 *     logs/bastion.tar.gz      bastion
 *     records/site-*.csv*      site
 *     logs/fw-gw-01/?*         fw-gw-01: nothing but wildcards, so the folder
 */
#include "plan_reader.h"

#include <stdio.h>

enum { NAME_MAX_SIZE = 128 }; /* longer names are cut: they are read in tables */

static bool is_wildcard(char c)
{
	return strchr("*?[]{}", c) != NULL;
}

/* Endings that say how a file is packed or written, not what it is. */
static struct slice without_endings(struct slice name)
{
	static const char *const endings[] = {
		".gz", ".bz2", ".xz",  ".zst",  ".lz4", ".zip",   ".tar",    ".tgz",
		".7z", ".log", ".csv", ".json", ".txt", ".jsonl", ".ndjson", ".out",
	};
	for (bool is_changed = true; is_changed;) {
		is_changed = false;
		for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
			size_t size = strlen(endings[i]);
			if (name.size > size && slice_ends_with(name, endings[i])) {
				name = slice_first(name, name.size - size);
				is_changed = true;
			}
		}
	}
	return name;
}

/* The component's letters: wildcards dropped, and what joined them to the rest. */
static size_t name_of(struct slice component, char *name)
{
	char letters[NAME_MAX_SIZE];
	size_t size = 0;
	for (size_t i = 0; i < component.size && size < sizeof letters; i++) {
		if (!is_wildcard(component.data[i])) {
			letters[size++] = component.data[i];
		}
	}
	struct slice text = without_endings(slice_make(letters, size));
	while (text.size > 0 && strchr(".-_ ", text.data[0]) != NULL) {
		text = slice_after(text, 1);
	}
	while (text.size > 0 && strchr(".-_ ", text.data[text.size - 1]) != NULL) {
		text = slice_first(text, text.size - 1);
	}
	memcpy(name, text.data, text.size);
	return text.size;
}

static struct slice source_name(struct slice path, char *buffer)
{
	size_t size = 0;
	while (size == 0 && path.size > 0) {
		size_t start = path.size;
		while (start > 0 && path.data[start - 1] != '/') {
			start--;
		}
		size = name_of(slice_after(path, start), buffer);
		path = slice_first(path, start > 0 ? start - 1 : 0);
	}
	return size == 0 ? slice_from("source") : slice_make(buffer, size);
}

static bool is_taken(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->source_count; i++) {
		if (plan->sources[i].name != NULL && strcmp(plan->sources[i].name, name) == 0) {
			return true;
		}
	}
	return false;
}

void plan_name_sources(struct plan_reader *reader)
{
	struct plan *plan = reader->plan;
	for (size_t i = 0; i < plan->source_count; i++) {
		struct plan_source *source = &plan->sources[i];
		if (source->name != NULL || source->path == NULL) {
			continue;
		}
		char buffer[NAME_MAX_SIZE];
		struct slice stem = source_name(slice_from(source->path), buffer);
		const char *name = plan_arena_copy(reader->arena, stem);
		/* Not one feed with two paths: that is for stated names only. */
		for (int k = 2; name != NULL && is_taken(plan, name); k++) {
			name = plan_arena_print(reader->arena, SLICE_FORMAT "-%d",
						SLICE_ARGUMENTS(stem), k);
		}
		source->name = name;
	}
}
