// SPDX-License-Identifier: MIT
/*
 * Writes JSON (RFC 8259), indented, key by key.
 *
 *     json_begin(&json, NULL, '{');
 *     json_string(&json, "name", "overrun");
 *     json_begin(&json, "rows", '['); … json_finish(&json, ']');
 *     json_finish(&json, '}');
 *
 * A key of NULL is for the items of an array. Strings are valid UTF-8 whatever comes in; controls
 * and characters that steer the direction of text are escaped.
 */
#ifndef OVERRUN_JSON_WRITER_H
#define OVERRUN_JSON_WRITER_H

#include "report.h"

#include <stdio.h>

struct json {
	FILE *out;
	const struct report *report; /* for times in its zone */
	int depth;
	bool filled; /* the open object or array has an item already */
};

void json_begin(struct json *json, const char *key, char bracket);
void json_finish(struct json *json, char bracket);

void json_string(struct json *json, const char *key, const char *text); /* NULL: null */
void json_integer(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_time(struct json *json, const char *key, timestamp at); /* TIMESTAMP_NONE: null */

/* numerator / denominator with up to six decimals: 1.0, 0.5, 0.333333. */
void json_fraction(struct json *json, const char *key, int64_t numerator, int64_t denominator);

/* An array of objects, the cited lines. */
void json_evidence(struct json *json, const struct report_citations *citations);

#endif
