// SPDX-License-Identifier: MIT
/* The tables about the night: answer, lost time, conventions, steps, faults. */
#include "tables.h"

#include "rounding.h"

#include <stdlib.h>

#define BEGIN(sheet, columns) sheet_begin(sheet, columns, sizeof(columns) / sizeof((columns)[0]))

void table_bar(const struct report *report, int64_t size, int64_t *ret_cells)
{
	wide parts[CAUSE_COUNT];
	wide total = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		parts[i] = (wide)report->causes[i].headline.us * size;
		total += report->causes[i].headline.us;
		ret_cells[i] = 0;
	}
	if (total > 0) {
		round_parts(parts, CAUSE_COUNT, total, size, ret_cells);
	}
}

void table_weight(const struct report_span *span, char *buffer)
{
	if (span->weight == span->weights) {
		buffer[0] = '\0';
		return;
	}
	int64_t permille = round_nearest((wide)span->weight * 1000, span->weights);
	int digits = permille % 100 == 0 ? 1 : (permille % 10 == 0 ? 2 : 3);
	int64_t fraction = digits == 3 ? permille : permille / (digits == 2 ? 10 : 100);
	(void)snprintf(buffer, TABLE_WEIGHT_SIZE, "0.%0*lld", digits, (long long)fraction);
}

static void fact_time(struct sheet *sheet, const char *key, timestamp at)
{
	if (at != TIMESTAMP_NONE) {
		sheet_word(sheet, key);
		sheet_time(sheet, at);
	}
}

/* A lower bound says so. */
static void fact_minutes(struct sheet *sheet, const char *key, const struct amount *amount,
			 bool at_least)
{
	char text[64];
	(void)snprintf(text, sizeof text, "%s%s%lld%s%s", at_least ? "≥ " : "",
		       amount->min < 0 ? "−" : "", (long long)llabs(amount->min),
		       words_gap(sheet->language), words_label(sheet->language, "min"));
	sheet_word(sheet, key);
	sheet_text(sheet, text);
}

/* "Back: payments"; a single service that was back with the whole says nothing more. */
static void fact_services(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	bool one = report->service_count == 1 && report->services[0].at == report->restored_at &&
		   report->services[0].censored == report->censored;
	for (size_t i = 0; i < report->service_count && !one; i++) {
		const struct report_service *service = &report->services[i];
		bool all = strcmp(service->name, "all requests") == 0;
		char name[WORDS_SENTENCE_SIZE];
		(void)snprintf(name, sizeof name, "%s: %s", words_label(sheet->language, "back"),
			       all ? words_label(sheet->language, "all_requests") : service->name);
		sheet_text(sheet, name);
		if (service->censored) {
			sheet_word(sheet, "not_in_logs");
		} else {
			sheet_time(sheet, service->at);
		}
	}
}

void table_facts(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"name", false}, {"value", false}};
	const struct report *report = sheet->report;
	BEGIN(sheet, columns);
	fact_time(sheet, "announced_start", report->window_start_at);
	fact_time(sheet, "announced_end", report->window_end_at);
	fact_time(sheet, "notice", report->notice_at);
	for (size_t i = 0; i < report->extension_count; i++) {
		fact_time(sheet, "extensions", report->extensions[i].end_at);
	}
	fact_time(sheet, "first_success", report->first_success_at);
	if (report->censored) {
		sheet_word(sheet, "restoration");
		sheet_word(sheet, report_is_blind(report) ? "cannot_be_said" : "censored");
	}
	if (!report_is_blind(report)) {
		fact_time(sheet, report->censored ? "last_request" : "restoration",
			  report->restored_at);
	}
	fact_time(sheet, "work_announced", report->announced_at);
	if (report->announcement_lag.us > 0) {
		fact_minutes(sheet, "announcement_lag", &report->announcement_lag, false);
	}
	fact_services(sheet);
	if (report_is_blind(report)) {
		sheet_word(sheet, "overrun");
		sheet_word(sheet, "cannot_be_said");
	} else {
		fact_minutes(sheet, "overrun", &report->overrun, report->censored);
	}
	if (report->extended) {
		fact_minutes(sheet, "overrun_extended", &report->overrun_extended,
			     report->censored);
	}
	fact_minutes(sheet, "lost_time", &report->lost, false);
	fact_minutes(sheet, "reserve", &report->reserve, false);
	fact_minutes(sheet, "recovered", &report->recovered, false);
	sheet_end(sheet);
}

