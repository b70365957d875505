// SPDX-License-Identifier: MIT
/*
 * The fields that are compared: how ours and theirs are written, and when they are equal.
 *
 * fields.tsv says per kind of source (and format, where it means something of its own) how a field
 * is compared and at which paths of an expected item it stands:
 *
 *     text fold ip int         as written; without case; as addresses; as whole numbers
 *     account                  as written, or without the domain, which they keep apart
 *     ns us ms s               theirs is a duration in that unit
 *     time                     theirs is ISO 8601, or as a log writes it, or several of these, of
 *                              which one must agree; ours without a year equals any year
 *     words levels             by the classes of words.tsv: "close" and "accept" are one
 */
#ifndef OVERRUN_CONFORMANCE_FIELDS_H
#define OVERRUN_CONFORMANCE_FIELDS_H

#include <jansson.h>

#include "event.h"
#include "rows.h"

enum {
	VALUE_SIZE = 512, /* of a value as text; longer ones are cut on both sides */
	FIELD_COUNT = 15,
};

extern const char *const field_names[FIELD_COUNT];

/* One side of a comparison. */
struct value {
	bool is_there;
	char text[VALUE_SIZE];
};

/* Ours, as text. */
struct value field_of_event(const struct event *event, int field);

/* What the tables say of one field of one format. */
struct field_rule {
	const char *compare; /* NULL: this field is not compared */
	const char *paths;   /* "a,b+c": the first that is there counts, b and c together */
};
struct field_rule field_rule(const struct rows *fields, const char *kind, const char *format,
			     int field);

/* Theirs, as text; a list is told by its members, separated by '|'. */
struct value field_of_item(const struct rows *words, json_t *item, struct field_rule rule);

/*
 * Equal? When not, `ret_relation` (VALUE_SIZE) says how they differ, in words that many differences
 * share.
 */
bool field_equals(const struct rows *words, struct field_rule rule, const struct event *event,
		  int field, const struct value *ours, const struct value *theirs,
		  char *ret_relation);

#endif
