// SPDX-License-Identifier: MIT
/* Whose database is it, and are its tables those of this program? */
#include "store_inside.h"

#include <stdio.h>
#include <stdlib.h>

extern const char schema_sql[];
extern const char derived_sql[];

enum { PRAGMA_SIZE = 64 };

/* Tables and views of this program's; what users have added to a database is none of its business.
 */
static const char names_sql[] =
	"SELECT group_concat(quote(name)) FROM sqlite_schema"
	" WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";

/*
 * Every column of those tables, and how those views read them, hashed: builds of one version may
 * differ in them. What codes the rows hold is what the views make of them.
 */
#define COLUMNS_SQL                                                                              \
	"SELECT m.name || '.' || c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) " \
	"AS c"                                                                                   \
	" WHERE m.type = 'table' AND m.name IN (%s)"                                             \
	" UNION ALL SELECT sql FROM sqlite_schema WHERE type = 'view' AND name IN (%s) ORDER BY 1"

/* Asks a pragma for its number. */
static enum status pragma_number(struct store *store, const char *sql, int64_t *ret_number,
				 struct error *error)
{
	sqlite3_stmt *statement = NULL;
	int result = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
	if (result == SQLITE_OK) {
		result = sqlite3_step(statement);
	}
	if (result == SQLITE_ROW) {
		*ret_number = sqlite3_column_int64(statement, 0);
	}
	sqlite3_finalize(statement);
	return result == SQLITE_ROW ? STATUS_OK : store_fail(store, error, result, store->path);
}

/* A name or a statement with its NUL, without blanks and comments. */
static bool add_statement(struct digest *digest, const char *sql)
{
	while (*sql != '\0') {
		sql += strspn(sql, " \t\n");
		size_t size = strcspn(sql, " \t\n");
		if (strncmp(sql, "--", 2) == 0) {
			sql += strcspn(sql, "\n");
			continue;
		}
		if (!digest_add(digest, sql, size)) {
			return false;
		}
		sql += size;
	}
	return digest_add(digest, "", 1);
}

/* `names`: of the tables and views, quoted, with commas between. */
static bool hash_columns(sqlite3 *db, const char *names, unsigned char *ret_sha256)
{
	sqlite3_stmt *statement = NULL;
	struct digest *digest = digest_new();
	char *sql = sqlite3_mprintf(COLUMNS_SQL, names, names);
	int result = digest == NULL || sql == NULL
			     ? SQLITE_NOMEM
			     : sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
	while (result == SQLITE_OK && (result = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		result = text != NULL && add_statement(digest, text) ? SQLITE_OK : SQLITE_NOMEM;
	}
	sqlite3_finalize(statement);
	sqlite3_free(sql);
	bool is_hashed = result == SQLITE_DONE && digest_snapshot(digest, ret_sha256);
	digest_free(digest);
	return is_hashed;
}

/* Of a database that this program makes. NULL: out of memory. The caller frees with free. */
static char *names_of(sqlite3 *own)
{
	sqlite3_stmt *statement = NULL;
	char *names = NULL;
	if (sqlite3_prepare_v2(own, names_sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		names = text == NULL ? NULL : strdup(text);
	}
	sqlite3_finalize(statement);
	return names;
}

/* What a database that this program makes would have; in memory, a few milliseconds. */
static bool hash_own_columns(char **ret_names, unsigned char *ret_sha256)
{
	sqlite3 *own = NULL;
	bool is_made =
		sqlite3_open_v2(":memory:", &own, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		sqlite3_exec(own, schema_sql, NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(own, derived_sql, NULL, NULL, NULL) == SQLITE_OK;
	*ret_names = is_made ? names_of(own) : NULL;
	bool is_hashed = *ret_names != NULL && hash_columns(own, *ret_names, ret_sha256);
	sqlite3_close(own);
	return is_hashed;
}

/* Past blanks, comments and the ends of statements. */
static const char *skip_to_statement(const char *sql)
{
	sql += strspn(sql, " \t\n;");
	while (strncmp(sql, "--", 2) == 0) {
		sql += strcspn(sql, "\n");
		sql += strspn(sql, " \t\n;");
	}
	return sql;
}

/*
 * Are the statements that SQLite has kept of its making those of this program, one by one? Then
 * nothing else needs to be looked at: of opening a small database this saves half.
 */
static bool is_made_by_own_statements(sqlite3 *db)
{
	sqlite3_stmt *statement = NULL;
	const char *const scripts[] = {schema_sql, derived_sql};
	size_t script = 0;
	const char *own = skip_to_statement(scripts[script]);
	int result = sqlite3_prepare_v2(
		db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", -1,
		&statement, NULL);
	bool is_same = result == SQLITE_OK;
	while (is_same && (result = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *found = (const char *)sqlite3_column_text(statement, 0);
		size_t size = (size_t)sqlite3_column_bytes(statement, 0);
		is_same = found != NULL && size > 0 && strncmp(own, found, size) == 0;
		own = is_same ? skip_to_statement(own + size) : own;
		while (*own == '\0' && script + 1 < sizeof scripts / sizeof scripts[0]) {
			own = skip_to_statement(scripts[++script]);
		}
	}
	sqlite3_finalize(statement);
	return is_same && result == SQLITE_DONE && *own == '\0';
}

static enum status check_tables(struct store *store, struct error *error)
{
	unsigned char own[SHA256_SIZE];
	unsigned char found[SHA256_SIZE];
	char *names = NULL;
	if (is_made_by_own_statements(store->db)) {
		return STATUS_OK;
	}
	if (!hash_own_columns(&names, own)) {
		free(names);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", store->path);
	}
	/* What cannot be asked for its tables is damaged; whoever reads them next says how. */
	bool is_same =
		!hash_columns(store->db, names, found) || memcmp(own, found, sizeof own) == 0;
	free(names);
	return is_same ? STATUS_OK
		       : error_set(error, STATUS_DATABASE,
				   "%s: its tables are those of another build of overrun: use that "
				   "one, or read the logs into a new database",
				   store->path);
}

enum status schema_create(struct store *store, struct error *error)
{
	char marks[2 * PRAGMA_SIZE];
	snprintf(marks, sizeof(marks), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
		 STORE_APPLICATION_ID, STORE_VERSION);
	enum status status = store_run_script(store, "schema.sql", schema_sql, error);
	if (status == STATUS_OK) {
		status = store_run_script(store, "derived.sql", derived_sql, error);
	}
	return status == STATUS_OK ? store_run(store, marks, error) : status;
}

enum status schema_check(struct store *store, bool *ret_is_new, struct error *error)
{
	int64_t application = 0, version = 0, pages = 0;
	enum status status =
		pragma_number(store, "SELECT COUNT(*) FROM sqlite_schema", &pages, error);
	if (status == STATUS_OK) {
		status = pragma_number(store, "PRAGMA application_id", &application, error);
	}
	if (status == STATUS_OK) {
		status = pragma_number(store, "PRAGMA user_version", &version, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	*ret_is_new = pages == 0 && application == 0 && version == 0;
	if (*ret_is_new) {
		return STATUS_OK;
	}
	if (application != STORE_APPLICATION_ID) {
		return error_set(error, STATUS_DATABASE,
				 "%s: not a case database of overrun: name another file",
				 store->path);
	}
	if (version != STORE_VERSION) {
		return error_set(error, STATUS_DATABASE,
				 "%s: schema version %lld, this program knows %d: use the newer"
				 " overrun that wrote it",
				 store->path, (long long)version, STORE_VERSION);
	}
	return check_tables(store, error);
}
