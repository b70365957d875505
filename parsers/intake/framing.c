// SPDX-License-Identifier: MIT
/* Where one syslog record ends and the next begins without a newline between them. */
#include "framing.h"

enum {
	COUNT_DIGITS = 6, /* as many as syslog.c peels */
	PRI_DIGITS = 3,
	VERSION_DIGITS = 3, /* RFC 5424 */
};

static bool is_digit(char byte)
{
	return (unsigned char)(byte - '0') < 10;
}

static size_t count_digits(struct slice text, size_t from, size_t most)
{
	size_t size = 0;
	while (size < most && from + size < text.size && is_digit(text.data[from + size])) {
		size++;
	}
	return size;
}

/* "<189>" at `at`; FOUND: `ret_end` lies behind it. */
static enum framing find_pri(struct slice text, size_t at, size_t *ret_end)
{
	if (at >= text.size) {
		return FRAMING_UNSURE;
	}
	if (text.data[at] != '<') {
		return FRAMING_NONE;
	}
	size_t digits = count_digits(text, at + 1, PRI_DIGITS);
	size_t end = at + 1 + digits;
	if (end == text.size) {
		return FRAMING_UNSURE;
	}
	*ret_end = end + 1;
	return digits > 0 && text.data[end] == '>' ? FRAMING_FOUND : FRAMING_NONE;
}

enum framing framing_begins(struct slice text, size_t *ret_header, size_t *ret_record)
{
	size_t digits = 0;
	size_t count = 0;
	if (text.size > 0 && text.data[0] != '0') {
		digits = count_digits(text, 0, COUNT_DIGITS);
	}
	for (size_t i = 0; i < digits; i++) {
		count = count * 10 + (size_t)(text.data[i] - '0');
	}
	if (digits == text.size) {
		return FRAMING_UNSURE;
	}
	if (digits > 0 && text.data[digits] != ' ') {
		return FRAMING_NONE;
	}
	*ret_record = digits == 0 ? 0 : digits + 1 + count;
	return find_pri(text, digits == 0 ? 0 : digits + 1, ret_header);
}

/* The text against a shape: '9' a digit, 'A' a capital, 'a' a small letter, '_' blank or digit. */
static enum framing compare_shape(struct slice text, const char *shape)
{
	for (size_t i = 0; shape[i] != '\0'; i++) {
		if (i == text.size) {
			return FRAMING_UNSURE;
		}
		char byte = text.data[i];
		bool fits = shape[i] == '9'   ? is_digit(byte)
			    : shape[i] == 'A' ? byte >= 'A' && byte <= 'Z'
			    : shape[i] == 'a' ? byte >= 'a' && byte <= 'z'
			    : shape[i] == '_' ? byte == ' ' || is_digit(byte)
					      : byte == shape[i];
		if (!fits) {
			return FRAMING_NONE;
		}
	}
	return FRAMING_FOUND;
}

enum framing framing_follows(struct slice text)
{
	static const char *const shapes[] = {"9999-99-99T", "Aaa _9 99:", "Aaa 9 99:"};
	size_t end = 0;
	enum framing found = find_pri(text, 0, &end);
	if (found != FRAMING_FOUND) {
		return found;
	}
	struct slice rest = slice_after(text, end);
	size_t digits = count_digits(rest, 0, VERSION_DIGITS);
	enum framing best = FRAMING_NONE;
	if (digits == rest.size) {
		return FRAMING_UNSURE;
	}
	if (digits > 0 && rest.data[digits] == ' ') {
		struct slice stamp = slice_after(rest, digits + 1);
		best = compare_shape(stamp, "- ");
		best = best != FRAMING_NONE ? best : compare_shape(stamp, "9999-99-99T");
	}
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0] && best == FRAMING_NONE; i++) {
		best = compare_shape(rest, shapes[i]);
	}
	return best;
}

