// SPDX-License-Identifier: MIT
/*
 * Questions: .sql files and their head comment, and running them without letting them write.
 *
 * Three fences stand between a question and the data: the authorizer refuses everything but
 * reading while its statements are prepared, a statement that is not read-only is not run, and the
 * stop flag interrupts what takes too long.
 */
#include "question.h"

#include "store_inside.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Eats the next line, without its end. */
static struct slice eat_line(struct slice *text)
{
	size_t size = slice_find_char(*text, '\n');
	struct slice line = slice_first(*text, size);
	*text = slice_after(*text, size + 1);
	return line;
}

/* Splits the first comment into title and note; the note's lines lose their "-- ". */
static bool read_head(struct slice text, char **ret_title, char **ret_note)
{
	struct slice title = slice_from("");
	char *note = malloc(text.size + 1);
	size_t size = 0;
	while (note != NULL && text.size > 0) {
		struct slice line = slice_trim(eat_line(&text));
		if (line.size == 0 && title.size == 0) {
			continue;
		}
		if (!slice_eat(&line, "--")) {
			break;
		}
		line = slice_trim(line);
		if (title.size == 0) {
			title = line;
		} else if (line.size > 0 || size > 0) {
			if (size > 0) {
				note[size++] = '\n';
			}
			if (line.size > 0) {
				memcpy(note + size, line.data, line.size);
				size += line.size;
			}
		}
	}
	if (note == NULL) {
		return false;
	}
	note[size] = '\0';
	*ret_title = slice_copy(title);
	*ret_note = note;
	return *ret_title != NULL;
}

enum status question_from_text(const char *name, const char *text, struct question *ret_question,
			       struct error *error)
{
	struct question question = {.name = slice_copy(slice_from(name)),
				    .text = slice_copy(slice_from(text))};
	if (question.name == NULL || question.text == NULL ||
	    !read_head(slice_from(question.text), &question.title, &question.note)) {
		question_free(&question);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", name);
	}
	*ret_question = question;
	return STATUS_OK;
}

void question_free(struct question *question)
{
	free(question->name);
	free(question->title);
	free(question->note);
	free(question->text);
	*question = (struct question){0};
}

/* A file's bytes with a NUL; the caller frees. */
static enum status read_text(const char *path, char **ret_text, struct error *error)
{
	FILE *file = fopen(path, "rbe");
	if (file == NULL) {
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	}
	char *text = malloc(QUESTION_SIZE_LIMIT + 1);
	size_t size = text == NULL ? 0 : fread(text, 1, QUESTION_SIZE_LIMIT + 1, file);
	bool failed = ferror(file) != 0;
	int number = errno;
	fclose(file);
	if (text == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path);
	}
	enum status status = STATUS_OK;
	if (failed) {
		status = error_set(error, STATUS_IO, "%s: %s", path, strerror(number));
	} else if (size > QUESTION_SIZE_LIMIT) {
		status = error_set(error, STATUS_LIMIT, "%s: longer than %d bytes: not a query",
				   path, QUESTION_SIZE_LIMIT);
	} else if (memchr(text, '\0', size) != NULL) {
		status = error_set(error, STATUS_USAGE, "%s: has NUL bytes: not a query", path);
	}
	if (status != STATUS_OK) {
		free(text);
		return status;
	}
	text[size] = '\0';
	*ret_text = text;
	return STATUS_OK;
}

enum status question_read(const char *path, struct question *ret_question, struct error *error)
{
	char *text = NULL;
	const char *slash = strrchr(path, '/');
	struct slice base = slice_from(slash == NULL ? path : slash + 1);
	if (slice_ends_with(base, ".sql")) {
		base.size -= sizeof(".sql") - 1;
	}
	char *name = slice_copy(base);
	enum status status = name == NULL
				     ? error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path)
				     : read_text(path, &text, error);
	if (text != NULL) {
		status = question_from_text(name, text, ret_question, error);
	}
	if (status == STATUS_OK) {
		ret_question->overridden = true;
	}
	free(name);
	free(text);
	return status;
}

static struct question *find_item(const struct questions *questions, const char *name)
{
	for (size_t i = 0; i < questions->count; i++) {
		if (strcmp(questions->items[i].name, name) == 0) {
			return &questions->items[i];
		}
	}
	return NULL;
}

const struct question *questions_find(const struct questions *questions, const char *name)
{
	return find_item(questions, name);
}

/* Takes over `question`: in the place of that name, or at the end. */
static enum status put_question(struct questions *questions, struct question *question,
				struct error *error)
{
	struct question *there = find_item(questions, question->name);
	if (there != NULL) {
		question_free(there);
		*there = *question;
		return STATUS_OK;
	}
	size_t size = (questions->count + 1) * sizeof(*questions->items);
	struct question *items =
		questions->count < QUESTION_COUNT_LIMIT ? realloc(questions->items, size) : NULL;
	if (items == NULL) {
		question_free(question);
		return error_set(error, STATUS_LIMIT, "queries: more than %d, or out of memory",
				 QUESTION_COUNT_LIMIT);
	}
	questions->items = items;
	questions->items[questions->count++] = *question;
	return STATUS_OK;
}

