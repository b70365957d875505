// SPDX-License-Identifier: MIT
/*
 * What the chart of the night shows beside the steps: presence, approvals, waits of a repair, and
 * what is counted per minute.
 */
#include "report_own.h"

/* role, due, present, event */
static enum status take_presence(struct report_own *own, struct rows *rows, void *user,
				 struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_presence *item = OWN_PUSH(own, report->presences, report->presence_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->due_at = rows_int(rows, 1);
	item->present_at = rows_time(rows, 2);
	enum status status = own_text(own, rows, 0, &item->role, error);
	return status == STATUS_OK ? own_cite_columns(own, rows, 3, 1, &item->evidence, error)
				   : status;
}

/* kind, step, approver, asked, given, two events */
static enum status take_approval(struct report_own *own, struct rows *rows, void *user,
				 struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_approval *item = OWN_PUSH(own, report->approvals, report->approval_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->asked_at = rows_int(rows, 3);
	item->given_at = rows_int(rows, 4);
	enum status status = own_word(own, rows, 0, &item->kind, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &item->step, error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 2, &item->approver, error);
	}
	return status == STATUS_OK ? own_cite_columns(own, rows, 5, 2, &item->evidence, error)
				   : status;
}

/* leaf, position of the fault, from, to, two events */
static enum status take_wait(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	(void)user;
	struct report *report = own->report;
	size_t fault = (size_t)rows_int(rows, 1);
	if (fault >= report->fault_count) {
		return STATUS_OK;
	}
	struct report_wait *item = OWN_PUSH(own, report->waits, report->wait_count);
	if (item == NULL) {
		return own_no_memory(error);
	}
	item->fault = fault;
	item->from_at = rows_int(rows, 2);
	item->to_at = rows_int(rows, 3);
	enum status status = own_word(own, rows, 0, &item->leaf, error);
	return status == STATUS_OK ? own_cite_columns(own, rows, 4, 2, &item->evidence, error)
				   : status;
}

/* The rows of one table of series. */
struct gathering {
	struct report_series **items;
	size_t *count;
};

/* name, minute, success, failure; by name and minute */
static enum status take_minute(struct report_own *own, struct rows *rows, void *user,
			       struct error *error)
{
	struct gathering *gathering = user;
	const char *name = NULL;
	enum status status = own_text(own, rows, 0, &name, error);
	if (status != STATUS_OK) {
		return status;
	}
	size_t count = *gathering->count;
	if (count == 0 || strcmp((*gathering->items)[count - 1].name, name) != 0) {
		struct report_series *series = OWN_PUSH(own, *gathering->items, *gathering->count);
		if (series == NULL) {
			return own_no_memory(error);
		}
		series->name = name;
	}
	struct report_series *series = &(*gathering->items)[*gathering->count - 1];
	struct report_minute *minute = OWN_PUSH(own, series->minutes, series->minute_count);
	if (minute == NULL) {
		return own_no_memory(error);
	}
	*minute = (struct report_minute){rows_int(rows, 1), rows_int(rows, 2), rows_int(rows, 3)};
	return STATUS_OK;
}

/* Acts are lines by accounts of a role; what a firewall refused is known by the vendors' words. */
static enum status load_series(struct report_own *own, struct error *error)
{
	struct report *report = own->report;
	struct {
		const char *sql;
		struct gathering gathering;
	} tables[] = {
		{"SELECT service, at, success, failure FROM service_minute ORDER BY service, at",
		 {&report->traffic, &report->traffic_count}},
		{"SELECT role, at / 60000000 * 60000000 AS minute, COUNT(*), 0 FROM fact"
		 " WHERE role IS NOT NULL AND actor IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2",
		 {&report->acts, &report->act_count}},
		{"SELECT '', (m.minute * 60000000 - (k.offset_us - COALESCE(d.clock_us, 0)))"
		 " / 60000000 * 60000000 AS at, 0, SUM(m.flows)"
		 " FROM flow_minute AS m JOIN entry AS e ON e.id = m.entry"
		 " JOIN source AS s ON s.id = e.source JOIN feed AS d ON d.id = s.feed"
		 " JOIN clock AS k ON k.feed = d.id AND m.minute * 60000000 >= k.from_at"
		 " AND m.minute * 60000000 < k.to_at"
		 " WHERE lower(m.outcome) IN ('deny', 'denied', 'drop', 'dropped', 'block',"
		 " 'blocked', 'reject', 'rejected', 'refuse', 'reset-both', 'reset-client',"
		 " 'reset-server', 'prevent', 'discard') GROUP BY 2 ORDER BY 2",
		 {&report->denials, &report->denial_count}},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++) {
		status = own_each(own, tables[i].sql, take_minute, &tables[i].gathering, error);
	}
	return status;
}

enum status report_load_night(struct report_own *own, struct error *error)
{
	static const struct {
		const char *sql;
		own_row_fn *on_row;
	} tables[] = {
		{"SELECT r.role, r.from_at, p.present_at, p.event FROM roster AS r"
		 " LEFT JOIN presence AS p ON p.role = r.role AND p.due_at = r.from_at"
		 " ORDER BY r.from_at, r.role",
		 take_presence},
		{"SELECT kind, step, approver, asked_at, given_at, asked_event, given_event"
		 " FROM approval ORDER BY asked_at, id",
		 take_approval},
		{"WITH numbered AS (SELECT id, ROW_NUMBER() OVER (ORDER BY start_at, id) - 1 AS n"
		 " FROM fault)"
		 " SELECT w.leaf, f.n, w.from_at, w.to_at, w.begin_event, w.end_event"
		 " FROM repair_wait AS w JOIN numbered AS f ON f.id = w.fault"
		 " ORDER BY w.from_at, w.to_at, f.n, w.leaf",
		 take_wait},
	};
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++) {
		status = own_each(own, tables[i].sql, tables[i].on_row, NULL, error);
	}
	return status == STATUS_OK ? load_series(own, error) : status;
}
