// SPDX-License-Identifier: MIT
/* Axis, marks and legend; the parts between them draw themselves. */
#include "night_chart.h"

#include "chart.h"
#include "html_text.h"

#include <stdlib.h>

enum {
	MARK_LINE = 15,
	AXIS_HEIGHT = 22,
	MARKS_MAX = 24,
	TICKS_MAX = 12,
	TICKS_LIMIT = 200,  /* fine ones included */
	PRINT_WIDTH = 706,  /* pixels of A4 between its margins */
	PRINT_HEIGHT = 960, /* what one page holds beside the heading */
	PRINT_REST = 590,   /* what the first page holds below the answer */
	PRINT_NAMES = 150,  /* the style sheet's width of the names in print */
	PER_MILLE = 1000,
};

struct mark {
	timestamp at;
	const char *key, *class;
	int level;
};

struct marks {
	struct mark items[MARKS_MAX];
	size_t count;
	struct chart_levels levels;
};

static timestamp later(timestamp a, timestamp b)
{
	return a > b ? a : b;
}

/* From the announced start, or earlier work, to the last that happened, with a margin. */
static void find_range(struct chart *chart)
{
	const struct report *report = chart->report;
	timestamp first_at = report->window_start_at;
	timestamp last_at = later(report->window_end_at, report->restored_at);
	for (size_t i = 0; i < report->extension_count; i++) {
		last_at = later(last_at, report->extensions[i].end_at);
	}
	if (report->announced_at < last_at + (last_at - first_at) / 4) {
		last_at = later(last_at, report->announced_at);
	}
	for (size_t i = 0; i < report->step_count; i++) {
		const struct report_step *step = &report->steps[i];
		last_at = step->planned ? later(last_at, step->plan_end_at) : last_at;
		for (size_t j = 0; j < step->attempt_count; j++) {
			last_at = later(last_at, step->attempts[j].end_at);
			if (step->attempts[j].start_at < first_at) {
				first_at = step->attempts[j].start_at;
			}
		}
	}
	timestamp earliest_at = report->window_start_at - (last_at - report->window_start_at) / 4;
	first_at = later(first_at, earliest_at);
	int64_t margin_us = (last_at - first_at) / 40;
	chart->from_at = (first_at - margin_us) / US_PER_MINUTE * US_PER_MINUTE;
	chart->to_at = (last_at + margin_us) / US_PER_MINUTE * US_PER_MINUTE;
}

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
	chart_line(chart, class, at, chart->y, at, chart->y);
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
static void put_axis(struct chart *chart)
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

/* Behind everything: hours, and the time beyond the announced end. */
static void put_ground(const struct chart *chart, int top)
{
	const struct report *report = chart->report;
	int64_t coarse_us = tick_minutes(chart, TICKS_MAX) * US_PER_MINUTE;
	int64_t east_us = (int64_t)report_offset_s(chart->report, chart->from_at) * US_PER_S;
	timestamp at = (chart->from_at + east_us + coarse_us - 1) / coarse_us * coarse_us - east_us;
	if (report->restored_at > report->window_end_at) {
		(void)fputs("<rect class=\"over\"", chart->out);
		chart_put_x(chart, "x", report->window_end_at);
		__extension__ __int128 share = report->restored_at - report->window_end_at;
		int64_t width = (int64_t)(share * 100000 / (chart->to_at - chart->from_at));
		(void)fprintf(chart->out, " width=\"%lld.%03lld%%\" y=\"%d\" height=\"100%%\"/>\n",
			      (long long)(width / 1000), (long long)(width % 1000), top);
	}
	for (int i = 0; at <= chart->to_at && i < TICKS_LIMIT; at += coarse_us, i++) {
		(void)fputs("<line class=\"hour\"", chart->out);
		chart_put_x(chart, "x1", at);
		chart_put_x(chart, "x2", at);
		(void)fprintf(chart->out, " y1=\"%d\" y2=\"100%%\"/>\n", top);
	}
}

static void mark_text(const struct chart *chart, const struct mark *mark, char *buffer)
{
	char clock[TIMESTAMP_TEXT_SIZE];
	report_clock(chart->report, mark->at, clock);
	(void)snprintf(buffer, WORDS_SENTENCE_SIZE, "%s %s",
		       words_label(chart->language, mark->key), clock);
}