static enum status read_directory(const char *directory, struct questions *questions,
				  struct error *error)
{
	DIR *folder = opendir(directory);
	if (folder == NULL) {
		return error_set(error, STATUS_IO, "%s: %s", directory, strerror(errno));
	}
	enum status status = STATUS_OK;
	const struct dirent *item = NULL;
	while (status == STATUS_OK && (item = readdir(folder)) != NULL) {
		struct question question = {0};
		char *path = NULL;
		if (item->d_name[0] == '.' || !slice_ends_with(slice_from(item->d_name), ".sql")) {
			continue;
		}
		if (asprintf(&path, "%s/%s", directory, item->d_name) < 0) {
			status = error_set(error, STATUS_NO_MEMORY, "%s: out of memory", directory);
			break;
		}
		status = question_read(path, &question, error);
		if (question.name != NULL) {
			status = put_question(questions, &question, error);
		}
		free(path);
	}
	closedir(folder);
	return status;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(((const struct question *)left)->name,
		      ((const struct question *)right)->name);
}

enum status questions_open(const struct embedded_query *built_in, size_t count,
			   const char *directory, struct questions *ret_questions,
			   struct error *error)
{
	struct questions questions = {0};
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		struct question question = {0};
		status = question_from_text(built_in[i].name, built_in[i].text, &question, error);
		if (question.name != NULL) {
			status = put_question(&questions, &question, error);
		}
	}
	if (status == STATUS_OK && directory != NULL) {
		status = read_directory(directory, &questions, error);
	}
	if (status != STATUS_OK) {
		questions_free(&questions);
		return status;
	}
	if (questions.count > 0) {
		qsort(questions.items, questions.count, sizeof(*questions.items), compare_names);
	}
	*ret_questions = questions;
	return STATUS_OK;
}

void questions_free(struct questions *questions)
{
	for (size_t i = 0; i < questions->count; i++) {
		question_free(&questions->items[i]);
	}
	free(questions->items);
	*questions = (struct questions){0};
}

enum column_kind column_kind_of(const char *name)
{
	struct slice text = slice_from(name);
	return slice_ends_with(text, "_at")   ? COLUMN_INSTANT
	       : slice_ends_with(text, "_us") ? COLUMN_SPAN
					      : COLUMN_PLAIN;
}

/* What the statements of a question may do: read. */
static int authorize(void *unused, int action, const char *first, const char *second,
		     const char *database, const char *trigger)
{
	(void)unused, (void)database, (void)trigger, (void)first;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

static enum status fail(struct store *store, const struct question *question, int result,
			struct error *error)
{
	if (result == SQLITE_AUTH) {
		return error_set(error, STATUS_USAGE, "%s: a question may only read (SELECT)",
				 question->name);
	}
	if (result == SQLITE_ERROR) {
		return error_set(error, STATUS_USAGE, "%s: %s", question->name,
				 sqlite3_errmsg(store->db));
	}
	return store_fail(store, error, result, question->name);
}

static struct value column_value(sqlite3_stmt *statement, int column)
{
	const char *text = NULL;
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_INTEGER:
		return value_int(sqlite3_column_int64(statement, column));
	case SQLITE_FLOAT:
		return value_real(sqlite3_column_double(statement, column));
	case SQLITE_NULL:
		return value_null();
	default:
		text = (const char *)sqlite3_column_text(statement, column);
		return value_slice(slice_make(text == NULL ? "" : text,
					      (size_t)sqlite3_column_bytes(statement, column)));
	}
}

/* Steps through one statement that was found to be harmless. */
static enum status give_rows(struct store *store, const struct question *question,
			     sqlite3_stmt *statement, question_row_fn *on_row, void *user,
			     struct error *error)
{
	const char *names[QUESTION_COLUMN_LIMIT];
	enum column_kind kinds[QUESTION_COLUMN_LIMIT];
	struct value values[QUESTION_COLUMN_LIMIT];
	int count = sqlite3_column_count(statement);
	if (count > QUESTION_COLUMN_LIMIT) {
		return error_set(error, STATUS_LIMIT, "%s: more than %d columns", question->name,
				 QUESTION_COLUMN_LIMIT);
	}
	for (int i = 0; i < count; i++) {
		const char *name = sqlite3_column_name(statement, i);
		names[i] = name == NULL ? "" : name;
		kinds[i] = column_kind_of(names[i]);
	}
	struct question_row row = {.count = (size_t)count, .names = names, .kinds = kinds};
	enum status status = on_row(user, &row, error);
	row.values = values;
	int result = SQLITE_ROW;
	while (status == STATUS_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
		for (int i = 0; i < count; i++) {
			values[i] = column_value(statement, i);
		}
		status = on_row(user, &row, error);
	}
	return result == SQLITE_ROW || result == SQLITE_DONE ? status
							     : fail(store, question, result, error);
}

enum status question_run(struct store *store, const struct question *question,
			 question_row_fn *on_row, void *user, struct error *error)
{
	const char *sql = question->text;
	enum status status = STATUS_OK;
	sqlite3_set_authorizer(store->db, authorize, NULL);
	while (status == STATUS_OK && *sql != '\0') {
		sqlite3_stmt *statement = NULL;
		int result = sqlite3_prepare_v2(store->db, sql, -1, &statement, &sql);
		if (result != SQLITE_OK) {
			status = fail(store, question, result, error);
		} else if (statement != NULL && sqlite3_stmt_readonly(statement) == 0) {
			status = fail(store, question, SQLITE_AUTH, error);
		} else if (statement != NULL) {
			status = give_rows(store, question, statement, on_row, user, error);
		}
		sqlite3_finalize(statement);
	}
	sqlite3_set_authorizer(store->db, NULL, NULL);
	return status == STATUS_END ? STATUS_OK : status;
}
