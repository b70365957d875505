// SPDX-License-Identifier: MIT
/* One allocation per request, chained: reports are small and short-lived. */
#include "keep.h"

#include <stdlib.h>

struct keep_block {
	struct keep_block *previous;
	_Alignas(max_align_t) unsigned char bytes[];
};

void *keep_bytes(struct keep *keep, size_t size)
{
	if (size > SIZE_MAX / 2) {
		return NULL;
	}
	struct keep_block *block = calloc(1, sizeof *block + (size == 0 ? 1 : size));
	if (block == NULL) {
		return NULL;
	}
	block->previous = keep->last;
	keep->last = block;
	return block->bytes;
}

char *keep_text(struct keep *keep, struct slice text)
{
	char *copy = text.size < SIZE_MAX ? keep_bytes(keep, text.size + 1) : NULL;
	if (copy != NULL && text.size > 0) {
		memcpy(copy, text.data, text.size);
	}
	return copy;
}

void *keep_grow(struct keep *keep, void *items, size_t count, size_t item_size)
{
	/* Capacity is the least power of two that holds the items. */
	if ((count & (count - 1)) != 0) {
		return items;
	}
	size_t capacity = count == 0 ? 1 : 2 * count;
	if (capacity > SIZE_MAX / 4 / item_size) {
		return NULL;
	}
	void *grown = keep_bytes(keep, capacity * item_size);
	if (grown != NULL && count > 0) {
		memcpy(grown, items, count * item_size);
	}
	return grown;
}

void keep_free(struct keep *keep)
{
	struct keep_block *block = keep->last;
	while (block != NULL) {
		struct keep_block *previous = block->previous;
		free(block);
		block = previous;
	}
	keep->last = NULL;
}