bool framing_may_end(char before, char last)
{
	static const char openers[] = " \t=:,([{|\\";
	char byte = last;
	if (last == '"' || last == '\'') {
		byte = before;
	}
	return byte != '\0' && strchr(openers, byte) == NULL;
}

size_t framing_words(char first)
{
	enum { month = 5, stamp = 3 }; /* "Oct", "1", "00:00:03", host, message */
	return first >= 'A' && first <= 'Z' ? (size_t)month : (size_t)stamp;
}

/* A byte of an element: strings, and brackets in brackets. */
static void array_pass(struct framing_array *array, char byte)
{
	if (array->is_text) {
		array->is_text = array->is_escaped || byte != '"';
		array->is_escaped = !array->is_escaped && byte == '\\';
	} else if (byte == '"') {
		array->is_text = true;
	} else if (byte == '{' || byte == '[') {
		array->depth++;
	} else if (byte == '}' || byte == ']') {
		array->depth--;
	}
}

enum framing framing_array_next(struct framing_array *array, struct slice text, size_t *ret_at)
{
	for (size_t at = 0; at < text.size && array->state != ARRAY_NONE; at++) {
		char byte = text.data[at];
		if (array->state == ARRAY_UNKNOWN) {
			array->state = byte == '[' ? ARRAY_OPEN : ARRAY_NONE;
			continue;
		}
		if (array->depth > 0 || array->is_cut) {
			array->is_cut = false;
			array_pass(array, byte);
			continue;
		}
		if (byte == ' ' || byte == ',') {
			continue;
		}
		bool is_object = byte == '{' && (at + 1 == text.size || text.data[at + 1] == '"');
		if (!is_object) {
			array->state = ARRAY_NONE;
			break;
		}
		*ret_at = at;
		if (at + 1 == text.size) {
			return FRAMING_UNSURE;
		}
		array->is_cut = true;
		return FRAMING_FOUND;
	}
	return FRAMING_NONE;
}

/* Are these two, one behind the other, a whole object? They begin with its bracket. */
static bool is_object(struct slice begun, struct slice rest)
{
	struct framing_array array = {.state = ARRAY_OPEN};
	for (size_t i = 0; i < begun.size; i++) {
		array_pass(&array, begun.data[i]);
	}
	for (size_t i = 0; i < rest.size; i++) {
		array_pass(&array, rest.data[i]);
	}
	return array.depth == 0 && !array.is_text;
}

/* Where the next `}` stands behind which, perhaps after a blank, `{"` does; that is at `ret_next`.
 */
static enum framing find_bracket(struct slice text, size_t from, size_t *ret_at, size_t *ret_next)
{
	for (size_t at = from + slice_find_char(slice_after(text, from), '}'); at < text.size;) {
		size_t next = at + 1;
		next += next < text.size && text.data[next] == ' ' ? 1 : 0;
		*ret_at = at;
		*ret_next = next;
		if (next == text.size || (text.data[next] == '{' && next + 1 == text.size)) {
			return FRAMING_UNSURE;
		}
		if (text.data[next] == '{' && text.data[next + 1] == '"') {
			return FRAMING_FOUND;
		}
		at += 1 + slice_find_char(slice_after(text, at + 1), '}');
	}
	return FRAMING_NONE;
}

enum framing framing_object_next(struct slice begun, struct slice text, bool is_end, size_t *ret_at)
{
	enum { TRIES_MAX = 8 }; /* each goes over the whole line: a hostile one has many */
	size_t at = 0;
	size_t next = 0;
	for (int i = 0; i < TRIES_MAX; i++) {
		enum framing found = find_bracket(text, i == 0 ? 0 : at + 1, &at, &next);
		if (found != FRAMING_FOUND) {
			*ret_at = at;
			return is_end ? FRAMING_NONE : found;
		}
		if (is_object(begun, slice_first(text, at + 1))) {
			*ret_at = next;
			return FRAMING_FOUND;
		}
	}
	return FRAMING_NONE;
}
