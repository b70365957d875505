// SPDX-License-Identifier: MIT
/*
 * One log, its lines, and the expected items laid on them.
 */
#ifndef OVERRUN_CONFORMANCE_SPECIMEN_H
#define OVERRUN_CONFORMANCE_SPECIMEN_H

#include <jansson.h>
#include <stdbool.h>

/* One line of a log and what is expected of it. */
struct truth {
	json_t *item; /* NULL: nothing; borrowed from `root` */
	size_t offset;
	size_t size;
};

/* One log with its expectations. */
struct specimen {
	char *path; /* of the log; a temporary file when it had to be put together */
	char *name; /* what people call it */
	bool is_temporary;
	char *text;          /* the log */
	struct truth *lines; /* [0] is line 1 */
	size_t line_count;
	json_t *root;
	size_t unplaced; /* items that no line was found for */
};

/* Reads the log; `specimen` is empty but for `root` and `is_temporary`. */
bool specimen_open(struct specimen *specimen, const char *path, const char *name);

/* Frees all but `root`. */
void specimen_close(struct specimen *specimen);

/*
 * Lays the items on the lines: by their number when there are as many as non-blank lines and they
 * are in order, else by the byte offset they name, else by the text they quote.
 */
void specimen_place(struct specimen *specimen, json_t *items, bool in_order);

/* By their "message", which is the line, both going forward. */
void specimen_place_in_turn(struct specimen *specimen, json_t *items);

/* The value at "a.b.c", whether the keys are nested or dotted; NULL: none. */
json_t *expected_at(json_t *item, const char *path);

#endif
