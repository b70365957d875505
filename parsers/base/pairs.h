// SPDX-License-Identifier: MIT
/*
 * Runs of `key=value` and `key="value"`, eaten pair by pair.
 *
 *     date=2024-08-07 time=05:30:19 devname="fw-gw-01" msg="he said \"no\"" reason=
 * ui=ssh(192.0.2.7)
 *
 * Pairs are parted by blanks, tabs or commas. A quoted value ends at the first quote without a
 * backslash before it, an unclosed one at the end of the text; escapes stay as they are written. A
 * bare value ends at a blank, or at a comma that is followed by another `key=`. Words without '='
 * are passed over.
 */
#ifndef OVERRUN_PAIRS_H
#define OVERRUN_PAIRS_H

#include "slice.h"

/* Eats one pair from the front; false when no pair is left. The value is without its quotes. */
bool pairs_next(struct slice *text, struct slice *ret_key, struct slice *ret_value);

/* The value of the first pair of that key; false when there is none. Walks from the front. */
bool pairs_find(struct slice text, const char *key, struct slice *ret_value);

#endif
