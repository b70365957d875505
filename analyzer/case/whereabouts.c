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

/*
 * Where the books say the line begins. An entry's ids ascend with its lines, and no line has two:
 * counted from both ends they leave few rows to look at. One range: of two, SQLite takes the one
 * that it meets first, which may be the whole entry.
 */
enum status whereabouts_offset(struct store *store, int64_t entry, int64_t line,
			       int64_t *ret_offset, struct error *error)
{
	static const char *const queries[] = {
		"SELECT offset FROM rejected_line WHERE entry = ?1 AND line = ?2",
		"SELECT t.offset FROM entry AS e JOIN happening AS t ON t.id BETWEEN"
		" MAX(e.first_event, e.last_event - (e.lines - ?2) - 1)"
		" AND MIN(e.last_event, e.first_event + ?2 - 1 - e.new_from)"
		" WHERE e.id = ?1 AND t.line = ?2",
		"SELECT t.offset FROM entry AS e JOIN request AS t ON t.id BETWEEN"
		" MAX(e.first_event, e.last_event - (e.lines - ?2) - 1)"
		" AND MIN(e.last_event, e.first_event + ?2 - 1 - e.new_from)"
		" WHERE e.id = ?1 AND t.line = ?2",
		"SELECT t.offset FROM entry AS e JOIN flow AS t ON t.id BETWEEN"
		" MAX(e.first_event, e.last_event - (e.lines - ?2) - 1)"
		" AND MIN(e.last_event, e.first_event + ?2 - 1 - e.new_from)"
		" WHERE e.id = ?1 AND t.line = ?2",
	};
	*ret_offset = -1;
	for (size_t i = 0; *ret_offset < 0 && i < sizeof queries / sizeof queries[0]; i++) {
		struct rows *rows = NULL;
		const struct value values[] = {value_int(entry), value_int(line)};
		enum status status = rows_open_with(store, queries[i], values, 2, &rows, error);
		if (status == STATUS_OK) {
			status = rows_next(rows, error);
		}
		if (status == STATUS_OK) {
			*ret_offset = rows_int(rows, 0);
		}
		rows_close(rows);
		if (status != STATUS_OK && status != STATUS_END) {
			return status;
		}
	}
	return STATUS_OK;
}
