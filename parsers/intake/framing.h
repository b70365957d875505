// SPDX-License-Identifier: MIT
/*
 * Where one syslog record ends and the next begins without a newline between them (RFC 6587).
 *
 *     83 <30>1 2021-03-06T… started75 <30>1 2021-03-06T…       octet counts
 *     <30>2021-03-06T… restart<30>2021-03-06T…                 nothing at all
 *
 * And elements of a JSON array that lies in one line, which no reader of lines could tell apart:
 *
 *     [{"ts":"1723008619.000200",…},{"ts":"1723008620.000100",…}]
 *
 * And objects of JSON that follow each other in one line:
 *
 *     {"time":"2024-08-07T05:30:19Z",…}{"time":"2024-08-07T05:30:20Z",…}
 *
 * Only shapes are looked at, a few bytes of them; what they mean is syslog.h's.
 */
#ifndef OVERRUN_FRAMING_H
#define OVERRUN_FRAMING_H

#include "slice.h"

enum framing {
	FRAMING_NONE,
	FRAMING_FOUND,
	FRAMING_UNSURE, /* the text ends before it is clear; it has less than FRAMING_PEEK bytes */
};

enum { FRAMING_PEEK = 32 }; /* bytes that decide; the longest shape is "123456 <191>" */

/*
 * Does a record begin here: "[COUNT ]<PRI>"? FOUND: `ret_header` is the size of that, `ret_record`
 * of the record with its count, 0 without one.
 */
enum framing framing_begins(struct slice text, size_t *ret_header, size_t *ret_record);

/*
 * Does a record begin here that follows directly on another: "<PRI>", and then a version, an ISO
 * stamp or a month's name?
 */
enum framing framing_follows(struct slice text);

/*
 * Can a record end with these two bytes? A blank stands before an envelope inside another, an
 * opening quote or '=' before one that is quoted.
 */
bool framing_may_end(char before, char last);

/*
 * How many words a record has at the least, by the first byte behind its PRI: stamp, host and one
 * of the message. With less, the header that follows is a relay's inner one:
 *
 *     <13>Oct  1 00:00:03 relay<34>Oct  1 00:00:03 host program: …
 */
enum { FRAMING_WORDS_MAX = 5 };
size_t framing_words(char first);

/*
 * A line begins with an object of JSON; `begun` is what blocks before held of it, `text` what this
 * one does. FOUND: another object follows the first at `ret_at` in the text, perhaps behind a
 * blank. UNSURE: the text ends before it is clear, keep it up to `ret_at`; not with `is_end`.
 */
enum framing framing_object_next(struct slice begun, struct slice text, bool is_end,
				 size_t *ret_at);

/* Where a line stands that may be such an array; all zero at its beginning. */
struct framing_array {
	enum { ARRAY_UNKNOWN, ARRAY_OPEN, ARRAY_NONE } state;
	int depth; /* of brackets in an element; 0: between elements */
	bool is_text, is_escaped;
	bool is_cut; /* the next byte begins an element that was found before */
};

/*
 * Goes on with the line. FOUND: an object of the array begins at `ret_at`, and what stands before
 * is a record; call again with the text from there. UNSURE: the same, but the text ends behind its
 * bracket. NONE: the whole text was passed.
 */
enum framing framing_array_next(struct framing_array *array, struct slice text, size_t *ret_at);

#endif
