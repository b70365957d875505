// SPDX-License-Identifier: MIT
/* Interned texts within fixed memory; see store_words.h. */
#include "store_words.h"

#include "digest.h"
#include "mix.h"
#include "store_fail.h"

#include <sys/mman.h>

enum {
	COUNT_BITS = 4,
	COUNT_MASK = (1 << COUNT_BITS) - 1,
	USE_LIMIT = 255,
	OFTEN_NEW_SIZE = 24, /* of messages and paths, which the filter is mostly asked about */
};

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

/* A word of one to eight bytes; with the size of the text no two texts give the same. */
static inline uint64_t word_at_end(struct slice text, size_t at)
{
	uint64_t word = 0;
	size_t left = text.size - at;
	if (at > 0) {
		/* The last eight bytes: those that have been used come again, which is harmless. */
		memcpy(&word, text.data + text.size - sizeof word, sizeof word);
	} else if (left >= sizeof(uint32_t)) {
		uint32_t halves[2];
		memcpy(&halves[0], text.data, sizeof halves[0]);
		memcpy(&halves[1], text.data + left - sizeof halves[1], sizeof halves[1]);
		word = (uint64_t)halves[0] << 32 | halves[1];
	} else {
		for (size_t i = 0; i < left; i++) {
			word = word << 8 | (unsigned char)text.data[i];
		}
	}
	return word;
}

/* The upper half of k[0] + k[1] · size + k[2] · first word + k[3] · second word + … mod 2^128. */
uint64_t words_hash(const struct words *words, struct slice text)
{
	const words_key *key = &words->keys[2];
	words_key sum = words->keys[0] + words->keys[1] * text.size;
	size_t at = 0;
	for (; at + sizeof(uint64_t) <= text.size; at += sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, text.data + at, sizeof word);
		sum += *key++ * word;
	}
	if (at < text.size) {
		sum += *key * word_at_end(text, at);
	}
	/*
	 * Texts that differ in a digit have sums a fixed step apart, and with some keys would crowd
	 * in few places: mixed, which makes no two hashes one, they lie anywhere.
	 */
	uint64_t hash = (uint64_t)(sum >> 64);
	return mix_number(hash, hash >> 32);
}

enum {
	PLACES_SIZE = WORDS_SETS * WORDS_WAYS * sizeof(struct word_place),
	FILTER_SIZE = WORDS_FILTER * sizeof(uint32_t),
};

/*
 * Both tables are looked into at random. On large pages, where the system has them, a look costs
 * no walk through its page tables, nor a fault for every 4 KiB: 4 % of ingesting.
 */
static bool map_tables(struct words *words)
{
	void *tables = mmap(NULL, PLACES_SIZE + FILTER_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (tables == MAP_FAILED) {
		return false;
	}
	(void)madvise(tables, PLACES_SIZE + FILTER_SIZE, MADV_HUGEPAGE);
	words->places = tables;
	words->filter = (uint32_t *)(void *)((char *)tables + PLACES_SIZE);
	return true;
}

enum status words_open(struct words *words, sqlite3 *db, struct error *error)
{
	*words = (struct words){.credit = WORDS_CREDIT};
	enum status status =
		digest_random((unsigned char *)words->keys, sizeof(words->keys), error);
	if (status != STATUS_OK) {
		return status;
	}
	if (!map_tables(words)) {
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
	if (words->places != NULL) {
		(void)munmap(words->places, PLACES_SIZE + FILTER_SIZE);
	}
	*words = (struct words){0};
}

void words_keep(struct words *words)
{
	words->has_fresh = false;
}

/* To empty the cache is to touch all of its memory; most runs have used little of it. */
void words_forget(struct words *words)
{
	if (words->has_fresh) {
		memset(words->places, 0, PLACES_SIZE);
		words->has_fresh = false;
	}
}

static inline uint32_t *slot_of(const struct words *words, uint64_t hash)
{
	return &words->filter[(hash >> 20) % WORDS_FILTER];
}

/* Counts this sighting; true when the text has become worth a word. */
static bool filter_counts_worth(struct words *words, uint64_t hash)
{
	uint32_t *slot = slot_of(words, hash);
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

/* A holder that is found more often than others want its place keeps it. */
static bool give_way(struct word_place *holder)
{
	bool is_used = holder->hash != 0 && holder->use > 0;
	holder->use -= is_used;
	return !is_used;
}

/*
 * To look a text up in the table, or write it there, costs more than a row; where texts by the
 * hundred thousand repeat now and then, that would be half of all work.
 */
static bool pay_for_search(struct words *words)
{
	if (words->credit < WORDS_SEARCH) {
		return false;
	}
	words->credit -= WORDS_SEARCH;
	return true;
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
	if (text.size >= OFTEN_NEW_SIZE) {
		__builtin_prefetch(slot_of(words, hash), 1);
	}
	return hash;
}

enum status words_number(struct words *words, struct slice text, uint64_t hash, int64_t *ret_number,
			 struct error *error)
{
	*ret_number = WORD_NONE;
	if (is_too_long(text)) {
		return STATUS_OK;
	}
	words->credit += words->credit < WORDS_CREDIT;
	bool found = false;
	struct word_place *place = place_of(words, hash, &found);
	if (found) {
		place->use += place->use < USE_LIMIT;
		*ret_number = place->number;
		return STATUS_OK;
	}
	if (!filter_counts_worth(words, hash) || !give_way(place) || !pay_for_search(words)) {
		return STATUS_OK;
	}
	int64_t number = WORD_NONE;
	enum status status = words_look_up(words, text, &number, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (number <= UINT32_MAX) {
		*place = (struct word_place){hash, (uint32_t)number, 1};
		words->has_fresh = true;
	}
	*ret_number = number;
	return STATUS_OK;
}
