// SPDX-License-Identifier: MIT
/* Parts of container lines: what is one, what it is put together to, and what is left alone. */
#include "bytes.h"

#include "parts.h"

enum { PART = 16384 };

static struct bytes docker(size_t size, const char *end, const char *stream)
{
	struct bytes line = bytes_from("{\"log\":\"");
	for (size_t i = 0; i < size; i++) {
		bytes_add_text(&line, "x");
	}
	bytes_add_text(&line, end);
	bytes_add_text(&line, "\",\"stream\":\"");
	bytes_add_text(&line, stream);
	bytes_add_text(&line, "\",\"time\":\"2023-09-17T00:00:01.5Z\"}");
	return line;
}

static struct part take(struct parts *parts, const struct bytes *line)
{
	struct part part;
	cr_assert_eq(parts_take(parts, bytes_slice(line), &part, NULL), STATUS_OK);
	return part;
}

Test(parts, of_dockers_files_end_with_a_newline)
{
	struct parts *parts = parts_new(PART * 4);
	struct bytes first = docker(PART - 2, "\\\"", "stdout");
	struct bytes other = docker(3, "\\n", "stderr");
	struct bytes last = docker(5, "\\n", "stdout");
	struct part part = take(parts, &first);
	cr_expect_eq(part.answer, PARTS_PIECE);
	cr_expect_eq(part.content.size, (size_t)PART);
	cr_expect_eq(part.stamp.flags & STAMP_SET, STAMP_SET);
	cr_expect_eq(take(parts, &other).answer, PARTS_WHOLE);
	part = take(parts, &last);
	cr_expect_eq(part.answer, PARTS_JOINED);
	cr_expect_eq(part.text.size, first.size + 7);
	cr_expect(slice_starts_with(part.text, "{\"log\":\"xxx"));
	cr_expect(slice_ends_with(part.text,
				  "x\\\"xxxxx\\n\",\"stream\":\"stdout\",\"time\":\"2023-09-17T00:"
				  "00:01.5Z\"}"));
	cr_expect_not(part.is_cut);
	cr_expect_eq(take(parts, &last).answer, PARTS_WHOLE, "nothing waits any more");
	parts_free(parts);
	bytes_free(&first);
	bytes_free(&other);
	bytes_free(&last);
}

Test(parts, a_backslash_and_an_n_are_no_newline)
{
	struct parts *parts = parts_new(PART * 4);
	struct bytes piece = docker(PART, "\\\\n", "stdout");
	struct bytes whole = docker(PART, "\\\\\\n", "stdout");
	struct bytes brief = docker(PART / 2, "", "stdout");
	cr_expect_eq(take(parts, &whole).answer, PARTS_WHOLE);
	cr_expect_eq(take(parts, &brief).answer, PARTS_WHOLE, "Docker cuts at 16 KiB only");
	cr_expect_eq(take(parts, &piece).answer, PARTS_PIECE);
	cr_expect_eq(take(parts, &brief).answer, PARTS_JOINED);
	parts_free(parts);
	bytes_free(&piece);
	bytes_free(&whole);
	bytes_free(&brief);
}

Test(parts, what_an_application_wrote_is_taken_out_of_dockers_notation)
{
	struct parts *parts = parts_new(PART);
	struct bytes access = bytes_from("{\"log\":\"[07/Aug/2024:05:30:19 +0900] \\\"GET / "
					 "HTTP/1.1\\\" 200\\r\\n\",\"stream\":\"stderr\","
					 "\"attrs\":{},\"time\":\"2024-08-06T20:30:19.25Z\"}");
	struct bytes prose = bytes_from("{\"log\":\"plain text\\n\",\"stream\":\"stdout\","
					"\"time\":\"2024-08-06T20:30:19.25Z\"}");
	struct bytes timeless = bytes_from("{\"log\":\"INFO text\\n\",\"stream\":\"stdout\"}");
	struct part part = take(parts, &access);
	cr_expect_eq(part.answer, PARTS_JOINED);
	cr_expect(slice_is(part.text, "2024-08-06T20:30:19.25Z stderr F [07/Aug/2024:05:30:19 "
				      "+0900] \"GET / HTTP/1.1\" 200"));
	cr_expect_eq(take(parts, &prose).answer, PARTS_WHOLE, "no format of an application's");
	cr_expect_eq(take(parts, &timeless).answer, PARTS_WHOLE);
	parts_free(parts);
	bytes_free(&access);
	bytes_free(&prose);
	bytes_free(&timeless);
}

Test(parts, are_put_together_up_to_the_limit)
{
	struct parts *parts = parts_new(40);
	struct bytes piece = bytes_from("2023-09-17T00:00:01Z stdout P abcdefgh");
	struct bytes last = bytes_from("2023-09-17T00:00:02Z stdout F ijklmnop");
	for (int round = 0; round < 2; round++) {
		cr_expect_eq(take(parts, &piece).answer, PARTS_PIECE);
		struct part part = take(parts, &last);
		cr_expect_eq(part.answer, PARTS_JOINED);
		cr_expect(slice_is(part.text, "2023-09-17T00:00:01Z stdout P abcdefghij"));
		cr_expect(part.is_cut);
	}
	parts_free(parts);
	bytes_free(&piece);
	bytes_free(&last);
}

Test(parts, other_lines_are_whole)
{
	static const char *const lines[] = {
		"",
		"2",
		"{\"log\":\"",
		"{\"log\":\"a",
		"{\"log\":\"a\",\"level\":1}",
		"2023-09-17T00:00:01Z stdout",
		"2023-09-17T00:00:01Z stdout X a",
		"P stdout P a",
	};
	struct parts *parts = parts_new(PART);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct bytes line = bytes_from(lines[i]);
		struct part part = take(parts, &line);
		cr_expect_eq(part.answer, PARTS_WHOLE, "%s", lines[i]);
		cr_expect(slice_is(part.text, lines[i]));
		bytes_free(&line);
	}
	parts_free(parts);
}
