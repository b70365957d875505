// SPDX-License-Identifier: MIT
/*
 * What happened beside the path: faults and deviations.
 */
#include "report_own.h"

/* name, object, family, signal, recipient, responder, start, detect, response, clear, external,
 * open, alert, reroute, response, clear event */
static enum status take_fault(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_fault *fault = OWN_PUSH(own, report->faults, report->fault_count);
	if (fault == NULL) {
		return own_no_memory(error);
	}
	fault->start_at = rows_int(rows, 6);
	fault->detect_at = rows_time(rows, 7);
	fault->response_at = rows_time(rows, 8);
	fault->clear_at = rows_int(rows, 9);
	fault->external = rows_int(rows, 10) != 0;
	const char **texts[] = {&fault->name,   &fault->object,    &fault->family,
				&fault->signal, &fault->recipient, &fault->responder};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++) {
		status = own_text(own, rows, i, texts[i], error);
	}
	return status == STATUS_OK ? own_cite_columns(own, rows, 11, 5, &fault->evidence, error)
				   : status;
}

static enum status take_deviation(struct report_own *own, struct rows *rows, void *user,
				  struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_deviation *item = OWN_PUSH(own, report->deviations, report->deviation_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->at = rows_time(rows, 2);
	enum status status = own_word(own, rows, 0, &item->kind, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &item->step, error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 3, &item->text, error);
	}
	return status == STATUS_OK ? own_cite_columns(own, rows, 4, 1, &item->evidence, error)
				   : status;
}

enum status report_load_events(struct report_own *own, struct error *error)
{
	static const struct {
		const char *sql;
		own_row_fn *on_row;
	} tables[] = {
		{"SELECT name, object, family, signal, recipient_role, response_role, start_at,"
		 " CASE WHEN alert_event IS NULL THEN NULL ELSE detect_at END, response_at, "
		 "clear_at, external, open_event, alert_event,"
		 " reroute_event, response_event, clear_event FROM fault ORDER BY start_at, id",
		 take_fault},
		{"SELECT kind, step, at, text, event FROM deviation"
		 " ORDER BY at IS NULL, at, kind, step, text",
		 take_deviation},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++) {
		status = own_each(own, tables[i].sql, tables[i].on_row, NULL, error);
	}
	return status;
}
