// SPDX-License-Identifier: MIT
/*
 * Which of many literals stand in a text, found in one pass.
 *
 * Wu and Manber's search ("A fast algorithm for multi-pattern searching", 1994) with blocks of two
 * bytes: the text is looked at every m - 1 bytes, where m is the shortest literal's length, so a
 * hundred rules cost one scan of a line and not a hundred.
 */
#ifndef OVERRUN_LITERALS_H
#define OVERRUN_LITERALS_H

#include "slice.h"

struct literals;

enum { LITERAL_SIZE_MIN = 4 }; /* a shorter one would make every step of the scan a short one */

/* NULL when out of memory. */
struct literals *literals_new(void);
void literals_free(struct literals *literals);

/*
 * Adds one of at least LITERAL_SIZE_MIN bytes, borrowed, under a number;
 * false when it cannot (too short, too many, no memory).
 */
bool literals_add(struct literals *literals, struct slice literal, size_t number);

/* Call once after the last literals_add. */
void literals_finish(struct literals *literals);

/* Sets marks[number] = mark for each literal that stands in `text`; false: there is none. */
bool literals_scan(const struct literals *literals, struct slice text, uint64_t *marks,
		   uint64_t mark);

#endif
