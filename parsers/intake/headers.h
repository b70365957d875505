// SPDX-License-Identifier: MIT
/*
 * Header lines of an entry ("#Fields:", a CSV header) that wait for the time of the next event:
 * the only lines that are held, and therefore copied, until a later one was read.
 */
#ifndef OVERRUN_HEADERS_H
#define OVERRUN_HEADERS_H

#include "event.h"

enum {
	HEADERS_LIMIT = 64,               /* lines; W3C writes four */
	HEADERS_BYTES_LIMIT = 256 * 1024, /* of them, decoded and raw; then they are given out */
};

struct headers;

struct headers *headers_new(void); /* NULL when out of memory */

bool headers_are_full(const struct headers *headers);
bool headers_are_empty(const struct headers *headers);

/* Copies a line. */
enum status headers_hold(struct headers *headers, const struct position *position,
			 struct slice text, struct error *error);

/* Gives them all to the sink: SIGNAL_LOG, code "header", at the time and zone of `like`. */
enum status headers_give(struct headers *headers, const struct event_sink *sink,
			 const struct event *like, int64_t *count, struct error *error);

void headers_free(struct headers *headers);

#endif
