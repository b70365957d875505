// SPDX-License-Identifier: MIT
/* A place in a line, shown to a person. */
#include <criterion/criterion.h>

#include "caret.h"

static void expect_lines(const char *text, size_t at, const char *expected)
{
	char lines[CARET_SIZE];
	caret_show(slice_from(text), at, lines);
	cr_expect_str_eq(lines, expected, "%s: %s", text, lines);
}

Test(caret, stands_below_the_place)
{
	expect_lines("", 0, "\n    \n    ^");
	expect_lines("abc", 1, "\n    abc\n     ^");
	expect_lines("abc", 9, "\n    abc\n       ^");
	/* Hangul takes two columns, what could drive a terminal is not sent. */
	expect_lines("한x", 3, "\n    한x\n      ^");
	expect_lines("\x1b[2J\t\xFFx", 6, "\n    ?[2J??x\n          ^");
	expect_lines("a\xE2\x80\xAE"
		     "b",
		     4, "\n    a???b\n        ^");
}

Test(caret, shows_what_is_near_of_a_long_line)
{
	char text[1000];
	char lines[CARET_SIZE];
	for (size_t at = 0; at <= sizeof text; at++) {
		for (size_t i = 0; i < sizeof text; i++) {
			text[i] = "\xED\x95\x9C"[i % 3];
		}
		caret_show(slice_make(text, sizeof text), at, lines);
		size_t size = strlen(lines);
		cr_assert(size < CARET_SIZE && lines[size - 1] == '^');
	}
	memset(text, 'x', sizeof text);
	text[500] = '!';
	caret_show(slice_make(text, sizeof text), 500, lines);
	const char *second = strchr(lines + 1, '\n');
	cr_assert_not_null(second);
	/* The ellipsis has three bytes and one column. */
	cr_expect_eq(strchr(lines, '!') - lines - 2, strchr(lines, '^') - second);
}
