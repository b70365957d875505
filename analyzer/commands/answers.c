// SPDX-License-Identifier: MIT
/* The rows of a question on standard output: as a table, CSV, JSON or Markdown. */
#include "answers.h"

#include "cells.h"
#include "redact.h"
#include "rows.h"
#include "screen.h"
#include "zone.h"

#include <stdlib.h>

enum {
	SAMPLE_ROWS = 500, /* that column widths are measured on; later rows may stick out */
	CELL_LIMIT = 160,  /* bytes of a text in a table; CSV and JSON have all of it */
};

struct tables {
	enum table_notation notation;
	struct zone *zone;
	struct redact *redact;
	struct question_row head; /* of the statement at hand: names and kinds are copies */
	char **cells;             /* of the sample, row by row; NULL is the null value */
	bool *is_number;          /* one per cell of the sample */
	size_t sampled;           /* rows */
	size_t widths[QUESTION_COLUMN_LIMIT];
	size_t statements;
	size_t rows; /* of the statement at hand */
	struct error *error;
};

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

static void print_cell(const struct tables *tables, size_t column, const char *text, bool is_number)
{
	struct slice slice = slice_from(text == NULL ? "" : text);
	size_t width = screen_width(slice_first(slice, CELL_LIMIT));
	size_t room = tables->widths[column] > width ? tables->widths[column] - width : 0;
	bool is_last = column + 1 == tables->head.count;
	(void)fputs(column == 0 ? "" : "  ", stdout);
	for (size_t i = 0; is_number && i < room; i++) {
		(void)fputc(' ', stdout);
	}
	screen_text_cut(stdout, slice, CELL_LIMIT);
	for (size_t i = 0; !is_number && !is_last && i < room; i++) {
		(void)fputc(' ', stdout);
	}
	(void)fputs(is_last ? "\n" : "", stdout);
}

/* Prints what the widths were measured on, under its head, and lets it go. */
static void flush_sample(struct tables *tables)
{
	size_t columns = tables->head.count;
	if (tables->notation != TABLE_PLAIN || columns == 0 || tables->cells == NULL) {
		return;
	}
	for (size_t column = 0; column < columns; column++) {
		bool is_number = tables->sampled > 0 && tables->is_number[column];
		print_cell(tables, column, tables->head.names[column], is_number);
	}
	for (size_t i = 0; i < tables->sampled * columns; i++) {
		print_cell(tables, i % columns, tables->cells[i], tables->is_number[i]);
		free(tables->cells[i]);
	}
	free(tables->cells);
	free(tables->is_number);
	tables->cells = NULL;
	tables->is_number = NULL;
	tables->sampled = 0;
}

static void widen(struct tables *tables, size_t column, const char *text)
{
	size_t width = screen_width(slice_first(slice_from(text), CELL_LIMIT));
	if (width > tables->widths[column]) {
		tables->widths[column] = width;
	}
}

static void free_head(struct tables *tables)
{
	for (size_t i = 0; i < tables->head.count; i++) {
		free((char *)tables->head.names[i]);
	}
	free((void *)tables->head.names);
	free((void *)tables->head.kinds);
	tables->head = (struct question_row){0};
}

static enum status copy_head(struct tables *tables, const struct question_row *row,
			     struct error *error)
{
	char **names = calloc(row->count + 1, sizeof *names);
	enum column_kind *kinds = calloc(row->count + 1, sizeof *kinds);
	if (names == NULL || kinds == NULL) {
		free((void *)names);
		free(kinds);
		return no_memory(error);
	}
	tables->head.names = (const char *const *)names;
	tables->head.kinds = kinds;
	for (size_t i = 0; i < row->count; i++) {
		names[i] = slice_copy(slice_from(row->names[i]));
		if (names[i] == NULL) {
			return no_memory(error);
		}
		tables->head.count = i + 1;
		kinds[i] = row->kinds[i];
		tables->widths[i] = 0;
		widen(tables, i, names[i]);
	}
	return STATUS_OK;
}

static void end_statement(struct tables *tables)
{
	flush_sample(tables);
	if (tables->notation == TABLE_JSON && tables->statements > 0) {
		(void)fputs(tables->rows == 0 ? "]\n" : "\n]\n", stdout);
	}
	free_head(tables);
	tables->rows = 0;
}

