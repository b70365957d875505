// SPDX-License-Identifier: MIT
/* A night in the case database, and both results as text, to be compared. */
#ifndef OVERRUN_NIGHT_STORE_H
#define OVERRUN_NIGHT_STORE_H

#include "random_night.h"
#include "status.h"

struct store;

enum { ACCOUNT_SIZE = 1 << 18 }; /* bytes of one account; a night's is some 10 KiB */

/* Empties the tables that reading fills and writes the night there; `order` != 0 shuffles rows. */
enum status night_write(struct store *store, const struct random_night *random, uint64_t order,
			struct error *error);

struct numbers { /* of either side, microseconds */
	int64_t start, end, restored, overrun, without[16];
	double headline[MODEL_CAUSES], chronological[MODEL_CAUSES], shapley[MODEL_CAUSES];
	char grade[MODEL_CAUSES];
	char verdict[64]; /* cause, or the reason against one */
};

struct texts { /* of either side: lines, sorted */
	char instances[ACCOUNT_SIZE], labels[ACCOUNT_SIZE], paths[ACCOUNT_SIZE];
};

/* What the program found. */
enum status night_read(struct store *store, struct numbers *ret_numbers, struct texts *texts,
		       struct error *error);

/* What the model found, in the same words. */
void night_account(const struct model_night *night, struct numbers *ret_numbers,
		   struct texts *texts);

/* The night's plan and lines, for a reader. */
void night_describe(const struct random_night *random, char text[ACCOUNT_SIZE]);

#endif