static void put_range(struct sheet *sheet, const struct report_cause *cause)
{
	char text[64];
	(void)snprintf(text, sizeof text, "%lld–%lld", (long long)cause->least.min,
		       (long long)cause->greatest.min);
	sheet_text(sheet, text);
}

void table_answer(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"cause", false}, {"minutes", true}, {"range", true}, {"grade", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &sheet->report->causes[i];
		sheet_cause(sheet, i);
		sheet_number(sheet, cause->headline.min);
		put_range(sheet, cause);
		sheet_text(sheet, cause->grade);
	}
	sheet_end(sheet);
}

/* The time by which the plan is longer than the window: lost, but at no hour. */
static void put_plan_row(struct sheet *sheet)
{
	static const struct report_citations none = {NULL, 0};
	sheet_time(sheet, TIMESTAMP_NONE);
	sheet_time(sheet, TIMESTAMP_NONE);
	sheet_number(sheet, -sheet->report->reserve.min);
	sheet_text(sheet, "");
	sheet_text(sheet, "");
	sheet_cause(sheet, CAUSE_PROCEDURE);
	sheet_text(sheet, "P.PLAN");
	sheet_text(sheet, "");
	sheet_text(sheet, "");
	sheet_evidence(sheet, &none);
}

void table_lost(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"from", false},   {"to", false},      {"minutes", true}, {"step", false},
		{"role", false},   {"cause", false},   {"leaf", false},   {"grade", false},
		{"weight", false}, {"evidence", false}};
	const struct report *report = sheet->report;
	BEGIN(sheet, columns);
	if (report->reserve.us < 0) {
		put_plan_row(sheet);
	}
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		char leaves[256] = "";
		char weight[TABLE_WEIGHT_SIZE];
		if (!span->lost) {
			continue;
		}
		for (size_t j = 0, size = 0; j < span->leaf_count && size < sizeof leaves; j++) {
			size += (size_t)snprintf(leaves + size, sizeof leaves - size, "%s%s",
						 j == 0 ? "" : " + ", span->leaves[j]);
		}
		table_weight(span, weight);
		sheet_time(sheet, span->from_at);
		sheet_time(sheet, span->to_at);
		sheet_number(sheet, span->amount.min);
		sheet_text(sheet, span->step);
		sheet_text(sheet, span->role);
		sheet_causes(sheet, span->causes);
		sheet_text(sheet, leaves);
		sheet_text(sheet, span->grade);
		sheet_text(sheet, weight);
		sheet_evidence(sheet, &span->evidence);
	}
	sheet_end(sheet);
}

static void table_conventions(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"cause", false},  {"headline", true}, {"chronological", true},
		{"shapley", true}, {"range", true},    {"lost_time", true},
		{"gross", true},   {"but_for", false}, {"grade", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &sheet->report->causes[i];
		sheet_cause(sheet, i);
		sheet_number(sheet, cause->headline.min);
		sheet_number(sheet, cause->chronological.min);
		sheet_number(sheet, cause->shapley.min);
		put_range(sheet, cause);
		sheet_number(sheet, cause->lost.min);
		sheet_number(sheet, cause->gross.min);
		sheet_time(sheet, cause->but_for_end_at);
		sheet_text(sheet, cause->grade);
	}
	sheet_end(sheet);
}

/* "SP" */
static void put_letters(struct sheet *sheet, const char *letters)
{
	bool causes[CAUSE_COUNT] = {false};
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		causes[i] = strchr(letters, "SPTU"[i]) != NULL;
	}
	sheet_causes(sheet, causes);
}

static void table_but_for(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"without", false}, {"ends_at", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->but_for_count; i++) {
		const struct report_but_for *item = &sheet->report->but_for[i];
		if (item->causes[0] == '\0') {
			sheet_word(sheet, "as_it_was");
		} else {
			put_letters(sheet, item->causes);
		}
		sheet_time(sheet, item->end_at);
	}
	sheet_end(sheet);
}

