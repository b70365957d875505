// SPDX-License-Identifier: MIT
/* What many rows share; see store_common.h. */
#include "store_common.h"

#include <stdlib.h>

enum { WAYS = 2, WORD_SIZE = sizeof(uint64_t) };

struct common_slot {
	int64_t id; /* 0: free */
	int64_t lead;
	int64_t numbers[COMMON_NUMBERS];
	uint32_t sizes[COMMON_TEXTS];
	char texts[COMMON_TEXT_SIZE]; /* one after another */
};

struct common_set {
	struct common_slot ways[WAYS];
	size_t oldest;
};

void commons_begin(struct commons *commons, int64_t next_id)
{
	commons->next_id = next_id;
	commons->strays = 0;
	for (size_t i = 0; commons->sets != NULL && i < COMMON_SETS; i++) {
		commons->sets[i].ways[0].id = 0;
		commons->sets[i].ways[1].id = 0;
	}
}

/* Mixes where a text begins and ends: what differs only in between shares a set of two. */
static inline uint64_t mix(uint64_t hash, struct slice text)
{
	uint64_t first = 0;
	uint64_t last = 0;
	if (text.size >= WORD_SIZE) {
		memcpy(&first, text.data, WORD_SIZE);
		memcpy(&last, text.data + text.size - WORD_SIZE, WORD_SIZE);
	} else {
		for (size_t i = 0; i < text.size; i++) {
			first = first << 8 | (unsigned char)text.data[i];
		}
	}
	hash = (hash ^ first ^ text.size) * UINT64_C(0x9e3779b97f4a7c15);
	return (hash ^ (hash >> 29) ^ last) * UINT64_C(0xbf58476d1ce4e5b9);
}

static uint64_t hash_of(const struct common_values *values)
{
	uint64_t hash = (uint64_t)values->numbers[0] * 31 + (uint64_t)values->numbers[1];
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		if (values->texts[i].size > 0) {
			hash = mix(hash + i, values->texts[i]);
		}
	}
	/*
	 * Texts that differ in their last byte alone differ in the upper bits alone: those are
	 * brought down, multiplied up again, and the uppermost tell the set.
	 */
	hash = (hash ^ (hash >> 32)) * UINT64_C(0x9e3779b97f4a7c15);
	return hash >> 32;
}

static inline bool has_values(const struct common_slot *slot, const struct common_values *values)
{
	const char *at = slot->texts;
	if (slot->id == 0 || memcmp(slot->numbers, values->numbers, sizeof(slot->numbers)) != 0) {
		return false;
	}
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		size_t size = values->texts[i].size;
		if (slot->sizes[i] != size ||
		    (size > 0 && memcmp(at, values->texts[i].data, size) != 0)) {
			return false;
		}
		at += size;
	}
	return true;
}

static void remember(struct common_slot *slot, const struct common_values *values,
		     const struct common *common)
{
	char *at = slot->texts;
	slot->id = common->id;
	slot->lead = common->lead;
	memcpy(slot->numbers, values->numbers, sizeof(slot->numbers));
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		size_t size = values->texts[i].size;
		slot->sizes[i] = (uint32_t)size;
		if (size > 0) {
			memcpy(at, values->texts[i].data, size);
		}
		at += size;
	}
}

/* Texts that are too long are never remembered: each row gets a common of its own then. */
static bool can_remember(const struct common_values *values)
{
	size_t size = 0;
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		if (values->texts[i].size > COMMON_TEXT_SIZE) {
			return false;
		}
		size += values->texts[i].size;
	}
	return size <= COMMON_TEXT_SIZE;
}

/* The next number, remembered in the set if there is one. Out of the way of what is found. */
__attribute__((noinline)) static struct common make(struct commons *commons, struct common_set *set,
						    const struct common_values *values,
						    int64_t lead)
{
	const struct common new = {commons->next_id++, lead, true};
	if (set != NULL && can_remember(values)) {
		remember(&set->ways[set->oldest], values, &new);
		set->oldest = 1 - set->oldest;
	}
	return new;
}

/* With the first row; without memory each row gets a common of its own. */
__attribute__((noinline)) static bool make_sets(struct commons *commons)
{
	commons->sets = calloc(COMMON_SETS, sizeof(*commons->sets));
	return commons->sets != NULL;
}

struct common commons_find(struct commons *commons, const struct common_values *values,
			   int64_t lead)
{
	if (commons->sets == NULL && !make_sets(commons)) {
		return make(commons, NULL, values, lead);
	}
	struct common_set *set = &commons->sets[hash_of(values) % COMMON_SETS];
	for (size_t i = 0; i < WAYS; i++) {
		const struct common_slot *slot = &set->ways[i];
		if (has_values(slot, values)) {
			set->oldest = 1 - i;
			commons->strays += slot->lead != lead;
			if (commons->strays <= COMMON_STRAYS) {
				return (struct common){slot->id, slot->lead, false};
			}
			commons_begin(commons, commons->next_id);
		}
	}
	return make(commons, set, values, lead);
}

void commons_close(struct commons *commons)
{
	free(commons->sets);
	*commons = (struct commons){0};
}
