// SPDX-License-Identifier: MIT
/*
 * The chart as a figure: legend, names beside the drawing, and the same on paper.
 *
 * On paper the figure fills what the answer leaves of the first page. One that would not be legible
 * so is cut between rows into sheets, each under the same head; they show parts of the one drawing,
 * which is written once.
 */
#include "night_chart.h"

#include "chart.h"
#include "html_text.h"

#include <stdlib.h>

enum {
	PRINT_WIDTH = 706,   /* pixels of A4 between its margins */
	PRINT_HEIGHT = 945,  /* what one page holds beside the heading */
	PRINT_REST = 566,    /* what the first page holds below the answer */
	PRINT_NAMES = 150,   /* the style sheet's width of the names in print */
	PRINT_LEGIBLE = 620, /* per mille; the chart's letters of 11 pixels are 7 then */
	PER_MILLE = 1000,
};

static timestamp later(timestamp a, timestamp b)
{
	return a > b ? a : b;
}

/* So far that the attempts of a step are within. */
static void stretch_to(const struct report_step *step, timestamp *first_at, timestamp *last_at)
{
	for (size_t i = 0; i < step->attempt_count; i++) {
		*last_at = later(*last_at, step->attempts[i].end_at);
		if (step->attempts[i].start_at < *first_at) {
			*first_at = step->attempts[i].start_at;
		}
	}
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
	}
	timestamp earliest_at = first_at - (last_at - first_at) / 4;
	timestamp latest_at = last_at + (last_at - first_at) / 2;
	for (size_t i = 0; i < report->step_count; i++) {
		stretch_to(&report->steps[i], &first_at, &last_at);
	}
	first_at = later(first_at, earliest_at);
	last_at = last_at < latest_at ? last_at : latest_at;
	int64_t margin_us = (last_at - first_at) / 40;
	chart->from_at = (first_at - margin_us) / US_PER_MINUTE * US_PER_MINUTE;
	chart->to_at = (last_at + margin_us) / US_PER_MINUTE * US_PER_MINUTE;
}

/* Steps and lanes. */
static void draw_rows(struct chart *chart)
{
	chart_steps(chart);
	chart_faults(chart);
	chart_approvals(chart);
	chart_roles(chart);
}

/* What `draw_part` draws, as text that the caller frees; NULL without memory. */
static char *drawn(struct chart *chart, void (*draw_part)(struct chart *chart))
{
	char *drawing = NULL;
	size_t size = 0;
	FILE *out = chart->out;
	chart->out = open_memstream(&drawing, &size);
	if (chart->out != NULL) {
		draw_part(chart);
		if (fclose(chart->out) != 0) {
			free(drawing);
			drawing = NULL;
		}
	}
	chart->out = out;
	return drawing;
}

/*
 * The ground and the lines of marks lie behind the bars, and are as high as all of them; the times
 * of both axes stand in front of the lines.
 */
static void draw(struct chart *chart)
{
	struct chart_marks marks;
	chart_place_marks(chart, &marks);
	char *axis = drawn(chart, chart_axis);
	chart->head = chart->y;
	char *rows = drawn(chart, draw_rows);
	int counts_y = chart->y;
	char *counts = drawn(chart, chart_counts);
	chart_ground(chart);
	chart_mark_lines(chart, &marks, 0, counts_y);
	(void)fputs(rows == NULL ? "" : rows, chart->out);
	(void)fputs(counts == NULL ? "" : counts, chart->out);
	chart_mark_lines(chart, &marks, counts_y, chart->y);
	(void)fputs(axis == NULL ? "" : axis, chart->out);
	chart_axis(chart);
	chart_mark_texts(chart, &marks);
	free(axis);
	free(rows);
	free(counts);
}

/* Those of the rows from `from_y` to `to_y`, under a head of `head` pixels. */
static void put_names(FILE *out, const struct chart *chart, int from_y, int to_y, int head)
{
	(void)fprintf(out, "<div class=\"names\" aria-hidden=\"true\" style=\"height:%dpx\">\n",
		      to_y - from_y + head);
	for (size_t i = 0; i < chart->name_count; i++) {
		const struct chart_name *name = &chart->names[i];
		if (name->y < from_y || name->y >= to_y) {
			continue;
		}
		(void)fprintf(out, "<div class=\"%s\" style=\"top:%dpx;height:%dpx\"><b>",
			      name->class, name->y - from_y + head, name->height);
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

static void put_key(FILE *out, const struct chart *chart, const char *key)
{
	(void)fprintf(out, "<li><i class=\"k-%s\"></i>", key);
	html_put_text(out, words_label(chart->language, key));
	(void)fputs("</li>\n", out);
}

static bool has_lost(const struct report *report, size_t cause)
{
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].lost && report->path[i].causes[cause]) {
			return true;
		}
	}
	return false;
}

