// SPDX-License-Identifier: MIT
/* Which entry has a content already: that is what "known" means. */
#include "rows.h"
#include "store_inside.h"

void entry_note_stale(struct entry_state *entry, int64_t id)
{
	for (size_t i = 0; i < entry->stale_count; i++) {
		if (entry->stale[i] == id) {
			return;
		}
	}
	if (entry->stale_count < STORE_STALE_LIMIT) {
		entry->stale[entry->stale_count++] = id;
	}
}

/* Most contents nobody has: a look into the index says so. */
static enum status has_content(struct store *store, const struct value *hex, bool *ret_has,
			       struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open_with(store, "SELECT 1 FROM entry WHERE sha256 = ?1 LIMIT 1",
					    hex, 1, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	*ret_has = status == STATUS_OK;
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status entry_find_content(struct store *store, int64_t bytes, const unsigned char *sha256,
			       int64_t *ret_id, int64_t *ret_lines, struct error *error)
{
	char hex[DIGEST_HEX_SIZE];
	struct rows *rows = NULL;
	digest_to_hex(sha256, SHA256_SIZE, hex);
	const struct value values[] = {value_text(hex), value_int(bytes),
				       value_text(store_reading(store))};
	bool has_any = false;
	*ret_id = 0;
	enum status status = has_content(store, values, &has_any, error);
	if (status != STATUS_OK || !has_any) {
		return status;
	}
	status = rows_open_with(
		store,
		"WITH RECURSIVE found (id, lines, is_current, base) AS ("
		"SELECT id, lines, reading = ?3, same_as FROM entry WHERE sha256 = ?1"
		" AND bytes = ?2 AND state <> 'known' AND (bytes > 0 OR state = 'whole')"
		" UNION SELECT e.id, e.lines, 0, e.same_as FROM found AS f JOIN entry AS e"
		" ON e.id = f.base WHERE NOT f.is_current AND e.reading <> ?3 AND NOT EXISTS"
		" (SELECT 1 FROM entry AS g WHERE g.same_as = e.id AND g.state <> 'known'"
		" AND g.id <> f.id)) SELECT id, lines, is_current FROM found",
		values, 3, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		if (rows_int(rows, 2) != 0) {
			*ret_id = rows_int(rows, 0);
			*ret_lines = rows_int(rows, 1);
		} else {
			entry_note_stale(&store->entry, rows_int(rows, 0));
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status entry_find_unread(struct store *store, int64_t *ret_id, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_int(store->source), value_text(store->entry.chain),
				       value_text(store_reading(store))};
	enum status status = rows_open_with(
		store,
		"SELECT id FROM entry WHERE source = ?1 AND chain = ?2"
		" AND reading = ?3 AND bytes = 0 AND state NOT IN ('whole', 'known')",
		values, 3, &rows, error);
	*ret_id = 0;
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		*ret_id = rows_int(rows, 0);
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}
