// SPDX-License-Identifier: MIT
/* A walk over the fields of one JSON object, without a tree and without memory of its own. */
#include "json_text.h"

#include "eight.h"

enum { REPLACEMENT = 0xfffd };

/* Where the first quote or backslash stands at or behind `at`; `size` when none does. */
static inline size_t find_end(const char *data, size_t at, size_t size)
{
	for (; at + EIGHT_SIZE <= size; at += EIGHT_SIZE) {
		uint64_t eight = eight_load(data + at);
		uint64_t marks = eight_find(eight, '"') | eight_find(eight, '\\');
		if (marks != 0) {
			return at + eight_first(marks);
		}
	}
	while (at < size && data[at] != '"' && data[at] != '\\') {
		at++;
	}
	return at;
}

static void eat_space(struct slice *rest)
{
	size_t at = 0;
	while (at < rest->size && (rest->data[at] == ' ' || rest->data[at] == '\t' ||
				   rest->data[at] == '\n' || rest->data[at] == '\r')) {
		at++;
	}
	*rest = slice_make(rest->data + at, rest->size - at);
}

/* Eats a string behind its opening quote, closing quote included. */
static bool eat_string(struct slice *rest, struct slice *ret_text, bool *ret_escaped)
{
	const char *data = rest->data;
	size_t size = rest->size;
	size_t at = 0;
	*ret_escaped = false;
	for (;;) {
		at = find_end(data, at, size);
		if (at >= size) {
			return false;
		}
		if (data[at] == '"') {
			*ret_text = slice_make(data, at);
			*rest = slice_make(data + at + 1, size - at - 1);
			return true;
		}
		*ret_escaped = true;
		at += 2; /* the byte behind a backslash never ends the string */
	}
}

/* Eats an array or object with all it holds, strings minded. */
static bool eat_nested(struct slice *rest, struct slice *ret_text)
{
	struct slice text = *rest;
	size_t open = 0;
	while (text.size > 0) {
		char byte = text.data[0];
		text = slice_make(text.data + 1, text.size - 1);
		if (byte == '"') {
			struct slice string;
			bool escaped = false;
			if (!eat_string(&text, &string, &escaped)) {
				return false;
			}
		} else if (byte == '[' || byte == '{') {
			open++;
		} else if ((byte == ']' || byte == '}') && --open == 0) {
			*ret_text = slice_make(rest->data, rest->size - text.size);
			*rest = text;
			return true;
		}
	}
	return false;
}

/* Eats a number or word: everything up to what may follow a value. */
static bool eat_bare(struct slice *rest, struct slice *ret_text)
{
	size_t at = 0;
	while (at < rest->size && rest->data[at] != ',' && rest->data[at] != '}' &&
	       rest->data[at] != ' ' && rest->data[at] != '\t') {
		at++;
	}
	*ret_text = slice_first(*rest, at);
	*rest = slice_after(*rest, at);
	return at > 0 && rest->size > 0;
}

/* The dotted name of `key` at the present depth, kept in the walk when it has a prefix. */
static struct slice name_of(struct json_walk *walk, struct slice key)
{
	size_t prefix = walk->prefixes[walk->depth - 1];
	if (prefix == 0 || prefix + key.size > sizeof walk->name) {
		return key;
	}
	memcpy(walk->name + prefix, key.data, key.size);
	return slice_make(walk->name, prefix + key.size);
}

/* Goes down into the object named `key`; false when that is too deep. */
static bool enter(struct json_walk *walk, struct slice key)
{
	if (walk->depth >= JSON_DEPTH) {
		return false;
	}
	size_t prefix = walk->prefixes[walk->depth - 1];
	if (prefix + key.size + 1 <= sizeof walk->name) {
		memcpy(walk->name + prefix, key.data, key.size);
		walk->name[prefix + key.size] = '.';
		prefix += key.size + 1;
	}
	walk->prefixes[walk->depth++] = prefix;
	walk->rest = slice_make(walk->rest.data + 1, walk->rest.size - 1);
	return true;
}

static bool read_value(struct json_walk *walk, struct json_field *field)
{
	char first = walk->rest.data[0];
	field->escaped = false;
	if (first == '"') {
		field->kind = JSON_STRING;
		walk->rest = slice_make(walk->rest.data + 1, walk->rest.size - 1);
		return eat_string(&walk->rest, &field->value, &field->escaped);
	}
	if (first == '[' || first == '{') {
		field->kind = first == '[' ? JSON_ARRAY : JSON_OBJECT;
		return eat_nested(&walk->rest, &field->value);
	}
	field->kind = first == '-' || (first >= '0' && first <= '9') ? JSON_NUMBER : JSON_WORD;
	return eat_bare(&walk->rest, &field->value);
}

