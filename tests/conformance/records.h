// SPDX-License-Identifier: MIT
/*
 * Two more kinds of expectations:
 *
 *     s4        what super-speedy-syslog-searcher prints: PATH┋20240807T053019.000000000┋the line
 *     napalm    yang.json beside syslog.msg: one message, and what napalm-logs makes of it
 */
#ifndef OVERRUN_CONFORMANCE_RECORDS_H
#define OVERRUN_CONFORMANCE_RECORDS_H

#include <jansson.h>

/* A list of {"@timestamp": …, "message": the line} in the order of the file; NULL: unreadable. */
json_t *s4_items(const char *path);

/* The first line of the file, as a JSON string, or NULL. */
json_t *first_line(const char *path);

#endif
