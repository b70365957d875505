// SPDX-License-Identifier: MIT
/* Interned texts within fixed memory; see store_words.h. */
#include "store_words.h"

#include "digest.h"
#include "store_fail.h"

#include <stdlib.h>

enum { COUNT_BITS = 4, COUNT_MASK = (1 << COUNT_BITS) - 1, USE_LIMIT = 255 };

struct word_place {
	uint64_t hash; /* 0: free */
	uint32_t number;
	uint32_t use; /* how often found, less how often wanted by another; at most USE_LIMIT */
};

struct slice words_cut(struct slice text, size_t size)
{
	if (text.size <= size) {
		return text;
	}
	while (size > 0 && ((unsigned char)text.data[size] & 0xc0) == 0x80) {
		size--;
	}
	return slice_first(text, size);
}

static uint64_t rotate(uint64_t value, int bits)
{
	return (value << bits) | (value >> (64 - bits));
}

/* Always inline: with its state in registers the hash takes half the time. */
static inline __attribute__((always_inline)) void sip_round(uint64_t *a, uint64_t *b, uint64_t *c,
							    uint64_t *d)
{
	*a += *b;
	*b = rotate(*b, 13) ^ *a;
	*a = rotate(*a, 32);
	*c += *d;
	*d = rotate(*d, 16) ^ *c;
	*a += *d;
	*d = rotate(*d, 21) ^ *a;
	*c += *b;
	*b = rotate(*b, 17) ^ *c;
	*c = rotate(*c, 32);
}

/* SipHash-1-3 (Aumasson, Bernstein: "SipHash: a fast short-input PRF"). */
uint64_t words_hash(const struct words *words, struct slice text)
{
	uint64_t a = words->key[0] ^ UINT64_C(0x736f6d6570736575);
	uint64_t b = words->key[1] ^ UINT64_C(0x646f72616e646f6d);
	uint64_t c = words->key[0] ^ UINT64_C(0x6c7967656e657261);
	uint64_t d = words->key[1] ^ UINT64_C(0x7465646279746573);
	uint64_t last = (uint64_t)text.size << 56;
	size_t at = 0;
	for (; at + 8 <= text.size; at += 8) {
		uint64_t block = 0;
		memcpy(&block, text.data + at, 8);
		d ^= block;
		sip_round(&a, &b, &c, &d);
		a ^= block;
	}
	size_t left = text.size - at;
	if (at > 0 && left > 0 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
		/* The last eight bytes, those that have been used shifted out. */
		uint64_t tail = 0;
		memcpy(&tail, text.data + text.size - 8, 8);
		last |= tail >> (8 * (8 - left));
	} else {
		for (size_t i = 0; i < left; i++) {
			last |= (uint64_t)(unsigned char)text.data[at + i] << (8 * i);
		}
	}
	d ^= last;
	sip_round(&a, &b, &c, &d);
	a ^= last;
	c ^= 0xff;
	sip_round(&a, &b, &c, &d);
	sip_round(&a, &b, &c, &d);
	sip_round(&a, &b, &c, &d);
	return a ^ b ^ c ^ d;
}

enum status words_open(struct words *words, sqlite3 *db, struct error *error)
{
	*words = (struct words){0};
	enum status status = digest_random((unsigned char *)words->key, sizeof(words->key), error);
	if (status != STATUS_OK) {
		return status;
	}
	words->places = calloc((size_t)WORDS_SETS * WORDS_WAYS, sizeof(*words->places));
	words->filter = calloc(WORDS_FILTER, sizeof(*words->filter));
	if (words->places == NULL || words->filter == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "word cache: out of memory");
	}
	if (sqlite3_prepare_v3(db, "SELECT id FROM word WHERE text = ?1", -1,
			       SQLITE_PREPARE_PERSISTENT, &words->find, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v3(db, "INSERT INTO word (text) VALUES (?1)", -1,
			       SQLITE_PREPARE_PERSISTENT, &words->add, NULL) != SQLITE_OK) {
		return error_set(error, STATUS_DATABASE, "word: %s", sqlite3_errmsg(db));
	}
	return STATUS_OK;
}

