// SPDX-License-Identifier: MIT
/*
 * Rows of the case database for those who do not know SQLite: read one by one, write one by one.
 *
 *     rows_open(store, "SELECT step, allow_us FROM step ORDER BY position", &rows, error);
 *     while ((status = rows_next(rows, error)) == STATUS_OK) {
 *             struct slice step = rows_text(rows, 0);
 *             int64_t allow_us = rows_int(rows, 1);
 *     }
 *     rows_close(rows);                       STATUS_END: all were read
 */
#ifndef OVERRUN_ROWS_H
#define OVERRUN_ROWS_H

#include "slice.h"
#include "status.h"
#include "timestamp.h"

struct store;

enum value_kind { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

/* One cell. `text` is borrowed; blobs are given as text. */
struct value {
	enum value_kind kind;
	int64_t integer;
	double real;
	struct slice text;
};

static inline struct value value_null(void)
{
	return (struct value){.kind = VALUE_NULL};
}

static inline struct value value_int(int64_t integer)
{
	return (struct value){.kind = VALUE_INTEGER, .integer = integer};
}

static inline struct value value_real(double real)
{
	return (struct value){.kind = VALUE_REAL, .real = real};
}

static inline struct value value_slice(struct slice text)
{
	return (struct value){.kind = VALUE_TEXT, .text = text};
}

static inline struct value value_blob(const void *data, size_t size)
{
	return (struct value){.kind = VALUE_BLOB, .text = slice_make(data, size)};
}

/* NULL is the null value. */
static inline struct value value_text(const char *text)
{
	return text == NULL ? value_null() : value_slice(slice_from(text));
}

struct rows;

/* Prepares one statement. The caller frees with rows_close. */
enum status rows_open(struct store *store, const char *sql, struct rows **ret_rows,
		      struct error *error);

/* The same with values for its parameters ?1 …; texts are copied. */
enum status rows_open_with(struct store *store, const char *sql, const struct value *values,
			   size_t count, struct rows **ret_rows, struct error *error);

/* STATUS_OK: there is a row; STATUS_END: no more. */
enum status rows_next(struct rows *rows, struct error *error);

/* Columns count from 0. What rows_text and rows_value lend is valid until the next rows_next. */
size_t rows_count(const struct rows *rows);
const char *rows_name(const struct rows *rows, size_t column);
bool rows_is_null(const struct rows *rows, size_t column);
int64_t rows_int(const struct rows *rows, size_t column); /* NULL: 0 */
double rows_real(const struct rows *rows, size_t column);
struct slice rows_text(const struct rows *rows, size_t column); /* NULL: empty; NUL-terminated */
struct value rows_value(const struct rows *rows, size_t column);

/* A point in time; NULL: TIMESTAMP_NONE. */
static inline timestamp rows_time(const struct rows *rows, size_t column)
{
	return rows_is_null(rows, column) ? TIMESTAMP_NONE : rows_int(rows, column);
}

void rows_close(struct rows *rows);

/* Runs one statement that gives no rows. */
enum status store_exec(struct store *store, const char *sql, const struct value *values,
		       size_t count, struct error *error);

/*
 * The same for the books of runs, feeds and files: what is written between two entries is one
 * transaction. Does not heed the stop flag, which would take all of it back.
 */
enum status store_note(struct store *store, const char *sql, const struct value *values,
		       size_t count, struct error *error);

/* One statement, run many times. The caller frees with writer_close. */
struct writer;
enum status writer_open(struct store *store, const char *sql, struct writer **ret_writer,
			struct error *error);
enum status writer_put(struct writer *writer, const struct value *values, size_t count,
		       struct error *error);
void writer_close(struct writer *writer);

/* The first column of the first row of `sql`, which must be an integer; STATUS_END without rows. */
enum status store_ask(struct store *store, const char *sql, int64_t *ret_value,
		      struct error *error);

#endif
