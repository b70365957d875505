// SPDX-License-Identifier: MIT
/* The statements that put the loads of one table into it; see store_insertion.h. */
#include "store_insertion.h"

#include "store_batch.h"

#include <stdio.h>

enum { STATEMENT_SIZE = 1024 }; /* two lists of at most 40 columns */

/*
 * INSERT INTO request_row (common, line, …, id) SELECT c1, c2, …, c0 FROM batch_request; or without
 * the id: SQLite counts on. The table's columns are listed in their order, and all but the id,
 * which is its last: only then are they not copied once more, and the id is not looked for.
 */
static sqlite3_stmt *prepare(const struct batch_shape *shape, struct insertion how, bool with_id,
			     sqlite3 *db)
{
	char text[STATEMENT_SIZE];
	sqlite3_stmt *statement = NULL;
	bool has_id = shape->has_id;
	int size = snprintf(text, sizeof text, "INSERT %sINTO %s (%s%s) SELECT",
			    shape->may_exist ? "OR IGNORE " : "", shape->table, shape->columns_text,
			    with_id && has_id ? ", id" : "");
	for (size_t i = has_id ? 1 : 0; i < shape->columns; i++) {
		bool is_asked = (how.varying >> i & 1) != 0;
		bool is_empty = (how.empty >> i & 1) != 0;
		size += is_empty ? snprintf(text + size, sizeof text - (size_t)size, " NULL,")
				 : snprintf(text + size, sizeof text - (size_t)size, " %s%zu,",
					    is_asked ? "c" : "?", is_asked ? i : i + 1);
	}
	size -= with_id && has_id ? 0 : 1; /* the last comma */
	(void)snprintf(text + size, sizeof text - (size_t)size, "%s FROM %s",
		       with_id && has_id ? " c0" : "", shape->name);
	(void)sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
	return statement;
}

static bool open_insertion(struct insertions *insertions, const struct batch_shape *shape,
			   struct insertion insertion, sqlite3 *db)
{
	insertion.insert = prepare(shape, insertion, true, db);
	insertion.append = shape->has_id ? prepare(shape, insertion, false, db) : NULL;
	if (insertion.insert == NULL || (shape->has_id && insertion.append == NULL)) {
		sqlite3_finalize(insertion.insert);
		sqlite3_finalize(insertion.append);
		return false;
	}
	insertions->items[insertions->count++] = insertion;
	return true;
}

bool insertions_open(struct insertions *insertions, const struct batch_shape *shape, sqlite3 *db)
{
	*insertions = (struct insertions){0};
	return open_insertion(insertions, shape, (struct insertion){.varying = UINT32_MAX}, db);
}

void insertions_close(struct insertions *insertions)
{
	for (size_t i = 0; i < insertions->count; i++) {
		sqlite3_finalize(insertions->items[i].insert);
		sqlite3_finalize(insertions->items[i].append);
	}
	insertions->count = 0;
}

/* Does the column hold one number, or nothing, in all rows? */
static bool is_constant(const struct load *load, size_t columns, size_t column)
{
	const struct cell *first = &load->cells[column];
	if (first->kind != CELL_INTEGER && first->kind != CELL_NULL) {
		return false;
	}
	const struct cell *cell = first;
	for (size_t row = 1; row < load->rows; row++) {
		cell += columns;
		if (cell->kind != first->kind || cell->integer != first->integer) {
			return false;
		}
	}
	return true;
}

static struct insertion describe(const struct batch_shape *shape, const struct load *load)
{
	struct insertion how = {.varying = shape->has_id ? 1 : 0};
	for (size_t i = 0; i < shape->columns; i++) {
		uint32_t bit = UINT32_C(1) << i;
		if (!is_constant(load, shape->columns, i)) {
			how.varying |= bit;
		} else if (load->cells[i].kind == CELL_NULL) {
			how.empty |= bit;
		}
	}
	return how;
}

static int count_bits(uint32_t bits)
{
	return __builtin_popcount(bits);
}

/* Of those that can take such a load, the one that asks for least. */
static struct insertion *find_nearest(struct insertions *insertions, const struct insertion *how)
{
	struct insertion *best = &insertions->items[0];
	for (size_t i = 1; i < insertions->count; i++) {
		struct insertion *item = &insertions->items[i];
		bool serves =
			(how->varying & ~item->varying) == 0 && (item->empty & ~how->empty) == 0;
		if (serves && count_bits(item->varying) <= count_bits(best->varying) &&
		    count_bits(item->empty) >= count_bits(best->empty)) {
			best = item;
		}
	}
	return best;
}

static void bind(sqlite3_stmt *statement, const struct batch_shape *shape,
		 const struct insertion *how, const struct load *load)
{
	for (size_t i = 0; statement != NULL && i < shape->columns; i++) {
		const struct cell *cell = &load->cells[i];
		if (((how->varying | how->empty) >> i & 1) != 0) {
			continue;
		}
		if (cell->kind == CELL_INTEGER) {
			(void)sqlite3_bind_int64(statement, (int)i + 1, cell->integer);
		} else {
			(void)sqlite3_bind_null(statement, (int)i + 1);
		}
	}
}

const struct insertion *insertions_bind(struct insertions *insertions,
					const struct batch_shape *shape, const struct load *load)
{
	if (load->rows < INSERTION_ROWS_MIN) {
		return &insertions->items[0];
	}
	struct insertion how = describe(shape, load);
	struct insertion *nearest = find_nearest(insertions, &how);
	bool is_exact = nearest->varying == how.varying && nearest->empty == how.empty;
	/* One that cannot be prepared is done without. */
	if (!is_exact && insertions->count < INSERTIONS_MAX &&
	    open_insertion(insertions, shape, how, sqlite3_db_handle(nearest->insert))) {
		nearest = &insertions->items[insertions->count - 1];
	}
	bind(nearest->insert, shape, nearest, load);
	bind(nearest->append, shape, nearest, load);
	return nearest;
}
