// SPDX-License-Identifier: MIT
/* Rows over several lines, and the times that people's spreadsheets write. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "clock_text.h"
#include "csv.h"
#include "json_join.h"

static enum csv_line feed(struct csv_row *row, const char *line, struct slice *ret_row)
{
	return csv_feed(row, ',', slice_from(line), ret_row);
}

static struct csv_row *new_row(void)
{
	struct csv_row *row = malloc(sizeof *row);
	cr_assert_not_null(row);
	csv_forget(row);
	return row;
}

Test(csv, a_quoted_cell_goes_on)
{
	struct csv_row *row = new_row();
	struct slice text;
	cr_assert_eq(feed(row, "a,\"b\"\"c\",d", &text), CSV_WHOLE);
	cr_assert(slice_is(text, "a,\"b\"\"c\",d"));
	cr_assert_eq(feed(row, "a,\"b", &text), CSV_GOES_ON);
	cr_assert_eq(feed(row, "still, here \"\"so\"\"", &text), CSV_GOES_ON);
	cr_assert_eq(feed(row, "end\",\"and again", &text), CSV_GOES_ON);
	cr_assert_eq(feed(row, "\",z", &text), CSV_WHOLE);
	cr_assert(slice_is(text, "a,\"b\nstill, here \"\"so\"\"\nend\",\"and again\n\",z"));
	cr_assert_eq(feed(row, "bare \" quote,x", &text), CSV_WHOLE);
	free(row);
}

Test(csv, a_stray_quote_ends_somewhere)
{
	struct csv_row *row = new_row();
	struct slice text;
	enum csv_line line = feed(row, "a,\"never closed", &text);
	int lines = 1;
	while (line == CSV_GOES_ON && lines <= CSV_ROW_LINES + 1) {
		line = feed(row, "and on", &text);
		lines++;
	}
	cr_assert_eq(line, CSV_STRAY);
	cr_assert_eq(lines, CSV_ROW_LINES + 1);
	cr_assert_eq(feed(row, "a,b", &text), CSV_WHOLE);
	free(row);
}

Test(csv, doubled_quotes_are_resolved)
{
	char buffer[16];
	size_t used = 0;
	struct slice rest = slice_from("\"say \"\"hi\"\"\"; b ;c");
	struct csv_cell cell = csv_eat(&rest, ';');
	cr_assert(slice_is(csv_text(&cell, buffer, sizeof buffer, &used), "say \"hi\""));
	cell = csv_eat(&rest, ';');
	cr_assert(slice_is(cell.text, "b"));
	cell = csv_eat(&rest, ';');
	cr_assert(cell.last && !cell.open);
}

static int64_t read_time(struct clock_text *habit, const char *text)
{
	struct stamp stamp = {.civil_us = -1};
	return clock_text_read(habit, slice_from(text), &stamp) ? stamp.civil_us / US_PER_S : -1;
}

static int64_t seconds(int year, int month, int day, int hour, int minute)
{
	return civil_days(year, month, day) * 86400 + hour * 3600 + minute * 60;
}

Test(clock_text, day_or_month_first)
{
	struct clock_text habit = {.told = false};
	cr_assert_eq(read_time(&habit, "07/08/2024 05:30"), seconds(2024, 8, 7, 5, 30));
	cr_assert_eq(read_time(&habit, "08/17/2024 05:30"), seconds(2024, 8, 17, 5, 30));
	cr_assert_eq(read_time(&habit, "08/07/2024 05:30"), seconds(2024, 8, 7, 5, 30));
	struct clock_text american = {.told = false};
	cr_assert_eq(read_time(&american, "08/07/2024 01:16 PM"), seconds(2024, 8, 7, 13, 16));
	cr_assert_eq(read_time(&american, "07/Aug/24 1:16 AM"), seconds(2024, 8, 7, 1, 16));
	cr_assert_eq(read_time(&american, "2024-08-07 01:16"), seconds(2024, 8, 7, 1, 16));
	cr_assert_eq(read_time(&american, "13/13/2024 01:16"), -1);
	cr_assert_eq(read_time(&american, "4711"), -1);
}

Test(clock_text, a_zone_may_follow)
{
	struct clock_text habit = {.told = false};
	struct stamp stamp = {.civil_us = -1};
	cr_assert(clock_text_read(&habit, slice_from("2024-08-07 05:30:19 KST"), &stamp));
	cr_assert((stamp.flags & STAMP_ZONE) != 0);
	cr_assert_eq(stamp.offset_s, 9 * 3600);
	cr_assert(clock_text_read(&habit, slice_from("20240807T053000Z"), &stamp));
	cr_assert((stamp.flags & STAMP_ZONE) != 0);
	cr_assert_eq(stamp.offset_s, 0);
	cr_assert_eq(stamp.civil_us / US_PER_S, seconds(2024, 8, 7, 5, 30));
	cr_assert_eq(read_time(&habit, "2024-08-07 05:30:19 lunch"), -1);
	cr_assert_eq(read_time(&habit, "2024-08-07T05:30:19Z UTC"), -1);
}

Test(json_join, inner_records_come_without_their_frame)
{
	static const char *const lines[] = {"{ \"page\": 1, \"items\": [", "  {\"a\": \"}\\\"]\",",
					    "   \"b\": [1, {\"c\": 2}] },", "  {\"a\": 2}", "] }"};
	struct json_join *join = malloc(sizeof *join);
	struct slice object;
	char seen[256] = "";
	cr_assert_not_null(join);
	json_join_reset(join);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		json_join_begin(join, slice_from(lines[i]));
		while (json_join_next(join, &object)) {
			snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "<%.*s>",
				 (int)object.size, object.data);
			if (slice_contains(object, "\"a\"")) {
				json_join_take(join);
			}
		}
	}
	cr_assert_str_eq(seen, "<{\"c\": 2}><{\"a\": \"}\\\"]\",\n   \"b\": [1, {\"c\": 2}] }>"
			       "<{\"a\": 2}>");
	cr_assert_eq(join->depth, 0);
	free(join);
}

Test(json_join, long_and_broken_texts_are_passed_over)
{
	struct json_join *join = malloc(sizeof *join);
	struct slice object;
	cr_assert_not_null(join);
	json_join_reset(join);
	json_join_begin(join, slice_from("[ {"));
	cr_assert_not(json_join_next(join, &object));
	for (int i = 0; i < JSON_JOIN_SIZE / 8; i++) {
		json_join_begin(join, slice_from("\"abcdefgh\","));
		cr_assert_not(json_join_next(join, &object));
	}
	json_join_begin(join, slice_from("}, {\"a\":1} ] ] ]"));
	cr_assert(json_join_next(join, &object));
	cr_assert(slice_is(object, "{\"a\":1}"));
	cr_assert_not(json_join_next(join, &object));
	cr_assert_eq(join->depth, 0);
	free(join);
}
