// SPDX-License-Identifier: MIT
/*
 * The nearest right word: what somebody who wrote `alow` most likely meant.
 */
#ifndef OVERRUN_PLAN_WORDS_H
#define OVERRUN_PLAN_WORDS_H

#include "slice.h"

enum { PLAN_WORD_MAX = 64 }; /* longer words are not compared: nobody mistypes that much */

/*
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other,
 * ASCII letters compared without case; SIZE_MAX when a word is longer than PLAN_WORD_MAX.
 */
size_t plan_word_distance(struct slice word, struct slice other);

/* Keeps the best of many candidates; start with {.word = …}. */
struct plan_nearest {
	struct slice word;
	const char *best; /* NULL: none is near enough to be worth naming */
	size_t distance;
};

void plan_nearest_offer(struct plan_nearest *nearest, const char *candidate);

#endif
