// SPDX-License-Identifier: MIT
/*
 * One question to the case database: a .sql file with its title, its note and its text.
 *
 *     -- Requests and failures per minute          the title: first line of the first comment
 *     -- Only minutes with at least one failure.   the note: the rest of that comment
 *     SELECT minute_at, requests, failures FROM …;
 *
 * Columns ending in `_at` are instants, `_us` are spans. Questions can read and nothing else:
 * statements that write, attach, or set a pragma are refused.
 */
#ifndef OVERRUN_QUESTION_H
#define OVERRUN_QUESTION_H

#include "rows.h"
#include "status.h"

/* A query that is built into the program; tables written by CMake, sorted by name. */
struct embedded_query {
	const char *name; /* the file's name without ".sql" */
	const char *text;
};
extern const struct embedded_query method_queries[];
extern const size_t method_queries_count;
extern const struct embedded_query evidence_queries[];
extern const size_t evidence_queries_count;

struct question {
	char *name;
	char *title; /* "" when the text has no comment */
	char *note;  /* lines joined by '\n'; "" when there is none */
	char *text;
	bool overridden; /* read from --queries DIR, not built in */
};

struct questions {
	struct question *items; /* sorted by name */
	size_t count;
};

enum { QUESTION_SIZE_LIMIT = 1 << 20 }; /* bytes of one .sql file; far above any sane query */
enum { QUESTION_COUNT_LIMIT = 1000 };   /* files of a --queries folder */

/*
 * The built-in queries, and over them the .sql files of `directory` (may be NULL): same name
 * replaces, other names are added. The caller frees with questions_free.
 */
enum status questions_open(const struct embedded_query *built_in, size_t count,
			   const char *directory, struct questions *ret_questions,
			   struct error *error);
void questions_free(struct questions *questions);

/* The question of that name, or NULL. */
const struct question *questions_find(const struct questions *questions, const char *name);

/* One question from a file, or from a text given on the command line (copied). */
enum status question_read(const char *path, struct question *ret_question, struct error *error);
enum status question_from_text(const char *name, const char *text, struct question *ret_question,
			       struct error *error);
void question_free(struct question *question);

enum column_kind { COLUMN_PLAIN, COLUMN_INSTANT, COLUMN_SPAN };

/* By the name's ending. */
enum column_kind column_kind_of(const char *name);

/* A row, or with `values` NULL the head that comes before the rows of each statement. */
struct question_row {
	size_t count;
	const char *const *names;
	const enum column_kind *kinds;
	const struct value *values;
};

/* Any status but OK ends the question; STATUS_END ends it without failure (enough seen). */
typedef enum status question_row_fn(void *user, const struct question_row *row,
				    struct error *error);

enum { QUESTION_COLUMN_LIMIT = 200 }; /* columns of a result; a page holds far fewer */

/*
 * Runs every statement of `question` on the store, reading only, and gives its rows.
 * STATUS_USAGE: it is not SQL, or does more than read; STATUS_INTERRUPTED: the store's stop flag
 * was set. Messages begin with the question's name.
 */
enum status question_run(struct store *store, const struct question *question,
			 question_row_fn *on_row, void *user, struct error *error);

#endif
