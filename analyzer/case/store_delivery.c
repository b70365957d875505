// SPDX-License-Identifier: MIT
/* Batches of rows into their tables: words, twins, one statement per batch. */
#include "store_batch.h"
#include "store_fail.h"

#include <stdlib.h>

enum {
	COLUMNS = 28,                  /* of the widest shape */
	RECENT_SLOTS = 4 * BATCH_ROWS, /* a hash table at most a quarter full */
	SOUGHT_GROUP = 16,             /* words looked up together; a processor waits for as many */
};

static const struct batch_shape shapes[BATCH_COUNT] = {
	[BATCH_HAPPENING] = {"batch_happening", "happening",
			     "entry, line, offset, written_at, received_at, zone_origin,"
			     " year_origin, signal, severity, duration_us, outcome, host, program,"
			     " actor, object, step, role, reason, event_id, recipient, after,"
			     " sequence, code, message, twin, line_hash, template",
			     28, .words = 0x1bff800, .has_id = true},
	[BATCH_REQUEST] = {"batch_request", "request_row",
			   "common, line, offset, written_at, duration_us, bytes, client,"
			   " client_port, path",
			   10, .words = 0x280, .has_id = true},
	[BATCH_REQUEST_COMMON] = {"batch_request_common", "request_common",
				  "entry, stamps_end, status, service, method, agent, backend,"
				  " lead",
				  9, .words = 0xe0, .has_id = true},
	[BATCH_FLOW] = {"batch_flow", "flow_row",
			"common, line, offset, written_at, duration_us, client, client_port,"
			" server, server_port, bytes",
			11, .words = 0x140, .has_id = true},
	[BATCH_FLOW_COMMON] = {"batch_flow_common", "flow_common",
			       "entry, stamps_end, outcome, host, protocol, rule, code, lead", 9,
			       .words = 0xf8, .has_id = true},
	[BATCH_REJECTED] = {"batch_rejected", "rejected_line", "entry, line, offset, reason, text",
			    5, .words = 0},
	[BATCH_STEP_MATCH] = {"batch_step_match", "step_match", "event, step, list", 3,
			      .may_exist = true},
	[BATCH_FAULT_MATCH] = {"batch_fault_match", "fault_match", "event, pair, side", 3,
			       .may_exist = true},
	[BATCH_PORT_SAMPLE] = {"batch_port_sample", "port_sample", "id", 1, .may_exist = true},
};

/* --------------------------------------------------------------------------------- delivery */

