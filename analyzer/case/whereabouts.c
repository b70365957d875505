// SPDX-License-Identifier: MIT
/* Where a line that was read stands today. */
#include "whereabouts.h"

enum status whereabouts_open(struct store *store, int64_t entry, int64_t line,
			     struct rows **ret_rows, struct error *error)
{
	const struct value values[] = {value_int(entry), value_int(line),
				       value_int(WHEREABOUTS_LIMIT)};
	return rows_open_with(
		store,
		"WITH RECURSIVE here (id) AS (SELECT ?1 UNION SELECT e.id FROM here AS h"
		" JOIN entry AS e ON e.same_as = h.id WHERE e.new_from >= ?2)"
		" SELECT s.path, e.chain, e.sha256, e.charset, s.sha256, s.bytes, e.lines,"
		" (SELECT f.name FROM entry AS o JOIN source AS p ON p.id = o.source"
		" JOIN feed AS f ON f.id = p.feed WHERE o.id = ?1)"
		" FROM here AS h JOIN entry AS e ON e.id = h.id JOIN source AS s ON s.id = e.source"
		" ORDER BY EXISTS (SELECT 1 FROM entry AS n"
		" WHERE n.source = e.source AND n.chain = e.chain AND n.id > e.id"
		" AND n.id NOT IN (SELECT id FROM here)), e.id LIMIT ?3",
		values, sizeof values / sizeof values[0], ret_rows, error);
}

enum status whereabouts_origin(struct store *store, int64_t entry, int64_t line,
			       int64_t *ret_origin, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_int(entry), value_int(line)};
	enum status status = rows_open_with(
		store,
		"WITH RECURSIVE back (id, same_as, new_from) AS (SELECT id, same_as, new_from"
		" FROM entry WHERE id = ?1 UNION SELECT e.id, e.same_as, e.new_from FROM back AS b"
		" JOIN entry AS e ON e.id = b.same_as WHERE b.new_from >= ?2)"
		" SELECT id FROM back WHERE same_as IS NULL OR new_from < ?2",
		values, sizeof values / sizeof values[0], &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		*ret_origin = rows_int(rows, 0);
	}
	rows_close(rows);
	return status;
}

enum status whereabouts_ids(struct store *store, int64_t entry, int64_t first, int64_t last,
			    struct id_range *ret_ids, struct error *error)
{
	const struct value values[] = {value_int(entry), value_int(first), value_int(last)};
	struct rows *rows = NULL;
	struct id_range ids = {.from = 1, .to = 0};
	enum status status =
		rows_open_with(store,
			       "SELECT MAX(first_event, last_event - (lines - ?2) - 1),"
			       " MIN(last_event, first_event + ?3 - 1 - new_from)"
			       " FROM entry WHERE id = ?1 AND first_event IS NOT NULL",
			       values, sizeof values / sizeof values[0], &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		ids = (struct id_range){.from = rows_int(rows, 0), .to = rows_int(rows, 1)};
	}
	rows_close(rows);
	if (status == STATUS_OK || status == STATUS_END) {
		*ret_ids = ids;
		return STATUS_OK;
	}
	return status;
}

enum status whereabouts_offset(struct store *store, int64_t entry, int64_t line,
			       int64_t *ret_offset, struct error *error)
{
	static const char sql[] =
		"SELECT offset FROM rejected_line WHERE entry = ?1 AND line = ?2"
		" UNION ALL SELECT offset FROM happening WHERE id BETWEEN ?3 AND ?4 AND line = ?2"
		" UNION ALL SELECT offset FROM request WHERE id BETWEEN ?3 AND ?4 AND line = ?2"
		" UNION ALL SELECT offset FROM flow WHERE id BETWEEN ?3 AND ?4 AND line = ?2";
	struct id_range ids;
	enum status status = whereabouts_ids(store, entry, line, line, &ids, error);
	if (status != STATUS_OK) {
		return status;
	}
	const struct value values[] = {value_int(entry), value_int(line), value_int(ids.from),
				       value_int(ids.to)};
	struct rows *rows = NULL;
	status = rows_open_with(store, sql, values, sizeof values / sizeof values[0], &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK || status == STATUS_END) {
		*ret_offset = status == STATUS_OK ? rows_int(rows, 0) : -1;
		status = STATUS_OK;
	}
	rows_close(rows);
	return status;
}
