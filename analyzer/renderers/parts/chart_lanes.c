// SPDX-License-Identifier: MIT
/*
 * The lanes of the chart: faults by phase, approvals, and the roles: due, present, at work.
 *
 *     fw-gw-01   ▭▭▨▨▨▨▓▓▓┄┄┄▓▓▓    latent, unanswered, under repair, repair waiting
 *     DC         ┄┄┄┄┄●ıı ıı ı       due and not seen, first seen, lines of its accounts
 */
#include "chart.h"

#include "html_text.h"

enum { LANE = 18, BAR = 9, ACTS_HEIGHT = 10, ACT_BINS = 600, ROLES_MAX = 64 };

static bool has_both(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* ------------------------------------------------------------------------------------ faults */

static const char *label(const struct chart *chart, const char *key)
{
	return words_label(chart->language, key);
}

static void say_fault(const struct chart *chart, const struct report_fault *fault, char *buffer)
{
	char clocks[CHART_CLOCKS];
	char detected[TIMESTAMP_TEXT_SIZE];
	char responded[TIMESTAMP_TEXT_SIZE];
	chart_clocks(chart, fault->start_at, fault->clear_at, clocks);
	report_clock(chart->report, fault->detect_at, detected);
	report_clock(chart->report, fault->response_at, responded);
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s %s · %s %s · %s %s", clocks, fault->name,
		       label(chart, "detected"), detected, label(chart, "responded"), responded);
}

static void put_fault(const struct chart *chart, size_t position)
{
	const struct report *report = chart->report;
	const struct report_fault *fault = &report->faults[position];
	char text[WORDS_SENTENCE_SIZE];
	timestamp detect_at = fault->detect_at;
	timestamp response_at = fault->response_at;
	say_fault(chart, fault, text);
	if (detect_at == TIMESTAMP_NONE || detect_at > fault->clear_at) {
		detect_at = fault->clear_at;
	}
	if (response_at == TIMESTAMP_NONE || response_at > fault->clear_at) {
		response_at = fault->clear_at;
	}
	bool linked = fault->evidence.count > 0;
	if (linked) {
		chart_open_link(chart, "fault", 'E',
				report->evidence[fault->evidence.items[0]].number, text);
	} else {
		chart_open_group(chart, "fault", text);
	}
	int y = chart->y + 4;
	chart_rect(chart, "latent", fault->start_at, detect_at, y, BAR);
	if (detect_at < response_at) {
		chart_rect(chart, "unanswered", detect_at, response_at, y, BAR);
	}
	if (response_at < fault->clear_at) {
		chart_rect(chart, "repair", response_at, fault->clear_at, y, BAR);
	}
	for (size_t i = 0; i < report->wait_count; i++) {
		if (report->waits[i].fault == position) {
			chart_rect(chart, "waiting", report->waits[i].from_at,
				   report->waits[i].to_at, y + 3, 3);
		}
	}
	if (linked) {
		chart_close_link(chart);
	} else {
		chart_close_group(chart);
	}
}

/* A lost span cites the line that opened it. */
static bool is_cited(const struct report *report, const struct report_fault *fault)
{
	for (size_t i = 0; i < report->path_count && fault->evidence.count > 0; i++) {
		const struct report_span *span = &report->path[i];
		for (size_t j = 0; span->lost && j < span->evidence.count; j++) {
			if (span->evidence.items[j] == fault->evidence.items[0]) {
				return true;
			}
		}
	}
	return false;
}

/* Whether an earlier fault has opened the lane of this name. */
static bool has_lane(const struct report *report, size_t fault)
{
	for (size_t i = 0; i < fault; i++) {
		if (has_both(report->faults[i].name, report->faults[fault].name)) {
			return true;
		}
	}
	return false;
}

static bool lane_is_cited(const struct report *report, size_t first)
{
	for (size_t i = first; i < report->fault_count; i++) {
		if (has_both(report->faults[i].name, report->faults[first].name) &&
		    is_cited(report, &report->faults[i])) {
			return true;
		}
	}
	return false;
}

static void put_fault_lane(struct chart *chart, size_t first)
{
	const struct report *report = chart->report;
	const struct report_fault *fault = &report->faults[first];
	bool told = strstr(fault->name, fault->object == NULL ? "" : fault->object) != NULL;
	chart_name(chart, "lane", LANE, fault->name, told ? NULL : fault->object);
	for (size_t i = first; i < report->fault_count; i++) {
		if (has_both(report->faults[i].name, fault->name)) {
			put_fault(chart, i);
		}
	}
	chart->y += LANE;
}

/* Those that hold the path first; then the others while there is room. */
void chart_faults(struct chart *chart)
{
	const struct report *report = chart->report;
	size_t lanes = 0;
	size_t hidden = 0;
	if (report->fault_count == 0) {
		return;
	}
	chart_heading(chart, "faults");
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < report->fault_count && i < CHART_STEPS_MAX; i++) {
			if (has_lane(report, i) || lane_is_cited(report, i) == (turn == 1)) {
				continue;
			}
			if (lanes < CHART_LANES_MAX) {
				put_fault_lane(chart, i);
				lanes++;
			} else {
				hidden++;
			}
		}
	}
	if (hidden > 0) {
		chart_name(chart, "lane", LANE, "…", label(chart, "more_in_table"));
		chart->y += LANE;
	}
}

/* --------------------------------------------------------------------------------- approvals */

static void put_approval(const struct chart *chart, const struct report_approval *approval, int y)
{
	char clocks[CHART_CLOCKS];
	char text[WORDS_SENTENCE_SIZE];
	const char *step = approval->step == NULL ? "" : approval->step;
	const char *approver = approval->approver == NULL ? "" : approval->approver;
	chart_clocks(chart, approval->asked_at, approval->given_at, clocks);
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
	if (seen) {
		(void)fputs("<circle class=\"present\"", chart->out);
		chart_put_x(chart, "cx", presence->present_at);
		(void)fprintf(chart->out, " cy=\"%d\" r=\"4\"/>\n", y);
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
		if (has_both(report->acts[i].name, role)) {
			put_acts(chart, &report->acts[i]);
		}
	}
	for (size_t i = 0; i < report->presence_count; i++) {
		if (has_both(report->presences[i].role, role)) {
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
