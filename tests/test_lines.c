// SPDX-License-Identifier: MIT
/* Lines: compared with a splitter too simple to be wrong, over random blocks. */
#include "bytes.h"

#include "lines.h"

/* The naive splitter: the line that begins at `at`, and where the next one does. */
static struct slice naive_line(struct slice content, size_t at, size_t *ret_next)
{
	size_t end = at;
	while (end < content.size && content.data[end] != '\n') {
		end++;
	}
	*ret_next = end < content.size ? end + 1 : end;
	if (end < content.size && end > at && content.data[end - 1] == '\r') {
		end--;
	}
	return slice_make(content.data + at, end - at);
}

static void compare_with_naive(struct slice content, size_t block_size, uint64_t seed)
{
	struct pieces pieces = pieces_of(content, block_size);
	pieces.seed = seed;
	struct lines *lines = lines_new(pieces_blocks(&pieces), CHARSET_UTF8, 0);
	struct error error = {0};
	size_t at = 0;
	int64_t number = 0;
	while (at < content.size) {
		struct line line;
		size_t next;
		struct slice expected = naive_line(content, at, &next);
		cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
		cr_assert(slice_equals(line.raw, expected), "line %ld", (long)number + 1);
		cr_assert_eq(line.offset, (int64_t)at);
		cr_assert_eq(line.end, (int64_t)next);
		cr_assert_eq(line.number, ++number);
		cr_assert_not(line.is_cut);
		at = next;
	}
	struct line none;
	cr_assert_eq(lines_next(lines, &none, &error), STATUS_END);
	cr_assert_eq(lines_next(lines, &none, &error), STATUS_END);
	lines_free(lines);
	free(pieces.block);
}

Test(lines, are_those_of_a_naive_splitter_whatever_the_blocks)
{
	static const char letters[] = "ab\n\r\n\rc\0\xEA\xB0\x80 ";
	uint64_t seed = 20230917;
	for (int round = 0; round < 2000; round++) {
		struct bytes content = {0};
		size_t size = bytes_random(&seed) % 200;
		for (size_t i = 0; i < size; i++) {
			bytes_add(&content, letters + bytes_random(&seed) % 13, 1);
		}
		compare_with_naive(bytes_slice(&content), round % 2 == 0 ? 0 : 1 + round % 9, seed);
		bytes_free(&content);
	}
}

static struct line first_line(const char *text, size_t size, size_t block_size, size_t limit,
			      struct bytes *copy)
{
	struct pieces pieces = pieces_of(slice_make(text, size), block_size);
	struct lines *lines = lines_new(pieces_blocks(&pieces), CHARSET_UTF8, limit);
	struct error error = {0};
	struct line line;
	cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
	bytes_add(copy, line.raw.data, line.raw.size);
	struct line second;
	cr_assert_eq(lines_next(lines, &second, &error), STATUS_OK);
	cr_assert(slice_is(second.raw, "next"), "the rest of a cut line is passed over");
	cr_assert_eq(second.number, 2);
	lines_free(lines);
	free(pieces.block);
	return line;
}

Test(lines, longer_than_the_limit_are_cut_at_a_character)
{
	/* The limit of 16 falls inside the third of the two-byte letters. */
	static const char text[] = "0123456789a\xC3\xA4\xC3\xA4\xC3\xA4 and so on\r\nnext";
	for (size_t block_size = 1; block_size < sizeof text + 1; block_size++) {
		struct bytes copy = {0};
		struct line line = first_line(text, sizeof text - 1, block_size, 16, &copy);
		cr_assert(line.is_cut);
		cr_assert_str_eq(copy.data, "0123456789a\xC3\xA4\xC3\xA4");
		bytes_free(&copy);
	}
}

Test(lines, as_long_as_the_limit_are_whole)
{
	static const char text[] = "0123456789abcdef\r\nnext";
	for (size_t block_size = 1; block_size < sizeof text + 1; block_size++) {
		struct bytes copy = {0};
		struct line line = first_line(text, sizeof text - 1, block_size, 16, &copy);
		cr_assert_not(line.is_cut, "blocks of %zu", block_size);
		cr_assert_str_eq(copy.data, "0123456789abcdef");
		bytes_free(&copy);
	}
}

