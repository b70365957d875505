// SPDX-License-Identifier: MIT
/*
 * A time zone: from wall clocks to points in time. The only user of the zone library (GLib).
 *
 * A zone remembers the interval of constant offset that it answered from last, so the usual call
 * is a few comparisons; it is therefore not to be shared between threads.
 */
#ifndef OVERRUN_ZONE_H
#define OVERRUN_ZONE_H

#include "status.h"
#include "timestamp.h"

struct zone;

/* Longest zone name that is looked up; the longest in the IANA database has 32 bytes. */
enum { ZONE_NAME_LIMIT = 64 };

/*
 * Opens "Asia/Seoul", "UTC", "Z", "+09:00", "-0330", "+9", "UTC+9", "GMT-3". A name that the zone
 * database does not know is STATUS_USAGE with a message that names it. The caller frees.
 */
enum status zone_open(const char *name, struct zone **ret_zone, struct error *error);

void zone_free(struct zone *zone);

/* As it was opened. */
const char *zone_name(const struct zone *zone);

/* Seconds east of UTC at an instant. */
int32_t zone_offset_s(struct zone *zone, timestamp at);

/*
 * Places a wall clock's reading (struct stamp, civil_us with a year) in time.
 *
 * An hour that occurs twice (autumn) is its earlier occurrence, unless that lies before `after_at`
 * (the point in time of the line before, or TIMESTAMP_NONE) by more than ZONE_FOLD_SLACK_US: lines
 * of one log go forwards, give or take some interleaving; then it is the later one. A reading that
 * never occurs (spring) moves forward by the width of the gap: 02:30 becomes 03:30.
 */
void zone_to_utc(struct zone *zone, int64_t civil_us, timestamp after_at, timestamp *ret_at);

/* Half the fold of nearly every zone: interleaved lines step back less, a repeated hour more. */
#define ZONE_FOLD_SLACK_US (INT64_C(1800) * US_PER_S)

/* The version of GLib at work, "2.74.6". */
enum { ZONE_LIBRARY_SIZE = 40 };
void zone_library(char *buffer);

#endif