/* Only of what a night has. */
static void put_legend(FILE *out, const struct chart *chart)
{
	const struct report *report = chart->report;
	const struct {
		const char *key;
		bool shown;
	} keys[] = {
		{"plan", report->step_count > 0},
		{"as_built", report_has_attempts(report)},
		{"waiting_key", report_has_attempts(report)},
		{"path", report->path_count > 0},
		{"latent", report->fault_count > 0},
		{"unanswered", report->fault_count > 0},
		{"repair", report->fault_count > 0},
		{"repair_waits", report->wait_count > 0},
		{"due", report->presence_count > 0},
		{"present", report->presence_count > 0},
		{"acts", report->act_count > 0},
		{"volume", report->traffic_count > 0},
		{"failed_requests", report->traffic_count > 0},
		{"success_rate", report->traffic_count > 0},
	};
	(void)fputs("<ul class=\"legend\">\n", out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (!has_lost(report, i)) {
			continue;
		}
		(void)fprintf(out, "<li><span data-cause=\"%s\"><i class=\"k-%s\"></i>",
			      html_cause_class(i), html_cause_class(i));
		html_put_text(out, words_cause(chart->language, report->causes[i].name));
		(void)fputs("</span></li>\n", out);
	}
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (keys[i].shown) {
			put_key(out, chart, keys[i].key);
		}
	}
	(void)fputs("</ul>\n", out);
}

static int print_wide(void)
{
	return PRINT_WIDTH * PER_MILLE / (CHART_NOMINAL + PRINT_NAMES);
}

/* The last row boundary that is not below `limit`; at least one row is taken. */
static int find_cut(const struct chart *chart, int from_y, int limit)
{
	int cut = chart->y;
	for (size_t i = chart->name_count; i > 0 && cut > limit; i--) {
		bool heading = strcmp(chart->names[i - 1].class, "head") == 0;
		bool headed = i > 1 && strcmp(chart->names[i - 2].class, "head") == 0;
		if (chart->names[i - 1].y > from_y && (heading || !headed)) {
			cut = chart->names[i - 1].y;
		}
	}
	return cut;
}

/* The head of the drawing, and the rows from `from_y` to `to_y` below it. */
static void put_sheet(FILE *out, const struct chart *chart, int from_y, int to_y)
{
	int rows = to_y - from_y;
	(void)fprintf(out,
		      "<div class=\"sheet\">\n<div class=\"plot\"><svg class=\"night\" "
		      "height=\"%d\"><svg width=\"100%%\" height=\"%d\"><use "
		      "href=\"#drawing\"/></svg><svg y=\"%d\" width=\"100%%\" height=\"%d\">"
		      "<use href=\"#drawing\" y=\"-%d\"/></svg></svg></div>\n",
		      chart->head + rows, chart->head, chart->head, rows, from_y);
	put_names(out, chart, from_y, to_y, chart->head);
	(void)fputs("</div>\n", out);
}

/* The first sheet fills what the answer leaves of the first page. */
static void put_sheets(FILE *out, const struct chart *chart)
{
	int page = PRINT_REST * PER_MILLE / print_wide() - chart->head;
	(void)fprintf(out, "<div class=\"sheets\" aria-hidden=\"true\" style=\"--fit:0.%03d\">\n",
		      print_wide());
	for (int from_y = chart->head; from_y < chart->y;) {
		int to_y = find_cut(chart, from_y, from_y + page);
		put_sheet(out, chart, from_y, to_y);
		page = PRINT_HEIGHT * PER_MILLE / print_wide() - chart->head;
		from_y = to_y;
	}
	(void)fputs("</div>\n", out);
}

/*
 * How much the figure shrinks on paper: to the page's width, and to what is left of the first page
 * if its texts stay legible.
 */
static int print_per_mille(const struct chart *chart)
{
	int wide = print_wide();
	int rest = PRINT_REST * PER_MILLE / chart->y;
	return rest >= PRINT_LEGIBLE && rest < wide ? rest : wide;
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

/* In a drawing of their own: what is not displayed lends no pattern to the sheets. */
static void put_patterns(FILE *out)
{
	(void)fputs(
		"<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
		"<pattern id=\"unknown\" width=\"6\" height=\"6\" "
		"patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		"<rect class=\"unknown-ground\" width=\"6\" height=\"6\"/>"
		"<rect class=\"unknown-line\" width=\"2\" height=\"6\"/></pattern>"
		"<pattern id=\"hidden\" width=\"4\" height=\"4\" "
		"patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
		"<rect class=\"hidden-line\" width=\"1.6\" height=\"4\"/></pattern></defs></svg>\n",
		out);
}

static void put_figure(FILE *out, const struct chart *chart, const char *drawing)
{
	int fit = print_per_mille(chart);
	bool split = fit * chart->y > PRINT_REST * PER_MILLE;
	(void)fprintf(out,
		      "<div class=\"chart%s%s\" style=\"--fit:0.%03d\">\n<div class=\"plot\" "
		      "tabindex=\"0\" role=\"region\" aria-label=\"",
		      chart->dense ? " dense" : "", split ? " split" : "",
		      fit < PER_MILLE ? fit : PER_MILLE - 1);
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
	(void)fputs("<g id=\"drawing\" class=\"drawing\">\n", out);
	(void)fputs(drawing, out);
	(void)fputs("</g>\n</svg>\n</div>\n", out);
	put_names(out, chart, 0, chart->y, 0);
	(void)fputs("</div>\n", out);
	if (split) {
		put_sheets(out, chart);
	}
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
		put_patterns(out);
		put_figure(out, chart, drawing);
		(void)fputs("<script type=\"application/json\" id=\"counts\">", out);
		chart_put_counts(chart, out);
		(void)fputs("</script>\n", out);
	}
	free(drawing);
	free(chart);
}
