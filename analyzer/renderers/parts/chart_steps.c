// SPDX-License-Identifier: MIT
/*
 * The steps of the chart: plan, as built, lost spans, and the controlling path through them.
 *
 *     S4   ▔▔▔▔▔▔▔▔               plan
 *          ░░░▒▒▒████S.ABSENT████  waiting, working, lost
 *          ━━━━━━━━━━━━━━━━━━━━━━┓ path
 *     S6                         ┗━━━━
 *
 * A row is as high as its labels need: a leaf that has no room in its span stands below it.
 */
#include "chart.h"

#include "html_text.h"

#include <stdlib.h>

enum { LABEL_SIZE = 160, LABEL_PAD = 8, LABEL_LINE = 12 };

/* Where the parts of a row stand, from its top. */
struct row_shape {
	int plan, plan_height, bar, bar_height, path, height;
};

static const struct row_shape airy = {4, 4, 11, 15, 29, 35};
static const struct row_shape dense = {3, 3, 8, 11, 21, 25};

/* A span of the path in its row. */
struct placed {
	int path_y; /* of the line of the path; 0: not drawn */
	int level;  /* of its label, if that stands below */
};

/* The tail is of no step. */
static bool is_of(const struct report_span *span, const char *step)
{
	return span->step == step ||
	       (span->step != NULL && step != NULL && strcmp(span->step, step) == 0);
}

static int lost_number(const struct report *report, size_t position)
{
	int number = 0;
	for (size_t i = 0; i <= position; i++) {
		number += report->path[i].lost ? 1 : 0;
	}
	return number;
}

static void leaves_of(const struct report_span *span, char *buffer)
{
	buffer[0] = '\0';
	for (size_t i = 0, size = 0; i < span->leaf_count && size < LABEL_SIZE; i++) {
		size += (size_t)snprintf(buffer + size, LABEL_SIZE - size, "%s%s",
					 i == 0 ? "" : " + ", span->leaves[i]);
	}
}

/* The first cause names the span's colour; those beside it share its height. */
static void put_causes(const struct chart *chart, const struct report_span *span, int y, int height)
{
	int count = 0;
	int drawn = 0;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		count += span->causes[i] ? 1 : 0;
	}
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (span->causes[i]) {
			int top = drawn * height / count;
			drawn++;
			chart_rect(chart, html_cause_class(i), span->from_at, span->to_at, y + top,
				   drawn * height / count - top);
		}
	}
}

/* Whether the leaves have room inside their span. */
static bool fits(const struct chart *chart, const struct report_span *span)
{
	char text[LABEL_SIZE];
	leaves_of(span, text);
	int room = chart_x(chart, span->to_at) - chart_x(chart, span->from_at);
	return chart_text_width(text) + LABEL_PAD <= room;
}

/* Too near the right edge, a label ends where its span ends. */
static bool hangs_left(const struct chart *chart, const struct report_span *span, const char *text)
{
	return chart_x(chart, span->from_at) + chart_text_width(text) > CHART_NOMINAL;
}

/* From the right to the left: so the line that ties a label to its span crosses no other label. */
static int find_level(const struct chart *chart, const struct report_span *span,
		      struct chart_levels *levels)
{
	char text[LABEL_SIZE];
	leaves_of(span, text);
	int width = chart_text_width(text);
	int x = hangs_left(chart, span, text) ? CHART_NOMINAL - width
					      : chart_x(chart, span->from_at);
	return chart_level(levels, CHART_NOMINAL - x - width, width);
}

/* In the span if it fits, else below it on a level of its own, tied to it by a thin line. */
static void put_label(const struct chart *chart, const struct report_span *span,
		      const struct row_shape *shape, int level)
{
	char text[LABEL_SIZE];
	leaves_of(span, text);
	int middle = chart->y + shape->bar + shape->bar_height - (chart->dense ? 2 : 4);
	if (fits(chart, span)) {
		chart_text(chart, "in", span->from_at, 4, middle, "start", text);
		return;
	}
	bool left = hangs_left(chart, span, text);
	timestamp at = left ? span->to_at : span->from_at;
	int base = chart->y + shape->path + 12 + level * LABEL_LINE;
	chart_text(chart, "in maybe", span->from_at, 4, middle, "start", text);
	chart_line(chart, "tie", at, chart->y + shape->bar + shape->bar_height, at, base - 1);
	chart_text(chart, "out", at, left ? -3 : 3, base, left ? "end" : "start", text);
}

