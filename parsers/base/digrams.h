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
	bool seen[DIGRAMS_SIZE];
};

static inline size_t digrams_place(const char *at)
{
	uint16_t both;
	memcpy(&both, at, sizeof both);
	return (both ^ (both >> 5)) % DIGRAMS_SIZE;
}

void digrams_see(struct digrams *digrams, struct slice text);

/* digrams_may_hold, when the first pair has not told. */
bool digrams_may_hold_rest(const struct digrams *digrams, const char *piece);

/* False: the piece, which is not empty, stands nowhere in the text. True: it may. */
static inline bool digrams_may_hold(const struct digrams *digrams, const char *piece)
{
	assert(piece[0] != '\0');
	return piece[1] == '\0' ||
	       (digrams->seen[digrams_place(piece)] && digrams_may_hold_rest(digrams, piece));
}

#endif
