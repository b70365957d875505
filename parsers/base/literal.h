// SPDX-License-Identifier: MIT
/* Bytes that every match of a regular expression contains, read off its text. */
#ifndef OVERRUN_LITERAL_H
#define OVERRUN_LITERAL_H

#include "slice.h"

enum { LITERAL_LIMIT = 64 }; /* bytes; more would not make a prefilter any better */

/*
 * Writes the longest run of plain characters that stands outside groups, alternatives and optional
 * parts into `ret_bytes` (LITERAL_LIMIT) and returns its size. Returns 0 when there is none and for
 * every construct that it does not know for certain: inline options, \Q, verbs, conditions.
 *
 *     "CHG-\d+ approval requested for (?<step>\w+)"  →  " approval requested for "
 */
size_t literal_find(struct slice pattern, char *ret_bytes);

#endif
