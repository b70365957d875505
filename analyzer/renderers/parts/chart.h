// SPDX-License-Identifier: MIT
/*
 * A chart on a time axis being drawn: rows from top to bottom, x by time.
 *
 * Every x is a share of the width, so that the chart fits any screen and can be widened without its
 * texts growing; every y is in pixels. What needs room for its text reckons with CHART_NOMINAL
 * pixels, below which the page never narrows the chart. Names of rows stand beside the drawing.
 */
#ifndef OVERRUN_CHART_H
#define OVERRUN_CHART_H

#include "report.h"

#include <stdio.h>

enum {
	CHART_NOMINAL = 760,   /* pixels; the style sheet's least width of the plot */
	CHART_NAMES_MAX = 640, /* rows that get a name; a plan has some dozens of steps */
	CHART_SUBTITLE = 64,
	CHART_LANE = 18, /* pixels of a lane, and of the bar in it */
	CHART_LANE_BAR = 9,
	CHART_STEPS_MAX = 300,
	CHART_LEVELS_MAX = 6, /* of labels below one another */
};

struct chart_name {
	const char *class; /* "step", "lane", "head", "tall" */
	int y, height;
	const char *title;
	char subtitle[CHART_SUBTITLE]; /* "" none; `title` and this are escaped when printed */
};

struct chart {
	FILE *out; /* the drawing */
	const struct report *report;
	enum language language;
	timestamp from_at, to_at;
	int y;      /* of the next row */
	int head;   /* of the first row: marks and axis are above it */
	bool dense; /* many steps: lower rows */
	struct chart_name names[CHART_NAMES_MAX];
	size_t name_count;
};

/* Labels on levels below one another, so that none covers another. */
struct chart_levels {
	int ends[CHART_LEVELS_MAX]; /* nominal x up to which each level is taken */
	int used;                   /* levels taken so far */
};

/* An instant marked from top to bottom. */
struct chart_mark {
	timestamp at;
	const char *key, *class;
	int level; /* of its words, from the top */
};

enum { CHART_MARKS_MAX = 24 }; /* more extensions than that are in the head of the report */

struct chart_marks {
	struct chart_mark items[CHART_MARKS_MAX];
	size_t count;
	struct chart_levels levels;
};

/* Nominal pixels from the left edge; what lies outside is at its edge. */
int chart_x(const struct chart *chart, timestamp at);

/* Both are given, and the same. */
bool chart_same(const char *a, const char *b);

/* Nominal pixels that a text takes. */
int chart_text_width(const char *text);

/* A free level for [x, x + width), which is taken then; the last one when all are full. */
int chart_level(struct chart_levels *levels, int x, int width);

/* `attributes` of an element: ` x="12.5%"`. */
void chart_put_x(const struct chart *chart, const char *attribute, timestamp at);

/* At least a pixel wide; nothing when it lies outside. */
void chart_rect(const struct chart *chart, const char *class, timestamp from_at, timestamp to_at,
		int y, int height);
void chart_line(const struct chart *chart, const char *class, timestamp from_at, int y,
		timestamp to_at, int to_y);

/* `dx` pixels beside the instant; anchor "start", "middle", "end". */
void chart_text(const struct chart *chart, const char *class, timestamp at, int dx, int y,
		const char *anchor, const char *text);

/* A link to a row of lost minutes or to a cited line (`mark` 'L' or 'E'), with what it says. */
void chart_open_link(const struct chart *chart, const char *class, char mark, int number,
		     const char *title);
void chart_close_link(const struct chart *chart);

/* A group that says something when it is pointed at; closed by chart_close_group. */
void chart_open_group(const struct chart *chart, const char *class, const char *title);
void chart_close_group(const struct chart *chart);

/* Names the row at chart->y; `subtitle` may be NULL. */
void chart_name(struct chart *chart, const char *class, int height, const char *title,
		const char *subtitle);

/* A heading between rows. */
void chart_heading(struct chart *chart, const char *key);

/* Finds the marks and leaves room for their words: chart->y is the axis's then. */
void chart_place_marks(struct chart *chart, struct chart_marks *marks);

/* Their lines from their words, or `from_y`, down to `to_y`; and their words, in front of all. */
void chart_mark_lines(const struct chart *chart, const struct chart_marks *marks, int from_y,
		      int to_y);
void chart_mark_texts(const struct chart *chart, const struct chart_marks *marks);

/* Round times at chart->y, which moves on; and what lies behind the rows from head to chart->y. */
void chart_axis(struct chart *chart);
void chart_ground(const struct chart *chart);

/* The parts of the chart, in order. Each draws its rows at chart->y and moves it on. */
void chart_steps(struct chart *chart);
void chart_faults(struct chart *chart);
void chart_approvals(struct chart *chart);
void chart_roles(struct chart *chart);
void chart_counts(struct chart *chart);

/* What script and crosshair read: the counts drawn, as a JSON list. */
void chart_put_counts(const struct chart *chart, FILE *out);

#endif
