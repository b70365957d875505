// SPDX-License-Identifier: MIT
/* What SQLite says, in the words of overrun: what is wrong, and what to do. */
#include "store_fail.h"

#include <stddef.h>

enum status store_explain(sqlite3 *db, int result, const char *place, struct error *error)
{
	const char *file = sqlite3_db_filename(db, "main");
	file = file == NULL || *file == '\0' ? place : file;
	switch (result & 0xff) {
	case SQLITE_INTERRUPT:
		return error_set(error, STATUS_INTERRUPTED, "%s: interrupted", place);
	case SQLITE_NOMEM:
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", place);
	case SQLITE_BUSY:
		return error_set(error, STATUS_DATABASE,
				 "%s: locked by another run: wait for it to end", file);
	case SQLITE_FULL:
		return error_set(error, STATUS_DATABASE,
				 "%s: no space left on the disk: make room and run it again: what "
				 "was committed stands",
				 file);
	case SQLITE_READONLY:
		return error_set(error, STATUS_DATABASE,
				 "%s: cannot be written: it, or its folder, is read-only", file);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_set(error, STATUS_DATABASE,
				 "%s: damaged, or no database: read the logs into a new one", file);
	default:
		return error_set(error, STATUS_DATABASE, "%s: %s", place, sqlite3_errmsg(db));
	}
}
