// SPDX-License-Identifier: MIT
/* Text on its way to a person: nothing that drives a terminal gets through. */
#include "screen.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static void expect(struct slice text, size_t limit, const char *expected)
{
	char *shown = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&shown, &size);
	screen_text_cut(out, text, limit);
	cr_assert_eq(fclose(out), 0);
	cr_assert_str_eq(shown, expected, "\"%s\", not \"%s\"", shown, expected);
	free(shown);
}

Test(screen, what_could_drive_a_terminal_is_written_out)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{"plain \xED\x95\x9C\xEA\xB8\x80\ttab", "plain \xED\x95\x9C\xEA\xB8\x80\ttab"},
		{"\x1b]0;title\x07", "\\x1b]0;title\\x07"},
		{"a\rb\nc\x7f", "a\\x0db\\x0ac\\x7f"},
		{"\xC2\x9B"
		 "31m",
		 "\\u009b31m"},
		{"\xE2\x80\xAEgnp", "\\u202egnp"},
		{"\xFF\xC3", "\\xff\\xc3"},
		{"\xED\xA0\x80", "\\xed\\xa0\\x80"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		expect(slice_from(rows[i].text), 1000, rows[i].shown);
	}
}

Test(screen, long_texts_are_cut_at_a_character)
{
	expect(slice_from("\xED\x95\x9C\xEA\xB8\x80"), 4, "\xED\x95\x9C\xE2\x80\xA6");
	expect(slice_from("abc"), 3, "abc");
}

Test(screen, wide_characters_take_two_columns)
{
	cr_assert_eq(screen_width(slice_from("ab\xED\x95\x9C")), 4);
	cr_assert_eq(screen_width(slice_from("\x1b")), 4);
}

Test(screen, bytes_and_spans_are_written_for_people)
{
	char bytes[SCREEN_BYTES_SIZE];
	char span[SCREEN_SPAN_SIZE];
	screen_bytes(999, bytes);
	cr_assert_str_eq(bytes, "999 B");
	screen_bytes(1449, bytes);
	cr_assert_str_eq(bytes, "1.4 KB");
	screen_bytes(INT64_C(48000000000), bytes);
	cr_assert_str_eq(bytes, "48 GB");
	screen_span(5 * US_PER_HOUR, span);
	cr_assert_str_eq(span, "5:00:00");
	screen_span(-12250000, span);
	cr_assert_str_eq(span, "-0:00:12.25");
	screen_span(INT64_MIN, span);
	cr_assert(strlen(span) < SCREEN_SPAN_SIZE);
}