void words_close(struct words *words)
{
	sqlite3_finalize(words->find);
	sqlite3_finalize(words->add);
	free(words->places);
	free(words->filter);
	*words = (struct words){0};
}

void words_forget(struct words *words)
{
	memset(words->places, 0, (size_t)WORDS_SETS * WORDS_WAYS * sizeof(*words->places));
}

/* Counts this sighting; true when the text has become worth a word. */
static bool filter_counts_worth(struct words *words, uint64_t hash)
{
	uint32_t *slot = &words->filter[(hash >> 20) % WORDS_FILTER];
	uint32_t mark = (uint32_t)(hash >> 32) & ~(uint32_t)COUNT_MASK;
	if ((*slot & ~(uint32_t)COUNT_MASK) != mark) {
		*slot = mark | 1;
		return false;
	}
	if ((*slot & COUNT_MASK) < WORDS_WORTH) {
		(*slot)++;
	}
	return (*slot & COUNT_MASK) >= WORDS_WORTH;
}

/*
 * The place of a hash: found, or free, or given away by its seldom used holder; NULL when all
 * holders are used more. So a flood of rare texts neither empties the cache nor asks the database.
 */
static struct word_place *place_of(struct words *words, uint64_t hash, bool *ret_found)
{
	struct word_place *set = &words->places[((hash >> 8) % WORDS_SETS) * WORDS_WAYS];
	struct word_place *least = &set[0];
	*ret_found = false;
	for (size_t i = 0; i < WORDS_WAYS; i++) {
		if (set[i].hash == hash) {
			*ret_found = true;
			return &set[i];
		}
		least = set[i].use < least->use ? &set[i] : least;
	}
	return least;
}

static enum status words_look_up(struct words *words, struct slice text, int64_t *ret_number,
				 struct error *error)
{
	sqlite3 *db = sqlite3_db_handle(words->find);
	sqlite3_bind_text(words->find, 1, text.data, (int)text.size, SQLITE_STATIC);
	int result = sqlite3_step(words->find);
	if (result == SQLITE_ROW) {
		*ret_number = sqlite3_column_int64(words->find, 0);
	}
	sqlite3_reset(words->find);
	if (result == SQLITE_DONE) {
		sqlite3_bind_text(words->add, 1, text.data, (int)text.size, SQLITE_STATIC);
		result = sqlite3_step(words->add);
		sqlite3_reset(words->add);
		*ret_number = sqlite3_last_insert_rowid(db);
	}
	if (result != SQLITE_ROW && result != SQLITE_DONE) {
		return store_explain(db, result, "word", error);
	}
	return STATUS_OK;
}

static bool is_too_long(struct slice text)
{
	return text.size == 0 || text.size > WORDS_TEXT_LIMIT;
}

uint64_t words_expect(const struct words *words, struct slice text)
{
	if (is_too_long(text)) {
		return 0;
	}
	uint64_t hash = words_hash(words, text) | 1;
	__builtin_prefetch(&words->places[((hash >> 8) % WORDS_SETS) * WORDS_WAYS]);
	return hash;
}

enum status words_number(struct words *words, struct slice text, uint64_t hash, int64_t *ret_number,
			 struct error *error)
{
	*ret_number = WORD_NONE;
	if (is_too_long(text)) {
		return STATUS_OK;
	}
	bool found = false;
	struct word_place *place = place_of(words, hash, &found);
	if (found) {
		place->use += place->use < USE_LIMIT;
		*ret_number = place->number;
		return STATUS_OK;
	}
	if (!filter_counts_worth(words, hash)) {
		return STATUS_OK;
	}
	if (place->hash != 0 && place->use > 0) {
		place->use--;
		return STATUS_OK;
	}
	int64_t number = WORD_NONE;
	enum status status = words_look_up(words, text, &number, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (number <= UINT32_MAX) {
		*place = (struct word_place){hash, (uint32_t)number, 1};
	}
	*ret_number = number;
	return STATUS_OK;
}
