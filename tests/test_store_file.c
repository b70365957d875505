// SPDX-License-Identifier: MIT
/* The case database as a file: killed, locked, newer, closed, interrupted. */
#include "store_driver.h"

#include <sqlite3.h>
#include <sys/wait.h>

TestSuite(store_file, .init = begin, .fini = end);

/* Reads a.log; then begins b.log, gives its lines, and dies before the end. */
static void die_amid_entry(const char *content)
{
	struct pass pass;
	pid_t child = fork();
	if (child == 0) {
		open_store(false);
		read_source("a.log", mixed);
		if (store_begin_source(store, "a2.log", 1, "00", &error) == STATUS_OK) {
			begin_pass(&pass, "a2.log", content);
			give_lines(&pass);
		}
		kill(getpid(), SIGKILL);
	}
	int state = 0;
	cr_assert_eq(waitpid(child, &state, 0), child);
	cr_assert(WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL);
}

static void write_pairs(FILE *out, int number)
{
	(void)fprintf(out, number % 2 ? "SIG %d health.down s%d\n" : "REQ %d 200 /p\n", number,
		      number);
}

Test(store_file, goes_on_after_it_was_killed)
{
	char *content = make_content(write_pairs, 3000);
	close_store();
	die_amid_entry(content);
	open_store(false);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1, "the whole entry is kept, no other");
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM run WHERE state = 'failed'"), 1);
	cr_assert_not(read_source("a.log", mixed));
	cr_assert(read_source("a2.log", content));
	int64_t rows = ask(count_rows);
	int64_t words = ask("SELECT COUNT(*) FROM word");
	close_store();
	cr_assert_eq(unlink(path), 0);
	open_store(false);
	cr_assert(read_source("a.log", mixed));
	cr_assert(read_source("a2.log", content));
	cr_assert_eq(ask(count_rows), rows);
	cr_assert_eq(ask("SELECT COUNT(*) FROM word"), words);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 1"), 0);
	free(content);
}

/* Nothing of the logs lies where others look: SQLite has its temporary files there, too. */
Test(store_file, keeps_temporary_files_beside_it)
{
	const char *beside = sqlite3_temp_directory;
	cr_assert_not_null(beside);
	cr_assert_eq(strncmp(path, beside, strlen(beside)), 0, "%s, %s", path, beside);
	cr_assert_null(strchr(path + strlen(beside) + 1, '/'));
}

Test(store_file, leaves_one_plain_file_behind)
{
	char beside[300];
	cr_assert(read_source("a.log", mixed));
	close_store();
	snprintf(beside, sizeof(beside), "%s-wal", path);
	cr_assert_neq(access(beside, F_OK), 0);
	snprintf(beside, sizeof(beside), "%s-shm", path);
	cr_assert_neq(access(beside, F_OK), 0);
	const struct store_options options = {.read_only = true};
	must(store_open(path, &options, &store, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(store_exec(store, "DELETE FROM request", NULL, 0, &error), STATUS_DATABASE);
}

Test(store_file, waits_for_another_run_and_gives_up)
{
	struct store *other = NULL;
	const struct store_options options = {.create = true, .busy_ms = 100};
	cr_assert_eq(store_open(path, &options, &other, &error), STATUS_DATABASE);
	cr_assert(strstr(error.message, "locked") != NULL, "%s", error.message);
	close_store();
	must(store_open(path, &options, &other, &error));
	store_close(other);
}

Test(store_file, refuses_a_newer_schema_and_other_databases)
{
	const struct store_options options = {.create = true};
	must(store_run_script(store, "x", "PRAGMA user_version = 2", &error));
	close_store();
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_DATABASE);
	cr_assert(strstr(error.message, "schema version 2") != NULL, "%s", error.message);
	FILE *file = fopen(path, "w");
	fputs("this is not a database, but text that is long enough to be looked at as one", file);
	fclose(file);
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_DATABASE);
	store = NULL;
}

/* After `sql`: is the database still read? */
static enum status open_after(const char *sql)
{
	const struct store_options options = {.create = true};
	must(store_run_script(store, "x", sql, &error));
	close_store();
	return store_open(path, &options, &store, &error);
}

