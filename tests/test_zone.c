// SPDX-License-Identifier: MIT
/* Wall clocks are placed in time, also where an hour occurs twice or not at all. */
#include "zone.h"

#include <criterion/criterion.h>

static timestamp iso(const char *text)
{
	struct slice slice = slice_from(text);
	struct stamp stamp;
	cr_assert(stamp_eat_iso(&slice, &stamp), "%s", text);
	stamp.flags |= STAMP_ZONE;
	return stamp_to_timestamp(stamp);
}

static void expect(struct zone *zone, const char *civil, timestamp after_at, const char *expected)
{
	timestamp at = 0;
	char text[TIMESTAMP_TEXT_SIZE];
	zone_to_utc(zone, iso(civil), after_at, &at);
	timestamp_to_iso(at, zone_offset_s(zone, at), text);
	cr_assert_str_eq(text, expected, "%s: %s, not %s", civil, text, expected);
}

static struct zone *open_zone(const char *name)
{
	struct zone *zone = NULL;
	struct error error = {0};
	cr_assert_eq(zone_open(name, &zone, &error), STATUS_OK, "%s", error.message);
	cr_assert_str_eq(zone_name(zone), name);
	return zone;
}

Test(zone, korea_is_nine_hours_ahead)
{
	struct zone *zone = open_zone("Asia/Seoul");
	expect(zone, "2023-09-17 01:00:00", TIMESTAMP_NONE, "2023-09-17T01:00:00+09:00");
	cr_assert_eq(zone_offset_s(zone, iso("2023-09-17 00:00:00")), 9 * 3600);
	/* It had summer time in 1988. */
	cr_assert_eq(zone_offset_s(zone, iso("1988-07-01 00:00:00")), 10 * 3600);
	zone_free(zone);
}

Test(zone, new_york_repeats_an_hour_in_autumn)
{
	struct zone *zone = open_zone("America/New_York");
	expect(zone, "2024-11-03 00:59:59", TIMESTAMP_NONE, "2024-11-03T00:59:59-04:00");
	expect(zone, "2024-11-03 01:30:00", TIMESTAMP_NONE, "2024-11-03T01:30:00-04:00");
	/* The line before was at 01:59:59 EDT: a clock that now says 01:00:05 has been set back. */
	expect(zone, "2024-11-03 01:00:05", iso("2024-11-03T01:59:59-04:00"),
	       "2024-11-03T01:00:05-05:00");
	/* A line that is a few seconds late is only late. */
	expect(zone, "2024-11-03 01:59:50", iso("2024-11-03T01:59:59-04:00"),
	       "2024-11-03T01:59:50-04:00");
	expect(zone, "2024-11-03 01:30:00", iso("2024-11-03T01:29:59-05:00"),
	       "2024-11-03T01:30:00-05:00");
	expect(zone, "2024-11-03 02:00:00", TIMESTAMP_NONE, "2024-11-03T02:00:00-05:00");
	zone_free(zone);
}

Test(zone, new_york_skips_an_hour_in_spring)
{
	struct zone *zone = open_zone("America/New_York");
	expect(zone, "2024-03-10 01:59:59", TIMESTAMP_NONE, "2024-03-10T01:59:59-05:00");
	expect(zone, "2024-03-10 02:30:00", TIMESTAMP_NONE, "2024-03-10T03:30:00-04:00");
	expect(zone, "2024-03-10 03:00:00", TIMESTAMP_NONE, "2024-03-10T03:00:00-04:00");
	zone_free(zone);
}

Test(zone, every_instant_of_a_year_in_berlin_survives_the_way_there_and_back)
{
	struct zone *zone = open_zone("Europe/Berlin");
	timestamp before = TIMESTAMP_NONE;
	for (timestamp at = iso("2023-06-01 00:00:00"); at < iso("2024-06-01 00:00:00");
	     at += 7 * US_PER_MINUTE) {
		timestamp back = 0;
		zone_to_utc(zone, at + (int64_t)zone_offset_s(zone, at) * US_PER_S, before, &back);
		cr_assert_eq(back, at);
		before = at;
	}
	zone_free(zone);
}

Test(zone, offsets_have_east_positive)
{
	static const struct {
		const char *name;
		int32_t offset_s;
	} rows[] = {{"UTC", 0},        {"Z", 0},         {"+09:00", 32400},
		    {"-0330", -12600}, {"UTC+9", 32400}, {"GMT-3", -10800}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct zone *zone = open_zone(rows[i].name);
		cr_assert_eq(zone_offset_s(zone, 0), rows[i].offset_s, "%s", rows[i].name);
		expect(zone, "2024-08-07 00:00:00", TIMESTAMP_NONE,
		       i < 2    ? "2024-08-07T00:00:00+00:00"
		       : i == 3 ? "2024-08-07T00:00:00-03:30"
		       : i == 5 ? "2024-08-07T00:00:00-03:00"
				: "2024-08-07T00:00:00+09:00");
		zone_free(zone);
	}
}

Test(zone, unknown_names_are_told)
{
	static const char *const names[] = {"Asia/Soul", "", "Asia", "../zone", "/etc/passwd"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct zone *zone = NULL;
		struct error error = {0};
		cr_assert_eq(zone_open(names[i], &zone, &error), STATUS_USAGE, "%s", names[i]);
		cr_assert_null(zone);
		cr_assert_not_null(strstr(error.message, names[i]));
	}
	zone_free(NULL);
}
