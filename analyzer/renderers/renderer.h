// SPDX-License-Identifier: MIT
/*
 * The contract of a renderer: a report in, one notation out.
 *
 * A renderer is one file on this shelf with one exported `const struct renderer NAME_renderer`. It
 * prints the figures of the report and computes none; texts are escaped at the last moment, here.
 * The same report and options give the same bytes: no clock, no locale, no hash order.
 */
#ifndef OVERRUN_RENDERER_H
#define OVERRUN_RENDERER_H

#include "report.h"

#include <stdio.h>

struct render_options {
	enum language language;
	bool color; /* escape sequences for a terminal; text.c only */
	int width;  /* columns of the terminal; 0: RENDER_WIDTH */
};

enum { RENDER_WIDTH = 100, RENDER_WIDTH_MIN = 40, RENDER_WIDTH_MAX = 200 };

struct renderer {
	const char *name;   /* "html" */
	const char *ending; /* of the file: ".html" */
	const char *title;  /* one line for the help */
	/* STATUS_DATABASE when the stream refuses; the caller opens, flushes and closes it. */
	enum status (*render)(const struct report *report, const struct render_options *options,
			      FILE *out, struct error *error);
};

/* The shelf, sorted by name; a NULL ends it. */
extern const struct renderer *const renderer_table[];
extern const size_t renderer_count;

/* The renderer whose ending the path has (ASCII letters of any case), or NULL. */
const struct renderer *renderer_find(const char *path);

/* The renderer of that name, or NULL. */
const struct renderer *renderer_named(struct slice name);

/* For renderers: STATUS_DATABASE with the system's reason when a write to `out` failed so far. */
enum status renderer_finish(FILE *out, struct error *error);

#endif