/* What rows hold is what its views make of it: another build's may hold other codes. */
Test(store_file, refuses_views_that_read_rows_otherwise)
{
	static const char *const views[] = {
		"DROP VIEW request; CREATE VIEW request AS SELECT * FROM request_row",
		"DROP VIEW request",
	};
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		cr_assert_eq(open_after(views[i]), STATUS_DATABASE);
		cr_assert(strstr(error.message, "another build") != NULL, "%s", error.message);
		cr_assert_eq(unlink(path), 0);
		open_store(false);
	}
}

/* Blanks and comments are not what a view does. */
Test(store_file, takes_views_that_are_only_written_otherwise)
{
	char sql[4096];
	struct rows *rows = NULL;
	must(rows_open(store, "SELECT sql FROM sqlite_schema WHERE name = 'request'", &rows,
		       &error));
	must(rows_next(rows, &error));
	struct slice rest = rows_text(rows, 0);
	cr_assert(slice_eat(&rest, "CREATE VIEW request AS"));
	snprintf(sql, sizeof(sql),
		 "DROP VIEW request; CREATE  VIEW request\nAS -- another comment\n" SLICE_FORMAT
		 "\n-- a last one\n",
		 SLICE_ARGUMENTS(rest));
	rows_close(rows);
	must(open_after(sql));
}

/* Whoever looks into a case writes tables and views of their own. */
Test(store_file, minds_no_tables_and_views_of_others)
{
	must(open_after("CREATE VIEW mine AS SELECT id, line FROM request;"
			"CREATE TABLE \"it's mine\" (note TEXT)"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM mine"), 0);
}

/* A column more in a table of this program's is another build's. */
Test(store_file, refuses_more_columns_in_its_own_tables)
{
	cr_assert_eq(open_after("ALTER TABLE entry ADD COLUMN more TEXT"), STATUS_DATABASE);
	cr_assert(strstr(error.message, "another build") != NULL, "%s", error.message);
}

Test(store_file, says_which_script_failed)
{
	cr_assert_eq(store_run_script(store, "40_faults.sql", "SELECT 1; SELECT x FROM y;", &error),
		     STATUS_DATABASE);
	cr_assert_str_eq(error.message, "40_faults.sql: no such table: y");
}

Test(store_file, keeps_one_key_per_case)
{
	unsigned char first[STORE_KEY_SIZE], again[STORE_KEY_SIZE];
	char key[300];
	struct stat info;
	must(store_key(store, first, &error));
	must(store_key(store, again, &error));
	cr_assert_arr_eq(first, again, STORE_KEY_SIZE);
	snprintf(key, sizeof(key), "%s.key", path);
	cr_assert_eq(stat(key, &info), 0);
	cr_assert_eq(info.st_mode & 0777, 0600);
	cr_assert_eq(info.st_size, STORE_KEY_SIZE);
}

Test(store_file, stops_when_told)
{
	static volatile sig_atomic_t stop = 0;
	close_store();
	const struct store_options options = {.stop = &stop};
	must(store_open(path, &options, &store, &error));
	stop = 1;
	cr_assert_eq(store_run_script(store, "long.sql",
				      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
				      " FROM n) SELECT COUNT(*) FROM n",
				      &error),
		     STATUS_INTERRUPTED);
	stop = 0;
}

Test(store_file, hashes_a_file_as_it_lies_on_disk)
{
	char name[300], hex[DIGEST_HEX_SIZE];
	int64_t bytes = 0;
	snprintf(name, sizeof(name), "%s/abc", folder);
	FILE *file = fopen(name, "w");
	cr_assert_not_null(file);
	fputs("abc", file);
	fclose(file);
	must(store_hash_file(name, &bytes, hex, &error));
	cr_assert_eq(bytes, 3);
	cr_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	cr_assert_eq(store_hash_file("/nowhere", &bytes, hex, &error), STATUS_IO);
	cr_assert_eq(store_hash_file("/", &bytes, hex, &error), STATUS_IO);
}

Test(store_file, takes_an_unfinished_entry_back_when_interrupted)
{
	struct pass pass;
	must(store_begin_source(store, "a.log", 1, "00", &error));
	begin_pass(&pass, "a.log", mixed);
	give_lines(&pass);
	must(store_end_run(store, "interrupted", &error));
	cr_assert_eq(ask(count_rows), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM run WHERE state = 'interrupted'"), 1);
	cr_assert(read_source("a.log", mixed));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
}
