// SPDX-License-Identifier: MIT
/* The tables about people and approvals: what the lanes of the chart show, in words. */
#include "tables.h"

#define BEGIN(sheet, columns) sheet_begin(sheet, columns, sizeof(columns) / sizeof((columns)[0]))

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
