// SPDX-License-Identifier: MIT
/* Runs of `key=value`, eaten pair by pair. */
#include "pairs.h"

static bool is_separator(char byte)
{
	return byte == ' ' || byte == ',' || byte == '\t' || byte == '\r';
}

static bool is_key_char(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '.';
}

/* The size of the quoted text at `at`, up to but without its closing quote. */
static size_t quoted_size(const char *at, size_t size)
{
	size_t from = 0;
	while (from < size) {
		const char *quote = memchr(at + from, '"', size - from);
		if (quote == NULL) {
			return size;
		}
		size_t end = (size_t)(quote - at);
		size_t slashes = 0;
		while (slashes < end && at[end - 1 - slashes] == '\\') {
			slashes++;
		}
		if (slashes % 2 == 0) {
			return end;
		}
		from = end + 1;
	}
	return size;
}

/* A comma ends a bare value only where another key begins, so "a=1,2,b=3" keeps "1,2". */
static bool key_follows(const char *at, const char *end)
{
	const char *start = at;
	while (at < end && is_key_char(*at)) {
		at++;
	}
	return at > start && at < end && *at == '=';
}

static size_t bare_size(const char *at, const char *end)
{
	const char *scan = at;
	while (scan < end && *scan != ' ' && *scan != '\t' && *scan != '\r') {
		if (*scan == ',' && key_follows(scan + 1, end)) {
			break;
		}
		scan++;
	}
	return (size_t)(scan - at);
}

bool pairs_next(struct slice *text, struct slice *ret_key, struct slice *ret_value)
{
	const char *at = text->data;
	const char *end = at + text->size;
	for (;;) {
		while (at < end && is_separator(*at)) {
			at++;
		}
		const char *key = at;
		while (at < end && *at != '=' && !is_separator(*at)) {
			at++;
		}
		if (at == end) {
			return false;
		}
		if (*at == '=' && at > key) {
			*ret_key = slice_make(key, (size_t)(at - key));
			at++;
			break;
		}
		at++;
	}
	size_t size;
	bool quoted = at < end && *at == '"';
	if (quoted) {
		at++;
		size = quoted_size(at, (size_t)(end - at));
	} else {
		size = bare_size(at, end);
	}
	*ret_value = slice_make(at, size);
	at += size;
	if (quoted && at < end) {
		at++;
	}
	*text = slice_make(at, (size_t)(end - at));
	return true;
}

bool pairs_find(struct slice text, const char *key, struct slice *ret_value)
{
	struct slice found;
	struct slice value;
	size_t size = strlen(key);
	while (pairs_next(&text, &found, &value)) {
		if (found.size == size && memcmp(found.data, key, size) == 0) {
			*ret_value = value;
			return true;
		}
	}
	return false;
}
