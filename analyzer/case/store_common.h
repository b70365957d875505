// SPDX-License-Identifier: MIT
/*
 * What many rows share: stored once, in a row of its own that theirs refer to by number.
 *
 *     request_row  | 17 | 3 | 120 | 9134 | … |      the second column is the row's common
 *     common     3 | entry 1 | status 200 | GET | curl/8.0 | be_pay/app-01 |
 *
 * Which number a set of values has is remembered within fixed memory; a set that has been forgotten
 * gets another row, so nothing is ever searched for in the database. Sets are told apart by the
 * keyed hash of all their bytes (store_words.h), which nobody who writes logs can make collide:
 * they can make rows more, never wrong. Browsers' agents differ in few bytes amid many.
 */
#ifndef OVERRUN_STORE_COMMON_H
#define OVERRUN_STORE_COMMON_H

#include "store_words.h"

#include <stdbool.h>

enum {
	COMMON_TEXTS = 5,
	COMMON_WAYS = 4,      /* places a hash may have */
	COMMON_SETS = 4096,   /* × COMMON_WAYS × 24 bytes = 384 KiB */
	COMMON_STRAYS = 4096, /* so many lines stored cost more than commons made anew */
};

/* The values of one row; texts that are not used are empty. */
struct common_values {
	uint32_t numbers[2];
	struct slice texts[COMMON_TEXTS];
};

/* The row that some values have. */
struct common {
	int64_t id;
	int64_t lead; /* of the row that had these values first: see commons_find */
	bool is_new;  /* there is none yet: the caller writes it under that id */
};

/* Of one table. */
struct commons {
	const struct words *words; /* whose keys they are hashed with; borrowed */
	struct common_set *sets;   /* made with the first row */
	uint64_t begun;            /* how often all were forgotten: part of each hash */
	int64_t next_id;
	size_t strays; /* since all were forgotten: rows with another lead than their common */
};

/* Forgets all: the rows are another entry's, or taken back. `next_id` is the first that is free. */
void commons_begin(struct commons *commons, const struct words *words, int64_t next_id);

/*
 * The row of these values. `lead` is what the id of a row leads its line by, as long as each line
 * is a row: it is the same for so many that it is stored with what they share. After many rows with
 * another lead (lines between were blank or rejected) all commons are made anew with that one.
 */
struct common commons_find(struct commons *commons, const struct common_values *values,
			   int64_t lead);

void commons_close(struct commons *commons);

#endif