static enum status begin_statement(struct tables *tables, const struct question_row *row,
				   struct error *error)
{
	end_statement(tables);
	if (tables->statements++ > 0 && tables->notation != TABLE_JSON) {
		(void)fputc('\n', stdout);
	}
	enum status status = copy_head(tables, row, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (tables->notation == TABLE_PLAIN) {
		tables->cells = calloc(SAMPLE_ROWS * row->count + 1, sizeof *tables->cells);
		tables->is_number = calloc(SAMPLE_ROWS * row->count + 1, sizeof(bool));
		return tables->cells == NULL || tables->is_number == NULL ? no_memory(error)
									  : STATUS_OK;
	}
	cells_head(tables->notation, &tables->head);
	return STATUS_OK;
}

/* The account that a row is about, or empty: its other texts may spell it out. */
static struct slice actor_of(const struct question_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		if (strcmp(row->names[i], "actor") == 0 && row->values[i].kind == VALUE_TEXT) {
			return row->values[i].text;
		}
	}
	return slice_empty();
}

/* The text of one cell, redacted; valid until the next call. */
static enum status show_cell(struct tables *tables, const struct question_row *row, size_t column,
			     char *buffer, struct slice *ret_text, struct error *error)
{
	const struct value *value = &row->values[column];
	*ret_text =
		cells_text(value, row->kinds[column],
			   tables->notation == TABLE_PLAIN || tables->notation == TABLE_MARKDOWN,
			   tables->zone, buffer);
	if (tables->redact == NULL || value->kind != VALUE_TEXT) {
		return STATUS_OK;
	}
	if (strcmp(row->names[column], "actor") == 0) {
		return redact_actor(tables->redact, *ret_text, ret_text, error);
	}
	return redact_text(tables->redact, *ret_text, actor_of(row), ret_text, error);
}

static enum status take_cell(struct tables *tables, const struct question_row *row, size_t column,
			     struct error *error)
{
	char buffer[CELLS_BUFFER_SIZE];
	struct slice text;
	enum value_kind kind = row->values[column].kind;
	bool is_number =
		kind == VALUE_INTEGER || kind == VALUE_REAL || row->kinds[column] == COLUMN_SPAN;
	enum status status = show_cell(tables, row, column, buffer, &text, error);
	if (status != STATUS_OK) {
		return status;
	}
	if (tables->notation != TABLE_PLAIN) {
		cells_print(tables->notation, &tables->head, column, text, kind);
		return STATUS_OK;
	}
	char *copy = slice_copy(text);
	if (copy == NULL) {
		return no_memory(error);
	}
	if (tables->cells == NULL) {
		print_cell(tables, column, copy, is_number);
		free(copy);
		return STATUS_OK;
	}
	widen(tables, column, copy);
	size_t at = tables->sampled * row->count + column;
	tables->cells[at] = copy;
	tables->is_number[at] = is_number && row->kinds[column] != COLUMN_INSTANT;
	return STATUS_OK;
}

static enum status take_row(void *user, const struct question_row *row, struct error *error)
{
	struct tables *tables = user;
	if (row->values == NULL) {
		return begin_statement(tables, row, error);
	}
	cells_begin_row(tables->notation, tables->rows++);
	for (size_t column = 0; column < row->count; column++) {
		enum status status = take_cell(tables, row, column, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	cells_end_row(tables->notation);
	if (tables->cells != NULL && ++tables->sampled == SAMPLE_ROWS) {
		flush_sample(tables);
	}
	/* A closed pipe or a full disk: no need to go on. */
	return ferror(stdout) != 0 ? STATUS_END : STATUS_OK;
}

static enum status open_zone(struct store *store, struct zone **ret_zone, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, "SELECT timezone FROM case_file", &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		status = zone_open(rows_text(rows, 0).data, ret_zone, error);
	} else if (status == STATUS_END) {
		status = zone_open("UTC", ret_zone, error);
	}
	rows_close(rows);
	return status;
}

enum status answers_print(struct store *store, const struct question *question,
			  const struct options *options, struct redact *redact, struct error *error)
{
	struct tables tables = {.notation = options->to, .redact = redact};
	enum status status = open_zone(store, &tables.zone, error);
	if (status == STATUS_OK) {
		status = question_run(store, question, take_row, &tables, error);
		end_statement(&tables);
	}
	zone_free(tables.zone);
	return status == STATUS_END ? STATUS_OK : status;
}
