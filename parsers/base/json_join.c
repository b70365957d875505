// SPDX-License-Identifier: MIT
/* Objects of JSON that are written over many lines. */
#include "json_join.h"

void json_join_reset(struct json_join *join)
{
	join->rest = slice_empty();
	join->depth = 0;
	join->size = 0;
}

void json_join_begin(struct json_join *join, struct slice line)
{
	join->rest = line;
}

void json_join_take(struct json_join *join)
{
	for (size_t i = 0; i < join->depth; i++) {
		join->starts[i] = 0;
	}
	join->size = 0;
}

/* Keeps bytes of an open object; when they are too many, all that is open is lost. */
static void keep(struct json_join *join, struct slice part)
{
	if (join->depth == 0 || part.size == 0) {
		return;
	}
	if (part.size > JSON_JOIN_SIZE - join->size) {
		json_join_take(join);
		return;
	}
	memcpy(join->text + join->size, part.data, part.size);
	join->size += part.size;
}

static bool has_start(const struct json_join *join)
{
	for (size_t i = 0; i < join->depth; i++) {
		if (join->starts[i] != 0) {
			return true;
		}
	}
	return false;
}

static void open_bracket(struct json_join *join, char byte)
{
	if (join->depth == JSON_JOIN_DEPTH) {
		json_join_reset(join);
		return;
	}
	bool in_array = join->depth == 0 || join->arrays[join->depth - 1];
	bool wanted = byte == '{' && in_array;
	if (!has_start(join)) {
		join->size = 0; /* nothing before this is needed */
	}
	join->starts[join->depth] = wanted ? join->size + 1 : 0;
	join->arrays[join->depth] = byte == '[';
	join->depth++;
	keep(join, slice_make(&byte, 1));
}

/* True when an object closes that has been kept from its beginning. */
static bool close_bracket(struct json_join *join, char byte, struct slice *ret_object)
{
	if (join->depth == 0 || join->arrays[join->depth - 1] != (byte == ']')) {
		json_join_reset(join);
		return false;
	}
	keep(join, slice_make(&byte, 1));
	size_t start = join->starts[--join->depth];
	if (start == 0) {
		return false;
	}
	*ret_object = slice_make(join->text + start - 1, join->size - (start - 1));
	return true;
}

/* The size of the string that `text` begins with; no string goes over the end of a line. */
static size_t skip_string(struct slice text)
{
	size_t i = 1;
	while (i < text.size && text.data[i] != '"') {
		i += text.data[i] == '\\' ? 2 : 1;
	}
	return i < text.size ? i + 1 : text.size;
}

bool json_join_next(struct json_join *join, struct slice *ret_object)
{
	size_t from = 0;
	size_t i = 0;
	struct slice text = join->rest;
	while (i < text.size) {
		char byte = text.data[i];
		if (byte == '"') {
			i += skip_string(slice_after(text, i));
			continue;
		}
		i++;
		if (byte != '{' && byte != '[' && byte != '}' && byte != ']') {
			continue;
		}
		keep(join, slice_make(text.data + from, i - 1 - from));
		from = i;
		if (byte == '{' || byte == '[') {
			open_bracket(join, byte);
		} else if (close_bracket(join, byte, ret_object)) {
			join->rest = slice_after(text, i);
			return true;
		}
	}
	keep(join, slice_after(text, from));
	keep(join, slice_from("\n"));
	join->rest = slice_empty();
	return false;
}
