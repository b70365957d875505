// SPDX-License-Identifier: MIT
/* Clock texts become stamps, stamps become points in time. */
#include "stamp_memo.h"
#include "timestamp.h"

#include <criterion/criterion.h>
#include <stdlib.h>

typedef bool reader_fn(struct slice *text, struct stamp *ret_stamp);

struct row {
	reader_fn *read;
	const char *text;
	const char *expected; /* civil_us, and the offset of the stamp */
	uint32_t flags;
	const char *rest;
};

enum { Y = STAMP_SET | STAMP_YEAR, YZ = STAMP_SET | STAMP_YEAR | STAMP_ZONE, S = STAMP_SET };

static const struct row rows[] = {
	{stamp_eat_iso, "2024-08-07T05:30:19Z x", "2024-08-07T05:30:19+00:00", YZ, " x"},
	{stamp_eat_iso, "2024-08-07T05:30:19.25-04", "2024-08-07T05:30:19.250000-04:00", YZ, ""},
	{stamp_eat_iso, "2024-08-07 05:30:19,747 x", "2024-08-07T05:30:19.747000+00:00", Y, " x"},
	{stamp_eat_iso, "2024-08-07 05:30:19,7 x", "2024-08-07T05:30:19+00:00", Y, ",7 x"},
	{stamp_eat_iso, "2024-08-07T05:30:19.123456789+0900", "2024-08-07T05:30:19.123456+09:00",
	 YZ, ""},
	{stamp_eat_iso, "2024-08-07 05:30:19 +0900", "2024-08-07T05:30:19+09:00", YZ, ""},
	{stamp_eat_iso, "2024-08-07 05:30:19 INFO", "2024-08-07T05:30:19+00:00", Y, " INFO"},
	{stamp_eat_iso, "2023-09-17 01:00", "2023-09-17T01:00:00+00:00", Y, ""},
	{stamp_eat_iso, "2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00", YZ, ""},
	{stamp_eat_bsd, "Aug  7 05:30:19 host", "1972-08-07T05:30:19+00:00", S, " host"},
	{stamp_eat_bsd, "Aug 7 05:30:19 host", "1972-08-07T05:30:19+00:00", S, " host"},
	{stamp_eat_bsd, "Aug 07 05:30:19.5", "1972-08-07T05:30:19.500000+00:00", S, ""},
	{stamp_eat_bsd, "Feb 29 05:30:19", "1972-02-29T05:30:19+00:00", S, ""},
	{stamp_eat_bsd, "Sep 28 2016 13:51:57 x", "2016-09-28T13:51:57+00:00", Y, " x"},
	{stamp_eat_clf, "07/Aug/2024:08:06:07 +0900] x", "2024-08-07T08:06:07+09:00", YZ, "] x"},
	{stamp_eat_clf, "02/Feb/2012:04:05:24.385]", "2012-02-02T04:05:24.385000+00:00", Y, "]"},
	{stamp_eat_slashes, "2012/04/10 04:39:58,192.0.2.2", "2012-04-10T04:39:58+00:00", Y,
	 ",192.0.2.2"},
	{stamp_eat_ctime, "Mon Dec 26 16:15:55.103522 2016]", "2016-12-26T16:15:55.103522+00:00", Y,
	 "]"},
	{stamp_eat_ctime, "Fri Dec  2 16:15:55 2016", "2016-12-02T16:15:55+00:00", Y, ""},
	{stamp_eat_ctime, "Wed Aug  7 05:30:19 KST 2024 x", "2024-08-07T05:30:19+09:00", YZ, " x"},
	{stamp_eat_ctime, "Wed Aug  7 05:30:19 PM UTC 2024", "2024-08-07T17:30:19+00:00", YZ, ""},
	{stamp_eat_ctime, "Wed Aug  7 12:30:19 AM EST 2024", "2024-08-07T00:30:19+00:00", Y, ""},
	{stamp_eat_dmy, "12-Mar-2019 17:34:11.410 x", "2019-03-12T17:34:11.410000+00:00", Y, " x"},
	{stamp_eat_dmy_abroad, "07-8\uc6d4-2024 17:34:11.410 x", "2024-08-07T17:34:11.410000+00:00",
	 Y, " x"},
	{stamp_eat_dmy_abroad, "07-ao\u00fbt-2024 17:34:11", "2024-08-07T17:34:11+00:00", Y, ""},
	{stamp_eat_bsd_abroad, "ao\u00fbt  7 05:30:19 host", "1972-08-07T05:30:19+00:00", S,
	 " host"},
	{stamp_eat_bsd_abroad, "d\u00e9c. 12 05:30:19 host", "1972-12-12T05:30:19+00:00", S,
	 " host"},
	{stamp_eat_bsd_abroad, "8\uc6d4  7 05:30:19 host", "1972-08-07T05:30:19+00:00", S, " host"},
	{stamp_eat_day_month, "07 Aug 05:30:19.250 *", "1972-08-07T05:30:19.250000+00:00", S, " *"},
	{stamp_eat_day_month, "7 Aug 2024 05:30:19 *", "2024-08-07T05:30:19+00:00", Y, " *"},
	{stamp_eat_java, "Aug 7, 2024 1:12:05 PM c.e.Pay", "2024-08-07T13:12:05+00:00", Y,
	 " c.e.Pay"},
	{stamp_eat_java, "Aug 07, 2024 12:12:05 AM x", "2024-08-07T00:12:05+00:00", Y, " x"},
	{stamp_eat_java, "8\uc6d4 07, 2024 12:12:05 \uc624\ud6c4 x", "2024-08-07T12:12:05+00:00", Y,
	 " x"},
	{stamp_eat_java, "ao\u00fbt 07, 2024 13:12:05 x", "2024-08-07T13:12:05+00:00", Y, " x"},
	{stamp_eat_short, "081109 203615 148 INFO", "2008-11-09T20:36:15+00:00", Y, " 148 INFO"},
	{stamp_eat_short, "161209  9:08:33 [Note]", "2016-12-09T09:08:33+00:00", Y, " [Note]"},
	{stamp_eat_short, "17/06/09 20:10:40 INFO", "2017-06-09T20:10:40+00:00", Y, " INFO"},
	{stamp_eat_short, "20131029 13:35:15,x", "2013-10-29T13:35:15+00:00", Y, ",x"},
	{stamp_eat_short, "2019-10-16  9:24:15 0", "2019-10-16T09:24:15+00:00", Y, " 0"},
	{stamp_eat_clf, "07/Aug/2024 08:06:07] x", "2024-08-07T08:06:07+00:00", Y, "] x"},
	{stamp_eat_compact, "20240807T053019.25+0900 x", "2024-08-07T05:30:19.250000+09:00", YZ,
	 " x"},
	{stamp_eat_compact, "20240807-05:30:19]", "2024-08-07T05:30:19+00:00", Y, "]"},
	{stamp_eat_mail, "Wed, 07 Aug 2024 05:30:19 +0900 x", "2024-08-07T05:30:19+09:00", YZ,
	 " x"},
	{stamp_eat_mail, "Wed, 7 Aug 2024 05:30:19 GMT", "2024-08-07T05:30:19+00:00", YZ, ""},
	{stamp_eat_mail, "Wed, Aug 07 2024 05:30:19 x", "2024-08-07T05:30:19+00:00", Y, " x"},
	{stamp_eat_mail, "Wed August 7 05:30:19 2024 x", "2024-08-07T05:30:19+00:00", Y, " x"},
	{stamp_eat_mail, "2024 Aug 07 05:30:19 UTC x", "2024-08-07T05:30:19+00:00", YZ, " x"},
	{stamp_eat_epoch, "1723008619", "2024-08-07T05:30:19+00:00", YZ, ""},
	{stamp_eat_epoch, "1230.25]", "1970-01-01T00:20:30.250000+00:00", YZ, "]"},
	{stamp_eat_epoch, "1723008619123", "2024-08-07T05:30:19.123000+00:00", YZ, ""},
	{stamp_eat_epoch, "1723008619123456", "2024-08-07T05:30:19.123456+00:00", YZ, ""},
	{stamp_eat_epoch, "1723008619123456789", "2024-08-07T05:30:19.123456+00:00", YZ, ""},
};

