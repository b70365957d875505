// SPDX-License-Identifier: MIT
/*
 * Objects of JSON that are written over many lines, as exports are.
 *
 *     [                       the file is one array of records …
 *         {
 *             "user": "U1",
 *             "text": "…"
 *         },                  … a record closes here: json_join_next gives it
 *
 * What is looked for may be an element of any array, or an object that stands alone, so every
 * object of these kinds is given when it closes, the inner ones first; the caller says of which it
 * has found what it wants (json_join_take), and then those around it are not given any more.
 */
#ifndef OVERRUN_JSON_JOIN_H
#define OVERRUN_JSON_JOIN_H

#include "slice.h"

enum {
	JSON_JOIN_SIZE = 256 * 1024, /* of a record; longer ones are passed over */
	JSON_JOIN_DEPTH = 48,        /* brackets in brackets; deeper texts are given up */
};

/* All zero at first but the text. */
struct json_join {
	struct slice rest; /* of the present line */
	size_t depth;
	size_t size;                    /* of the text, which begins at the outermost object */
	size_t starts[JSON_JOIN_DEPTH]; /* where each open bracket stands in it, plus 1; 0: lost */
	bool arrays[JSON_JOIN_DEPTH];
	char text[JSON_JOIN_SIZE];
};

/* Forgets what is open. */
void json_join_reset(struct json_join *join);

/* Begins a line. */
void json_join_begin(struct json_join *join, struct slice line);

/* The next object that closes in the line; borrows from the join, until the next call. */
bool json_join_next(struct json_join *join, struct slice *ret_object);

/* The object given last is what was looked for: those around it are but its frame. */
void json_join_take(struct json_join *join);

#endif