static void put_span(const struct chart *chart, size_t position, const struct row_shape *shape,
		     int level)
{
	const struct report_span *span = &chart->report->path[position];
	if (!span->lost) {
		chart_rect(chart, "onpath", span->from_at, span->to_at, chart->y + shape->bar,
			   shape->bar_height);
		return;
	}
	char text[WORDS_SENTENCE_SIZE];
	char class[128] = "span";
	size_t size = strlen(class);
	words_span(chart->language, chart->report, span, text);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (span->causes[i]) {
			size += (size_t)snprintf(class + size, sizeof class - size, " c-%s",
						 html_cause_class(i));
		}
	}
	chart_open_link(chart, class, 'L', lost_number(chart->report, position), text);
	put_causes(chart, span, chart->y + shape->bar, shape->bar_height);
	chart_line(chart, "cut", span->from_at, chart->y + shape->bar, span->from_at,
		   chart->y + shape->bar + shape->bar_height);
	put_label(chart, span, shape, level);
	chart_close_link(chart);
}

/* Waiting is faint, work solid; what was not on the path only has an outline. */
static void put_attempt(const struct chart *chart, const struct report_step *step,
			const struct report_attempt *attempt, const struct row_shape *shape)
{
	char clocks[REPORT_CLOCKS_SIZE];
	char text[WORDS_SENTENCE_SIZE];
	int y = chart->y + shape->bar;
	report_clocks(chart->report, attempt->start_at, attempt->end_at, clocks);
	(void)snprintf(text, sizeof text, "%s %s %s #%lld, %s", clocks, step->step,
		       step->title == NULL ? "" : step->title, (long long)attempt->attempt,
		       words_word(chart->language, attempt->outcome));
	chart_open_group(chart, attempt->on_path ? "attempt" : "attempt beside", text);
	if (attempt->enable_at != TIMESTAMP_NONE && attempt->enable_at < attempt->start_at) {
		chart_rect(chart, "wait", attempt->enable_at, attempt->start_at,
			   y + shape->bar_height / 2 - 1, 3);
	}
	chart_rect(chart, "work", attempt->start_at, attempt->end_at, y, shape->bar_height);
	chart_close_group(chart);
}

/* Where the next bar of the row begins, nominally. */
static int next_bar(const struct chart *chart, const struct report_step *step, size_t attempt)
{
	int next = CHART_NOMINAL;
	for (size_t i = attempt + 1; i < step->attempt_count; i++) {
		int x = chart_x(chart, step->attempts[i].start_at);
		next = x < next ? x : next;
	}
	return next;
}

/*
 * That a step was tried again, and which try was not accepted: after its bar, or left of it where
 * the next bar stands close; where there is no room at all, only who points at it is told.
 */
static void put_outcome(const struct chart *chart, const struct report_step *step, size_t position,
			const struct row_shape *shape)
{
	enum { NEAR = 4 };
	const struct report_attempt *attempt = &step->attempts[position];
	char text[32];
	int base = chart->y + shape->bar + shape->bar_height - (chart->dense ? 2 : 4);
	bool failed = attempt->outcome != NULL && strcmp(attempt->outcome, "failed") == 0;
	(void)snprintf(text, sizeof text, "%s#%lld", failed ? "✕ " : "",
		       (long long)attempt->attempt);
	if (!failed && step->attempt_count == 1) {
		return;
	}
	int width = chart_text_width(text) + 2 * NEAR;
	int start = chart_x(chart, attempt->start_at);
	int before = position == 0 ? 0 : chart_x(chart, step->attempts[position - 1].end_at);
	if (chart_x(chart, attempt->end_at) + width <= next_bar(chart, step, position)) {
		chart_text(chart, "try", attempt->end_at, NEAR, base, "start", text);
	} else if (start - before >= width) {
		chart_text(chart, "try", attempt->start_at, -NEAR, base, "end", text);
	}
}

