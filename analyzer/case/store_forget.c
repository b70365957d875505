// SPDX-License-Identifier: MIT
/*
 * Takes rows back: of entries that are read anew with other rules, of records that were edited, of
 * a last line that was not finished when it was read.
 */
#include "store_inside.h"

static enum status run_all(struct store *store, const char *const *statements, size_t count,
			   int64_t first, int64_t second, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = store_run_ints(store, statements[i], first, second, error);
	}
	/* An original may be gone whose twins are still there. */
	store->must_promote = true;
	return status;
}

/*
 * The known content ended amid a line, which has been completed since: its row goes, and the known
 * entry has a line less. What its minute counted of it goes too.
 */
enum status entry_take_back_line(struct store *store, int64_t entry, int64_t line,
				 struct error *error)
{
	static const char *const statements[] = {
		"UPDATE request_minute SET success = success - (SELECT COUNT(*) FROM request AS r"
		" WHERE r.id = (SELECT last_event FROM entry WHERE id = ?1) AND r.line = ?2"
		" AND r.status BETWEEN 1 AND 499 AND r.status NOT IN (408, 499)),"
		" failure = failure - (SELECT COUNT(*) FROM request AS r WHERE"
		" r.id = (SELECT last_event FROM entry WHERE id = ?1) AND r.line = ?2"
		" AND r.status >= 500), neither = neither - (SELECT COUNT(*) FROM request AS r"
		" WHERE r.id = (SELECT last_event FROM entry WHERE id = ?1) AND r.line = ?2"
		" AND (r.status < 1 OR r.status IN (408, 499)))"
		" WHERE entry = ?1 AND last_line = ?2",
		"DELETE FROM backend_minute WHERE entry = ?1 AND first_event = (SELECT r.id FROM"
		" request AS r JOIN entry AS e ON r.id = e.last_event WHERE e.id = ?1"
		" AND r.line = ?2)",
		"UPDATE flow_minute SET flows = flows - 1 WHERE entry = ?1 AND last_line = ?2",
		"DELETE FROM flow_minute WHERE entry = ?1 AND last_line = ?2 AND flows = 0",
		"DELETE FROM request_minute WHERE entry = ?1 AND last_line = ?2"
		" AND success + failure + neither = 0",
		"UPDATE pulse SET lines = lines - 1 WHERE entry = ?1 AND last_line = ?2",
		"DELETE FROM pulse WHERE entry = ?1 AND last_line = ?2 AND lines = 0",
		"DELETE FROM step_match WHERE event = (SELECT h.id FROM happening AS h JOIN entry"
		" AS e ON h.id = e.last_event WHERE e.id = ?1 AND h.line = ?2)",
		"DELETE FROM fault_match WHERE event = (SELECT h.id FROM happening AS h JOIN entry"
		" AS e ON h.id = e.last_event WHERE e.id = ?1 AND h.line = ?2)",
		"DELETE FROM happening WHERE line = ?2 AND id = (SELECT last_event FROM entry"
		" WHERE id = ?1)",
		"DELETE FROM request_row WHERE id = (SELECT r.id FROM request AS r JOIN entry AS e"
		" ON r.id = e.last_event WHERE e.id = ?1 AND r.line = ?2)",
		"DELETE FROM flow_row WHERE id = (SELECT r.id FROM flow AS r JOIN entry AS e"
		" ON r.id = e.last_event WHERE e.id = ?1 AND r.line = ?2)",
		"DELETE FROM port_sample WHERE id = (SELECT last_event FROM entry WHERE id = ?1)"
		" AND id NOT IN (SELECT id FROM request_row WHERE id = port_sample.id)"
		" AND id NOT IN (SELECT id FROM flow_row WHERE id = port_sample.id)",
		"UPDATE entry SET lines = lines - 1, rejected = rejected - (SELECT COUNT(*) FROM"
		" rejected_line WHERE entry = ?1 AND line = ?2), events = events - 1 + (SELECT"
		" COUNT(*) FROM rejected_line WHERE entry = ?1 AND line = ?2)"
		" WHERE id = ?1 AND lines = ?2",
		"DELETE FROM rejected_line WHERE entry = ?1 AND line = ?2",
		"DELETE FROM citation WHERE entry = ?1 AND line = ?2",
	};
	return run_all(store, statements, sizeof(statements) / sizeof(statements[0]), entry, line,
		       error);
}

/* Deletes an entry with all that was read of it. */
enum status entry_delete(struct store *store, int64_t id, int64_t heir, struct error *error)
{
	static const char *const statements[] = {
		"DELETE FROM step_match WHERE event BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM fault_match WHERE event BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM happening WHERE id BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM request_row WHERE id BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM flow_row WHERE id BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM port_sample WHERE id BETWEEN (SELECT first_event FROM entry WHERE"
		" id = ?1) AND (SELECT last_event FROM entry WHERE id = ?1)",
		"DELETE FROM request_common WHERE entry = ?1",
		"DELETE FROM flow_common WHERE entry = ?1",
		"DELETE FROM rejected_line WHERE entry = ?1",
		"DELETE FROM restart WHERE entry = ?1",
		"DELETE FROM citation WHERE entry = ?1",
		"DELETE FROM pulse WHERE entry = ?1",
		"DELETE FROM request_minute WHERE entry = ?1",
		"DELETE FROM backend_minute WHERE entry = ?1",
		"DELETE FROM flow_minute WHERE entry = ?1",
		"DELETE FROM entry WHERE id = ?1",
	};
	enum status status = run_all(store, statements, sizeof(statements) / sizeof(statements[0]),
				     id, 0, error);
	if (status == STATUS_OK) {
		status = store_run_ints(
			store, "UPDATE entry SET same_as = ?2 WHERE same_as = ?1 AND id <> ?2", id,
			heir, error);
	}
	return status;
}

enum status entry_promote_twins(struct store *store, struct error *error)
{
	store->must_promote = false;
	return store_run(store,
			 "UPDATE happening SET twin = 0 WHERE id IN (SELECT MIN(id) FROM happening"
			 " WHERE line_hash IS NOT NULL GROUP BY written_at, line_hash"
			 " HAVING MIN(twin) = 1)",
			 error);
}
