// SPDX-License-Identifier: MIT
/*
 * The regulatory clock as the method left it. Not legal advice.
 *
 * The rules are data (queries/regulation/rules.sql), the reckoning is SQL
 * (queries/method/95_regulation.sql); here their rows become structs.
 */
#include "report_own.h"

static enum status take_rule(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_regulation *item =
		OWN_PUSH(own, report->regulations, report->regulation_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->in_force_at = rows_time(rows, 3);
	item->start_at = rows_time(rows, 4);
	item->due_at = rows_time(rows, 5);
	item->measured = own_amount(rows_int(rows, 6));
	item->threshold = own_amount(rows_int(rows, 7));
	enum status status = own_word(own, rows, 0, &item->rule, error);
	if (status == STATUS_OK) {
		status = own_word(own, rows, 1, &item->state, error);
	}
	if (status == STATUS_OK) {
		status = own_word(own, rows, 2, &item->missing, error);
	}
	return status == STATUS_OK ? own_word(own, rows, 8, &item->source, error) : status;
}

enum status report_load_regulation(struct report_own *own, struct error *error)
{
	return own_each(own,
			"SELECT rule, state, missing, in_force_at, start_at, due_at, measured_us, "
			"threshold_us, source FROM regulation_clock ORDER BY position, rule",
			take_rule, NULL, error);
}
