// SPDX-License-Identifier: MIT
/* The tables about the night as it went: what the rows and lanes of the chart show, in words. */
#include "tables.h"

#define BEGIN(sheet, columns) sheet_begin(sheet, columns, sizeof(columns) / sizeof((columns)[0]))

/* A step without any attempt has one row all the same. */
static void put_attempt(struct sheet *sheet, const struct report_step *step,
			const struct report_attempt *attempt)
{
	static const struct report_citations none = {NULL, 0};
	sheet_text(sheet, step->step);
	sheet_text(sheet, step->title);
	sheet_text(sheet, step->role);
	sheet_time(sheet, step->plan_start_at);
	sheet_time(sheet, step->plan_end_at);
	sheet_time(sheet, attempt == NULL ? TIMESTAMP_NONE : attempt->start_at);
	sheet_time(sheet, attempt == NULL ? TIMESTAMP_NONE : attempt->end_at);
	sheet_word(sheet, attempt == NULL ? (step->skipped ? "skipped" : "") : attempt->outcome);
	sheet_word(sheet, attempt != NULL && attempt->on_path ? "yes" : "");
	sheet_evidence(sheet, attempt == NULL ? &none : &attempt->evidence);
}

void table_steps(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"step", false},     {"title", false},   {"role", false}, {"plan_start", false},
		{"plan_end", false}, {"start", false},   {"end", false},  {"outcome", false},
		{"path", false},     {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->step_count; i++) {
		const struct report_step *step = &sheet->report->steps[i];
		for (size_t j = 0; j < step->attempt_count; j++) {
			put_attempt(sheet, step, &step->attempts[j]);
		}
		if (step->attempt_count == 0) {
			put_attempt(sheet, step, NULL);
		}
	}
	sheet_end(sheet);
}

void table_faults(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"name", false},      {"object", false},  {"start", false},   {"detected", false},
		{"responded", false}, {"cleared", false}, {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->fault_count; i++) {
		const struct report_fault *fault = &sheet->report->faults[i];
		sheet_text(sheet, fault->name);
		sheet_text(sheet, fault->object);
		sheet_time(sheet, fault->start_at);
		sheet_time(sheet, fault->detect_at);
		sheet_time(sheet, fault->response_at);
		sheet_time(sheet, fault->clear_at);
		sheet_evidence(sheet, &fault->evidence);
	}
	sheet_end(sheet);
}

void table_approvals(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"kind", false},  {"step", false},
						      {"role", false},  {"asked", false},
						      {"given", false}, {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->approval_count; i++) {
		const struct report_approval *approval = &sheet->report->approvals[i];
		sheet_word(sheet, approval->kind);
		sheet_text(sheet, approval->step);
		sheet_text(sheet, approval->approver);
		sheet_time(sheet, approval->asked_at);
		sheet_time(sheet, approval->given_at);
		sheet_evidence(sheet, &approval->evidence);
	}
	sheet_end(sheet);
}

void table_presence(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"role", false}, {"due_from", false}, {"first_seen", false}, {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->presence_count; i++) {
		const struct report_presence *presence = &sheet->report->presences[i];
		sheet_text(sheet, presence->role);
		sheet_time(sheet, presence->due_at);
		sheet_time(sheet, presence->present_at);
		sheet_evidence(sheet, &presence->evidence);
	}
	sheet_end(sheet);
}
