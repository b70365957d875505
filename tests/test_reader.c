// SPDX-License-Identifier: MIT
/* The reader: from a line to what the sink is told. */
#include "diary.h"

static void reads(const char *content, const char *expected)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct reader_account account =
		read_bytes(slice_from(content), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, expected, "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	cr_assert_eq(account.bytes, (int64_t)strlen(content));
	bytes_free(&diary.text);
}

Test(reader, makes_events_of_lines)
{
	reads("A 2023-09-17T00:00:10Z x\n\nA 2023-09-17T09:00:11+09:00 y",
	      "r:1@0 10  x;3@26 11  y;ok\n");
	reads("", "r:ok\n");
}

Test(reader, makes_continuations_and_rejects_orphans)
{
	reads(" orphan\nA 2023-09-17T00:00:10Z x\n more\n  and more\nwhat\n",
	      "r:1@0 rejected: continues a record that begins before this stream;"
	      "2@8 10  x;3@33 10 continuation  more;4@39 10 continuation   and more;"
	      "5@50 rejected: no format reads this line;ok\n");
}

Test(reader, offers_a_line_to_the_other_formats)
{
	reads("A 2023-09-17T00:00:10Z x\nB Sep 17 00:00:20 y\nA 2023-09-17T00:00:30Z z\n",
	      "r:1@0 10  x;2@25 20 B Sep 17 00:00:20 y;3@45 30  z;ok\n");
}

Test(reader, carries_the_time_of_the_event_before)
{
	reads("A none\nA 2023-09-17T00:00:10Z x\nA none\n",
	      "r:1@0 none none;2@7 10  x;3@32 10 none;ok\n");
}

Test(reader, gives_headers_the_time_of_the_next_event)
{
	reads("#Fields\n#More\nB Sep 17 00:00:20 y\n#Last\n",
	      "r:1@0 20 header #Fields;2@8 20 header #More;3@14 20 B Sep 17 00:00:20 y;"
	      "4@34 20 header #Last;ok\n");
}

Test(reader, puts_a_stamp_without_year_near_to_the_reference)
{
	/* 17 September 2023: both turns of the year are those of 2023, 29 February that of 2024. */
	reads("B Dec 31 23:59:59 y\nB Jan  1 00:00:00 y\nB Feb 29 00:00:00 z\n",
	      "r:1@0 9158399 B Dec 31 23:59:59 y;2@20 9158400 B Jan  1 00:00:00 y;"
	      "3@40 14256000 B Feb 29 00:00:00 z;ok\n");
}

Test(reader, uses_the_zone_it_is_given)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct error error = {0};
	cr_assert_eq(zone_open("Asia/Seoul", &options.zone, &error), STATUS_OK);
	options.zone_name = "Asia/Seoul";
	options.zone_origin = ORIGIN_CASE;
	(void)read_bytes(slice_from("B Sep 17 09:00:20 y\n"), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:1@0 20 B Sep 17 09:00:20 y;ok\n");
	cr_assert_str_eq(diary.result.zone, "Asia/Seoul");
	cr_assert_eq(diary.result.zone_origin, ORIGIN_CASE);
	zone_free(options.zone);
	bytes_free(&diary.text);
}

Test(reader, obeys_a_stated_format)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.format = &b_format;
	(void)read_bytes(slice_from("A 2023-09-17T00:00:10Z x\nB Sep 17 00:00:20 y\n"), &options,
			 &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data, "r:1@0 rejected: the stated format does not read this "
					  "line;2@25 20 B Sep 17 00:00:20 y;ok\n");
	cr_assert_str_eq(diary.result.format, "b");
	bytes_free(&diary.text);
}

Test(reader, counts_what_is_cut_and_mended)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	options.line_limit = 32;
	static const char text[] = "A 2023-09-17T00:00:10Z long long long long\n"
				   "A 2023-09-17T00:00:11Z \xFF\n\0\0\n \t\r\n";
	struct reader_account account =
		read_bytes(slice_make(text, sizeof text - 1), &options, &diary, STATUS_OK);
	cr_assert_eq(account.tally.lines, 4);
	cr_assert_eq(account.tally.events, 2);
	cr_assert_eq(account.tally.rejected, 1);
	cr_assert_eq(account.tally.blank, 1);
	cr_assert_eq(account.tally.cut, 1);
	cr_assert_eq(account.tally.mended, 2);
	cr_assert_eq(account.tally.bytes, (int64_t)sizeof text - 1);
	bytes_free(&diary.text);
}

Test(reader, gives_each_record_of_one_physical_line_its_event)
{
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	/* The count of the second holds a newline: two lines, and the third is found all the same.
	 */
	struct reader_account account =
		read_bytes(slice_from("7 <30>A 110 <30>A 2\n 37 <30>A 4\n<30>A 5"), &options,
			   &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data,
			 "r:1@0 none 1;2@9 none 2;3@20 none continuation  3;4@22 none 4;"
			 "5@32 none 5;ok\n",
			 "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	cr_assert_eq(account.tally.lines, 5);
	bytes_free(&diary.text);
}

Test(reader, puts_the_parts_of_a_container_line_together)
{
	static const char log[] = "2023-09-17T00:00:01Z stdout P A 1 a long\n"
				  "2023-09-17T00:00:02Z stderr F A 2\n"
				  "2023-09-17T00:00:03Z stdout P  story\n"
				  "2023-09-17T00:00:04Z stdout F  ends\n"
				  "2023-09-17T00:00:05Z stdout F A 5\n"
				  "2023-09-17T00:00:06Z stdout P A 6";
	struct diary diary = {.enter_status = STATUS_OK};
	struct reader_options options = options_here();
	struct reader_account account = read_bytes(slice_from(log), &options, &diary, STATUS_OK);
	cr_assert_str_eq(diary.text.data,
			 "r:1@0 1 continuation A 1 a long;2@41 2 2;3@75 3 continuation  story;"
			 "4@112 1 1 a long story ends;5@148 5 5;6@182 6 continuation A 6;ok\n",
			 "got %s", diary.text.data);
	cr_assert(tally_is_exact(&account.tally));
	bytes_free(&diary.text);
}
