// SPDX-License-Identifier: MIT
/* Typed rows over prepared statements; see rows.h. */
#include "rows.h"

#include "store_inside.h"

#include <stdlib.h>

struct rows {
	struct store *store;
	sqlite3_stmt *statement;
};

struct writer {
	struct store *store;
	sqlite3_stmt *statement;
};

static const char place[] = "case database"; /* where failures of such statements happen */

/*
 * The same few questions are asked about every entry, and to prepare one costs ten times what it
 * costs to run: of 6000 entries of one line, half the time. So those used last are kept.
 */
static sqlite3_stmt *take_kept(struct store *store, const char *sql)
{
	for (size_t i = 0; i < STORE_KEPT_STATEMENTS; i++) {
		sqlite3_stmt *statement = store->kept[i];
		if (statement != NULL && strcmp(sqlite3_sql(statement), sql) == 0) {
			store->kept[i] = NULL;
			return statement;
		}
	}
	return NULL;
}

static void keep(struct store *store, sqlite3_stmt *statement)
{
	if (statement == NULL) {
		return;
	}
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	sqlite3_finalize(store->kept[store->kept_next]);
	store->kept[store->kept_next] = statement;
	store->kept_next = (store->kept_next + 1) % STORE_KEPT_STATEMENTS;
}

void rows_forget(struct store *store)
{
	for (size_t i = 0; i < STORE_KEPT_STATEMENTS; i++) {
		sqlite3_finalize(store->kept[i]);
		store->kept[i] = NULL;
	}
}

static enum status prepare(struct store *store, const char *sql, sqlite3_stmt **ret_statement,
			   struct error *error)
{
	enum status status = store_settle(store, error);
	if (status != STATUS_OK) {
		return status;
	}
	*ret_statement = take_kept(store, sql);
	if (*ret_statement != NULL) {
		return STATUS_OK;
	}
	int result = sqlite3_prepare_v2(store->db, sql, -1, ret_statement, NULL);
	if (result == SQLITE_OK && *ret_statement == NULL) {
		return error_set(error, STATUS_USAGE, "%s: an empty statement", place);
	}
	static const char missing[] = "no such "; /* table, column, view */
	if (result == SQLITE_ERROR &&
	    strncmp(sqlite3_errmsg(store->db), missing, sizeof missing - 1) == 0) {
		return error_set(error, STATUS_DATABASE,
				 "%s: %s: another build of overrun wrote it: run `overrun analyze` "
				 "with a new --db",
				 store->path, sqlite3_errmsg(store->db));
	}
	return result == SQLITE_OK ? STATUS_OK : store_fail(store, error, result, place);
}

