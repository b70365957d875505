// SPDX-License-Identifier: MIT
/* Drawn in user units of a fixed width; x in tenths, so that integers are fine enough. */
#include "night_chart.h"

#include "characters.h"
#include "html_text.h"

enum {
	CHART_WIDTH = 1000,
	CHART_GUTTER = 150, /* for the names of rows */
	CHART_RIGHT = 20,
	CHART_TOP = 42, /* for the names of the marks */
	STEP_HEIGHT = 30,
	PLAN_HEIGHT = 6,
	BAR_HEIGHT = 12,
	LANE_HEIGHT = 18,
	REQUESTS_HEIGHT = 90,
	REQUEST_COLUMNS = 800, /* as many as can be told apart */
	TICKS_MAX = 14,
	NAME_COLUMNS = 20,    /* of a row's name; what is longer is cut, the tables have it whole */
	LANES_MAX = 32,       /* of faults, and of roles; the table has all */
	CHART_ROWS_MAX = 400, /* steps and faults shown; a plan has some dozens */
};

struct chart {
	FILE *out;
	const struct report *report;
	enum language language;
	timestamp from_at, to_at;
	int y; /* of the next row */
};

static timestamp later(timestamp a, timestamp b)
{
	return a > b ? a : b;
}

/* In tenths of a unit; what lies outside the chart is at its edge. */
static int64_t x_of(const struct chart *chart, timestamp at)
{
	timestamp inside =
		at < chart->from_at ? chart->from_at : (at > chart->to_at ? chart->to_at : at);
	__extension__ __int128 width = (CHART_WIDTH - CHART_GUTTER - CHART_RIGHT) * 10;
	return CHART_GUTTER * 10 +
	       (int64_t)((inside - chart->from_at) * width / (chart->to_at - chart->from_at));
}

static void put_rect(const struct chart *chart, const char *class, timestamp from_at,
		     timestamp to_at, int y, int height)
{
	int64_t x = x_of(chart, from_at);
	int64_t width = x_of(chart, to_at) - x;
	width = width < 5 ? 5 : width;
	(void)fprintf(chart->out,
		      "<rect class=\"%s\" x=\"%lld.%lld\" y=\"%d\" width=\"%lld.%lld\" "
		      "height=\"%d\"/>\n",
		      class, (long long)(x / 10), (long long)(x % 10), y, (long long)(width / 10),
		      (long long)(width % 10), height);
}

static void put_line(const struct chart *chart, const char *class, timestamp from_at, int y,
		     timestamp to_at, int to_y)
{
	int64_t x = x_of(chart, from_at);
	int64_t to_x = x_of(chart, to_at);
	(void)fprintf(
		chart->out,
		"<line class=\"%s\" x1=\"%lld.%lld\" y1=\"%d\" x2=\"%lld.%lld\" y2=\"%d\"/>\n",
		class, (long long)(x / 10), (long long)(x % 10), y, (long long)(to_x / 10),
		(long long)(to_x % 10), to_y);
}

static void put_label(const struct chart *chart, const char *class, int64_t x, int y,
		      const char *anchor, const char *text)
{
	(void)fprintf(chart->out, "<text class=\"%s\" x=\"%lld\" y=\"%d\" text-anchor=\"%s\">",
		      class, (long long)x, y, anchor);
	html_put_text(chart->out, text);
	(void)fputs("</text>\n", chart->out);
}

static void put_row_name(const struct chart *chart, const char *text, int y)
{
	char name[4 * NAME_COLUMNS + sizeof "…"];
	struct slice rest = slice_from(text);
	int width = 0;
	while (rest.size > 0 && width <= NAME_COLUMNS) {
		width += character_width(characters_next(&rest));
	}
	size_t size = strlen(text) - rest.size;
	bool cut = rest.size > 0 || size > 4 * NAME_COLUMNS;
	while (cut && size > 4 * NAME_COLUMNS) {
		size--;
	}
	(void)snprintf(name, sizeof name, "%.*s%s", (int)size, text, cut ? "…" : "");
	put_label(chart, "", CHART_GUTTER - 8, y, "end", name);
}

