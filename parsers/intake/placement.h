// SPDX-License-Identifier: MIT
/*
 * Stamps into points in time: the zone and the year that a line left out.
 *
 *     "Sep 17 03:12:10", zone Asia/Seoul, reference 2023-09-17  →  2023-09-16T18:12:10Z
 *
 * A line with two stamps of which one has a zone needs no other: a relay's or a container runtime's
 * stamp tells that of the application.
 */
#ifndef OVERRUN_PLACEMENT_H
#define OVERRUN_PLACEMENT_H

#include "event.h"
#include "zone.h"

struct placement {
	/* Set by the caller. */
	struct zone *zone;            /* of stamps without one; NULL: UTC */
	enum origin zone_origin;      /* of `zone` */
	timestamp reference_at;       /* a stamp without a year is near to this */
	enum origin reference_origin; /* of the years that it gives */

	/* Zero at first. */
	timestamp device_at, relay_at; /* placed last; see placement_new */
	int64_t day;                   /* of 1972, whose year was looked for last */
	int64_t day_shift;             /* and by how many days it had to be moved */
	bool is_day_known;
	int64_t paired_day,
		other_day;    /* the same, where another stamp of the line told the year; */
	int64_t paired_shift; /* INT64_MIN: no line did */
	bool has_offset;      /* another stamp of a line has told the zone, */
	int32_t offset_s;     /* this one: for lines whose stamps lie too far apart to tell */
};

struct placement placement_new(void);

/* Fills happened_at, received_at, zone_origin and year_origin from the event's stamps. */
void placement_place(struct placement *placement, struct event *event);

#endif
