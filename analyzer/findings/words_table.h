// SPDX-License-Identifier: MIT
/* The one table of words, in every language; read by words.c only. */
#ifndef OVERRUN_WORDS_TABLE_H
#define OVERRUN_WORDS_TABLE_H

#include "words.h"

/*
 * `key` is what the program looks up: a label's name, a leaf ("S.ABSENT"), a leaf's settlement
 * ("settle S"), a word of the method, a sentence. `{name}` in a sentence is filled in.
 */
struct words_row {
	const char *key;
	const char *texts[LANGUAGE_COUNT];
};

extern const struct words_row words_leaves[];
extern const struct words_row words_sentences[];
extern const struct words_row words_labels[];
extern const struct words_row words_phrases[];  /* keys with holes, too */
extern const struct words_row words_warnings[]; /* likewise */

#endif
