// SPDX-License-Identifier: MIT
/*
 * A walk over the fields of one JSON object, without a tree and without memory of its own (RFC
 * 8259).
 *
 *     {"log":{"level":"error"},"msg":"a \"b\"","n":[1,2]}
 *      log.level = error        msg = a \"b\"   n = [1,2]
 *
 * Objects are entered, and their fields come under dotted names; arrays come whole, as they stand.
 * Strings come without their quotes but still escaped. The walk is lenient where logs are: it stops
 * at the first thing it cannot read, and what came before stands; `json_is_whole` tells afterwards.
 */
#ifndef OVERRUN_JSON_TEXT_H
#define OVERRUN_JSON_TEXT_H

#include "slice.h"

enum {
	JSON_DEPTH = 16,      /* objects in objects; deeper ones are skipped (ECS has 5) */
	JSON_NAME_SIZE = 128, /* a dotted name; longer ones come as their last part only */
};

enum json_kind {
	JSON_STRING,
	JSON_NUMBER,
	JSON_WORD,   /* true, false, null, NaN */
	JSON_ARRAY,  /* with its brackets */
	JSON_OBJECT, /* with its braces; only below JSON_DEPTH */
};

struct json_field {
	struct slice name;  /* dotted; borrows from the walk or the text, until the next call */
	struct slice value; /* a string's text without quotes, still escaped */
	enum json_kind kind;
	bool escaped; /* a string with a backslash in it */
};

struct json_walk {
	struct slice rest;
	size_t depth;                /* 1: in the outermost object; 0: behind it */
	size_t prefixes[JSON_DEPTH]; /* size of the dotted prefix at each depth */
	char name[JSON_NAME_SIZE];
	bool broken;
};

/* Begins at the first non-blank byte; false when that is no '{'. */
bool json_open(struct json_walk *walk, struct slice text);

/* The next field; false at the end of the object and at the first mistake. */
bool json_next(struct json_walk *walk, struct json_field *ret_field);

/* After json_next said false: the object was closed. What follows it is `walk->rest`. */
bool json_is_whole(const struct json_walk *walk);

/*
 * A string's text with its escapes resolved into `buffer`. Lone surrogates become U+FFFD. A text
 * that is not escaped comes back as it is; one that does not fit comes back escaped.
 */
struct slice json_text(const struct json_field *field, char *buffer, size_t size);

#endif