Test(timestamp, every_form_is_read)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct slice text = slice_from(rows[i].text);
		struct stamp stamp = {0};
		char iso[TIMESTAMP_TEXT_SIZE];
		cr_assert(rows[i].read(&text, &stamp), "%s", rows[i].text);
		timestamp_to_iso(stamp.civil_us - (int64_t)stamp.offset_s * US_PER_S,
				 stamp.offset_s, iso);
		cr_assert_str_eq(iso, rows[i].expected, "%s: %s", rows[i].text, iso);
		cr_assert_eq(stamp.flags, rows[i].flags, "%s", rows[i].text);
		cr_assert(slice_is(text, rows[i].rest), "%s leaves \"%.*s\"", rows[i].text,
			  SLICE_ARGUMENTS(text));
	}
}

Test(timestamp, no_prefix_is_read_out_of_bounds)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t size = 0; size <= strlen(rows[i].text); size++) {
			char *copy = malloc(size + (size == 0));
			memcpy(copy, rows[i].text, size);
			struct slice text = slice_make(copy, size);
			struct stamp stamp;
			bool is_read = rows[i].read(&text, &stamp);
			cr_assert(is_read || text.size == size);
			free(copy);
		}
	}
}

Test(timestamp, what_is_no_time_is_refused)
{
	static const struct {
		reader_fn *read;
		const char *text;
	} bad[] = {
		{stamp_eat_iso, "2024-13-07T05:30:19Z"},
		{stamp_eat_iso, "2023-02-29T05:30:19Z"},
		{stamp_eat_iso, "2024-08-07T24:30:19Z"},
		{stamp_eat_iso, "2024-08-07T05:30:61Z"},
		{stamp_eat_iso, "2024-08-07T05:30:1"},
		{stamp_eat_iso, "2024-08-07T05:30:191"},
		{stamp_eat_iso, "2024-08-07x05:30:19"},
		{stamp_eat_iso, "2024-00-07T05:30:19Z"},
		{stamp_eat_bsd, "Aug 32 05:30:19"},
		{stamp_eat_bsd, "Foo  7 05:30:19"},
		{stamp_eat_bsd_abroad, "foo  7 05:30:19"},
		{stamp_eat_bsd_abroad, "13\uc6d4  7 05:30:19"},
		{stamp_eat_java, "Aug 7, 2024 13:12:05 PM"},
		{stamp_eat_java, "Aug 7, 2024 0:12:05 AM"},
		{stamp_eat_short, "081109 206015"},
		{stamp_eat_short, "081309 203615"},
		{stamp_eat_short, "0811091203615"},
		{stamp_eat_bsd, "Aug  7 05:30"},
		{stamp_eat_clf, "07/Aug/2024T08:06:07"},
		{stamp_eat_compact, "20240807T0530"},
		{stamp_eat_compact, "20241307T053019"},
		{stamp_eat_mail, "Wed, 07 Aug 05:30:19"},
		{stamp_eat_mail, "Wednesday is 7"},
		{stamp_eat_mail, "2024 items were 12:30:11"},
		{stamp_eat_slashes, "2012/04/31 04:39:58"},
		{stamp_eat_dmy, "12-Mrz-2019 17:34:11"},
		{stamp_eat_epoch, "99999999999999999999"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct slice text = slice_from(bad[i].text);
		struct stamp stamp;
		cr_assert(!bad[i].read(&text, &stamp), "%s", bad[i].text);
		cr_assert(slice_is(text, bad[i].text));
	}
}

Test(timestamp, civil_days_and_back_agree_over_two_thousand_years)
{
	cr_assert_eq(civil_days(1970, 1, 1), 0);
	cr_assert_eq(civil_days(2000, 3, 1), 11017);
	for (int64_t days = civil_days(1000, 1, 1); days < civil_days(3000, 1, 1); days++) {
		int64_t year;
		int month, day;
		civil_from_days(days, &year, &month, &day);
		cr_assert_eq(civil_days(year, month, day), days);
	}
}

Test(timestamp, a_day_is_found_where_civil_days_has_it_and_nowhere_else)
{
	for (int year = -1; year < 10000; year += year < 1890 || year > 2110 ? 7 : 1) {
		for (int month = 0; month <= 13; month++) {
			for (int day = 0; day <= 32; day++) {
				int64_t days = civil_days(year, month, day);
				int64_t back_year = 0;
				int back_month = 0;
				int back_day = 0;
				int64_t found = INT64_MIN;
				civil_from_days(days, &back_year, &back_month, &back_day);
				bool is_day = year >= 0 && back_year == year &&
					      back_month == month && back_day == day;
				cr_assert_eq(civil_find_day(year, month, day, &found), is_day);
				cr_assert_eq(found, is_day ? days : INT64_MIN);
			}
		}
	}
}

Test(timestamp, zones_are_set_from_texts)
{
	static const struct {
		const char *text;
		int32_t offset_s;
	} zones[] = {{"+0900", 32400}, {"-05:00", -18000}, {"Z", 0},   {"UTC+2", 7200},
		     {"+9", 32400},    {"KST", 32400},     {"UTC", 0}, {"GMT-3:30", -12600}};
	for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
		struct stamp stamp = {.flags = STAMP_SET};
		cr_assert(stamp_set_zone(&stamp, slice_from(zones[i].text)), "%s", zones[i].text);
		cr_assert_eq(stamp.offset_s, zones[i].offset_s, "%s", zones[i].text);
		cr_assert(stamp.flags & STAMP_ZONE);
	}
	static const char *const bad[] = {"", "+", "CST", "+99", "+09:0", "9", "+09:00x"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct stamp stamp = {.flags = STAMP_SET};
		cr_assert(!stamp_set_zone(&stamp, slice_from(bad[i])), "%s", bad[i]);
		cr_assert_eq(stamp.flags, STAMP_SET);
	}
}

