// SPDX-License-Identifier: MIT
/*
 * The lost minutes and the lines behind them, each leading to the other.
 *
 *     02:02–02:47   45   S3 · DC   staffing   S.ABSENT   B   E4 E5        #L1
 *     ▸ the record shows: … (E4, E5; grade B)        opens the two lines
 *     E4   site.csv line 7 · written 02:46:12, corrected 02:47:00 ± 1 s   #E4, back to #L1
 */
#include "html_text.h"
#include "tables.h"

static void put_clocks(struct sheet *sheet, timestamp from_at, timestamp to_at)
{
	char clocks[REPORT_CLOCKS_SIZE];
	report_clocks(sheet->report, from_at, to_at, clocks);
	(void)fputs(clocks, sheet->out);
}

static void put_leaves(struct sheet *sheet, const struct report_span *span)
{
	for (size_t i = 0; i < span->leaf_count; i++) {
		(void)fputs(i == 0 ? "" : " + ", sheet->out);
		html_put_text(sheet->out, span->leaves[i]);
	}
}

/* "logs/fw.log · line 7 · written 02:46:12 · corrected 02:47:00 ± 1 s" */
static void put_place(struct sheet *sheet, const struct report_evidence *evidence)
{
	char written[TIMESTAMP_TEXT_SIZE];
	char corrected[TIMESTAMP_TEXT_SIZE];
	report_clock(sheet->report, evidence->written_at, written);
	report_clock(sheet->report, evidence->at, corrected);
	html_put_element(sheet->out, "<p class=\"place\"><b>", evidence->chain, "</b> · ");
	html_put_text(sheet->out, words_label(sheet->language, "line"));
	(void)fprintf(sheet->out, " <b>%lld</b> · ", (long long)evidence->line);
	html_put_text(sheet->out, words_label(sheet->language, "written"));
	(void)fprintf(sheet->out, " %s · ", written);
	html_put_text(sheet->out, words_label(sheet->language, "corrected"));
	(void)fprintf(sheet->out, " <b>%s</b> ± %lld s</p>\n", corrected,
		      (long long)evidence->width.s);
}

static void put_cited(struct sheet *sheet, const struct report_citations *citations)
{
	(void)fputs("<ol class=\"lines\">\n", sheet->out);
	for (size_t i = 0; i < citations->count; i++) {
		const struct report_evidence *evidence =
			&sheet->report->evidence[citations->items[i]];
		(void)fprintf(sheet->out, "<li><a href=\"#E%d\">E%d</a> ", evidence->number,
			      evidence->number);
		put_place(sheet, evidence);
		html_put_element(sheet->out, "<pre>", evidence->text, "</pre></li>\n");
	}
	(void)fputs("</ol>\n", sheet->out);
}

static void begin_row(struct sheet *sheet, int number, const bool *causes)
{
	(void)fprintf(sheet->out, "<tbody id=\"L%d\" data-causes=\"", number);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (causes[i]) {
			(void)fprintf(sheet->out, "%s ", html_cause_class(i));
		}
	}
	(void)fputs("\"><tr>", sheet->out);
}

static void put_span(struct sheet *sheet, const struct report_span *span, int number)
{
	FILE *out = sheet->out;
	char weight[TABLE_WEIGHT_SIZE];
	char text[WORDS_SENTENCE_SIZE];
	table_weight(span, weight);
	begin_row(sheet, number, span->causes);
	(void)fputs("<td class=\"t\">", out);
	put_clocks(sheet, span->from_at, span->to_at);
	(void)fprintf(out, "</td><td class=\"n min\">%lld</td>", (long long)span->amount.min);
	html_put_element(out, "<td>", span->step, "</td>");
	html_put_element(out, "<td>", span->role, "</td><td>");
	html_put_causes(sheet, span->causes);
	(void)fputs("</td><td>", out);
	put_leaves(sheet, span);
	html_put_element(out, weight[0] == '\0' ? "" : " × ", weight, "</td>");
	html_put_element(out, "<td>", span->grade, "</td><td class=\"k\">");
	html_put_marks(sheet, &span->evidence);
	words_claim(sheet->language, sheet->report, span, text);
	(void)fputs("</td></tr>\n<tr class=\"said\"><td colspan=\"8\">", out);
	if (span->evidence.count == 0) {
		html_put_text(out, text);
	} else {
		html_put_element(out, "<details><summary>", text, "</summary>\n");
		put_cited(sheet, &span->evidence);
		(void)fputs("</details>", out);
	}
	(void)fputs("</td></tr></tbody>\n", out);
}

