// SPDX-License-Identifier: MIT
/* A slice: borrowed bytes, and the functions that eat from its front. */
#include "slice.h"

#include "eight.h"

#include <stdlib.h>

static char lower(char byte)
{
	if (byte >= 'A' && byte <= 'Z') {
		return (char)(byte + ('a' - 'A'));
	}
	return byte;
}

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_space(char byte)
{
	return slice_is_blank_byte(byte) || byte == '\r' || byte == '\n';
}

bool slice_compare_ignoring_case(struct slice slice, const char *text)
{
	for (size_t i = 0; i < slice.size; i++) {
		if (text[i] == '\0' || lower(slice.data[i]) != lower(text[i])) {
			return false;
		}
	}
	return text[slice.size] == '\0';
}

bool slice_ends_with(struct slice slice, const char *text)
{
	size_t size = strlen(text);
	return slice.size >= size && memcmp(slice.data + (slice.size - size), text, size) == 0;
}

/* The byte of `text` to look for first: one that few lines have, if there is one. */
static size_t rare_byte(const char *text, size_t size)
{
	/* A bit per byte: capitals and punctuation, but none of " -./:=,". */
	static const uint64_t rare[] = {UINT64_C(0xd8000ffefffffdfe), UINT64_C(0x78000001ffffffff),
					UINT64_C(0xffffffffffffffff), UINT64_C(0xffffffffffffffff)};
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)text[i];
		if ((rare[byte / 64] >> (byte % 64) & 1) != 0) {
			return i;
		}
	}
	return 0;
}

/* memmem builds a table for each call, which costs more than most lines are long. */
size_t slice_find_bytes(struct slice slice, const char *text, size_t size)
{
	if (size == 0 || size > slice.size) {
		return size == 0 ? 0 : slice.size;
	}
	size_t rare = rare_byte(text, size);
	const char *from = slice.data + rare;
	size_t left = slice.size - size + 1;
	while (left > 0) {
		const char *at = memchr(from, text[rare], left);
		if (at == NULL) {
			return slice.size;
		}
		if (memcmp(at - rare, text, size) == 0) {
			return (size_t)(at - rare - slice.data);
		}
		left -= (size_t)(at - from) + 1;
		from = at + 1;
	}
	return slice.size;
}

bool slice_is_one_of(struct slice slice, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (slice_is(slice, *words)) {
			return true;
		}
	}
	return false;
}

bool slice_contains_ignoring_case(struct slice slice, const char *text)
{
	size_t size = strlen(text);
	char first = lower(text[0]);
	for (size_t at = 0; at + size <= slice.size; at++) {
		if (lower(slice.data[at]) == first &&
		    slice_compare_ignoring_case(slice_make(slice.data + at, size), text)) {
			return true;
		}
	}
	return false;
}

struct slice slice_trim_ends(struct slice slice)
{
	while (slice.size > 0 && is_space(slice.data[0])) {
		slice = slice_after(slice, 1);
	}
	while (slice.size > 0 && is_space(slice.data[slice.size - 1])) {
		slice.size--;
	}
	return slice;
}

bool slice_eat_until(struct slice *slice, char end, struct slice *ret_part)
{
	size_t at = slice_find_char(*slice, end);
	if (at == slice->size) {
		return false;
	}
	*ret_part = slice_first(*slice, at);
	*slice = slice_after(*slice, at + 1);
	return true;
}

size_t slice_split(struct slice slice, char separator, struct slice *ret_parts, size_t limit)
{
	size_t count = 0;
	while (count < limit) {
		size_t size = slice_find_char(slice, separator);
		ret_parts[count++] = slice_first(slice, size);
		if (size == slice.size) {
			break;
		}
		slice = slice_after(slice, size + 1);
	}
	return count;
}

/* How many bytes before the first blank. */
static size_t unblank_size(struct slice slice)
{
	size_t at = 0;
	for (; at + EIGHT_SIZE <= slice.size; at += EIGHT_SIZE) {
		/* Other control characters are below, too, but stand in hardly any line. */
		uint64_t marks = eight_below(eight_load(slice.data + at), ' ' + 1);
		if (marks != 0) {
			at += eight_first(marks);
			break;
		}
	}
	while (at < slice.size && !slice_is_blank_byte(slice.data[at])) {
		at++;
	}
	return at;
}