static void table_triggers(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"trigger", false}, {"kind", false}, {"minutes", true}, {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->trigger_count; i++) {
		const struct report_trigger *trigger = &sheet->report->triggers[i];
		sheet_said(sheet, trigger->name);
		sheet_word(sheet, trigger->kind);
		sheet_number(sheet, trigger->lost.min);
		sheet_evidence(sheet, &trigger->evidence);
	}
	sheet_end(sheet);
}

static void table_deviations(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"time", false},
						      {"kind", false},
						      {"step", false},
						      {"text", false},
						      {"evidence", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->deviation_count; i++) {
		const struct report_deviation *deviation = &sheet->report->deviations[i];
		sheet_time(sheet, deviation->at);
		sheet_word(sheet, deviation->kind);
		sheet_text(sheet, deviation->step);
		sheet_said(sheet, deviation->text);
		sheet_evidence(sheet, &deviation->evidence);
	}
	sheet_end(sheet);
}

static void table_settlement(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {{"from", false},
						      {"to", false},
						      {"minutes", true},
						      {"leaf", false},
						      {"settled_by", false}};
	BEGIN(sheet, columns);
	for (size_t i = 0; i < sheet->report->path_count; i++) {
		const struct report_span *span = &sheet->report->path[i];
		for (size_t j = 0; span->lost && j < span->leaf_count; j++) {
			if (span->leaves[j][0] == 'U') {
				sheet_time(sheet, span->from_at);
				sheet_time(sheet, span->to_at);
				sheet_number(sheet, span->amount.min);
				sheet_text(sheet, span->leaves[j]);
				sheet_text(sheet, words_settle(sheet->language, span->leaves[j]));
			}
		}
	}
	sheet_end(sheet);
}

static bool has_lost(const struct report *report)
{
	return report->lost.us > 0 || report->reserve.us < 0;
}

static bool has_split(const struct report *report)
{
	return report->split && report->overrun.us > 0;
}

static bool has_but_for(const struct report *report)
{
	return has_split(report) && report->but_for_count > 0;
}

static bool has_undetermined(const struct report *report)
{
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].lost && report->path[i].causes[CAUSE_UNDETERMINED]) {
			return true;
		}
	}
	return false;
}

#define FILLED(name, count)                           \
	static bool name(const struct report *report) \
	{                                             \
		return report->count > 0;             \
	}
FILLED(has_triggers, trigger_count)
FILLED(has_deviations, deviation_count)
FILLED(has_steps, step_count)
FILLED(has_faults, fault_count)
FILLED(has_approvals, approval_count)
FILLED(has_presence, presence_count)
FILLED(has_coverage, coverage_count)
FILLED(has_clocks, clock_count)
FILLED(has_regulations, regulation_count)
FILLED(has_sources, source_count)
FILLED(has_rejections, rejection_count)
FILLED(has_policies, policy_count)
FILLED(has_sensitivities, sensitivity_count)
FILLED(has_methods, method_count)
FILLED(has_warnings, warning_count)
FILLED(has_evidence, evidence_count)

const struct table report_tables[] = {
	{"lost_minutes", "grades", has_lost, table_lost},
	{"conventions", "three_ways", has_split, table_conventions},
	{"but_for_all", "but_for_note", has_but_for, table_but_for},
	{"triggers", "triggers_note", has_triggers, table_triggers},
	{"deviations", NULL, has_deviations, table_deviations},
	{"settlement", NULL, has_undetermined, table_settlement},
	{"steps", NULL, has_steps, table_steps},
	{"faults", NULL, has_faults, table_faults},
	{"approvals", NULL, has_approvals, table_approvals},
	{"presence", NULL, has_presence, table_presence},
	{"coverage", "coverage_note", has_coverage, table_coverage},
	{"clocks", "clocks_note", has_clocks, table_clocks},
	{"regulation", "not_legal_advice", has_regulations, table_regulation},
	{"warnings", NULL, has_warnings, table_warnings},
	{"manifest", NULL, has_sources, table_sources},
	{"rejections", NULL, has_rejections, table_rejections},
	{"policy", "policy_note", has_policies, table_policy},
	{"sensitivity", "sensitivity_note", has_sensitivities, table_sensitivity},
	{"method", NULL, has_methods, table_methods},
	{"cited_lines", "cited_note", has_evidence, table_evidence},
	{NULL, NULL, NULL, NULL},
};
