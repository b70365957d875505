// SPDX-License-Identifier: MIT
/*
 * The lanes of the chart below the faults: approvals, and the roles: due, present, at work.
 *
 *     asked → given      ▭▭▭▭ X1 CAB
 *     DC         ┄┄┄┄┄●ıı ıı ı       due and not seen, first seen, lines of its accounts
 */
#include "chart.h"

#include "html_text.h"

enum { LANE = CHART_LANE, BAR = CHART_LANE_BAR, ACTS_HEIGHT = 10, ACT_BINS = 600, ROLES_MAX = 64 };

static const char *label(const struct chart *chart, const char *key)
{
	return words_label(chart->language, key);
}

/* --------------------------------------------------------------------------------- approvals */

static void put_approval(const struct chart *chart, const struct report_approval *approval, int y)
{
	char clocks[REPORT_CLOCKS_SIZE];
	char text[WORDS_SENTENCE_SIZE];
	const char *step = approval->step == NULL ? "" : approval->step;
	const char *approver = approval->approver == NULL ? "" : approval->approver;
	report_clocks(chart->report, approval->asked_at, approval->given_at, clocks);
	(void)snprintf(text, sizeof text, "%s %s %s %s", clocks, label(chart, approval->kind), step,
		       approver);
	chart_open_link(chart, "approval", 'E',
			chart->report->evidence[approval->evidence.items[0]].number, text);
	chart_rect(chart, "asked", approval->asked_at, approval->given_at, y + 4, BAR);
	(void)snprintf(text, sizeof text, "%s%s%s", step, step[0] == '\0' ? "" : " ", approver);
	bool left = chart_x(chart, approval->given_at) + chart_text_width(text) + 6 > CHART_NOMINAL;
	chart_text(chart, "out", left ? approval->asked_at : approval->given_at, left ? -4 : 4,
		   y + 12, left ? "end" : "start", text);
	chart_close_link(chart);
}

void chart_approvals(struct chart *chart)
{
	const struct report *report = chart->report;
	struct chart_levels levels = {0};
	if (report->approval_count == 0) {
		return;
	}
	chart_heading(chart, "approvals");
	for (size_t i = 0; i < report->approval_count; i++) {
		const struct report_approval *approval = &report->approvals[i];
		if (approval->evidence.count == 0) {
			continue;
		}
		const char *step = approval->step == NULL ? "" : approval->step;
		const char *approver = approval->approver == NULL ? "" : approval->approver;
		int x = chart_x(chart, approval->asked_at);
		int width = chart_x(chart, approval->given_at) - x + chart_text_width(step) +
			    chart_text_width(approver) + LANE;
		int level = chart_level(&levels, x, width);
		put_approval(chart, approval, chart->y + level * LANE);
	}
	chart_name(chart, "lane", LANE, label(chart, "asked_given"), NULL);
	chart->y += levels.used * LANE;
}

/* ------------------------------------------------------------------------------------- roles */

/* A dot; an arrow at the edge for who came before the chart begins. */
static void put_seen(const struct chart *chart, timestamp at, int y)
{
	enum { DOT = 4 };
	if (at < chart->from_at) {
		(void)fprintf(chart->out, "<path class=\"present\" d=\"M1 %d l8 -4.5 v9 z\"/>\n",
			      y);
		return;
	}
	bool at_edge = chart_x(chart, at) < DOT;
	(void)fputs("<circle class=\"present\"", chart->out);
	chart_put_x(chart, "cx", at);
	(void)fprintf(chart->out, " cy=\"%d\" r=\"%d\"%s/>\n", y, DOT,
		      at_edge ? " transform=\"translate(4)\"" : "");
}

static void put_presence(const struct chart *chart, const struct report_presence *presence)
{
	char due[TIMESTAMP_TEXT_SIZE];
	char present[TIMESTAMP_TEXT_SIZE];
	char text[WORDS_SENTENCE_SIZE];
	bool seen = presence->present_at != TIMESTAMP_NONE;
	int y = chart->y + 9;
	report_clock(chart->report, presence->due_at, due);
	report_clock(chart->report, presence->present_at, present);
	(void)snprintf(text, sizeof text, "%s: %s %s, %s %s", presence->role, label(chart, "due"),
		       due, label(chart, "present"), present);
	bool linked = presence->evidence.count > 0;
	if (linked) {
		chart_open_link(chart, "presence", 'E',
				chart->report->evidence[presence->evidence.items[0]].number, text);
	} else {
		chart_open_group(chart, "presence", text);
	}
	timestamp until_at = seen ? presence->present_at : chart->to_at;
	if (until_at > presence->due_at) {
		chart_line(chart, "due", presence->due_at, y, until_at, y);
	}
	if (seen && presence->present_at <= chart->to_at) {
		put_seen(chart, presence->present_at, y);
	}
	if (linked) {
		chart_close_link(chart);
	} else {
		chart_close_group(chart);
	}
}

/* One stroke per stretch in which the role's accounts left lines; the more, the higher. */
static void put_acts(const struct chart *chart, const struct report_series *acts)
{
	int64_t bins[ACT_BINS] = {0};
	__extension__ __int128 count = ACT_BINS;
	for (size_t i = 0; i < acts->minute_count; i++) {
		timestamp at = acts->minutes[i].at;
		if (at >= chart->from_at && at < chart->to_at) {
			bins[(size_t)((at - chart->from_at) * count /
				      (chart->to_at - chart->from_at))] += acts->minutes[i].success;
		}
	}
	(void)fprintf(chart->out,
		      "<svg x=\"0\" y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d %d\" "
		      "preserveAspectRatio=\"none\"><path class=\"acts\" d=\"",
		      chart->y + 4, ACTS_HEIGHT, ACT_BINS, ACTS_HEIGHT);
	for (int i = 0; i < ACT_BINS; i++) {
		int height = bins[i] == 0 ? 0 : (bins[i] < 3 ? 4 : (bins[i] < 8 ? 7 : ACTS_HEIGHT));
		if (height > 0) {
			(void)fprintf(chart->out, "M%d %dh1v%dh-1z", i, (ACTS_HEIGHT - height) / 2,
				      height);
		}
	}
	(void)fputs("\"/></svg>\n", chart->out);
}

static void put_role(struct chart *chart, const char *role)
{
	const struct report *report = chart->report;
	chart_name(chart, "lane", LANE, role, NULL);
	for (size_t i = 0; i < report->act_count; i++) {
		if (chart_same(report->acts[i].name, role)) {
			put_acts(chart, &report->acts[i]);
		}
	}
	for (size_t i = 0; i < report->presence_count; i++) {
		if (chart_same(report->presences[i].role, role)) {
			put_presence(chart, &report->presences[i]);
		}
	}
	chart->y += LANE;
}

/* Due roles in the order of the roster, then those that only acted. */
void chart_roles(struct chart *chart)
{
	const struct report *report = chart->report;
	const char *seen[ROLES_MAX];
	size_t count = 0;
	if (report->presence_count + report->act_count == 0) {
		return;
	}
	chart_heading(chart, "presence");
	for (size_t i = 0; i < report->presence_count + report->act_count; i++) {
		const char *role = i < report->presence_count
					   ? report->presences[i].role
					   : report->acts[i - report->presence_count].name;
		bool known = role == NULL || count == ROLES_MAX;
		for (size_t j = 0; j < count && !known; j++) {
			known = strcmp(seen[j], role) == 0;
		}
		if (!known) {
			seen[count++] = role;
			put_role(chart, role);
		}
	}
}