static void add_mark(const struct chart *chart, struct marks *marks, timestamp at, const char *key,
		     const char *class)
{
	char text[WORDS_SENTENCE_SIZE];
	if (at == TIMESTAMP_NONE || at < chart->from_at || at > chart->to_at ||
	    marks->count == MARKS_MAX) {
		return;
	}
	struct mark *mark = &marks->items[marks->count++];
	*mark = (struct mark){at, key, class, 0};
	mark_text(chart, mark, text);
	int width = chart_text_width(text) + 6;
	int x = chart_x(chart, at);
	bool left = x + width > CHART_NOMINAL;
	mark->level = chart_level(&marks->levels, left ? x - width : x, width);
}

static int by_time(const void *a, const void *b)
{
	const struct mark *one = a;
	const struct mark *other = b;
	return (one->at > other->at) - (one->at < other->at);
}

static void place_marks(const struct chart *chart, struct marks *marks)
{
	const struct report *report = chart->report;
	struct marks plain = {.count = 0};
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
	*marks = (struct marks){.count = 0};
	for (size_t i = 0; i < plain.count; i++) {
		add_mark(chart, marks, plain.items[i].at, plain.items[i].key, plain.items[i].class);
	}
}

static void put_marks(const struct chart *chart, const struct marks *marks)
{
	for (size_t i = 0; i < marks->count; i++) {
		const struct mark *mark = &marks->items[i];
		char text[WORDS_SENTENCE_SIZE];
		mark_text(chart, mark, text);
		int y = mark->level * MARK_LINE + 12;
		bool left = chart_x(chart, mark->at) + chart_text_width(text) + 6 > CHART_NOMINAL;
		(void)fprintf(chart->out, "<line class=\"%s\"", mark->class);
		chart_put_x(chart, "x1", mark->at);
		chart_put_x(chart, "x2", mark->at);
		(void)fprintf(chart->out, " y1=\"%d\" y2=\"100%%\"/>\n", y - 9);
		chart_text(chart, mark->class, mark->at, left ? -4 : 4, y, left ? "end" : "start",
			   text);
	}
}

/* The rows of the chart into `body`; their names are kept. */
static void draw(struct chart *chart)
{
	struct marks marks;
	place_marks(chart, &marks);
	chart->y = marks.levels.used * MARK_LINE + 2;
	put_ground(chart, chart->y + AXIS_HEIGHT);
	put_axis(chart);
	chart_steps(chart);
	chart_faults(chart);
	chart_approvals(chart);
	chart_roles(chart);
	chart_counts(chart);
	put_axis(chart);
	put_marks(chart, &marks);
}

static void put_names(FILE *out, const struct chart *chart)
{
	(void)fprintf(out, "<div class=\"names\" aria-hidden=\"true\" style=\"height:%dpx\">\n",
		      chart->y);
	for (size_t i = 0; i < chart->name_count; i++) {
		const struct chart_name *name = &chart->names[i];
		(void)fprintf(out, "<div class=\"%s\" style=\"top:%dpx;height:%dpx\"><b>",
			      name->class, name->y, name->height);
		html_put_text(out, name->title);
		(void)fputs("</b>", out);
		if (name->subtitle[0] != '\0') {
			(void)fputs(" <span>", out);
			html_put_text(out, name->subtitle);
			(void)fputs("</span>", out);
		}
		(void)fputs("</div>\n", out);
	}
	(void)fputs("</div>\n", out);
}

static void put_legend(FILE *out, const struct chart *chart)
{
	static const char *const keys[] = {"plan",    "as_built",   "waiting_key", "path",
					   "latent",  "unanswered", "repair",      "due",
					   "present", "acts"};
	(void)fputs("<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		(void)fprintf(out, "<li data-cause=\"%s\"><i class=\"k-%s\"></i>",
			      html_cause_class(i), html_cause_class(i));
		html_put_text(out, words_cause(chart->language, chart->report->causes[i].name));
		(void)fputs("</li>\n", out);
	}
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		(void)fprintf(out, "<li><i class=\"k-%s\"></i>", keys[i]);
		html_put_text(out, words_label(chart->language, keys[i]));
		(void)fputs("</li>\n", out);
	}
	(void)fputs("</ul>\n", out);
}

