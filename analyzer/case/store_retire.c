// SPDX-License-Identifier: MIT
/*
 * What is in the case file no more: feeds that were taken out of it take no part in the method, so
 * all that was read of them goes.
 *
 *     feed gw gone     its entries 3, 4
 *     entry 7 of lb    "known": the same content as 3; or 3 with more lines behind it
 *                      -> 3, 4, 7 go, the source of 7 is to be read again
 */
#include "rows.h"
#include "store_inside.h"

static const char create_lists_sql[] =
	"CREATE TEMP TABLE IF NOT EXISTS kept_feed (name TEXT PRIMARY KEY, path TEXT NOT NULL);"
	"DELETE FROM kept_feed;"
	"CREATE TEMP TABLE IF NOT EXISTS gone_entry (id INTEGER PRIMARY KEY);"
	"DELETE FROM gone_entry";

#define GONE_FEED                                                     \
	"(SELECT f.id FROM feed AS f WHERE NOT EXISTS (SELECT 1 FROM" \
	" kept_feed AS k WHERE k.name = f.name AND k.path = f.path))"

static const char find_entries_sql[] =
	"WITH RECURSIVE gone (id) AS ("
	" SELECT e.id FROM entry AS e JOIN source AS s ON s.id = e.source WHERE s.feed "
	"IN " GONE_FEED " UNION SELECT e.id FROM entry AS e JOIN gone AS g ON e.same_as = g.id)"
	" INSERT INTO gone_entry (id) SELECT id FROM gone";

static const char read_again_sql[] =
	"UPDATE source SET state = 'unreadable', note = 'to be read again: its content was counted"
	" for a source that is gone from the case file' WHERE id IN (SELECT source FROM entry"
	" WHERE id IN (SELECT id FROM gone_entry))";

static enum status list_kept(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = store_run(store, create_lists_sql, error);
	for (size_t i = 0; status == STATUS_OK && i < plan->source_count; i++) {
		const struct value values[] = {value_text(plan->sources[i].name),
					       value_text(plan->sources[i].path)};
		status = store_exec(store,
				    "INSERT OR IGNORE INTO kept_feed (name, path) VALUES (?1, ?2)",
				    values, 2, error);
	}
	return status;
}

/* One by one, from the latest: who was the same as it is gone before it. */
static enum status delete_entries(struct store *store, struct error *error)
{
	enum status status = STATUS_OK;
	int64_t id = 0;
	while (status == STATUS_OK &&
	       (status = store_ask(store, "SELECT id FROM gone_entry ORDER BY id DESC LIMIT 1", &id,
				   error)) == STATUS_OK) {
		status = entry_delete(store, id, 0, error);
		if (status == STATUS_OK) {
			status = store_run_ints(store, "DELETE FROM gone_entry WHERE id = ?1", id,
						0, error);
		}
	}
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status retire(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = list_kept(store, plan, error);
	if (status == STATUS_OK) {
		status = store_run(store, find_entries_sql, error);
	}
	if (status == STATUS_OK) {
		status = store_run(store, read_again_sql, error);
	}
	if (status == STATUS_OK) {
		status = delete_entries(store, error);
	}
	if (status == STATUS_OK) {
		status = store_run(store, "DELETE FROM source WHERE feed IN " GONE_FEED, error);
	}
	if (status == STATUS_OK) {
		status = store_run(store, "DELETE FROM feed WHERE id IN " GONE_FEED, error);
	}
	/* What was known of a feed may be gone. */
	store->lengths_are_of = 0;
	return status;
}

enum status store_retire_feeds(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = store_begin(store, error);
	if (status == STATUS_OK) {
		status = retire(store, plan, error);
	}
	if (status == STATUS_OK) {
		status = store_commit(store, error);
	}
	if (status != STATUS_OK) {
		store_rollback(store);
	}
	return status;
}
