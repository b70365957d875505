// SPDX-License-Identifier: MIT
/*
 * Which of many literals stand in a text, found in one pass.
 *
 *     text      … s t a t e = d o n e …        m = 4, literals "done", "fail"
 *     window          [     ]                  ends in a pair of bytes
 *     shift      of that pair: how far the window may move before it can hold a literal;
 *                0: the pair ends some literal's first m bytes, those are compared
 */
#include "literals.h"

#include <stdlib.h>

enum {
	PAIRS = 4096,    /* hashed pairs of bytes: a table of 4 KiB stays in the first cache */
	WINDOW_MAX = 32, /* longer windows gain nothing more */
	NO_LITERAL = -1,
};

struct literal {
	struct slice text;
	size_t number;
	int next; /* of the same last pair, or NO_LITERAL */
};

struct literals {
	struct literal *items;
	size_t count;
	size_t window;
	uint8_t shifts[PAIRS];
	int heads[PAIRS];
};

static size_t pair_at(const char *at)
{
	return (((size_t)(unsigned char)at[0] << 4) ^ (unsigned char)at[1]) & (PAIRS - 1);
}

struct literals *literals_new(void)
{
	return calloc(1, sizeof(struct literals));
}

void literals_free(struct literals *literals)
{
	if (literals != NULL) {
		free(literals->items);
		free(literals);
	}
}

bool literals_add(struct literals *literals, struct slice literal, size_t number)
{
	if (literal.size < LITERAL_SIZE_MIN) {
		return false;
	}
	if ((literals->count & (literals->count - 1)) == 0) {
		size_t room = literals->count == 0 ? 1 : literals->count * 2;
		struct literal *items = realloc(literals->items, room * sizeof *items);
		if (items == NULL) {
			return false;
		}
		literals->items = items;
	}
	literals->items[literals->count++] = (struct literal){literal, number, NO_LITERAL};
	return true;
}

void literals_finish(struct literals *literals)
{
	size_t window = WINDOW_MAX;
	for (size_t i = 0; i < literals->count; i++) {
		size_t size = literals->items[i].text.size;
		window = size < window ? size : window;
	}
	literals->window = window;
	memset(literals->shifts, (int)(window - 1), sizeof literals->shifts);
	for (size_t i = 0; i < PAIRS; i++) {
		literals->heads[i] = NO_LITERAL;
	}
	for (size_t i = 0; i < literals->count; i++) {
		struct literal *literal = &literals->items[i];
		for (size_t at = 0; at + 2 <= window; at++) {
			uint8_t *shift = &literals->shifts[pair_at(literal->text.data + at)];
			uint8_t needed = (uint8_t)(window - 2 - at);
			*shift = needed < *shift ? needed : *shift;
		}
		int *head = &literals->heads[pair_at(literal->text.data + window - 2)];
		literal->next = *head;
		*head = (int)i;
	}
}

bool literals_scan(const struct literals *literals, struct slice text, uint64_t *marks,
		   uint64_t mark)
{
	size_t window = literals->window;
	if (literals->count == 0 || text.size < window) {
		return false;
	}
	size_t last = text.size - window;
	size_t start = 0;
	bool is_any = false;
	while (start <= last) {
		size_t pair = pair_at(text.data + start + window - 2);
		size_t shift = literals->shifts[pair];
		if (shift > 0) {
			start += shift;
			continue;
		}
		for (int i = literals->heads[pair]; i != NO_LITERAL; i = literals->items[i].next) {
			const struct literal *literal = &literals->items[i];
			if (literal->text.size <= text.size - start &&
			    memcmp(text.data + start, literal->text.data, literal->text.size) ==
				    0) {
				marks[literal->number] = mark;
				is_any = true;
			}
		}
		start++;
	}
	return is_any;
}