static bool same_step(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* One span of the path; causes that hold together share its height. */
static void put_span(const struct chart *chart, const struct report_span *span, int y)
{
	int count = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		count += span->causes[i] ? 1 : 0;
	}
	(void)fputs("<g>", chart->out);
	if (span->lost) {
		char text[WORDS_SENTENCE_SIZE];
		words_span(chart->language, chart->report, span, text);
		(void)fputs("<title>", chart->out);
		html_put_text(chart->out, text);
		(void)fputs("</title>\n", chart->out);
	}
	if (!span->lost || count == 0) {
		put_rect(chart, "planned", span->from_at, span->to_at, y, BAR_HEIGHT);
	}
	for (size_t i = 0, drawn = 0; span->lost && i < CAUSE_COUNT; i++) {
		if (span->causes[i]) {
			put_rect(chart, html_cause_class(i), span->from_at, span->to_at,
				 y + (int)drawn * BAR_HEIGHT / count, BAR_HEIGHT / count);
			drawn++;
		}
	}
	put_line(chart, "path", span->from_at, y + BAR_HEIGHT + 2, span->to_at, y + BAR_HEIGHT + 2);
	(void)fputs("</g>\n", chart->out);
}

static void put_step(struct chart *chart, const struct report_step *step)
{
	int bar_y = chart->y + PLAN_HEIGHT + 3;
	put_row_name(chart, step->step, chart->y + STEP_HEIGHT / 2 + 2);
	if (step->planned) {
		put_rect(chart, "plan", step->plan_start_at, step->plan_end_at, chart->y,
			 PLAN_HEIGHT);
	}
	for (size_t i = 0; i < step->attempt_count; i++) {
		put_rect(chart, "beside", step->attempts[i].start_at, step->attempts[i].end_at,
			 bar_y, BAR_HEIGHT);
	}
	for (size_t i = 0; i < chart->report->path_count; i++) {
		if (same_step(chart->report->path[i].step, step->step)) {
			put_span(chart, &chart->report->path[i], bar_y);
		}
	}
	chart->y += STEP_HEIGHT;
}

/* After the last step, before service is back. */
static void put_tail(struct chart *chart)
{
	bool any = false;
	for (size_t i = 0; i < chart->report->path_count; i++) {
		if (chart->report->path[i].step == NULL) {
			put_span(chart, &chart->report->path[i], chart->y + PLAN_HEIGHT + 3);
			any = true;
		}
	}
	if (any) {
		put_row_name(chart, "–", chart->y + STEP_HEIGHT / 2 + 2);
		chart->y += STEP_HEIGHT;
	}
}

/* Faults of one name share a lane, which the first of them opens. */
static bool opens_lane(const struct report *report, size_t fault)
{
	for (size_t i = 0; i < fault; i++) {
		if (strcmp(report->faults[i].name, report->faults[fault].name) == 0) {
			return false;
		}
	}
	return true;
}

static size_t count_lanes(const struct report *report)
{
	size_t count = 0;
	for (size_t i = 0; i < report->fault_count && i < CHART_ROWS_MAX; i++) {
		count += opens_lane(report, i) ? 1 : 0;
	}
	return count < LANES_MAX ? count : LANES_MAX;
}

static void put_fault_lane(struct chart *chart, size_t first)
{
	const struct report *report = chart->report;
	put_row_name(chart, report->faults[first].name, chart->y + 11);
	for (size_t i = first; i < report->fault_count && i < CHART_ROWS_MAX; i++) {
		const struct report_fault *fault = &report->faults[i];
		if (strcmp(fault->name, report->faults[first].name) == 0) {
			put_rect(chart, "bad", fault->start_at, fault->clear_at, chart->y + 3, 8);
		}
	}
	chart->y += LANE_HEIGHT;
}

