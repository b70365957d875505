// SPDX-License-Identifier: MIT
/*
 * Batches of rows into their tables: words, twins, and the virtual table through which SQLite reads
 * rows in place.
 *
 * The virtual table is eponymous (it exists by its name, nothing is created) and its only cursor
 * walks the rows from the first to the last.
 */
#include "store_batch.h"
#include "store_fail.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	DECLARATION_SIZE = 512,        /* "CREATE TABLE x(c0,c1,…)" of at most 40 columns */
	COLUMNS = 27,                  /* of the widest shape */
	RECENT_SLOTS = 4 * BATCH_ROWS, /* a hash table at most a quarter full */
	SOUGHT_GROUP = 16,             /* words looked up together; a processor waits for as many */
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
	const struct load *load;
	const struct cell *cells; /* of the row */
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
	struct batch_cursor *self = (struct batch_cursor *)cursor;
	self->row = 0;
	self->load = self->batch->inserted;
	self->cells = self->load == NULL ? NULL : self->load->cells;
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
	return self->load == NULL || self->row >= self->load->rows;
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

/* --------------------------------------------------------------------------------- delivery */

static enum status fail(const struct batch *batch, int result, struct error *error)
{
	return store_explain(sqlite3_db_handle(batch->insert), result,
			     batch->shape->name + sizeof("batch_") - 1, error);
}

/* A cell whose text may have a number. */
struct sought {
	struct cell *cell;
	struct slice text;
	uint64_t hash;
};

static enum status number_words(struct batches *batches, const struct sought *sought, size_t count,
				struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		int64_t number = WORD_NONE;
		status = words_number(batches->words, sought[i].text, sought[i].hash, &number,
				      error);
		sought[i].cell->kind = CELL_TEXT;
		if (number != WORD_NONE) {
			cell_set_int(sought[i].cell, number);
		}
	}
	return status;
}

/*
 * Numbers for the words that have one; the others stay texts. The cache of words is larger than
 * the processor's: what a group needs of it is asked for before it is used.
 */
static enum status intern(struct batches *batches, struct load *load, struct error *error)
{
	struct sought sought[SOUGHT_GROUP];
	size_t count = load->rows * batches->of[load->kind].shape->columns;
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count;) {
		size_t size = 0;
		for (; i < count && size < SOUGHT_GROUP; i++) {
			struct cell *cell = &load->cells[i];
			if (cell->kind != CELL_WORD) {
				continue;
			}
			struct slice text = slice_make(load->texts + cell->integer, cell->size);
			uint64_t hash = words_expect(batches->words, text);
			sought[size++] = (struct sought){cell, text, hash};
		}
		status = number_words(batches, sought, size, error);
	}
	return status;
}

/* Puts a hash into the set of the load in delivery; false when it is there. */
static bool recent_add(uint64_t *recent, uint64_t hash)
{
	for (size_t i = (size_t)(hash % RECENT_SLOTS);; i = (i + 1) % RECENT_SLOTS) {
		if (recent[i] == hash) {
			return false;
		}
		if (recent[i] == 0) {
			recent[i] = hash;
			return true;
		}
	}
}

static enum status find_in_table(struct batches *batches, int64_t hash, bool *ret_is_there,
				 struct error *error)
{
	sqlite3_bind_int64(batches->find_line, 1, hash);
	int result = sqlite3_step(batches->find_line);
	sqlite3_reset(batches->find_line);
	*ret_is_there = result == SQLITE_ROW;
	return result == SQLITE_ROW || result == SQLITE_DONE
		       ? STATUS_OK
		       : fail(&batches->of[BATCH_HAPPENING], result, error);
}

/* Lines of this load that are in it before, or in the table. */
static enum status find_twins(struct batches *batches, struct load *load, struct error *error)
{
	size_t columns = batches->of[load->kind].shape->columns;
	enum status status = STATUS_OK;
	memset(batches->recent, 0, RECENT_SLOTS * sizeof(*batches->recent));
	for (size_t i = 0; status == STATUS_OK && i < load->rows; i++) {
		struct cell *cells = &load->cells[i * columns];
		int64_t hash = cells[BATCH_HASH_COLUMN].integer;
		if (cells[BATCH_HASH_COLUMN].kind != CELL_INTEGER) {
			continue;
		}
		bool is_twin = !recent_add(batches->recent, (uint64_t)hash);
		if (!is_twin) {
			status = find_in_table(batches, hash, &is_twin, error);
		}
		cell_set_int(&cells[BATCH_TWIN_COLUMN], is_twin);
	}
	return status;
}

static enum status insert(struct batch *batch, const struct load *load, struct error *error)
{
	batch->inserted = load;
	int result = sqlite3_step(batch->insert);
	sqlite3_reset(batch->insert);
	batch->inserted = NULL;
	return result == SQLITE_DONE ? STATUS_OK : fail(batch, result, error);
}

/* In the courier's thread, or in the reader's when that one is idle. */
static enum status deliver(void *self, struct load *load, struct error *error)
{
	struct batches *batches = self;
	struct batch *batch = &batches->of[load->kind];
	if (load->failed) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", batch->shape->name);
	}
	enum status status = intern(batches, load, error);
	if (status == STATUS_OK && load->kind == BATCH_HAPPENING) {
		status = find_twins(batches, load, error);
	}
	return status == STATUS_OK ? insert(batch, load, error) : status;
}

/* ------------------------------------------------------------------------------------- opening */

static enum status batch_open(struct batch *batch, enum batch_kind kind, sqlite3 *db,
			      struct error *error)
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

enum status batches_open(struct batches *batches, struct words *words, sqlite3 *db,
			 struct error *error)
{
	enum status status = STATUS_OK;
	batches->words = words;
	courier_open(&batches->courier, deliver, batches);
	batches->recent = calloc(RECENT_SLOTS, sizeof(*batches->recent));
	if (batches->recent == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "happening: out of memory");
	}
	for (enum batch_kind kind = 0; status == STATUS_OK && kind < BATCH_COUNT; kind++) {
		status = batch_open(&batches->of[kind], kind, db, error);
	}
	if (status == STATUS_OK &&
	    sqlite3_prepare_v3(db, "SELECT 1 FROM happening WHERE line_hash = ?1 LIMIT 1", -1,
			       SQLITE_PREPARE_PERSISTENT, &batches->find_line, NULL) != SQLITE_OK) {
		return error_set(error, STATUS_DATABASE, "happening: %s", sqlite3_errmsg(db));
	}
	return status;
}

void batches_close(struct batches *batches)
{
	courier_close(&batches->courier);
	for (enum batch_kind kind = 0; kind < BATCH_COUNT; kind++) {
		sqlite3_finalize(batches->of[kind].insert);
	}
	sqlite3_finalize(batches->find_line);
	free(batches->recent);
	*batches = (struct batches){0};
}