Test(lines, of_utf16_end_at_their_own_line_feed)
{
	/* BOM, U+0A0D (no terminator), CRLF, "b" without one; little and big endian. */
	static const char little[] = "\xFF\xFE\x0D\x0A\x0D\x00\x0A\x00\x62\x00";
	static const char big[] = "\xFE\xFF\x0A\x0D\x00\x0D\x00\x0A\x00\x62";
	for (size_t block_size = 1; block_size < 12; block_size++) {
		for (int i = 0; i < 2; i++) {
			struct pieces pieces =
				pieces_of(slice_make(i == 0 ? little : big, 10), block_size);
			struct lines *lines =
				lines_new(pieces_blocks(&pieces),
					  i == 0 ? CHARSET_UTF16LE : CHARSET_UTF16BE, 0);
			struct error error = {0};
			struct line line;
			cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
			cr_assert_eq(line.raw.size, 4);
			cr_assert_eq(line.end, 8);
			cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
			cr_assert_eq(line.raw.size, 2);
			cr_assert_eq(line.offset, 8);
			cr_assert_eq(lines_next(lines, &line, &error), STATUS_END);
			lines_free(lines);
			free(pieces.block);
		}
	}
}

Test(lines, cut_short_by_a_failure_come_before_it)
{
	struct pieces pieces = pieces_of(slice_from("one\ntw"), 4);
	pieces.ending = STATUS_CORRUPT;
	struct lines *lines = lines_new(pieces_blocks(&pieces), CHARSET_UTF8, 0);
	struct error error = {0};
	struct line line;
	cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
	cr_assert_eq(lines_next(lines, &line, &error), STATUS_OK);
	cr_assert(slice_is(line.raw, "tw"));
	cr_assert_eq(lines_next(lines, &line, &error), STATUS_CORRUPT);
	cr_assert_str_eq(error.message, "the stage above failed");
	lines_free(lines);
	free(pieces.block);
}

/* The lines of `content`, "|" between them, must be `expected`, whatever the blocks. */
static void expect_records(const char *content, const char *expected)
{
	size_t size = strlen(content);
	for (size_t block_size = 1; block_size <= size + 1; block_size++) {
		struct pieces pieces = pieces_of(slice_from(content), block_size);
		struct lines *lines = lines_new(pieces_blocks(&pieces), CHARSET_UTF8, 0);
		struct bytes found = bytes_from("");
		struct error error = {0};
		struct line line;
		int64_t at = 0;
		int64_t number = 0;
		while (lines_next(lines, &line, &error) == STATUS_OK) {
			bytes_add_text(&found, number == 0 ? "" : "|");
			bytes_add(&found, line.raw.data, line.raw.size);
			cr_assert_eq(line.offset, at, "no byte is lost");
			cr_assert_eq(line.number, ++number);
			cr_assert_not(line.is_cut);
			at = line.end;
		}
		cr_assert_eq(at, (int64_t)size);
		cr_assert_str_eq(found.data, expected, "blocks of %zu: %s not %s", block_size,
				 found.data, expected);
		bytes_free(&found);
		lines_free(lines);
		free(pieces.block);
	}
}

Test(lines, an_array_in_one_line_is_parted_at_its_objects)
{
	expect_records("[{\"a\":\"x},{\\\"\"}, {\"b\":[{\"c\":1},{\"d\":2}]},{\"e\":{}}]\n"
		       "[x] {\"a\":1},{\"b\":2}\n[{no json},{\"b\":2}]\n",
		       "[|{\"a\":\"x},{\\\"\"}, |{\"b\":[{\"c\":1},{\"d\":2}]},|{\"e\":{}}]|"
		       "[x] {\"a\":1},{\"b\":2}|[{no json},{\"b\":2}]");
}

Test(lines, objects_that_follow_each_other_in_one_line_are_parted)
{
	expect_records("{\"a\":\"x}{\\\"\"}{\"b\":{\"c\":{\"d\":1}}} {\"e\":2}\n"
		       "{\"a\":{\"b\":1}{\"c\":2}\n{x}{\"a\":1}\n{\"a\":1}{b}\n{\"z\":{}}",
		       "{\"a\":\"x}{\\\"\"}|{\"b\":{\"c\":{\"d\":1}}} |{\"e\":2}|"
		       "{\"a\":{\"b\":1}{\"c\":2}|{x}{\"a\":1}|{\"a\":1}{b}|{\"z\":{}}");
}

