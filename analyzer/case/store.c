// SPDX-License-Identifier: MIT
/*
 * Opens the case database and runs its transactions.
 * Which journal it keeps: store_journal.c.
 *
 * Transactions: each entry is one; the books between two entries are one, from the rows that say
 * how a file ended to those that say that the next one begins. A new database is made in the first
 * books: a run that is killed before leaves an empty file, which is as good as none.
 */
#include "rows.h"
#include "store_fail.h"
#include "store_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	PROGRESS_STEPS = 10000, /* of SQLite's machine between two looks at the stop flag: < 1 ms */
};

enum status store_fail(struct store *store, struct error *error, int result, const char *place)
{
	return store_explain(store->db, result, place, error);
}

enum status store_run(struct store *store, const char *sql, struct error *error)
{
	enum status status = store_settle(store, error);
	if (status != STATUS_OK) {
		return status;
	}
	int result = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return result == SQLITE_OK ? STATUS_OK : store_fail(store, error, result, store->path);
}

sqlite3_stmt *store_prepare(struct store *store, const char *sql, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	if (store_settle(store, error) != STATUS_OK) {
		return NULL;
	}
	int result = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
	if (result != SQLITE_OK) {
		store_fail(store, error, result, store->path);
	}
	return statement;
}

enum status store_step(struct store *store, sqlite3_stmt *statement, const char *place,
		       struct error *error)
{
	int result = sqlite3_step(statement);
	sqlite3_reset(statement);
	return result == SQLITE_DONE || result == SQLITE_ROW
		       ? STATUS_OK
		       : store_fail(store, error, result, place);
}

enum status store_run_ints(struct store *store, const char *sql, int64_t first, int64_t second,
			   struct error *error)
{
	sqlite3_stmt *statement = store_prepare(store, sql, error);
	if (statement == NULL) {
		return STATUS_DATABASE;
	}
	sqlite3_bind_int64(statement, 1, first);
	if (sqlite3_bind_parameter_count(statement) > 1) {
		sqlite3_bind_int64(statement, 2, second);
	}
	enum status status = store_step(store, statement, store->path, error);
	sqlite3_finalize(statement);
	return status;
}

static int stop_is_set(void *stop)
{
	return *(const volatile sig_atomic_t *)stop != 0;
}

/* Whether work ends when the stop flag is set. */
static void heed_stop(struct store *store, bool is_heeded)
{
	bool can_stop = is_heeded && store->stop != NULL;
	sqlite3_progress_handler(store->db, can_stop ? PROGRESS_STEPS : 0,
				 can_stop ? stop_is_set : NULL, (void *)(uintptr_t)store->stop);
}

void store_ignore_stop(struct store *store)
{
	store->stop = NULL;
	heed_stop(store, false);
}

/* Numbers of the words of an enumeration, as this database has them; new words are added. */
static enum status load_codes(struct store *store, const char *insert, const char *select,
			      const char *(*name)(int), int count, int64_t *ret_codes,
			      struct error *error)
{
	sqlite3_stmt *add = store_prepare(store, insert, error);
	sqlite3_stmt *find = store_prepare(store, select, error);
	enum status status = add == NULL || find == NULL ? STATUS_DATABASE : STATUS_OK;
	for (int i = 0; status == STATUS_OK && i < count; i++) {
		sqlite3_bind_text(find, 1, name(i), -1, SQLITE_STATIC);
		bool found = sqlite3_step(find) == SQLITE_ROW;
		ret_codes[i] = found ? sqlite3_column_int64(find, 0) : 0;
		sqlite3_reset(find);
		if (!found) {
			sqlite3_bind_text(add, 1, name(i), -1, SQLITE_STATIC);
			status = store_step(store, add, store->path, error);
			ret_codes[i] = sqlite3_last_insert_rowid(store->db);
		}
	}
	sqlite3_finalize(add);
	sqlite3_finalize(find);
	return status;
}

static const char *signal_word(int signal)
{
	return signal_name((enum signal)signal);
}

static const char *origin_word(int origin)
{
	return origin_name((enum origin)origin);
}

static enum status load_vocabulary(struct store *store, struct error *error)
{
	enum status status = load_codes(store,
					"INSERT INTO signal_word (code, word)"
					" SELECT COALESCE(MAX(code) + 1, 0), ?1 FROM signal_word",
					"SELECT code FROM signal_word WHERE word = ?1", signal_word,
					SIGNAL_COUNT, store->signal_code, error);
	if (status != STATUS_OK) {
		return status;
	}
	return load_codes(store,
			  "INSERT INTO origin_word (code, word)"
			  " SELECT COALESCE(MAX(code) + 1, 0), ?1 FROM origin_word",
			  "SELECT code FROM origin_word WHERE word = ?1", origin_word, ORIGIN_COUNT,
			  store->origin_code, error);
}

static enum status prepare_writer(struct store *store, struct error *error)
{
	bool is_new = false;
	enum status status = store_begin_journal(store, error);
	if (status == STATUS_OK) {
		status = schema_check(store, &is_new, error);
	}
	if (status == STATUS_OK && is_new) {
		status = schema_create(store, error);
	}
	if (status == STATUS_OK) {
		status = load_vocabulary(store, error);
	}
	return status == STATUS_OK ? sink_open(store, error) : status;
}