static void put_lanes(struct chart *chart)
{
	const struct report *report = chart->report;
	size_t lanes = 0;
	for (size_t i = 0; i < report->fault_count && i < CHART_ROWS_MAX && lanes < LANES_MAX;
	     i++) {
		if (opens_lane(report, i)) {
			put_fault_lane(chart, i);
			lanes++;
		}
	}
	for (size_t i = 0; i < report->presence_count && i < LANES_MAX; i++) {
		const struct report_presence *presence = &report->presences[i];
		bool present = presence->present_at != TIMESTAMP_NONE;
		timestamp until_at =
			present ? later(presence->present_at, presence->due_at) : chart->to_at;
		put_row_name(chart, presence->role, chart->y + 11);
		put_line(chart, "due", presence->due_at, chart->y + 7, until_at, chart->y + 7);
		if (present) {
			int64_t x = x_of(chart, presence->present_at);
			(void)fprintf(
				chart->out,
				"<circle class=\"good\" cx=\"%lld.%lld\" cy=\"%d\" r=\"4\"/>\n",
				(long long)(x / 10), (long long)(x % 10), chart->y + 7);
		}
		chart->y += LANE_HEIGHT;
	}
}

/* Requests by stretches of whole minutes, as many minutes each as the chart is too narrow for. */
struct columns {
	int64_t success[REQUEST_COLUMNS], failure[REQUEST_COLUMNS];
	int64_t greatest;
	int64_t width_us;
	size_t count;
};

static void count_requests(const struct chart *chart, struct columns *columns)
{
	int64_t minutes = (chart->to_at - chart->from_at + US_PER_MINUTE - 1) / US_PER_MINUTE;
	int64_t each = (minutes + REQUEST_COLUMNS - 1) / REQUEST_COLUMNS;
	*columns = (struct columns){.greatest = 1,
				    .width_us = each * US_PER_MINUTE,
				    .count = (size_t)((minutes + each - 1) / each)};
	for (size_t i = 0; i < chart->report->minute_count; i++) {
		const struct report_minute *minute = &chart->report->minutes[i];
		if (minute->at < chart->from_at || minute->at >= chart->to_at) {
			continue;
		}
		size_t column = (size_t)((minute->at - chart->from_at) / columns->width_us);
		columns->success[column] += minute->success;
		columns->failure[column] += minute->failure;
		int64_t sum = columns->success[column] + columns->failure[column];
		columns->greatest = sum > columns->greatest ? sum : columns->greatest;
	}
}

/* Failures stand at the bottom, successes on top of them. */
static void put_requests(struct chart *chart)
{
	struct columns columns;
	count_requests(chart, &columns);
	put_row_name(chart, words_label(chart->language, "requests"), chart->y + 12);
	put_label(chart, "soft", CHART_GUTTER - 8, chart->y + 28, "end",
		  words_label(chart->language, "success"));
	put_label(chart, "soft", CHART_GUTTER - 8, chart->y + REQUESTS_HEIGHT, "end",
		  words_label(chart->language, "failure"));
	int bottom = chart->y + REQUESTS_HEIGHT;
	for (int part = 0; part < 2; part++) {
		(void)fprintf(chart->out, "<path class=\"%s\" d=\"", part == 0 ? "bad" : "good");
		for (size_t i = 0; i < columns.count; i++) {
			int64_t failed = columns.failure[i] * REQUESTS_HEIGHT / columns.greatest;
			int64_t sum = (columns.failure[i] + columns.success[i]) * REQUESTS_HEIGHT /
				      columns.greatest;
			timestamp at = chart->from_at + (int64_t)i * columns.width_us;
			int64_t x = x_of(chart, at);
			int64_t width = x_of(chart, at + columns.width_us) - x;
			int64_t height = part == 0 ? failed : sum - failed;
			if (height > 0) {
				(void)fprintf(chart->out, "M%lld.%lld %lldv-%lldh%lld.%lldv%lldz",
					      (long long)(x / 10), (long long)(x % 10),
					      (long long)(part == 0 ? bottom : bottom - failed),
					      (long long)height, (long long)(width / 10),
					      (long long)(width % 10), (long long)height);
			}
		}
		(void)fputs("\"/>\n", chart->out);
	}
	chart->y += REQUESTS_HEIGHT + 6;
}

