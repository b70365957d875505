// SPDX-License-Identifier: MIT
/* Questions: heads, overrides, typed rows, and that they cannot do more than read. */
#include "question.h"
#include "store.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/overrun-question-XXXXXX";
static char path[256];
static struct store *store;
static struct error error;
static volatile sig_atomic_t stop;

static void begin(void)
{
	const struct store_options options = {.create = true, .stop = &stop};
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/case.db", folder);
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_OK, "%s", error.message);
}

static void end(void)
{
	char command[300];
	store_close(store);
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
}

TestSuite(question, .init = begin, .fini = end);

/* What a question gave, as text: heads in brackets, cells with their kinds. */
static char seen[1024];

static enum status note_row(void *user, const struct question_row *row, struct error *unused)
{
	size_t size = strlen(seen);
	(void)user, (void)unused;
	for (size_t i = 0; i < row->count; i++) {
		const struct value *value = row->values == NULL ? NULL : &row->values[i];
		char *at = seen + size;
		size_t room = sizeof(seen) - size;
		int written = 0;
		if (value == NULL) {
			written = snprintf(at, room, "[%s:%d]", row->names[i], row->kinds[i]);
		} else if (value->kind == VALUE_INTEGER) {
			written = snprintf(at, room, "%lld;", (long long)value->integer);
		} else if (value->kind == VALUE_REAL) {
			written = snprintf(at, room, "%g;", value->real);
		} else if (value->kind == VALUE_TEXT) {
			written = snprintf(at, room, "'%.*s';", (int)value->text.size,
					   value->text.data);
		} else {
			written = snprintf(at, room, "null;");
		}
		size += (size_t)written;
	}
	return STATUS_OK;
}

static enum status run(const char *text)
{
	struct question question = {0};
	seen[0] = '\0';
	cr_assert_eq(question_from_text("q", text, &question, &error), STATUS_OK);
	enum status status = question_run(store, &question, note_row, NULL, &error);
	question_free(&question);
	return status;
}

Test(question, has_a_title_and_a_note)
{
	struct question question = {0};
	cr_assert_eq(question_from_text("q",
					"\n-- Requests per minute\n--\n-- Only failures.\n"
					"--  And more.\nSELECT 1; -- not this\n",
					&question, &error),
		     STATUS_OK);
	cr_assert_str_eq(question.title, "Requests per minute");
	cr_assert_str_eq(question.note, "Only failures.\nAnd more.");
	question_free(&question);
	cr_assert_eq(question_from_text("q", "SELECT 1", &question, &error), STATUS_OK);
	cr_assert_str_eq(question.title, "");
	cr_assert_str_eq(question.note, "");
	question_free(&question);
}

Test(question, gives_typed_rows_after_a_head)
{
	cr_assert_eq(run("-- t\nSELECT 7 AS seen_at, 1.5 AS x, 'a' AS wait_us, NULL AS n;"
			 "SELECT 1 AS one WHERE 0"),
		     STATUS_OK);
	cr_assert_str_eq(seen, "[seen_at:1][x:0][wait_us:2][n:0]7;1.5;'a';null;[one:0]");
}

Test(question, can_only_read)
{
	static const char *const refused[] = {
		"DELETE FROM run",
		"INSERT INTO word (text) VALUES ('x')",
		"UPDATE run SET state = 'x'",
		"DROP TABLE run",
		"CREATE TABLE x (y)",
		"CREATE TEMP TABLE x (y)",
		"ATTACH '/tmp/overrun-attached.db' AS other",
		"PRAGMA user_version = 9",
		"PRAGMA journal_mode = OFF",
		"VACUUM INTO '/tmp/overrun-attached.db'",
		"SELECT load_extension('x')",
		"BEGIN",
		"SELECT 1; DELETE FROM run",
	};
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		cr_assert_eq(run(refused[i]), STATUS_USAGE, "%s: %s", refused[i], error.message);
	}
	cr_assert_neq(access("/tmp/overrun-attached.db", F_OK), 0);
	cr_assert_eq(store_exec(store, "INSERT INTO word (text) VALUES ('x')", NULL, 0, &error),
		     STATUS_OK, "the program itself may still write");
}