static enum status fail(const struct batch *batch, int result, struct error *error)
{
	return store_explain(sqlite3_db_handle(batch->insertions.items[0].insert), result,
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

/* The words of a row; how many there are. */
static size_t seek_words(const struct words *words, const struct load *load, struct cell *row,
			 uint32_t columns, struct sought *ret_sought)
{
	size_t count = 0;
	for (; columns != 0; columns &= columns - 1) {
		struct cell *cell = &row[__builtin_ctz(columns)];
		if (cell->kind == CELL_WORD) {
			struct slice text = slice_make(load->texts + cell->integer, cell->size);
			ret_sought[count++] =
				(struct sought){cell, text, words_expect(words, text)};
		}
	}
	return count;
}

/*
 * Numbers for the words that have one; the others stay texts. The cache of words is larger than
 * the processor's: what a group needs of it is asked for before it is used.
 */
static enum status intern(struct batches *batches, struct load *load, struct error *error)
{
	struct sought sought[SOUGHT_GROUP + COLUMNS];
	const struct batch_shape *shape = batches->of[load->kind].shape;
	size_t count = 0;
	enum status status = STATUS_OK;
	if (shape->words == 0) {
		return STATUS_OK;
	}
	for (size_t i = 0; status == STATUS_OK && i < load->rows; i++) {
		count += seek_words(batches->words, load, &load->cells[i * shape->columns],
				    shape->words, &sought[count]);
		if (count >= SOUGHT_GROUP || i + 1 == load->rows) {
			status = number_words(batches, sought, count, error);
			count = 0;
		}
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

/* Is a line of this time and hash in the table? */
static enum status find_in_table(struct batches *batches, const struct cell *written_at,
				 int64_t hash, bool *ret_is_there, struct error *error)
{
	if (written_at->kind == CELL_INTEGER) {
		sqlite3_bind_int64(batches->find_line, 1, written_at->integer);
	} else {
		sqlite3_bind_null(batches->find_line, 1);
	}
	sqlite3_bind_int64(batches->find_line, 2, hash);
	int result = sqlite3_step(batches->find_line);
	sqlite3_reset(batches->find_line);
	*ret_is_there = result == SQLITE_ROW;
	return result == SQLITE_ROW || result == SQLITE_DONE
		       ? STATUS_OK
		       : fail(&batches->of[BATCH_HAPPENING], result, error);
}

/*
 * Lines of this load that are in it before, or in the table. Most logs are in the order of time: a
 * line that is later than all that are there is not looked for.
 */
static enum status find_twins(struct batches *batches, struct load *load, struct error *error)
{
	size_t columns = batches->of[load->kind].shape->columns;
	int64_t latest = batches->latest;
	enum status status = STATUS_OK;
	memset(batches->recent, 0, RECENT_SLOTS * sizeof(*batches->recent));
	for (size_t i = 0; status == STATUS_OK && i < load->rows; i++) {
		struct cell *cells = &load->cells[i * columns];
		int64_t hash = cells[BATCH_HASH_COLUMN].integer;
		if (cells[BATCH_HASH_COLUMN].kind != CELL_INTEGER) {
			continue;
		}
		const struct cell *written_at = &cells[BATCH_TIME_COLUMN];
		bool is_latest =
			written_at->kind == CELL_INTEGER && written_at->integer > batches->latest;
		bool is_twin = !recent_add(batches->recent, (uint64_t)hash);
		if (!is_twin && !is_latest) {
			status = find_in_table(batches, written_at, hash, &is_twin, error);
		}
		if (is_latest && written_at->integer > latest) {
			latest = written_at->integer;
		}
		cell_set_int(&cells[BATCH_TWIN_COLUMN], is_twin);
	}
	batches->latest = latest;
	return status;
}

static enum status insert_rows(struct batch *batch, sqlite3_stmt *statement, size_t from,
			       size_t until, struct error *error)
{
	batch->from = from;
	batch->until = until;
	int result = sqlite3_step(statement);
	sqlite3_reset(statement);
	return result == SQLITE_DONE ? STATUS_OK : fail(batch, result, error);
}

/* Does each row have the id that follows on the one before? */
static bool ids_follow(const struct batch *batch, const struct load *load)
{
	size_t columns = batch->shape->columns;
	int64_t first = load->cells[0].integer;
	for (size_t i = 1; i < load->rows; i++) {
		if (load->cells[i * columns].integer != first + (int64_t)i) {
			return false;
		}
	}
	return load->rows > 1;
}

/*
 * Where SQLite counts the ids itself it knows that a row goes behind the last, and does not search
 * for its place: a fifth of what a narrow row costs. The first row says where to count from.
 */
static enum status insert(struct batch *batch, const struct load *load, struct error *error)
{
	enum status status = STATUS_OK;
	if (load->rows == 0) {
		return STATUS_OK;
	}
	const struct insertion *with = insertions_bind(&batch->insertions, batch->shape, load);
	batch->inserted = load;
	if (with->append == NULL || !ids_follow(batch, load)) {
		status = insert_rows(batch, with->insert, 0, load->rows, error);
	} else {
		int64_t last = load->cells[0].integer + (int64_t)load->rows - 1;
		status = insert_rows(batch, with->insert, 0, 1, error);
		if (status == STATUS_OK) {
			status = insert_rows(batch, with->append, 1, load->rows, error);
		}
		if (status == STATUS_OK &&
		    sqlite3_last_insert_rowid(sqlite3_db_handle(with->insert)) != last) {
			status = error_set(error, STATUS_INTERNAL, "%s: ids do not ascend",
					   batch->shape->table);
		}
	}
	batch->inserted = NULL;
	return status;
}

/* In any thread, one load at a time. */
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
	if (status == STATUS_OK) {
		status = insert(batch, load, error);
	}
	early_step(batches->early);
	return status;
}

/* ------------------------------------------------------------------------------------- opening */

static enum status batch_open(struct batch *batch, enum batch_kind kind, sqlite3 *db,
			      struct error *error)
{
	*batch = (struct batch){.shape = &shapes[kind]};
	bool is_open = sqlite3_create_module_v2(db, batch->shape->name, &batch_module, batch,
						NULL) == SQLITE_OK &&
		       insertions_open(&batch->insertions, batch->shape, db);
	return is_open ? STATUS_OK
		       : error_set(error, STATUS_DATABASE, "%s: %s", batch->shape->name,
				   sqlite3_errmsg(db));
}

/* Prepares to look for lines that are there already. */
static enum status open_twins(struct batches *batches, sqlite3 *db, struct error *error)
{
	static const char find[] = "SELECT 1 FROM happening WHERE written_at IS ?1"
				   " AND line_hash = ?2 LIMIT 1";
	static const char find_latest[] = "SELECT MAX(written_at) FROM happening"
					  " WHERE line_hash IS NOT NULL";
	sqlite3_stmt *statement = NULL;
	bool is_open = sqlite3_prepare_v3(db, find, -1, SQLITE_PREPARE_PERSISTENT,
					  &batches->find_line, NULL) == SQLITE_OK &&
		       sqlite3_prepare_v2(db, find_latest, -1, &statement, NULL) == SQLITE_OK &&
		       sqlite3_step(statement) == SQLITE_ROW;
	if (is_open) {
		bool is_known = sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
		batches->latest = is_known ? sqlite3_column_int64(statement, 0) : INT64_MIN;
	}
	sqlite3_finalize(statement);
	return is_open ? STATUS_OK
		       : error_set(error, STATUS_DATABASE, "happening: %s", sqlite3_errmsg(db));
}

enum status batches_open(struct batches *batches, struct words *words, struct early *early,
			 sqlite3 *db, struct error *error)
{
	enum status status = STATUS_OK;
	batches->words = words;
	batches->early = early;
	courier_open(&batches->courier, deliver, batches);
	batches->recent = calloc(RECENT_SLOTS, sizeof(*batches->recent));
	if (batches->recent == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "happening: out of memory");
	}
	for (enum batch_kind kind = 0; status == STATUS_OK && kind < BATCH_COUNT; kind++) {
		status = batch_open(&batches->of[kind], kind, db, error);
	}
	return status == STATUS_OK ? open_twins(batches, db, error) : status;
}

void batches_close(struct batches *batches)
{
	courier_close(&batches->courier);
	for (enum batch_kind kind = 0; kind < BATCH_COUNT; kind++) {
		insertions_close(&batches->of[kind].insertions);
	}
	sqlite3_finalize(batches->find_line);
	free(batches->recent);
	*batches = (struct batches){0};
}