/* Hours, or what keeps the ticks apart, at round times of the local clock. */
static void put_axis(const struct chart *chart, int bottom)
{
	static const int steps[] = {1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 10080};
	int64_t span = (chart->to_at - chart->from_at) / US_PER_MINUTE;
	size_t chosen = 0;
	while (chosen + 1 < sizeof steps / sizeof steps[0] && span / steps[chosen] > TICKS_MAX) {
		chosen++;
	}
	int64_t step_us = (int64_t)steps[chosen] * US_PER_MINUTE;
	int64_t east_us = (int64_t)report_offset_s(chart->report, chart->from_at) * US_PER_S;
	timestamp at = (chart->from_at + east_us + step_us - 1) / step_us * step_us - east_us;
	for (int i = 0; at <= chart->to_at && i < 4 * TICKS_MAX; at += step_us, i++) {
		char iso[TIMESTAMP_TEXT_SIZE];
		report_iso(chart->report, at, iso);
		iso[16] = '\0'; /* "2023-09-17T02:00" */
		put_line(chart, "tick", at, CHART_TOP - 4, at, bottom);
		put_label(chart, "soft", x_of(chart, at) / 10, bottom + 14, "middle", iso + 11);
	}
}

static void put_mark(const struct chart *chart, timestamp at, const char *key, int y, int bottom)
{
	char clock[TIMESTAMP_TEXT_SIZE];
	char text[WORDS_SENTENCE_SIZE];
	if (at == TIMESTAMP_NONE) {
		return;
	}
	report_clock(chart->report, at, clock);
	(void)snprintf(text, sizeof text, "%s %s", words_label(chart->language, key), clock);
	put_line(chart, "mark", at, y + 3, at, bottom);
	int64_t x = x_of(chart, at) / 10;
	bool right = x > CHART_WIDTH * 3 / 4;
	put_label(chart, "", right ? x + 4 : x - 2, y, right ? "end" : "start", text);
}

static int chart_height(const struct report *report)
{
	size_t lanes = count_lanes(report);
	lanes += report->presence_count < LANES_MAX ? report->presence_count : LANES_MAX;
	size_t steps = report->step_count < CHART_ROWS_MAX ? report->step_count : CHART_ROWS_MAX;
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].step == NULL) {
			steps++; /* the tail's row */
			break;
		}
	}
	return CHART_TOP + (int)steps * STEP_HEIGHT + (int)lanes * LANE_HEIGHT +
	       (report->minute_count > 0 ? REQUESTS_HEIGHT + 6 : 0);
}

static timestamp last_instant(const struct report *report)
{
	timestamp last_at = later(report->window_end_at, report->restored_at);
	for (size_t i = 0; i < report->step_count; i++) {
		const struct report_step *step = &report->steps[i];
		last_at = later(last_at, step->plan_end_at);
		for (size_t j = 0; j < step->attempt_count; j++) {
			last_at = later(last_at, step->attempts[j].end_at);
		}
	}
	return last_at + (last_at - report->window_start_at) / 40;
}

void night_chart(FILE *out, const struct report *report, enum language language)
{
	struct chart chart = {
		out, report, language, report->window_start_at, last_instant(report), CHART_TOP};
	int bottom = chart_height(report);
	if (chart.to_at <= chart.from_at) {
		return;
	}
	(void)fprintf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", CHART_WIDTH,
		      bottom + 24);
	html_put_text(out, words_label(language, "night"));
	(void)fputs("\">\n", out);
	put_axis(&chart, bottom);
	for (size_t i = 0; i < report->step_count && i < CHART_ROWS_MAX; i++) {
		put_step(&chart, &report->steps[i]);
	}
	put_tail(&chart);
	put_lanes(&chart);
	if (report->minute_count > 0) {
		put_requests(&chart);
	}
	put_mark(&chart, report->window_end_at, "announced_end", 14, bottom);
	put_mark(&chart, report->restored_at, "restoration", 30, bottom);
	(void)fputs("</svg>\n", out);
}
