// SPDX-License-Identifier: MIT
/*
 * Rows on their way into a table: gathered in memory, inserted with one statement.
 *
 *     cells   | 17 | 3 | 120 | 9134 | … |   one row after another, shape->columns cells each
 *     texts   |GET/v1/pay/7…|               what the text cells point into
 *
 * `INSERT INTO request (…) SELECT … FROM batch_request`: an eponymous virtual table reads the
 * cells in place, three times as fast as binding and stepping row by row. batch_flush is the only
 * place where rows change hands, so that a second thread or a second store can stand there.
 */
#ifndef OVERRUN_STORE_BATCH_H
#define OVERRUN_STORE_BATCH_H

#include "slice.h"
#include "status.h"

#include <sqlite3.h>

enum batch_kind {
	BATCH_HAPPENING,
	BATCH_REQUEST,
	BATCH_FLOW,
	BATCH_REJECTED,
	BATCH_STEP_MATCH,
	BATCH_FAULT_MATCH,
	BATCH_COUNT
};

enum {
	BATCH_ROWS = 1024,           /* more is not faster (measured), fewer is */
	BATCH_TEXT_SIZE = 256 << 10, /* flushed when fuller than that; grows for one longer line */
};

enum cell_kind { CELL_NULL, CELL_INTEGER, CELL_TEXT };

struct cell {
	int64_t integer; /* or where the text begins in `texts` */
	uint32_t size;   /* of the text */
	uint32_t kind;   /* enum cell_kind */
};

struct batch_shape {
	const char *name;   /* of the virtual table */
	const char *insert; /* the statement */
	size_t columns;
};

struct batch {
	const struct batch_shape *shape;
	sqlite3_stmt *insert;
	struct cell *cells; /* BATCH_ROWS × shape->columns */
	size_t rows;
	char *texts;
	size_t text_size, text_capacity;
	bool failed; /* out of memory since the last flush: the flush says so */
};

/* Registers the virtual table and prepares the statement; memory comes with the first row. */
enum status batch_open(struct batch *batch, enum batch_kind kind, sqlite3 *db, struct error *error);
void batch_close(struct batch *batch);

/* No row more fits: flush first. */
static inline bool batch_is_full(const struct batch *batch)
{
	return batch->rows == BATCH_ROWS || batch->text_size >= BATCH_TEXT_SIZE;
}

/* The cells of a new row, all NULL; NULL when out of memory. The batch must not be full. */
struct cell *batch_add_row(struct batch *batch);

static inline void cell_set_int(struct cell *cell, int64_t integer)
{
	cell->integer = integer;
	cell->kind = CELL_INTEGER;
}

/* Copies the text; an empty one is NULL. */
void batch_set_text(struct batch *batch, struct cell *cell, struct slice text);

/* Copies the text, also an empty one. */
void batch_set_any_text(struct batch *batch, struct cell *cell, struct slice text);

/* Hands the rows over to the table and empties the batch. */
enum status batch_flush(struct batch *batch, struct error *error);

/* Empties the batch without handing over. */
void batch_drop(struct batch *batch);

#endif
