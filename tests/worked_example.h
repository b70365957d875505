// SPDX-License-Identifier: MIT
/*
 * The worked example of the method as a case database, for tests of reports and renderers.
 *
 * Its derived tables stand in worked_example.sql, written by hand. What a test wants different is
 * SQL that runs after it. Include in one .c file of a test program only.
 */
#ifndef OVERRUN_WORKED_EXAMPLE_H
#define OVERRUN_WORKED_EXAMPLE_H

#include "report.h"
#include "store.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline char *example_read(const char *path)
{
	FILE *file = fopen(path, "rb");
	cr_assert_not_null(file, "%s", path);
	size_t size = 0;
	size_t capacity = 1 << 20;
	char *text = malloc(capacity + 1);
	cr_assert_not_null(text);
	size = fread(text, 1, capacity, file);
	cr_assert_lt(size, capacity);
	text[size] = '\0';
	(void)fclose(file);
	return text;
}

static inline void example_run(sqlite3 *database, const char *sql)
{
	char *message = NULL;
	int result = sqlite3_exec(database, sql, NULL, NULL, &message);
	cr_assert_eq(result, SQLITE_OK, "%s", message);
}

/* Loads the report of the example changed by `more` (may be NULL); the status is returned. */
static inline enum status example_load(const char *more, struct report **ret_report,
				       struct error *error)
{
	char folder[] = "/tmp/overrun-report-XXXXXX";
	cr_assert_not_null(mkdtemp(folder));
	char path[64];
	char key[72];
	(void)snprintf(path, sizeof path, "%s/case.db", folder);
	(void)snprintf(key, sizeof key, "%s.key", path);
	struct store *store = NULL;
	const struct store_options create = {.create = true};
	cr_assert_eq(store_open(path, &create, &store, error), STATUS_OK, "%s", error->message);
	store_close(store);

	sqlite3 *database = NULL;
	cr_assert_eq(sqlite3_open(path, &database), SQLITE_OK);
	char *sql = example_read(OVERRUN_SOURCE_DIR "/tests/worked_example.sql");
	example_run(database, sql);
	free(sql);
	if (more != NULL) {
		example_run(database, more);
	}
	(void)sqlite3_close(database);

	cr_assert_eq(store_open(path, &create, &store, error), STATUS_OK, "%s", error->message);
	enum status status = report_load(store, ret_report, error);
	store_close(store);
	(void)unlink(path);
	(void)unlink(key);
	(void)rmdir(folder);
	return status;
}

static inline struct report *example_report(const char *more)
{
	struct error error = {0};
	struct report *report = NULL;
	enum status status = example_load(more, &report, &error);
	cr_assert_eq(status, STATUS_OK, "%s", error.message);
	return report;
}

#endif