Test(question, says_what_is_wrong_under_its_name)
{
	cr_assert_eq(run("SELECT x FROM nowhere"), STATUS_USAGE);
	cr_assert_str_eq(error.message, "q: no such table: nowhere");
}

Test(question, can_be_interrupted)
{
	stop = 1;
	cr_assert_eq(run("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
			 " SELECT COUNT(*) FROM n"),
		     STATUS_INTERRUPTED);
	stop = 0;
}

static enum status enough(void *user, const struct question_row *row, struct error *unused)
{
	(void)unused;
	*(int *)user += row->values != NULL;
	return row->values == NULL ? STATUS_OK : STATUS_END;
}

Test(question, ends_when_enough_was_seen)
{
	struct question question = {0};
	int rows = 0;
	cr_assert_eq(question_from_text("q", "SELECT code FROM signal_word", &question, &error),
		     STATUS_OK);
	cr_assert_eq(question_run(store, &question, enough, &rows, &error), STATUS_OK);
	cr_assert_eq(rows, 1);
	question_free(&question);
}

static void write_file(const char *name, const char *text)
{
	char file_path[300];
	snprintf(file_path, sizeof(file_path), "%s/%s", folder, name);
	FILE *file = fopen(file_path, "w");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
}

Test(question, is_overridden_by_a_file_of_its_name)
{
	static const struct embedded_query built_in[] = {{"b", "-- built b\nSELECT 1"},
							 {"c", "-- built c\nSELECT 1"}};
	struct questions questions = {0};
	write_file("c.sql", "-- mine\nSELECT 2");
	write_file("a.sql", "-- new\nSELECT 3");
	write_file("readme.txt", "no query");
	cr_assert_eq(questions_open(built_in, 2, folder, &questions, &error), STATUS_OK, "%s",
		     error.message);
	cr_assert_eq(questions.count, 3);
	cr_assert_str_eq(questions.items[0].name, "a");
	cr_assert_str_eq(questions_find(&questions, "b")->title, "built b");
	cr_assert_str_eq(questions_find(&questions, "c")->title, "mine");
	cr_assert(questions_find(&questions, "c")->overridden);
	cr_assert_null(questions_find(&questions, "readme"));
	questions_free(&questions);
	cr_assert_eq(questions_open(built_in, 2, "/nowhere", &questions, &error), STATUS_IO);
}

Test(question, rows_can_be_read_and_written_without_sqlite)
{
	struct rows *rows = NULL;
	struct writer *writer = NULL;
	cr_assert_eq(writer_open(store, "INSERT INTO regulation (name, value) VALUES (?1, ?2)",
				 &writer, &error),
		     STATUS_OK);
	for (int i = 0; i < 3; i++) {
		char name[16];
		snprintf(name, sizeof(name), "n%d", i);
		const struct value values[] = {value_text(name), value_text("v")};
		cr_assert_eq(writer_put(writer, values, 2, &error), STATUS_OK);
	}
	writer_close(writer);
	const struct value wanted[] = {value_text("n0")};
	cr_assert_eq(rows_open_with(store,
				    "SELECT name, length(name), NULL FROM regulation"
				    " WHERE name > ?1 ORDER BY name",
				    wanted, 1, &rows, &error),
		     STATUS_OK);
	cr_assert_eq(rows_next(rows, &error), STATUS_OK);
	cr_assert(slice_is(rows_text(rows, 0), "n1"));
	cr_assert_eq(rows_int(rows, 1), 2);
	cr_assert(rows_is_null(rows, 2));
	cr_assert_eq(rows_value(rows, 2).kind, VALUE_NULL);
	cr_assert_eq(rows_next(rows, &error), STATUS_OK);
	cr_assert_eq(rows_next(rows, &error), STATUS_END);
	rows_close(rows);
	cr_assert_eq(rows_open(store, "SELECT * FROM nowhere", &rows, &error), STATUS_DATABASE);
}
