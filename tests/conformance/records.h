// SPDX-License-Identifier: MIT
/*
 * Three more kinds of expectations:
 *
 *     s4        what super-speedy-syslog-searcher prints: PATH┋20240807T053019.000000000┋the line
 *     napalm    yang.json beside syslog.msg: one message, and what napalm-logs makes of it
 *     loghub    X_structured.csv beside X: one row a line, split at its header
 */
#ifndef OVERRUN_CONFORMANCE_RECORDS_H
#define OVERRUN_CONFORMANCE_RECORDS_H

#include <jansson.h>

/* A list of {"@timestamp": …, "message": the line} in the order of the file; NULL: unreadable. */
json_t *s4_items(const char *path);

/* The first line of the file, as a JSON string, or NULL. */
json_t *first_line(const char *path);

/*
 * One object per row, by the names of the columns, and "@timestamp": what stands in Month, Date,
 * Day and Time. NULL: unreadable.
 */
json_t *loghub_items(const char *path);

#endif
