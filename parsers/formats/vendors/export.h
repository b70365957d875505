// SPDX-License-Identifier: MIT
/*
 * Exports of the tools in which people work: tickets, chats, alerts, door records.
 *
 * They come as CSV with a header, as JSON lines, or as JSON over many lines; what differs from
 * product to product is the names of the fields and what they mean. A format is a table of names
 * and a function that reads the values.
 *
 *     Number,State,Short description      →  values[EXPORT_ID], values[EXPORT_STATE], …
 *     {"number": "INC1", "state": "New"}
 *
 * A record of several lines becomes the event of its last line, where all is known; the lines
 * before it are rows of code "continuation" with the time of the event before. `rule_text` is what
 * people said, so that rules can match it. The reader parts an array that lies in one line; what
 * else holds several records in a line is refused, for only one of them could be told.
 */
#ifndef OVERRUN_EXPORT_H
#define OVERRUN_EXPORT_H

#include "clock_text.h"
#include "event.h"

enum export_field {
	EXPORT_TIME,   /* of what the record says */
	EXPORT_TIME_2, /* where that is missing: when it was opened */
	EXPORT_DATE,   /* where EXPORT_TIME is only the time of day */
	EXPORT_TEXT,
	EXPORT_TEXT_2,
	EXPORT_KIND,  /* type, action, direction */
	EXPORT_STATE, /* what it is now, or became */
	EXPORT_APPROVAL,
	EXPORT_ACTOR,
	EXPORT_ACTOR_2,
	EXPORT_RECIPIENT,
	EXPORT_OBJECT,
	EXPORT_ID,
	EXPORT_REASON,
	EXPORT_ITEMS, /* an array as it stands */
	EXPORT_COUNT,
};

/* How much a line alone is like the product's. */
enum export_likeness {
	EXPORT_UNLIKE,
	EXPORT_LIKE_ROW, /* a row of CSV in its shape */
	EXPORT_SURE,     /* its header, a whole record, what only it writes */
	EXPORT_LIKENESS_COUNT,
};

enum { EXPORT_NAME_SIZE = 60 }; /* in the table itself: it is looked through for every column */

struct export_name {
	char name[EXPORT_NAME_SIZE]; /* of a column, in any case; of a field, dotted */
	enum export_field field;
};

struct export_product {
	const struct export_name *names;
	size_t count;
	/* False: not of this product. `event` is prefilled; `habit` reads times. */
	bool (*read)(const struct slice *values, struct clock_text *habit, struct event *event);
	/* Does a CSV header with these fields belong to it? NULL: the product has no CSV. */
	bool (*is_header)(const bool *fields);
	/* Is a row of CSV, seen alone, like its rows? NULL: they tell nothing. */
	bool (*is_row)(struct slice row);
	/* A field that only it writes, with quotes: a line of many with it bids high; may be NULL
	 */
	const char *const *marks;
	/* One of these is in every record of JSON, so that others are refused at a glance; ends
	 * with NULL. NULL: the product has no JSON. */
	const char *const *keys;
};

void *export_open(void);
void export_close(void *state);

/* A whole line, envelope included. */
enum export_likeness export_likeness(const struct export_product *product, struct slice line);
bool export_is_header(const struct export_product *product, struct slice line);
enum status export_parse(const struct export_product *product, void *state, struct slice line,
			 struct event *event);

/* The record's time: EXPORT_TIME (with EXPORT_DATE), else EXPORT_TIME_2. False: none. */
bool export_time(const struct slice *values, struct clock_text *habit, struct stamp *ret_stamp);

/* Is the value one of the words, in any case? `words` ends with NULL. */
bool export_is_one_of(struct slice value, const char *const *words);

#endif
