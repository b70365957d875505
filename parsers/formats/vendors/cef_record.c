// SPDX-License-Identifier: MIT
/* A record of CEF or LEEF, taken apart. */
#include "cef_record.h"

enum {
	HEAD_LIMIT = 160, /* bytes of headers that the peeling left before the first word */
	KEY_LIMIT = 64,   /* the longest key of the dictionary has 35 bytes */
};

/* Up to a '|' without a backslash before it. */
static bool eat_field(struct slice *text, struct slice *ret_field)
{
	for (size_t i = 0; i < text->size; i++) {
		if (text->data[i] == '\\') {
			i++;
		} else if (text->data[i] == '|') {
			*ret_field = slice_trim(slice_first(*text, i));
			*text = slice_after(*text, i + 1);
			return true;
		}
	}
	return false;
}

/* "0|", "1.0|", "2.0|": what is left where a relay took the first word for its tag. */
static bool starts_with_version(struct slice text)
{
	return slice_starts_with(text, "0|") || slice_starts_with(text, "1|") ||
	       slice_starts_with(text, "1.0|") || slice_starts_with(text, "2.0|");
}

static bool find_begin(struct slice text, const char *word, struct slice *ret_rest)
{
	size_t at = slice_find(slice_first(text, HEAD_LIMIT), word);
	struct slice rest = text;
	if (slice_starts_with(text, "{")) {
		return false; /* JSON that quotes a record */
	}
	if (at < text.size && at < HEAD_LIMIT) {
		rest = slice_after(text, at);
		while (slice_eat(&rest, word)) {
			slice_eat_blanks(&rest);
		}
	}
	*ret_rest = rest;
	return starts_with_version(rest);
}

bool cef_record_find(struct slice text, struct cef_record *ret_record)
{
	struct slice rest;
	struct slice version;
	struct cef_record record = {.delimiter = slice_empty()};
	if (!find_begin(text, "CEF:", &rest) || !eat_field(&rest, &version) || version.size != 1 ||
	    !eat_field(&rest, &record.vendor)) {
		return false;
	}
	if (record.vendor.size == 0 && !eat_field(&rest, &record.vendor)) {
		return false;
	}
	if (!eat_field(&rest, &record.product) || !eat_field(&rest, &record.version) ||
	    !eat_field(&rest, &record.id) || !eat_field(&rest, &record.name) ||
	    !eat_field(&rest, &record.severity)) {
		return false;
	}
	record.extension = rest;
	*ret_record = record;
	return true;
}

/* "^", "x09", "0x5E", "" between two bars: only LEEF 2.0 names its delimiter. */
static struct slice delimiter_of(struct slice field)
{
	static const char bytes[] = "\t^|;,";
	static const char *const codes[] = {"09", "5E", "7C", "3B", "2C"};
	if (field.size == 1) {
		return field;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (field.size >= 3 &&
		    slice_is_ignoring_case(slice_after(field, field.size - 2), codes[i])) {
			return slice_make(bytes + i, 1);
		}
	}
	return slice_empty();
}

/* "cat=TRAFFIC|Type=TRAFFIC|src=…": PAN-OS parts pairs like the header, also in LEEF 1.0. */
static bool is_barred(struct slice extension)
{
	struct slice value;
	struct slice key;
	return slice_eat_until(&extension, '|', &value) &&
	       slice_find_char(value, '=') < value.size && slice_eat_until(&extension, '=', &key) &&
	       key.size > 0 && key.size <= KEY_LIMIT && slice_find_char(key, ' ') == key.size &&
	       slice_find_char(key, '|') == key.size;
}

bool leef_record_find(struct slice text, struct cef_record *ret_record)
{
	struct slice rest;
	struct slice version;
	struct cef_record record = {.name = slice_empty(), .severity = slice_empty()};
	if (!find_begin(text, "LEEF:", &rest) || !eat_field(&rest, &version) ||
	    !eat_field(&rest, &record.vendor) || !eat_field(&rest, &record.product) ||
	    !eat_field(&rest, &record.version) || !eat_field(&rest, &record.id)) {
		return false;
	}
	struct slice field = slice_empty();
	struct slice after = rest;
	/* PAN-OS says "x7C" under 1.0 too */
	bool named = eat_field(&after, &field) && field.size <= 4 &&
		     (slice_is(version, "2.0") || slice_starts_with(field, "x"));
	record.delimiter = named ? delimiter_of(field) : slice_empty();
	record.extension = named ? after : rest;
	if (record.delimiter.size == 0 && slice_find_char(rest, '\t') < rest.size) {
		record.delimiter = slice_make("\t", 1);
	} else if (record.delimiter.size == 0 && slice_contains(rest, "#011")) {
		record.delimiter = slice_from("#011");
	} else if (record.delimiter.size == 0 && is_barred(rest)) {
		record.delimiter = slice_from("|");
	}
	*ret_record = record;
	return true;
}

static bool is_key_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || strchr("_.-[]:", byte) != NULL;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* How many bytes before `at` are a key that a blank or the front of the text stands before. */
static size_t key_size_before(struct slice text, size_t at)
{
	size_t size = 0;
	while (size < at && size < KEY_LIMIT && text.data[at - size - 1] != '\0' &&
	       is_key_byte(text.data[at - size - 1])) {
		size++;
	}
	return size == at || (size < at && is_blank(text.data[at - size - 1])) ? size : 0;
}

/* The first '=' from `from` on that a key stands before, or the size of the text. */
static size_t find_key(struct slice text, size_t from, size_t *ret_size)
{
	for (size_t i = from; i < text.size; i++) {
		i += slice_find_char(slice_after(text, i), '=');
		if (i < text.size) {
			*ret_size = key_size_before(text, i);
			if (*ret_size > 0) {
				return i;
			}
		}
	}
	return text.size;
}

static struct slice unquoted(struct slice value)
{
	value = slice_trim(value);
	bool quoted = value.size > 1 && value.data[0] == '"' && value.data[value.size - 1] == '"';
	return quoted ? slice_make(value.data + 1, value.size - 2) : value;
}

static bool next_delimited(struct slice *rest, struct slice delimiter, struct slice *ret_key,
			   struct slice *ret_value)
{
	while (rest->size > 0) {
		const char *end = memmem(rest->data, rest->size, delimiter.data, delimiter.size);
		size_t size = end == NULL ? rest->size : (size_t)(end - rest->data);
		struct slice pair = slice_first(*rest, size);
		*rest = slice_after(*rest, size + (end == NULL ? 0 : delimiter.size));
		if (slice_eat_until(&pair, '=', ret_key)) {
			*ret_key = slice_trim(*ret_key);
			*ret_value = unquoted(pair);
			return true;
		}
	}
	return false;
}

bool cef_pair_next(struct slice *rest, struct slice delimiter, struct slice *ret_key,
		   struct slice *ret_value)
{
	if (delimiter.size > 0) {
		return next_delimited(rest, delimiter, ret_key, ret_value);
	}
	size_t key_size = 0;
	size_t at = find_key(*rest, 0, &key_size);
	if (at == rest->size) {
		return false;
	}
	size_t next_size = 0;
	size_t next = find_key(*rest, at + 1, &next_size);
	*ret_key = slice_make(rest->data + at - key_size, key_size);
	*ret_value = unquoted(slice_make(rest->data + at + 1, next - next_size - at - 1));
	*rest = slice_after(*rest, next - next_size);
	return true;
}
