// SPDX-License-Identifier: MIT
/* The place where the case database lies: can it be made there, can it be written? */
#include "store_inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The folder that a path lies in; the caller frees. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slice_copy(slash == NULL   ? slice_from(".")
			  : slash == path ? slice_from("/")
					  : slice_make(path, (size_t)(slash - path)));
}

/* Why nothing can be written beside a file: an errno, or 0. */
static int folder_is_closed(const char *path)
{
	char *folder = folder_of(path);
	int number = folder != NULL && access(folder, W_OK) != 0 ? errno : 0;
	free(folder);
	return number;
}

/*
 * What SQLite sorts beyond its memory it puts into nameless files, and those hold text of the logs:
 * they lie beside the database, not in a folder that others share. Where nothing can be written
 * there SQLite itself falls back to the system's. A variable of SQLite's own: one store at a time.
 */
void store_keep_together(const struct store *store)
{
	char *folder = folder_of(store->path);
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = folder == NULL ? NULL : sqlite3_mprintf("%s", folder);
	free(folder);
}

/* Why a database cannot be opened or made. */
const char *store_why_not_open(const struct store *store, int result, bool create)
{
	/* Under SQLITE_CANTOPEN the system's own word is the better message. */
	int number = store->db == NULL ? ENOMEM : sqlite3_system_errno(store->db);
	if (number == ENOENT && create) {
		/* SQLite has tried to read it at last; that it cannot be made is the reason. */
		int closed = folder_is_closed(store->path);
		number = closed != 0 ? closed : number;
	}
	return number != 0 ? strerror(number) : sqlite3_errstr(result);
}

void store_take_back_unfinished(const struct store *store, int busy_ms)
{
	char *journal = NULL;
	sqlite3 *db = NULL;
	int size = asprintf(&journal, "%s-journal", store->path);
	if (size >= 0 && access(journal, F_OK) == 0 &&
	    sqlite3_open_v2(store->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
		    SQLITE_OK) {
		sqlite3_busy_timeout(db, busy_ms);
		sqlite3_exec(db, "PRAGMA schema_version", NULL, NULL, NULL);
	}
	sqlite3_close(db);
	free(size >= 0 ? journal : NULL);
}

/*
 * A rehearsal where the file cannot be written, as on the medium that evidence is kept on: a copy
 * in a database of SQLite's own that has no name and goes with the connection.
 */
enum status store_work_on_copy(struct store *store, struct error *error)
{
	sqlite3 *copy = NULL;
	int result = sqlite3_open_v2("", &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_backup *backup =
		result == SQLITE_OK ? sqlite3_backup_init(copy, "main", store->db, "main") : NULL;
	if (backup != NULL) {
		result = sqlite3_backup_step(backup, -1);
		int finished = sqlite3_backup_finish(backup);
		result = result == SQLITE_DONE ? finished : result;
	}
	if (result != SQLITE_OK || backup == NULL) {
		enum status status = error_set(error, STATUS_DATABASE,
					       "%s: a copy to work on cannot be made: %s",
					       store->path, sqlite3_errmsg(copy));
		sqlite3_close(copy);
		return status;
	}
	sqlite3_close(store->db);
	store->db = copy;
	return STATUS_OK;
}

bool store_is_read_only(const struct store *store)
{
	return folder_is_closed(store->path) != 0 || sqlite3_db_readonly(store->db, "main") == 1;
}