static int bind_value(sqlite3_stmt *statement, int index, const struct value *value)
{
	switch (value->kind) {
	case VALUE_INTEGER:
		return sqlite3_bind_int64(statement, index, value->integer);
	case VALUE_REAL:
		return sqlite3_bind_double(statement, index, value->real);
	case VALUE_TEXT:
		return sqlite3_bind_text64(statement, index,
					   value->text.size > 0 ? value->text.data : "",
					   value->text.size, SQLITE_TRANSIENT, SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(statement, index,
					   value->text.size > 0 ? value->text.data : "",
					   value->text.size, SQLITE_TRANSIENT);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(statement, index);
}

static enum status bind_values(struct store *store, sqlite3_stmt *statement,
			       const struct value *values, size_t count, struct error *error)
{
	if (count != (size_t)sqlite3_bind_parameter_count(statement)) {
		return error_set(error, STATUS_USAGE, "%s: %zu values for %d parameters", place,
				 count, sqlite3_bind_parameter_count(statement));
	}
	for (size_t i = 0; i < count; i++) {
		int result = bind_value(statement, (int)i + 1, &values[i]);
		if (result != SQLITE_OK) {
			return store_fail(store, error, result, place);
		}
	}
	return STATUS_OK;
}

enum status rows_open(struct store *store, const char *sql, struct rows **ret_rows,
		      struct error *error)
{
	return rows_open_with(store, sql, NULL, 0, ret_rows, error);
}

enum status rows_open_with(struct store *store, const char *sql, const struct value *values,
			   size_t count, struct rows **ret_rows, struct error *error)
{
	struct rows *rows = calloc(1, sizeof(*rows));
	if (rows == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", place);
	}
	rows->store = store;
	enum status status = prepare(store, sql, &rows->statement, error);
	if (status == STATUS_OK) {
		status = bind_values(store, rows->statement, values, count, error);
	}
	if (status != STATUS_OK) {
		rows_close(rows);
		return status;
	}
	*ret_rows = rows;
	return STATUS_OK;
}

enum status rows_next(struct rows *rows, struct error *error)
{
	int result = sqlite3_step(rows->statement);
	if (result == SQLITE_ROW) {
		return STATUS_OK;
	}
	return result == SQLITE_DONE ? STATUS_END : store_fail(rows->store, error, result, place);
}

size_t rows_count(const struct rows *rows)
{
	return (size_t)sqlite3_column_count(rows->statement);
}

const char *rows_name(const struct rows *rows, size_t column)
{
	const char *name = sqlite3_column_name(rows->statement, (int)column);
	return name == NULL ? "" : name;
}

bool rows_is_null(const struct rows *rows, size_t column)
{
	return sqlite3_column_type(rows->statement, (int)column) == SQLITE_NULL;
}

int64_t rows_int(const struct rows *rows, size_t column)
{
	return sqlite3_column_int64(rows->statement, (int)column);
}

double rows_real(const struct rows *rows, size_t column)
{
	return sqlite3_column_double(rows->statement, (int)column);
}

struct slice rows_text(const struct rows *rows, size_t column)
{
	const char *text = (const char *)sqlite3_column_text(rows->statement, (int)column);
	size_t size = (size_t)sqlite3_column_bytes(rows->statement, (int)column);
	return text == NULL ? slice_from("") : slice_make(text, size);
}

struct value rows_value(const struct rows *rows, size_t column)
{
	switch (sqlite3_column_type(rows->statement, (int)column)) {
	case SQLITE_INTEGER:
		return value_int(rows_int(rows, column));
	case SQLITE_FLOAT:
		return value_real(rows_real(rows, column));
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		return value_slice(rows_text(rows, column));
	default:
		return value_null();
	}
}

void rows_close(struct rows *rows)
{
	if (rows != NULL) {
		keep(rows->store, rows->statement);
		free(rows);
	}
}

enum status store_exec(struct store *store, const char *sql, const struct value *values,
		       size_t count, struct error *error)
{
	struct writer *writer = NULL;
	enum status status = writer_open(store, sql, &writer, error);
	if (writer != NULL) {
		status = writer_put(writer, values, count, error);
	}
	writer_close(writer);
	return status;
}

enum status writer_open(struct store *store, const char *sql, struct writer **ret_writer,
			struct error *error)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	if (writer == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", place);
	}
	writer->store = store;
	enum status status = prepare(store, sql, &writer->statement, error);
	if (status != STATUS_OK) {
		writer_close(writer);
		return status;
	}
	*ret_writer = writer;
	return STATUS_OK;
}

enum status writer_put(struct writer *writer, const struct value *values, size_t count,
		       struct error *error)
{
	enum status status = bind_values(writer->store, writer->statement, values, count, error);
	return status == STATUS_OK ? store_step(writer->store, writer->statement, place, error)
				   : status;
}

void writer_close(struct writer *writer)
{
	if (writer != NULL) {
		keep(writer->store, writer->statement);
		free(writer);
	}
}

enum status store_ask(struct store *store, const char *sql, int64_t *ret_value, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, sql, &rows, error);
	if (rows != NULL && (status = rows_next(rows, error)) == STATUS_OK) {
		*ret_value = rows_int(rows, 0);
	}
	rows_close(rows);
	return status;
}
