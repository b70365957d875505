// SPDX-License-Identifier: MIT
/*
 * Memory that is kept until the whole is let go: what a report owns.
 *
 *     struct keep keep = {NULL};
 *     char *name = keep_text(&keep, slice);
 *     keep_free(&keep);
 */
#ifndef OVERRUN_KEEP_H
#define OVERRUN_KEEP_H

#include "slice.h"

struct keep {
	struct keep_block *last;
};

/* Zeroed bytes; NULL when out of memory. */
void *keep_bytes(struct keep *keep, size_t size);

/* A NUL-terminated copy; NULL when out of memory. */
char *keep_text(struct keep *keep, struct slice text);

/*
 * Room for one more item behind `count` items of an array that only this function has grown: the
 * array itself, or a larger copy of it. NULL when out of memory. The new item is zeroed.
 */
void *keep_grow(struct keep *keep, void *items, size_t count, size_t item_size);

void keep_free(struct keep *keep);

#endif
