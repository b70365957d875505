// SPDX-License-Identifier: MIT
/*
 * A batch as a virtual table, through which SQLite reads rows in place.
 *
 * The table is eponymous (it exists by its name, nothing is created) and its only cursor walks the
 * rows from `from` to `until`.
 */
#include "store_batch.h"

#include <stdio.h>

enum { DECLARATION_SIZE = 512 }; /* "CREATE TABLE x(c0,c1,…)" of at most 40 columns */

struct batch_table {
	sqlite3_vtab base;
	const struct batch *batch;
};

struct batch_cursor {
	sqlite3_vtab_cursor base;
	const struct batch *batch;
	const struct load *load;
	const struct cell *cells; /* of the row */
	size_t row, until;
};

static int table_connect(sqlite3 *db, void *batch, int argc, const char *const *argv,
			 sqlite3_vtab **ret_table, char **ret_message)
{
	const struct batch *self = batch;
	char text[DECLARATION_SIZE];
	int size = snprintf(text, sizeof(text), "CREATE TABLE x(c0");
	(void)argc, (void)argv, (void)ret_message;
	for (size_t i = 1; i < self->shape->columns; i++) {
		size += snprintf(text + size, sizeof(text) - (size_t)size, ",c%zu", i);
	}
	snprintf(text + size, sizeof(text) - (size_t)size, ")");
	int result = sqlite3_declare_vtab(db, text);
	if (result != SQLITE_OK) {
		return result;
	}
	struct batch_table *table = sqlite3_malloc(sizeof(*table));
	if (table == NULL) {
		return SQLITE_NOMEM;
	}
	*table = (struct batch_table){.batch = self};
	*ret_table = &table->base;
	return SQLITE_OK;
}

static int table_disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

static int table_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = BATCH_ROWS;
	info->estimatedRows = BATCH_ROWS;
	return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
	struct batch_cursor *cursor = sqlite3_malloc(sizeof(*cursor));
	if (cursor == NULL) {
		return SQLITE_NOMEM;
	}
	*cursor = (struct batch_cursor){.batch = ((struct batch_table *)table)->batch};
	*ret_cursor = &cursor->base;
	return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int cursor_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc,
			 sqlite3_value **argv)
{
	(void)number, (void)text, (void)argc, (void)argv;
	struct batch_cursor *self = (struct batch_cursor *)cursor;
	self->load = self->batch->inserted;
	self->row = self->load == NULL ? 0 : self->batch->from;
	self->until = self->load == NULL ? 0 : self->batch->until;
	self->cells = self->load == NULL
			      ? NULL
			      : &self->load->cells[self->row * self->batch->shape->columns];
	return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *cursor)
{
	struct batch_cursor *self = (struct batch_cursor *)cursor;
	self->row++;
	self->cells += self->batch->shape->columns;
	return SQLITE_OK;
}

static int cursor_eof(sqlite3_vtab_cursor *cursor)
{
	const struct batch_cursor *self = (struct batch_cursor *)cursor;
	return self->row >= self->until;
}

static int cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct batch_cursor *self = (struct batch_cursor *)cursor;
	const struct cell *cell = &self->cells[column];
	if (cell->kind == CELL_INTEGER) {
		sqlite3_result_int64(context, cell->integer);
	} else if (cell->kind == CELL_TEXT) {
		sqlite3_result_text(context, self->load->texts + cell->integer, (int)cell->size,
				    SQLITE_STATIC);
	}
	return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_rowid)
{
	*ret_rowid = (sqlite3_int64)((struct batch_cursor *)cursor)->row;
	return SQLITE_OK;
}

const sqlite3_module batch_module = {
	.xConnect = table_connect,
	.xBestIndex = table_best_index,
	.xDisconnect = table_disconnect,
	.xOpen = cursor_open,
	.xClose = cursor_close,
	.xFilter = cursor_filter,
	.xNext = cursor_next,
	.xEof = cursor_eof,
	.xColumn = cursor_column,
	.xRowid = cursor_rowid,
};