static enum status prepare_reader(struct store *store, struct error *error)
{
	bool is_new = false;
	enum status status = store_run(store, "PRAGMA cache_size = -12000", error);
	if (status == STATUS_OK && store->read_only) {
		status = store_run(store, "PRAGMA query_only = 1", error);
	}
	if (status == STATUS_OK) {
		status = schema_check(store, &is_new, error);
	}
	if (status == STATUS_OK && is_new) {
		return error_set(
			error, STATUS_DATABASE,
			"%s: an empty database: read logs into it with overrun analyze or ingest",
			store->path);
	}
	return status;
}

static enum status open_file(struct store *store, const struct store_options *options,
			     struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX |
		    (options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
		    (options->create && !options->read_only ? SQLITE_OPEN_CREATE : 0);
	/* Nobody asks how much memory SQLite has; to count it costs a lock at every allocation. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	store_keep_together(store);
	int busy_ms = options->busy_ms > 0 ? options->busy_ms : STORE_BUSY_MS;
	if (options->read_only) {
		store_take_back_unfinished(store, busy_ms);
	}
	int result = sqlite3_open_v2(store->path, &store->db, flags, NULL);
	if (result != SQLITE_OK) {
		return error_set(error, STATUS_IO, "%s: cannot open the case database: %s",
				 store->path, store_why_not_open(store, result, options->create));
	}
	if (store->rehearse && store_is_read_only(store)) {
		enum status status = store_work_on_copy(store, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, busy_ms);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	heed_stop(store, true);
	return store->read_only || store->rehearse ? prepare_reader(store, error)
						   : prepare_writer(store, error);
}

enum status store_open(const char *path, const struct store_options *options,
		       struct store **ret_store, struct error *error)
{
	struct store *store = calloc(1, sizeof(*store));
	if (store == NULL || (store->path = slice_copy(slice_from(path))) == NULL) {
		free(store);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path);
	}
	store->read_only = options->read_only;
	store->rehearse = options->rehearse;
	store->fold = options->fold;
	store->stop = options->stop;
	store->position = RULES_NO_SOURCE;
	store->early.file = -1;
	enum status status = open_file(store, options, error);
	if (status != STATUS_OK) {
		store_close(store);
		return status;
	}
	*ret_store = store;
	return STATUS_OK;
}

void store_close(struct store *store)
{
	if (store == NULL) {
		return;
	}
	if (store->db != NULL) {
		store_ignore_stop(store);
		store_drop_entry(store);
		(void)store_close_books(store, NULL);
		store_rollback(store);
		sink_close(store);
		rows_forget(store);
		if (!store->read_only && !store->rehearse) {
			/* Folds the log in; if that cannot be, the log stays and is as good. */
			sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
		}
		sqlite3_close(store->db);
	}
	early_close(&store->early);
	free(store->path);
	free(store);
}

const char *store_path(const struct store *store)
{
	return store->path;
}

enum status store_open_books(struct store *store, struct error *error)
{
	if (sqlite3_get_autocommit(store->db) == 0) {
		return STATUS_OK;
	}
	enum status status = store_run(store, "BEGIN IMMEDIATE", error);
	store->books_are_open = status == STATUS_OK;
	return status;
}

enum status store_close_books(struct store *store, struct error *error)
{
	enum status status = STATUS_OK;
	if (store->books_are_open) {
		store->books_are_open = false;
		status = store_commit(store, error);
	}
	if (status != STATUS_OK) {
		store_rollback(store);
	}
	return status;
}

enum status store_note(struct store *store, const char *sql, const struct value *values,
		       size_t count, struct error *error)
{
	enum status status = store_open_books(store, error);
	if (status == STATUS_OK) {
		heed_stop(store, false);
		status = store_exec(store, sql, values, count, error);
		heed_stop(store, true);
	}
	return status;
}

enum status store_begin(struct store *store, struct error *error)
{
	enum status status = store_close_books(store, error);
	batches_rest(&store->batches);
	if (status == STATUS_OK) {
		status = store_run(store, store->read_only ? "BEGIN" : "BEGIN IMMEDIATE", error);
	}
	return status == STATUS_OK && store->must_promote ? entry_promote_twins(store, error)
							  : status;
}

enum status store_commit(struct store *store, struct error *error)
{
	return store_run(store, "COMMIT", error);
}

void store_rollback(struct store *store)
{
	(void)store_settle(store, NULL);
	/* After some failures SQLite has rolled back by itself; the words are void all the same. */
	if (sqlite3_get_autocommit(store->db) == 0) {
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	}
	words_forget(&store->words);
	store->books_are_open = false;
}

enum status store_run_script(struct store *store, const char *name, const char *sql,
			     struct error *error)
{
	while (*sql != '\0') {
		sqlite3_stmt *statement = NULL;
		int result = sqlite3_prepare_v2(store->db, sql, -1, &statement, &sql);
		while (result == SQLITE_OK && statement != NULL &&
		       sqlite3_step(statement) == SQLITE_ROW) {
		}
		if (result == SQLITE_OK) {
			result = sqlite3_reset(statement);
		}
		enum status status =
			result == SQLITE_OK ? STATUS_OK : store_fail(store, error, result, name);
		sqlite3_finalize(statement);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

const char *store_library(void)
{
	return sqlite3_libversion();
}