/* The time by which the plan is longer than the window: lost, but at no hour. */
static void put_plan(struct sheet *sheet)
{
	static const bool causes[CAUSE_COUNT] = {[CAUSE_PROCEDURE] = true};
	begin_row(sheet, 0, causes);
	(void)fprintf(sheet->out,
		      "<td class=\"t\">–</td><td class=\"n min\">%lld</td><td></td><td></td><td>",
		      (long long)-sheet->report->reserve.min);
	html_put_causes(sheet, causes);
	(void)fputs("</td><td>P.PLAN</td><td></td><td></td></tr>\n", sheet->out);
	const char *said = words_leaf(sheet->language, "P.PLAN");
	bool small = said[0] >= 'a' && said[0] <= 'z';
	(void)fputs("<tr class=\"said\"><td colspan=\"8\">", sheet->out);
	if (small) {
		(void)fputc(said[0] - 'a' + 'A', sheet->out);
	}
	html_put_element(sheet->out, "", small ? said + 1 : said, ".</td></tr></tbody>\n");
}

void html_lost(struct sheet *sheet)
{
	static const struct sheet_column columns[] = {
		{"span", false},  {"minutes", true}, {"step", false},  {"role", false},
		{"cause", false}, {"leaf", false},   {"grade", false}, {"evidence", false}};
	const struct report *report = sheet->report;
	int number = 0;
	html_open_table(sheet, " class=\"lost wide\"");
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
		html_put_element(sheet->out,
				 columns[i].numeric ? "<th scope=\"col\" class=\"n\">"
						    : "<th scope=\"col\">",
				 words_label(sheet->language, columns[i].key), "</th>");
	}
	(void)fputs("</tr></thead>\n", sheet->out);
	if (report->reserve.us < 0) {
		put_plan(sheet);
	}
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].lost) {
			put_span(sheet, &report->path[i], ++number);
		}
	}
	(void)fputs("</table></div>\n", sheet->out);
}

/* ---------------------------------------------------------------------------------- the lines */

static bool cites(const struct report_citations *citations, size_t evidence)
{
	for (size_t i = 0; i < citations->count; i++) {
		if (citations->items[i] == evidence) {
			return true;
		}
	}
	return false;
}

/* The words before the first link, a comma before each other one. */
static void next_link(struct sheet *sheet, size_t *count)
{
	if (*count == 0) {
		html_put_element(sheet->out, "<p class=\"place\">",
				 words_label(sheet->language, "supports"), " ");
	} else {
		(void)fputs(", ", sheet->out);
	}
	(*count)++;
}

static void link_spans(struct sheet *sheet, size_t evidence, size_t *count)
{
	const struct report *report = sheet->report;
	int number = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		number += span->lost ? 1 : 0;
		if (span->lost && cites(&span->evidence, evidence)) {
			next_link(sheet, count);
			(void)fprintf(sheet->out, "<a href=\"#L%d\">", number);
			put_clocks(sheet, span->from_at, span->to_at);
			(void)fputc(' ', sheet->out);
			put_leaves(sheet, span);
			(void)fputs("</a>", sheet->out);
		}
	}
}

/* A span of time that a line supports, and the table in which it stands. */
static void link_time(struct sheet *sheet, size_t *count, const char *table, timestamp from_at,
		      timestamp to_at, const char *what)
{
	next_link(sheet, count);
	(void)fprintf(sheet->out, "<a href=\"#%s\">", table);
	put_clocks(sheet, from_at, to_at);
	html_put_element(sheet->out, " ", what, "</a>");
}