static void put_row(struct chart *chart, const struct report_step *step, struct placed *placed)
{
	const struct row_shape *shape = chart->dense ? &dense : &airy;
	const struct report *report = chart->report;
	struct chart_levels levels = {0};
	if (step != NULL && step->planned) {
		chart_rect(chart, "plan", step->plan_start_at, step->plan_end_at,
			   chart->y + shape->plan, shape->plan_height);
	}
	for (size_t i = 0; step != NULL && i < step->attempt_count; i++) {
		put_attempt(chart, step, &step->attempts[i], shape);
	}
	const char *name = step == NULL ? NULL : step->step;
	for (size_t i = report->path_count; i > 0; i--) {
		const struct report_span *span = &report->path[i - 1];
		if (span->lost && is_of(span, name) && !fits(chart, span)) {
			placed[i - 1].level = find_level(chart, span, &levels);
		}
	}
	for (size_t i = 0; i < report->path_count; i++) {
		if (is_of(&report->path[i], name)) {
			put_span(chart, i, shape, placed[i].level);
			placed[i].path_y = chart->y + shape->path;
		}
	}
	for (size_t i = 0; step != NULL && i < step->attempt_count; i++) {
		chart_rect(chart, step->planned ? "edge" : "edge unplanned",
			   step->attempts[i].start_at, step->attempts[i].end_at,
			   chart->y + shape->bar, shape->bar_height);
		put_outcome(chart, step, i, shape);
	}
	int height = shape->height + levels.used * LABEL_LINE;
	const char *title = step == NULL
				    ? words_label(chart->language,
						  report_has_attempts(report) ? "tail" : "no_step")
				    : step->step;
	const char *subtitle = step == NULL ? NULL : step->title;
	if (step != NULL && !step->planned && subtitle == NULL) {
		subtitle = words_label(chart->language, "unplanned");
	}
	chart_name(chart, chart->dense ? "step" : "step airy", shape->path + 4, title, subtitle);
	chart->y += height;
}

/* One line through all spans; where the step changes it goes straight to the next row. */
static void put_path(const struct chart *chart, const struct placed *placed)
{
	const struct report *report = chart->report;
	(void)fputs("<g class=\"path\">\n", chart->out);
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		const char *class = span->weight == span->weights ? "whole" : "part";
		int y = placed[i].path_y;
		if (y == 0) {
			continue;
		}
		chart_line(chart, class, span->from_at, y, span->to_at, y);
		for (size_t j = i + 1;
		     j < report->path_count && report->path[j].from_at <= span->to_at; j++) {
			if (report->path[j].from_at == span->to_at && placed[j].path_y != 0 &&
			    placed[j].path_y != y) {
				chart_line(chart, class, span->to_at, y, span->to_at,
					   placed[j].path_y);
			}
		}
	}
	(void)fputs("</g>\n", chart->out);
}

static bool has_tail(const struct report *report)
{
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].step == NULL) {
			return true;
		}
	}
	return false;
}

/* The rows know where the path goes, and are drawn on top of it: its turns hide no label. */
void chart_steps(struct chart *chart)
{
	enum { DENSE_FROM = 16 };
	const struct report *report = chart->report;
	char *drawing = NULL;
	size_t size = 0;
	FILE *out = chart->out;
	FILE *rows = open_memstream(&drawing, &size);
	struct placed *placed = calloc(report->path_count + 1, sizeof *placed);
	chart->dense = report->step_count >= DENSE_FROM;
	chart->out = rows;
	for (size_t i = 0; rows != NULL && placed != NULL && i < report->step_count; i++) {
		if (i < CHART_STEPS_MAX) {
			put_row(chart, &report->steps[i], placed);
		}
	}
	if (rows != NULL && placed != NULL && has_tail(report)) {
		put_row(chart, NULL, placed);
	}
	chart->out = out;
	if (rows != NULL && fclose(rows) == 0 && placed != NULL) {
		put_path(chart, placed);
		(void)fputs(drawing, out);
	}
	free(drawing);
	free(placed);
}
