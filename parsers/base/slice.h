// SPDX-License-Identifier: MIT
/*
 * A slice: borrowed bytes, and the functions that eat from its front.
 *
 * A slice owns nothing and is not NUL-terminated. It stays valid as long as the bytes it points
 * into: for a slice of a line, until the next line is read. The `slice_eat_*` functions advance
 * the slice only when they succeed, so a caller may try one after another.
 */
#ifndef OVERRUN_SLICE_H
#define OVERRUN_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *data;
	size_t size; /* bytes */
};

/* For printf("%.*s"): the length is cut at INT_MAX. */
#define SLICE_FORMAT "%.*s"
#define SLICE_ARGUMENTS(slice) \
	((slice).size > 0x7fffffff ? 0x7fffffff : (int)(slice).size), (slice).data

/* The empty slice; `data` is never NULL in a slice made here. */
static inline struct slice slice_empty(void)
{
	return (struct slice){"", 0};
}

static inline struct slice slice_make(const char *data, size_t size)
{
	return (struct slice){data, size};
}

static inline struct slice slice_from(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static inline bool slice_is_empty(struct slice slice)
{
	return slice.size == 0;
}

static inline bool slice_equals(struct slice slice, struct slice other)
{
	return slice.size == other.size &&
	       (slice.size == 0 || memcmp(slice.data, other.data, slice.size) == 0);
}

/*
 * Of those that compare with a text: inlined wherever they are called, since most texts are short
 * constants, whose comparison takes less than a call. Most tables of words are searched in vain:
 * the first byte tells, before any length is taken.
 */
#define SLICE_INLINE __attribute__((always_inline)) static inline

SLICE_INLINE bool slice_is(struct slice slice, const char *text)
{
	if (slice.size > 0 && slice.data[0] != text[0]) {
		return false;
	}
	return slice_equals(slice, slice_from(text));
}

/* Is it one of the words? `words` ends with NULL. */
bool slice_is_one_of(struct slice slice, const char *const *words);

/* slice_is_ignoring_case, when the first byte has not told. */
bool slice_compare_ignoring_case(struct slice slice, const char *text);

/* ASCII letters only; other bytes must be equal. */
static inline bool slice_is_ignoring_case(struct slice slice, const char *text)
{
	enum { CASE_BIT = 'a' ^ 'A' };
	if (slice.size > 0 && ((slice.data[0] ^ text[0]) & ~CASE_BIT) != 0) {
		return false;
	}
	return slice_compare_ignoring_case(slice, text);
}

SLICE_INLINE bool slice_starts_with(struct slice slice, const char *text)
{
	if (slice.size == 0 || slice.data[0] != text[0]) {
		return text[0] == '\0';
	}
	size_t size = strlen(text);
	return slice.size >= size && memcmp(slice.data, text, size) == 0;
}

bool slice_ends_with(struct slice slice, const char *text);

/* The part after the first `count` bytes; the empty end when there are fewer. */
static inline struct slice slice_after(struct slice slice, size_t count)
{
	return count >= slice.size ? slice_make(slice.data + slice.size, 0)
				   : slice_make(slice.data + count, slice.size - count);
}

static inline struct slice slice_first(struct slice slice, size_t count)
{
	return slice_make(slice.data, count < slice.size ? count : slice.size);
}

/* Where `wanted` first stands, or slice.size when it does not. */
static inline size_t slice_find_char(struct slice slice, char wanted)
{
	const char *at = slice.size == 0 ? NULL : memchr(slice.data, wanted, slice.size);
	return at == NULL ? slice.size : (size_t)(at - slice.data);
}

/* slice_find of `size` bytes. */
size_t slice_find_bytes(struct slice slice, const char *text, size_t size);

/* Where `text` first stands, or slice.size when it does not. */
static inline size_t slice_find(struct slice slice, const char *text)
{
	return slice_find_bytes(slice, text, strlen(text));
}

static inline bool slice_contains(struct slice slice, const char *text)
{
	return slice_find(slice, text) < slice.size;
}

/* ASCII letters only, as above; `text` is not empty. */
bool slice_contains_ignoring_case(struct slice slice, const char *text);

/* slice_trim, when a byte at an end may be one of those. */
struct slice slice_trim_ends(struct slice slice);

/* Without blanks, tabs, CR and LF at both ends. */
static inline struct slice slice_trim(struct slice slice)
{
	bool is_trim = slice.size > 0 && (unsigned char)slice.data[0] > ' ' &&
		       (unsigned char)slice.data[slice.size - 1] > ' ';
	return is_trim ? slice : slice_trim_ends(slice);
}

/* Nothing but those. */
static inline bool slice_is_blank(struct slice slice)
{
	return slice.size == 0 ||
	       ((unsigned char)slice.data[0] <= ' ' && slice_trim(slice).size == 0);
}

/* Eats exactly `text`. */
SLICE_INLINE bool slice_eat(struct slice *slice, const char *text)
{
	if (!slice_starts_with(*slice, text)) {
		return false;
	}
	*slice = slice_after(*slice, strlen(text));
	return true;
}

static inline bool slice_eat_char(struct slice *slice, char wanted)
{
	if (slice->size == 0 || slice->data[0] != wanted) {
		return false;
	}
	slice->data++;
	slice->size--;
	return true;
}

static inline bool slice_is_blank_byte(char byte)
{
	return byte == ' ' || byte == '\t';
}

/* Eats any number of blanks and tabs, also none. */
static inline void slice_eat_blanks(struct slice *slice)
{
	while (slice->size > 0 && slice_is_blank_byte(slice->data[0])) {
		slice->data++;
		slice->size--;
	}
}

/* Eats up to and including `end`; `ret_part` is what stood before it. */
bool slice_eat_until(struct slice *slice, char end, struct slice *ret_part);

/*
 * The parts between the separators, one at least; "a,,b" has an empty one. How many were written:
 * at most `limit`, what stands behind those is left out.
 */
size_t slice_split(struct slice slice, char separator, struct slice *ret_parts, size_t limit);

/* Eats a run of bytes that are not blank or tab, at least one, and the blanks after it. */
bool slice_eat_word(struct slice *slice, struct slice *ret_word);

/* Eats a run of decimal digits; fails on none and when the value does not fit. */
bool slice_eat_uint(struct slice *slice, uint64_t *ret_value);

/* Eats exactly `count` decimal digits (at most 9). */
bool slice_eat_digits(struct slice *slice, size_t count, int32_t *ret_value);

/* The whole slice as a decimal number with optional minus sign; nothing may follow. */
bool slice_to_int(struct slice slice, int64_t *ret_value);

/* "0.035", "12", "1.5": a decimal number of seconds as microseconds; nothing may follow. */
bool slice_seconds_to_us(struct slice slice, int64_t *ret_us);

/* A NUL-terminated copy that the caller frees; NULL when out of memory. */
char *slice_copy(struct slice slice);

enum { SLICE_DISTANCE_LIMIT = 64 }; /* bytes of a word that a person could have misspelt */

/* How many bytes to insert, drop or replace to make one of the other; for "did you mean". */
size_t slice_distance(struct slice slice, struct slice other);

#endif
