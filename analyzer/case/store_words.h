// SPDX-License-Identifier: MIT
/*
 * Interned texts: which text has which number in table `word`, as far as memory goes.
 *
 * A text is interned when it is seen for the WORDS_WORTH-th time within memory: until then, and
 * where no room is left, it is stored as itself, so a million different paths cost no word each.
 * Memory is fixed: a filter that counts sightings by hash, and a cache of hash → number whose
 * seldom used places are given away. Texts are told apart by a keyed 64-bit hash, which nobody who
 * writes logs can make collide: multilinear hashing with keys drawn per run is strongly universal,
 * any two texts have the same hash with a probability of 2^-64 (Lemire, Kaser: "Strongly universal
 * string hashing is fast"), and no hash is ever shown.
 */
#ifndef OVERRUN_STORE_WORDS_H
#define OVERRUN_STORE_WORDS_H

#include "slice.h"
#include "status.h"

#include <sqlite3.h>

enum {
	WORDS_WORTH = 4,         /* a word costs its text twice (table and index) and a search */
	WORDS_SEARCH = 64,       /* of so many texts one may be looked up in the table */
	WORDS_CREDIT = 1 << 20,  /* searches are saved up: at first, and later, 16,384 at once */
	WORDS_WAYS = 4,          /* places a hash may have */
	WORDS_SETS = 1 << 15,    /* × WORDS_WAYS × 16 bytes = 2 MiB */
	WORDS_FILTER = 1 << 20,  /* sightings remembered, × 4 bytes = 4 MiB */
	WORDS_TEXT_LIMIT = 1024, /* longer texts are never interned, nor hashed */
	WORDS_KEYS = 2 + WORDS_TEXT_LIMIT / 8,
};

__extension__ typedef unsigned __int128 words_key;

struct words {
	words_key keys[WORDS_KEYS];
	struct word_place *places; /* WORDS_SETS × WORDS_WAYS */
	uint32_t *filter;          /* 28 bits of hash, 4 bits of count */
	uint32_t credit;           /* grows with each text, and pays for searches of the table */
	bool has_fresh;            /* numbers given in the transaction at hand */
	sqlite3_stmt *find, *add;
};

enum status words_open(struct words *words, sqlite3 *db, struct error *error);
void words_close(struct words *words);

/* At most `size` bytes of a text, cut where a character of UTF-8 ends. */
struct slice words_cut(struct slice text, size_t size);

/* The keyed hash of a text of at most WORDS_TEXT_LIMIT bytes. */
uint64_t words_hash(const struct words *words, struct slice text);

enum { WORD_NONE = 0 };

/* The hash of a text that will be asked for soon: its place comes into the processor's cache. */
uint64_t words_expect(const struct words *words, struct slice text);

/*
 * The number of a text, or WORD_NONE: store the text itself. May add a row to `word`. `hash` is
 * what words_expect answered.
 */
enum status words_number(struct words *words, struct slice text, uint64_t hash, int64_t *ret_number,
			 struct error *error);

/* After a commit: numbers given in the transaction are in the database. */
void words_keep(struct words *words);

/* After a rollback: numbers given in the transaction are void. */
void words_forget(struct words *words);

#endif
