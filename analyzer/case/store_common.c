// SPDX-License-Identifier: MIT
/* What many rows share; see store_common.h. */
#include "store_common.h"

#include "mix.h"

#include <stdlib.h>

struct common_slot {
	uint64_t hash; /* 0: free */
	int64_t id;
	int64_t lead;
};

/* Those found more often stand further in front. */
struct common_set {
	struct common_slot ways[COMMON_WAYS];
};

void commons_begin(struct commons *commons, const struct words *words, int64_t next_id)
{
	commons->words = words;
	commons->next_id = next_id;
	commons->begun++; /* what is there will not be found any more, and makes room in time */
	commons->strays = 0;
}

static uint64_t hash_of(const struct commons *commons, const struct common_values *values)
{
	uint64_t numbers = (uint64_t)values->numbers[0] << 32 | values->numbers[1];
	uint64_t hash = mix_number(commons->begun, numbers);
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		struct slice text = values->texts[i];
		hash = mix_number(hash, text.size > 0 ? words_hash(commons->words, text) : 0);
	}
	return hash + (hash == 0);
}

/* Texts that are too long are never remembered: each row gets a common of its own then. */
static bool can_remember(const struct common_values *values)
{
	for (size_t i = 0; i < COMMON_TEXTS; i++) {
		if (values->texts[i].size > WORDS_TEXT_LIMIT) {
			return false;
		}
	}
	return true;
}

/* The next number, remembered in the set if there is one. Out of the way of what is found. */
__attribute__((noinline)) static struct common make(struct commons *commons, struct common_set *set,
						    uint64_t hash, int64_t lead)
{
	const struct common new = {commons->next_id++, lead, true};
	for (size_t i = 0; set != NULL && i < COMMON_WAYS; i++) {
		if (set->ways[i].hash == 0 || i + 1 == COMMON_WAYS) {
			set->ways[i] = (struct common_slot){hash, new.id, lead};
			break;
		}
	}
	return new;
}

/* With the first row; without memory each row gets a common of its own. */
__attribute__((noinline)) static bool make_sets(struct commons *commons)
{
	commons->sets = calloc(COMMON_SETS, sizeof(*commons->sets));
	return commons->sets != NULL;
}

/* The place with this hash, a step further in front; NULL: there is none. */
static const struct common_slot *find(struct common_set *set, uint64_t hash)
{
	struct common_slot *ways = set->ways;
	if (ways[0].hash == hash) {
		return &ways[0];
	}
	for (size_t i = 1; i < COMMON_WAYS; i++) {
		if (ways[i].hash == hash) {
			struct common_slot found = ways[i];
			ways[i] = ways[i - 1];
			ways[i - 1] = found;
			return &ways[i - 1];
		}
	}
	return NULL;
}

static struct common_set *set_of(const struct commons *commons, uint64_t hash)
{
	return &commons->sets[(hash >> 16) % COMMON_SETS];
}

struct common commons_find(struct commons *commons, const struct common_values *values,
			   int64_t lead)
{
	if (!can_remember(values) || (commons->sets == NULL && !make_sets(commons))) {
		return make(commons, NULL, 0, lead);
	}
	uint64_t hash = hash_of(commons, values);
	const struct common_slot *slot = find(set_of(commons, hash), hash);
	commons->strays += slot != NULL && slot->lead != lead;
	if (slot != NULL && commons->strays <= COMMON_STRAYS) {
		return (struct common){slot->id, slot->lead, false};
	}
	if (slot != NULL) {
		commons_begin(commons, commons->words, commons->next_id);
		hash = hash_of(commons, values);
	}
	return make(commons, set_of(commons, hash), hash, lead);
}

void commons_close(struct commons *commons)
{
	free(commons->sets);
	*commons = (struct commons){0};
}
