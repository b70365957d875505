// SPDX-License-Identifier: MIT
/*
 * The rows of PostgreSQL's csvlog and jsonlog.
 *
 *     2021-01-04 00:17:53.742 UTC,"pay","paydb",54,"192.0.2.7:42608",5ff25ea4.36,6,"SELECT",
 *         2021-01-04 00:17:40 UTC,3/0,0,LOG,00000,"duration: 6.589 ms",,,,,,,,,"psql"
 *     {"timestamp":"2024-08-07 05:30:19.250 KST","error_severity":"LOG","message":"…"}
 *
 * A csv row may end in the middle of a quoted statement: what follows is on the next lines.
 */
#ifndef OVERRUN_POSTGRESQL_ROW_H
#define OVERRUN_POSTGRESQL_ROW_H

#include "event.h"

enum { POSTGRESQL_ROW_SCRATCH = 16 * 1024 }; /* resolved text of a message; longer ones stay raw */

/* Both answer false when the line is no such row, and leave the event as it was then. */
bool postgresql_csv_read(struct slice line, char *scratch, struct event *event);
bool postgresql_json_read(struct slice line, char *scratch, struct event *event);

/* "2021-01-04 00:17:53.742 UTC": the stamp and the zone behind it, if it means one offset only. */
bool postgresql_eat_stamp(struct slice *text, struct stamp *ret_stamp);

#endif
