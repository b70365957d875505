// SPDX-License-Identifier: MIT
/*
 * Rows on their way into a table: gathered in memory, inserted with one statement.
 *
 *     cells   | 17 | 3 | 120 | 9134 | … |   one row after another, a cell per column
 *     texts   |GET/v1/pay/7…|               what the text cells point into
 *
 * `INSERT INTO request_row (…) SELECT … FROM batch_request`: an eponymous virtual table reads the
 * cells in place, three times as fast as binding and stepping row by row. Full batches go to the
 * courier, who interns their words, finds twins and inserts; the reader fills the next.
 */
#ifndef OVERRUN_STORE_BATCH_H
#define OVERRUN_STORE_BATCH_H

#include "slice.h"
#include "store_courier.h"
#include "store_early.h"
#include "store_insertion.h"
#include "store_words.h"

#include <sqlite3.h>

enum batch_kind {
	BATCH_HAPPENING,
	BATCH_REQUEST,
	BATCH_REQUEST_COMMON,
	BATCH_FLOW,
	BATCH_FLOW_COMMON,
	BATCH_REJECTED,
	BATCH_STEP_MATCH,
	BATCH_FAULT_MATCH,
	BATCH_PORT_SAMPLE,
	BATCH_COUNT
};

_Static_assert((int)BATCH_COUNT == (int)COURIER_KINDS, "or the reader waits for a load for ever");

enum {
	BATCH_ROWS = 1024,           /* more is not faster (measured), fewer is */
	BATCH_TEXT_SIZE = 256 << 10, /* flushed when fuller than that; grows for one longer line */
};

struct batch_shape {
	const char *name;         /* of the virtual table */
	const char *table;        /* that it goes to */
	const char *columns_text; /* of that table, in its order, but for the id */
	size_t columns;
	uint32_t words; /* a bit per column that may hold one: batch_set_word */
	bool has_id; /* the first column is an INTEGER PRIMARY KEY, the table's last, and ascends */
	bool may_exist; /* a row that is there already is passed over */
};

/* One table's. */
struct batch {
	const struct batch_shape *shape;
	struct load *load;           /* being filled; NULL: none yet */
	const struct load *inserted; /* what the virtual table shows: */
	size_t from, until;          /* these rows of it */
	struct insertions insertions;
};

/* Columns of `happening`: by time and hash, delivery finds out whether the line is a twin. */
enum { BATCH_TIME_COLUMN = 4, BATCH_TWIN_COLUMN = 25, BATCH_HASH_COLUMN = 26 };
enum { BATCH_TEMPLATE_COLUMN = 27 };

/* All of them. */
struct batches {
	struct batch of[BATCH_COUNT];
	struct courier courier;
	struct words *words; /* borrowed; used in deliveries */
	uint64_t *recent;    /* hashes of lines in the happening batch being delivered */
	sqlite3_stmt *find_line;
	int64_t latest;      /* of all lines with a hash in `happening`; none is later */
	struct early *early; /* borrowed */
};

/* A batch as a virtual table (store_table.c). */
extern const sqlite3_module batch_module;

/* Registers the virtual tables and prepares the statements; memory comes with the first row. */
enum status batches_open(struct batches *batches, struct words *words, struct early *early,
			 sqlite3 *db, struct error *error);
void batches_close(struct batches *batches);

/*
 * The cells of a new row, all NULL; a full batch is sent first. The row is filled before the next
 * is asked for.
 */
enum status batch_add_row(struct batches *batches, enum batch_kind kind, struct cell **ret_cells,
			  struct error *error);

static inline void cell_set_int(struct cell *cell, int64_t integer)
{
	cell->integer = integer;
	cell->kind = CELL_INTEGER;
}

/* Copies the text; an empty one is NULL. */
void batch_set_text(struct batches *batches, enum batch_kind kind, struct cell *cell,
		    struct slice text);

/* The same for a text that is interned if it repeats. */
void batch_set_word(struct batches *batches, enum batch_kind kind, struct cell *cell,
		    struct slice text);

/* Copies the text, also an empty one. */
void batch_set_any_text(struct batches *batches, enum batch_kind kind, struct cell *cell,
			struct slice text);

/* All rows are in their tables afterwards. */
enum status batches_flush(struct batches *batches, struct error *error);

/* Throws away the rows that are not in their tables yet; afterwards SQLite is idle. */
void batches_drop(struct batches *batches);

/* Gives the memory of rows back; with the next row it is made anew. After batches_flush. */
void batches_rest(struct batches *batches);

/* Waits until what was sent is in its tables: SQLite is the caller's until the next row. */
enum status batches_settle(struct batches *batches, struct error *error);

#endif
