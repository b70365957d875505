// SPDX-License-Identifier: MIT
/*
 * The faults of the chart, by phase: latent, unanswered, under repair, repair waiting.
 *
 *     F1  fw-gw-01        ▭▭▨▨▨▨▓▓▓┄┄┄▓▓▓
 *     sw-03 link            ▭▭▭    ▭▭
 *     others              ▭▭▭ sw-07 link   ▭▭ sw-09 link
 *                            ▭▭▭▭▭ sw-08 link
 *
 * Each of the first has a lane of its own, those that hold the path before the others. The rest
 * share lanes, with their names beside them, so that no fault is missing.
 */
#include "chart.h"

enum {
	OWN_LANES = 14,    /* more would push the requests off the screen */
	SHARED_LANES = 24, /* what does not even fit there is counted */
	LANE = CHART_LANE,
	BAR = CHART_LANE_BAR,
	GAP = 6, /* pixels between what stands in one lane */
};

/* Which faults have been drawn, and where the shared lanes end so far (nominal x). */
struct faults {
	bool drawn[CHART_STEPS_MAX];
	size_t count;
	int ends[SHARED_LANES];
	int used;
	size_t hidden;
};

static const char *label(const struct chart *chart, const char *key)
{
	return words_label(chart->language, key);
}

static void say_fault(const struct chart *chart, const struct report_fault *fault, char *buffer)
{
	char clocks[REPORT_CLOCKS_SIZE];
	char detected[TIMESTAMP_TEXT_SIZE];
	char responded[TIMESTAMP_TEXT_SIZE];
	report_clocks(chart->report, fault->start_at, fault->clear_at, clocks);
	report_clock(chart->report, fault->detect_at, detected);
	report_clock(chart->report, fault->response_at, responded);
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s %s · %s %s · %s %s", clocks, fault->name,
		       label(chart, "detected"), detected, label(chart, "responded"), responded);
}

/* TIMESTAMP_NONE and what comes after the end are the end. */
static timestamp not_after(timestamp at, timestamp end_at)
{
	return at == TIMESTAMP_NONE || at > end_at ? end_at : at;
}

static void put_phases(const struct chart *chart, size_t position, int y)
{
	const struct report *report = chart->report;
	const struct report_fault *fault = &report->faults[position];
	timestamp clear_at = not_after(fault->clear_at, chart->to_at);
	timestamp detect_at = not_after(fault->detect_at, clear_at);
	timestamp response_at = not_after(fault->response_at, clear_at);
	chart_rect(chart, "latent", fault->start_at, detect_at, y, BAR);
	if (detect_at < response_at) {
		chart_rect(chart, "unanswered", detect_at, response_at, y, BAR);
	}
	if (response_at < clear_at) {
		chart_rect(chart, "repair", response_at, clear_at, y, BAR);
	}
	for (size_t i = 0; i < report->wait_count; i++) {
		if (report->waits[i].fault == position) {
			chart_rect(chart, "waiting", report->waits[i].from_at,
				   report->waits[i].to_at, y + 3, 3);
		}
	}
}

/* With `name` beside it, or NULL; to the left of `name_at` or to the right. */
static void put_fault(const struct chart *chart, size_t position, int y, const char *name,
		      bool left)
{
	const struct report_fault *fault = &chart->report->faults[position];
	char text[WORDS_SENTENCE_SIZE];
	say_fault(chart, fault, text);
	bool linked = fault->evidence.count > 0;
	if (linked) {
		chart_open_link(chart, "fault", 'E',
				chart->report->evidence[fault->evidence.items[0]].number, text);
	} else {
		chart_open_group(chart, "fault", text);
	}
	put_phases(chart, position, y + 4);
	if (name != NULL) {
		chart_text(chart, "out", left ? fault->start_at : fault->clear_at, left ? -4 : 4,
			   y + 12, left ? "end" : "start", name);
	}
	if (linked) {
		chart_close_link(chart);
	} else {
		chart_close_group(chart);
	}
}

/* Some lost span cites the line that opened it. */
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

static bool lane_is_cited(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report->fault_count; i++) {
		if (chart_same(report->faults[i].name, name) &&
		    is_cited(report, &report->faults[i])) {
			return true;
		}
	}
	return false;
}

/* All faults of that name, one after the other. */
static void put_own_lane(struct chart *chart, struct faults *faults, size_t first)
{
	const struct report *report = chart->report;
	const struct report_fault *fault = &report->faults[first];
	bool told = strstr(fault->name, fault->object == NULL ? "" : fault->object) != NULL;
	chart_name(chart, "lane", LANE, fault->name, told ? NULL : fault->object);
	for (size_t i = first; i < faults->count; i++) {
		if (chart_same(report->faults[i].name, fault->name)) {
			put_fault(chart, i, chart->y, NULL, false);
			faults->drawn[i] = true;
		}
	}
	chart->y += LANE;
}

/* What lies outside the time that the chart shows is in the table only. */
static void leave_out(const struct chart *chart, struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct report_fault *fault = &chart->report->faults[i];
		faults->drawn[i] =
			fault->start_at > chart->to_at ||
			(fault->clear_at != TIMESTAMP_NONE && fault->clear_at < chart->from_at);
	}
}

/* On the first shared lane that is free up to its begin. */
static void put_shared(struct chart *chart, struct faults *faults, size_t position)
{
	const struct report_fault *fault = &chart->report->faults[position];
	int width = chart_text_width(fault->name) + GAP;
	int from = chart_x(chart, fault->start_at);
	int to = chart_x(chart, not_after(fault->clear_at, chart->to_at));
	bool left = to + width > CHART_NOMINAL;
	int begin = left ? from - width : from;
	int lane = 0;
	while (lane < SHARED_LANES && faults->ends[lane] > begin && faults->ends[lane] > 0) {
		lane++;
	}
	if (lane == SHARED_LANES) {
		faults->hidden++;
		return;
	}
	faults->ends[lane] = (left ? to : to + width) + GAP;
	faults->used = lane < faults->used ? faults->used : lane + 1;
	put_fault(chart, position, chart->y + lane * LANE, fault->name, left);
}

static void put_rest(struct chart *chart, struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		if (!faults->drawn[i]) {
			put_shared(chart, faults, i);
		}
	}
	for (int i = 0; i < faults->used; i++) {
		chart_name(chart, "lane", LANE, i == 0 ? label(chart, "other_faults") : "", NULL);
		chart->y += LANE;
	}
	if (faults->hidden > 0) {
		char more[CHART_SUBTITLE];
		(void)snprintf(more, sizeof more, "+%zu: %s", faults->hidden,
			       label(chart, "more_in_table"));
		chart_name(chart, "lane", LANE, "…", more);
		chart->y += LANE;
	}
}

void chart_faults(struct chart *chart)
{
	const struct report *report = chart->report;
	struct faults faults = {.count = report->fault_count};
	size_t lanes = 0;
	if (report->fault_count == 0) {
		return;
	}
	if (faults.count > CHART_STEPS_MAX) {
		faults.hidden = faults.count - CHART_STEPS_MAX;
		faults.count = CHART_STEPS_MAX;
	}
	leave_out(chart, &faults);
	chart_heading(chart, "faults");
	for (int turn = 0; turn < 2; turn++) {
		for (size_t i = 0; i < faults.count && lanes < OWN_LANES; i++) {
			bool cited =
				!faults.drawn[i] && lane_is_cited(report, report->faults[i].name);
			if (!faults.drawn[i] && cited == (turn == 0)) {
				put_own_lane(chart, &faults, i);
				lanes++;
			}
		}
	}
	put_rest(chart, &faults);
}
