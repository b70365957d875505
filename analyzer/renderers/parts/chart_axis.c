// SPDX-License-Identifier: MIT
/*
 * The time axis of the chart: hours, the time beyond the announced end, and the instants that are
 * marked from top to bottom, each with its words above the axis.
 *
 *     ┊Announced start 01:00          │Announced end 07:00     Service back 12:00│
 *     01:00      03:00      05:00     07:00      09:00      11:00
 */
#include "chart.h"

#include <stdlib.h>

enum {
	MARK_LINE = 15,
	AXIS_HEIGHT = 22,
	TICKS_MAX = 12,
	TICKS_LIMIT = 200, /* fine ones included */
};

/* Instants before 1970 are no nights; the name of a day where the civil day begins. */
static void put_tick(const struct chart *chart, timestamp at, bool fine)
{
	enum { EDGE = 18 }; /* half a label */
	char iso[TIMESTAMP_TEXT_SIZE];
	report_iso(chart->report, at, iso);
	iso[16] = '\0'; /* "2023-09-17T02:00" */
	bool midnight = strcmp(iso + 11, "00:00") == 0;
	const char *class = fine ? "tick fine" : (midnight ? "tick day" : "tick");
	const char *text = iso + 11;
	if (midnight) {
		iso[10] = '\0';
		text = iso + 5;
	}
	int x = chart_x(chart, at);
	const char *anchor = x < EDGE ? "start" : (x > CHART_NOMINAL - EDGE ? "end" : "middle");
	chart_text(chart, class, at, 0, chart->y + 15, anchor, text);
}

/* Whole minutes between ticks: as many ticks as the plot has room for. */
static int64_t tick_minutes(const struct chart *chart, int most)
{
	static const int steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 10080};
	int64_t span = (chart->to_at - chart->from_at) / US_PER_MINUTE;
	size_t chosen = 0;
	while (chosen + 1 < sizeof steps / sizeof steps[0] && span / steps[chosen] > most) {
		chosen++;
	}
	return steps[chosen];
}

/* Round times of the local clock; fine ones show when the plot is widened. */
void chart_axis(struct chart *chart)
{
	int64_t coarse_us = tick_minutes(chart, TICKS_MAX) * US_PER_MINUTE;
	int64_t fine_us = tick_minutes(chart, 4 * TICKS_MAX) * US_PER_MINUTE;
	int64_t east_us = (int64_t)report_offset_s(chart->report, chart->from_at) * US_PER_S;
	timestamp at = (chart->from_at + east_us + fine_us - 1) / fine_us * fine_us - east_us;
	for (int i = 0; at <= chart->to_at && i < TICKS_LIMIT; at += fine_us, i++) {
		put_tick(chart, at, (at + east_us) % coarse_us != 0);
	}
	chart->y += AXIS_HEIGHT;
}

void chart_ground(const struct chart *chart)
{
	const struct report *report = chart->report;
	int64_t coarse_us = tick_minutes(chart, TICKS_MAX) * US_PER_MINUTE;
	int64_t east_us = (int64_t)report_offset_s(chart->report, chart->from_at) * US_PER_S;
	timestamp at = (chart->from_at + east_us + coarse_us - 1) / coarse_us * coarse_us - east_us;
	if (report->restored_at > report->window_end_at) {
		chart_rect(chart, "over", report->window_end_at, report->restored_at, chart->head,
			   chart->y - chart->head);
	}
	for (int i = 0; at <= chart->to_at && i < TICKS_LIMIT; at += coarse_us, i++) {
		chart_line(chart, "hour", at, chart->head, at, chart->y);
	}
}

/* "Announced end 09-17 08:00": the year stands in the answer above the chart. */
static void mark_text(const struct chart *chart, const struct chart_mark *mark, char *buffer)
{
	enum { YEAR_SIZE = 5 };
	char clock[TIMESTAMP_TEXT_SIZE];
	report_clock(chart->report, mark->at, clock);
	const char *text = strchr(clock, ' ') == NULL ? clock : clock + YEAR_SIZE;
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s %s",
		       words_label(chart->language, mark->key), text);
}

/* Bold letters are wider by an eighth; a gap of six pixels. */
static int mark_width(const char *text)
{
	int width = chart_text_width(text);
	return width + width / 8 + 6;
}

static void add_mark(const struct chart *chart, struct chart_marks *marks, timestamp at,
		     const char *key, const char *class)
{
	char text[WORDS_SENTENCE_SIZE];
	if (at == TIMESTAMP_NONE || at < chart->from_at || at > chart->to_at ||
	    marks->count == CHART_MARKS_MAX) {
		return;
	}
	struct chart_mark *mark = &marks->items[marks->count++];
	*mark = (struct chart_mark){at, key, class, 0};
	mark_text(chart, mark, text);
	int width = mark_width(text);
	int x = chart_x(chart, at);
	bool left = x + width > CHART_NOMINAL;
	mark->level = chart_level(&marks->levels, left ? x - width : x, width);
}

static int by_time(const void *a, const void *b)
{
	const struct chart_mark *one = a;
	const struct chart_mark *other = b;
	return (one->at > other->at) - (one->at < other->at);
}

void chart_place_marks(struct chart *chart, struct chart_marks *marks)
{
	const struct report *report = chart->report;
	struct chart_marks plain = {.count = 0};
	add_mark(chart, &plain, report->window_start_at, "announced_start", "mark");
	add_mark(chart, &plain, report->window_end_at, "announced_end", "mark end");
	for (size_t i = 0; i < report->extension_count; i++) {
		add_mark(chart, &plain, report->extensions[i].announced_at, "extension_announced",
			 "mark small");
		add_mark(chart, &plain, report->extensions[i].end_at, "extended_end", "mark end");
	}
	add_mark(chart, &plain, report_is_blind(report) ? TIMESTAMP_NONE : report->restored_at,
		 report->censored ? "last_request" : "restoration",
		 report->censored ? "mark end" : "mark back");
	add_mark(chart, &plain, report->announced_at, "work_announced", "mark small");
	qsort(plain.items, plain.count, sizeof plain.items[0], by_time);
	*marks = (struct chart_marks){.count = 0};
	for (size_t i = 0; i < plain.count; i++) {
		add_mark(chart, marks, plain.items[i].at, plain.items[i].key, plain.items[i].class);
	}
	chart->y = marks->levels.used * MARK_LINE + 2;
}

void chart_mark_lines(const struct chart *chart, const struct chart_marks *marks, int from_y,
		      int to_y)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct chart_mark *mark = &marks->items[i];
		int top = mark->level * MARK_LINE + 3;
		chart_line(chart, mark->class, mark->at, from_y > top ? from_y : top, mark->at,
			   to_y);
	}
}

void chart_mark_texts(const struct chart *chart, const struct chart_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct chart_mark *mark = &marks->items[i];
		char text[WORDS_SENTENCE_SIZE];
		mark_text(chart, mark, text);
		bool left = chart_x(chart, mark->at) + mark_width(text) > CHART_NOMINAL;
		chart_text(chart, mark->class, mark->at, left ? -4 : 4,
			   mark->level * MARK_LINE + 12, left ? "end" : "start", text);
	}
}