Test(timestamp, stamps_without_year_or_zone_have_no_place_in_time)
{
	struct stamp stamp = {.civil_us = US_PER_S, .flags = STAMP_SET | STAMP_ZONE};
	cr_assert_eq(stamp_to_timestamp(stamp), TIMESTAMP_NONE);
	stamp.flags |= STAMP_YEAR;
	stamp.offset_s = 1;
	cr_assert_eq(stamp_to_timestamp(stamp), 0);
}

Test(timestamp, texts_of_extreme_times_fit_the_buffer)
{
	char text[TIMESTAMP_TEXT_SIZE];
	timestamp_to_iso(INT64_MAX, -50000, text);
	cr_assert(strlen(text) > 0);
	timestamp_to_iso(INT64_MIN + 1, 0, text);
	cr_assert(strlen(text) > 0);
	timestamp_to_iso(TIMESTAMP_NONE, 0, text);
	cr_assert_str_empty(text);
	timestamp_to_iso(-1, 0, text);
	cr_assert_str_eq(text, "1969-12-31T23:59:59.999999+00:00");
}

/* With a memo every line reads as without, whatever stood before. */
Test(timestamp, remembers_only_what_no_stamp_goes_on_behind)
{
	static const char *const texts[] = {
		"07/Aug/2024:08:06:07 +0900] x", "07/Aug/2024:08:06:07 +0900] y",
		"07/Aug/2024:08:06:07] x",       "07/Aug/2024:08:06:07.5] x",
		"07/Aug/2024:08:06:07 foo]",     "07/Aug/2024:08:06:07 +0900] x",
		"07/Aug/2024:08:06:07 +0900",    "07/Aug/2024:08:06:07 +09000] x",
		"07/Aug/2024:08:06:07 -0900] x", "no stamp]",
		"07/Aug/2024:08:06:07 -0900] x", "07/Aug/2024:08:06:08 -0900] x",
	};
	struct stamp_memo memo = {0};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct slice plain = slice_from(texts[i]);
		struct slice again = plain;
		struct stamp expected = {0};
		struct stamp stamp = {0};
		bool is_stamp = stamp_eat_clf(&plain, &expected);
		cr_assert_eq(stamp_eat_again(&memo, stamp_eat_clf, ']', &again, &stamp), is_stamp);
		cr_assert_eq(again.data, plain.data, "%s", texts[i]);
		cr_assert_eq(stamp.civil_us, expected.civil_us, "%s", texts[i]);
		cr_assert_eq(stamp.offset_s, expected.offset_s, "%s", texts[i]);
		cr_assert_eq(stamp.flags, expected.flags, "%s", texts[i]);
	}
	cr_assert_gt(memo.size, 0);
}

/* The clock's eight bytes are read at once: each of them must be what it should be. */
Test(timestamp, any_wrong_byte_of_a_clock_is_found)
{
	for (size_t at = 11; at < 19; at++) {
		for (int byte = 0; byte < 256; byte++) {
			char text[] = "2024/08/07 11:11:11,";
			bool is_colon = text[at] == ':';
			text[at] = (char)byte;
			bool fits = is_colon ? byte == ':' : byte >= '0' && byte <= '9';
			bool is_late = at == 11 ? byte > '2' : at % 3 == 2 && byte > '5';
			/* "21" are hours, "61" neither minutes nor seconds. */
			struct slice slice = slice_make(text, sizeof text - 1);
			struct stamp stamp;
			cr_expect_eq(stamp_eat_slashes(&slice, &stamp), fits && !is_late, "%zu %d",
				     at, byte);
		}
	}
}
