// SPDX-License-Identifier: MIT
/*
 * A place in a line, shown to a person:
 *
 *         2023-09-17T04:01:00+0900 till7 paper out
 *                                  ^
 */
#ifndef OVERRUN_CARET_H
#define OVERRUN_CARET_H

#include "slice.h"

enum { CARET_SIZE = 400 }; /* bytes that are always enough: twice 120 columns and what is between */

/*
 * Two lines, each behind a newline and four blanks; what is too far from the place is left out.
 * Controls and bytes that are no text are shown as '?'; Hangul, Kana, Han and pictures take two
 * columns.
 */
void caret_show(struct slice text, size_t at, char *ret_lines);

#endif
