// SPDX-License-Identifier: MIT
/* Stamps into points in time: what the other stamp of a line tells of the zone. */
#include <criterion/criterion.h>

#include "placement.h"

static struct event event_of(const char *stamp, const char *relay)
{
	struct event event;
	struct slice text = slice_from(stamp);
	struct slice other = slice_from(relay);
	event_clear(&event);
	(void)stamp_eat_iso(&text, &event.stamp);
	(void)stamp_eat_iso(&other, &event.relay);
	return event;
}

static void expect(struct placement *placement, const char *stamp, const char *relay,
		   const char *placed, enum origin origin)
{
	char text[TIMESTAMP_TEXT_SIZE];
	struct event event = event_of(stamp, relay);
	placement_place(placement, &event);
	timestamp_to_iso(event.happened_at, 0, text);
	cr_expect_str_eq(text, placed, "%s behind %s is %s, not %s", stamp, relay, text, placed);
	cr_expect_eq(event.zone_origin, origin, "%s behind %s", stamp, relay);
}

Test(placement, takes_the_zone_of_a_stamp_that_reads_alike)
{
	struct placement placement = placement_new();
	struct error error;
	cr_assert_eq(zone_open("Asia/Seoul", &placement.zone, &error), STATUS_OK);
	placement.zone_origin = ORIGIN_CASE;
	expect(&placement, "2024-08-07 05:30:19", "2024-08-07T05:30:20+02:00",
	       "2024-08-07T03:30:19+00:00", ORIGIN_FORMAT);
	/* A session of hours: what the line before told holds. */
	expect(&placement, "2024-08-07 05:30:19", "2024-08-07T09:37:00+02:00",
	       "2024-08-07T03:30:19+00:00", ORIGIN_FORMAT);
	expect(&placement, "2024-08-07 05:30:19", "", "2024-08-06T20:30:19+00:00", ORIGIN_CASE);
	zone_free(placement.zone);
}

Test(placement, lets_what_is_stated_stand_where_the_stamps_differ)
{
	struct placement placement = placement_new();
	struct error error;
	cr_assert_eq(zone_open("Asia/Seoul", &placement.zone, &error), STATUS_OK);
	placement.zone_origin = ORIGIN_COMMAND;
	expect(&placement, "2024-08-07 04:30:19", "2024-08-06T20:30:20Z",
	       "2024-08-06T19:30:19+00:00", ORIGIN_COMMAND);
	zone_free(placement.zone);
}

Test(placement, finds_a_zone_that_nobody_stated)
{
	struct placement placement = placement_new();
	expect(&placement, "2024-08-07 05:30:19", "2024-08-06T20:30:20Z",
	       "2024-08-06T20:30:19+00:00", ORIGIN_FORMAT);
	expect(&placement, "2024-08-06 15:00:19", "2024-08-06T20:30:20Z",
	       "2024-08-06T20:30:19+00:00", ORIGIN_FORMAT);
	placement = placement_new();
	expect(&placement, "2024-08-07 05:25:19", "2024-08-06T20:30:20Z",
	       "2024-08-07T05:25:19+00:00", ORIGIN_ASSUMED);
	expect(&placement, "2024-08-09 05:30:19", "2024-08-06T20:30:20Z",
	       "2024-08-09T05:30:19+00:00", ORIGIN_ASSUMED);
}
