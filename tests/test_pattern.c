// SPDX-License-Identifier: MIT
/* Regular expressions: groups, prefilters, bounds. */
#include "pattern.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct pattern *compile(const char *text)
{
	struct pattern *pattern = NULL;
	struct error error = {0};
	cr_assert_eq(pattern_compile(text, &pattern, &error), STATUS_OK, "%s: %s", text,
		     error.message);
	return pattern;
}

Test(pattern, named_groups_are_found_in_order)
{
	struct pattern *pattern = compile("^(?<time>\\S+) (x )?(?<host>\\S+)(?<last> \\d+)?$");
	struct slice groups[3];
	struct error error = {0};
	cr_assert_eq(pattern_group_count(pattern), 3);
	cr_assert_str_eq(pattern_group_name(pattern, 1), "host");
	cr_assert_eq(pattern_group_find(pattern, "last"), 2);
	cr_assert_eq(pattern_group_find(pattern, "none"), 3);
	cr_assert_eq(pattern_match(pattern, slice_from("12:00 x till7"), groups, &error),
		     STATUS_OK);
	cr_assert(slice_is(groups[0], "12:00"));
	cr_assert(slice_is(groups[1], "till7"));
	cr_assert(slice_is_empty(groups[2]) && groups[2].data != NULL);
	cr_assert_eq(pattern_match(pattern, slice_from("12:00"), groups, &error), STATUS_MISMATCH);
	pattern_free(pattern);
}

Test(pattern, literals_are_what_every_match_contains)
{
	static const struct {
		const char *text, *literal;
	} rows[] = {
		{"CHG-\\d+ approval requested for (?<step>\\w+)", " approval requested for "},
		{"import verified", "import verified"},
		{"abc?d+ef", "ab"},
		{"x|yyyy", ""},
		{"a(x|y)bc", "bc"},
		{"(?i)abc", ""},
		{"[]a]bc\\.de{2}fgh", "bc.d"},
		{"[[:alpha:]]abc", "abc"},
		{"\\Qa?b\\E", ""},
		{"(?#note)abc", ""},
		{"\xED\x95\x9C\xEA\xB8\x80?ab", "\xED\x95\x9C"},
		{"ab{0,1}c", "a"},
		{"^/v1/pay/", "/v1/pay/"},
		{"foo\\x41bar", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pattern *pattern = compile(rows[i].text);
		struct slice literal = pattern_literal(pattern);
		cr_assert(slice_is(literal, rows[i].literal), "%s: \"%.*s\"", rows[i].text,
			  SLICE_ARGUMENTS(literal));
		pattern_free(pattern);
	}
}

Test(pattern, an_optional_character_at_the_edge_of_the_literal_is_not_required)
{
	/* 63 bytes, then a character of three bytes that may be absent. */
	char text[80] = {0};
	char line[80] = {0};
	memset(text, 'a', 63);
	memset(line, 'a', 63);
	memcpy(text + 63, "\xED\x95\x9C?", 5);
	struct pattern *pattern = compile(text);
	cr_assert_eq(pattern_match(pattern, slice_from(line), NULL, NULL), STATUS_OK);
	pattern_free(pattern);
}

Test(pattern, mistakes_are_told_with_their_place)
{
	static const struct {
		const char *text, *message;
	} rows[] = {{"import (verified", "at 16: missing closing parenthesis"},
		    {"a\\C", "at 3: using \\C is disabled by the application"},
		    {"(?J)(?<a>x)(?<a>y)", "(?J) is not supported: name each group once"}};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct pattern *pattern = NULL;
		struct error error = {0};
		cr_assert_eq(pattern_compile(rows[i].text, &pattern, &error), STATUS_USAGE);
		cr_assert_str_eq(error.message, rows[i].message);
		cr_assert_null(pattern);
	}
	pattern_free(NULL);
}

Test(pattern, hostile_patterns_give_up_and_say_so, .timeout = 20)
{
	static const char *const texts[] = {"^(a+)+$", "(a|aa)+$", "(.*?,){40}x", "(a*)*b\\1"};
	size_t size = 60000;
	char *line = malloc(size);
	memset(line, 'a', size);
	line[size - 1] = 'c';
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct pattern *pattern = compile(texts[i]);
		struct error error = {0};
		enum status status = pattern_match(pattern, slice_make(line, size), NULL, &error);
		cr_assert(status == STATUS_LIMIT || status == STATUS_MISMATCH, "%s", texts[i]);
		cr_assert(i > 0 || status == STATUS_LIMIT);
		cr_assert((status == STATUS_LIMIT) == (error.message[0] != '\0'));
		pattern_free(pattern);
	}
	free(line);
}

Test(pattern, invalid_utf_8_is_text_around_which_matches_are_found)
{
	struct pattern *pattern = compile("user (?<actor>\\w+)");
	struct slice actor;
	struct error error = {0};
	cr_assert_eq(pattern_match(pattern, slice_from("\xFF\xFE user kim \xC3"), &actor, &error),
		     STATUS_OK);
	cr_assert(slice_is(actor, "kim"));
	pattern_free(pattern);
}

static void expect_reach(const char *text, const char *line, size_t stop, const char *item)
{
	struct pattern *pattern = compile(text);
	struct pattern_reach reach = {0};
	cr_assert(pattern_reach(pattern, slice_from(line), &reach), "%s on %s", text, line);
	cr_expect_eq(reach.stop, stop, "%s on %s: %zu", text, line, reach.stop);
	cr_expect(slice_is(slice_make(text + reach.item, reach.item_size), item), "%s on %s: %.*s",
		  text, line, (int)reach.item_size, text + reach.item);
	pattern_free(pattern);
}

Test(pattern, that_does_not_match_says_how_far_it_got)
{
	expect_reach("^(?<a>\\S+) (?<b>\\d+)$", "one two", 4, "\\d+");
	expect_reach("^(?<a>\\S+) (?<b>\\d+)$", "one 2 ", 5, "$");
	expect_reach("^(?<a>\\S+) (?<b>\\d+)$", "", 0, "\\S+");
	/* Not where the greedy part ran to, but where the rest of the pattern got to. */
	expect_reach("^(?<a>.*) code=(?<b>\\d+)$", "one code=x two", 9, "\\d+");
	/* Not anchored: of all attempts the best. */
	expect_reach("till(?<a>\\d+): out", "a till, till7: low", 15, "out");
	expect_reach("^ab+c", "x", 0, "a");
	struct pattern *pattern = compile("b");
	struct pattern_reach reach;
	cr_expect_not(pattern_reach(pattern, slice_from("abc"), &reach), "it matches");
	pattern_free(pattern);
	/* Ends, and says so, where backtracking would not. */
	pattern = compile("^(a+)+$");
	char line[64];
	memset(line, 'a', sizeof line);
	line[sizeof line - 1] = 'b';
	cr_expect(pattern_reach(pattern, slice_make(line, sizeof line), &reach));
	cr_expect_eq(reach.stop, sizeof line - 1);
	pattern_free(pattern);
}
