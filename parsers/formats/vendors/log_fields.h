// SPDX-License-Identifier: MIT
/*
 * What lines of named fields say, whatever their notation: JSON, LTSV, logfmt.
 *
 *     struct log_findings findings = log_findings_new();
 *     for each field: log_field_take(&findings, json_names_find(&names, field.name), &field,
 * event); log_fields_close(&findings, event);        true: it is a request
 *
 * An object with a status and a method, a request line or a path, or a client and a size, is a
 * request.
 */
#ifndef OVERRUN_LOG_FIELDS_H
#define OVERRUN_LOG_FIELDS_H

#include "event.h"
#include "json_names.h"

struct log_field {
	struct slice name; /* dotted */
	struct slice text; /* escapes resolved */
	bool is_text;      /* in notations that tell texts from numbers: a text */
};

/* What a line has said of itself so far. */
struct log_findings {
	struct slice inner; /* what Docker's wrapper holds */
	struct slice virtual_host;
	struct slice date;     /* a day on its own; its time is another field */
	struct slice duration; /* of a unit that only the whole line tells */
	struct slice upstream; /* "10.0.0.1:80": who was asked */
	bool timed;
	bool told; /* a message was found */
	bool request_line;
	bool journal; /* journald's fields */
	bool starts;  /* the time is a request's start */
};

static inline struct log_findings log_findings_new(void)
{
	return (struct log_findings){
		.inner = slice_empty(),
		.virtual_host = slice_empty(),
		.date = slice_empty(),
		.duration = slice_empty(),
		.upstream = slice_empty(),
	};
}

/* Takes a field whose meaning is known (json_names_find) into the event. */
void log_field_take(struct log_findings *findings, enum meaning meaning,
		    const struct log_field *field, struct event *event);

/* A health check that names nobody in its words: what was asked is what went down or up. */
void log_fields_name_upstream(const struct log_findings *findings, struct event *event);

/* All fields are taken. True: it is a request, and the event says so. */
bool log_fields_close(const struct log_findings *findings, struct event *event);

#endif