bool json_open(struct json_walk *walk, struct slice text)
{
	eat_space(&text);
	walk->depth = 1;
	walk->prefixes[0] = 0;
	walk->broken = !slice_eat_char(&text, '{');
	walk->rest = text;
	return !walk->broken;
}

/* Eats `"key" :`; the rest begins with the value. */
static bool eat_key(struct slice *rest, struct slice *ret_key)
{
	bool escaped = false;
	if (!slice_eat_char(rest, '"') || !eat_string(rest, ret_key, &escaped)) {
		return false;
	}
	eat_space(rest);
	if (!slice_eat_char(rest, ':')) {
		return false;
	}
	eat_space(rest);
	return rest->size > 0;
}

bool json_next(struct json_walk *walk, struct json_field *ret_field)
{
	while (!walk->broken && walk->depth > 0) {
		struct slice key = slice_empty();
		eat_space(&walk->rest);
		slice_eat_char(&walk->rest, ',');
		eat_space(&walk->rest);
		if (slice_eat_char(&walk->rest, '}')) {
			walk->depth--;
			continue;
		}
		if (!eat_key(&walk->rest, &key)) {
			break;
		}
		if (walk->rest.data[0] == '{' && enter(walk, key)) {
			continue;
		}
		if (!read_value(walk, ret_field)) {
			break;
		}
		ret_field->name = name_of(walk, key);
		return true;
	}
	walk->broken = walk->broken || walk->depth > 0;
	return false;
}

bool json_is_whole(const struct json_walk *walk)
{
	return !walk->broken && walk->depth == 0;
}

/* Four hex digits at `at`, or -1. */
static int32_t hex_at(struct slice text, size_t at)
{
	int32_t value = 0;
	if (at + 4 > text.size) {
		return -1;
	}
	for (size_t i = at; i < at + 4; i++) {
		char byte = text.data[i];
		int32_t digit = byte >= '0' && byte <= '9'   ? byte - '0'
				: byte >= 'a' && byte <= 'f' ? byte - 'a' + 10
				: byte >= 'A' && byte <= 'F' ? byte - 'A' + 10
							     : -1;
		if (digit < 0) {
			return -1;
		}
		value = value * 16 + digit;
	}
	return value;
}

static size_t put_utf8(char *buffer, int32_t point)
{
	if (point < 0x80) {
		buffer[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		buffer[0] = (char)(0xc0 | (point >> 6));
		buffer[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		buffer[0] = (char)(0xe0 | (point >> 12));
		buffer[1] = (char)(0x80 | ((point >> 6) & 0x3f));
		buffer[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	buffer[0] = (char)(0xf0 | (point >> 18));
	buffer[1] = (char)(0x80 | ((point >> 12) & 0x3f));
	buffer[2] = (char)(0x80 | ((point >> 6) & 0x3f));
	buffer[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

/* The code point of "\uXXXX" at `at`, with its second half if it is a surrogate. */
static int32_t point_at(struct slice text, size_t at, size_t *ret_size)
{
	int32_t high = hex_at(text, at + 2);
	*ret_size = high < 0 ? 2 : 6;
	if (high < 0) {
		return REPLACEMENT;
	}
	if (high < 0xd800 || high > 0xdfff) {
		return high;
	}
	bool paired = high < 0xdc00 && at + 8 <= text.size && text.data[at + 6] == '\\' &&
		      text.data[at + 7] == 'u';
	int32_t low = paired ? hex_at(text, at + 8) : -1;
	if (low < 0xdc00 || low > 0xdfff) {
		return REPLACEMENT;
	}
	*ret_size = 12;
	return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

static char plain_escape(char byte)
{
	switch (byte) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	default:
		return byte; /* quote, backslash, slash, and what should not be escaped at all */
	}
}

struct slice json_text(const struct json_field *field, char *buffer, size_t size)
{
	struct slice text = field->value;
	size_t used = 0;
	if (!field->escaped || text.size > size) { /* resolving never makes a text longer … */
		return text;
	}
	for (size_t at = 0; at < text.size;) {
		if (text.data[at] != '\\' || at + 1 >= text.size) {
			buffer[used++] = text.data[at++];
		} else if (text.data[at + 1] == 'u') {
			size_t eaten = 0;
			int32_t point = point_at(text, at, &eaten);
			if (eaten == 2) { /* … but U+FFFD is longer than a broken "\u" */
				buffer[used++] = '?';
			} else {
				used += put_utf8(buffer + used, point);
			}
			at += eaten;
		} else {
			buffer[used++] = plain_escape(text.data[at + 1]);
			at += 2;
		}
	}
	return slice_make(buffer, used);
}
