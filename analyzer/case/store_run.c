// SPDX-License-Identifier: MIT
/* The books of the runs: who ran when on this database, and what he was warned of. */
#include "rows.h"
#include "store_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static timestamp now(void)
{
	struct timespec time = {0};
	clock_gettime(CLOCK_REALTIME, &time);
	return (timestamp)time.tv_sec * US_PER_S + time.tv_nsec / 1000;
}

enum status store_begin_run(struct store *store, const char *version, const char *arguments,
			    struct error *error)
{
	int64_t died = 0;
	enum status status =
		store_ask(store, "SELECT COUNT(*) FROM run WHERE state = 'running'", &died, error);
	if (status == STATUS_OK && died > 0) {
		store->must_promote = true;
		status =
			store_note(store, "UPDATE run SET state = 'failed' WHERE state = 'running'",
				   NULL, 0, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	const struct value values[] = {value_text(version), value_text(arguments),
				       value_int(now())};
	status = store_note(store,
			    "INSERT INTO run (version, arguments, started_at, state)"
			    " VALUES (?1, ?2, ?3, 'running')",
			    values, 3, error);
	store->run = sqlite3_last_insert_rowid(store->db);
	return status;
}

enum status store_end_run(struct store *store, const char *state, struct error *error)
{
	/* An interrupted run must still be able to say so. */
	store_ignore_stop(store);
	store_drop_entry(store);
	if (!store->books_are_open) {
		store_rollback(store);
	}
	enum status status = store_open_books(store, error);
	if (status == STATUS_OK && store->must_promote) {
		status = entry_promote_twins(store, error);
	}
	if (status == STATUS_OK) {
		const struct value values[] = {value_int(store->run), value_text(state),
					       value_int(now())};
		status = store_note(store, "UPDATE run SET state = ?2, ended_at = ?3 WHERE id = ?1",
				    values, 3, error);
	}
	return status == STATUS_OK ? store_close_books(store, error) : status;
}

enum status store_warn(struct store *store, const char *origin, const char *text,
		       struct error *error)
{
	const struct value values[] = {value_text(origin), value_text(text)};
	return store_note(store,
			  "INSERT INTO warning (origin, text) SELECT ?1, ?2 WHERE NOT EXISTS"
			  " (SELECT 1 FROM warning WHERE origin = ?1 AND text = ?2)",
			  values, 2, error);
}

void store_progress(const struct store *store, struct store_progress *ret_progress)
{
	*ret_progress = store->progress;
}
