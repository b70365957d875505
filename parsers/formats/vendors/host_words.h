// SPDX-License-Identifier: MIT
/* Cutting the sentences of a machine's programs. */
#ifndef OVERRUN_HOST_WORDS_H
#define OVERRUN_HOST_WORDS_H

#include "slice.h"

/* The first word. */
static inline struct slice word_of(struct slice text)
{
	struct slice word = slice_empty();
	slice_eat_blanks(&text);
	slice_eat_word(&text, &word);
	return word;
}

/* The slice after `text`, or the empty end. */
static inline struct slice behind(struct slice slice, const char *text)
{
	size_t at = slice_find(slice, text);
	return at == slice.size ? slice_after(slice, at) : slice_after(slice, at + strlen(text));
}

/* What stands before `text`, or all. */
static inline struct slice before(struct slice slice, const char *text)
{
	return slice_first(slice, slice_find(slice, text));
}

#endif
