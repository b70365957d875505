// SPDX-License-Identifier: MIT
/* A walk over the fields of one JSON object, without a tree and without memory of its own. */
#include "json_text.h"

#include "eight.h"

enum { REPLACEMENT = 0xfffd };

/* The first byte that is no white space. */
static inline const char *pass_space(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
		at++;
	}
	return at;
}

/* The first quote or backslash, or the end. */
static inline const char *find_mark(const char *at, const char *end)
{
	for (; end - at >= EIGHT_SIZE; at += EIGHT_SIZE) {
		uint64_t eight = eight_load(at);
		uint64_t marks = eight_find(eight, '"') | eight_find(eight, '\\');
		if (marks != 0) {
			return at + eight_first(marks);
		}
	}
	while (at < end && *at != '"' && *at != '\\') {
		at++;
	}
	return at;
}

/* The quote that ends the string, whose first byte is `at`; NULL: it does not end. */
static inline const char *find_quote(const char *at, const char *end, bool *ret_escaped)
{
	*ret_escaped = false;
	for (;;) {
		at = find_mark(at, end);
		if (at == end) {
			return NULL;
		}
		if (*at == '"') {
			return at;
		}
		*ret_escaped = true;
		if (end - at < 2) {
			return NULL;
		}
		at += 2; /* the byte behind a backslash never ends the string */
	}
}

/* Behind the array or object with all it holds, strings minded; NULL: it does not end. */
static const char *pass_nested(const char *at, const char *end)
{
	size_t open = 0;
	while (at < end) {
		char byte = *at++;
		if (byte == '"') {
			bool is_escaped = false;
			at = find_quote(at, end, &is_escaped);
			if (at == NULL) {
				return NULL;
			}
			at++;
		} else if (byte == '[' || byte == '{') {
			open++;
		} else if ((byte == ']' || byte == '}') && --open == 0) {
			return at;
		}
	}
	return NULL;
}

/* Behind a number or word, up to what may follow a value; NULL: nothing does. */
static const char *pass_bare(const char *at, const char *end)
{
	const char *begin = at;
	while (at < end && *at != ',' && *at != '}' && *at != ' ' && *at != '\t') {
		at++;
	}
	return at > begin && at < end ? at : NULL;
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
	return true;
}

/* Behind the value that begins at `at`, which lies before the end; NULL: it is none. */
static const char *read_value(const char *at, const char *end, struct json_field *field)
{
	char first = *at;
	const char *stop = NULL;
	field->escaped = false;
	if (first == '"') {
		field->kind = JSON_STRING;
		stop = find_quote(++at, end, &field->escaped);
	} else if (first == '[' || first == '{') {
		field->kind = first == '[' ? JSON_ARRAY : JSON_OBJECT;
		stop = pass_nested(at, end);
	} else {
		bool is_number = first == '-' || (first >= '0' && first <= '9');
		field->kind = is_number ? JSON_NUMBER : JSON_WORD;
		stop = pass_bare(at, end);
	}
	if (stop == NULL) {
		return NULL;
	}
	field->value = slice_make(at, (size_t)(stop - at));
	return first == '"' ? stop + 1 : stop;
}

bool json_open(struct json_walk *walk, struct slice text)
{
	const char *end = text.data + text.size;
	const char *at = pass_space(text.data, end);
	walk->depth = 1;
	walk->prefixes[0] = 0;
	walk->broken = at == end || *at != '{';
	at += walk->broken ? 0 : 1;
	walk->rest = slice_make(at, (size_t)(end - at));
	return !walk->broken;
}

/* The value behind `"key" :`, whose quote is at `at`; NULL: none. */
static inline const char *read_key(const char *at, const char *end, struct slice *ret_key)
{
	bool is_escaped = false;
	if (at == end || *at != '"') {
		return NULL;
	}
	const char *key = at + 1;
	at = find_quote(key, end, &is_escaped);
	if (at == NULL) {
		return NULL;
	}
	*ret_key = slice_make(key, (size_t)(at - key));
	at = pass_space(at + 1, end);
	if (at == end || *at != ':') {
		return NULL;
	}
	at = pass_space(at + 1, end);
	return at == end ? NULL : at;
}

bool json_next(struct json_walk *walk, struct json_field *ret_field)
{
	const char *at = walk->rest.data;
	const char *end = at + walk->rest.size;
	while (!walk->broken && walk->depth > 0) {
		struct slice key;
		at = pass_space(at, end);
		if (at < end && *at == ',') {
			at = pass_space(at + 1, end);
		}
		if (at < end && *at == '}') {
			at++;
			walk->depth--;
			continue;
		}
		at = read_key(at, end, &key);
		if (at != NULL && *at == '{' && enter(walk, key)) {
			at++;
			continue;
		}
		at = at == NULL ? NULL : read_value(at, end, ret_field);
		if (at == NULL) {
			walk->broken = true;
			return false;
		}
		ret_field->name = name_of(walk, key);
		walk->rest = slice_make(at, (size_t)(end - at));
		return true;
	}
	walk->rest = slice_make(at, (size_t)(end - at));
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
