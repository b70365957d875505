// SPDX-License-Identifier: MIT
/* What was read, entry by entry, for people. */
#include "answers.h"
#include "reading.h"
#include "rows.h"

#include <inttypes.h>
#include <stdio.h>

static enum status print_sum(struct store *store, struct error *error)
{
	static const char sql[] = "SELECT COALESCE(SUM(lines), 0), COALESCE(SUM(events), 0),"
				  " COALESCE(SUM(rejected), 0), COALESCE(SUM(blank), 0)"
				  " FROM entry_counted";
	struct rows *rows = NULL;
	enum status status = rows_open(store, sql, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		(void)printf("\n%" PRId64 " lines = %" PRId64 " events + %" PRId64
			     " rejected + %" PRId64 " blank\n",
			     rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, 2),
			     rows_int(rows, 3));
	}
	rows_close(rows);
	return status;
}

enum status reading_print(struct store *store, const struct options *options, struct error *error)
{
	static const char sql[] =
		"SELECT e.chain AS entry, e.lines, e.events, e.rejected, e.blank, e.format,"
		" e.margin, e.zone || ' (' || e.zone_origin || ')' AS zone, e.state"
		" FROM entry AS e ORDER BY e.id";
	struct question question;
	enum status status = question_from_text("entries", sql, &question, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = answers_print(store, &question, options, NULL, error);
	question_free(&question);
	if (status == STATUS_OK && options->to == TABLE_PLAIN) {
		status = print_sum(store, error);
	}
	return status;
}
