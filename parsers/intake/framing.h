// SPDX-License-Identifier: MIT
/*
 * Where one syslog record ends and the next begins without a newline between them (RFC 6587).
 *
 *     83 <30>1 2021-03-06T… started75 <30>1 2021-03-06T…       octet counts
 *     <30>2021-03-06T… restart<30>2021-03-06T…                 nothing at all
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

#endif
