// SPDX-License-Identifier: MIT
/*
 * Batches of rows, and the virtual table through which SQLite reads them in place.
 *
 * The virtual table is eponymous (it exists by its name, nothing is created) and its only cursor
 * walks the rows from the first to the last.
 */
#include "store_batch.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	DECLARATION_SIZE = 512, /* "CREATE TABLE x(c0,c1,…)" of at most 40 columns */
};

static const struct batch_shape shapes[BATCH_COUNT] = {
	[BATCH_HAPPENING] = {"batch_happening",
			     "INSERT INTO happening (id, entry, line, offset, written_at,"
			     " received_at, zone_origin, year_origin, signal, severity,"
			     " duration_us, outcome, host, program, actor, object, step, role,"
			     " reason, event_id, recipient, after, sequence, code, message, twin,"
			     " line_hash) SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11,"
			     " c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24,"
			     " c25, c26 FROM batch_happening",
			     27},
	[BATCH_REQUEST] = {"batch_request",
			   "INSERT INTO request (id, entry, line, offset, written_at,"
			   " duration_us, stamps_end, status, bytes, service, client,"
			   " client_port, method, path, agent, backend) SELECT c0, c1, c2, c3, c4,"
			   " c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15 FROM batch_request",
			   16},
	[BATCH_FLOW] = {"batch_flow",
			"INSERT INTO flow (id, entry, line, offset, written_at, duration_us,"
			" stamps_end, outcome, host, client, client_port, server, server_port,"
			" protocol, rule, bytes, code) SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8,"
			" c9, c10, c11, c12, c13, c14, c15, c16 FROM batch_flow",
			17},
	[BATCH_REJECTED] = {"batch_rejected",
			    "INSERT INTO rejected_line (entry, line, offset, reason, text)"
			    " SELECT c0, c1, c2, c3, c4 FROM batch_rejected",
			    5},
	[BATCH_STEP_MATCH] = {"batch_step_match",
			      "INSERT OR IGNORE INTO step_match (event, step, list)"
			      " SELECT c0, c1, c2 FROM batch_step_match",
			      3},
	[BATCH_FAULT_MATCH] = {"batch_fault_match",
			       "INSERT OR IGNORE INTO fault_match (event, pair, side)"
			       " SELECT c0, c1, c2 FROM batch_fault_match",
			       3},
};

struct batch_table {
	sqlite3_vtab base;
	const struct batch *batch;
};

struct batch_cursor {
	sqlite3_vtab_cursor base;
	const struct batch *batch;
	size_t row;
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
	((struct batch_cursor *)cursor)->row = 0;
	return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *cursor)
{
	((struct batch_cursor *)cursor)->row++;
	return SQLITE_OK;
}

static int cursor_eof(sqlite3_vtab_cursor *cursor)
{
	const struct batch_cursor *self = (struct batch_cursor *)cursor;
	return self->row >= self->batch->rows;
}

static int cursor_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
	const struct batch_cursor *self = (struct batch_cursor *)cursor;
	const struct batch *batch = self->batch;
	const struct cell *cell = &batch->cells[self->row * batch->shape->columns + (size_t)column];
	if (cell->kind == CELL_INTEGER) {
		sqlite3_result_int64(context, cell->integer);
	} else if (cell->kind == CELL_TEXT) {
		sqlite3_result_text(context, batch->texts + cell->integer, (int)cell->size,
				    SQLITE_STATIC);
	}
	return SQLITE_OK;
}

static int cursor_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_rowid)
{
	*ret_rowid = (sqlite3_int64)((struct batch_cursor *)cursor)->row;
	return SQLITE_OK;
}

static const sqlite3_module batch_module = {
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

enum status batch_open(struct batch *batch, enum batch_kind kind, sqlite3 *db, struct error *error)
{
	*batch = (struct batch){.shape = &shapes[kind]};
	if (sqlite3_create_module_v2(db, batch->shape->name, &batch_module, batch, NULL) !=
		    SQLITE_OK ||
	    sqlite3_prepare_v3(db, batch->shape->insert, -1, SQLITE_PREPARE_PERSISTENT,
			       &batch->insert, NULL) != SQLITE_OK) {
		return error_set(error, STATUS_DATABASE, "%s: %s", batch->shape->name,
				 sqlite3_errmsg(db));
	}
	return STATUS_OK;
}

void batch_close(struct batch *batch)
{
	sqlite3_finalize(batch->insert);
	free(batch->cells);
	free(batch->texts);
	*batch = (struct batch){0};
}

struct cell *batch_add_row(struct batch *batch)
{
	size_t columns = batch->shape->columns;
	if (batch->cells == NULL) {
		batch->cells = calloc(BATCH_ROWS * columns, sizeof(*batch->cells));
		if (batch->cells == NULL) {
			batch->failed = true;
			return NULL;
		}
	}
	struct cell *cells = &batch->cells[batch->rows++ * columns];
	memset(cells, 0, columns * sizeof(*cells));
	return cells;
}

/* Room for `size` bytes more; lines are of bounded length, so this is bounded too. */
static bool batch_reserve(struct batch *batch, size_t size)
{
	if (batch->text_capacity - batch->text_size >= size) {
		return true;
	}
	size_t capacity = batch->text_size + size + BATCH_TEXT_SIZE;
	char *texts = realloc(batch->texts, capacity);
	if (texts == NULL) {
		batch->failed = true;
		return false;
	}
	batch->texts = texts;
	batch->text_capacity = capacity;
	return true;
}

void batch_set_any_text(struct batch *batch, struct cell *cell, struct slice text)
{
	size_t size = text.size < INT32_MAX ? text.size : INT32_MAX;
	if (!batch_reserve(batch, size + 1)) {
		return;
	}
	if (size > 0) {
		memcpy(batch->texts + batch->text_size, text.data, size);
	}
	*cell = (struct cell){(int64_t)batch->text_size, (uint32_t)size, CELL_TEXT};
	batch->text_size += size;
}

void batch_set_text(struct batch *batch, struct cell *cell, struct slice text)
{
	if (text.size > 0) {
		batch_set_any_text(batch, cell, text);
	}
}

void batch_drop(struct batch *batch)
{
	batch->rows = 0;
	batch->text_size = 0;
	batch->failed = false;
}

enum status batch_flush(struct batch *batch, struct error *error)
{
	if (batch->failed) {
		batch_drop(batch);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", batch->shape->name);
	}
	if (batch->rows == 0) {
		return STATUS_OK;
	}
	int result = sqlite3_step(batch->insert);
	sqlite3_reset(batch->insert);
	batch_drop(batch);
	if (result != SQLITE_DONE) {
		return error_set(error,
				 result == SQLITE_INTERRUPT ? STATUS_INTERRUPTED : STATUS_DATABASE,
				 "%s: %s", batch->shape->name + sizeof("batch_") - 1,
				 sqlite3_errmsg(sqlite3_db_handle(batch->insert)));
	}
	return STATUS_OK;
}