bool slice_eat_word(struct slice *slice, struct slice *ret_word)
{
	size_t size = unblank_size(*slice);
	if (size == 0) {
		return false;
	}
	struct slice rest = slice_make(slice->data + size, slice->size - size);
	*ret_word = slice_make(slice->data, size);
	slice_eat_blanks(&rest);
	*slice = rest;
	return true;
}

bool slice_eat_uint(struct slice *slice, uint64_t *ret_value)
{
	enum { safe_digits = 19 }; /* so many always fit */
	uint64_t value = 0;
	size_t size = 0;
	if (slice->size >= EIGHT_SIZE) {
		uint64_t eight = eight_load(slice->data);
		size = eight_digits(eight);
		if (size == 0) {
			return false;
		}
		value = eight_number(eight, size);
		if (size < EIGHT_SIZE) {
			slice->data += size;
			slice->size -= size;
			*ret_value = value;
			return true;
		}
	}
	while (size < slice->size && is_digit(slice->data[size])) {
		uint64_t digit = (uint64_t)(slice->data[size] - '0');
		if (size >= safe_digits && value > (UINT64_MAX - digit) / 10) {
			return false;
		}
		value = value * 10 + digit;
		size++;
	}
	if (size == 0) {
		return false;
	}
	*slice = slice_after(*slice, size);
	*ret_value = value;
	return true;
}

bool slice_eat_digits(struct slice *slice, size_t count, int32_t *ret_value)
{
	if (slice->size < count || count == 0 || count > 9) {
		return false;
	}
	int32_t value = 0;
	for (size_t i = 0; i < count; i++) {
		if (!is_digit(slice->data[i])) {
			return false;
		}
		value = value * 10 + (slice->data[i] - '0');
	}
	*slice = slice_after(*slice, count);
	*ret_value = value;
	return true;
}

bool slice_to_int(struct slice slice, int64_t *ret_value)
{
	bool negative = slice_eat_char(&slice, '-');
	uint64_t value = 0;
	if (!slice_eat_uint(&slice, &value) || slice.size > 0) {
		return false;
	}
	if (negative) {
		if (value > (uint64_t)INT64_MAX + 1) {
			return false;
		}
		*ret_value = value == 0 ? 0 : -(int64_t)(value - 1) - 1;
		return true;
	}
	if (value > INT64_MAX) {
		return false;
	}
	*ret_value = (int64_t)value;
	return true;
}

bool slice_seconds_to_us(struct slice slice, int64_t *ret_us)
{
	enum { us_per_s = 1000000 };
	uint64_t seconds = 0;
	if (!slice_eat_uint(&slice, &seconds) || seconds > INT64_MAX / us_per_s - 1) {
		return false;
	}
	int64_t us = (int64_t)seconds * us_per_s;
	if (slice_eat_char(&slice, '.')) {
		if (slice.size == 0) {
			return false;
		}
		int64_t unit = us_per_s / 10;
		for (; slice.size > 0 && is_digit(slice.data[0]); unit /= 10) {
			us += unit * (slice.data[0] - '0');
			slice = slice_after(slice, 1);
		}
	}
	if (slice.size > 0) {
		return false;
	}
	*ret_us = us;
	return true;
}

char *slice_copy(struct slice slice)
{
	char *copy = malloc(slice.size + 1);
	if (copy == NULL) {
		return NULL;
	}
	if (slice.size > 0) {
		memcpy(copy, slice.data, slice.size);
	}
	copy[slice.size] = '\0';
	return copy;
}

size_t slice_distance(struct slice slice, struct slice other)
{
	if (slice.size > SLICE_DISTANCE_LIMIT || other.size > SLICE_DISTANCE_LIMIT) {
		return slice_equals(slice, other) ? 0 : SLICE_DISTANCE_LIMIT;
	}
	size_t row[SLICE_DISTANCE_LIMIT + 1];
	for (size_t j = 0; j <= other.size; j++) {
		row[j] = j;
	}
	for (size_t i = 1; i <= slice.size; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= other.size; j++) {
			size_t same = slice.data[i - 1] == other.data[j - 1] ? 0 : 1;
			size_t best = diagonal + same;
			best = row[j] + 1 < best ? row[j] + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[other.size];
}