Test(lines, records_with_octet_counts_are_lines)
{
	expect_records("15 <30>1 - a b c d19 <30>1 - a b e f g h9 <30>1 - a",
		       "15 <30>1 - a b c d|19 <30>1 - a b e f g h|9 <30>1 - a");
	/* The count goes on behind a newline inside the record. */
	expect_records("15 <30>1 - a\nb c d9 <30>1 - a\n9 <30>1 - b",
		       "15 <30>1 - a|b c d|9 <30>1 - a|9 <30>1 - b");
	/* Counts that are wrong, or count the newline, change nothing. */
	expect_records("535 <14>1 - one\n536 <14>1 - two\n", "535 <14>1 - one|536 <14>1 - two");
	expect_records("5 <14>1 - one\r\n12 <14>1 - two\n12 <14>1 - ten\n",
		       "5 <14>1 - one|12 <14>1 - two|12 <14>1 - ten");
}

Test(lines, records_that_follow_directly_are_lines)
{
	expect_records(
		"<30>2021-03-06T12:00:01Z a restart<30>2021-03-06T12:00:02Z a \"b\"<30>Mar  6 "
		"12:00:03 a b<5>1 2021-03-06T12:00:04Z b\n<5>c<6>d",
		"<30>2021-03-06T12:00:01Z a restart|<30>2021-03-06T12:00:02Z a \"b\"|<30>Mar  6 "
		"12:00:03 a b|<5>1 2021-03-06T12:00:04Z b|<5>c<6>d");
}

Test(lines, records_with_a_month_say_at_least_one_word)
{
	expect_records("<30>Oct 11 12:00:03 a up<30>Oct  1 12:00:03 a up<30>Oct  1 12:00:03 b",
		       "<30>Oct 11 12:00:03 a up|<30>Oct  1 12:00:03 a up|<30>Oct  1 12:00:03 b");
	expect_records("<13>Oct 11 12:00:03 a<30>Oct 11 12:00:03 b up",
		       "<13>Oct 11 12:00:03 a<30>Oct 11 12:00:03 b up");
}

Test(lines, behind_a_newline_in_a_record_the_next_one_is_found)
{
	expect_records("<30>1 - a<30>1 - b\nwith more<30>1 - c\n", "<30>1 - a|<30>1 - b|with "
								   "more|<30>1 - c");
	expect_records("<30>1 - b\nwith more<30>1 - c\n", "<30>1 - b|with more<30>1 - c");
}

Test(lines, envelopes_inside_one_another_and_quoted_ones_are_not_cut)
{
	static const char *const wholes[] = {
		"<14>Apr 22 08:17:35 relay <14>Apr 22 08:17:36 fw-2 up",
		"<14><14>Apr 22 08:17:36 fw-2 up",
		"<13>Oct  1 00:00:03 relay<34>Oct  1 00:00:03 host program: up",
		"<13>2021-10-01T00:00:03Z relay<34>Oct  1 00:00:03 host program: up",
		"<14>1 - msg=\"<14>Apr 22 08:17:36 fw-2 up\" raw=<14>Apr 22 08:17:36 fw-2",
		"<14>1 - a<14 b<1234>1 - c<14>x<14>",
		"text before it<30>2021-03-06T12:00:01Z a",
		"<p>one<30>2021-03-06T12:00:01Z a",
		"9 lives<30>2021-03-06T12:00:01Z a",
		"123456789",
	};
	for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++) {
		expect_records(wholes[i], wholes[i]);
	}
}

Test(lines, of_records_are_the_same_whatever_the_blocks)
{
	static const char *const words[] = {"<30>1 - ",    "<30>Mar  6 12:00:03 a",
					    "9 <30>1 - a", "14 ",
					    "\n",          "<3",
					    "x",           "20 <1>",
					    "\"",          " "};
	uint64_t seed = 6587;
	for (int round = 0; round < 300; round++) {
		struct bytes content = {0};
		struct bytes found = {0};
		bytes_add_text(&content, "");
		bytes_add_text(&found, "");
		for (size_t i = bytes_random(&seed) % 12; i > 0; i--) {
			bytes_add_text(&content, words[bytes_random(&seed) % 10]);
		}
		struct pieces pieces = pieces_of(bytes_slice(&content), content.size + 1);
		struct lines *lines = lines_new(pieces_blocks(&pieces), CHARSET_UTF8, 0);
		struct error error = {0};
		struct line line;
		int64_t number = 0;
		while (lines_next(lines, &line, &error) == STATUS_OK) {
			bytes_add_text(&found, number++ == 0 ? "" : "|");
			bytes_add(&found, line.raw.data, line.raw.size);
		}
		lines_free(lines);
		free(pieces.block);
		expect_records(content.data, found.data);
		bytes_free(&content);
		bytes_free(&found);
	}
}
