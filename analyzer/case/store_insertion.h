// SPDX-License-Identifier: MIT
/*
 * The statements that put the loads of one table into it.
 *
 *     cells     | 17 | 3 | 120 | NULL | 0 |
 *               | 18 | 3 | 260 | NULL | 0 |
 *     INSERT INTO t (…) SELECT c0, ?2, c2, NULL, ?5 FROM batch_t
 *
 * To ask the virtual table for a column costs SQLite twice as much as to take a parameter and four
 * times as much as a NULL. So a column that holds one number in all rows of a load, or nothing, is
 * not asked for, and there is a statement for each set of columns that vary.
 */
#ifndef OVERRUN_STORE_INSERTION_H
#define OVERRUN_STORE_INSERTION_H

#include "store_courier.h"

#include <sqlite3.h>

struct batch_shape;

enum {
	INSERTIONS_MAX = 8,     /* sets per table; with more, the next larger one serves */
	INSERTION_ROWS_MIN = 64 /* a shorter load is not worth a statement of its own */
};

struct insertion {
	uint32_t varying; /* a bit per column that the virtual table is asked for, */
	uint32_t empty;   /* and per column that holds nothing; the others are parameters */
	sqlite3_stmt *insert;
	sqlite3_stmt *append; /* the same without the id: SQLite counts on; NULL: has no id */
};

/* Of one table; the first asks for all columns. */
struct insertions {
	struct insertion items[INSERTIONS_MAX];
	size_t count;
};

/* Prepares the first. False: sqlite3_errmsg says why. */
bool insertions_open(struct insertions *insertions, const struct batch_shape *shape, sqlite3 *db);
void insertions_close(struct insertions *insertions);

/* The statements for a load of at least one row, its parameters bound. */
const struct insertion *insertions_bind(struct insertions *insertions,
					const struct batch_shape *shape, const struct load *load);

#endif
