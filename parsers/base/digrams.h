// SPDX-License-Identifier: MIT
/*
 * The digrams of a text: which pairs of neighbouring bytes it has.
 *
 * Tables of pieces are searched in nearly every line in vain: one look at the line's bytes rules
 * out nearly all rows by their first pair, which costs less than two searches.
 *
 *     struct digrams digrams;
 *     digrams_see(&digrams, text);
 *     for each row: if (digrams_may_hold(&digrams, row->piece) && slice_contains(text, row->piece))
 */
#ifndef OVERRUN_DIGRAMS_H
#define OVERRUN_DIGRAMS_H

#include "slice.h"

#include <assert.h>

enum { DIGRAMS_SIZE = 1024 }; /* hashed; a line of 200 bytes has a sixth of them */

/* A byte for each, since that is quickest to set and to ask. */
struct digrams {
	unsigned char seen[DIGRAMS_SIZE]; /* 1, or 0 */
};

static inline size_t digrams_place(const char *at)
{
	uint16_t both;
	memcpy(&both, at, sizeof both);
	return (both ^ (both >> 5)) % DIGRAMS_SIZE;
}

/* Looks at all of the text; what was seen before is forgotten. */
void digrams_see(struct digrams *digrams, struct slice text);

/* False: the piece of `size` bytes, at least one, stands nowhere in the text. True: it may. */
static inline bool digrams_hold(const struct digrams *digrams, const char *piece, size_t size)
{
	assert(size > 0);
	return size == 1 || (digrams->seen[digrams_place(piece)] &
			     digrams->seen[digrams_place(piece + (size - 2))] &
			     digrams->seen[digrams_place(piece + (size - 1) / 2)]) != 0;
}

/* The same of a text that is not known beforehand: nearly all end at their first pair. */
static inline bool digrams_may_hold(const struct digrams *digrams, const char *piece)
{
	assert(piece[0] != '\0');
	return piece[1] == '\0' ||
	       (digrams->seen[digrams_place(piece)] && digrams_hold(digrams, piece, strlen(piece)));
}

#endif