/* What is not lost is supported too: steps, what was planned on the path, and faults. */
static void link_work(struct sheet *sheet, size_t evidence, size_t *count)
{
	const struct report *report = sheet->report;
	for (size_t i = 0; i < report->step_count; i++) {
		const struct report_step *step = &report->steps[i];
		for (size_t j = 0; j < step->attempt_count; j++) {
			const struct report_attempt *attempt = &step->attempts[j];
			if (cites(&attempt->evidence, evidence)) {
				link_time(sheet, count, "steps", attempt->start_at, attempt->end_at,
					  step->step);
			}
		}
	}
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		if (!span->lost && *count == 0 && cites(&span->evidence, evidence)) {
			link_time(sheet, count, "night", span->from_at, span->to_at, span->step);
		}
	}
	for (size_t i = 0; i < report->fault_count; i++) {
		const struct report_fault *fault = &report->faults[i];
		if (cites(&fault->evidence, evidence)) {
			link_time(sheet, count, "faults", fault->start_at, fault->clear_at,
				  fault->name);
		}
	}
}

static void link_people(struct sheet *sheet, size_t evidence, size_t *count)
{
	const struct report *report = sheet->report;
	for (size_t i = 0; i < report->approval_count; i++) {
		const struct report_approval *approval = &report->approvals[i];
		if (cites(&approval->evidence, evidence)) {
			link_time(sheet, count, "approvals", approval->asked_at, approval->given_at,
				  approval->step);
		}
	}
	for (size_t i = 0; i < report->presence_count; i++) {
		const struct report_presence *presence = &report->presences[i];
		if (cites(&presence->evidence, evidence)) {
			link_time(sheet, count, "presence", presence->due_at, presence->present_at,
				  presence->role);
		}
	}
}

/* What has no row of its own time: a deviation, a trigger; only for lines that nothing else cites.
 */
static void link_rest(struct sheet *sheet, size_t evidence, size_t *count)
{
	const struct report *report = sheet->report;
	char text[WORDS_SENTENCE_SIZE];
	for (size_t i = 0; i < report->deviation_count && *count == 0; i++) {
		if (cites(&report->deviations[i].evidence, evidence)) {
			words_said(sheet->language, report->deviations[i].text, text);
			next_link(sheet, count);
			html_put_element(sheet->out, "<a href=\"#deviations\">", text, "</a>");
		}
	}
	for (size_t i = 0; i < report->trigger_count && *count == 0; i++) {
		if (cites(&report->triggers[i].evidence, evidence)) {
			words_said(sheet->language, report->triggers[i].name, text);
			next_link(sheet, count);
			html_put_element(sheet->out, "<a href=\"#triggers\">", text, "</a>");
		}
	}
}

static void put_supported(struct sheet *sheet, size_t evidence)
{
	size_t count = 0;
	link_spans(sheet, evidence, &count);
	link_work(sheet, evidence, &count);
	link_people(sheet, evidence, &count);
	link_rest(sheet, evidence, &count);
	(void)fputs(count > 0 ? "</p>\n" : "", sheet->out);
}

void html_lines(struct sheet *sheet)
{
	(void)fputs("<ol class=\"cited\">\n", sheet->out);
	for (size_t i = 0; i < sheet->report->evidence_count; i++) {
		const struct report_evidence *evidence = &sheet->report->evidence[i];
		(void)fprintf(sheet->out, "<li id=\"E%d\"><span class=\"id\">E%d</span><div>",
			      evidence->number, evidence->number);
		put_place(sheet, evidence);
		html_put_element(sheet->out, "<pre>", evidence->text, "</pre>\n");
		put_supported(sheet, i);
		if (evidence->sha256[0] != '\0') {
			html_put_element(sheet->out, "<p class=\"sha\">SHA-256 ", evidence->sha256,
					 "</p>");
		}
		(void)fputs("</div></li>\n", sheet->out);
	}
	(void)fputs("</ol>\n", sheet->out);
}
