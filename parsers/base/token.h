// SPDX-License-Identifier: MIT
/*
 * Words of a line, some of them quoted: `200 - "GET /a b HTTP/1.1" "curl \"8\""`.
 *
 * Access lines of every balancer are written so. Escapes stay as they are written.
 */
#ifndef OVERRUN_TOKEN_H
#define OVERRUN_TOKEN_H

#include "slice.h"

/*
 * Eats a word and the blanks after it. A word that begins with a quote ends at the next quote that
 * has no backslash before it, and comes without both; an unclosed one is no word.
 */
bool token_eat(struct slice *rest, struct slice *ret_word);

/* The word, or the empty slice for "-", which is how such logs write none. */
struct slice token_value(struct slice word);

/* The word as a number that is not negative, or `none`. */
int64_t token_count(struct slice word, int64_t none);

#endif