/*
 * How much the figure shrinks on paper: to the page's width, and to its height; to what is left of
 * the first page if its texts stay legible.
 */
static int print_per_mille(const struct chart *chart)
{
	enum { LEGIBLE = 640 };
	int wide = PRINT_WIDTH * PER_MILLE / (CHART_NOMINAL + PRINT_NAMES);
	int high = PRINT_HEIGHT * PER_MILLE / chart->y;
	int rest = PRINT_REST * PER_MILLE / chart->y;
	if (rest >= LEGIBLE && rest < wide) {
		return rest;
	}
	return wide < high ? wide : high;
}

/* Where the local clock is put forward or back, to the second; the end when it is not. */
static timestamp clock_change(const struct chart *chart)
{
	timestamp before_at = chart->from_at;
	timestamp after_at = chart->to_at;
	int32_t east_s = report_offset_s(chart->report, before_at);
	if (report_offset_s(chart->report, after_at) == east_s) {
		return after_at;
	}
	while (after_at - before_at > US_PER_S) {
		timestamp middle_at = before_at + (after_at - before_at) / 2;
		if (report_offset_s(chart->report, middle_at) == east_s) {
			before_at = middle_at;
		} else {
			after_at = middle_at;
		}
	}
	return after_at;
}

static void put_figure(FILE *out, const struct chart *chart, const char *drawing)
{
	int fit = print_per_mille(chart);
	(void)fprintf(out,
		      "<div class=\"chart%s\" style=\"--fit:0.%03d\">\n<div class=\"plot\" "
		      "tabindex=\"0\" role=\"region\" aria-label=\"",
		      chart->dense ? " dense" : "", fit < PER_MILLE ? fit : PER_MILLE - 1);
	html_put_text(out, words_label(chart->language, "night"));
	(void)fprintf(out,
		      "\">\n<svg class=\"night\" height=\"%d\" role=\"group\" aria-labelledby="
		      "\"night-text\" data-from=\"%lld\" data-to=\"%lld\" data-east=\"%lld\" "
		      "data-change=\"%lld\" data-then=\"%lld\">\n",
		      chart->y, (long long)(chart->from_at / US_PER_S),
		      (long long)(chart->to_at / US_PER_S),
		      (long long)report_offset_s(chart->report, chart->from_at),
		      (long long)(clock_change(chart) / US_PER_S),
		      (long long)report_offset_s(chart->report, chart->to_at));
	(void)fputs("<defs><pattern id=\"unknown\" width=\"6\" height=\"6\" "
		    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		    "<rect class=\"unknown-ground\" width=\"6\" height=\"6\"/>"
		    "<rect class=\"unknown-line\" width=\"2\" height=\"6\"/></pattern>"
		    "<pattern id=\"hidden\" width=\"4\" height=\"4\" "
		    "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		    "<rect class=\"hidden-line\" width=\"1.6\" height=\"4\"/></pattern></defs>\n",
		    out);
	(void)fputs(drawing, out);
	(void)fputs("</svg>\n</div>\n", out);
	put_names(out, chart);
	(void)fputs("</div>\n", out);
}

void night_chart(FILE *out, const struct report *report, enum language language)
{
	char *drawing = NULL;
	size_t size = 0;
	struct chart *chart = calloc(1, sizeof *chart);
	FILE *memory = chart == NULL ? NULL : open_memstream(&drawing, &size);
	if (memory == NULL) {
		free(chart);
		return;
	}
	chart->out = memory;
	chart->report = report;
	chart->language = language;
	find_range(chart);
	bool shown = chart->to_at > chart->from_at;
	if (shown) {
		draw(chart);
	}
	if (fclose(memory) == 0 && shown) {
		put_legend(out, chart);
		put_figure(out, chart, drawing);
		(void)fputs("<script type=\"application/json\" id=\"counts\">", out);
		chart_put_counts(chart, out);
		(void)fputs("</script>\n", out);
	}
	free(drawing);
	free(chart);
}
